"""What editors upload is what its name says, small enough, and tells no place."""

import socket
import struct
import threading
import zlib
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook
from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo
from wagtail.test.utils.form_data import querydict_from_html

from core.models import CustomDocument, CustomImage
from core.photo_location import blank_location, xmp_location
from tests.answers import soup
from tests.factories import CustomDocumentFactory

pytestmark = pytest.mark.django_db

ORIENTATION, ARTIST, COPYRIGHT, GPS = 0x0112, 0x013B, 0x8298, 0x8825
SUVA = {1: "S", 2: (18.0, 8.0, 30.0), 3: "E", 4: (178.0, 26.0, 29.0)}
PDF = b"%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n"
PHOTOS = {"jpg": "JPEG", "heic": "HEIF", "webp": "WEBP", "png": "PNG", "avif": "AVIF"}
each_photo = pytest.mark.parametrize("extension", PHOTOS)
XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description '
    b'exif:GPSLatitude="18,8.5S" dc:rights="OCO">'
    b"<exif:GPSLongitude>178,26.4E</exif:GPSLongitude></rdf:Description></x:xmpmeta>"
)


def photo(extension, location=SUVA, **options):
    """A photo that lies on its side, as a telephone takes it in Suva."""
    image = Image.new("RGB", (60, 40), "navy")
    ImageDraw.Draw(image).rectangle((0, 0, 20, 20), fill="white")
    exif = Image.Exif()
    exif[ORIENTATION], exif[ARTIST], exif[COPYRIGHT] = 6, "Losalini Vuki", "OCO"
    if location:
        exif.get_ifd(GPS).update(location)
    output = BytesIO()
    image.save(output, PHOTOS[extension], exif=exif, **options)
    return output.getvalue()


def archive(*names):
    output = BytesIO()
    with ZipFile(output, "w") as made:
        for name in names:
            made.writestr(name, "<x/>")
    return output.getvalue()


def workbook():
    output = BytesIO()
    Workbook().save(output)
    return output.getvalue()


def png_of_size(width, height):
    """The head of a PNG that says it is that large, and has no pixels."""

    def chunk(kind, data):
        check = struct.pack("!I", zlib.crc32(kind + data))
        return struct.pack("!I", len(data)) + kind + data + check

    size = struct.pack("!IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = (
        chunk(b"IHDR", size),
        chunk(b"IDAT", zlib.compress(b"")),
        chunk(b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


@pytest.fixture
def add(editor_client):
    """Uploads a file where several can be, and returns what the admin answers."""

    def upload(kind, name, content):
        return editor_client.post(
            f"/admin/{kind}/multiple/add/",
            {"title": name, "files[]": SimpleUploadedFile(name, content)},
        ).json()

    return upload


@pytest.fixture
def add_one(editor_client):
    """Uploads a file where a single one is, and returns the errors of its field."""

    def upload(kind, name, content):
        fields = {"title": name, "file": SimpleUploadedFile(name, content)}
        fields |= {"description": "", "tags": ""}
        response = editor_client.post(f"/admin/{kind}/add/", fields)
        errors = soup(response).select(".error-message")
        return " ".join(error.get_text(strip=True) for error in errors)

    return upload


def stored(model):
    file = model.objects.latest("pk").file
    with file.open() as opened:
        return opened.read()


def exif_of(content):
    return Image.open(BytesIO(content)).getexif()


# Documents


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", PDF),
        ("A.PDF", PDF),
        ("a.xlsx", workbook()),
        ("a.docx", archive("[Content_Types].xml", "word/document.xml")),
        ("a.pptx", archive("ppt/presentation.xml")),
        ("a.odt", archive("mimetype", "content.xml")),
        ("a.csv", "Code,Désignation\n6307.90,Masques\n".encode("cp1252")),
        ("a.txt", "Un été\n".encode("utf-16")),
        ("a.ics", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"),
    ],
)
def test_a_document_is_taken_that_is_what_it_says(add, name, content):
    assert add("documents", name, content)["success"]
    assert stored(CustomDocument) == content


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"<html><script>x()</script></html>"),
        ("a.pdf", b"MZ" + bytes(200)),
        ("a.docx", PDF),
        ("a.docx", archive("evil.exe")),
        ("a.xlsx", archive("word/document.xml")),
        ("a.odt", b"PK\x03\x04" + bytes(200)),
        ("a.csv", PDF),
        ("a.csv", b"\x7fELF" + bytes(200)),
        ("a.txt", archive("x")),
        ("a.ics", b"<html>"),
    ],
)
def test_a_document_is_refused_that_is_something_else(add, name, content):
    answer = add("documents", name, content)
    assert "The content of this file is not that of a" in answer["error_message"]
    assert not CustomDocument.objects.exists()


@pytest.mark.parametrize("name", ["a.html", "a.svg", "a.exe", "a.pdf.js", "a"])
def test_a_document_is_refused_by_its_name(add, name):
    assert not add("documents", name, b"<html></html>")["success"]


def test_a_single_document_is_looked_at_too(add_one):
    assert "is not that of a .pdf file" in add_one("documents", "a.pdf", b"<html>")


def test_a_document_that_stays_is_not_looked_at_again(editor_client):
    document = CustomDocumentFactory()
    fields = {"title": "Another title", "collection": document.collection_id}
    editor_client.post(f"/admin/documents/edit/{document.pk}/", fields)
    document.refresh_from_db()
    assert document.title == "Another title"


def test_a_document_that_is_too_large_is_refused(add, settings):
    settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 20
    assert "too big" in add("documents", "a.pdf", PDF)["error_message"]


@pytest.mark.parametrize("name", ["a.txt", "a.csv", "a.html", "a.svg", "a.ics"])
def test_a_document_is_never_shown_as_a_page(client, name):
    document = CustomDocumentFactory(
        file=SimpleUploadedFile(name, b"<html><script>x()</script></html>")
    )
    response = client.get(document.url)
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"


# Images


@each_photo
def test_a_photo_is_taken_without_its_place(add, extension):
    assert add("images", f"a.{extension}", photo(extension))["success"]
    assert not exif_of(stored(CustomImage)).get_ifd(GPS)


@each_photo
def test_no_trace_of_the_place_is_left(add, extension):
    rational = struct.pack(">II", 178, 1), struct.pack("<II", 178, 1)
    add("images", f"a.{extension}", photo(extension))
    assert not any(number in stored(CustomImage) for number in rational)


@each_photo
def test_a_photo_keeps_its_credit(add, extension):
    add("images", f"a.{extension}", photo(extension))
    exif = exif_of(stored(CustomImage))
    assert (exif[ARTIST], exif[COPYRIGHT]) == ("Losalini Vuki", "OCO")


@pytest.mark.parametrize("extension", ["jpg", "webp", "png", "avif"])
def test_a_photo_still_stands_upright(add, extension):  # HEIC turns without Exif
    add("images", f"a.{extension}", photo(extension))
    rendition = CustomImage.objects.latest("pk").get_rendition("original|format-jpeg")
    assert (rendition.width, rendition.height) == (40, 60)


@each_photo
def test_a_photo_keeps_its_pixels(add, extension):
    before = photo(extension)
    add("images", f"a.{extension}", before)
    images = [Image.open(BytesIO(data)) for data in (before, stored(CustomImage))]
    assert images[0].tobytes() == images[1].tobytes()


def test_a_photo_without_a_place_is_stored_as_it_is(add):
    content = photo("jpg", location=None)
    add("images", "a.jpg", content)
    assert stored(CustomImage) == content


def test_the_place_goes_from_xmp_as_well(add):
    add("images", "a.jpg", photo("jpg", location=None, xmp=XMP))
    assert b"GPS" not in stored(CustomImage)
    assert b'dc:rights="OCO"' in stored(CustomImage)


@pytest.mark.parametrize("is_compressed", [False, True])
def test_the_place_goes_from_xmp_of_a_png_as_well(add, is_compressed):
    info = PngInfo()
    info.add_itxt("XML:com.adobe.xmp", XMP.decode(), zip=is_compressed)
    info.add_text("Author", "Losalini Vuki", zip=is_compressed)
    add("images", "a.png", photo("png", location=None, pnginfo=info))
    with Image.open(BytesIO(stored(CustomImage))) as image:
        assert "GPS" not in image.text["XML:com.adobe.xmp"]
        assert 'dc:rights="OCO"' in image.text["XML:com.adobe.xmp"]
        assert image.text["Author"] == "Losalini Vuki"
        assert image.getexif()[ORIENTATION] == 6


def test_the_place_goes_from_exif_that_is_a_text_of_a_png(add):
    exif = Image.open(BytesIO(photo("jpg"))).info["exif"]
    info = PngInfo()
    info.add_text("Raw profile type exif", f"\nexif\n{len(exif)}\n{exif.hex()}", True)
    output = BytesIO()
    Image.new("RGB", (60, 40)).save(output, "PNG", pnginfo=info)
    assert exif_of(output.getvalue()).get_ifd(GPS)
    add("images", "a.png", output.getvalue())
    with Image.open(BytesIO(stored(CustomImage))) as image:
        assert not image.text
        assert image.getexif()[ARTIST] == "Losalini Vuki"


@pytest.mark.parametrize(
    "part",
    [
        b"<exif:GPSa ",
        b"<exif:GPSa</exif:GPSa",
        b"</exif:GPSa ",
        b"exif:GPSa ",
        b"exif:GPSa='",
        b"exif:GPSa=\"'",
    ],
)
def test_a_photo_made_to_stall_the_search_for_a_place_does_not(part):
    """Searched anew from each of these beginnings, it would take an hour."""
    xmp_location(part * 400_000)
    xmp_location(part + b"a" * 4_000_000)


@pytest.mark.parametrize("part", [b"II*\0\x08\0\0\0", b"MM\0*\0\0\0\x08"])
def test_a_photo_made_to_stall_the_search_for_exif_does_not(part):
    """Each of these looks like Exif with some ten thousand entries."""
    blank_location(bytearray(part * 400_000))


def test_the_place_goes_from_elements_that_hold_others():
    inner = b"<exif:GPSa><exif:GPSb>18</exif:GPSb></exif:GPSa >"
    assert xmp_location(b"x" + inner + b"x") == [(1, 1 + len(inner))]


def test_no_rendition_tells_the_place(add):
    add("images", "a.jpg", photo("jpg"))
    rendition = CustomImage.objects.latest("pk").get_rendition("width-30")
    with rendition.file.open() as opened:
        assert not exif_of(opened.read()).get_ifd(GPS)


def test_a_single_photo_loses_its_place_too(add_one):
    assert add_one("images", "a.jpg", photo("jpg")) == ""
    assert not exif_of(stored(CustomImage)).get_ifd(GPS)


@pytest.mark.parametrize("wanted", ["avif", "jpeg"])
def test_a_photo_of_a_telephone_is_shown_in_what_browsers_read(add, wanted):
    add("images", "a.heic", photo("heic"))
    image = CustomImage.objects.latest("pk")
    with image.get_rendition(f"width-30|format-{wanted}").file.open() as opened:
        assert Image.open(opened).format == wanted.upper()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>'),
        ("a.png", b'<svg xmlns="http://www.w3.org/2000/svg"/>'),
        ("a.png", photo("jpg")),
        ("a.jpg", b"<html></html>"),
        ("a.jpg", b""),
    ],
)
def test_what_is_no_image_of_its_name_is_refused(add, name, content):
    assert not add("images", name, content)["success"]
    assert not CustomImage.objects.exists()


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize("side", [9_000, 12_000, 60_000])
def test_a_picture_of_too_many_pixels_is_refused(add, side):
    answer = add("images", "a.png", png_of_size(side, side))
    assert "too many pixels" in answer["error_message"]


def test_an_image_that_is_too_large_is_refused(add, settings):
    padding = bytes(settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE)
    answer = add("images", "a.jpg", photo("jpg") + padding)
    assert "too big" in answer["error_message"]


@each_photo
def test_a_photo_that_is_cut_short_is_refused(add, extension):
    content = photo(extension)
    assert not add("images", f"a.{extension}", content[: len(content) // 2])["success"]


# Viruses


@pytest.fixture
def scanner(settings):
    """A daemon that speaks as ClamAV's does, and finds a virus where EICAR stands."""
    listener = socket.create_server(("127.0.0.1", 0))
    settings.CLAMAV = f"127.0.0.1:{listener.getsockname()[1]}"

    def answer():
        connection, _address = listener.accept()
        with connection, connection.makefile("rb") as asked:
            assert asked.read(10) == b"zINSTREAM\0"
            content = b""
            while size := struct.unpack("!I", asked.read(4))[0]:
                content += asked.read(size)
            found = b"Eicar-Test FOUND" if b"EICAR" in content else b"OK"
            connection.sendall(b"stream: " + found + b"\0")

    thread = threading.Thread(target=answer, daemon=True)
    thread.start()
    yield
    listener.close()


def test_what_is_clean_is_taken_whole(add, scanner):
    assert add("documents", "a.pdf", PDF)["success"]
    assert stored(CustomDocument) == PDF


def test_a_photo_that_is_clean_is_taken(add, scanner):
    assert add("images", "a.jpg", photo("jpg"))["success"]


def test_a_virus_is_refused_by_its_name(add, scanner):
    answer = add("documents", "a.pdf", PDF + b"EICAR")
    assert "Eicar-Test" in answer["error_message"]
    assert not CustomDocument.objects.exists()


@pytest.mark.parametrize("place", ["127.0.0.1:1", "unix:/nowhere/clamd.ctl"])
@pytest.mark.parametrize(
    ("kind", "name", "content"),
    [("documents", "a.pdf", PDF), ("images", "a.jpg", photo("jpg"))],
)
def test_nothing_is_taken_unscanned(add, settings, place, kind, name, content):
    settings.CLAMAV = place
    answer = add(kind, name, content)
    assert "could not be scanned" in answer["error_message"]


# Accounts


def test_an_account_takes_no_profile_picture(editor_client, editor):
    address = reverse("wagtailadmin_account")
    form = soup(editor_client.get(address)).select_one(
        "main form:has([name^=name_email])"
    )
    assert not form.select("[type=file], [name^=avatar]")
    fields = querydict_from_html(str(form)).dict()
    names = {"first_name": "Losalini", "last_name": "Vuki", "email": "l@example.org"}
    fields |= {f"name_email-{name}": value for name, value in names.items()}
    picture = SimpleUploadedFile("a.jpg", photo("jpg"))
    editor_client.post(address, {**fields, "avatar-avatar": picture})
    editor.refresh_from_db()
    assert editor.first_name == "Losalini"
    assert not editor.wagtail_userprofile.avatar
