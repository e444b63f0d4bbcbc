"""The copy of the site that is read without it: pages as plain HTML, lists as CSV.

It holds what the public sees, and no more. Pages are cut out of what visitors get, with
links from file to file and to the originals of pictures beside them.
"""

import csv
import posixpath
import re
from io import StringIO
from urllib.parse import urldefrag, urlsplit

from bs4 import BeautifulSoup
from django.conf import settings
from django.db.models import JSONField
from django.template.loader import render_to_string
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import get_page_models

from core.models import BasePage
from core.navigation import absolute, page_language
from core.pdf import html_of
from core.querysets import published_pages
from core.tables import as_text
from events.models import EventPage
from members.models import MemberPage
from news.models import NewsPage
from pages.backups.archive import MEDIA, READABLE

CONTENTS = f"{READABLE}index.html"
LISTS = {"members": MemberPage, "events": EventPage}
# What does nothing in a file, or says the same as something beside it.
OF_NO_USE = (
    "script, style, template, noscript, form, button, dialog, iframe, nav, svg, source, "
    ".no-print"
)
MAIN = re.compile(r"<main\b.*</main>", re.DOTALL)  # parsing all would take far longer


def file_of(page) -> str:
    """Where a page's copy stands in the archive.

    English at ``readable/en…``, French at ``readable/fr…``, and then as in its address.
    """
    language, path = page_language(page), urlsplit(page.url).path.rstrip("/")
    if language != settings.LANGUAGE_CODE:
        path = path.removeprefix(f"/{language}")
    return f"{READABLE}{language}{path}.html"


def sample() -> str:
    """The page whose copy a check compares: one that says the same at any time."""
    page = NewsPage.objects.published().order_by("-date", "pk").first()
    return file_of(page) if page else ""


class Places:
    """Where in the archive that stands which pages link to."""

    def __init__(self):
        pages = published_pages().filter(depth__gt=1).order_by("path").iterator()
        self.pages = [(page, file_of(page)) for page in pages]
        documents = get_document_model().objects.iterator()
        renditions = get_image_model().get_rendition_model().objects
        self.files = {urlsplit(page.url).path: file for page, file in self.pages}
        self.files |= {doc.url: f"{MEDIA}{doc.file.name}" for doc in documents}
        self.renditions = renditions.select_related("image")

    def of(self, url: str, here: str) -> str:
        """The address of a link in the file ``here``."""
        address, fragment = urldefrag(url.removeprefix(settings.SITE_URL))
        if not address.startswith("/"):
            return url
        if address not in self.files:
            return absolute(url) if url.startswith("/") else url
        found = posixpath.relpath(self.files[address], posixpath.dirname(here))
        return f"{found}#{fragment}" if fragment else found

    def of_picture(self, url: str, here: str) -> str:
        """The original of a resized picture; empty for what is no upload."""
        if not url.startswith(settings.MEDIA_URL):
            return ""
        name = url.removeprefix(settings.MEDIA_URL)
        rendition = self.renditions.filter(file=name).first()
        if rendition is None:
            return ""
        original = f"{MEDIA}{rendition.image.file.name}"
        return posixpath.relpath(original, posixpath.dirname(here))


def readable(page, file: str, places: Places) -> str:
    """A page as plain HTML."""
    soup = BeautifulSoup("".join(MAIN.findall(html_of(page))), "html.parser")
    for useless in soup.select(OF_NO_USE):
        useless.decompose()
    for picture in soup.find_all("img"):
        address = places.of_picture(picture.get("src", ""), file)
        text = picture.get("alt", "")
        if address:
            picture.attrs = {"src": address, "alt": text}
        else:
            picture.replace_with(text)
    for link in soup.find_all("a", href=True):
        link["href"] = places.of(link["href"], file)
    return render_to_string(
        "pages/readable.html",
        {
            "title": page.title,
            "language": page_language(page),
            "address": absolute(page.url),
            "contents": posixpath.relpath(CONTENTS, posixpath.dirname(file)),
            "main": str(soup),
        },
    )


def as_csv(model) -> str:
    """The published pages of a type as a table that spreadsheet programs open.

    It starts with a byte order mark, without which Excel takes accents for rubbish.
    """
    fields = [
        field
        for field in model._meta.local_fields
        if not field.is_relation and not isinstance(field, JSONField)
    ]
    names = ["title", *(field.name for field in fields if hasattr(field, "attname"))]
    out = StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(["language", "address", *names])
    for page in model.objects.published().order_by("path").iterator():
        row = [page_language(page), absolute(page.url)]
        row += ["" if (v := getattr(page, name)) is None else v for name in names]
        table.writerow(as_text(str(value)) for value in row)
    return f"\ufeff{out.getvalue()}"


def copies(report):
    """Name and text of each readable file, one by one.

    A page that cannot be shown is reported, and left out: its rows are in the database.
    """
    places = Places()
    written = set()
    for model in get_page_models():
        if not issubclass(model, BasePage):
            continue
        pages = model.objects.published().for_serving().order_by("path")
        for page in pages.iterator(chunk_size=50):
            file = file_of(page)
            try:
                text = readable(page, file, places)
            except Exception as error:
                report(f"  No readable copy of {page.url}: {error!r}")
                continue
            written.add(file)
            yield file, text
    for name, model in LISTS.items():
        yield f"{READABLE}{name}.csv", as_csv(model)
    yield CONTENTS, contents([each for each in places.pages if each[1] in written])


def contents(pages) -> str:
    """The list of all copies, by language, as the pages stand below each other."""
    languages = [
        {
            "name": name,
            "code": code,
            "pages": [
                {
                    "title": page.title,
                    "file": posixpath.relpath(file, READABLE),
                    "depth": page.depth,
                }
                for page, file in pages
                if page_language(page) == code
            ],
        }
        for code, name in settings.LANGUAGES
    ]
    return render_to_string(
        "pages/readable_contents.html",
        {
            "site": settings.WAGTAIL_SITE_NAME,
            "languages": languages,
            "lists": LISTS,
        },
    )
