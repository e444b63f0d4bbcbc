"""Members: their profiles, their map, and their number."""

from datetime import date, datetime
from itertools import combinations
from xml.etree import ElementTree

import pytest
from django.urls import reverse
from wagtail.models import PageViewRestriction

from members.drawing import TARGET, project, spread
from tests.answers import soup, titles, words
from tests.factories import (
    CommuniquePageFactory,
    EventPageFactory,
    MemberPageFactory,
    NewsPageFactory,
    ResourcePageFactory,
    translate,
)
from tests.forms import FORM_DATA, PUBLISH

pytestmark = pytest.mark.django_db

SVG = "{http://www.w3.org/2000/svg}"


# The editor's form


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"iso_code": "FJ"}, "iso_code"),
        ({"iso_code": "fj"}, "iso_code"),
        ({"iso_code": "FJI"}, "iso_code"),
        ({"latitude": "95"}, "latitude"),
        ({"latitude": "-90.1"}, "latitude"),
        ({"longitude": "181"}, "longitude"),
        ({"longitude": "east"}, "longitude"),
        ({"time_zone": "Pacific/Atlantis"}, "time_zone"),
        ({"currency": "dollar"}, "currency"),
        ({"joined_on": "2011-05-01", "left_on": "1999-01-01"}, "left_on"),
        ({"website": "not an address"}, "website"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(editor_client, fiji, fields, field):
    address = reverse("wagtailadmin_pages:edit", args=[MemberPageFactory().pk])
    answer = editor_client.post(address, FORM_DATA["MemberPage"]() | fields | PUBLISH)
    assert list(answer.context["form"].errors) == [field]


def test_a_code_that_is_taken_names_who_has_it(editor_client, fiji):
    address = reverse("wagtailadmin_pages:edit", args=[MemberPageFactory().pk])
    data = FORM_DATA["MemberPage"]() | {"iso_code": "FJ"}
    errors = editor_client.post(address, data).context["form"].errors
    assert "FJ is already the code of Fiji." in errors["iso_code"]


def test_a_translation_has_the_code_of_its_original(fiji):
    assert translate(fiji, title="Fidji").iso_code == "FJ"


# The list and the map


def test_members_are_counted(client, fiji, samoa):
    assert "2 members" in words(client.get("/members/"))


def test_the_home_page_counts_them_too(client, fiji, samoa):
    assert soup(client.get("/")).h1.get_text(strip=True).startswith("2 customs")


def test_one_member_is_not_many(client, fiji):
    assert soup(client.get("/")).h1.get_text(strip=True).startswith("1 customs adm")


@pytest.mark.parametrize("path", ["/members/", "/", "/fr/members/", "/fr/"])
def test_former_members_are_left_out(client, fiji, path):
    MemberPageFactory(title="Norfolk Island", left_on=date(2016, 7, 1))
    assert "Norfolk Island" not in words(client.get(path))


def test_a_former_member_keeps_its_page(client):
    member = MemberPageFactory(title="Norfolk Island", left_on=date(2016, 7, 1))
    assert "Member until 2016" in words(client.get(member.url))


@pytest.mark.parametrize("path", ["/members/", "/"])
def test_the_map_is_made_from_a_list_with_longitudes_from_0_to_360(
    client, fiji, samoa, path
):
    items = soup(client.get(path)).select(".member-list li")
    assert {item.a.string: item["data-lon"] for item in items} == {
        "Fiji": "178.4415",
        "Samoa": "188.2333",
    }


def test_coordinates_have_points_on_french_pages_too(client, fiji):
    item = soup(client.get("/fr/members/")).select_one(".member-list li")
    assert (item["data-lat"], item["data-lon"]) == ("-18.1416", "178.4415")


def test_members_stand_by_sub_region(client, fiji, samoa):
    regions = soup(client.get("/members/")).select('[id^="region-"]')
    assert [region.string for region in regions] == ["Melanesia", "Polynesia"]


def test_french_readers_are_shown_french_names(client, fiji):
    translate(fiji, title="Fidji")
    items = soup(client.get("/fr/members/")).select(".member-list li")
    assert [item.a.string for item in items] == ["Fidji"]


def test_members_that_are_drafts_are_not_counted(client, fiji, samoa):
    samoa.unpublish()
    assert "1 member" in words(client.get("/members/"))


# The map that the server draws


def drawn(client, path="/members/"):
    """The pins of the drawn map: each member's link, and its place in per cent."""
    return {
        pin.a["aria-label"]: (
            pin.a["href"],
            float(pin["x"].rstrip("%")),
            float(pin["y"].rstrip("%")),
        )
        for pin in soup(client.get(path)).select(".map-drawn .mark")
    }


@pytest.mark.parametrize("path", ["/members/", "/"])
def test_the_drawn_map_has_the_members_of_the_list(client, fiji, samoa, path):
    listed = soup(client.get(path)).select(".member-list a")
    assert {name: pin[0] for name, pin in drawn(client, path).items()} == {
        link.string: link["href"] for link in listed
    }


def test_samoa_lies_north_east_of_fiji_on_the_drawn_map(client, fiji, samoa):
    pins = drawn(client)
    assert pins["Samoa"][1] > pins["Fiji"][1]
    assert pins["Samoa"][2] < pins["Fiji"][2]


def test_the_french_map_has_french_names_and_points_in_its_numbers(client, fiji):
    translate(fiji, title="Fidji")
    assert drawn(client, "/fr/members/") == {"Fidji": ("/fr/members/fiji/", 60.4, 55.3)}


def test_a_name_in_another_language_is_marked_on_the_map(client, fiji):
    pin = soup(client.get("/fr/members/")).select_one(".map-drawn .mark a")
    assert pin["lang"] == "en"


def test_a_draft_and_a_former_member_are_not_on_the_drawn_map(client, fiji, samoa):
    samoa.unpublish()
    MemberPageFactory(title="Norfolk Island", left_on=date(2016, 7, 1))
    assert list(drawn(client)) == ["Fiji"]


def test_a_restricted_member_is_not_on_the_drawn_map(client, fiji, samoa):
    PageViewRestriction.objects.create(page=samoa, restriction_type="login")
    assert list(drawn(client)) == ["Fiji"]


@pytest.mark.parametrize(
    ("latitude", "longitude"), [(0, 0), (90, 10), (-90, -10), (0, 180), (0, -180)]
)
def test_a_place_out_of_view_stands_at_the_edge(latitude, longitude):
    x, y = project(latitude, longitude)
    assert 0 < x < 100
    assert 0 < y < 100


def test_both_names_of_the_date_line_are_one_place():
    assert project(-10, 180) == project(-10, -180)


def test_points_that_are_free_stay_where_they_are():
    assert spread(((0, 0), (100, 0))) == [(0, 0), (0, 0)]


@pytest.mark.parametrize("count", [2, 3, 9])
def test_points_on_one_place_are_spread_until_each_can_be_tapped(count):
    places = spread(((50, 50),) * count)
    assert all(
        max(abs(x1 - x2), abs(y1 - y2)) >= TARGET
        for (x1, y1), (x2, y2) in combinations(places, 2)
    )


# A profile


def test_a_profile_tells_the_local_time(client, samoa):
    clock = soup(client.get(samoa.url)).select_one(".clock time")
    moment = datetime.fromisoformat(clock["datetime"])
    assert moment.utcoffset().total_seconds() == 13 * 3600


def test_a_profile_lists_back_what_it_is_tagged_with(client, fiji):
    made = [
        NewsPageFactory(members=[fiji]),
        EventPageFactory(members=[fiji]),
        CommuniquePageFactory(members=[fiji]),
        ResourcePageFactory(members=[fiji]),
    ]
    listed = soup(client.get(fiji.url)).select(".listed-back article")
    assert {card.h3.string for card in listed} == {page.title for page in made}


def test_a_profile_lists_the_communiques_of_conferences_it_hosted(client, fiji):
    communique = CommuniquePageFactory(title="In Suva", host=fiji)
    assert communique.title in words(client.get(fiji.url))


def test_a_profile_leads_to_the_whole_list(client, fiji):
    NewsPageFactory(members=[fiji])
    links = [a["href"] for a in soup(client.get(fiji.url)).select(".listed-back a")]
    assert "/news/?member=fiji" in links


def test_the_french_profile_leads_to_a_list_of_the_same_tag(client, fiji):
    NewsPageFactory(title="On Fiji", members=[fiji])
    NewsPageFactory(title="On others")
    french = translate(fiji, title="Fidji", slug="fidji")
    links = [a["href"] for a in soup(client.get(french.url)).select(".listed-back a")]
    whole = next(link for link in links if link.startswith("/fr/news/?"))
    assert titles(client.get(whole)) == ["On Fiji"]


@pytest.mark.parametrize(
    ("fields", "fact"),
    [
        ({"wco_member": True, "wco_member_since": 1997}, "Member since 1997"),
        ({"wco_member": False}, "Not a member"),
        ({"revised_kyoto": True}, "Party"),
        ({"joined_on": date(1998, 1, 1)}, "Member since 1998"),
        (
            {"joined_on": date(2011, 5, 1), "joined_precision": "month"},
            "Member since May 2011",
        ),
        ({"languages": "en, fj, xx"}, "English, Fijian, xx"),
        ({"confirmed_on": date(2024, 7, 30)}, "on 30 July 2024"),
        ({"head_since": 2021, "head_name": "A. Head"}, "A. Head (since 2021)"),
        ({}, "Not yet confirmed"),
    ],
)
def test_a_profile_states_what_is_known(client, fields, fact):
    assert fact in words(client.get(MemberPageFactory(**fields).url))


def test_a_profile_says_nothing_of_what_is_not_known(client, fiji):
    assert "Revised Kyoto Convention" not in words(client.get(fiji.url))


# Drawings


def test_the_locator_is_a_drawing(client, fiji):
    answer = client.get(reverse("locator", args=["FJ"]))
    assert ElementTree.fromstring(answer.content).tag == f"{SVG}svg"


@pytest.mark.parametrize("code", ["XX", "fj", "FJI", "F"])
def test_the_locator_of_nobody_is_not_found(client, fiji, code):
    assert client.get(f"/maps/{code}.svg").status_code == 404


def test_the_locator_of_a_draft_is_not_public(client, fiji):
    fiji.unpublish()
    assert client.get("/maps/FJ.svg").status_code == 404


def test_the_locator_of_a_restricted_profile_is_not_public(client, fiji):
    PageViewRestriction.objects.create(page=fiji, restriction_type="login")
    assert client.get("/maps/FJ.svg").status_code == 404


@pytest.mark.parametrize(
    ("latitude", "longitude"), [(0, 0), (89, 10), (-89, -10), (0, 180), (0, -180)]
)
def test_a_place_out_of_the_pacific_is_drawn_too(client, latitude, longitude):
    MemberPageFactory(iso_code="QQ", latitude=latitude, longitude=longitude)
    drawing = ElementTree.fromstring(client.get("/maps/QQ.svg").content)
    assert drawing.find(f"{SVG}circle") is not None


def test_the_chart_has_a_light_for_every_member(client, fiji, samoa):
    lights = soup(client.get("/")).select(".chart a[aria-label]")
    assert [light["aria-label"] for light in lights] == ["Fiji", "Samoa"]


def test_samoa_lies_east_of_fiji_on_the_chart(client, fiji, samoa):
    lights = soup(client.get("/")).select(".chart a circle.hit")
    fiji_x, samoa_x = (float(light["cx"]) for light in lights)
    assert fiji_x < samoa_x


def test_a_page_whose_member_has_no_flag_is_a_page(client):
    assert client.get(MemberPageFactory(iso_code="ZZ").url).status_code == 200


def test_the_members_stand_by_name_whatever_their_accents(client, sections):
    for title, code in (("Tonga", "TO"), ("États fédérés", "FM"), ("Fidji", "FJ")):
        MemberPageFactory(title=title, iso_code=code)
    names = [member.title for member in sections["members"].members]
    assert names == ["États fédérés", "Fidji", "Tonga"]
