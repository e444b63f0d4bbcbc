"""Registering for an event by the form of the site, by e-mail or elsewhere."""

import csv
import io
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail.backends.base import BaseEmailBackend
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry, PageViewRestriction

from core.dates import months_before
from core.models import SiteSettings
from events.models import (
    EventPage,
    EventRegistration,
    RegistrationAttempt,
    RegistrationNotOpen,
)
from events.spam import new_stamp, sender_of
from tests.answers import soup, words
from tests.factories import (
    EventPageFactory,
    EventRegistrationFactory,
    MemberPageFactory,
    days_from_now,
    translate,
)
from tests.forms import FORM_DATA, PUBLISH

pytestmark = pytest.mark.django_db

ENTRY = {
    "name": "Losalini Tui",
    "organisation": "Fiji Revenue and Customs Service",
    "country": "Fiji",
    "email": "losalini@frcs.example",
    "notes": "I come by boat.",
}
ORGANISERS = "training@oco.example"


class NoMail(BaseEmailBackend):
    """A mail server that cannot be reached."""

    def send_messages(self, messages):
        raise ConnectionRefusedError("no such server")


@pytest.fixture
def event():
    """An event whose form is open."""
    return EventPageFactory(
        title="Rules of origin",
        slug="origin",
        takes_registrations=True,
        organiser_email=ORGANISERS,
        venue="Room 3",
        place="Suva",
    )


@pytest.fixture
def french(event):
    """Its French version."""
    return translate(event, title="Règles d’origine", slug="origine")


@pytest.fixture
def no_mail(settings):
    settings.EMAIL_BACKEND = "tests.test_registration.NoMail"


def form_of(event):
    return f"{event.url}register/"


def entry(event, stamped_ago=timedelta(minutes=1), **changes):
    """What a browser sends when somebody has filled in the form."""
    stamp = new_stamp(str(event.translation_key), stamped_ago)
    return ENTRY | {"stamp": stamp, "homepage": ""} | changes


def send(client, event, stamped_ago=timedelta(minutes=1), headers=None, **changes):
    data = entry(event, stamped_ago, **changes)
    return client.post(form_of(event), data, headers=headers)


def typed(response):
    """What stands in the fields that people see."""
    fields = soup(response).main.select(".form [name]:not([type=hidden])")
    return {
        field["name"]: field.get("value", field.get_text()).strip() for field in fields
    }


def set_form(event, **fields):
    for name, value in fields.items():
        setattr(event, name, value)
    event.save()


def registering(response):
    """The event page's section on how to register."""
    section = soup(response).select_one('section[aria-labelledby="registering"]')
    return section and " ".join(section.get_text(" ").split())


# Setting it up


def test_a_form_that_closes_before_it_opens_is_refused(event):
    event.registration_opens = date(2027, 5, 4)
    event.registration_closes = date(2027, 5, 3)
    with pytest.raises(ValidationError) as error:
        event.full_clean()
    assert list(error.value.message_dict) == ["registration_opens"]


def test_a_form_that_opens_after_the_event_begins_is_refused(event):
    event.registration_opens = event.start_date + timedelta(days=1)
    with pytest.raises(ValidationError) as error:
        event.full_clean()
    assert list(error.value.message_dict) == ["registration_opens"]


def test_a_form_needs_somebody_who_gets_the_entries(event):
    event.organiser_email = ""
    with pytest.raises(ValidationError) as error:
        event.full_clean()
    assert list(error.value.message_dict) == ["organiser_email"]


def test_what_is_wrong_with_the_date_is_said_along_with_it(event):
    event.organiser_email = ""
    event.end_date = event.start_date - timedelta(days=1)
    with pytest.raises(ValidationError) as error:
        event.full_clean()
    assert set(error.value.message_dict) == {"organiser_email", "end_date"}


def test_no_places_at_all_are_refused(event):
    event.places = 0
    with pytest.raises(ValidationError):
        event.full_clean()


def test_dates_of_a_form_that_is_not_used_are_left_alone(event):
    event.takes_registrations = False
    event.registration_opens = event.start_date + timedelta(days=1)
    event.full_clean()


# The event's page


def test_an_event_without_a_way_to_register_says_nothing_of_it(client):
    assert registering(client.get(EventPageFactory().url)) is None


def test_an_event_says_by_which_e_mail_one_registers(client):
    event = EventPageFactory(registration_email="desk@oco.example")
    link = soup(client.get(event.url)).select_one('a[href^="mailto:desk@oco.example"]')
    assert link.string == "desk@oco.example"


def test_an_open_form_is_linked(client, event):
    links = soup(client.get(event.url)).main.select("a.button")
    assert [link["href"] for link in links] == ["/events/origin/register/"]


def test_an_open_form_says_until_when(client, event):
    set_form(event, registration_closes=days_from_now(1), start_date=date(2099, 1, 1))
    assert f"at the end of {event.closes_in_words}" in registering(
        client.get(event.url)
    )


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"registration_opens": days_from_now(2)}, "Registration opens on "),
        ({"registration_closes": days_from_now(-2)}, "Registration is closed."),
        ({"status": "cancelled"}, "Registration is closed."),
    ],
    ids=["not yet", "closed", "cancelled"],
)
def test_a_form_that_is_not_open_is_not_linked_and_said_to_be(
    client, event, fields, text
):
    set_form(event, **fields)
    answer = client.get(event.url)
    assert text in registering(answer)
    assert not soup(answer).main.select("a.button")


def test_a_full_form_is_not_linked_and_said_to_be(client, event):
    set_form(event, places=1)
    EventRegistrationFactory(event=event)
    answer = client.get(event.url)
    assert "All places are taken." in registering(answer)
    assert not soup(answer).main.select("a.button")


def test_a_past_event_does_not_speak_of_its_form(client, event):
    set_form(event, start_date=date(2024, 7, 29))
    assert registering(client.get(event.url)) is None


def test_the_french_page_shows_the_originals_form(client, event, french):
    set_form(event, registration_closes=days_from_now(-2))
    assert "Les inscriptions sont closes." in registering(client.get(french.url))


def test_the_form_costs_the_events_page_no_query(client, django_assert_num_queries):
    plain = EventPageFactory()
    client.get(plain.url)
    with CaptureQueriesContext(connection) as asked:
        client.get(plain.url)
    set_form(plain, takes_registrations=True, organiser_email=ORGANISERS, places=9)
    with django_assert_num_queries(len(asked)):
        assert "Registration closes" in registering(client.get(plain.url))


def test_the_form_is_set_up_for_all_languages(event, french):
    set_form(event, places=7, registration_opens=days_from_now(1))
    french.refresh_from_db()
    assert (french.places, french.registration_opens) == (7, days_from_now(1))


def test_a_translation_does_not_change_the_form(event, french):
    french.places, french.takes_registrations = 3, False
    french.save_revision().publish()
    for version in EventPage.objects.all():
        assert (version.places, version.takes_registrations) == (None, True)


def test_a_draft_does_not_change_the_form(event, french):
    event.places = 3
    event.save_revision()
    assert not EventPage.objects.exclude(places=None)


# When the form is open


def at(zone, *moment):
    return datetime(*moment, tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize(
    ("days", "state"),
    [(-1, "closed"), (0, "open"), (1, "open")],
)
def test_the_last_day_counts(event, days, state):
    set_form(event, registration_closes=days_from_now(days))
    assert event.registration_state == state


@pytest.mark.parametrize(("days", "state"), [(-1, "open"), (0, "open"), (1, "not yet")])
def test_the_first_day_counts(event, days, state):
    set_form(event, registration_opens=days_from_now(days))
    assert event.registration_state == state


@pytest.mark.parametrize(
    ("zone", "offset"), [("Pacific/Kiritimati", "+14"), ("Pacific/Pago_Pago", "−11")]
)
def test_the_days_are_those_of_the_events_own_clock(event, zone, offset):
    today = timezone.localdate(timezone=ZoneInfo(zone))
    set_form(event, precision="time", start_time=time(9), time_zone=zone)
    set_form(event, registration_opens=today, registration_closes=today)
    assert event.registration_state == "open"
    assert event.closes_in_words.endswith(f"(UTC{offset})")


def test_yesterday_on_the_events_own_clock_is_too_late(event):
    zone = "Pacific/Kiritimati"
    yesterday = timezone.localdate(timezone=ZoneInfo(zone)) - timedelta(days=1)
    set_form(event, precision="time", start_time=time(9), time_zone=zone)
    set_form(event, registration_closes=yesterday)
    assert event.registration_state == "closed"


def test_without_a_last_day_it_closes_with_the_day_the_event_begins(event):
    assert event.closes_on == event.start_date


def begin(event, after, **fields):
    """Let the event begin so much from now, at an exact time."""
    start = timezone.now().astimezone(ZoneInfo("Pacific/Fiji")) + after
    fields |= {"precision": "time", "time_zone": "Pacific/Fiji"}
    # Until the day after, so that it is not over when it has begun.
    fields |= {"end_date": start.date() + timedelta(days=1)}
    set_form(event, start_date=start.date(), start_time=start.time(), **fields)


@pytest.mark.parametrize(("minutes", "state"), [(1, "open"), (-1, "closed")])
def test_with_exact_times_it_closes_when_the_event_begins(event, minutes, state):
    begin(event, timedelta(minutes=minutes))
    assert event.registration_state == state


def test_a_last_day_holds_also_with_exact_times(event):
    begin(event, -timedelta(minutes=1), registration_closes=days_from_now(1))
    assert event.registration_state == "open"


def test_that_it_closes_when_the_event_begins_is_said(client, event):
    begin(event, timedelta(days=1))
    said = "Registration closes when the event begins."
    assert said in registering(client.get(event.url))


def test_without_a_last_day_it_closes_when_the_month_ends(event):
    set_form(event, precision="month", start_date=date(2099, 2, 1))
    assert event.closes_on == date(2099, 2, 28)


# The form


def test_the_form_asks_five_things(client, event):
    fields = ["name", "organisation", "country", "email", "notes"]
    assert list(typed(client.get(form_of(event)))) == [*fields, "homepage"]


def test_every_field_has_a_label(client, event):
    page = soup(client.get(form_of(event)))
    named = {label["for"] for label in page.main.select("label")}
    shown = page.main.select(".form [name]:not([type=hidden])")
    assert {field["id"] for field in shown} == named


def test_browsers_can_fill_it_in(client, event):
    fields = soup(client.get(form_of(event))).main.select("[autocomplete]")
    assert [field["autocomplete"] for field in fields] == [
        "name",
        "organization",
        "country-name",
        "email",
        "off",
    ]


def test_the_members_are_offered_as_countries(client, event):
    MemberPageFactory(title="Tuvalu")
    page = soup(client.get(form_of(event)))
    countries = page.select_one(f"datalist#{page.select_one('[list]')['list']}")
    assert "Tuvalu" in [option["value"] for option in countries.select("option")]


def test_it_says_what_happens_to_the_data(client, event):
    answer = client.get(form_of(event))
    assert "is deleted 12 months after it" in words(answer)
    assert soup(answer).main.select('a[href="/privacy/"]')


def test_it_is_kept_by_no_cache(client, event):
    control = client.get(form_of(event))["Cache-Control"]
    assert {"no-store", "private"} <= set(control.split(", "))


@pytest.mark.parametrize("path", ["", "register/", "register/thanks/"])
def test_no_cookie_is_set(client, event, path):
    assert not client.get(f"{event.url}{path}").cookies


def test_no_cookie_is_set_when_it_is_sent(client, event):
    assert not send(client, event).cookies


def test_the_answer_does_not_depend_on_a_cookie(client, event):
    assert "cookie" not in client.get(form_of(event)).get("Vary", "").lower()


def test_it_is_not_for_search_engines(client, event):
    robots = soup(client.get(form_of(event))).select_one('meta[name="robots"]')
    assert robots["content"] == "noindex"


@pytest.mark.parametrize("path", ["register/", "register/thanks/"])
@pytest.mark.parametrize(
    "fields", [{"takes_registrations": False}, {"live": False}], ids=str
)
def test_there_is_none_for_an_event_without_one(client, event, path, fields):
    set_form(event, **fields)
    assert client.get(f"{event.url}{path}").status_code == 404


@pytest.mark.parametrize("path", ["register/", "register/thanks/"])
def test_there_is_none_for_a_restricted_event(client, event, path):
    PageViewRestriction.objects.create(page=event, restriction_type="login")
    assert client.get(f"{event.url}{path}").status_code == 404


def test_none_can_be_sent_for_a_restricted_event(client, event):
    PageViewRestriction.objects.create(page=event, restriction_type="login")
    assert send(client, event).status_code == 404
    assert not EventRegistration.objects.exists()


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_it_is_read_and_sent_only(client, event, method):
    assert getattr(client, method)(form_of(event)).status_code == 405


def test_it_is_there_in_french(client, event, french):
    answer = client.get(form_of(french))
    assert soup(answer).h1.string == "S’inscrire"
    assert "Règles d’origine" in words(answer)


def test_it_is_there_in_french_for_an_event_that_is_not_translated(client, event):
    answer = client.get("/fr/events/origin/register/")
    assert soup(answer).h1.string == "S’inscrire"


def test_it_links_to_itself_in_the_other_language(client, event):
    link = soup(client.get(form_of(event))).select_one('header a[hreflang="fr"]')
    assert client.get(link["href"]).status_code == 200


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"registration_opens": days_from_now(2)}, "Registration opens on "),
        ({"registration_closes": days_from_now(-2)}, "Registration is closed."),
    ],
)
def test_a_form_that_is_not_open_says_so(client, event, fields, text):
    set_form(event, **fields)
    answer = client.get(form_of(event))
    assert text in words(answer)
    assert not soup(answer).main.form


def test_the_form_of_a_past_event_is_closed(client, event):
    set_form(event, start_date=date(2024, 7, 29))
    assert "Registration is closed." in words(client.get(form_of(event)))
    assert send(client, event).status_code == 409


def test_a_full_form_says_so(client, event):
    set_form(event, places=1)
    EventRegistrationFactory(event=event)
    answer = client.get(form_of(event))
    assert "All places are taken." in words(answer)
    assert not soup(answer).main.form


# Sending it


def test_what_is_sent_is_kept(client, event):
    send(client, event)
    kept = EventRegistration.objects.values(*ENTRY, "event", "language").get()
    assert kept == ENTRY | {"event": event.pk, "language": "en"}


def test_who_has_sent_it_is_thanked_at_an_address_that_says_nothing(client, event):
    answer = send(client, event)
    assert (answer.status_code, answer.url) == (302, "/events/origin/register/thanks/")
    assert soup(client.get(answer.url)).h1.string == "Thank you"


def test_the_thanks_are_kept_by_no_cache(client, event):
    answer = client.get(send(client, event).url)
    assert "no-store" in answer["Cache-Control"]


def test_the_thanks_say_whom_to_ask(client, event):
    answer = client.get(f"{form_of(event)}thanks/")
    assert soup(answer).main.select(f'a[href="mailto:{ORGANISERS}"]')


def test_what_is_sent_in_french_belongs_to_the_same_event(client, event, french):
    answer = send(client, french)
    assert answer.url == "/fr/events/origine/register/thanks/"
    kept = EventRegistration.objects.get()
    assert (kept.event, kept.language) == (event, "fr")


def test_both_languages_share_the_places(client, event, french):
    set_form(event, places=1)
    send(client, event)
    assert "Toutes les places sont prises." in words(client.get(form_of(french)))


@pytest.mark.parametrize("name", ["name", "organisation", "country", "email"])
def test_what_is_missing_is_said_and_nothing_kept(client, event, name):
    answer = send(client, event, **{name: "  "})
    assert soup(answer).select(f"#errors a[href='#id_{name}']")
    assert not EventRegistration.objects.exists()


def test_notes_can_be_left_out(client, event):
    send(client, event, notes="")
    assert EventRegistration.objects.exists()


def test_all_that_is_wrong_is_said_where_it_is(client, event):
    page = soup(send(client, event, name="", email="me at home"))
    for name in ("name", "email"):
        field = page.select_one(f"#id_{name}")
        assert field["aria-invalid"] == "true"
        described_by = field["aria-describedby"].split()
        assert all(page.find(id=described) for described in described_by)


def test_what_is_wrong_is_summed_up_first_and_has_the_focus(client, event):
    summary = soup(send(client, event, name="")).select_one("#errors")
    assert summary.has_attr("autofocus")
    assert summary["tabindex"] == "-1"


def test_the_title_says_that_something_is_wrong(client, event):
    assert soup(send(client, event, name="")).title.string.startswith("Please check")


def test_what_was_typed_is_kept_with_an_error(client, event):
    changes = {"email": "me at home", "notes": '<b>"&\nnext line'}
    assert typed(send(client, event, **changes)) == ENTRY | changes | {"homepage": ""}


def test_a_form_with_an_error_is_kept_by_no_cache(client, event):
    assert "no-store" in send(client, event, name="")["Cache-Control"]


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "x" * 121},
        {"organisation": "x" * 161},
        {"country": "x" * 81},
        {"email": "x" * 250 + "@oco.example"},
        {"notes": "x" * 100_000},
        {"name": "a\0b"},
        {"notes": "a\0b"},
        {"email": "a\0b@oco.example"},
        {"email": "a@b.example\nBcc: c@d.example"},
        {"email": "a@b.example, c@d.example"},
        {"name": "\x01\x02"},
    ],
    ids=lambda changes: f"{[*changes][0]} {[*changes.values()][0][:12]!r}",
)
def test_what_no_person_enters_is_refused(client, event, changes, mailoutbox):
    assert send(client, event, **changes).status_code == 200
    assert not EventRegistration.objects.exists()
    assert not mailoutbox


def test_names_are_one_line(client, event):
    send(client, event, name="Losalini\r\nBcc: x@y.example\u2028Tui \x07")
    assert EventRegistration.objects.get().name == "Losalini Bcc: x@y.example Tui"


def test_names_of_any_script_are_kept(client, event):
    send(client, event, name="Seiʻulialiʻi Fa’asavali 🌴 مرحبا")
    assert EventRegistration.objects.get().name == "Seiʻulialiʻi Fa’asavali 🌴 مرحبا"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"", "application/x-www-form-urlencoded"),
        (b"%ff=%fe&name=%ff&name=x&stamp=%00", "application/x-www-form-urlencoded"),
        (b"{", "application/json"),
        (b"--x", "multipart/form-data; boundary=x"),
        (b"x", "multipart/form-data"),
    ],
    ids=str,
)
def test_no_body_is_a_fault(client, event, body, content_type):
    answer = client.post(form_of(event), body, content_type=content_type)
    assert answer.status_code in (200, 400)
    assert not EventRegistration.objects.exists()


# Once for each address


@pytest.mark.parametrize("email", [ENTRY["email"], "Losalini@FRCS.example"])
def test_an_address_is_registered_once(client, event, email):
    first, second = send(client, event), send(client, event, email=email)
    assert (first.status_code, first.url) == (second.status_code, second.url)
    assert EventRegistration.objects.count() == 1


def test_who_registers_again_changes_nothing(client, event):
    send(client, event)
    send(client, event, name="Somebody else")
    assert EventRegistration.objects.get().name == ENTRY["name"]


def test_who_registers_again_later_is_written_to_again(client, event, mailoutbox):
    long_ago = timezone.now() - timedelta(days=1)
    EventRegistrationFactory(
        event=event,
        email=ENTRY["email"],
        confirmed_at=long_ago,
        organisers_mailed_at=long_ago,
    )
    send(client, event)
    assert [mail.to for mail in mailoutbox] == [[ENTRY["email"]]]


def test_who_registers_again_at_once_is_not_flooded(client, event, mailoutbox):
    for _time in range(5):
        send(client, event)
    assert [mail.to for mail in mailoutbox].count([ENTRY["email"]]) == 1


@pytest.mark.parametrize(
    "fields", [{"places": 1}, {"registration_closes": days_from_now(-1)}], ids=str
)
def test_nobody_learns_who_is_registered(client, event, fields, mailoutbox):
    EventRegistrationFactory(event=event, email=ENTRY["email"])
    set_form(event, **fields)
    known, other = (
        send(client, event, email=email)
        for email in (ENTRY["email"], "other@oco.example")
    )
    assert (known.status_code, words(known)) == (other.status_code, words(other))
    assert not mailoutbox


def test_an_address_registers_for_several_events(client, event):
    other = EventPageFactory(takes_registrations=True, organiser_email=ORGANISERS)
    send(client, event)
    send(client, other)
    assert EventRegistration.objects.count() == 2


# The last place


def test_the_last_place_is_taken_once(client, event):
    set_form(event, places=1)
    send(client, event)
    answer = send(client, event, email="late@oco.example")
    assert answer.status_code == 409
    assert "All places are taken." in words(answer)
    assert EventRegistration.objects.count() == 1


def test_a_place_that_is_given_back_is_free(client, event):
    set_form(event, places=1)
    EventRegistrationFactory(event=event).delete()
    send(client, event)
    assert EventRegistration.objects.count() == 1


def test_who_comes_when_the_form_is_closed_is_told(client, event):
    set_form(event, registration_closes=days_from_now(-1))
    answer = send(client, event)
    assert (answer.status_code, EventRegistration.objects.count()) == (409, 0)
    assert "Registration is closed." in words(answer)


def test_whether_there_is_a_place_is_seen_when_it_is_taken(event):
    """Not when the form was shown, to two people at once."""
    set_form(event, places=1)
    first, second = EventPage.objects.get(pk=event.pk), event
    first.register("a@oco.example", **{"name": "A"})
    with pytest.raises(RegistrationNotOpen):
        second.register("b@oco.example", **{"name": "B"})


def apart(do, *args):
    """Do it in a connection of its own, outside the test's transaction."""

    def alone():
        try:
            return do(*args)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(alone).result()


@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="SQLite in memory has one connection"
)
def test_of_many_at_once_one_takes_the_last_place():
    def take(number):
        try:
            event.register(f"{number}@oco.example", name="Somebody")
        except RegistrationNotOpen:
            return "full"
        return "taken"

    event = apart(
        lambda: EventPageFactory(
            takes_registrations=True, organiser_email=ORGANISERS, places=1
        )
    )
    try:
        with ThreadPoolExecutor(8) as people:
            outcomes = list(people.map(lambda n: apart(take, n), range(8)))
        assert sorted(outcomes) == ["full"] * 7 + ["taken"]
    finally:
        apart(event.delete)


# Robots


def test_what_fills_the_hidden_field_is_thanked_and_not_kept(client, event, mailoutbox):
    answer = send(client, event, homepage="https://spam.example")
    assert answer.url == "/events/origin/register/thanks/"
    assert not EventRegistration.objects.exists()
    assert not mailoutbox


def test_the_hidden_field_is_hidden_from_everybody(client, event):
    field = soup(client.get(form_of(event))).select_one("[name=homepage]")
    assert (field["tabindex"], field["autocomplete"]) == ("-1", "off")
    assert field.find_parent(attrs={"aria-hidden": "true"})


def test_what_is_sent_at_once_is_asked_for_again(client, event):
    answer = send(client, event, stamped_ago=timedelta(seconds=1))
    assert "Please send the form once more" in words(answer)
    assert typed(answer) == ENTRY | {"homepage": ""}
    assert not EventRegistration.objects.exists()


def stamp_in(response):
    return soup(response).select_one("[name=stamp]")["value"]


def test_what_was_sent_at_once_keeps_its_time(client, event):
    """So that it is taken as soon as a person could have sent it."""
    data = entry(event, timedelta(seconds=1))
    assert stamp_in(client.post(form_of(event), data)) == data["stamp"]


@pytest.mark.parametrize(
    "stamp",
    ["", "x", "a:b:c", "\0", "x" * 5_000, new_stamp("0", timedelta(minutes=1))],
    ids=["none", "short", "false", "null", "long", "of another form"],
)
def test_a_form_without_its_stamp_is_asked_for_again(client, event, stamp):
    answer = send(client, event, stamp=stamp)
    assert "Please send it again" in words(answer)
    assert not EventRegistration.objects.exists()


def test_a_form_of_yesterday_is_taken_when_it_is_sent_again(client, event):
    answer = send(client, event, stamped_ago=timedelta(hours=25))
    assert "open for more than a day" in words(answer)
    send(client, event, stamp=stamp_in(answer))
    assert EventRegistration.objects.exists()


def test_the_form_that_is_shown_is_taken_later(client, event):
    fresh = stamp_in(client.get(form_of(event)))
    assert "once more" in words(send(client, event, stamp=fresh))


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"sec-fetch-site": "same-origin", "origin": "null"}, 302),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"origin": "http://testserver"}, 302),
        ({"origin": "http://testserver.evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://[::1"}, 403),
        ({}, 302),
    ],
    ids=str,
)
def test_other_sites_cannot_send_the_form(event, headers, status):
    client = Client(enforce_csrf_checks=True)
    answer = send(client, event, headers=headers)
    assert answer.status_code == status
    assert EventRegistration.objects.exists() == (status == 302)


def test_a_network_that_sends_too_many_is_asked_to_wait(client, event):
    for number in range(RegistrationAttempt.LIMIT):
        assert send(client, event, email=f"{number}@oco.example").status_code == 302
    answer = send(client, event)
    assert (answer.status_code, answer["Retry-After"]) == (429, "3600")
    assert "Try again in an hour." in words(answer)
    assert typed(answer) == ENTRY | {"homepage": ""}
    assert EventRegistration.objects.count() == RegistrationAttempt.LIMIT


def exhaust(sender):
    attempts = [RegistrationAttempt(sender=sender)] * RegistrationAttempt.LIMIT
    RegistrationAttempt.objects.bulk_create(attempts)


def asked_from(**meta):
    return RequestFactory().get("/", **meta)


def test_another_network_is_not_asked_to_wait(client, event):
    exhaust(sender_of(asked_from(REMOTE_ADDR="203.0.113.9")))
    assert send(client, event).status_code == 302


def test_after_an_hour_the_network_may_send_again(client, event):
    exhaust(sender_of(asked_from(REMOTE_ADDR="127.0.0.1")))
    assert send(client, event).status_code == 429
    RegistrationAttempt.objects.update(made_at=timezone.now() - timedelta(hours=1))
    assert send(client, event).status_code == 302
    assert RegistrationAttempt.objects.count() == 1


def test_the_network_address_is_not_kept(client, event):
    send(client, event)
    assert "127.0.0.1" not in RegistrationAttempt.objects.get().sender


@pytest.mark.parametrize(
    ("proxies", "forwarded", "same_as"),
    [
        (0, "198.51.100.7", "10.0.0.1"),
        (1, "198.51.100.7", "198.51.100.7"),
        (1, "6.6.6.6, 198.51.100.7", "198.51.100.7"),
        (2, "6.6.6.6, 198.51.100.7, 10.0.0.2", "198.51.100.7"),
        (1, "", "10.0.0.1"),
        (3, "198.51.100.7", "10.0.0.1"),
    ],
)
def test_only_our_own_proxies_say_who_asks(settings, proxies, forwarded, same_as):
    settings.PROXIES = proxies
    seen = sender_of(asked_from(REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=forwarded))
    settings.PROXIES = 0
    assert seen == sender_of(asked_from(REMOTE_ADDR=same_as))


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("2001:db8::1", "2001:db8::2:1", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("203.0.113.1", "203.0.113.2", False),
        ("::ffff:203.0.113.1", "::ffff:203.0.113.2", False),
        ("::ffff:203.0.113.1", "203.0.113.1", True),
        ("", "unix:", False),
    ],
)
def test_a_household_is_one_network(one, other, is_same):
    senders = {sender_of(asked_from(REMOTE_ADDR=address)) for address in (one, other)}
    assert (len(senders) == 1) == is_same


# Mails


def mail_to(mailoutbox, address):
    return next(mail for mail in mailoutbox if mail.to == [address])


def test_the_organisers_get_all_that_was_entered(client, event, mailoutbox):
    send(client, event)
    mail = mail_to(mailoutbox, ORGANISERS)
    assert mail.subject == "Registration: Rules of origin"
    assert all(value in mail.body for value in ENTRY.values())
    assert mail.reply_to == [ENTRY["email"]]


def test_the_organisers_are_led_to_the_list(editor_client, event, mailoutbox):
    send(editor_client, event)
    link = mail_to(mailoutbox, ORGANISERS).body.split()[-1]
    path = link.removeprefix(settings.SITE_URL)
    assert ENTRY["name"] in editor_client.get(path).text


def test_without_organisers_the_site_s_contact_gets_it(client, event, mailoutbox):
    SiteSettings.load()
    SiteSettings.objects.update(email="contact@oco.example")
    set_form(event, organiser_email="")
    send(client, event)
    assert mail_to(mailoutbox, "contact@oco.example")


def test_who_registered_gets_a_confirmation(client, event, mailoutbox):
    send(client, event)
    mail = mail_to(mailoutbox, ENTRY["email"])
    assert mail.subject == "Your registration: Rules of origin"
    for text in (event.when, "Room 3, Suva", f"{settings.SITE_URL}{event.url}"):
        assert text in mail.body
    assert mail.reply_to == [ORGANISERS]


def test_the_confirmation_is_in_the_readers_language(client, event, french, mailoutbox):
    send(client, french)
    mail = mail_to(mailoutbox, ENTRY["email"])
    assert mail.subject == "Votre inscription : Règles d’origine"
    assert f"{settings.SITE_URL}{french.url}" in mail.body
    assert "/fr/events/origine.ics" in mail.body
    assert "Nous avons bien reçu votre inscription" in mail.body
    assert mail_to(mailoutbox, ORGANISERS).subject == "Registration: Rules of origin"


def test_the_confirmation_brings_the_event_for_the_calendar(client, event, mailoutbox):
    send(client, event)
    name, file, kind = mail_to(mailoutbox, ENTRY["email"]).attachments[0]
    assert (name, kind) == ("origin.ics", "text/calendar")
    assert Calendar.from_ical(file).events[0]["summary"] == "Rules of origin"


def test_an_event_without_a_day_comes_without_a_file(client, event, mailoutbox):
    set_form(event, precision="year")
    send(client, event)
    mail = mail_to(mailoutbox, ENTRY["email"])
    assert not mail.attachments
    assert ".ics" not in mail.body


def test_the_confirmation_repeats_nothing_that_was_typed(client, event, mailoutbox):
    """So that nobody can send words of their own to others."""
    typed = {"name": "BUY NOW", "organisation": "CHEAP", "notes": "www.spam.example"}
    send(client, event, **typed)
    mail = mail_to(mailoutbox, ENTRY["email"])
    assert not any(text in str(mail.message()) for text in typed.values())


def test_mails_are_not_html(client, event, mailoutbox):
    set_form(event, title="Fish & <chips>")
    send(client, event, name="O'Neill & <Sons>")
    assert "Fish & <chips>" in mail_to(mailoutbox, ENTRY["email"]).body
    assert "O'Neill & <Sons>" in mail_to(mailoutbox, ORGANISERS).body


def test_a_title_of_two_lines_is_one_in_the_subject(client, event, mailoutbox):
    EventPage.objects.update(title="Rules\r\nBcc: x@y.example")
    send(client, event)
    mail = mail_to(mailoutbox, ENTRY["email"])
    assert mail.subject == "Your registration: Rules Bcc: x@y.example"
    assert "Bcc" not in mail.message()


def test_the_time_of_the_mails_is_kept(client, event, mailoutbox):
    send(client, event)
    kept = EventRegistration.objects.get()
    assert kept.confirmed_at
    assert kept.organisers_mailed_at


# A failed mail


def test_a_failed_mail_loses_no_entry(client, event, no_mail):
    answer = send(client, event)
    assert answer.url == "/events/origin/register/thanks/"
    kept = EventRegistration.objects.get()
    assert (kept.confirmed_at, kept.organisers_mailed_at) == (None, None)


def test_a_failed_mail_is_logged_without_the_person(client, event, no_mail, caplog):
    send(client, event)
    assert "ConnectionRefusedError" in caplog.text
    assert not any(value in caplog.text for value in ENTRY.values())


def test_a_mail_that_has_no_recipient_counts_as_failed(client, event, mailoutbox):
    EventPage.objects.update(organiser_email="")
    send(client, event)
    kept = EventRegistration.objects.get()
    assert kept.confirmed_at
    assert not kept.organisers_mailed_at


def unsent(event, **fields):
    registration = EventRegistrationFactory(event=event, **fields)
    long_ago = timezone.now() - timedelta(hours=1)
    EventRegistration.objects.filter(pk=registration.pk).update(created_at=long_ago)
    return registration


def test_what_could_not_be_sent_is_sent_by_a_command(event, mailoutbox, capsys):
    registration = unsent(event)
    call_command("send_registration_mails")
    assert {mail.to[0] for mail in mailoutbox} == {registration.email, ORGANISERS}
    assert capsys.readouterr().out == "Mails of 1 registrations sent.\n"
    call_command("send_registration_mails")
    assert len(mailoutbox) == 2


def test_only_what_is_missing_is_sent(event, mailoutbox):
    unsent(event, confirmed_at=timezone.now())
    call_command("send_registration_mails")
    assert [mail.to for mail in mailoutbox] == [[ORGANISERS]]


def test_what_is_sent_later_is_in_the_persons_language(event, french, mailoutbox):
    registration = unsent(event, language="fr")
    call_command("send_registration_mails")
    assert "Bonjour," in mail_to(mailoutbox, registration.email).body


def test_a_command_that_cannot_send_fails(event, no_mail):
    unsent(event)
    with pytest.raises(CommandError, match="1 registrations could not be sent"):
        call_command("send_registration_mails")


def test_the_command_leaves_new_entries_to_the_form(event, mailoutbox):
    EventRegistrationFactory(event=event)
    call_command("send_registration_mails")
    assert not mailoutbox


def test_the_command_passes_over_past_events(event, mailoutbox):
    unsent(event)
    set_form(event, start_date=date(2024, 7, 29))
    call_command("send_registration_mails")
    assert not mailoutbox


# The admin

LIST = "registrations:index"


def test_an_editor_sees_who_registered(editor_client, event):
    EventRegistrationFactory(event=event, name="Losalini Tui")
    assert "Losalini Tui" in editor_client.get(reverse(LIST)).text


def test_an_editor_finds_somebody(editor_client, event):
    for name in ("Losalini Tui", "Teuila Fonoti"):
        EventRegistrationFactory(event=event, name=name)
    shown = editor_client.get(reverse(LIST), {"q": "teuila"}).text
    assert "Teuila Fonoti" in shown
    assert "Losalini Tui" not in shown


def test_an_editor_sees_those_of_one_event(editor_client, event):
    EventRegistrationFactory(event=event, name="Losalini Tui")
    other = EventRegistrationFactory(name="Teuila Fonoti").event
    shown = editor_client.get(reverse(LIST), {"event": other.pk}).text
    assert "Teuila Fonoti" in shown
    assert "Losalini Tui" not in shown


def test_an_editor_sees_all_that_was_entered(editor_client, event):
    registration = EventRegistrationFactory(event=event, notes="By boat.")
    address = reverse("registrations:inspect", args=[registration.pk])
    assert "By boat." in editor_client.get(address).text


def test_an_editor_deletes_an_entry(editor_client, event):
    registration = EventRegistrationFactory(event=event)
    editor_client.post(reverse("registrations:delete", args=[registration.pk]))
    assert not EventRegistration.objects.exists()


def test_the_log_of_the_admin_keeps_no_name(editor_client, event):
    registration = EventRegistrationFactory(event=event, name="Losalini Tui")
    editor_client.post(reverse("registrations:delete", args=[registration.pk]))
    logged = ModelLogEntry.objects.get(action="wagtail.delete")
    assert "Losalini" not in f"{logged.label} {logged.data}"


@pytest.mark.parametrize("who", ["editor", "admin"])
def test_nobody_changes_an_entry(client, event, who, request):
    client.force_login(request.getfixturevalue(who))
    registration = EventRegistrationFactory(event=event)
    for view, args in (("edit", [registration.pk]), ("add", [])):
        answer = client.get(reverse(f"registrations:{view}", args=args))
        assert answer.url == reverse("wagtailadmin_home")


def test_visitors_do_not_see_who_registered(client):
    assert "/account/sign-in/" in client.get(reverse(LIST)).url


def test_who_may_not_see_it_does_not(client, event, editor):
    editor.groups.get().permissions.remove(
        *editor.groups.get().permissions.filter(codename__contains="eventregistration")
    )
    client.force_login(editor)
    assert client.get(reverse(LIST)).url == reverse("wagtailadmin_home")


def exported(client, kind, **filters):
    answer = client.get(reverse(LIST), {"export": kind, **filters})
    return b"".join(answer.streaming_content)


def test_an_editor_exports_them_as_csv(editor_client, event):
    EventRegistrationFactory(event=event, name="Losalini Tui", email="l@frcs.example")
    rows = list(csv.DictReader(io.StringIO(exported(editor_client, "csv").decode())))
    assert rows[0]["Event"] == "Rules of origin"
    assert (rows[0]["Name"], rows[0]["E-mail"]) == ("Losalini Tui", "l@frcs.example")


def test_an_editor_exports_them_as_a_spreadsheet(editor_client, event):
    EventRegistrationFactory(event=event, name="=1+1")
    sheet = load_workbook(io.BytesIO(exported(editor_client, "xlsx"))).active
    cell = sheet["B2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_the_export_is_of_what_is_listed(editor_client, event):
    EventRegistrationFactory(event=event, name="Losalini Tui")
    other = EventRegistrationFactory(name="Teuila Fonoti").event
    text = exported(editor_client, "csv", event=other.pk).decode()
    assert "Teuila Fonoti" in text
    assert "Losalini Tui" not in text


@pytest.mark.parametrize("start", list("=+-@\t\r"))
def test_nothing_that_is_exported_is_a_formula(editor_client, event, start):
    formula = f'{start}HYPERLINK("http://evil.example")'
    EventRegistrationFactory(event=event, name=formula, notes=formula)
    text = exported(editor_client, "csv").decode()
    row = list(csv.DictReader(io.StringIO(text, newline="")))[0]
    assert row["Name"] == row["Notes"] == f"'{formula}"


def test_the_event_s_form_leads_to_its_registrations(editor_client, event, french):
    EventRegistrationFactory(event=event)
    for page in (event, french):
        address = reverse("wagtailadmin_pages:edit", args=[page.pk])
        link = soup(editor_client.get(address)).select_one('a[href*="?event="]')
        assert link["href"] == f"{reverse(LIST)}?event={event.pk}"
        assert link.string == "1 registration"


def test_a_new_event_has_no_registrations_yet(editor_client, sections):
    args = ["events", "eventpage", sections["events"].pk]
    answer = editor_client.get(reverse("wagtailadmin_pages:add", args=args))
    assert "Nobody has registered yet." in answer.text


def test_a_new_event_with_a_form_is_previewed(editor_client, sections):
    args = ["events", "eventpage", sections["events"].pk]
    address = reverse("wagtailadmin_pages:preview_on_add", args=args)
    form = {"takes_registrations": "on", "places": "9", "organiser_email": ORGANISERS}
    dates = {"start_date": "2099-01-01", "end_date": ""}
    editor_client.post(address, FORM_DATA["EventPage"]() | form | dates)
    assert "Registration closes" in registering(editor_client.get(address))


def test_an_editor_sets_up_a_form(editor_client, client, event):
    set_form(event, takes_registrations=False)
    form = {"takes_registrations": "on", "places": "9", "organiser_email": ORGANISERS}
    dates = {"start_date": "2099-01-01", "end_date": "", "registration_opens": ""}
    address = reverse("wagtailadmin_pages:edit", args=[event.pk])
    data = FORM_DATA["EventPage"]() | form | dates | PUBLISH
    editor_client.post(address, data)
    assert "9 places are left." in words(client.get("/events/a-slug/register/"))


def test_an_event_is_copied_without_its_registrations(event):
    EventRegistrationFactory(event=event)
    copied = event.copy(update_attrs={"slug": "again"})
    assert not copied.registrations.exists()


def test_registrations_are_deleted_along_with_their_event(event):
    EventRegistrationFactory(event=event)
    event.delete()
    assert not EventRegistration.objects.exists()


# How long they are kept


def over_for(days):
    """An event with a registration, that has been over for so long."""
    event = EventPageFactory(slug=f"e{uuid4().hex}")
    EventRegistrationFactory(event=event)
    over_at = timezone.now() - timedelta(days=days)
    EventPage.objects.filter(pk=event.pk).update(over_at=over_at)
    return event


def test_registrations_are_deleted_a_year_after_the_event(capsys):
    old, recent = over_for(days=367), over_for(days=364)
    call_command("delete_registrations")
    assert not old.registrations.exists()
    assert recent.registrations.exists()
    assert capsys.readouterr().out.startswith("1 registrations of events")


def test_the_number_of_months_can_be_given():
    old, recent = over_for(days=63), over_for(days=58)
    call_command("delete_registrations", "--months", "2")
    assert not old.registrations.exists()
    assert recent.registrations.exists()


def test_a_dry_run_deletes_nothing(capsys):
    event = over_for(days=400)
    call_command("delete_registrations", "--dry-run")
    assert event.registrations.exists()
    assert "would be deleted" in capsys.readouterr().out


@pytest.mark.parametrize("months", ["-1", "x", "1.5", "9" * 30])
def test_what_is_no_number_of_months_is_refused(months):
    event = over_for(days=400)
    with pytest.raises(CommandError):
        call_command("delete_registrations", f"--months={months}")
    assert event.registrations.exists()


def test_a_postponed_event_keeps_its_registrations_until_it_is_over():
    event = over_for(days=400)
    event.status, event.precision = "postponed", "year"
    event.start_date = date(timezone.localdate().year, 1, 1)
    event.save()
    call_command("delete_registrations")
    assert event.registrations.exists()


def test_the_command_forgets_who_tried(event):
    exhaust("somebody")
    RegistrationAttempt.objects.update(made_at=timezone.now() - timedelta(hours=2))
    call_command("delete_registrations")
    assert not RegistrationAttempt.objects.exists()


@pytest.mark.parametrize(
    ("day", "months", "earlier"),
    [
        (date(2027, 3, 31), 1, date(2027, 2, 28)),
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
        (date(2027, 1, 15), 1, date(2026, 12, 15)),
        (date(2027, 12, 31), 0, date(2027, 12, 31)),
        (date(2027, 12, 31), 25, date(2025, 11, 30)),
    ],
)
def test_months_are_counted_back(day, months, earlier):
    assert months_before(day, months) == earlier
