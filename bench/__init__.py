"""Measures how fast the site answers; ``make bench`` prints it."""

# The kinds of pages that tell what the page cache saves.
RENDERED, CACHED = "home, compressed", "home, from the page cache"
