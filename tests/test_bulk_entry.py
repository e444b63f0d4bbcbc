"""Adding many events at once, as an editor does it."""

from datetime import date

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import IntegrityError
from django.db.models.signals import pre_save
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission
from wagtail.test.utils.form_data import querydict_from_html
from wagtail.users.models import UserProfile

from events.models import EventPage
from tests.answers import soup, words
from tests.factories import (
    EventPageFactory,
    EventSeriesFactory,
    MemberPageFactory,
    UserFactory,
)
from tests.forms import FORM_DATA, PUBLISH
from tests.seed_lines import SEED_LINES, SEED_MEMBERS, SEED_SERIES, SEED_TEXT

pytestmark = pytest.mark.django_db

ADDRESS = "/admin/events/add-many/"
TWO_LINES = "25 – 26 Jul Retreat\nTBC Action plan workshop"


@pytest.fixture
def read(editor_client):
    """Sends lines to be read, and gives the answer."""

    def send(text, year="2024"):
        return editor_client.post(ADDRESS, {"text": text, "year": year, "read": ""})

    return send


@pytest.fixture
def press(editor_client):
    """Presses a button below the rows of an answer, some fields being changed."""

    def send(answer, button, **changes):
        form = soup(answer).select_one("form:has([name=create])")
        data = querydict_from_html(str(form)).dict()
        data |= {box["name"]: "on" for box in form.select("[checked]")}
        data |= {name.replace("_", "-", 2): value for name, value in changes.items()}
        sent = {name: value for name, value in data.items() if value is not None}
        return editor_client.post(ADDRESS, sent | {button: ""})

    return send


def drafts():
    return EventPage.objects.filter(live=False).order_by("pk")


def lines(answer):
    """The lines that are shown, as they were typed."""
    return [
        legend.get_text(" ", strip=True) for legend in soup(answer).select("legend")
    ]


def said(answer, number=1):
    """All that is said beside a line."""
    row = soup(answer).select("fieldset.event-line")[number - 1]
    found = row.select(".help-block, .error-message, .messages li")
    return " ".join(" ".join(part.get_text(" ").split()) for part in found)


def value(answer, name):
    return soup(answer).select_one(f"[name={name}]").get("value", "")


# Reading


def test_the_form_offers_the_present_year(editor_client):
    answer = editor_client.get(ADDRESS)
    assert value(answer, "year") == str(timezone.localdate().year)
    assert not lines(answer)


def test_each_line_is_shown_as_it_was_typed_and_understood(read):
    answer = read(TWO_LINES)
    assert [line.partition(". ")[2] for line in lines(answer)] == TWO_LINES.split("\n")
    assert value(answer, "form-0-title") == "Retreat"
    assert value(answer, "form-0-start_date") == "2024-07-25"
    assert value(answer, "form-0-end_date") == "2024-07-26"
    chosen = soup(answer).select_one("[name=form-1-precision] [selected]")
    assert chosen["value"] == "year"


def test_nothing_is_created_by_reading(read):
    read(SEED_TEXT)
    assert not drafts()


def test_nothing_is_created_by_checking(read, press):
    press(read(TWO_LINES), "check")
    assert not drafts()


def test_the_return_key_checks_and_does_not_create(read):
    form = soup(read(TWO_LINES)).select_one("form:has([name=create])")
    assert form.select_one("button")["name"] == "check"


def test_members_are_found_by_their_other_names(read):
    MemberPageFactory(title="Marshall Islands", iso_code="MH", also_known_as="RMI, MHL")
    MemberPageFactory(title="Palau", iso_code="PW")
    answer = read("TBC Studies in RMI & PW")
    assert value(answer, "form-0-members") == "Marshall Islands, Palau"


def test_a_word_that_is_no_member_is_said(read, fiji):
    assert "No member is called “Fidi”" in said(read("1 Jul Studies in Fiji & Fidi"))


def test_what_is_not_understood_is_said_and_stays_to_be_corrected(read):
    answer = read("Somewhen a meeting\n31 Feb Workshop")
    assert "No date" in said(answer, 1)
    assert "no such day" in said(answer, 2)
    assert value(answer, "form-0-title") == "Somewhen a meeting"


def test_a_line_without_any_year_is_said(read):
    assert "No year" in said(read("1 Jul Workshop", year=""))


def test_a_year_that_is_over_is_pointed_out_once(read):
    assert words(read(TWO_LINES, year="2001")).count("2001, which is over") == 1


def test_a_year_that_no_line_takes_is_not_pointed_out(read):
    assert "is over" not in words(read("1 Jul 2002 Workshop", year="2001"))


def test_an_event_that_exists_is_pointed_out_and_not_ticked(read):
    event = EventPageFactory(title="RETREAT", start_date=date(2024, 7, 26), live=False)
    answer = read(TWO_LINES)
    link = soup(answer).select_one("fieldset .help-block a")
    assert link["href"] == reverse("wagtailadmin_pages:edit", args=[event.pk])
    ticked = [
        bool(box.has_attr("checked")) for box in soup(answer).select("legend input")
    ]
    assert ticked == [False, True]


def test_a_line_that_stands_twice_is_pointed_out(read):
    answer = read("25 Jul Retreat\n26 Jul Other\n20 – 25 Jul Retreat")
    assert said(answer, 1) == "Line 3 may be the same event."
    assert said(answer, 3) == "Line 1 may be the same event."
    assert said(answer, 2) == ""


@pytest.mark.parametrize("text", ["", "  \n \t", "\x00"])
def test_something_must_be_pasted(read, text):
    answer = read(text)
    assert soup(answer).select(".error-message")
    assert not lines(answer)


@pytest.mark.parametrize("year", ["x", "0", "99999", "2024\x00", "-1"])
def test_a_year_that_is_none_is_an_error(read, year):
    answer = read(TWO_LINES, year)
    assert soup(answer).select(".error-message")
    assert "Retreat" in soup(answer).select_one("textarea").text


def test_five_hundred_lines_are_read(read):
    text = "\n".join(f"1 Jul Workshop {number}" for number in range(500))
    assert len(lines(read(text))) == 500


def test_more_are_too_many(read):
    text = "\n".join(f"1 Jul Workshop {number}" for number in range(501))
    answer = read(text)
    assert "These are 501 lines; up to 500 can be read at once." in words(answer)
    assert "Workshop 500" in soup(answer).select_one("textarea").text


def test_invisible_characters_are_left_out(read):
    assert value(read("1 Jul Work\x00shop\x0b"), "form-0-title") == "Workshop"


def test_what_is_pasted_is_not_taken_for_markup(read):
    answer = read("1 Jul <script>alert(1)</script>")
    assert "<script>alert" not in answer.text


# Creating


def test_drafts_are_created_and_linked(read, press):
    answer = press(read(TWO_LINES), "create")
    links = [link["href"] for link in soup(answer).select(".event-drafts a")]
    assert links == [
        reverse("wagtailadmin_pages:edit", args=[draft.pk]) for draft in drafts()
    ]
    assert len(links) == 2
    assert not lines(answer)


def test_a_draft_is_what_the_line_says(read, press, editor, fiji, sections):
    series = EventSeriesFactory(name="CERT IV")
    answer = read("01 – 12 Jul (TBC) CERT IV online, Fiji")
    press(answer, "create", form_0_place="Suva")
    (draft,) = drafts()
    latest = draft.get_latest_revision_as_object()
    for event in (draft, latest):
        assert (event.title, event.slug) == (
            "CERT IV online, Fiji",
            "2024-cert-iv-online-fiji",
        )
        assert (event.start_date, event.end_date, event.precision) == (
            date(2024, 7, 1),
            date(2024, 7, 12),
            "day",
        )
        assert (event.kind, event.format, event.status) == (
            "training",
            "online",
            "provisional",
        )
        assert (event.place, event.series) == ("Suva", series)
        assert list(event.members.all()) == [fiji]
        assert event.summary == ""
    assert (draft.owner, draft.get_parent().specific) == (editor, sections["events"])
    assert draft.has_unpublished_changes


def test_nobody_sees_the_drafts(read, press, client):
    press(read(TWO_LINES), "create")
    assert client.get("/events/2024-retreat/").status_code == 404


def test_a_draft_is_opened_and_published_once_it_has_its_summary(
    read, press, editor_client, client
):
    press(read("25 – 26 Jul Retreat"), "create")
    address = reverse("wagtailadmin_pages:edit", args=[drafts().get().pk])
    assert editor_client.get(address).status_code == 200
    data = (
        FORM_DATA["EventPage"]()
        | {"title": "Retreat", "slug": "2024-retreat"}
        | PUBLISH
    )
    editor_client.post(address, data | {"summary": ""})
    assert client.get("/events/2024-retreat/").status_code == 404
    editor_client.post(address, data)
    assert client.get("/events/2024-retreat/").status_code == 200


def test_what_the_editor_corrects_is_what_is_created(read, press):
    answer = read("Somewhen a meeting\n31 Feb Workshop")
    press(
        answer,
        "create",
        form_0_title="A meeting",
        form_0_start_date="2024-05-01",
        form_1_precision="month",
        form_1_start_date="2024-02-28",
    )
    assert [(event.title, event.start_date) for event in drafts()] == [
        ("A meeting", date(2024, 5, 1)),
        ("Workshop", date(2024, 2, 1)),
    ]


def test_a_wrong_line_stays_and_the_others_are_created(read, press):
    answer = press(read("25 Jul Retreat\nSomewhen a meeting\n1 Aug Workshop"), "create")
    assert [event.title for event in drafts()] == ["Retreat", "Workshop"]
    (left,) = lines(answer)
    assert left.endswith("2. Somewhen a meeting")
    assert value(answer, "form-1-title") == "Somewhen a meeting"
    assert said(answer) == "This field is required."


def test_the_line_that_stayed_is_created_once_it_is_right(read, press):
    answer = press(read("25 Jul Retreat\nSomewhen a meeting"), "create")
    press(answer, "create", form_1_start_date="2024-05-01")
    assert [event.title for event in drafts()] == ["Retreat", "Somewhen a meeting"]


def test_a_line_that_is_not_ticked_stays_and_is_not_created(read, press):
    answer = press(read(TWO_LINES), "create", form_0_include=None)
    assert [event.title for event in drafts()] == ["Action plan workshop"]
    assert len(lines(answer)) == 1


def test_a_line_that_is_not_ticked_need_not_be_right(read, press):
    answer = press(read("Somewhen a meeting"), "create", form_0_include=None)
    assert said(answer) == ""
    assert "No line is ticked." in words(answer)


@pytest.mark.parametrize(
    ("field", "typed", "error"),
    [
        ("title", "", "required"),
        ("title", "x" * 256, "255"),
        ("title", "a\x00b", "Null characters"),
        ("precision", "time", "valid choice"),
        ("precision", "", "required"),
        ("start_date", "soon", "valid date"),
        ("start_date", "9999-12-31", "2100"),
        ("end_date", "2024-07-01", "before the first day"),
        ("end_date", "2024-02-30", "valid date"),
        ("status", "x", "valid choice"),
        ("kind", "x", "valid choice"),
        ("series", "0", "valid choice"),
        ("series", "9" * 30, "valid choice"),
        ("format", "x", "valid choice"),
        ("members", "Fiji, Atlantis", "No member is called “Atlantis”"),
        ("place", "x" * 121, "120"),
    ],
)
def test_what_is_wrong_in_a_row_is_said_and_what_was_typed_stays(
    read, press, fiji, field, typed, error
):
    answer = press(read(TWO_LINES), "create", **{f"form_0_{field}": typed})
    assert [event.title for event in drafts()] == ["Action plan workshop"]
    assert error in said(answer)
    if soup(answer).select_one(f"[name=form-0-{field}]").name == "input":
        assert value(answer, f"form-0-{field}").replace("\ufffd", "\x00") == typed


def test_members_may_be_typed_by_any_name(read, press, fiji, samoa):
    press(read("1 Jul Workshop"), "create", form_0_members="fj; SAMOA and Fiji")
    assert set(drafts().get().members.all()) == {fiji, samoa}


def test_a_draft_that_cannot_be_saved_takes_no_other_with_it(read, press):
    def refuse(instance, **kwargs):
        if instance.title == "Refused":
            raise IntegrityError

    pre_save.connect(refuse, sender=EventPage)
    try:
        answer = press(read("1 Jul One\n2 Jul Refused\n3 Jul Three"), "create")
    finally:
        pre_save.disconnect(refuse, sender=EventPage)
    assert [event.title for event in drafts()] == ["One", "Three"]
    assert said(answer).startswith("This draft could not be created. Send")
    assert lines(answer)[0].endswith("2 Jul Refused")


def test_the_tree_of_pages_is_sound_after_a_failure(read, press, sections):
    test_a_draft_that_cannot_be_saved_takes_no_other_with_it(read, press)
    index = sections["events"]
    index.refresh_from_db()
    assert index.numchild == index.get_children().count() == 2


def test_sending_the_form_twice_creates_nothing_twice(read, press):
    answer = read(TWO_LINES)
    press(answer, "create")
    again = press(answer, "create")
    assert drafts().count() == 2
    assert "There may be such an event already" in said(again)


def test_a_duplicate_that_the_editor_has_seen_may_be_created(read, press):
    EventPageFactory(title="Retreat", start_date=date(2024, 7, 25))
    press(read(TWO_LINES), "create", form_0_include="on")
    assert [event.slug for event in drafts()] == [
        "2024-retreat",
        "2024-action-plan-workshop",
    ]


def test_a_correction_that_makes_a_duplicate_waits_until_it_is_seen(read, press):
    EventPageFactory(title="Retreat", start_date=date(2024, 7, 25))
    answer = press(read("25 Jul Retraet"), "create", form_0_title="Retreat")
    assert "There may be such an event already" in said(answer)
    assert not drafts()
    press(answer, "create")
    assert drafts().count() == 1


def test_addresses_are_free_and_none_of_those_that_the_list_uses(read, press):
    press(
        read(
            "1 Jul Calendar\n2 Jul Calendar\n3 Jul 会议\n4 Jul 2024 Games\nTBC Series"
        ),
        "create",
    )
    assert [event.slug for event in drafts()] == [
        "2024-calendar",
        "2024-calendar-1",
        "2024-event",
        "2024-games",
        "2024-series",
    ]


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"create": ""},
        {"create": "", "form-TOTAL_FORMS": "x", "form-INITIAL_FORMS": "0"},
        {"create": "", "form-TOTAL_FORMS": "999999", "form-INITIAL_FORMS": "0"},
        {"create": "", "form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1"},
        {
            "create": "",
            "form-TOTAL_FORMS": "1",
            "form-INITIAL_FORMS": "0",
            "form-0-include": "on",
            "form-0-seen": "\x00,x",
            "form-0-number": "x",
            "form-0-source": "\x00",
        },
        {"read": ""},
    ],
)
def test_no_request_breaks_it(editor_client, data):
    assert editor_client.post(ADDRESS, data).status_code == 200
    assert not drafts()


def test_the_calendar_of_2024_becomes_21_drafts(read, press):
    for name, code, official_name, known_as in SEED_MEMBERS:
        MemberPageFactory(
            title=name,
            iso_code=code,
            official_name=official_name,
            also_known_as=known_as,
        )
    for name in SEED_SERIES:
        EventSeriesFactory(name=name)
    answer = press(read(SEED_TEXT), "create")
    assert "21 drafts were created." in soup(answer).get_text()
    for draft, expected in zip(drafts(), SEED_LINES.values(), strict=True):
        expected = {"members": [], "series": None} | expected
        assert sorted(m.title for m in draft.members.all()) == expected.pop("members")
        assert (draft.series and draft.series.name) == expected.pop("series")
        assert {name: getattr(draft, name) for name in expected} == expected


# Who may, and where it is found


@pytest.fixture
def reader_client(client):
    """Somebody who may look at the admin, and change nothing."""
    user, group = UserFactory(), Group.objects.create(name="Readers")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    user.groups.add(group)
    client.force_login(user)
    return client


def test_those_without_the_right_are_refused(reader_client):
    assert reader_client.get(ADDRESS).url == reverse("wagtailadmin_home")
    data = {"text": TWO_LINES, "year": "2024", "read": ""}
    assert reader_client.post(ADDRESS, data).url == reverse("wagtailadmin_home")


def test_those_who_may_change_the_news_only_are_refused(reader_client, sections):
    GroupPagePermission.objects.create(
        group=Group.objects.get(name="Readers"),
        page=sections["news"],
        permission=Permission.objects.get(
            codename="add_page", content_type__app_label="wagtailcore"
        ),
    )
    assert reader_client.get(ADDRESS).url == reverse("wagtailadmin_home")
    assert ADDRESS not in reader_client.get(reverse("wagtailadmin_home")).text


def test_a_stranger_is_asked_to_sign_in(client):
    assert client.get(ADDRESS).url.startswith(reverse("account_login"))


def test_it_is_in_the_menu_and_on_top_of_the_list(editor_client, sections):
    assert ADDRESS in editor_client.get(reverse("wagtailadmin_home")).text
    listed = reverse("wagtailadmin_explore", args=[sections["events"].pk])
    assert soup(editor_client.get(listed)).select(f'header a[href="{ADDRESS}"]')


def test_it_is_in_french_for_those_who_read_french(editor, read):
    UserProfile.objects.create(user=editor, preferred_language="fr")
    answer = read("Somewhen a meeting", year="2001")
    assert "Créer les brouillons" in answer.text
    assert "Aucune date" in said(answer)
