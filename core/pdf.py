"""Pages as PDF files: made of the page as it prints, tagged, and kept until it changes."""

import re
import threading
from contextlib import nullcontext, redirect_stdout
from functools import cache
from hashlib import sha256
from importlib import import_module
from importlib.metadata import version
from io import StringIO
from pathlib import Path
from tempfile import NamedTemporaryFile
from urllib.parse import unquote, urlsplit

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.checks import Warning as CheckWarning
from django.core.checks import register
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.dispatch import receiver
from django.http import FileResponse, Http404
from django.shortcuts import redirect
from django.urls import resolve, reverse
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.functional import cached_property
from django.utils.http import http_date, quote_etag
from wagtail.coreutils import get_dummy_request
from wagtail.signals import page_published

from core.navigation import absolute, page_language
from core.querysets import active_language
from core.templatetags.core_tags import read_css

# In the media folder, but not below images/, which is all of it that core.views.media
# serves.
FOLDER = "pdf"
# Debian's names of the libraries that WeasyPrint loads.
NEEDED = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
FRESH_FOR = 5 * 60  # seconds that caches may keep a PDF without asking
# Pictures that are answered by views, besides the static files.
PICTURES = (f"{settings.MEDIA_URL}images/", "/maps/")

# The styles of a page with a body, in place of those that stand in it.
SHEETS = ("main.css", "body.css", "pdf.css")
INLINED = re.compile("<style>.*?</style>", re.DOTALL)

one_at_a_time = threading.Lock()


class NoEngine(Exception):
    """The libraries that PDFs are made with are not there."""


@cache
def engine():
    """WeasyPrint, or None where a library of the system that it needs is missing.

    Imported when the first PDF is to be made, for it takes 40 MB.
    """
    try:
        # It prints what is missing; the check below says so in its own words.
        with redirect_stdout(StringIO()):
            return import_module("weasyprint")
    except OSError:
        return None


@register(deploy=True)  # not with each command, for to look is to load it all
def check_engine(app_configs, **options):
    """Names what to install where no PDF can be made."""
    if engine():
        return []
    return [
        CheckWarning(
            "Pages cannot be had as PDF: a library that WeasyPrint needs is missing.",
            hint=f"Install Pango: apt-get install {NEEDED}",
            id="core.W001",
        )
    ]


@cache
def look() -> str:
    """A hash of what shapes all PDFs: templates, words, styles, and WeasyPrint."""
    digest = sha256(version("weasyprint").encode())
    for folder in (*settings.TEMPLATES[0]["DIRS"], *settings.LOCALE_PATHS):
        for path in sorted(Path(folder).rglob("*.*")):
            digest.update(path.read_bytes())
    for sheet in SHEETS:
        digest.update(read_css(sheet).encode())
    return digest.hexdigest()


def read_own(url: str) -> tuple[bytes, str]:
    """A static file or a picture of this site, and its type, as any visitor gets it.

    Nothing is asked of the network, this site's own server included. Raises ValueError
    for all other addresses, and Http404.
    """
    path = unquote(urlsplit(url).path)
    if not url.startswith(absolute("/")):
        raise ValueError(f"{url} is not of this site.")
    if path.startswith(settings.STATIC_URL):
        name = path.removeprefix(settings.STATIC_URL)
        found = finders.find(name)
        with open(found, "rb") if found else staticfiles_storage.open(name) as file:
            return file.read(), ""
    if not path.startswith(PICTURES):
        raise ValueError(f"{url} is no picture.")
    view, args, kwargs = resolve(path)
    response = view(get_dummy_request(path=path), *args, **kwargs)
    # Not response.close(): it says that a request has ended, and with that Django closes
    # the connection to the database, within a transaction too.
    with getattr(response, "file_to_stream", None) or nullcontext():
        return response.getvalue(), response["Content-Type"]


@cache
def style_sheet(name: str):
    """A built style sheet as WeasyPrint reads it; read once in a process."""
    return engine().CSS(string=read_css(name))


def typeset(html: str) -> bytes:
    """The HTML of a page as a tagged PDF (PDF/UA-1, ISO 14289-1). Raises NoEngine."""
    weasyprint = engine()
    if weasyprint is None:
        raise NoEngine(f"Pango is missing: apt-get install {NEEDED}")

    class OwnFiles(weasyprint.urls.URLFetcher):
        """Reads what the page shows without asking the network."""

        def fetch(self, url, headers=None):
            body, content_type = read_own(url)
            headers = {"Content-Type": content_type} if content_type else {}
            return weasyprint.urls.URLFetcherResponse(url, body, headers)

    document = weasyprint.HTML(
        string=INLINED.sub("", html),
        base_url=absolute("/"),
        url_fetcher=OwnFiles(),
    )
    sheets = [style_sheet(name) for name in SHEETS]
    return document.write_pdf(stylesheets=sheets, pdf_variant="pdf/ua-1")


class Pdf:
    """A page's PDF, which components/document.html shows like any document."""

    file_extension = "pdf"

    def __init__(self, page):
        self.page = page
        self.title = page.title
        self.stem = f"{page._meta.model_name}-{page.pk}-"

    @cached_property
    def file_name(self) -> str:
        """Where it is kept; the name changes when the page or its look does."""
        if settings.DEBUG:
            look.cache_clear()
        state = f"{self.page.last_published_at} {settings.SITE_URL} {look()}"
        digest = sha256(state.encode()).hexdigest()[:16]
        return f"{FOLDER}/{self.stem}{digest}.pdf"

    @cached_property
    def file_size(self) -> int | None:
        """In bytes; None where it is not made yet."""
        try:
            return default_storage.size(self.file_name)
        except FileNotFoundError:
            return None

    @property
    def is_offered(self) -> bool:
        """Whether the page is public, and its PDF is there or can be made."""
        if not self.page.live or getattr(self.page, "is_restricted", False):
            return False
        return self.file_size is not None or engine() is not None

    @property
    def url(self) -> str:
        """Its address, in the language that the page is written in."""
        with translation.override(page_language(self.page)):
            return reverse(self.page.pdf_view, args=[self.page.slug])

    @property
    def language(self) -> str:
        """The language it is written in, where that is not the reader's."""
        language = page_language(self.page)
        return "" if language == active_language() else language

    def get_language_display(self) -> str:
        return str(dict(settings.LANGUAGES)[self.language])

    def make(self, anew=False):
        """Make the file, unless it is there, in place of the page's earlier ones.

        One at a time in a process, so that many who ask at once do not wait for each
        other's copies. Raises NoEngine.
        """
        with one_at_a_time:
            if anew or not default_storage.exists(self.file_name):
                save(self.file_name, typeset(html_of(self.page)))
        for name in kept():
            if name.startswith(self.stem) and f"{FOLDER}/{name}" != self.file_name:
                default_storage.delete(f"{FOLDER}/{name}")


class WithPdf(models.Model):
    """A page that can be had as a PDF; its class names the view that answers with it."""

    pdf_view = ""

    class Meta:
        abstract = True

    @cached_property
    def pdf(self) -> Pdf:
        return Pdf(self)


def html_of(page) -> str:
    """A page as a visitor gets it who reads its language."""
    with translation.override(page_language(page)):
        request = get_dummy_request(path=page.url)
        return page.serve(request).render().text


def save(name: str, content: bytes):
    """Put a file in its place whole: whoever reads meanwhile gets the old or the new."""
    path = Path(default_storage.path(name))
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
        part = Path(file.name)
        try:
            file.write(content)
            file.flush()
            part.chmod(settings.FILE_UPLOAD_PERMISSIONS)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)


def kept() -> list[str]:
    """The names of all PDFs that are kept."""
    try:
        return default_storage.listdir(FOLDER)[1]
    except FileNotFoundError:
        return []


def published_with_pdf():
    """All published pages that can be had as a PDF, one by one."""
    for model in apps.get_models():
        if issubclass(model, WithPdf):
            yield from model.objects.published().for_serving().order_by("path")


def answer(request, pages, slug):
    """The PDF of the published page of that name, made now if it is not there.

    Where the page is not translated, its original's PDF is led to. Raises Http404, also
    where no PDF can be made.
    """
    found = pages.published().in_active_language().filter(slug=slug).for_serving()
    # An original may have the name that another page has in translation.
    page = min(
        found, key=lambda page: page_language(page) != active_language(), default=None
    )
    if page is None or not page.pdf.is_offered:
        raise Http404
    if page.pdf.url != request.path:
        return redirect(page.pdf.url)
    if page.pdf.file_size is None:
        page.pdf.make()
    name = page.pdf.file_name
    made_at = int(default_storage.get_modified_time(name).timestamp())
    response = FileResponse(
        default_storage.open(name),
        filename=f"{slug}.pdf",
        content_type="application/pdf",
    )
    etag = quote_etag(f"{Path(name).stem}-{made_at}")
    response["ETag"] = etag
    response["Last-Modified"] = http_date(made_at)
    patch_cache_control(response, public=True, max_age=FRESH_FOR)
    return get_conditional_response(request, etag, made_at, response)


@receiver(page_published)
def make_when_published(sender, instance, **kwargs):
    """Make the page's PDF once it is published; a failure is logged and no more."""
    if issubclass(sender, WithPdf):
        transaction.on_commit(lambda: make_published(sender, instance.pk), robust=True)


def make_published(model, pk):
    """Make the PDF of a page, if that is public and a PDF can be made."""
    page = model.objects.published().for_serving().filter(pk=pk).first()
    if page and engine():
        page.pdf.make()
