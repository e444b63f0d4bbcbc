"""A scratch server of PostgreSQL for the time of the measurement, or SQLite."""

import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.postgres import newest_programs, postgres


@dataclass(frozen=True)
class SQLite:
    """A database a file."""

    folder: Path
    name = "SQLite"

    def url(self, database: str) -> str:
        return f"sqlite:///{self.folder / database}.sqlite3"

    def copy(self, database: str, copy: str) -> None:
        shutil.copy(
            self.folder / f"{database}.sqlite3", self.folder / f"{copy}.sqlite3"
        )

    def create(self, database: str) -> None:
        """Nothing to do: the first who connects makes the file."""


@contextmanager
def scratch_database(folder: Path):
    """PostgreSQL without fsync, with autovacuum; SQLite where there is no PostgreSQL."""
    if not newest_programs():
        yield SQLite(folder)
        return
    folder.chmod(0o755)  # root's, through which PostgreSQL's user has to go
    with postgres(folder / "postgresql", "-c fsync=off") as server:
        yield server
