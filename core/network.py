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
