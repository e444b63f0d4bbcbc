"""A scratch server of PostgreSQL for the time of the measurement, or SQLite."""

import os
import shutil
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.front import free_port

BINARIES = "/usr/lib/postgresql"  # as Debian has them, a folder a release


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


@dataclass(frozen=True)
class PostgreSQL:
    """A server of our own on the loopback."""

    port: int
    binaries: Path
    name = "PostgreSQL"

    def url(self, database: str) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/{database}"

    def create(self, database: str, template: str = "template0") -> None:
        address = ["-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres"]
        create = [self.binaries / "createdb", *address, "-T", template, database]
        subprocess.run(create, check=True)

    def copy(self, database: str, copy: str) -> None:
        self.create(copy, database)


def newest_binaries() -> Path | None:
    """Where PostgreSQL's server is, if it is installed."""
    releases = Path(BINARIES).glob("*/bin")
    return max(releases, key=lambda path: float(path.parent.name), default=None)


@contextmanager
def scratch_database(folder: Path):
    """PostgreSQL without fsync, with autovacuum; SQLite where there is no PostgreSQL."""
    binaries = newest_binaries()
    if not binaries:
        yield SQLite(folder)
        return
    server = PostgreSQL(free_port(), binaries)
    home = folder / "postgresql"
    home.mkdir()
    as_postgres = []
    if os.getuid() == 0:  # which PostgreSQL refuses to run as
        folder.chmod(0o755)
        shutil.chown(home, "postgres")
        as_postgres = ["runuser", "-u", "postgres", "--"]

    def run(program, *arguments):
        command = [*as_postgres, binaries / program, "--pgdata", home / "data"]
        with (folder / "postgresql.log").open("a") as log:
            options = {"stdout": log, "stderr": log, "cwd": home}
            subprocess.run([*command, *arguments], check=True, **options)

    run("initdb", "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8")
    listen = f"-p {server.port} -k {home} -c listen_addresses=127.0.0.1 -c fsync=off"
    run("pg_ctl", "--wait", "--log", home / "log", "--options", listen, "start")
    try:
        yield server
    finally:
        run("pg_ctl", "--mode", "immediate", "stop")
