"""Where a request comes from."""

from django.conf import settings


def network_address(request) -> str:
    """The caller's network address.

    With PROXIES set, that which the outermost of our own proxies saw. Each appends to
    X-Forwarded-For; what stands further left was written by the caller.
    """
    forwarded = request.headers.get("x-forwarded-for", "").split(",")
    seen = [address.strip() for address in forwarded if address.strip()]
    if 0 < settings.PROXIES <= len(seen):
        return seen[-settings.PROXIES]
    return request.META.get("REMOTE_ADDR", "")


def is_from_elsewhere(request) -> bool:
    """Whether a browser says that another site sent the form.

    This stands in for Django's CSRF token, which needs a cookie. There is no login that
    another site could make use of; only the visitor's network address is at stake.
    Browsers say it by Sec-Fetch-Site, older ones by Origin.
    """
    site = request.headers.get("sec-fetch-site")
    if site:
        return site != "same-origin"
    origin = request.headers.get("origin")
    return bool(origin) and origin.partition("://")[2] != request.get_host()
