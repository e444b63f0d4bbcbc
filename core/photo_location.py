"""Takes out of a photo where it was taken (Exif 3.0, section 4.6.6), and leaves the rest.

The bytes are blanked where they stand, in JPEG, HEIC, AVIF and WebP alike: no picture is
compressed again, and its orientation and credits stay. A PNG, whose parts have check
sums, is written anew, which costs it nothing.
"""

import re
import struct
from contextlib import suppress
from io import BytesIO
from itertools import islice

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image
from PIL.PngImagePlugin import PngInfo, iTXt

GPS = 0x8825  # the tag of the directory with the location
SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8}
TIFF = re.compile(rb"II\*\0|MM\0\*")
# More than a camera writes. What goes beyond is left as it is, and the picture refused where
# its location is found after all: one made for that would hold up a process for hours.
MOST_HEADS, MOST_ENTRIES, MOST_BYTES = 64, 512, 64 * 1024
# Neither goes back over what it has matched, or looks for an end anew from each beginning:
# a picture made for that would hold up a process for minutes.
XMP_ATTRIBUTE = re.compile(rb"""exif:GPS\w++\s*+=\s*+("[^"]*+"|'[^']*+')""")
XMP_TAG = re.compile(rb"<(exif:GPS\w++)|</(exif:GPS\w++)\s*+>")


def entries(data, start: int, directory: int, order: str):
    """Where each entry of a TIFF directory stands, its tag, type, count and value."""
    (count,) = struct.unpack_from(f"{order}H", data, start + directory)
    for number in range(count if count <= MOST_ENTRIES else 0):
        place = start + directory + 2 + 12 * number
        yield place, *struct.unpack_from(f"{order}HHII", data, place)


def blank(data: bytearray, place: int, size: int):
    if size <= MOST_BYTES and place + size <= len(data):
        data[place : place + size] = bytes(size)


def xmp_elements(data: bytes) -> list[tuple[int, int]]:
    """Where elements of XMP with a location begin and end, in one pass over the tags."""
    opened, found = {}, []
    for tag in XMP_TAG.finditer(data):
        begun, ended = tag.groups()
        if begun:
            opened.setdefault(begun, tag.start())
        elif ended in opened:
            start = opened.pop(ended)
            while found and found[-1][1] > start:  # one in another, or across it
                start = min(start, found.pop()[0])
            found.append((start, tag.end()))
    return found


def xmp_location(data: bytes) -> list[tuple[int, int]]:
    """Where XMP tells a location."""
    attributes = [found.span() for found in XMP_ATTRIBUTE.finditer(data)]
    return attributes + xmp_elements(data)


def blank_location(data: bytearray):
    """Empty each Exif directory of a location, and its copy in XMP."""
    for found in islice(TIFF.finditer(bytes(data)), MOST_HEADS):
        start, order = found.start(), "<" if found[0][:1] == b"I" else ">"
        with suppress(struct.error):  # no Exif, but bytes that look like it
            (first,) = struct.unpack_from(f"{order}I", data, start + 4)
            places = [e for e in entries(data, start, first, order) if e[1] == GPS]
            for _place, _tag, _type, _count, directory in places[:1]:
                inside = list(entries(data, start, directory, order))
                for place, _tag, kind, count, value in inside:
                    if SIZES.get(kind, 1) * count > 4:
                        blank(data, start + value, SIZES.get(kind, 1) * count)
                    blank(data, place, 12)
                blank(data, start + directory, 2)
    blank_xmp_location(data)


def blank_xmp_location(data: bytearray):
    for start, end in xmp_location(bytes(data)):
        data[start:end] = b" " * (end - start)


def texts(image) -> dict[str, str]:
    """The texts of a PNG, also those that are compressed in its file; of others none."""
    return getattr(image, "text", {})


def has_location(data: bytes) -> bool:
    """Whether a picture tells where it was taken."""
    with Image.open(BytesIO(data)) as image:
        if image.getexif().get_ifd(GPS) or xmp_location(data):
            return True
        return any(xmp_location(text.encode()) for text in texts(image).values())


def texts_without_location(image) -> PngInfo:
    """The texts of a PNG, as they are to be written.

    ImageMagick's copies of Exif and the like, in hexadecimal, are left out.
    """
    info = PngInfo()
    for key, text in texts(image).items():
        if key.startswith("Raw profile type"):
            continue
        blanked = bytearray(text.encode())
        blank_xmp_location(blanked)
        kept = blanked.decode()
        if isinstance(text, iTXt):
            info.add_itxt(key, kept, text.lang, text.tkey)
        else:
            info.add_text(key, kept)
    return info


def rewritten(data: bytes) -> bytes:
    """A PNG with the same pixels and without a location."""
    output = BytesIO()
    with Image.open(BytesIO(data)) as image:
        exif = image.getexif()
        exif.pop(GPS, None)
        options = {"exif": exif, "pnginfo": texts_without_location(image)}
        is_animated = getattr(image, "is_animated", False)
        image.save(output, "PNG", save_all=is_animated, **options)
    return output.getvalue()


def remove_location(file):
    """Take the location out of an uploaded picture; the file is left at its beginning.

    Raises ValidationError where it is written in a way that is not known here.
    """
    file.seek(0)
    data = file.read()
    if has_location(data):
        if data.startswith(b"\x89PNG"):
            data = rewritten(data)
        else:
            data = bytearray(data)
            blank_location(data)
        if has_location(bytes(data)):
            raise ValidationError(
                _(
                    "This picture tells where it was taken. Save it without its location."
                ),
                code="location",
            )
        file.seek(0)
        file.write(data)
        file.truncate()
        file.size = len(data)
    file.seek(0)
