"""Backups of the whole site: one archive that a person can read and a command restore.

``django-dbbackup`` was weighed: it pipes the database's own tools, whose files go back
into the same kind of database only, or Django's ``dumpdata``, which cuts times to the
millisecond and whose ``loaddata`` stumbles over the rows that ``migrate`` makes. Database
and media are two files there, and nothing proves that they come back.
"""


class BackupError(Exception):
    """Why a backup, a restore or a check cannot go on, for the person who started it."""
