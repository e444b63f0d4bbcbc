"""Measures how fast the site answers; ``make bench`` prints it."""
