"""Asks ClamAV whether a file holds a virus, where the setting ``CLAMAV`` names its daemon."""

import socket
import struct

from django.conf import settings

TIMEOUT = 30  # seconds that an editor may have to wait


class ScannerUnreachable(Exception):
    """There is a scanner, and it gave no verdict."""


def connect():
    """A connection to the daemon: ``unix:/run/clamav/clamd.ctl``, or ``host:3310``."""
    place = settings.CLAMAV
    if place.startswith("unix:"):
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(TIMEOUT)
        connection.connect(place.removeprefix("unix:"))
        return connection
    host, _colon, port = place.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), TIMEOUT)


def find_virus(file) -> str:
    """The name of the virus in a file, or nothing; the file is left at its beginning.

    Sends the file in pieces (clamd(8), INSTREAM). Raises ScannerUnreachable.
    """
    if not settings.CLAMAV:
        return ""
    try:
        with connect() as connection:
            connection.sendall(b"zINSTREAM\0")
            for piece in file.chunks():
                connection.sendall(struct.pack("!I", len(piece)) + piece)
            connection.sendall(struct.pack("!I", 0))
            verdict = b"".join(iter(lambda: connection.recv(4096), b""))
    except OSError as error:
        raise ScannerUnreachable from error
    finally:
        file.seek(0)
    words = verdict.rstrip(b"\0\n").decode(errors="replace").removeprefix("stream: ")
    if words.endswith(" FOUND"):
        return words.removesuffix(" FOUND")
    if words != "OK":
        raise ScannerUnreachable(words)
    return ""
