"""The caches in files, which all processes share, and what of the others belongs there."""

import logging
import os
import pickle
import zlib
from contextlib import suppress
from random import randrange
from tempfile import NamedTemporaryFile

from django.core.cache import caches
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.filebased import FileBasedCache
from django.core.cache.backends.locmem import LocMemCache

logger = logging.getLogger(__name__)


WRITTEN_TO_A_CULL = 100  # entries, at the average


class ForgivingFileCache(FileBasedCache):
    """Files that cannot be read or written, on a full disk say, are as if not there.

    There may be some more of them than ``MAX_ENTRIES``: Django's own lists the folder to
    count them whenever it writes one, which takes longer than to write it. Nor are they
    compressed: pages are already.
    """

    def _cull(self):
        if randrange(WRITTEN_TO_A_CULL) == 0:
            super()._cull()

    def _write_content(self, file, timeout, value):
        expiry = self.get_backend_timeout(timeout)
        pickle.dump(expiry, file, self.pickle_protocol)
        file.write(zlib.compress(pickle.dumps(value, self.pickle_protocol), level=0))

    def _createdir(self):
        with suppress(OSError):  # what is to be read or written then says so
            super()._createdir()

    def get(self, key, default=None, version=None):
        try:
            return super().get(key, default, version)
        except (OSError, EOFError) as error:
            logger.warning("The cache cannot be read: %s", error)
            return default

    def set(self, *args, **options):
        try:
            super().set(*args, **options)
        except OSError as error:
            logger.warning("The cache cannot be written: %s", error)

    def add(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        """Of several who add at once, one succeeds: allauth locks its counters so.

        Django's own looks first and writes then.
        """
        try:
            if self.has_key(key, version):  # which deletes what has expired
                return False
            self._createdir()
            self._cull()
            with NamedTemporaryFile(dir=self._dir) as file:
                self._write_content(file, timeout, value)
                file.flush()
                os.link(file.name, self._key_to_file(key, version))
        except FileExistsError:
            return False
        except OSError as error:
            logger.warning("The cache cannot be written: %s", error)
        return True


class ProcessCache(LocMemCache):
    """The memory of a process, but for what allauth counts: that is kept in "attempts".

    allauth knows the default cache only, which is in memory: Wagtail asks it for the site's
    roots at each request.
    """

    def _place_of(self, key):
        return caches["attempts"] if key.startswith("allauth") else super()

    def get(self, key, *args, **options):
        return self._place_of(key).get(key, *args, **options)

    def set(self, key, *args, **options):
        return self._place_of(key).set(key, *args, **options)

    def add(self, key, *args, **options):
        return self._place_of(key).add(key, *args, **options)

    def delete(self, key, *args, **options):
        return self._place_of(key).delete(key, *args, **options)
