"""Pages by their address, tables as CSV, and what crawlers and browsers ask for."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils.cache import add_never_cache_headers, patch_cache_control
from django.utils.http import http_date
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail import hooks
from wagtail.contrib.redirects.middleware import get_redirect
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.documents.views.serve import serve as serve_document
from wagtail.models import Page
from wagtail.views import serve_chain

from core.blocks import TableBlock
from core.navigation import absolute, site_roots
from core.prepared import prepared
from core.querysets import active_language, is_restricted, published_pages


@prepared
def live_pages(languages, **given):
    """Rows of the live pages at some places of the tree: types, and whether restricted.

    For each language its path is given by its code, and its slug by ``{code}_slug``.
    """
    slugs = [given[f"{code}_slug"] for code in languages]
    paths = [given[code] for code in languages]
    return (
        Page.objects.live()
        .filter(slug__in=slugs, url_path__in=paths)  # slugs have an index
        .annotate(is_restricted=is_restricted())
        .values_list("pk", "url_path", "content_type", "is_restricted", named=True)
    )


@prepared
def for_serving(model, pk):
    """The page of a type, with what its template shows of it."""
    return model.objects.for_serving().filter(pk=pk)


@prepared
def own_list(model, name, pk):
    """What stands in one of the lists that a page of a type has of its own."""
    relation = model._meta.get_field(name)
    rows = relation.related_model._default_manager
    return rows.filter(**{relation.remote_field.name: pk})


def find_page(path: str):
    """The live page at a path, in the reader's language or else in another.

    Returns the page and the language it was found in. Three queries at any depth (where
    the page stands, the page with what its template shows of it, and its picture's
    sizes) and one for each list of its own, where Wagtail's own routing takes two for
    each part of the address. Raises Http404.
    """
    if "\0" in path:
        raise Http404
    language = active_language()
    roots = site_roots()
    languages = sorted(roots, key=lambda code: code != language)
    paths = {code: f"{roots[code]}{path}" for code in languages}
    slugs = {
        f"{code}_slug": whole.rstrip("/").rpartition("/")[2]
        for code, whole in paths.items()
    }
    pages = live_pages(tuple(languages), **paths, **slugs)
    found = {page.url_path: page for page in pages}
    for code in languages:
        if place := found.get(paths[code]):
            kind = ContentType.objects.get_for_id(place.content_type).model_class()
            (page,) = for_serving(kind, pk=place.pk)
            page.is_restricted = place.is_restricted
            # Where managers look first, for what prefetch_related() has found.
            page._prefetched_objects_cache = {
                name: own_list(type(page), name, pk=page.pk) for name in page.own_lists
            }
            return page, code
    raise Http404


@require_safe
def serve(request, path):
    """Serve a page; one that is not translated is served in its original language."""
    if not path and "p" in request.GET:  # the old site's short addresses: /?p=1027
        old = get_redirect(request, Redirect.normalise_path(request.get_full_path()))
        if old and old.link:
            return redirect(old.link, permanent=old.is_permanent)
    page, language = find_page(path)
    if language != active_language():
        translation = (
            published_pages()
            .filter(
                translation_key=page.translation_key,
                locale__language_code=active_language(),
            )
            .first()
        )
        if translation:
            return redirect(translation.url)
    chain = serve_chain
    for wrap in reversed(hooks.get_hooks("on_serve_page")):
        chain = wrap(chain)
    for hook in hooks.get_hooks("before_serve_page"):
        response = hook(page, request, [], {})
        if isinstance(response, HttpResponse):
            return response
    response = chain(page, request, [], {})
    if page.is_restricted:
        add_never_cache_headers(response)
    return response


def find_table(page, block_id: str):
    """The table block with this id in any of the page's texts, or None."""
    for field in page._meta.get_fields():
        value = (
            getattr(page, field.name, None) if hasattr(field, "stream_block") else ()
        )
        for block in value or ():
            if block.id == block_id and isinstance(block.block, TableBlock):
                return block.value
    return None


@require_safe
def table_csv(request, page_id, block_id):
    """A table of a published page as a CSV file, with a byte order mark for Excel."""
    page = published_pages().filter(pk=page_id).specific().first()
    value = find_table(page, str(block_id)) if page else None
    if value is None:
        raise Http404
    name = slugify(value["caption"])[:60] or "table"
    return HttpResponse(
        "\ufeff" + value["cells"],
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


@require_safe
def robots(request):
    """What crawlers may visit (RFC 9309)."""
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /search/",
        "Disallow: /fr/search/",
        f"Sitemap: {absolute('/sitemap.xml')}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def manifest(request):
    """The web app manifest (W3C), in the language of its address."""
    icons = (("icon-192", 192, "any"), ("icon-512", 512, "any"))
    return JsonResponse(
        {
            "name": _("Oceania Customs Organisation"),
            "short_name": "OCO",
            "lang": active_language(),
            "start_url": "/" if active_language() == settings.LANGUAGE_CODE else "/fr/",
            "display": "minimal-ui",
            "background_color": "#f6f9fa",
            "theme_color": "#06283d",
            "icons": [
                {
                    "src": static(f"img/{name}.png"),
                    "sizes": f"{size}x{size}",
                    "type": "image/png",
                    "purpose": purpose,
                }
                for name, size, purpose in (
                    *icons,
                    ("icon-maskable-512", 512, "maskable"),
                )
            ],
        },
        content_type="application/manifest+json",
    )


def document(request, document_id, document_filename):
    """A document; what not everybody may read is kept by no cache."""
    response = serve_document(request, document_id, document_filename)
    if (
        response.get("Content-Encoding") == "None"
    ):  # as Wagtail writes that there is none
        del response["Content-Encoding"]
    found = get_document_model().objects.filter(pk=document_id).first()
    if found and found.collection.get_view_restrictions().exists():
        add_never_cache_headers(response)
    return response


@require_safe
def media(request, path):
    """Renditions of images, where no web server in front serves them.

    Nothing else below the media folder is public: originals stay private, and documents
    have a view of their own that knows who may read them.
    """
    if not path.startswith("images/") or ".." in path:
        raise Http404
    try:
        file = default_storage.open(path)
        changed_at = default_storage.get_modified_time(path)
    except (OSError, SuspiciousFileOperation, ValueError):
        raise Http404 from None
    response = FileResponse(file)
    response["Last-Modified"] = http_date(changed_at.timestamp())
    response["Content-Security-Policy"] = "default-src 'none'"
    patch_cache_control(response, public=True, max_age=365 * 24 * 3600, immutable=True)
    return response
