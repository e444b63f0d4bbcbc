"""Communiqués and profiles as PDF: tagged, made once, and of nothing that is private."""

import socket
import sys
from io import BytesIO, StringIO

import pytest
from django.core.checks import run_checks
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from pypdf import PdfReader
from pypdf.generic import NullObject
from wagtail.models import PageViewRestriction

from core import pdf
from core.models import SiteSettings
from tests.answers import soup
from tests.factories import (
    CommuniquePageFactory,
    CustomImageFactory,
    MemberPageFactory,
    story,
    translate,
)

pytestmark = pytest.mark.django_db

SESSION = {"number": 1, "title": "Undervaluation", "text": "<p>Agreed.</p>"}
DAYS = [("day", {"title": "Day One", "text": "", "sessions": [SESSION]})]

each_kind = pytest.mark.parametrize(
    "make",
    [CommuniquePageFactory, MemberPageFactory],
    ids=lambda make: make._meta.model.__name__,
)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """No test finds the PDFs of another."""
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path / "pdf"


@pytest.fixture
def no_pango(monkeypatch):
    """As on a machine without Pango, where no library is found."""

    def find_nothing(self, name, flags=0):
        raise OSError(f"cannot load library {name}")

    monkeypatch.setattr("cffi.FFI.dlopen", find_nothing)
    for name in list(sys.modules):
        if name.partition(".")[0] == "weasyprint":
            monkeypatch.delitem(sys.modules, name)
    pdf.engine.cache_clear()
    yield
    pdf.engine.cache_clear()


@pytest.fixture
def communique(fiji):
    return CommuniquePageFactory(
        slug="26th",
        title="26th Conference",
        members=[fiji],
        days=DAYS,
        conclusion=story('See <a href="https://www.wcoomd.org/">the WCO</a>.'),
    )


def read(response):
    assert response["Content-Type"] == "application/pdf"
    return PdfReader(BytesIO(response.getvalue()))


def text(response):
    pages = [page.extract_text() for page in read(response).pages]
    return " ".join(" ".join(pages).split())


def elements(node):
    """All elements of a structure tree."""
    node = node.get_object()
    if isinstance(node, list):
        for child in node:
            yield from elements(child)
    elif isinstance(node, dict):
        yield node
        yield from elements(node.get("/K", NullObject()))


def link(client, url):
    """The link to the PDF on a page, with its type and size."""
    page = soup(client.get(url))
    found = page.select_one('.file a[href$=".pdf"]')
    return found and found.find_parent("p")


def made(folder):
    return {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}


def publish(page):
    page.save_revision().publish()


# What it holds


def test_it_says_what_the_page_says(client, communique):
    said = text(client.get("/communiques/26th.pdf"))
    for part in ("26th Conference", "1 member present", "Fiji", "Day One", "Agreed."):
        assert part in said


def test_a_session_is_numbered_once(client, communique):
    said = text(client.get("/communiques/26th.pdf"))
    assert "Day One Session 1: Undervaluation Agreed." in said


def test_the_addresses_of_links_are_printed(client, communique):
    said = text(client.get("/communiques/26th.pdf"))
    assert "(https://www.wcoomd.org/)" in said


def test_it_says_whose_it_is_where_it_is_and_which_page(client, communique, settings):
    said = text(client.get("/communiques/26th.pdf"))
    assert "Oceania Customs Organisation" in said
    assert f"{settings.SITE_URL}/communiques/26th/" in said
    assert "1 / 1" in said


def test_no_navigation_is_in_it(client, communique):
    said = text(client.get("/communiques/26th.pdf"))
    for part in ("Search", "Français", "Share", "Home", "as a PDF", "Contact"):
        assert part not in said


def test_a_profile_lists_nothing_back(client, fiji, communique):
    said = text(client.get("/members/fiji.pdf"))
    assert "Customs Service" in said
    assert "26th Conference" not in said


def test_a_profile_has_the_flag_and_the_map(client, fiji):
    tree = read(client.get("/members/fiji.pdf")).trailer["/Root"]["/StructTreeRoot"]
    pictures = [element["/Alt"] for element in elements(tree) if "/Alt" in element]
    assert pictures == ["Flag of Fiji", "Where Fiji lies in the Pacific"]


# Whom it is for: PDF/UA-1 (ISO 14289-1)


@each_kind
def test_it_is_tagged(client, make):
    catalogue = read(client.get(make().pdf.url)).trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"]
    roles = {element.get("/S") for element in elements(catalogue["/StructTreeRoot"])}
    assert {"/Document", "/H1", "/P"} <= roles


def test_it_says_that_it_is_made_for_all(client, communique):
    metadata = read(client.get("/communiques/26th.pdf")).trailer["/Root"]["/Metadata"]
    assert b'pdfuaid:part="1"' in metadata.get_data()


def test_its_title_is_shown(client, communique):
    reader = read(client.get("/communiques/26th.pdf"))
    assert reader.metadata.title == "26th Conference – OCO"
    assert reader.trailer["/Root"]["/ViewerPreferences"]["/DisplayDocTitle"]


def test_its_headings_are_bookmarks(client, communique):
    outline = read(client.get("/communiques/26th.pdf")).outline
    assert outline[0].title == "26th Conference"


def test_it_says_its_language(client, communique):
    french = translate(communique, title="26e conférence", slug="26e")
    english = read(client.get("/communiques/26th.pdf")).trailer["/Root"]["/Lang"]
    answer = client.get(f"/fr/communiques/{french.slug}.pdf")
    assert (english, read(answer).trailer["/Root"]["/Lang"]) == ("en", "fr")
    assert "Séance 1" in text(client.get("/fr/communiques/26e.pdf"))


# Its address


def test_it_is_named_after_the_page(client, communique):
    answer = client.get("/communiques/26th.pdf")
    assert answer["Content-Disposition"] == 'inline; filename="26th.pdf"'


def test_caches_may_keep_it_for_a_while(client, communique):
    answer = client.get("/communiques/26th.pdf")
    assert answer["Cache-Control"] == "public, max-age=300"


@pytest.mark.parametrize(
    ("asked", "told"),
    [("If-None-Match", "ETag"), ("If-Modified-Since", "Last-Modified")],
)
def test_who_has_it_is_not_sent_it_again(client, communique, asked, told):
    value = client.get("/communiques/26th.pdf")[told]
    answer = client.get("/communiques/26th.pdf", headers={asked: value})
    assert answer.status_code == 304


def test_a_page_that_is_not_translated_leads_to_its_original(client, communique):
    address = link(client, "/fr/communiques/26th/").a["href"]
    assert address == "/communiques/26th.pdf"
    assert client.get("/fr/communiques/26th.pdf").url == address


def test_no_english_address_leads_to_a_translation(client, communique):
    translate(communique, slug="26e")
    assert client.get("/communiques/26e.pdf").status_code == 404


@each_kind
def test_a_draft_has_none(client, make):
    page = make(live=False)
    assert client.get(page.pdf.url).status_code == 404


@each_kind
def test_a_restricted_page_has_none(client, admin, make):
    page = make()
    client.get(page.pdf.url)
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    client.force_login(admin)
    assert client.get(page.pdf.url).status_code == 404


def test_who_may_read_a_restricted_page_is_offered_none(client, admin, communique):
    PageViewRestriction.objects.create(page=communique, restriction_type="login")
    client.force_login(admin)
    assert link(client, communique.url) is None


def test_it_is_not_served_past_its_view(client, communique):
    client.get("/communiques/26th.pdf")
    assert client.get(f"/media/{communique.pdf.file_name}").status_code == 404


# When it is made


def test_the_link_has_no_size_before_it_is_made(client, communique):
    assert link(client, communique.url).span.get_text() == "PDF"


def test_the_link_says_its_size(client, communique):
    client.get("/communiques/26th.pdf")
    shown = link(client, communique.url).span.get_text()
    assert shown.startswith("PDF, ")
    assert shown.endswith("\u00a0KB")


def test_the_link_says_the_language_of_the_original(client, communique):
    shown = link(client, "/fr/communiques/26th/").span.get_text()
    assert shown == "PDF, anglais"


def test_the_label_of_the_link_is_on_nothing_else(client, fiji, communique):
    assert client.get("/members/fiji/").text.count("as a PDF") == 1


def test_it_is_made_once(client, communique, folder):
    client.get("/communiques/26th.pdf")
    first = made(folder)
    client.get("/communiques/26th.pdf")
    assert made(folder) == first


def test_it_is_made_anew_when_the_page_is_published(
    client, communique, folder, django_capture_on_commit_callbacks
):
    client.get("/communiques/26th.pdf")
    [first] = made(folder)
    communique.title = "The 26th Conference"
    with django_capture_on_commit_callbacks(execute=True):
        publish(communique)
    [second] = made(folder)
    assert second != first
    assert "The 26th Conference" in text(client.get("/communiques/26th.pdf"))


def test_it_is_made_anew_when_the_site_moves(client, communique, folder, settings):
    client.get("/communiques/26th.pdf")
    settings.SITE_URL = "https://www.ocosec.org"
    said = text(client.get("/communiques/26th.pdf"))
    assert "https://www.ocosec.org/communiques/26th/" in said
    assert len(made(folder)) == 1


def test_publishing_goes_on_where_it_cannot_be_made(
    communique, folder, django_capture_on_commit_callbacks
):
    folder.write_text("There is a file where the folder should be.")
    with django_capture_on_commit_callbacks(execute=True):
        publish(communique)
    communique.refresh_from_db()
    assert communique.live


def test_no_part_of_a_file_is_ever_in_its_place(communique, folder):
    pdf.save(f"{pdf.FOLDER}/x.pdf", b"old")
    with default_storage.open(f"{pdf.FOLDER}/x.pdf") as reader:
        pdf.save(f"{pdf.FOLDER}/x.pdf", b"new one")
        assert reader.read() == b"old"
    assert list(made(folder)) == ["x.pdf"]


# What it reads


def test_no_network_is_asked(client, communique, monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("Something was asked of the network.")

    communique.opening = [("image", {"image": CustomImageFactory(), "caption": "Here"})]
    communique.opening[0].value["image"].contextual_alt_text = "Us"
    communique.save()
    monkeypatch.setattr(socket.socket, "connect", refuse)
    reader = read(client.get("/communiques/26th.pdf"))
    assert any(page.images for page in reader.pages)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "https://www.example.org/x.png",
        "{own}/static/../.env",
        "{own}/static/%2e%2e/.env",
        "{own}/media/original_images/x.png",
        "{own}/media/images/../../.env",
        "{own}/media/images/%2e%2e/%2e%2e/.env",
        "{own}/admin/",
        "{own}/communiques/26th.pdf",
        "{own}.example.org/static/main.js",
    ],
)
def test_nothing_else_is_read(communique, settings, url):
    with pytest.raises(Exception, match=r".*"):
        pdf.read_own(url.format(own=settings.SITE_URL))


# Where it cannot be made


@pytest.mark.usefixtures("no_pango")
def test_no_pdf_is_offered_without_pango(client, communique):
    assert link(client, communique.url) is None
    assert client.get("/communiques/26th.pdf").status_code == 404


def test_what_was_made_is_offered_without_pango(client, communique, request):
    client.get("/communiques/26th.pdf")
    request.getfixturevalue("no_pango")
    assert client.get("/communiques/26th.pdf").status_code == 200


@pytest.mark.usefixtures("no_pango")
def test_a_check_says_what_to_install():
    [warning] = [
        found
        for found in run_checks(include_deployment_checks=True)
        if found.id == "core.W001"
    ]
    assert "apt-get install libpango-1.0-0" in warning.hint


def test_no_check_complains_where_it_can_be_made():
    assert not [
        found
        for found in run_checks(include_deployment_checks=True)
        if found.id == "core.W001"
    ]


# The command


def make_pdfs(*args):
    out = StringIO()
    call_command("make_pdfs", *args, stdout=out)
    return out.getvalue()


def test_the_command_makes_what_is_missing(communique, fiji):
    out = make_pdfs()
    assert "/communiques/26th.pdf" in out
    assert "PDFs made: 2, of 2 pages" in out
    assert "PDFs made: 0, of 2 pages" in make_pdfs()


def test_the_command_makes_those_of_one_app(communique, fiji):
    assert "PDFs made: 1, of 2 pages" in make_pdfs("news")
    assert fiji.pdf.file_size is None


def test_the_command_makes_all_anew(client, communique, fiji):
    make_pdfs()
    fiji.title = "Viti"
    fiji.save(clean=False)
    assert "PDFs made: 2, of 2 pages" in make_pdfs("--all")
    assert "Viti" in text(client.get("/communiques/26th.pdf"))


def test_the_command_deletes_those_of_pages_that_are_not_public(communique, folder):
    make_pdfs("news")
    communique.unpublish()
    assert "Old ones deleted: 1" in make_pdfs("news")
    assert not made(folder)


@pytest.mark.usefixtures("no_pango")
def test_the_command_says_what_to_install():
    with pytest.raises(CommandError, match="apt-get install libpango"):
        make_pdfs()


# How much is asked of the database


@pytest.mark.parametrize("kept", [False, True])
@each_kind
def test_no_more_than_twelve_queries(client, make, kept, django_assert_max_num_queries):
    page = make()
    SiteSettings.load()
    if kept:
        client.get(page.pdf.url)
    with django_assert_max_num_queries(2 if kept else 12):
        client.get(page.pdf.url)


def test_the_size_on_a_page_costs_no_query(
    client, communique, django_assert_num_queries
):
    page = type(communique).objects.published().for_serving().get(pk=communique.pk)
    client.get("/")
    with django_assert_num_queries(0):
        assert page.pdf.file_size is None
        assert page.pdf.url
