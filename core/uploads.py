"""What is asked of files before the site takes them: their content, size and viruses.

Wagtail compares an image's content with its name itself. Of documents it looks at the
name alone. ``filetype``, which Willow brings, knows files by their first bytes; office
files are all archives to it, or not, as their parts are ordered, so the archive is asked.
"""

import os
from zipfile import BadZipFile, ZipFile

import filetype
from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from PIL import Image
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from core.photo_location import remove_location
from core.virus_scan import ScannerUnreachable, find_virus

# The part that makes an archive the document it says it is: Office Open XML (ECMA-376),
# OpenDocument 1.3.
PARTS = {
    "docx": "word/document.xml",
    "odt": "content.xml",
    "pptx": "ppt/presentation.xml",
    "xlsx": "xl/workbook.xml",
}
# What Pillow and its plug-ins raise where a picture is broken.
UNREADABLE = (OSError, SyntaxError, ValueError, EOFError, RuntimeError)
HEAD = 8192  # bytes that are looked at


def has_part(file, extension: str) -> bool:
    """Whether the file is an archive with the part of such documents."""
    try:
        with ZipFile(file) as archive:
            return PARTS[extension] in archive.namelist()
    except (BadZipFile, OSError, ValueError):
        return False


def is_document(file, extension: str) -> bool:
    """Whether a document is what its name says; the file is left at its beginning."""
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    if extension in PARTS:
        found = has_part(file, extension)
        file.seek(0)
        return found
    if extension == "pdf":
        return head.startswith(b"%PDF-")
    if extension == "ics":
        return (
            head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"BEGIN:VCALENDAR")
        )
    is_wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))  # as spreadsheets export text
    return filetype.guess(head) is None and (is_wide or b"\0" not in head)


def check_virus(file):
    """Ask the virus scanner, where there is one; raises ValidationError."""
    try:
        virus = find_virus(file)
    except ScannerUnreachable:
        raise ValidationError(
            _("The file could not be scanned for viruses. Try again in a few minutes."),
            code="not_scanned",
        ) from None
    if virus:
        raise ValidationError(
            _("The file holds a virus (%(virus)s) and was not taken.")
            % {"virus": virus},
            code="virus",
        )


class ImageField(WagtailImageField):
    """Asks a picture's head for its size, where Wagtail unpacks all of it to know."""

    def check_image_pixel_size(self, f):
        try:
            with Image.open(f) as image:
                self.check_pixels(*image.size)
            f.seek(0)
            super().check_image_pixel_size(f)
        except Image.DecompressionBombError:
            self.check_pixels(float("inf"), 1)
        except UNREADABLE as error:
            raise ValidationError(
                self.error_messages["invalid_image"], code="invalid_image"
            ) from error

    def check_pixels(self, width, height):
        if width * height > self.max_image_pixels:
            raise ValidationError(
                _("This picture has too many pixels. At most %(most)s are taken.")
                % {"most": number_format(self.max_image_pixels, force_grouping=True)},
                code="file_too_many_pixels",
            )


class ImageForm(BaseImageForm):
    """The form for images: scanned, and without the place they were taken at."""

    file = ImageField(widget=BaseImageForm.Meta.widgets["file"])

    def clean_file(self):
        file = self.cleaned_data["file"]
        if "file" in self.changed_data:
            check_virus(file)
            remove_location(file)
        return file


class DocumentForm(BaseDocumentForm):
    """The form for documents: scanned, and what their names say."""

    def clean_file(self):
        file = self.cleaned_data["file"]
        if "file" in self.changed_data:
            extension = os.path.splitext(file.name)[1].lower().removeprefix(".")
            if not is_document(file, extension):
                raise ValidationError(
                    _("The content of this file is not that of a .%(extension)s file.")
                    % {"extension": extension},
                    code="other_content",
                )
            check_virus(file)
        return file
