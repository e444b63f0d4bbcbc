"""What holds robots off a form: without a cookie, and without asking anybody else."""

import ipaddress
import time
from datetime import timedelta

from django.core import signing
from django.utils.crypto import salted_hmac

from core.network import network_address

FASTEST = timedelta(seconds=3)
SLOWEST = timedelta(days=1)
SALT = "events.registration"
# A household has a whole network of version 6 to itself (RFC 6177).
IPV6_PREFIX = 64


def new_stamp(form: str, age: timedelta = timedelta()) -> str:
    """A signed note of when a form was shown; with an age, as if that long ago."""
    return signing.dumps([form, time.time() - age.total_seconds()], salt=SALT)


def age_of(stamp: str, form: str) -> timedelta | None:
    """How long ago a form was shown; None if the stamp is not ours or of another."""
    try:
        stamped, shown_at = signing.loads(stamp, salt=SALT)
    except signing.BadSignature:
        return None
    return timedelta(seconds=time.time() - shown_at) if stamped == form else None


def sender_of(request) -> str:
    """A keyed hash of the caller's network address, for counting and nothing else."""
    address = network_address(request)
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        parsed = None
    if parsed and parsed.version == 6:
        # One of version 4 that a server of version 6 was asked from (RFC 4291, 2.5.5.2).
        network = ipaddress.ip_network((parsed, IPV6_PREFIX), strict=False)
        address = str(parsed.ipv4_mapped or network)
    return salted_hmac(SALT, address, algorithm="sha256").hexdigest()
