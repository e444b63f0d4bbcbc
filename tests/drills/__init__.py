"""Breaks what the site stands on, and says what came of it: ``make drills``.

Each drill starts servers of its own and ends them; nothing of yours is touched. They take
some minutes, want the PostgreSQL and the nginx of Debian, and root for the full disk.
"""
