"""How static files are named when they are collected."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Hashed names and compressed copies of what the build made.

    A file that is not there, such as the flag of a member without one, keeps its plain
    name: the page then lacks a picture and is still a page.
    """

    manifest_strict = False

    def hashed_name(self, name, content=None, filename=None):
        try:
            return super().hashed_name(name, content, filename)
        except ValueError:
            return name
