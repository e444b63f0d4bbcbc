"""The demonstration site on a server of its own, and a wire that counts its bytes."""

import os
import re
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from socketserver import BaseRequestHandler, TCPServer, ThreadingMixIn
from threading import Thread

ROOT = Path(__file__).resolve().parents[2]
REQUEST_LINE = re.compile(rb"[A-Z]+ (\S+) HTTP/1\.1\r\n")


class CannotRun(Exception):
    """What is missing or failed, in words for whoever started the audit."""


@dataclass
class Exchange:
    """A request that came over the wire, and how many bytes answered it."""

    path: str
    bytes: int = 0


class Wire(ThreadingMixIn, TCPServer):
    """Stands between browser and server, and notes every exchange.

    A browser's own figures leave out what it asks beside the page: its icons, its
    manifest, and all that a service worker fetches.
    """

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, server_socket: Path):
        super().__init__(("127.0.0.1", 0), Connection)
        self.server_socket = server_socket
        self.address = f"http://127.0.0.1:{self.server_address[1]}"
        self.exchanges = []
        self.last_used = time.monotonic()

    @property
    def seconds_idle(self) -> float:
        return time.monotonic() - self.last_used

    def handle_error(self, request, client_address):
        """A browser that hangs up is not worth a line."""


class Connection(BaseRequestHandler):
    """Passes on what either end says. Browsers do not pipeline: one exchange at a time."""

    def handle(self):
        exchange = None
        with socket.socket(socket.AF_UNIX) as server:
            server.connect(str(self.server.server_socket))
            other_end = {self.request: server, server: self.request}
            while True:
                for end in select.select(other_end, [], [])[0]:
                    data = end.recv(65_536)
                    if not data:
                        return
                    self.server.last_used = time.monotonic()
                    if end is server:
                        exchange.bytes += len(data)
                    elif asked := REQUEST_LINE.match(data):
                        exchange = Exchange(asked[1].decode())
                        self.server.exchanges.append(exchange)
                    other_end[end].sendall(data)


@contextmanager
def running(command, **options):
    """Starts a program in a session of its own, and ends all of that whatever happens.

    Not in our session, or Ctrl-C would end the program before what uses it.
    """
    process = subprocess.Popen(command, start_new_session=True, **options)
    try:
        yield process
    finally:
        for end in (signal.SIGTERM, signal.SIGKILL):
            with suppress(ProcessLookupError, subprocess.TimeoutExpired):
                os.killpg(process.pid, end)
                process.wait(timeout=10)


@contextmanager
def demonstration_site():
    """The wire to a fresh site, served as ``make run`` does; nothing of it is left.

    Raises ``CannotRun`` with what the site said where it does not start.
    """
    with tempfile.TemporaryDirectory(prefix="oco-audit-") as name:
        folder = Path(name)
        log = folder / "log"
        with Wire(folder / "socket") as wire, log.open("w") as output:
            options = {
                "cwd": ROOT,
                "stdout": output,
                "stderr": subprocess.STDOUT,
                "env": os.environ
                | {
                    "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}",
                    "MEDIA_ROOT": str(folder / "media"),
                    "PAGE_CACHE_URL": f"filecache://{folder / 'page-cache'}",
                    "SITE_URL": wire.address,
                    "ALLOWED_HOSTS": "127.0.0.1",
                    "DEBUG": "off",
                    "HTTPS": "off",
                },
            }
            load = [sys.executable, "manage.py", "load_demo", "--migrate"]
            with running(load, **options) as loading:
                if loading.wait():
                    raise CannotRun(f"The content could not be loaded:\n{tail(log)}")
            with gunicorn(wire.server_socket, log, workers=2, **options):
                Thread(target=wire.serve_forever, daemon=True).start()
                try:
                    yield wire
                finally:
                    wire.shutdown()


@contextmanager
def gunicorn(server_socket, log, workers, also=(), **options):
    """The site on a socket, and on the addresses in ``also``, until the end of the block.

    Raises ``CannotRun`` with the end of the log where it does not start.
    """
    serve = [sys.executable, "-m", "gunicorn", "oco_site.wsgi", "--threads", "4"]
    serve += ["--workers", str(workers), "--bind", f"unix:{server_socket}"]
    for address in also:
        serve += ["--bind", address]
    with running(serve, **options) as server:
        wait_for(server, server_socket, log)
        yield server


def wait_for(server, server_socket, log):
    """Returns once the server listens."""
    for _attempt in range(300):
        with suppress(OSError), socket.socket(socket.AF_UNIX) as connection:
            connection.connect(str(server_socket))
            return
        if server.poll() is not None:
            break
        time.sleep(0.1)
    raise CannotRun(f"The server did not start:\n{tail(log)}")


def tail(log):
    return "\n".join(log.read_text().splitlines()[-10:])
