"""nginx in front of the site: what it keeps, what it sends, and what it must not."""

import gzip
import json
import time
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler
from socketserver import UnixStreamServer
from urllib.parse import quote

import brotli
import pytest

from tests.audit.site import ROOT
from tests.front import NOT_US, Front, check_programs, in_front

SIZE = 5120  # bytes of the documents
ENCODINGS = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}


@pytest.fixture(scope="module")
def stack(tmp_path_factory):
    """nginx, which outlives the site."""
    with in_front(tmp_path_factory.mktemp("front")) as front:
        yield front


@pytest.fixture
def front(stack):
    """nginx with the site behind it."""
    stack.start_site()
    return stack


@pytest.fixture
def post(stack):
    """A post that no other test asks for."""
    return stack.made["posts"].pop()


def signed_in(front):
    return {"Cookie": f"sessionid={front.made['session']}"}


# The cache


def test_a_page_is_asked_of_the_site_once(front, post):
    for _time in range(3):
        assert front.ask(post).status == 200
    assert front.noted(post) == ["MISS", "HIT", "HIT"]


def test_many_who_ask_at_once_cost_the_site_one_page(front, post):
    with ThreadPoolExecutor(8) as readers:
        answers = list(readers.map(front.ask, [post] * 8))
    assert {answer.status for answer in answers} == {200}
    assert front.noted(post).count("MISS") == 1


def test_wordings_of_headers_share_a_copy(front, post):
    front.ask(post, Accept_Encoding="gzip, deflate, br, zstd", Save_Data="on")
    front.ask(post, Accept_Encoding="br;q=1.0, gzip;q=0.8", Save_Data=" ON")
    assert front.noted(post) == ["MISS", "HIT"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_page_comes_in_the_encoding_that_the_browser_takes(front, encoding):
    for _time in range(2):
        answer = front.ask("/news/", Accept_Encoding=encoding)
        assert answer["Content-Encoding"] == encoding
        assert b"</html>" in ENCODINGS[encoding](answer.body)


def test_an_old_page_is_shown_while_a_new_one_is_fetched(front, post):
    front.ask(post)
    time.sleep(4.5)
    front.ask(post)
    assert front.noted(post)[:2] == ["MISS", "STALE"]
    assert front.ask(post).status == 200
    assert front.noted(post)[-1] == "HIT"


CHANGE = """
from news.models import NewsPage
post = NewsPage.objects.get(slug="{slug}")
post.title = "Changed"
post.save_revision().publish()
"""


def test_a_page_that_changed_is_shown_by_each_worker(front, post):
    def titles():
        """As told on so many connections that each worker has the page's file open."""
        return {b"<h1>Changed</h1>" in front.ask(post).body for _time in range(20)}

    assert titles() == {False}
    slug = post.strip("/").rpartition("/")[2]
    front.run("manage.py", "shell", "-c", CHANGE.format(slug=slug))
    time.sleep(4.5)
    front.ask(post)  # the old one, while the new one is fetched
    time.sleep(0.5)
    assert titles() == {True}


def test_calendars_are_kept_no_longer_than_pages(front):
    path = "/events/calendar.ics"
    assert front.ask(path)["Cache-Control"] == "public, max-age=300"
    time.sleep(4.5)
    front.ask(path)
    assert front.noted(path)[0] == "MISS" and front.noted(path)[1] != "HIT"


def test_browsers_are_told_to_ask_each_time(front, post):
    for _time in range(2):
        assert front.ask(post)["Cache-Control"] == "public, max-age=0"


def test_who_has_a_page_already_gets_no_body(front, post):
    etag = front.ask(post)["ETag"]
    answer = front.ask(post, If_None_Match=etag)
    assert (answer.status, answer.body) == (304, b"")


def test_that_there_is_no_page_is_kept_as_pages_are(front):
    for _time in range(2):
        assert front.ask("/no-such-page/").status == 404
    assert front.noted("/no-such-page/") == ["MISS", "HIT"]


WITHDRAW = """
from news.models import NewsPage
from wagtail.models import PageViewRestriction
post = NewsPage.objects.get(slug="{slug}")
{how}
"""


@pytest.mark.parametrize(
    "how",
    [
        "post.unpublish()",
        "post.delete()",
        "PageViewRestriction.objects.create(page=post, restriction_type='login')",
    ],
)
def test_a_page_that_was_withdrawn_does_not_come_back_when_the_site_is_down(
    front, post, how
):
    assert front.ask(post).status == 200
    slug = post.strip("/").rpartition("/")[2]
    front.run("manage.py", "shell", "-c", WITHDRAW.format(slug=slug, how=how))
    time.sleep(4.5)
    front.ask(post)  # the old one, while it is asked for anew
    time.sleep(0.5)
    front.stop_site()
    assert front.ask(post).status in (302, 404)
    time.sleep(4)
    assert front.ask(post).status in (302, 404)


def test_what_probes_are_told_is_not_kept(front):
    for _time in range(2):
        assert front.ask("/health/ready").status == 200
    assert "HIT" not in front.noted("/health/ready")


def test_who_has_signed_in_gets_nothing_from_the_cache(front, post):
    front.ask(post)
    assert front.ask(post, **signed_in(front)).status == 200
    assert front.noted(post) == ["MISS", "BYPASS"]


def test_what_those_see_who_have_signed_in_is_not_kept(front, post):
    front.ask(post, **signed_in(front))
    front.ask(post)
    assert front.noted(post) == ["BYPASS", "MISS"]


def test_the_admin_never_meets_the_cache(front):
    for _time in range(2):
        assert front.ask("/admin/login/").status == 302
    assert front.noted("/admin/login/") == ["", ""]


# What is private


def test_a_private_page_is_not_kept(front):
    private = front.made["private"]
    answer = front.ask(private, **signed_in(front))
    assert answer.status == 200
    assert "no-store" in answer["Cache-Control"]
    assert front.ask(private).status == 302
    assert "HIT" not in front.noted(private)


def test_a_restricted_document_is_sent_to_those_who_may_read_it(front):
    answer = front.ask(front.made["restricted"], **signed_in(front))
    assert (answer.status, len(answer.body)) == (200, SIZE)
    assert "no-store" in answer["Cache-Control"]


def test_a_restricted_document_is_not_kept(front):
    front.ask(front.made["restricted"], **signed_in(front))
    assert front.ask(front.made["restricted"]).status == 302


@pytest.mark.parametrize("folder", ["internal-files", "media", "static", "static/.."])
@pytest.mark.parametrize("file", ["restricted_file", "original"])
def test_files_have_no_address_but_their_view(front, folder, file):
    name = front.made[file]
    assert (front.media / name).exists()
    assert front.ask(f"/{folder}/{name}").status in (400, 404)


@pytest.mark.parametrize("detour", ["..", "%2e%2e", ".%2e", "..%2f..%2fmedia"])
def test_no_detour_leads_out_of_the_folder_of_pictures(front, detour):
    path = f"/media/images/{detour}/{front.made['original']}"
    assert front.ask(path).status in (400, 404)


def test_a_visitor_cannot_ask_for_a_file_by_the_internal_header(front):
    header = {"X_Accel_Redirect": f"/internal-files/{front.made['original']}"}
    assert b"</html>" in front.ask("/news/", **header).body


# Files


def test_a_document_keeps_the_headers_of_its_view(front):
    answer = front.ask(front.made["document"])
    assert (answer.status, len(answer.body)) == (200, SIZE)
    assert answer["Content-Type"] == "application/pdf"
    assert quote("tarif_général.pdf") in answer["Content-Disposition"]
    assert answer["Content-Security-Policy"] == "default-src 'none'"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "public, max-age=0"


def test_a_download_resumes(front):
    whole = front.ask(front.made["document"])
    answer = front.ask(
        front.made["document"], Range="bytes=5000-", If_Range=whole["ETag"]
    )
    assert (answer.status, answer.body) == (206, whole.body[5000:])
    assert answer["Content-Range"] == f"bytes 5000-{SIZE - 1}/{SIZE}"


def test_the_site_sends_no_byte_of_a_document_itself(front):
    front.ask(front.made["document"])
    answer = front.ask(front.made["document"], "HEAD")
    assert (answer.status, answer["Content-Length"]) == (200, str(SIZE))


def test_a_pdf_of_a_page_is_sent(front):
    answer = front.ask(front.made["profile"].rstrip("/") + ".pdf")
    assert answer.status == 200
    assert answer.body.startswith(b"%PDF-")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "public, max-age=300"


def test_a_picture_is_kept_for_good(front):
    answer = front.ask(front.made["picture"])
    assert (answer.status, answer["Content-Type"]) == (200, "image/jpeg")
    assert "immutable" in answer["Cache-Control"]
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_part_of_a_picture_is_sent(front):
    whole = front.ask(front.made["picture"]).body
    answer = front.ask(front.made["picture"], Range="bytes=100-")
    assert (answer.status, answer.body) == (206, whole[100:])


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_static_files_are_compressed_ahead(front, encoding):
    names = json.loads((ROOT / "staticfiles" / "staticfiles.json").read_text())
    path = f"/static/{names['paths']['admin.css']}"
    answer = front.ask(path, Accept_Encoding=encoding)
    assert answer.status == 200
    assert answer["Content-Encoding"] == encoding
    assert answer["Vary"] == "Accept-Encoding"
    assert "immutable" in answer["Cache-Control"]
    plain = (ROOT / "staticfiles" / names["paths"]["admin.css"]).read_bytes()
    assert ENCODINGS[encoding](answer.body) == plain


# What is said, and to whom


def test_the_security_headers_of_a_page_are_still_there(front, post):
    for _time in range(2):
        answer = front.ask(post)
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Referrer-Policy"] == "same-origin"
        assert answer["X-Frame-Options"] == "DENY"


def test_nginx_does_not_tell_its_release(front):
    assert front.ask("/news/")["Server"] == "nginx"


def test_the_metrics_are_not_for_visitors(front):
    assert front.ask("/metrics").status == 404


@pytest.mark.parametrize(("path", "most"), [("/search/", 1), ("/admin/login/", 64)])
def test_what_is_too_large_is_refused(front, path, most):
    body = bytes(most * 1024 * 1024 + 1)
    assert front.ask(path, "POST", body).status == 413


def test_https_may_end_here(front):
    answer = front.ask("/news/", secure=True)
    assert answer.status == 200


def test_nobody_is_believed_who_is_not_the_trusted_proxy(front, post):
    front.ask(post)
    front.ask(post, X_Forwarded_Proto="https", X_Forwarded_For=NOT_US)
    assert front.noted(post) == ["MISS", "HIT"]


class Told(BaseHTTPRequestHandler):
    """A site that answers with what nginx tells it of the visitor."""

    def do_GET(self):
        names = ("X-Forwarded-For", "X-Forwarded-Proto")
        body = " ".join(self.headers[name] for name in names).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.mark.parametrize(
    ("trusted", "told"),
    [
        ("127.0.0.1", b"192.0.2.1 https"),
        ("10.0.0.0/8, 127.0.0.0/8 192.0.2.0/24,2001:db8::/32", b"203.0.113.9 https"),
        ("10.0.0.0/8,192.0.2.1", b"127.0.0.1 http"),
        ("", b"127.0.0.1 http"),
    ],
)
def test_each_trusted_proxy_is_believed(tmp_path, trusted, told):
    """Of a visitor at 203.0.113.9, who came by way of another proxy."""
    check_programs()
    front = Front(tmp_path, trusted=trusted)
    with (
        UnixStreamServer(str(tmp_path / "socket"), Told) as site,
        ThreadPoolExecutor(1) as thread,
        front.nginx(),
    ):
        thread.submit(site.serve_forever)
        try:
            answer = front.ask(
                "/", X_Forwarded_For="203.0.113.9, 192.0.2.1", X_Forwarded_Proto="https"
            )
        finally:
            site.shutdown()
    assert answer.body == told


def test_what_is_noted_names_no_visitor(front):
    front.ask("/search/?q=secret")
    front.noted("/search/")
    log = (front.folder / "access.log").read_text()
    assert "secret" not in log
    assert "127.0.0.1" not in log


@pytest.mark.parametrize("language", ["", "/fr"])
@pytest.mark.parametrize("key", ["1a-c9xk7d-0123abc", "1a%2Dc9xk7d-0123abc"])
def test_no_key_that_sets_a_password_is_noted(front, language, key):
    front.ask(f"{language}/account/password/reset/{key}/?c9xk7d")
    assert front.noted(f"{language}/account/password/reset/(key)")
    assert "c9xk7d" not in (front.folder / "access.log").read_text()


# Without the site


@pytest.mark.parametrize("path", ["/search/?q=hidden", "/media/images/hidden.jpg"])
def test_an_error_names_no_visitor_and_no_search(front, path):
    front.stop_site()
    before = len(front.log.read_text())
    assert front.ask(path).status in (404, 502)
    time.sleep(0.1)
    said = front.log.read_text()[before:]
    assert "hidden" not in said
    assert "127.0.0.1" not in said


def test_pages_are_still_there_while_the_site_is_down(front, post):
    front.ask(post)
    front.stop_site()
    time.sleep(10.1)  # and no page may be shown any more for that it is being fetched
    answer = front.ask(post)
    assert (answer.status, front.noted(post)[-1]) == (200, "STALE")
    assert b"</html>" in answer.body


def test_what_is_not_kept_is_not_there_while_the_site_is_down(front, post):
    front.stop_site()
    assert front.ask(post).status == 502
    assert front.ask("/admin/login/").status == 502
