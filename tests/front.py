"""The real nginx of deploy/nginx, in front of a real site with a database of its own."""

import http.client
import json
import os
import shutil
import socket
import ssl
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.audit.site import ROOT, gunicorn, running, tail

START = ROOT / "deploy" / "nginx" / "start"
# Not the loopback, from which the tests ask: what they say of themselves is not believed.
NOT_US = "192.0.2.1"
TOKEN = "a" * 32  # against forged forms: the cookie, and what forms may send with it
INSTALL = "Is all there? apt-get install nginx libnginx-mod-http-brotli-static"
PACKAGES = {
    "nginx": "nginx",
    "envsubst": "gettext-base",
    "openssl": "openssl",
}


def free_port() -> int:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return server.getsockname()[1]


@dataclass
class Answer:
    """What came over the wire, as it was sent."""

    status: int
    headers: dict
    body: bytes

    def __getitem__(self, name):
        return self.headers.get(name.lower(), "")


@dataclass
class Front:
    """nginx and the site behind it, which can be stopped and started."""

    folder: Path
    port: int = field(default_factory=free_port)
    tls_port: int = field(default_factory=free_port)
    made: dict = field(default_factory=dict)
    static: Path = ROOT / "staticfiles"
    database: str = ""  # its address, if it is not SQLite's
    # Settings of the site, in place of those below.
    environment: dict = field(default_factory=dict)
    trusted: str = NOT_US  # the proxies that are believed
    workers: int = 1
    also: tuple = ()  # addresses at which the site is reached without nginx
    server: subprocess.Popen | None = None
    site_stops: ExitStack | None = None

    @property
    def log(self):
        return self.folder / "log"

    @property
    def media(self):
        return self.folder / "media"

    @property
    def site_environment(self):
        return os.environ | {
            "DATABASE_URL": self.database or f"sqlite:///{self.folder / 'db.sqlite3'}",
            "MEDIA_ROOT": str(self.media),
            "PAGE_CACHE_URL": f"filecache://{self.folder / 'page-cache'}",
            "SITE_URL": f"http://127.0.0.1:{self.port}",
            "ALLOWED_HOSTS": "127.0.0.1",
            "DEBUG": "off",
            "HTTPS": "off",
            "PROXIES": "1",
            "SECOND_FACTOR": "off",  # for those who are signed in by their cookie
            "SENDFILE": "nginx",
            "SHARED_CACHE_SECONDS": "3",
            **self.environment,
        }

    @property
    def nginx_environment(self):
        directives = "user root;" if os.getuid() == 0 else ""
        return os.environ | {
            "LISTEN": f"127.0.0.1:{self.port}",
            "TLS_LISTEN": f"127.0.0.1:{self.tls_port}",
            "UPSTREAM": f"unix:{self.folder / 'socket'}",
            "STATIC_ROOT": str(self.static),
            "MEDIA_ROOT": str(self.media),
            "STATE": str(self.folder / "state"),
            "CONF": str(self.folder / "conf"),
            "ACCESS_LOG": str(self.folder / "access.log"),
            "TRUSTED_PROXY": self.trusted,
            "CERTIFICATES": str(self.folder / "tls"),
            "NGINX_DIRECTIVES": directives,
        }

    def run(self, *command):
        """What a command of the site's prints. Raises CalledProcessError."""
        return subprocess.run(
            [sys.executable, *command],
            cwd=ROOT,
            env=self.site_environment,
            check=True,
            capture_output=True,
            text=True,
        ).stdout

    def start_site(self):
        """Start gunicorn, unless it runs."""
        if self.site_stops:
            return
        with ExitStack() as stack:
            log = stack.enter_context(self.log.open("a"))
            options = {"stdout": log, "stderr": log, "env": self.site_environment}
            server_socket = self.folder / "socket"
            serving = gunicorn(
                server_socket, self.log, self.workers, self.also, cwd=ROOT, **options
            )
            self.server = stack.enter_context(serving)
            self.site_stops = stack.pop_all()

    def stop_site(self):
        """Stop gunicorn, if it runs."""
        if self.site_stops:
            self.site_stops.close()
            self.site_stops = None

    @contextmanager
    def nginx(self):
        """nginx, until the end of the block."""
        (self.folder / "state").mkdir(exist_ok=True)
        with self.log.open("a") as log:
            options = {"stdout": log, "stderr": log, "env": self.nginx_environment}
            with running([START], **options) as server:
                for _attempt in range(100):
                    with suppress(OSError), socket.create_connection(self.address):
                        break
                    assert server.poll() is None, f"{tail(self.log)}\n{INSTALL}"
                    time.sleep(0.05)
                yield

    @property
    def address(self):
        return ("127.0.0.1", self.port)

    def ask(self, path, method="GET", body=None, secure=False, **headers):
        """The answer to a request with these headers, ``_`` standing for ``-``."""
        if secure:
            unchecked = ssl._create_unverified_context()
            connection = http.client.HTTPSConnection(
                "127.0.0.1", self.tls_port, timeout=30, context=unchecked
            )
        else:
            connection = http.client.HTTPConnection(*self.address, timeout=30)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.putrequest(method, path, skip_accept_encoding=True)
        if body is not None:
            named["Content-Length"] = str(len(body))
        for name, value in named.items():
            connection.putheader(name, value)
        connection.endheaders(body)
        response = connection.getresponse()
        found = {}
        for name, value in response.getheaders():
            found[name.lower()] = ", ".join(
                filter(None, [found.get(name.lower()), value])
            )
        answer = Answer(response.status, found, response.read())
        connection.close()
        return answer

    def noted(self, path):
        """What nginx noted of the requests for a path: HIT, MISS, STALE and so on."""
        time.sleep(0.1)  # it notes a request after it has answered
        lines = (self.folder / "access.log").read_text().splitlines()
        notes = map(json.loads, lines)
        return [note["cache"] for note in notes if note["path"] == path]


def check_programs():
    """Raises AssertionError with what is missing, and the package that it is in."""
    for program, package in PACKAGES.items():
        assert shutil.which(program, path=f"{os.environ['PATH']}:/usr/sbin"), (
            f"{program} is missing: apt-get install {package}"
        )


@contextmanager
def in_front(folder, **fields):
    """Makes the site and its content, and starts both servers."""
    check_programs()
    front = Front(folder, **fields)
    (folder / "tls").mkdir()
    certificate = ["openssl", "req", "-x509", "-nodes", "-newkey", "rsa:2048"]
    certificate += ["-subj", "/CN=127.0.0.1", "-keyout", folder / "tls" / "privkey.pem"]
    certificate += ["-out", folder / "tls" / "fullchain.pem"]
    subprocess.run(certificate, check=True, capture_output=True)
    front.run("manage.py", "migrate", "--verbosity", "0")
    front.made = json.loads(front.run("-m", "tests.front_content"))
    with front.nginx():
        yield front
    front.stop_site()
