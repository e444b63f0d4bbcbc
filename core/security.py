"""What a page may load and who may frame it (Content Security Policy, level 3).

``django-csp`` and the middleware of Django 6.0 were weighed. Their policies are fixed, or
change by a nonce, which differs each time: a page that caches keep can have none. Here a
page allows the styles it holds by their hash, and the other site that it shows a film
of, if it does; so that its header is short, too. The policies below are in the form of
Django 6.0's ``SECURE_CSP``. SECURITY.md says why each source is there.
"""

from base64 import b64encode
from hashlib import sha256

from django.conf import settings

SELF, NONE, INLINE = "'self'", "'none'", "'unsafe-inline'"


def hash_source(text: str) -> str:
    """A source that allows the style element, or script attribute, of exactly this text."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


# worker-src is not named: it falls back to script-src.
PUBLIC = {
    "default-src": [NONE],
    "connect-src": [SELF],
    "img-src": [SELF],
    "manifest-src": [SELF],
    "script-src": [SELF],
    "style-src": [SELF],
    "base-uri": [NONE],
    "form-action": [SELF],
    "frame-ancestors": [NONE],
}
# Wagtail 7.4 writes scripts and styles into its pages, and has no nonces for them.
ADMIN = {
    "default-src": [NONE],
    "connect-src": [SELF],
    "font-src": [SELF],
    "frame-src": [SELF],
    "img-src": [SELF, "blob:"],
    "script-src": [SELF, INLINE],
    # What the tool for an image's focal point tries for whether there are touches.
    "script-src-attr": ["'unsafe-hashes'", hash_source("return;")],
    "style-src": [SELF, INLINE],
    "base-uri": [NONE],
    "form-action": [SELF],
    "frame-ancestors": [SELF],
}
PERMISSIONS = "camera=(),geolocation=(self),microphone=()"


def allow(request, directive: str, source: str):
    """Let the page that answers the request load from one more source."""
    if not hasattr(request, "allowed_sources"):
        request.allowed_sources = []
    request.allowed_sources.append((directive, source))


def policy_of(request) -> str:
    """The value of the Content-Security-Policy header for the answer to a request.

    A preview is asked for by the admin, and stands in a frame of it.
    """
    policy = dict(ADMIN if request.path.startswith("/admin/") else PUBLIC)
    for directive, source in getattr(request, "allowed_sources", []):
        sources = policy.get(directive, [])
        if source not in sources:
            policy[directive] = [*sources, source]
    if getattr(request, "is_preview", False):
        policy["frame-ancestors"] = [SELF]
    return ";".join(" ".join([name, *sources]) for name, sources in policy.items())


def policies(get_response):
    """Send the policies with every page, errors included.

    Where a view has said what may be loaded, as Wagtail's of documents do, that stays.
    Django's pages that explain errors to developers have scripts of their own.
    """

    def answer(request):
        response = get_response(request)
        explains = settings.DEBUG and response.status_code >= 400
        is_page = response.get("Content-Type", "").startswith("text/html")
        if is_page and not explains:
            response.headers.setdefault("Content-Security-Policy", policy_of(request))
            response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        return response

    return answer
