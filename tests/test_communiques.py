"""Communiqués: days, sessions, who was there, and the editions beside them."""

from datetime import date

import pytest
from django.urls import reverse

from tests.answers import soup, words
from tests.factories import (
    CommuniquePageFactory,
    MemberPageFactory,
    PartnerFactory,
    story,
    translate,
)
from tests.forms import FORM_DATA, PUBLISH

pytestmark = pytest.mark.django_db

DAYS = [
    (
        "day",
        {
            "title": "Day One",
            "date": date(2024, 7, 29),
            "text": "<p>The Chair opened.</p>",
            "sessions": [
                {"number": 1, "title": "Undervaluation", "text": "<p>Agreed.</p>"},
                {"number": None, "title": "Any other", "text": "<p>Nothing.</p>"},
            ],
        },
    ),
    (
        "day",
        {
            "title": "Day Two",
            "sessions": [{"number": 2, "title": "Origin", "text": "<p>Noted.</p>"}],
        },
    ),
]


@pytest.fixture
def communique(fiji, samoa):
    return CommuniquePageFactory(
        edition=26,
        title="26th Conference",
        theme="One border",
        venue="Rarotonga",
        members=[fiji, samoa],
        opening=story("Opening words."),
        days=DAYS,
        conclusion=story("Closing words."),
        issued_by="The Secretariat",
        issued_on=date(2024, 8, 1),
        issued_precision="month",
    )


@pytest.fixture
def page(client, communique):
    return soup(client.get(communique.url))


def test_it_says_when_and_where(page):
    assert "29–31 July 2024 · Rarotonga" in " ".join(page.main.get_text().split())


def test_every_day_has_its_heading(page):
    headings = [day.h2.contents[0].strip() for day in page.select(".day")]
    assert headings == ["Day One", "Day Two"]


def test_every_session_has_an_anchor_of_its_own(page):
    anchors = [session["id"] for session in page.select(".session")]
    assert anchors == ["session-1", "session-any-other", "session-2"]


def test_every_session_has_a_link_to_copy(page):
    links = [link["href"] for link in page.select(".session h3 a[data-copy]")]
    assert links == ["#session-1", "#session-any-other", "#session-2"]


def test_the_contents_lead_to_all_that_is_there(page):
    targets = [link["href"][1:] for link in page.select("nav.contents a")]
    assert all(page.find(id=target) for target in targets)


def test_the_contents_name_days_and_sessions(page):
    names = [link.string for link in page.select("nav.contents a")]
    assert names == [
        "Members present",
        "Day One",
        "1. Undervaluation",
        "Any other",
        "Day Two",
        "2. Origin",
        "Conclusion",
    ]


def test_it_counts_and_names_the_members_present(page):
    section = page.find(id="members-present")
    names = [item.string for item in section.select("ul a")]
    assert (section.h2.string, names) == ("2 members present", ["Fiji", "Samoa"])


def test_it_says_who_issued_it_and_when(page):
    text = " ".join(page.main.get_text().split())
    assert "Issued by The Secretariat, August 2024" in text


def test_members_stand_in_the_order_of_their_names_in_the_readers_language(client):
    names = {"Cook Islands": "Îles Cook", "Fiji": "Fidji", "Tonga": "Tonga"}
    members = [MemberPageFactory(title=name) for name in names]
    for member in members:
        translate(member, title=names[member.title])
    french = translate(CommuniquePageFactory(members=members))
    shown = soup(client.get(french.url)).select("#members-present li")
    assert [name.get_text() for name in shown] == ["Fidji", "Îles Cook", "Tonga"]


def test_it_names_the_partners_present(client):
    wco = PartnerFactory(code="WCO", name="World Customs Organization")
    bare = CommuniquePageFactory(partners_present=[wco])
    assert "World Customs Organization (WCO)" in words(client.get(bare.url))


def test_a_communique_of_which_little_is_known_is_a_page(client):
    bare = CommuniquePageFactory(start_date=None, end_date=None)
    assert client.get(bare.url).status_code == 200


# The editions beside it


def neighbours(client, communique):
    links = soup(client.get(communique.url)).select("nav.neighbours a")
    return {link["rel"][0]: link["href"] for link in links}


def test_it_leads_to_the_editions_before_and_after(client):
    before, here, after = (
        CommuniquePageFactory(edition=edition) for edition in (24, 26, 27)
    )
    CommuniquePageFactory(edition=3)
    assert neighbours(client, here) == {"prev": before.url, "next": after.url}


def test_it_does_not_lead_to_a_draft(client):
    CommuniquePageFactory(edition=27, live=False)
    assert neighbours(client, CommuniquePageFactory(edition=26)) == {}


def test_the_french_edition_leads_to_french_ones(client):
    here = translate(CommuniquePageFactory(edition=26))
    after = translate(CommuniquePageFactory(edition=27))
    assert neighbours(client, here) == {"next": after.url}


# Cross-links


def test_a_member_present_lists_it_back(client, communique, fiji):
    assert "26th Conference" in words(client.get(fiji.url))


def test_the_index_lists_the_newest_first(client, communique):
    CommuniquePageFactory(edition=27, title="27th Conference")
    cards = soup(client.get("/communiques/")).select(".card h2")
    assert [card.string for card in cards] == ["27th Conference", "26th Conference"]


# The editor's form


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"edition": "26"}, "edition"),
        ({"edition": ""}, "edition"),
        ({"start_date": ""}, "start_date"),
        ({"end_date": "2024-07-28"}, "end_date"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(editor_client, fields, field):
    CommuniquePageFactory(edition=26)
    other = CommuniquePageFactory()
    data = FORM_DATA["CommuniquePage"]() | PUBLISH | {"edition": "27"} | fields
    address = reverse("wagtailadmin_pages:edit", args=[other.pk])
    errors = editor_client.post(address, data).context["form"].errors
    assert list(errors) == [field]


def test_a_translation_has_the_edition_of_its_original(editor_client):
    french = translate(CommuniquePageFactory(edition=26))
    data = FORM_DATA["CommuniquePage"]() | PUBLISH | {"title": "Neuf"}
    editor_client.post(reverse("wagtailadmin_pages:edit", args=[french.pk]), data)
    french.refresh_from_db()
    assert french.title == "Neuf"
