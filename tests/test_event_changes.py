"""What the page of an event says when its date, place or status has changed."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ReferenceIndex

from core.dates import in_words
from events.models import EventChange, EventPage
from tests.answers import soup
from tests.factories import EventPageFactory, translate
from tests.forms import FORM_DATA, PUBLISH

pytestmark = pytest.mark.django_db

JUNE = {"start_date": date(2026, 6, 12), "end_date": date(2026, 6, 14)}
AUGUST = {"start_date": date(2026, 8, 3), "end_date": date(2026, 8, 5)}
AT_TEN = {"precision": "time", "start_time": time(10), "time_zone": "Pacific/Fiji"}


@pytest.fixture
def event():
    """An event of June in Nadi, as published by an editor."""
    return publish(EventPageFactory(**JUNE, place="Nadi", slug="workshop"))


@pytest.fixture
def said(client):
    """The notices on an event's page."""

    def read(page, before=""):
        shown = soup(client.get(f"{before}{page.url}"))
        return [" ".join(item.string.split()) for item in shown.select(".changes li")]

    return read


def publish(event, **fields):
    """Change an event and publish it as an editor does: through a draft."""
    draft = event.get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save_revision().publish()
    return EventPage.objects.get(pk=event.pk)


def publish_on(day, event, **fields):
    """The same, on a day of the past; days are given in their order."""
    event = publish(event, **fields)
    EventChange.objects.filter(changed_at__gt=timezone.now() - timedelta(1)).update(
        changed_at=datetime(*day, tzinfo=UTC)
    )
    return event


MAY, LATER, LAST = (2026, 5, 3), (2026, 5, 10), (2026, 5, 20)


# One change


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (AUGUST, ["Moved on 3 May 2026 from 12–14 June 2026"]),
        (
            {"start_date": date(2026, 1, 1), "end_date": None, "precision": "year"},
            ["Date to be confirmed again since 3 May 2026; it was 12–14 June 2026"],
        ),
        (AT_TEN, ["Hours set on 3 May 2026"]),
        ({"status": "postponed"}, ["Postponed on 3 May 2026"]),
        ({"status": "cancelled"}, ["Cancelled on 3 May 2026"]),
        ({"status": "provisional"}, ["Provisional since 3 May 2026"]),
        ({"place": "Suva"}, ["Now in Suva: moved from Nadi on 3 May 2026"]),
        (
            {"place": ""},
            ["Place to be confirmed again since 3 May 2026; it was Nadi"],
        ),
        ({"venue": "Auditorium"}, []),
        ({"time_zone": "Pacific/Apia"}, []),
        (
            AUGUST | {"status": "postponed"},
            ["Postponed on 3 May 2026 from 12–14 June 2026"],
        ),
        (
            AUGUST | {"status": "provisional", "place": "Suva"},
            [
                "Provisional since 3 May 2026",
                "Now in Suva: moved from Nadi on 3 May 2026",
                "Moved on 3 May 2026 from 12–14 June 2026",
            ],
        ),
        ({"title": "Renamed", "summary": "Reworded.", "organiser": "OCO"}, []),
        (
            {"place": "50 % <b>Suva</b> %(day)s"},
            ["Now in 50 % <b>Suva</b> %(day)s: moved from Nadi on 3 May 2026"],
        ),
    ],
)
def test_the_page_says_what_changed_and_when(said, event, fields, words):
    event = publish_on(MAY, event, **fields)
    assert said(event) == words


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (
            {"start_date": date(2026, 1, 1), "precision": "year"},
            JUNE | {"precision": "day"},
            ["Date set on 3 May 2026"],
        ),
        (
            {"start_date": date(2026, 1, 1), "precision": "year"},
            {"start_date": date(2027, 1, 1)},
            ["Moved on 3 May 2026 from 2026"],
        ),
        (
            {"start_date": date(2026, 7, 1), "precision": "month"},
            AUGUST | {"precision": "day"},
            ["Moved on 3 May 2026 from July 2026"],
        ),
        (
            {"start_date": date(2026, 6, 12)} | AT_TEN,
            {"start_time": time(14)},
            [
                "Moved on 3 May 2026 from Friday 12 June 2026, 10:00 (Fiji, UTC+12)",
            ],
        ),
        (
            {"start_date": date(2026, 6, 12)} | AT_TEN,
            {"start_time": None, "precision": "day"},
            [],
        ),
        ({"place": ""}, {"place": "Suva"}, ["Place set on 3 May 2026"]),
        (
            {"place": "Suva", "venue": "Town Hall"},
            {"venue": "Auditorium"},
            ["Now at Auditorium: moved from Town Hall on 3 May 2026"],
        ),
        (
            {"status": "provisional"},
            {"status": "confirmed"},
            ["Confirmed on 3 May 2026"],
        ),
        ({"end_date": date(2026, 6, 12)}, {"end_date": None}, []),
    ],
)
def test_it_says_it_of_dates_of_every_kind(said, before, after, words):
    event = publish(EventPageFactory(**{"start_date": date(2026, 6, 12)} | before))
    assert said(publish_on(MAY, event, **after)) == words


def test_an_event_that_never_changed_says_nothing(said, event):
    assert said(event) == []


def test_the_day_is_the_secretariats(said, event):
    event = publish(event, **AUGUST)
    EventChange.objects.update(changed_at=datetime(2026, 5, 2, 13, tzinfo=UTC))
    assert said(event) == ["Moved on 3 May 2026 from 12–14 June 2026"]


# Several changes


def test_the_newest_change_comes_first(said, event):
    event = publish_on(MAY, event, **AUGUST)
    event = publish_on(LATER, event, start_date=date(2026, 9, 1), end_date=None)
    event = publish_on(LAST, event, status="cancelled")
    assert said(event) == [
        "Cancelled on 20 May 2026",
        "Moved on 10 May 2026 from 3–5 August 2026",
        "Moved on 3 May 2026 from 12–14 June 2026",
    ]


def test_no_more_than_three_are_shown(said, event):
    for number in range(1, 6):
        event = publish_on(
            (2026, 5, number), event, start_date=date(2026, 6, 12 - number)
        )
    days = [notice.split(" 2026")[0] for notice in said(event)]
    assert days == ["Moved on 5 May", "Moved on 4 May", "Moved on 3 May"]


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        (
            {"status": "provisional"},
            {"status": "confirmed"},
            "Confirmed on 10 May 2026",
        ),
        (
            {"place": "Suva"},
            {"place": "Apia"},
            "Now in Apia: moved from Suva on 10 May 2026",
        ),
        (
            {"precision": "month", "start_date": date(2026, 6, 1), "end_date": None},
            JUNE | {"precision": "day"},
            "Date set on 10 May 2026",
        ),
    ],
)
def test_what_is_no_longer_so_is_no_longer_said(said, event, first, second, words):
    event = publish_on(MAY, event, **first)
    assert said(publish_on(LATER, event, **second)) == [words]


def test_an_event_that_moved_back_later_says_where_it_was_meanwhile(said, event):
    event = publish_on(MAY, event, **AUGUST)
    event = publish_on(LATER, event, **JUNE)
    assert said(event)[0] == "Moved on 10 May 2026 from 3–5 August 2026"


def test_changes_of_one_day_are_one_from_the_first(said, event):
    today = in_words(timezone.localdate())
    event = publish(event, start_date=date(2026, 6, 13))
    event = publish(event, **AUGUST)
    event = publish(event, place="Suva")
    assert said(event) == [
        f"Now in Suva: moved from Nadi on {today}",
        f"Moved on {today} from 12–14 June 2026",
    ]


def test_what_is_put_right_on_the_same_day_was_no_change(said, event):
    event = publish(event, **AUGUST, status="cancelled")
    assert said(publish(event, **JUNE, status="confirmed")) == []
    assert not EventChange.objects.exists()


def test_a_part_that_is_put_right_is_no_change(said, event):
    event = publish(event, **AUGUST, status="cancelled")
    event = publish(event, status="confirmed")
    today = in_words(timezone.localdate())
    assert said(event) == [f"Moved on {today} from 12–14 June 2026"]


# Who changes it


def test_an_editor_changes_it(editor_client, said, event):
    data = FORM_DATA["EventPage"]() | {"title": event.title, "slug": event.slug}
    data |= {"start_date": "2026-08-03", "end_date": "2026-08-05", "place": "Nadi"}
    address = reverse("wagtailadmin_pages:edit", args=[event.pk])
    editor_client.post(address, data | PUBLISH)
    today = in_words(timezone.localdate())
    assert said(event) == [f"Moved on {today} from 12–14 June 2026"]


def test_a_draft_is_no_change(said, event):
    event.start_date = date(2026, 6, 13)
    event.save_revision()
    assert said(EventPage.objects.get(pk=event.pk)) == []
    assert not EventChange.objects.exists()


def test_a_change_before_the_first_publishing_is_none(said):
    event = EventPageFactory(live=False, first_published_at=None, **JUNE)
    assert said(publish(event, **AUGUST)) == []


def test_a_change_while_an_event_is_withdrawn_is_told_when_it_is_back(said, event):
    event.unpublish()
    event = publish(EventPage.objects.get(pk=event.pk), status="postponed")
    today = in_words(timezone.localdate())
    assert said(event) == [f"Postponed on {today}"]


def test_a_scheduled_change_is_told_once_it_is_public(said, event):
    draft = event.get_latest_revision_as_object()
    draft.status = "cancelled"
    draft.go_live_at = timezone.now() + timedelta(hours=1)
    draft.save_revision().publish()
    assert said(event) == []
    revision = event.get_latest_revision()
    revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    revision.content["go_live_at"] = revision.approved_go_live_at.isoformat()
    revision.save()
    call_command("publish_scheduled")
    assert said(event) == [f"Cancelled on {in_words(timezone.localdate())}"]


def test_a_copy_was_never_changed(said, event):
    event = publish(event, **AUGUST)
    copy = event.copy(update_attrs={"slug": "copy"})
    assert said(copy) == []


def test_a_deleted_event_leaves_no_changes(event):
    publish(event, **AUGUST).delete()
    assert not EventChange.objects.exists()


def test_a_changed_event_is_not_in_use(event):
    event = publish(event, **AUGUST)
    assert not ReferenceIndex.get_references_to(event).exists()


# French


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (
            AUGUST,
            "Déplacé le 3 mai 2026 (date précédente : du 12 au 14 juin 2026)",
        ),
        ({"status": "cancelled"}, "Annulé le 3 mai 2026"),
        (
            {"place": "Suva"},
            "Nouveau lieu depuis le 3 mai 2026 : Suva, au lieu de Nadi",
        ),
    ],
)
@pytest.mark.parametrize("is_translated", [True, False])
def test_in_french_it_is_said_in_french(said, event, is_translated, fields, words):
    event = publish_on(MAY, event, **fields)
    if is_translated:
        translate(event)
    assert said(event, "/fr") == [words]


def test_both_languages_are_one_event(said, event):
    french = translate(event)
    publish_on(MAY, event, **AUGUST)
    french = publish(french, **AUGUST)
    assert len(said(french)) == len(said(event)) == 1
    assert "3 mai 2026" in said(french)[0]


def test_a_translation_that_was_not_changed_yet_does_not_say_it_was(said, event):
    french = publish(translate(event), venue="Mairie")
    publish_on(MAY, event, **AUGUST, status="cancelled")
    assert said(french) == []


def test_a_place_that_has_another_name_in_french_has_not_moved(said, event):
    french = publish(translate(event), place="Nadi (Fidji)")
    publish_on(MAY, event, **AUGUST)
    french = publish(french, **AUGUST)
    assert said(french) == [
        "Déplacé le 3 mai 2026 (date précédente : du 12 au 14 juin 2026)"
    ]


def test_an_event_that_is_only_in_french_tells_its_changes(said, french_home):
    index = french_home.get_children().get(slug="events").specific
    event = publish(EventPageFactory(parent=index, **JUNE))
    event = publish_on(MAY, event, status="postponed")
    assert said(event) == ["Reporté le 3 mai 2026"]


# Previews


def preview(client, event, **fields):
    """The notices in a preview of unsaved changes."""
    data = FORM_DATA["EventPage"]() | {"start_date": "2026-06-12", "place": "Nadi"}
    data |= {"end_date": "2026-06-14", "slug": event.slug} | fields
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[event.pk])
    client.post(address, data)
    shown = soup(client.get(address, {"mode": ""}))
    return [" ".join(item.string.split()) for item in shown.select(".changes li")]


def test_a_preview_says_what_the_page_would_say(editor_client, event):
    today = in_words(timezone.localdate())
    publish_on(MAY, event, status="provisional")
    found = preview(editor_client, event, status="cancelled")
    assert found == [f"Cancelled on {today}"]
    assert EventChange.objects.count() == 1


def test_a_preview_without_a_change_says_what_the_page_says(editor_client, event):
    publish_on(MAY, event, **AUGUST)
    publish_on(LATER, EventPage.objects.get(pk=event.pk), **JUNE)
    assert preview(editor_client, event)[0] == (
        "Moved on 10 May 2026 from 3–5 August 2026"
    )


# What it costs


def queries(client, event):
    client.get(event.url)
    with CaptureQueriesContext(connection) as captured:
        client.get(event.url)
    return len(captured)


def test_notices_ask_the_database_once_and_only_where_there_are_changes(client, event):
    never = queries(client, event)
    event = publish_on(MAY, event, **AUGUST)
    once = queries(client, event)
    for number in range(4, 9):
        event = publish_on((2026, 5, number), event, end_date=date(2026, 9, number))
    assert (once, queries(client, event)) == (never + 1, never + 1)


@pytest.mark.usefixtures("demo")
def test_the_demonstration_has_changed_nothing():
    call_command("load_demo")
    assert not EventChange.objects.exists()
    assert not EventPage.objects.filter(sequence__gt=0).exists()
