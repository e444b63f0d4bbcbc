"""The demonstration site, as ``load_demo`` makes it."""

import re
from datetime import date
from urllib.parse import urldefrag, urljoin

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from core.models import CustomImage, Partner, User
from events.models import EventPage, EventSeries
from members.models import MemberPage
from news.models import CommuniquePage, NewsPage
from pages.models import HomePage
from priorities.models import PriorityPage
from resources.models import ResourcePage
from tests.answers import soup, titles, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]

# The list of 2024 on the organisation's present site, line by line.
LINES_OF_2024 = {
    "2024-cert-iv-electives-first-continued-block": "1–15 July 2024",
    "2024-cert-iv-electives": "1 July – 12 August 2024",
    "2024-cert-iii-electives": "8–29 July 2024",
    "2024-executive-leadership-retreat": "25–26 July 2024",
    "2024-26th-annual-conference": "29–31 July 2024",
    "2024-cert-iv-electives-second-continued-block": "1–12 August 2024",
    "2024-joint-heads-of-pacific-security": "16 August 2024",
    "2024-cert-iii-enforcement-electives": "5–26 August 2024",
    "2024-cert-iv-final-assessment": "19 August 2024",
    "2024-pacific-colloquium-intellectual-property": "26–30 August 2024",
    "2024-pacific-islands-chiefs-of-police": "3–4 September 2024",
    "2024-cert-iii-final-assessment": "2 September 2024",
    "2024-pitaa-annual-heads-meeting": "16–18 September 2024",
    "2024-customs-control-toxic-chemicals": "24–26 September 2024",
    "2024-business-process-re-engineering": "24–26 September 2024",
    "2024-revenue-evasion-master-class": "28–30 October 2024",
    "2024-gesi-action-plan-module-ii": "2024, date to be confirmed",
    "2024-oco-staff-retreat": "8–10 November 2024",
    "2024-abf-trade-enforcement-leadership-seminar": "2024, date to be confirmed",
    "2024-time-release-studies": "2024, date to be confirmed",
    "2024-gesi-community-of-practice-module-iii": "2024, date to be confirmed",
}


def english(model):
    return model.objects.filter(locale__language_code="en")


def french(model):
    return model.objects.filter(locale__language_code="fr").live()


def counts():
    models = (Page, CustomImage, Partner, EventSeries, Redirect, User)
    return {model: model.objects.count() for model in models}


# It does no harm


def test_loading_it_again_creates_nothing():
    before = counts()
    call_command("load_demo")
    assert counts() == before


def test_loading_it_again_keeps_what_editors_changed():
    post = english(NewsPage).first()
    post.title = "An editor's own title"
    post.save_revision().publish()
    call_command("load_demo")
    post.refresh_from_db()
    assert post.title == "An editor's own title"


def test_where_there_is_news_it_loads_nothing_if_asked_so():
    english(MemberPage).first().delete()
    call_command("load_demo", "--if-empty")
    assert english(MemberPage).count() == 23


def test_every_page_is_valid():
    for page in Page.objects.filter(depth__gt=1).specific():
        page.full_clean()


# What is in it


def test_no_published_page_looks_changed_to_editors():
    assert not Page.objects.filter(live=True, has_unpublished_changes=True).exists()


def test_there_are_twenty_four_members(client):
    assert "24 members" in words(client.get("/members/"))


def test_every_member_has_a_flag(client):
    for member in english(MemberPage):
        assert client.get(f"/static/{member.flag}").status_code == 200, member


@pytest.mark.parametrize("address", ["/contact/", "/fr/contact/"])
def test_every_address_in_the_text_of_contact_is_a_link(client, address):
    shown = soup(client.get(address))
    texts = shown.main.find_all(string=re.compile("@"))
    assert texts
    assert all(text.parent.get("href") == f"mailto:{text}" for text in texts)


def test_there_are_sixty_posts_and_more():
    assert english(NewsPage).live().count() >= 60


@pytest.mark.parametrize(("slug", "when"), LINES_OF_2024.items())
def test_the_events_of_2024_have_their_exact_dates(slug, when):
    assert english(EventPage).get(slug=slug).when == when


def test_all_lines_of_2024_are_in_its_archive(client):
    answer = client.get("/events/?year=2024")
    links = {a["href"] for a in soup(answer).select(".event a")}
    assert {f"/events/{slug}/" for slug in LINES_OF_2024} <= links


def test_events_to_come_are_made_anew_every_year(client):
    assert titles(client.get("/events/"))


@pytest.fixture
def communique():
    return english(CommuniquePage).get(edition=26)


def test_the_26th_communique_has_its_ten_sessions(communique):
    numbers = [session["number"] for session in communique.sessions]
    assert numbers == list(range(1, 11))


def test_the_26th_communique_names_twenty_members(client, communique):
    assert "20 members present" in words(client.get(communique.url))


def test_the_26th_conference_met_in_rarotonga(communique):
    days = (communique.start_date, communique.end_date, communique.host.iso_code)
    assert days == (date(2024, 7, 29), date(2024, 7, 31), "CK")


def test_a_profile_lists_the_26th_communique(client, communique):
    member = english(MemberPage).get(iso_code="TO")
    assert communique.url in client.get(member.url).text


def test_the_medical_supplies_are_sixty_six_lines(client):
    resource = next(
        page
        for page in english(ResourcePage)
        if any(block.block_type == "table" for block in page.body)
    )
    assert len(soup(client.get(resource.url)).select("tbody tr")) == 66


def test_six_priorities_are_current(client):
    assert len(soup(client.get("/")).select(".priorities-list li")) == 6


def test_what_was_done_under_priority_2_in_fiji_is_one_list(client):
    priority = english(PriorityPage).get(number=2, plan_start=2022)
    answer = client.get(f"/news/?priority={priority.slug}&member=fiji&year=2024")
    assert answer.context["filterset"].active.keys() == {"year", "priority", "member"}


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("FSM", "Federated States of Micronesia"),
        ("6307.90", "COVID"),
        ("630790", "COVID"),
        ("rarotonga", "26th"),
        ("CNMI", "Northern Mariana"),
    ],
)
def test_what_people_look_for_is_found(client, query, title):
    found = titles(client.get("/search/", {"q": query}))
    assert any(title in name for name in found), found


# In French


def test_the_home_page_is_in_french(client):
    home = HomePage.objects.get(slug="home-fr")
    assert home.theme and home.theme in words(client.get("/fr/"))


@pytest.mark.parametrize(
    ("model", "least"), [(PriorityPage, 6), (MemberPage, 24), (NewsPage, 8)]
)
def test_there_are_french_pages(model, least):
    assert french(model).count() >= least


def test_no_french_page_is_a_copy_of_the_english_one():
    for page in french(Page).filter(depth__gt=3).specific():
        assert page.summary != page.get_translations().get().specific.summary, page


# Links


def own_addresses(page, path):
    """The addresses of this site that a page names, without fragments."""
    for element in page.select("[href], [src], [srcset]"):
        sizes = filter(None, element.get("srcset", "").split(","))
        named = [element.get("href"), element.get("src"), *map(str.split, sizes)]
        for name in filter(None, named):
            name = name if isinstance(name, str) else name[0]
            address = urldefrag(urljoin(settings.SITE_URL + path, name)).url
            if address.startswith(settings.SITE_URL):
                yield address.removeprefix(settings.SITE_URL)


@pytest.fixture(scope="module")
def crawl(demo):
    """Each address that can be reached: its status, and the page if it is one.

    Of lists only the English ones are asked with their filters, and none is read on.
    """
    client = Client()
    found, waiting = {}, {page.url for page in Page.objects.filter(depth__gt=1)}
    while waiting:
        path = waiting.pop()
        answer = client.get(path)
        is_page = "text/html" in answer["Content-Type"] and "?" not in path
        found[path] = answer.status_code, soup(answer) if is_page else None
        if is_page:
            named = {a for a in own_addresses(found[path][1], path) if a not in found}
            waiting |= {a for a in named if not ("?" in a and a.startswith("/fr/"))}
    return found


def test_no_link_of_any_page_is_dead(crawl):
    assert [path for path, (status, _page) in crawl.items() if status >= 400] == []


def test_no_link_within_a_page_leads_nowhere(crawl):
    wrong = []
    for path, (_status, page) in crawl.items():
        if page:
            ids = {element["id"] for element in page.select("[id]")}
            targets = {link["href"][1:] for link in page.select('a[href^="#"]')}
            wrong += [f"{path}#{target}" for target in targets - ids]
    assert wrong == []


def test_no_translation_is_older_than_its_original(crawl):
    told = '.language-note a[hreflang="en"]'
    assert [
        path for path, (_, page) in crawl.items() if page and page.select(told)
    ] == []


def test_every_page_has_one_main_heading(crawl):
    pages = {path: page for path, (_status, page) in crawl.items() if page}
    assert [path for path, page in pages.items() if len(page.select("h1")) != 1] == []


def test_every_page_has_a_main_part_and_a_menu(crawl):
    pages = {path: page for path, (_status, page) in crawl.items() if page}
    landmarks = ["main#main", "nav.site-nav", "footer"]
    assert [
        path for path, page in pages.items() if not all(map(page.select_one, landmarks))
    ] == []


def test_headings_skip_no_level(crawl):
    wrong = []
    for path, (_status, page) in crawl.items():
        headings = page.main.select("h1, h2, h3, h4, h5, h6") if page else []
        levels = [int(heading.name[1]) for heading in headings]
        pairs = zip([0, *levels], levels, strict=False)
        wrong += [path for above, below in pairs if below > above + 1]
    assert wrong == []


def test_old_addresses_lead_to_pages(client, crawl):
    redirects = Redirect.objects.all()
    assert redirects
    for redirect in redirects:
        answer = client.get(redirect.old_path)
        assert answer.status_code == 301, redirect.old_path
        assert crawl[answer["Location"]][0] == 200, redirect.old_path


def test_every_picture_is_described_in_both_languages():
    images = CustomImage.objects.filter(description="") | CustomImage.objects.filter(
        description_fr=""
    )
    assert not images.exists()
