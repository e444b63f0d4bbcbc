"""A PostgreSQL of a drill's own, which can be killed as the power going does it."""

import os
import shutil
import signal
import subprocess
import time
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.front import free_port

INSTALLED = Path("/usr/lib/postgresql")


class Postgres:
    """A cluster in the folder; it listens on the loopback."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.port = free_port()
        self.url = f"postgres://postgres@127.0.0.1:{self.port}/postgres"
        self.programs = max(INSTALLED.glob("*/bin"), key=lambda p: int(p.parent.name))

    def run(self, program, *arguments):
        """Run one of its programs, as the user it asks for. Raises CalledProcessError."""
        command = [self.programs / program, *arguments]
        if os.getuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        return subprocess.run(
            command, check=True, capture_output=True, text=True, cwd="/"
        ).stdout

    def create(self):
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
        log = self.folder / "log"
        data = ["--pgdata", self.folder / "data"]
        for _attempt in range(20):
            with suppress(subprocess.CalledProcessError):
                return self.run(
                    "pg_ctl", *data, "-w", "-l", log, "-o", options, "start"
                )
            time.sleep(0.5)
        return self.run("pg_ctl", *data, "-w", "-l", log, "-o", options, "start")

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
        place = ["-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres"]
        said = self.run("pg_amcheck", *place, "--install-missing", "postgres")
        return not said.strip()


@contextmanager
def postgres(folder):
    """A running cluster, until the end of the block."""
    server = Postgres(folder)
    server.create()
    server.start()
    try:
        yield server
    finally:
        server.stop()
