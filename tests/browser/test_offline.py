"""Reading without a connection, or over a bad one, through a line that can be cut."""

import socket
import threading
import time
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect
from wagtail.models import Page, PageViewRestriction

from news.models import CommuniquePage, NewsPage
from tests.browser.places import ENGLISH, PLACES
from tests.browser.steps import follow, sign_in, wait_until

POST = ENGLISH["post"]
ENTRY = {"#id_name": "Losalini Vuki", "#id_organisation": "FRCS", "#id_notes": "Access"}


class Line:
    """A line to the site, as a relay of bytes: good, slow, or cut."""

    delay = 0  # seconds before a request is passed on
    is_cut = False
    is_unreached = False  # a proxy answers in the server's place

    def __init__(self, site):
        self.server = (urlsplit(site).hostname, urlsplit(site).port)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        self.asked = []
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                browser, _address = self.listener.accept()
            except OSError:  # closed
                return
            threading.Thread(target=self.relay, args=[browser], daemon=True).start()

    def relay(self, browser):
        with browser:
            request = self.read_request(browser)
            time.sleep(self.delay)
            if self.is_cut or not request:
                return
            self.asked.append(request.split(b" ", 2)[1].decode())
            if self.is_unreached:
                browser.sendall(b"HTTP/1.0 503 Unavailable\r\n\r\nLater")
                return
            with socket.create_connection(self.server) as server:
                server.sendall(request)
                with suppress(OSError):  # a browser may hang up
                    while block := server.recv(65_536):
                        browser.sendall(block)

    @staticmethod
    def read_request(browser):
        """One request with its body; without keep-alive, so that each is seen."""
        request = b""
        while b"\r\n\r\n" not in request:
            block = browser.recv(65_536)
            if not block:
                return b""
            request += block
        head, body = request.split(b"\r\n\r\n", 1)
        lines = [
            line
            for line in head.split(b"\r\n")
            if not line.lower().startswith(b"connection:")
        ]
        fields = dict(line.lower().split(b": ", 1) for line in lines[1:])
        while len(body) < int(fields.get(b"content-length", 0)):
            body += browser.recv(65_536)
        return b"\r\n".join([*lines, b"Connection: close", b"", body])


# Has a page hear that the service worker is ready when it has taken the page over.
QUICK_WORKER = """
const workers = navigator.serviceWorker;
const claimed = async (registration) => {
    while (!workers.controller) await new Promise((resolve) => setTimeout(resolve, 10));
    return registration;
};
const ready = workers?.ready.then(claimed);
if (workers) Object.defineProperty(workers, "ready", { value: ready });
"""


@pytest.fixture
def line(site):
    line = Line(site)
    yield line
    line.listener.close()


@pytest.fixture
def visitor(chromium, line):
    """Opens pages over the line, in one browser that keeps what it saves."""

    @contextmanager
    def opened(path, **options):
        context = chromium.new_context(base_url=line.address, **options)
        page = context.new_page()
        try:
            page.goto(path)
            yield page
        finally:
            context.close()

    return opened


def is_saved(page, path):
    return page.evaluate(
        """async path => {
            await navigator.serviceWorker.ready;
            for (let i = 0; i < 100; i++) {
                const found = await caches.match(path, {ignoreVary: true});
                if (found?.headers.has("X-Title")) return true;
                await new Promise(resolve => setTimeout(resolve, 50));
            }
            return false;
        }""",
        path,
    )


@pytest.fixture
def reader(visitor):
    """Somebody who has read a post and then the news, so that both are saved."""
    with visitor(POST) as page:
        assert is_saved(page, POST)
        page.goto(ENGLISH["news"])
        assert is_saved(page, ENGLISH["news"])
        yield page


def note(page):
    return page.locator("aside.notice").inner_text()


# What is saved


def test_the_first_page_read_is_there_without_a_connection(reader, line):
    line.is_cut = True
    reader.goto(POST)
    assert reader.locator("h1").inner_text().startswith("Community of practice")


def test_a_saved_page_says_from_when_it_is(reader, line):
    line.is_cut = True
    reader.goto(ENGLISH["news"])
    assert "No connection. This copy was saved on" in note(reader)
    assert time.strftime("%Y") in note(reader)


@pytest.mark.parametrize("needed", ["contacts", "events", "newest communiqué"])
def test_what_everybody_needs_is_there_unasked(reader, line, in_database, needed):
    communiques = CommuniquePage.objects.filter(locale__language_code="en")
    newest = in_database(lambda: communiques.newest_first()[0].url)
    path = {**ENGLISH, "newest communiqué": newest}[needed]
    assert is_saved(reader, path)
    line.is_cut = True
    reader.goto(path)
    assert "This copy was saved on" in note(reader)


def test_the_first_page_is_saved_by_a_worker_that_is_quick(visitor):
    with visitor("about:blank") as page:
        page.add_init_script(QUICK_WORKER)
        page.goto(POST)
        assert is_saved(page, POST)


def test_a_first_visit_does_not_pay_for_what_was_not_asked(visitor, line):
    with visitor(POST) as page:
        assert is_saved(page, POST)
        assert ENGLISH["contacts"] not in line.asked
        assert line.asked.count(POST) == 1


def test_what_is_not_saved_is_fetched_once(visitor, line):
    with visitor(ENGLISH["form"]) as page:
        wait_until(page, "navigator.serviceWorker.controller !== null")
        page.wait_for_timeout(500)  # milliseconds, in which a second one would come
        assert line.asked.count(ENGLISH["form"]) == 1


def test_a_page_that_is_not_saved_gives_way_to_those_that_are(reader, line):
    line.is_cut = True
    reader.goto("/about/")
    assert "this page is not saved on this device" in note(reader)
    follow(reader.get_by_role("link", name="Community of practice launched"))
    assert reader.locator("h1").inner_text().startswith("Community of practice")


def test_french_readers_are_told_in_french(visitor, line):
    with visitor(PLACES["news, French"]) as page:
        assert is_saved(page, "/fr/offline/")
        line.is_cut = True
        page.goto("/fr/about/")
        assert "Pas de connexion" in note(page)
        assert page.locator("html").get_attribute("lang") == "fr"


def test_the_reader_removes_what_was_saved(reader):
    reader.goto("/offline/")
    reader.get_by_role("button", name="Remove the pages").click()
    reader.get_by_role("link", name="Community of practice launched").wait_for(
        state="detached"
    )
    assert not reader.evaluate(f"caches.match('{POST}')")


# Slow lines, and servers that do not answer


def test_a_saved_page_is_shown_where_the_line_is_slow(reader, line):
    line.delay = 7
    reader.goto(POST)
    assert "The connection is slow. This copy was saved on" in note(reader)
    newer = reader.locator("[data-newer]")
    newer.wait_for(timeout=20_000)
    follow(newer)
    assert reader.locator("aside.notice").count() == 0


def test_a_saved_page_stands_in_for_a_server_that_is_down(reader, line):
    line.is_unreached = True
    reader.goto(POST)
    assert "This copy was saved on" in note(reader)


def test_a_page_that_changed_is_shown_as_it_is_now(reader, in_database):
    post = Page.objects.filter(slug=POST.split("/")[-2], locale__language_code="en")
    title = in_database(lambda: post.get().title)
    in_database(lambda: post.update(title="As it is now"))
    reader.goto(POST)
    in_database(lambda: post.update(title=title))
    assert reader.locator("h1").inner_text() == "As it is now"


# What is never saved


def saved_addresses(page):
    return page.evaluate(
        """async () => {
            const requests = [];
            for (const name of await caches.keys()) {
                requests.push(...await (await caches.open(name)).keys());
            }
            return requests.map(request => new URL(request.url).pathname);
        }"""
    )


@pytest.fixture
def private(in_database):
    """A page that only those may read who have signed in."""
    page = in_database(lambda: Page.objects.get(url_path="/home/about/"))
    restriction = PageViewRestriction(page=page, restriction_type="login")
    in_database(restriction.save)
    yield page
    in_database(restriction.delete)


def test_nothing_of_the_admin_or_restricted_is_saved(reader, private):
    reader.goto("/admin/login/?next=/admin/")
    sign_in(reader)
    reader.wait_for_url("**/admin/")
    reader.goto("/about/")
    assert reader.locator("h1").inner_text() == "About OCO"
    reader.goto(f"/admin/pages/{private.pk}/edit/")
    reader.goto(ENGLISH["priorities"])
    assert is_saved(reader, ENGLISH["priorities"])
    saved = saved_addresses(reader)
    assert "/about/" not in saved
    assert not [path for path in saved if path.startswith(("/admin", "/documents"))]


def test_one_deploy_removes_it_all(reader, settings):
    settings.OFFLINE = False
    reader.evaluate("navigator.serviceWorker.ready.then(worker => worker.update())")
    wait_until(
        reader,
        """async () => !(await caches.keys()).length
            && !(await navigator.serviceWorker.getRegistrations()).length""",
    )
    reader.reload()
    assert reader.locator("[data-saving]").count() == 0


# Forms


def test_a_form_keeps_what_was_typed_when_the_line_breaks(visitor, line):
    with visitor(ENGLISH["form"]) as page:
        page.evaluate("navigator.serviceWorker.ready")
        page.reload()
        for field, text in ENTRY.items():
            page.locator(field).fill(text)
        page.locator("#id_country").fill("Fiji")
        page.locator("#id_email").fill("losalini@frcs.example")
        line.is_cut = True
        follow(page.get_by_role("button", name="Register"))
        assert "nothing was sent" in note(page)
        line.is_cut = False
        page.goto(ENGLISH["form"])
        for field, text in ENTRY.items():
            assert page.locator(field).input_value() == text


def test_a_form_says_at_once_that_there_is_no_connection(visitor):
    with visitor(ENGLISH["form"]) as page:
        page.locator("#id_name").fill("Losalini Vuki")
        page.context.set_offline(True)
        for field in ("#id_organisation", "#id_country"):
            page.locator(field).fill("Fiji")
        page.locator("#id_email").fill("losalini@frcs.example")
        page.get_by_role("button", name="Register").click()
        expect(page.locator("[data-unsent]")).to_contain_text("nothing was sent")
        assert page.locator("#id_name").input_value() == "Losalini Vuki"


# Little data


def pictures_asked(line):
    return [path for path in line.asked if path.startswith("/media/images/")]


@pytest.fixture
def illustrated(in_database):
    """The address of a post with a lead image."""
    posts = NewsPage.objects.exclude(image=None).filter(locale__language_code="en")
    return in_database(lambda: posts[0].url)


def test_pictures_wait_for_a_tap_where_the_reader_says_so(reader, line, illustrated):
    switch = reader.get_by_role("button", name="Pictures only on a tap")
    switch.click()
    reader.locator("[data-saving][aria-pressed=true]").wait_for()
    line.asked.clear()
    reader.goto(illustrated)
    reader.evaluate("scrollTo(0, document.body.scrollHeight)")
    reader.locator("[data-saving][aria-pressed=true]").wait_for()
    assert pictures_asked(line) == []
    with reader.expect_response("**/media/images/**"):
        reader.get_by_role("link", name="Show the picture").first.click()
    assert reader.locator(".lead-image img").evaluate(
        "e => e === document.activeElement"
    )


def test_pictures_wait_where_the_device_says_so(visitor, line, illustrated):
    options = {"extra_http_headers": {"Save-Data": "on"}, "java_script_enabled": False}
    with visitor(illustrated, **options) as page:
        assert pictures_asked(line) == []
        page.get_by_role("link", name="Show the picture").first.click()
        page.wait_for_url("**/media/images/**")


# Installing


def test_the_site_can_be_installed(visitor):
    with visitor("/") as page:
        session = page.context.new_cdp_session(page)
        errors = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
        assert [
            error["errorId"] for error in errors if error["errorId"] != "in-incognito"
        ] == []


# What protects a page


def test_a_saved_copy_keeps_the_policy_of_its_page(reader, line):
    policy = reader.goto(POST).header_value("content-security-policy")
    line.is_cut = True
    assert reader.goto(POST).header_value("content-security-policy") == policy
    assert reader.locator("aside.notice").count()
