"""How uploads are written, and how static files are named when they are collected."""

import errno
import os
from functools import cache
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.core.files import File
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

# What the system says where a file cannot grow: disk full, quota, limit of a file's size.
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Hashed names and compressed copies of what the build made.

    A file that is not there, such as the flag of a member without one, keeps its plain
    name: the page then lacks a picture and is still a page.
    """

    manifest_strict = False

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.url = cache(self.url)  # a page asks for some ten, which stay the same

    def hashed_name(self, name, content=None, filename=None):
        try:
            return super().hashed_name(name, content, filename)
        except ValueError:
            return name


class WrittenFile(File):
    """A file that its place is made of by moving it."""

    def temporary_file_path(self):
        return self.name


class MediaStorage(FileSystemStorage):
    """Uploads. Where the disk is full, or the power goes, no half of one is left.

    Each is written beside its place and moved there when it is whole; Django writes into
    the place itself.
    """

    def _save(self, name, content):
        folder = Path(self.path(name)).parent
        folder.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=folder, prefix=".half-", delete=False) as file:
            beside = Path(file.name)
            try:
                for chunk in content.chunks():
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
                return super()._save(name, WrittenFile(file))
            finally:
                beside.unlink(missing_ok=True)
