"""A command takes the location out of photos that were uploaded before the site did."""

from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from PIL import Image

from core.photo_location import has_location
from tests.factories import CustomImageFactory
from tests.test_uploads import ARTIST, ORIENTATION, each_photo, photo

pytestmark = pytest.mark.django_db


def uploaded(extension="jpg", **options):
    """A photo as it was uploaded once, with its location."""
    file = ContentFile(photo(extension, **options), f"suva.{extension}")
    return CustomImageFactory(file=file)


def run():
    """What the command says."""
    said = StringIO()
    call_command("clean_photos", stdout=said, stderr=said)
    return said.getvalue()


def data_of(row):
    return Path(row.file.path).read_bytes()


def credit_and_orientation(image):
    exif = Image.open(BytesIO(data_of(image))).getexif()
    return exif[ARTIST], exif.get(ORIENTATION)


@each_photo
def test_the_location_is_taken_out(extension):
    image = uploaded(extension)
    assert has_location(data_of(image))
    run()
    assert not has_location(data_of(image))


@each_photo
def test_orientation_and_credit_stay(extension):
    image = uploaded(extension)
    before = credit_and_orientation(image)
    run()
    assert credit_and_orientation(image) == before
    assert before[0] == "Losalini Vuki"


def test_it_is_taken_out_of_the_sizes_too():
    rendition = uploaded().get_rendition("width-20")
    assert has_location(data_of(rendition))
    run()
    assert not has_location(data_of(rendition))


def test_what_the_site_knows_of_the_file_is_true_again():
    image = uploaded("png")
    run()
    image.refresh_from_db()
    known = (image.file_size, image.file_hash)
    image._set_image_file_metadata()
    assert known == (image.file_size, image.file_hash)


def test_a_photo_without_a_location_is_left_alone():
    image = uploaded(location=None)
    before = Path(image.file.path).stat()
    run()
    assert Path(image.file.path).stat().st_mtime_ns == before.st_mtime_ns


def test_a_second_run_finds_nothing():
    uploaded()
    assert "taken out of 1." in run()
    assert "taken out of 0." in run()


def test_the_place_among_all_is_told():
    image = uploaded()
    assert f"1 of 1: {image.file.name}" in run()


@pytest.mark.parametrize("fault", ["missing", "broken"])
def test_a_file_that_cannot_be_read_is_named_and_the_others_go_on(fault):
    bad, good = uploaded(), uploaded()
    path = Path(bad.file.path)
    path.unlink() if fault == "missing" else path.write_bytes(b"none")
    said = StringIO()
    with pytest.raises(CommandError, match="1 files could not be cleaned"):
        call_command("clean_photos", stdout=said, stderr=said)
    assert bad.file.name in said.getvalue()
    assert not has_location(data_of(good))


def test_nothing_is_left_beside_the_files():
    image = uploaded()
    run()
    assert not list(Path(image.file.path).parent.glob("*.clean"))
