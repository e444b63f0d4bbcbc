"""A PostgreSQL of one's own, which can be killed as the power going does it."""

import os
import shutil
import signal
import subprocess
import time
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.front import free_port

INSTALLED = Path("/usr/lib/postgresql")  # as Debian has it, a folder a release


def newest_programs() -> Path | None:
    """Where the server's programs are, if it is installed."""
    releases = INSTALLED.glob("*/bin")
    return max(releases, key=lambda path: float(path.parent.name), default=None)


class Postgres:
    """A cluster in the folder; it listens on the loopback.

    ``settings`` are further ones of the server's, as its command takes them.
    """

    name = "PostgreSQL"

    def __init__(self, folder: Path, settings=""):
        self.folder = folder
        self.settings = settings
        self.port = free_port()
        self.programs = newest_programs()
        self.place = ["-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres"]

    def url(self, database="postgres") -> str:
        """The address of a database, as DATABASE_URL has it."""
        return f"postgres://postgres@127.0.0.1:{self.port}/{database}"

    def run(self, program, *arguments):
        """Run one of its programs, as the user it asks for. Raises CalledProcessError."""
        command = [self.programs / program, *arguments]
        if os.getuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        return subprocess.run(
            command, check=True, capture_output=True, text=True, cwd="/"
        ).stdout

    def create(self, database: str, template="template0"):
        """Make a database, as a copy of another."""
        self.run("createdb", *self.place, "-T", template, database)

    def copy(self, database: str, copy: str):
        """Make a copy of a database that nobody uses."""
        self.create(copy, template=database)

    def make(self):
        """Make the cluster."""
        self.folder.mkdir()
        if os.getuid() == 0:
            shutil.chown(self.folder, "postgres")
        options = ["--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8"]
        self.run("initdb", "--pgdata", self.folder / "data", "-U", "postgres", *options)

    def start(self):
        """Start it, after a crash too; it answers when this returns.

        What was killed may hold its memory for a moment yet. Raises CalledProcessError.
        """
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1"
        command = ["pg_ctl", "--pgdata", self.folder / "data", "--wait"]
        command += ["--log", self.folder / "log"]
        command += ["--options", f"{options} {self.settings}", "start"]
        for _attempt in range(20):
            with suppress(subprocess.CalledProcessError):
                return self.run(*command)
            time.sleep(0.5)
        return self.run(*command)

    def kill(self):
        """Kill it and all that it has started, at once."""
        first = (self.folder / "data" / "postmaster.pid").read_text().split()[0]
        children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
        for pid in (first, *children):
            with suppress(ProcessLookupError):
                os.kill(int(pid), signal.SIGKILL)

    def stop(self):
        """Stop it, unless it has ended."""
        with suppress(subprocess.CalledProcessError):
            self.run("pg_ctl", "-D", self.folder / "data", "-m", "immediate", "stop")

    def is_intact(self) -> bool:
        """Whether PostgreSQL finds no fault in its tables and indexes."""
        said = self.run("pg_amcheck", *self.place, "--install-missing", "postgres")
        return not said.strip()


@contextmanager
def postgres(folder, settings=""):
    """A running cluster, until the end of the block."""
    server = Postgres(folder, settings)
    server.make()
    server.start()
    try:
        yield server
    finally:
        server.stop()
