"""Where a page stands: its address, its languages, its menu and its breadcrumbs."""

from contextvars import ContextVar

from django.conf import settings
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from core.prepared import prepared
from core.querysets import active_language, is_in, published_pages

# What site_roots() has found for the request at hand.
roots_found = ContextVar("roots_found", default=None)


def site_roots() -> dict[str, str]:
    """The tree address of each language's home page; from Wagtail's cache."""
    roots = roots_found.get()
    if not roots:
        paths = Site.get_site_root_paths()
        roots = {root.language_code: root.root_path for root in paths}
        if roots_found.get() is not None:
            roots_found.set(roots)
    return roots


def one_look_for_roots(get_response):
    """Looks for the site's roots once in a request: each address on a page needs them."""

    def answer(request):
        roots_found.set({})
        try:
            return get_response(request)
        finally:
            roots_found.set(None)

    return answer


def place_of(page) -> tuple[str, str] | None:
    """The language a page is written in and its path there; None below no home page."""
    for language, root in site_roots().items():
        if page.url_path.startswith(root):
            return language, f"/{page.url_path[len(root) :]}"
    return None


def page_language(page) -> str:
    """The language a page is written in, without a query."""
    place = place_of(page)
    return place[0] if place else settings.LANGUAGE_CODE


def in_language(path: str, language: str) -> str:
    """An address of the default language, as the other language's readers see it.

    >>> in_language("/news/feed/", "fr")
    '/fr/news/feed/'
    """
    return path if language == settings.LANGUAGE_CODE else f"/{language}{path}"


def own_address(page) -> str | None:
    """A page's address in its own language: Wagtail's ``page.url``, in a tenth of the time.

    As the only site is ours, nothing is to be asked of hosts and of Django's addresses.
    None for a page below no home page.
    """
    place = place_of(page)
    return place and in_language(place[1], place[0])


def address(page) -> str | None:
    """A page's address that keeps the reader's language.

    A page that is not translated has an address in each language; it shows the original
    with a note there.
    """
    place = place_of(page)
    if not place:
        return None
    language, path = place
    if language == settings.LANGUAGE_CODE:
        language = active_language()
    return in_language(path, language)


def lang_of(page) -> SafeString:
    """A ``lang`` attribute, where the page is not in the reader's language."""
    language = page_language(page)
    if language == active_language():
        return SafeString()
    return format_html(' lang="{}"', language)


def absolute(path: str) -> str:
    """The full address of a path of this site, for feeds, cards and search engines."""
    return f"{settings.SITE_URL}{path}"


def webcal(path: str) -> str:
    """The full address of a calendar, in the form that opens the calendar program."""
    return f"webcal://{absolute(path).partition('://')[2]}"


@prepared
def sections_and_versions(key):
    """The sections of the site in the reader's language, and all versions of a page.

    Rows, for each page of the site shows some ten, and to make a page takes longer.
    """
    sections = Q(is_in(active_language()), depth=3)
    shown = ["pk", "title", "slug", "url_path", "depth", "show_in_menus"]
    return (
        published_pages()
        .filter(sections | Q(translation_key=key))
        .order_by("path")
        .values_list(*shown, "translation_key", "last_published_at", named=True)
    )


class Navigation:
    """Menu, breadcrumbs and language versions around a page, in one query.

    ``page`` is None for what is no page, such as search results.
    """

    def __init__(self, request, page=None):
        self.request = request
        self.page = page if isinstance(page, Page) else None

    @cached_property
    def _pages(self) -> list:
        """The sections of the site, and the versions of the page."""
        key = self.page.translation_key if self.page else None
        return sections_and_versions(key=key)

    @cached_property
    def home_url(self) -> str:
        return in_language("/", active_language())

    @cached_property
    def sections(self) -> list:
        """The pages right below home, in the order editors gave them."""
        root = site_roots().get(active_language(), "/")
        return [p for p in self._pages if p.depth == 3 and p.url_path.startswith(root)]

    @property
    def menu(self) -> list[tuple]:
        """The sections shown in menus, and whether the page stands in each."""
        here = self.request.path
        return [
            (p, here.startswith(own_address(p)))
            for p in self.sections
            if p.show_in_menus
        ]

    @cached_property
    def ancestors(self) -> list:
        """The pages between home and here; a query only below the second level."""
        if not self.page:
            path = self.request.path if self._is_view else ""
            return [
                page for page in self.sections if path.startswith(own_address(page))
            ]
        if self.page.depth < 4:
            return []
        if self.page.depth > 4:
            return list(self.page.get_ancestors().live().filter(depth__gte=3))
        slug = self.page.url_path.rstrip("/").rsplit("/", 2)[1]
        return [p for p in self.sections if p.url_path.rstrip("/").endswith(f"/{slug}")]

    @property
    def breadcrumb_data(self) -> dict:
        """The breadcrumbs for search engines (schema.org/BreadcrumbList)."""
        steps = [(_("Home"), self.home_url)]
        pages = [*self.ancestors, self.page] if self.page else self.ancestors
        steps += [(page.title, own_address(page)) for page in pages]
        return {
            "@context": "https://schema.org",
            "@type": "BreadcrumbList",
            "itemListElement": [
                {
                    "@type": "ListItem",
                    "position": position,
                    "name": name,
                    "item": absolute(url),
                }
                for position, (name, url) in enumerate(steps, start=1)
            ],
        }

    @cached_property
    def versions(self) -> dict:
        """The live versions of the page by language, itself included."""
        if not self.page:
            return {}
        others = (
            p for p in self._pages if p.translation_key == self.page.translation_key
        )
        return {page_language(page): page for page in (*others, self.page)}

    @property
    def is_translated(self) -> bool:
        """Whether the page is written in the reader's language."""
        return not self.page or page_language(self.page) == active_language()

    @property
    def original_changed_at(self):
        """When the original was last published, if that was after this translation."""
        original = self.versions.get(settings.LANGUAGE_CODE)
        if (
            not original
            or original.pk == self.page.pk
            or not (original.last_published_at and self.page.last_published_at)
            or original.last_published_at <= self.page.last_published_at
        ):
            return None
        return original.last_published_at

    @property
    def language_links(self) -> list[tuple[str, str]]:
        """Each other language's code and the address of this page in it."""
        links = []
        for code, _name in settings.LANGUAGES:
            if code == active_language():
                continue
            if code in self.versions:
                links.append((code, own_address(self.versions[code])))
            elif self.page and page_language(self.page) == settings.LANGUAGE_CODE:
                links.append((code, in_language(own_address(self.page), code)))
            else:
                links.append((code, self._same_path(code)))
        return links

    @property
    def _is_view(self) -> bool:
        """Whether the address is that of a view, and not one below the pages."""
        match = self.request.resolver_match
        return match is not None and match.url_name != "wagtail_serve"

    def _same_path(self, language: str) -> str:
        """The same view in another language; home, where no page was found."""
        if not self._is_view:
            return in_language("/", language)
        path = self.request.path
        here = active_language()
        if here != settings.LANGUAGE_CODE and path.startswith(f"/{here}/"):
            path = path[len(here) + 1 :]
        return in_language(path, language)
