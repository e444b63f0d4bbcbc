"""What every answer goes through: its language, compression, ranges, and what caches may keep."""

import re
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

import brotli
from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import FileResponse, HttpResponse
from django.middleware.gzip import GZipMiddleware, re_accepts_gzip
from django.middleware.locale import LocaleMiddleware
from django.utils.cache import (
    get_conditional_response,
    patch_cache_control,
    patch_vary_headers,
)
from django.utils.http import quote_etag
from django.utils.translation import get_language

TEXT = re.compile(
    r"text/|image/svg\+xml|application/(javascript|json|[\w.]+\+(xml|json))"
)
ACCEPTS_BROTLI = re.compile(r"\bbr\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))")
# How many times as long nginx may show a page once more while it fetches a new one.
STALE = 2
A_DAY = 24 * 3600  # for how long a page may stand in for an error: as nginx keeps them
# What browsers may keep for a while; the site's own cache not for as long.
KEPT_BY_BROWSERS = re.compile(r"(?=.*\bmax-age=[1-9])(?=.*\bpublic\b)(?!.*immutable)")
SMALLEST = 200  # bytes that are worth compressing
QUALITY = 5  # smaller than gzip's best, in a fifth of its own best's time
INTERNAL = "/internal-files/"  # in deploy/nginx/nginx.conf
SESSION_KEY = re.compile(r"[a-z0-9]{32}")  # as django.contrib.sessions makes them
ONE_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})\s*$")


class LocaleByAddressMiddleware(LocaleMiddleware):
    """The language is that of the address: no answer depends on Accept-Language."""

    def process_response(self, request, response):
        response.headers.setdefault("Content-Language", get_language())
        return response


def accepted_encoding(request) -> str:
    """The one encoding of those we have that the browser reads best: br, gzip or none."""
    accepted = request.headers.get("accept-encoding", "")
    if ACCEPTS_BROTLI.search(accepted):
        return "br"
    return "gzip" if re_accepts_gzip.search(accepted) else ""


class CompressionMiddleware(GZipMiddleware):
    """Brotli (RFC 7932) for browsers that take it, gzip for others.

    Only texts are compressed: pictures and most documents are already, and ranges count
    the bytes of a file as it is stored.
    """

    def process_response(self, request, response):
        if response.streaming or not TEXT.match(response.get("Content-Type", "")):
            return response
        if (
            accepted_encoding(request) != "br"
            or len(response.content) < SMALLEST
            or response.has_header("Content-Encoding")
        ):
            return super().process_response(request, response)
        patch_vary_headers(response, ["Accept-Encoding"])
        response.content = brotli.compress(response.content, quality=QUALITY)
        response["Content-Length"] = len(response.content)
        response["Content-Encoding"] = "br"
        if response.get("ETag", "").startswith('"'):
            response["ETag"] = f"W/{response['ETag']}"
        return response


def no_body_to_head(get_response):
    """Sends no body to HEAD (RFC 9110, 9.3.2), which gunicorn would write a warning of."""

    def answer(request):
        response = get_response(request)
        if request.method == "HEAD":
            if response.streaming:
                response.streaming_content = ()
            else:
                response.content = b""
        return response

    return answer


def public_cache(get_response):
    """Tell caches that they may keep what is the same for everybody.

    That is each answer that says nothing of caches itself, sets no cookie and has looked
    at no session. ``max-age=0``: browsers ask whether it has changed, and by the ETag
    alone, a hash of the bytes. A page made private keeps its date, and must not be 304.
    Shared caches may show a page while the site is down, and nginx in front may keep it
    for SHARED_CACHE_SECONDS (RFC 9111 and RFC 5861). It does not pass that on: browsers
    would show what is old, too. A CDN before it is told by a header of its own (RFC 9213).
    """
    shared = {"stale_if_error": A_DAY}
    if settings.SHARED_CACHE_SECONDS:
        shared = {
            "s_maxage": settings.SHARED_CACHE_SECONDS,
            "stale_while_revalidate": STALE * settings.SHARED_CACHE_SECONDS,
            **shared,
        }
    for_cdn = f"max-age={settings.FRONTEND_CACHE_SECONDS}, stale-if-error={A_DAY}"

    def answer(request):
        response = get_response(request)
        if response.get("Content-Type", "").startswith("text/html"):
            patch_vary_headers(response, ["Save-Data"])  # see components/on_tap.html
        if (
            response.status_code == 200
            and request.method in ("GET", "HEAD")
            and not response.has_header("Cache-Control")
            and not response.cookies
            and not request.session.accessed
        ):
            patch_cache_control(response, public=True, max_age=0)
            if not response.streaming:
                patch_cache_control(response, **shared)
                if settings.FRONTEND_CACHE_URL:
                    response["CDN-Cache-Control"] = for_cdn
                etag = quote_etag(sha256(response.content).hexdigest()[:32])
                response["ETag"] = etag
                return get_conditional_response(request, etag, response=response)
        return response

    return answer


def takes_a_pages_place(request, response) -> bool:
    """Whether the answer tells a stranger that there is no page, or none to read here."""
    return (
        response.status_code in (301, 302, 404, 410)
        and request.method in ("GET", "HEAD")
        and not request.COOKIES
        and not response.cookies
    )


def kept_as_long_as_pages(get_response):
    """Lets nginx keep for SHARED_CACHE_SECONDS what may be withdrawn as pages may.

    That a page is gone, or asks for a sign-in, takes the page's place there: else nginx
    would show what it has kept whenever the site is down. What browsers may keep for
    longer, such as calendars, it keeps no longer itself.
    """
    if not settings.SHARED_CACHE_SECONDS:
        raise MiddlewareNotUsed

    def answer(request):
        response = get_response(request)
        if takes_a_pages_place(request, response):
            # nginx stops at a Cache-Control that it meets before.
            cache_control = response.headers.pop("Cache-Control", None)
            response["X-Accel-Expires"] = settings.SHARED_CACHE_SECONDS
            if cache_control:
                response["Cache-Control"] = cache_control
        elif not response.streaming and KEPT_BY_BROWSERS.match(
            response.get("Cache-Control", "")
        ):
            patch_cache_control(response, s_maxage=settings.SHARED_CACHE_SECONDS)
        return response

    return answer


def sound_session(get_response):
    """Passes over a session's cookie that cannot be one of ours.

    A quoted one may hold a NUL (RFC 2109), which PostgreSQL takes in no query.
    """

    def answer(request):
        key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
        if not SESSION_KEY.fullmatch(key):
            request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
        return get_response(request)

    return answer


def saves_data(request) -> bool:
    """Whether the reader asks for little data (the Save-Data client hint)."""
    return request.headers.get("save-data", "").strip().lower() == "on"


def find_range(header: str, size: int) -> range | None:
    """The bytes that a ``Range`` header asks for, of a file so large.

    None where it is to be passed over: another unit, no range, or several (RFC 9110,
    14.2). An empty range where the file has no such bytes.
    """
    found = ONE_RANGE.match(header)
    if not found or not any(found.groups()):
        return None
    first, last = found.groups()
    if not first:
        return range(max(size - int(last), 0), size)
    if last and int(last) < int(first):
        return None
    return range(int(first), min(int(last or size) + 1, size))


def read_part(file, part: range, block_size: int):
    """The bytes of the file in the range, block by block."""
    file.seek(part.start)
    left = len(part)
    while left and (block := file.read(min(block_size, left))):
        left -= len(block)
        yield block


def ranges(get_response):
    """Send a part of a file to who asks for it, so that a download resumes.

    As RFC 9110, section 14, has it: one range at a time. With ``If-Range``, the part is
    sent only if the file is still the one that was begun.
    """

    def answer(request):
        response = get_response(request)
        file = getattr(response, "file_to_stream", None)
        is_whole = isinstance(response, FileResponse) and response.status_code == 200
        if not is_whole or not file or not file.seekable() or request.method != "GET":
            return response
        response["Accept-Ranges"] = "bytes"
        size = int(response["Content-Length"])
        part = find_range(request.headers.get("range", ""), size)
        unless_changed = request.headers.get("if-range")
        validators = (response.get("ETag"), response.get("Last-Modified"))
        if part is None or (unless_changed and unless_changed not in validators):
            return response
        if not part:
            response.close()
            return HttpResponse(
                status=416, headers={"Content-Range": f"bytes */{size}"}
            )
        response.status_code = 206
        response.streaming_content = read_part(file, part, response.block_size)
        response["Content-Length"] = len(part)
        response["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{size}"
        return response

    return answer


def sent_by_nginx(get_response):
    """Lets nginx send the files below the media folder that a view has allowed.

    Whatever view it was, and with the headers that it set; ``SENDFILE=nginx``.
    ``django-sendfile2`` was weighed: each view would have to be written for it, and would
    lose what it says of caches where the site sends files itself.
    """
    if settings.SENDFILE != "nginx":
        raise MiddlewareNotUsed

    def answer(request):
        response = get_response(request)
        file = getattr(response, "file_to_stream", None)
        path, media = Path(getattr(file, "name", "")), Path(settings.MEDIA_ROOT)
        if response.status_code == 200 and path.is_relative_to(media):
            response["X-Accel-Redirect"] = INTERNAL + quote(
                str(path.relative_to(media))
            )
            file.close()
            response.streaming_content = ()
            del response["Content-Length"]
        return response

    return answer
