"""Whatever is asked, the answer is a page and never a fault of the server.

The test client raises what a view raises, so that a fault cannot pass as an answer.
"""

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.template.loader import render_to_string
from django.urls import reverse

from tests.answers import soup, words
from tests.factories import (
    CustomDocumentFactory,
    EventPageFactory,
    MemberPageFactory,
    NewsPageFactory,
    ResourcePageFactory,
    StandardPageFactory,
    many_news,
)

pytestmark = pytest.mark.django_db

PLACES = [
    "/",
    "/fr/",
    "/news/",
    "/fr/news/",
    "/communiques/",
    "/events/",
    "/events/calendar/",
    "/fr/events/calendar/",
    "/members/",
    "/priorities/",
    "/resources/",
    "/search/",
    "/fr/search/",
    "/news/feed/",
    "/events/calendar.ics",
    "/events/subscribing/",
    "/sitemap.xml",
    "/sitemap-pages.xml",
    "/robots.txt",
    "/site.webmanifest",
    "/events/open-event/register/",
    "/events/open-event/register/thanks/",
]
PARAMETERS = [
    "page",
    "year",
    "kind",
    "priority",
    "member",
    "series",
    "format",
    "month",
    "q",
    "p",
]
VALUES = [
    "",
    "%00",
    "a%00b",
    "%ff%fe",
    "%ed%a0%80",
    "%",
    "%zz",
    "-1",
    "0",
    "1.5",
    "NaN",
    "1e400",
    "9" * 30,
    "9" * 5_000,
    "x" * 5_000,
    "%27%20OR%201=1--",
    "%22%3E%3Cscript%3E",
    "../../etc/passwd",
    "%F0%9F%8C%B4",
    "%E2%80%AE",
    "{{7*7}}",
    "${jndi:x}",
    "true",
    "[]",
]
QUERIES = ["&".join(f"{name}={value}" for name in PARAMETERS) for value in VALUES]
QUERIES += [
    "page=1&page=2&page=x",
    "year=2024&year=2020",
    "page[]=1&year[$ne]=1",
    "&&&===",
    "=",
    "%00=%00",
    "%ff=1",
    "year",
    "page__gt=1&id=1&pk=1",
    "&".join(f"a{number}=1" for number in range(900)),
]
PATHS = [
    "/no-such-page/",
    "/news/no-such-post/",
    "/fr/no-such-page/",
    "/de/",
    "/fr/fr/",
    "/fr/en/",
    "/news/%00/",
    "/%00/",
    "/news/%ff/",
    "/%ff%fe/",
    "/%c3%28/",
    "/news/%E2%80%AE/",
    "/news/../news/x/",
    "/news/" + "x" * 3_000 + "/",
    "/" + "a/" * 500,
    "/news/0/",
    "/news/-1/",
    "/news/'--/",
    "/news/<script>/",
    "/news/{{7*7}}/",
    "/events/calendar/%00/",
    "/events/calendar/2024-13/",
    "/events/calendar/0000-01/",
    "/events/calendar/9999-12/",
    "/events/series/",
    "/events/series/none/",
    "/events/series/%00/",
    "/wp-login.php",
    "/wp-admin/",
    "/index.php?page_id=7",
    "/.git/config",
    "/tables/1/not-a-uuid.csv",
    "/tables/99999999999999999999/8f14e45f-ceea-467f-8b1b-0d6f6b0f3a11.csv",
    "/tables/1/8f14e45f-ceea-467f-8b1b-0d6f6b0f3a11.csv",
    "/maps/.svg",
    "/maps/%00.svg",
    "/maps/%ff.svg",
    "/maps/FIJI.svg",
    "/maps/'--.svg",
    "/sitemap-none.xml",
    "/sitemap-%00.xml",
    "/documents/1/",
    "/documents/1/none.pdf",
    "/documents/99999999999999999999/none.pdf",
    "/documents/0/%00.pdf",
    "/media/none",
    "/media/images/none.jpg",
    "/media/images/%00",
    "/media/images/%ff",
    "/fr/news/feed/none/",
    "/events/no-such-event/register/",
    "/events/%00/register/",
    "/events/no-such-event/register/thanks/",
]


def short(text):
    return text[:40]


@pytest.fixture
def content(fiji, leadership):
    """A page of each kind that takes parameters."""
    NewsPageFactory(members=[fiji], priorities=[leadership])
    EventPageFactory(host=fiji, format="online")
    EventPageFactory(
        slug="open-event", takes_registrations=True, organiser_email="desk@oco.example"
    )
    ResourcePageFactory(members=[fiji])


@pytest.mark.parametrize("path", PLACES)
def test_no_parameter_is_a_fault(client, content, path):
    answers = {client.get(f"{path}?{query}").status_code for query in QUERIES}
    assert answers <= {200, 302, 404}


@pytest.mark.parametrize("path", PLACES[:13])
def test_pages_pass_over_wrong_parameters(client, content, path):
    query = "year=%00&kind=x&page=%ff&member=-1&priority=9e9"
    assert client.get(f"{path}?{query}").status_code == 200


@pytest.mark.parametrize("path", PATHS, ids=short)
def test_what_is_not_there_is_not_found(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", PLACES[:13])
@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_places_are_only_read(client, path, method):
    assert getattr(client, method)(path).status_code in (403, 405)


def sent(request) -> bytes:
    """What a server is given to send; Django's client would take a body away."""
    return b"".join(WSGIHandler().get_response(request))


@pytest.mark.parametrize("path", ["/", "/news/", "/no-such-page/", "/health/live"])
def test_a_head_has_no_body(rf, path):
    assert sent(rf.get(path)) != b""
    assert sent(rf.head(path)) == b""


def test_a_head_of_a_document_has_no_body(rf):
    document = CustomDocumentFactory()
    assert sent(rf.get(document.url)) != b""
    assert sent(rf.head(document.url)) == b""


@pytest.mark.parametrize("host", ["evil.example", "a b", "[::1", "localhost/x"])
def test_another_hosts_name_is_refused(client, host):
    assert client.get("/", headers={"host": host}).status_code == 400


@pytest.mark.parametrize(
    "language", ["\ud83c", "x" * 5_000, "fr;q=abc", ",,,;;;", "*", "../../fr"]
)
def test_no_accepted_language_is_a_fault(client, language):
    value = language.encode("utf-8", "replace").decode("latin-1")
    answer = client.get("/", headers={"accept-language": value})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "cookie", ["sessionid=x", "csrftoken=\x7f", "django_language=de"]
)
def test_no_cookie_is_a_fault(client, cookie):
    assert client.get("/", headers={"cookie": cookie}).status_code == 200


def test_an_address_without_its_last_slash_leads_on(client):
    post = NewsPageFactory()
    answer = client.get(post.url.rstrip("/"))
    assert (answer.status_code, answer.url) == (301, post.url)


# What the page says


@pytest.mark.parametrize(
    ("path", "heading"),
    [
        ("/no-such-page/", "There is no such page"),
        ("/fr/no-such-page/", "Cette page n’existe pas"),
    ],
)
def test_the_page_for_what_is_not_found_says_so(client, path, heading):
    assert soup(client.get(path)).h1.string == heading


def test_it_offers_a_search(client):
    form = soup(client.get("/no-such-page/")).main.find("form", role="search")
    assert form["action"] == reverse("search")


def test_it_leads_to_the_sections(client):
    links = soup(client.get("/no-such-page/")).main.select("a")
    assert "/news/" in [link["href"] for link in links]


def test_it_is_not_for_search_engines(client):
    robots = soup(client.get("/no-such-page/")).select_one('meta[name="robots"]')
    assert robots["content"] == "noindex"


def test_it_does_not_repeat_the_address(client):
    assert "mistyped-words" not in words(client.get("/mistyped-words/"))


def test_the_page_for_faults_needs_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        page = render_to_string("500.html")
    assert page.count("<h1>") == 1


def test_a_page_that_moved_leads_to_its_new_address(
    client, django_capture_on_commit_callbacks
):
    page = StandardPageFactory(slug="old", title="Moved")
    page.slug = "new"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    answer = client.get("/old/")
    assert (answer.status_code, answer.url) == (301, "/new/")


@pytest.mark.parametrize("path", ["/documents/{}/other.pdf", "/documents/{}/"])
def test_a_document_has_one_address(client, path):
    document = CustomDocumentFactory()
    assert client.get(path.format(document.pk)).status_code == 404


def test_a_long_list_is_a_page(client):
    many_news(1_000)
    assert client.get("/news/?page=50").status_code == 200


def test_names_of_any_script_are_a_page(client):
    member = MemberPageFactory(title="ʻUvea 🌴 مرحبا \u202e", slug="uvea")
    assert client.get(member.url).status_code == 200
