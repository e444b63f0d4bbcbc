"""The archive: a zip file whose manifest names each file in it with its SHA-256.

``database.jsonl`` holds the rows, ``media/`` the uploads, ``readable/`` what a person
opens without the site. The manifest is written last, so that without it nothing is whole.
"""

import json
import zlib
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import PurePosixPath
from shutil import copyfileobj
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from django.utils import timezone

from pages.backups import BackupError

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE = "database.jsonl"
MEDIA = "media/"
READABLE = "readable/"
CHUNK = 1024 * 1024  # bytes held in memory at a time


class Hashed:
    """A stream that passes on what is written to it, and keeps its hash."""

    def __init__(self, stream):
        self.stream, self.digest = stream, sha256()

    def write(self, data) -> int:
        self.digest.update(data)
        return self.stream.write(data)


class Nowhere:
    """A stream that keeps nothing."""

    def write(self, data) -> int:
        return len(data)

    def flush(self):
        pass


class ArchiveWriter:
    """Writes the files of an archive one after the other."""

    def __init__(self, stream):
        self.zip = ZipFile(stream, "w")
        self.checksums = {}

    def __enter__(self):
        return self

    def __exit__(self, *error):
        # Where something went wrong, closing does so again: the first reason counts.
        with suppress(OSError, ValueError):
            self.zip.close()

    @contextmanager
    def open(self, name: str, compress=True):
        """A stream to write one file to; large ones too (ZIP64)."""
        info = ZipInfo(name, timezone.localtime().timetuple()[:6])
        info.compress_type = ZIP_DEFLATED if compress else ZIP_STORED
        info.external_attr = 0o600 << 16
        with self.zip.open(info, "w", force_zip64=True) as stream:
            hashed = Hashed(stream)
            yield hashed
        self.checksums[name] = hashed.digest.hexdigest()

    def write(self, name: str, text: str):
        """Write a file of text."""
        with self.open(name) as stream:
            stream.write(text.encode())

    def copy(self, name: str, source):
        """Write an upload, as it is: pictures do not get smaller by compressing."""
        with self.open(name, compress=False) as stream:
            copyfileobj(source, stream, CHUNK)

    def finish(self, facts: dict) -> dict:
        """Write the manifest, which holds these facts and the checksums; returns it."""
        manifest = {"format": FORMAT, **facts, "files": self.checksums}
        text = json.dumps(manifest, ensure_ascii=False, indent=1)
        self.zip.writestr(MANIFEST, text, ZIP_DEFLATED)
        self.zip.close()
        return manifest


def is_safe(name: str) -> bool:
    """Whether a file of this name stays in the folders that an archive has."""
    if "\\" in name or "\0" in name or ".." in PurePosixPath(name).parts:
        return False
    return name == DATABASE or name.startswith((MEDIA, READABLE))


class Archive:
    """An archive to read. Raises BackupError where it is not whole."""

    def __init__(self, path):
        self.path = path
        try:
            self.zip = ZipFile(path)
            self.manifest = json.loads(self.zip.read(MANIFEST))
        except FileNotFoundError:
            raise BackupError(f"There is no file {path}.") from None
        except (BadZipFile, KeyError, OSError, ValueError, zlib.error) as error:
            raise BackupError(
                f"{path} is not a whole backup: take another one, or copy it anew."
            ) from error
        if self.manifest.get("format") != FORMAT:
            raise BackupError(f"{path} was made by another version of this command.")

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.zip.close()

    def verify(self):
        """Read all of it. Raises BackupError where anything is not as it was written."""
        named = self.manifest["files"]
        found = [name for name in self.zip.namelist() if name != MANIFEST]
        unsafe = [name for name in found if not is_safe(name)]
        if unsafe:
            raise BackupError(f"A file of this name is not to be trusted: {unsafe[0]}")
        if sorted(found) != sorted(named):
            differing = set(found) ^ set(named) or {"a file that is in it twice"}
            raise BackupError(f"Added, or missing: {', '.join(sorted(differing))}")
        for name, checksum in named.items():
            if self.checksum(name) != checksum:
                raise BackupError(f"This file is damaged or was changed: {name}")

    def checksum(self, name: str) -> str:
        """The SHA-256 of a file as it is now; empty if it cannot be read."""
        digest = sha256()
        try:
            with self.zip.open(name) as stream:
                while chunk := stream.read(CHUNK):
                    digest.update(chunk)
        except (BadZipFile, OSError, zlib.error):
            return ""
        return digest.hexdigest()

    @property
    def media(self) -> dict[str, str]:
        """The checksums of the uploads, by their names in the media folder."""
        return {
            name.removeprefix(MEDIA): checksum
            for name, checksum in self.manifest["files"].items()
            if name.startswith(MEDIA)
        }

    @property
    def size_without_media(self) -> int:
        """How many bytes of the archive are rows and the readable copy."""
        return sum(
            info.compress_size
            for info in self.zip.infolist()
            if not info.filename.startswith(MEDIA)
        )
