"""Draws requests as nobody well-meaning sends them, for every public address."""

from urllib.parse import quote, unquote_to_bytes

from django.conf import settings
from django.urls import get_resolver
from django.utils.translation import override
from hypothesis import strategies as st

MARK = "9183<a>"  # what no page holds but for who asks, and no page may hold unescaped
TRICKS = [
    "",
    "\0",
    "a\0b",
    "\ud800",
    "\udcff",
    "\ufeff",
    "\u202e\u2028",
    "\x1b[31m\x7f\x85",
    "a\r\nX-Injected: 1",
    "-1",
    "0",
    "1.5",
    "NaN",
    "1e400",
    "2147483648",
    "9223372036854775808",
    "9" * 30,
    "9" * 5_000,
    "٣",
    "x" * 5_000,
    "é" * 300,
    "0000-00",
    "9999-12",
    "2024-13-45",
    "2024-02-30T25:61",
    "' OR 1=1--",
    "'; DROP TABLE wagtailcore_page;--",
    "a & b | ! c:* <-> (",
    '" NEAR( * ^ -',
    f'"><script>{MARK}</script>',
    f"'-->{MARK}<img src=x onerror=alert(1)>",
    f"]]>&{MARK};",
    "{{7777*7777}}{% debug %}",
    "${7777*7777}#{7777*7777}",
    "%s%n%(x)s",
    "../../etc/passwd",
    "..\\..\\",
    "/./",
    "//evil.example/",
    "https://evil.example/",
    "javascript:alert(1)",
    "on",
    "all",
    "[]",
]
BROKEN = ["%", "%zz", "%ff%fe", "%ed%a0%80", "%c3%28", "%c0%af", "%u0041", "%252e%2500"]
NAMES = ["page", "year", "month", "kind", "priority", "member", "series", "format"]
NAMES += ["q", "p", "next", "return_url", "password", "page[]", "pk__gt", "__class__"]
HEADERS = {
    "Accept": ["*/*", "application/json", ";q=,,"],
    "Accept-Encoding": ["br", "gzip", "br;q=0, gzip;q=2", "*;q=x", "identity;q=0"],
    "Accept-Language": ["fr", "fr;q=abc", "../../fr", ",,;;"],
    "Authorization": ["Bearer x", "Basic !!!", "Bearer \xe9"],
    "Cookie": [
        "sessionid=abcdefghijklmnopqrstuvwxyz012345",
        'sessionid="\\000aaaaaaaaaa\\377"',
        'csrftoken="\\000"; messages="\\000[]:x"',
        "django_language=../../x",
        'a="; =; ;;',
    ],
    "Host": ["testserver", "testserver:99999", "evil.example", "[::1", "a b", "é"],
    "If-Match": ["*", '"x', "W/"],
    "If-Modified-Since": ["Thu, 01 Jan 1970 00:00:00 GMT", "Sun, 99 Foo 99999", "x"],
    "If-None-Match": ["*", '"x', 'W/"x", "y"', ",,,"],
    "If-Range": ['"x"', "Thu, 01 Jan 1970 00:00:00 GMT"],
    "If-Unmodified-Since": ["Thu, 01 Jan 0000 00:00:00 GMT", "x"],
    "Origin": ["null", "http://[", "https://evil.example"],
    "Range": [
        "bytes=0-",
        "bytes=-0",
        "bytes=5-1",
        "bytes=0-1,3-4",
        "bytes=-" + "9" * 18,
    ],
    "Referer": ["http://[", "//evil.example"],
    "Save-Data": ["on", "ON ", "on, on"],
    "Sec-Fetch-Site": ["same-origin", "cross-site", "x"],
    "X-Forwarded-For": [
        "1.2.3.4",
        "::1%eth0, 1.2.3.4,",
        ",",
        "999.1.1.1",
        "::ffff:1.2.3.4",
    ],
    "X-Forwarded-Host": ["evil.example"],
    "X-Forwarded-Proto": ["https", "gopher"],
    "X-HTTP-Method-Override": ["DELETE"],
    "X-Request-ID": ["1", "a" * 300, "<b>"],
    "X-Requested-With": ["XMLHttpRequest"],
}
TYPES = [
    "application/x-www-form-urlencoded",
    "application/x-www-form-urlencoded; charset=utf-16",
    "application/x-www-form-urlencoded; charset=none",
    "multipart/form-data; boundary=x",
    "multipart/form-data",
    "multipart/form-data; boundary=" + "x" * 300,
    "application/json",
    "text/plain; charset=\xe9",
    "",
]
# What stands outside of Django's addresses, and what is open of the admin.
ELSEWHERE = ["health/live", "health/ready", "metrics", "static/%(path)s"]
ELSEWHERE += ["admin/", "admin/login/", "admin/password_reset/", "admin/%(path)s"]


def public_addresses():
    """Every address of the URL configuration, in both languages, for ``%`` to fill."""
    found = set()
    for language, _name in settings.LANGUAGES:
        with override(language):
            for rows in get_resolver().reverse_dict.lists():
                for possibilities, *_rest in rows[1]:
                    found |= {address for address, _names in possibilities}
    return ELSEWHERE + sorted(a for a in found if not a.startswith("admin/"))


def encoded(text):
    """The text as it stands in an address, surrogates too."""
    return quote(text.encode("utf-8", "surrogatepass"), safe="")


def value():
    """What stands for a value in an address: tricks first, then whatever there is."""
    written = st.sampled_from(TRICKS) | st.text(
        st.characters(exclude_categories=()), max_size=12
    )
    return written.map(encoded) | st.sampled_from(BROKEN)


def query():
    """What stands after the question mark: names of ours and not, some of them twice."""
    name = st.sampled_from(NAMES) | value()
    pair = st.tuples(name, value()).map("=".join)
    return st.lists(pair, max_size=6).map("&".join)


def headers():
    """A few headers, right, wrong and absurd, without what no server lets through."""
    passed = st.text(
        st.characters(max_codepoint=255, exclude_categories=["Cc"]), max_size=20
    )
    return st.lists(st.sampled_from(sorted(HEADERS)), max_size=3, unique=True).flatmap(
        lambda names: st.fixed_dictionaries(
            {name: st.sampled_from(HEADERS[name]) | passed for name in names}
        )
    )


def content():
    """What is posted: a form as it should be, or one that nothing can be made of."""
    types = st.sampled_from(TYPES)
    return st.fixed_dictionaries({"data": query(), "content_type": types})


class Known(dict):
    """Fills an address: with what there is, or with a value that is drawn."""

    def __init__(self, draw, known):
        self.draw, self.known = draw, known

    def __getitem__(self, name):
        known = self.known.get(name)
        if known and self.draw(st.booleans()):
            return self.draw(st.sampled_from(known))
        return self.draw(value())


@st.composite
def path(draw, address, known):
    """The address with what there is, or with what nobody would write, in its gaps."""
    return "/" + address % Known(draw, known)


def environ(path, query, headers):
    """The variables by which WSGI hands a request on (PEP 3333)."""
    return {
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
        "QUERY_STRING": query,
        **{f"HTTP_{name.upper().replace('-', '_')}": v for name, v in headers.items()},
    }
