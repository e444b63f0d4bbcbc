"""Copying an event to a new date, as an editor does it."""

from datetime import date, datetime, time, timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.users.models import UserProfile

from events.calendars import uid
from events.models import EventPage, EventSegment
from tests.answers import soup
from tests.factories import (
    EventPageFactory,
    EventSeriesFactory,
    NewsPageFactory,
    PartnerFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def conference(fiji, samoa, leadership):
    """A conference of three days that is over, with all that was told of it."""
    event = EventPageFactory(
        title="26th OCO Annual Conference",
        slug="2024-26th-oco-annual-conference",
        kind="conference",
        start_date=date(2024, 7, 29),
        end_date=date(2024, 7, 31),
        status="cancelled",
        sequence=3,
        venue="National Auditorium",
        place="Suva",
        host=fiji,
        members=[fiji, samoa],
        priorities=[leadership],
        partners=[PartnerFactory()],
        series=EventSeriesFactory(),
        series_order=26,
        participants="20 members",
        paid_by="The OCO",
        outcome="<p>Agreed.</p>",
        segments=[
            EventSegment(title="Forum", start_date=date(2024, 7, 30)),
            EventSegment(title="Excursion"),
        ],
    )
    NewsPageFactory(title="What was agreed", event=event)
    return event


@pytest.fixture
def copy(editor_client, conference):
    """Sends the form of an event, and gives the answer."""

    def send(event=conference, **fields):
        data = {"title": event.title, "start_date": "2025-07-14"} | fields
        return editor_client.post(reverse("events_copy", args=[event.pk]), data)

    return send


def newest():
    return EventPage.objects.order_by("-pk").first()


def test_the_copy_is_a_draft_that_the_editor_opens(copy, editor_client):
    answer = copy()
    draft = newest()
    assert answer.url == reverse("wagtailadmin_pages:edit", args=[draft.pk])
    assert not draft.live
    assert editor_client.get(answer.url).status_code == 200


def test_its_last_day_moves_along(copy):
    copy()
    assert (newest().start_date, newest().end_date) == (
        date(2025, 7, 14),
        date(2025, 7, 16),
    )


def test_the_dates_of_its_parts_move_along(copy):
    copy()
    parts = newest().segments.all()
    assert [(part.title, part.start_date) for part in parts] == [
        ("Forum", date(2025, 7, 15)),
        ("Excursion", None),
    ]


def test_the_draft_that_the_editor_sees_is_the_copy(copy):
    copy(title="27th OCO Annual Conference")
    draft = newest().get_latest_revision_as_object()
    assert (draft.title, draft.start_date, draft.outcome) == (
        "27th OCO Annual Conference",
        date(2025, 7, 14),
        "",
    )
    assert draft.segments.first().start_date == date(2025, 7, 15)


@pytest.mark.parametrize(
    "name", ["kind", "venue", "place", "host", "series", "summary"]
)
def test_what_stays_true_is_copied(copy, conference, name):
    copy()
    assert getattr(newest(), name) == getattr(conference, name)


@pytest.mark.parametrize("name", ["members", "priorities", "partners"])
def test_the_tags_are_copied(copy, conference, name):
    copy()
    assert set(getattr(newest(), name).all()) == set(getattr(conference, name).all())


@pytest.mark.parametrize("name", ["participants", "paid_by", "outcome"])
def test_what_was_told_afterwards_is_not_copied(copy, name):
    copy()
    assert getattr(newest(), name) == ""


def test_the_copy_is_provisional_and_new_to_calendars(copy, conference):
    copy()
    draft = newest()
    assert (draft.status, draft.sequence) == ("provisional", 0)
    assert uid(draft) != uid(conference)


def test_the_news_of_the_original_are_not_those_of_the_copy(copy, conference):
    copy()
    assert conference.reports
    assert not newest().reports


def test_the_address_has_the_new_year(copy):
    copy(title="27th OCO Annual Conference")
    assert newest().slug == "2025-27th-oco-annual-conference"


def test_two_copies_have_two_addresses(copy):
    copy()
    copy()
    assert newest().slug == "2025-26th-oco-annual-conference-1"


def test_the_original_stays_as_it_is(copy, conference):
    copy()
    conference.refresh_from_db()
    assert (conference.live, conference.start_date, conference.outcome) == (
        True,
        date(2024, 7, 29),
        "<p>Agreed.</p>",
    )
    assert conference.segments.first().start_date == date(2024, 7, 30)


def test_the_place_in_the_series_is_the_next_one(editor_client, conference):
    answer = editor_client.get(reverse("events_copy", args=[conference.pk]))
    assert soup(answer).select_one("[name=series_order]")["value"] == "27"


def test_the_place_in_the_series_is_as_typed(copy):
    copy(series_order="30")
    assert newest().series_order == 30


def test_an_event_outside_any_series_is_not_asked_for_its_place(editor_client):
    answer = editor_client.get(reverse("events_copy", args=[EventPageFactory().pk]))
    assert not soup(answer).select("[name=series_order]")


def test_the_form_says_how_long_it_lasts(editor_client, conference):
    answer = editor_client.get(reverse("events_copy", args=[conference.pk]))
    assert "29–31 July 2024 (3 days)" in soup(answer).main.get_text()


def test_exact_times_stay_as_they_are(copy):
    event = EventPageFactory(
        precision="time",
        start_date=date(2024, 7, 29),
        start_time=time(9),
        time_zone="Pacific/Apia",
    )
    copy(event)
    draft = newest()
    assert (draft.start_time, draft.time_zone) == (time(9), "Pacific/Apia")
    assert draft.over_at > datetime(2025, 7, 14, tzinfo=draft.over_at.tzinfo)


@pytest.mark.parametrize(
    ("precision", "dates", "copied"),
    [
        ("month", (date(2024, 7, 1), None), (date(2025, 2, 1), None)),
        (
            "month",
            (date(2024, 7, 1), date(2024, 8, 31)),
            (date(2025, 2, 1), date(2025, 3, 31)),
        ),
        (
            "month",
            (date(2024, 11, 1), date(2025, 1, 31)),
            (date(2025, 2, 1), date(2025, 4, 30)),
        ),
        ("year", (date(2024, 1, 1), None), (date(2025, 1, 1), None)),
        (
            "year",
            (date(2024, 1, 1), date(2025, 1, 1)),
            (date(2025, 1, 1), date(2026, 12, 31)),
        ),
    ],
)
def test_what_is_not_known_to_the_day_lasts_as_many_months(
    copy, precision, dates, copied
):
    event = EventPageFactory(
        precision=precision, start_date=dates[0], end_date=dates[1]
    )
    copy(event, start_date="2025-02-14")
    assert (newest().start_date, newest().end_date) == copied


@pytest.mark.parametrize(
    "typed",
    ["", "tomorrow", "2025-02-30", "9999-12-31", "0001-01-01", "2025-07-14\x00"],
)
def test_a_date_that_cannot_be_read_is_said_beside_the_field(copy, typed):
    count = EventPage.objects.count()
    answer = copy(title="Kept as typed", start_date=typed)
    field = soup(answer).select_one("[name=start_date]")
    assert field.find_parent(class_="w-field").select_one(".error-message")
    assert soup(answer).select_one("[name=title]")["value"] == "Kept as typed"
    assert EventPage.objects.count() == count


@pytest.mark.parametrize(
    "fields",
    [
        {"title": ""},
        {"title": "x" * 256},
        {"series_order": "-1"},
        {"series_order": "9" * 9},
    ],
)
def test_what_cannot_be_kept_is_an_error(copy, fields):
    count = EventPage.objects.count()
    assert soup(copy(**fields)).select(".error-message")
    assert EventPage.objects.count() == count


def test_it_is_offered_on_top_of_the_event_and_in_the_list(
    editor_client, conference, sections
):
    link = f'a[href="{reverse("events_copy", args=[conference.pk])}"]'
    edit = reverse("wagtailadmin_pages:edit", args=[conference.pk])
    listed = reverse("wagtailadmin_explore", args=[sections["events"].pk])
    assert soup(editor_client.get(edit)).select(link)
    assert soup(editor_client.get(listed)).select(link)


def test_it_is_not_offered_for_other_pages(editor_client):
    edit = reverse("wagtailadmin_pages:edit", args=[NewsPageFactory().pk])
    assert "Copy to a new date" not in editor_client.get(edit).text


def test_another_page_is_not_found(editor_client):
    address = reverse("events_copy", args=[NewsPageFactory().pk])
    assert editor_client.get(address).status_code == 404


def test_those_without_the_right_are_refused(client, conference):
    user, group = UserFactory(), Group.objects.create(name="Readers")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    user.groups.add(group)
    client.force_login(user)
    address = reverse("events_copy", args=[conference.pk])
    data = {"title": "Mine", "start_date": "2025-07-14"}
    assert client.post(address, data).url == reverse("wagtailadmin_home")
    assert not EventPage.objects.filter(title="Mine").exists()


def test_a_stranger_is_asked_to_sign_in(client, conference):
    answer = client.get(reverse("events_copy", args=[conference.pk]))
    assert answer.url.startswith(reverse("account_login"))


def test_a_copy_of_a_scheduled_event_is_not_scheduled(copy, conference):
    conference.expire_at = conference.over_at + timedelta(days=1)
    conference.save()
    copy()
    assert newest().expire_at is None


def test_the_form_is_in_french_for_those_who_read_french(editor, copy):
    UserProfile.objects.create(user=editor, preferred_language="fr")
    assert "Nouveau premier jour" in copy(start_date="").text
