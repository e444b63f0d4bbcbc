"""Take the place where they were taken out of photos that were uploaded earlier."""

import shutil
from io import BytesIO
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from wagtail.utils.file import hash_filelike

from core.models import CustomImage, CustomRendition
from core.photo_location import remove_location


def without_location(data: bytes) -> bytes:
    """The picture without its location. Raises ValidationError, and what Pillow does."""
    file = ContentFile(data)
    remove_location(file)
    return file.read()


def clean(row) -> bool:
    """Clean the file of an image or a rendition; say whether it had a location.

    Whoever reads it meanwhile gets the old file or the new one, and never a part.
    """
    path = Path(row.file.path)
    data = path.read_bytes()
    cleaned = without_location(data)
    if cleaned == data:
        return False
    beside = path.with_name(f"{path.name}.clean")
    try:
        beside.write_bytes(cleaned)
        shutil.copymode(path, beside)
        with transaction.atomic():
            if isinstance(row, CustomImage):
                row.file_size = len(cleaned)
                row.file_hash = hash_filelike(BytesIO(cleaned))
                row.save(update_fields=["file_size", "file_hash"])
            beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return True


class Command(BaseCommand):
    """``manage.py clean_photos``"""

    help = (
        "Take the place where they were taken out of the photos that were uploaded before "
        "the site did so itself, and out of their smaller sizes; orientation and credits "
        "stay. It may be stopped and run again: what is clean is left alone. Each file "
        "that could not be cleaned is named, and the others go on."
    )

    def handle(self, *args, **options):
        kinds = [
            CustomImage.objects.order_by("pk"),
            CustomRendition.objects.order_by("pk"),
        ]
        count = sum(rows.count() for rows in kinds)
        cleaned, failed = 0, 0
        rows = (row for kind in kinds for row in kind.iterator(chunk_size=200))
        for number, row in enumerate(rows, start=1):
            try:
                had_location = clean(row)
            except Exception as error:
                failed += 1
                self.stderr.write(f"  {number} of {count}: {row.file.name}: {error!r}")
            else:
                cleaned += had_location
                if had_location or number % 100 == 0:
                    self.stdout.write(f"  {number} of {count}: {row.file.name}")
        self.stdout.write(f"Files: {count}. A location was taken out of {cleaned}.")
        if failed:
            raise CommandError(f"{failed} files could not be cleaned.")
