"""The calendar: its months, what it shows in their weeks, and how one goes through it."""

from datetime import UTC, date, datetime, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from events import months
from events.models import EventPage
from tests.answers import soup, words
from tests.factories import (
    EventPageFactory,
    EventSeriesFactory,
    many_events,
    translate,
)

pytestmark = pytest.mark.django_db

JULY = "/events/calendar/2024-07/"


def day(*args, **fields):
    """An event of one day or, where a second date is given, of several."""
    return EventPageFactory(
        start_date=args[0], end_date=args[1] if args[1:] else None, **fields
    )


def laid_out(first, *events):
    """Each bar as the day where it stands, its title and its length."""
    return [
        (cell.date.day, bar.event.title, bar.days)
        for week in months.weeks_of(first, events)
        for cell in week
        for bar in cell.bars
    ]


def bars(response, title):
    """The bars of an event in a month."""
    found = soup(response).select("table.calendar .bar")
    return [bar for bar in found if title in bar.get_text()]


def in_cells(response):
    """The titles that each day shows, links only, by the day's date."""
    return {
        cell.time["datetime"]: [
            link.span.string for link in cell.select("a:not([aria-hidden])")
        ]
        for cell in soup(response).select("table.calendar td.listed")
    }


def link_of(response, rel):
    return soup(response).main.select_one(f'.months a[rel~="{rel}"]')


def section_of(response, name):
    section = soup(response).select_one(f'section[aria-labelledby="{name}"]')
    return [card.h3.string for card in section.select("article")] if section else []


@pytest.fixture
def in_july(db):
    return day(date(2024, 7, 29), date(2024, 7, 31), title="Conference")


# The weeks


@pytest.mark.parametrize(
    ("first", "count", "empty"),
    [
        (date(2024, 7, 1), 5, (0, 4)),
        (date(2024, 2, 1), 5, (3, 3)),  # 29 days
        (date(2023, 2, 1), 5, (2, 5)),
        (date(2021, 2, 1), 4, (0, 0)),  # four whole weeks
        (date(2024, 9, 1), 6, (6, 6)),
    ],
)
def test_weeks_begin_on_monday(first, count, empty):
    weeks = months.weeks_of(first, [])
    outside = [sum(cell.date is None for cell in weeks[end]) for end in (0, -1)]
    assert {len(week) for week in weeks} == {7}
    assert (len(weeks), tuple(outside)) == (count, empty)


@pytest.mark.parametrize(
    ("year", "last"), [(2024, 29), (2023, 28), (1900, 28), (2000, 29)]
)
def test_february_has_a_leap_day_where_it_has_one(year, last):
    weeks = months.weeks_of(date(year, 2, 1), [])
    assert max(cell.date.day for cell in weeks[-1] if cell.date) == last


@pytest.mark.parametrize(
    ("event_dates", "first", "expected"),
    [
        ((date(2024, 7, 25),), date(2024, 7, 1), [(25, 1)]),
        ((date(2024, 7, 25), date(2024, 7, 26)), date(2024, 7, 1), [(25, 2)]),
        ((date(2024, 7, 12), date(2024, 7, 16)), date(2024, 7, 1), [(12, 3), (15, 2)]),
        ((date(2024, 7, 15), date(2024, 7, 21)), date(2024, 7, 1), [(15, 7)]),
        ((date(2024, 7, 29), date(2024, 8, 1)), date(2024, 7, 1), [(29, 3)]),
        ((date(2024, 7, 29), date(2024, 8, 1)), date(2024, 8, 1), [(1, 1)]),
        ((date(2024, 2, 28), date(2024, 3, 1)), date(2024, 2, 1), [(28, 2)]),
        ((date(2023, 2, 28), date(2023, 3, 1)), date(2023, 2, 1), [(28, 1)]),
        ((date(2024, 12, 28), date(2025, 1, 3)), date(2025, 1, 1), [(1, 3)]),
        (
            (date(2024, 1, 1), date(2024, 12, 31)),
            date(2024, 7, 1),
            [(1, 7), (8, 7), (15, 7), (22, 7), (29, 3)],
        ),
    ],
    ids=[
        "a day",
        "days",
        "over a week's end",
        "a whole week",
        "over a month's end",
        "from the month before",
        "over a leap day",
        "in a common year",
        "over a year's end",
        "all year",
    ],
)
def test_an_event_is_a_bar_in_each_of_its_weeks(event_dates, first, expected):
    found = laid_out(first, day(*event_dates))
    assert [(number, length) for number, _title, length in found] == expected


def test_a_bar_knows_where_it_continues():
    weeks = months.weeks_of(
        date(2024, 7, 1), [day(date(2024, 6, 30), date(2024, 7, 9))]
    )
    first, second = weeks[0][0].bars[0], weeks[1][0].bars[0]
    assert (first.is_first, first.continues_before, first.continues_after) == (
        True,
        True,
        True,
    )
    assert (second.is_first, second.continues_before, second.continues_after) == (
        False,
        True,
        False,
    )


def test_what_continues_stands_first_and_long_bars_before_short_ones():
    short = day(date(2024, 7, 8), title="Short")
    long = day(date(2024, 7, 8), date(2024, 7, 12), title="Long")
    old = day(date(2024, 7, 5), date(2024, 7, 8), title="Old")
    found = laid_out(date(2024, 7, 1), short, long, old)
    assert [title for number, title, _days in found if number == 8] == [
        "Old",
        "Long",
        "Short",
    ]


def test_an_end_before_the_start_is_a_day():
    event = EventPage(
        title="Wrong", start_date=date(2024, 7, 8), end_date=date(2024, 7, 1)
    )
    assert laid_out(date(2024, 7, 1), event) == [(8, "Wrong", 1)]


def test_the_last_month_of_the_last_year_is_left_out():
    found = months.known_months([9999], date(2024, 7, 1))
    assert found == [date(2024, 7, 1), date(2024, 8, 1)]


# The table


def test_the_month_is_a_table_with_a_caption_and_weekdays(client, in_july):
    table = soup(client.get(JULY)).find("table")
    assert table.caption.string == "Events in July 2024"
    heads = [(th["scope"], th.string) for th in table.thead("th")]
    assert heads[0] == ("col", "Monday")
    assert len(heads) == 7
    assert {len(row("td")) for row in table.tbody("tr")} == {7}


def test_an_event_stands_in_the_day_it_begins(client, in_july):
    assert in_cells(client.get(JULY)) == {"2024-07-29": ["Conference"]}


def test_a_day_has_its_name_for_the_list_of_days(client, in_july):
    cell = soup(client.get(JULY)).select_one("td.listed")
    assert cell.time.span.string == "Monday 29 July"


def test_an_event_of_many_weeks_is_one_link(client):
    day(date(2024, 6, 24), date(2024, 8, 12), title="Course")
    found = bars(client.get(JULY), "Course")
    links = [bar.select("a:not([aria-hidden])") for bar in found]
    assert [len(each) for each in links] == [1, 0, 0, 0, 0]


def test_its_link_says_how_long_it_is(client):
    day(date(2024, 6, 24), date(2024, 8, 12), title="Course", place="Suva")
    link = bars(client.get(JULY), "Course")[0].a
    said = " ".join(link.get_text(" ").split())
    assert said == "Course 24 June – 12 August 2024, Suva"


def test_its_other_bars_say_that_it_continues(client):
    day(date(2024, 7, 1), date(2024, 7, 9), title="Course")
    first, second = bars(client.get(JULY), "Course")
    assert "continues" not in first.get_text()
    assert " ".join(second.get_text(" ").split()) == "Course continues"


def test_what_is_hidden_from_screen_readers_is_out_of_reach_of_the_keyboard(client):
    day(date(2024, 7, 1), date(2024, 7, 9))
    hidden = soup(client.get(JULY)).select(".calendar [aria-hidden]")
    assert [link["tabindex"] for link in hidden] == ["-1"]


@pytest.mark.parametrize(
    ("status", "name"),
    [
        ("cancelled", "Cancelled"),
        ("postponed", "Postponed"),
        ("provisional", "Provisional"),
    ],
)
def test_a_status_is_named_in_every_bar(client, status, name):
    day(date(2024, 7, 1), date(2024, 7, 9), title="Course", status=status)
    assert [bar.b.string for bar in bars(client.get(JULY), "Course")] == [name] * 2


def test_only_what_is_cancelled_is_struck(client):
    day(date(2024, 7, 1), title="Off", status="cancelled")
    day(date(2024, 7, 1), title="On")
    answer = client.get(JULY)
    assert ["off" in bars(answer, title)[0]["class"] for title in ("Off", "On")] == [
        True,
        False,
    ]


def test_an_event_with_exact_times_says_them(client):
    day(
        date(2024, 7, 30),
        title="Call",
        precision="time",
        start_time=time(10),
        time_zone="Pacific/Apia",
    )
    said = bars(client.get(JULY), "Call")[0].select_one(".when").string
    assert said == "Tuesday 30 July 2024, 10:00 (Apia, UTC+13)"


def test_a_month_without_events_says_so(client, in_july):
    answer = client.get("/events/calendar/2024-05/")
    assert "Nothing is planned in this month." in words(answer)


@pytest.mark.parametrize("hide", ["draft", "restrict"])
def test_what_is_not_public_is_not_shown(client, hide, in_july):
    event = day(date(2024, 7, 9), title="Under wraps", live=hide != "draft")
    if hide == "restrict":
        PageViewRestriction.objects.create(page=event, restriction_type="login")
    assert "Under wraps" not in client.get(JULY).text


# What is not known to the day


def test_what_is_known_to_the_month_stands_below_its_month(client, in_july):
    day(date(2024, 7, 1), title="Some day", precision="month")
    answer = client.get(JULY)
    assert section_of(answer, "in-month") == ["Some day"]
    assert "In July, day to be confirmed" in words(answer)
    assert not bars(answer, "Some day")
    assert section_of(client.get("/events/calendar/2024-08/"), "in-month") == []


def test_what_is_known_to_two_months_stands_below_both(client):
    day(date(2024, 7, 1), date(2024, 8, 1), title="Summer", precision="month")
    for month in ("06", "07", "08", "09"):
        found = section_of(client.get(f"/events/calendar/2024-{month}/"), "in-month")
        assert found == (["Summer"] if month in ("07", "08") else [])


@pytest.mark.parametrize("month", ["01", "07", "12"])
def test_what_is_known_to_the_year_stands_below_all_its_months(client, month):
    day(date(2024, 1, 1), title="Some time", precision="year")
    answer = client.get(f"/events/calendar/2024-{month}/")
    assert section_of(answer, "to-be-confirmed") == ["Some time"]
    assert "2024, date to be confirmed" in words(answer)


def test_what_is_known_to_the_year_is_not_in_another(client, in_july):
    day(date(2025, 1, 1), title="Some time", precision="year")
    assert section_of(client.get(JULY), "to-be-confirmed") == []


def test_the_list_shows_in_which_year_the_date_is_expected(client):
    year = months.today().year + 1
    day(date(year, 1, 1), precision="year")
    assert f"{year}, date to be confirmed" in words(client.get("/events/"))


# Which months there are


@pytest.mark.parametrize(
    "month",
    [
        "2023-12",
        "2025-01",
        "2024-00",
        "2024-13",
        "0000-01",
        "0001-01",
        "9999-12",
        "2024-7",
        "24-07",
        "2024-07-01",
        "-2024-07",
        "٢٠٢٤-٠٧",
        "2024-07%00",
        "%00",
        "9" * 400,
    ],
)
def test_other_months_are_not_found(client, in_july, month):
    assert client.get(f"/events/calendar/{month}/").status_code == 404


@pytest.mark.parametrize("month", range(1, 13))
def test_a_year_with_events_has_all_its_months(client, in_july, month):
    assert client.get(f"/events/calendar/2024-{month:02}/").status_code == 200


def test_a_year_in_which_an_event_ends_has_its_months(client):
    day(date(2024, 12, 28), date(2025, 1, 3), title="Over")
    assert in_cells(client.get("/events/calendar/2025-01/")) == {"2025-01-01": ["Over"]}


def test_a_year_of_drafts_has_none(client):
    day(date(2019, 5, 1), live=False)
    assert client.get("/events/calendar/2019-05/").status_code == 404


def test_this_month_and_the_next_are_always_there(client):
    this = months.today().replace(day=1)
    for first in (this, months.following(this)):
        assert client.get(f"/events/calendar/{first:%Y-%m}/").status_code == 200


def test_the_calendar_opens_at_this_month(client):
    heading = soup(client.get("/events/calendar/")).h1.string
    assert heading == f"{months.today():%B %Y}"


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (datetime(2024, 7, 31, 11, 59, tzinfo=UTC), date(2024, 7, 31)),
        (datetime(2024, 7, 31, 12, 1, tzinfo=UTC), date(2024, 8, 1)),
    ],
)
def test_today_is_the_secretariats(monkeypatch, now, expected):
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    assert months.today() == expected


def test_today_is_marked(client):
    marked = soup(client.get("/events/calendar/")).select("[aria-current=date]")
    assert [mark["datetime"] for mark in marked] == [months.today().isoformat()]


# From month to month


def test_the_months_before_and_after_are_linked(client, in_july):
    answer = client.get(JULY)
    hrefs = [link_of(answer, rel)["href"] for rel in ("prev", "next")]
    assert hrefs == ["/events/calendar/2024-06/", "/events/calendar/2024-08/"]


def test_years_without_events_are_passed_over(client, in_july):
    day(date(2020, 5, 1))
    before = link_of(client.get("/events/calendar/2024-01/"), "prev")
    assert before["href"] == "/events/calendar/2020-12/"


def test_nothing_is_linked_before_the_first_month(client, in_july):
    assert link_of(client.get("/events/calendar/2024-01/"), "prev") is None


def test_nothing_is_linked_after_the_last_month(client, in_july):
    following = months.following(months.today().replace(day=1))
    answer = client.get(f"/events/calendar/{following:%Y-%m}/")
    assert link_of(answer, "next") is None


def test_the_form_leads_to_a_month(client, in_july):
    answer = client.get("/events/calendar/?year=2024&month=7")
    assert (answer.status_code, answer.url) == (302, JULY)


def test_the_form_keeps_the_filters(client, in_july):
    page = soup(client.get(f"{JULY}?kind=workshop"))
    form = page.select_one(".months form")
    assert form.select_one("input[name=kind]")["value"] == "workshop"
    query = "year=2024&month=02&kind=workshop"
    answer = client.get(f"{form['action']}?{query}")
    assert answer.url == "/events/calendar/2024-02/?kind=workshop"


def test_the_form_offers_the_years_with_events(client, in_july):
    day(date(2019, 5, 1))
    offered = soup(client.get(JULY)).select(".months [name=year] option")
    this = months.today()
    years = {2019, 2024, this.year, months.following(this.replace(day=1)).year}
    assert [int(option.string) for option in offered] == sorted(years, reverse=True)


def test_the_form_leads_to_the_nearest_month_there_is(client, in_july):
    answer = client.get("/events/calendar/?year=1066&month=10")
    assert answer.url == "/events/calendar/2024-01/"


@pytest.mark.parametrize(
    "query",
    [
        "year=2024",
        "month=7",
        "year=2024&month=13",
        "year=0&month=0",
        "year=%00&month=%00",
        "year=%ff&month=%ff",
        "year=x&month=7",
        "year=2024&month=",
        f"year={'9' * 5_000}&month=1",
        "year=%D9%A2%D9%A0%D9%A2%D9%A4&month=7",
    ],
)
def test_a_form_filled_in_wrongly_shows_this_month(client, in_july, query):
    answer = client.get(f"/events/calendar/?{query}")
    assert answer.status_code == 200
    assert soup(answer).h1.string == f"{months.today():%B %Y}"


# Filters


@pytest.fixture
def filtered_events(fiji, samoa, leadership, trade):
    """Events of which each filter leaves one."""
    return [
        day(
            date(2024, 7, 1),
            title="Found",
            kind="training",
            format="online",
            series=EventSeriesFactory(slug="cert-iv"),
            priorities=[leadership],
            host=fiji,
        ),
        day(
            date(2024, 7, 2),
            title="Other",
            kind="meeting",
            format="hybrid",
            series=EventSeriesFactory(slug="other"),
            priorities=[trade],
            members=[samoa],
        ),
    ]


FILTERS = [
    "kind=training",
    "format=online",
    "series=cert-iv",
    "priority=leadership",
    "member=fiji",
]


@pytest.mark.parametrize("query", FILTERS)
def test_filters_apply_to_months(client, filtered_events, query):
    assert in_cells(client.get(f"{JULY}?{query}")) == {"2024-07-01": ["Found"]}


@pytest.mark.parametrize("query", FILTERS)
def test_the_feed_of_a_month_has_its_filters(client, filtered_events, query):
    page = soup(client.get(f"{JULY}?{query}"))
    feed = page.select_one('link[type="text/calendar"]')["href"]
    assert feed == f"/events/calendar.ics?{query}"


@pytest.mark.parametrize("query", FILTERS)
def test_filters_stay_from_month_to_month(client, filtered_events, query):
    answer = client.get(f"{JULY}?{query}")
    links = soup(answer).select(".months nav a")
    assert [link["href"].partition("?")[2] for link in links] == [query] * 3


@pytest.mark.parametrize("query", FILTERS)
def test_filters_stay_from_the_month_to_the_list_and_back(
    client, filtered_events, query
):
    to_list = soup(client.get(f"{JULY}?{query}")).select_one(".section-head a")
    assert to_list["href"] == f"/events/?{query}&year=2024"
    to_month = soup(client.get(to_list["href"])).select(".section-head a")[1]
    assert to_month["href"] == f"{JULY}?{query}"


def test_the_list_of_what_is_coming_leads_to_this_month(client):
    to_month = soup(client.get("/events/")).select(".section-head a")[1]
    assert to_month["href"] == "/events/calendar/"


def test_this_month_leads_to_the_list_of_what_is_coming(client):
    to_list = soup(client.get("/events/calendar/")).select_one(".section-head a")
    assert to_list["href"] == "/events/"


@pytest.mark.parametrize(("path", "current"), [("/events/", "List"), (JULY, "Month")])
def test_which_of_the_two_is_shown_is_said(client, in_july, path, current):
    links = soup(client.get(path)).select(".section-head a[aria-current=page]")
    assert [link.string for link in links] == [current]


def test_the_filters_keep_the_month(client, in_july):
    form = soup(client.get(JULY)).select_one(".filters form")
    assert form["action"] == JULY


def test_a_month_is_not_filtered_by_year(client, in_july):
    form = soup(client.get(JULY)).select_one(".filters form")
    assert not form.select("[name=year]")


@pytest.mark.parametrize(
    "query",
    [
        "year=2019",
        "kind=rumour",
        "kind=%00",
        "member=%ff",
        "series=none&format=none",
        "kind=workshop&kind=none",
        f"priority={'9' * 5_000}",
    ],
)
def test_values_that_are_no_choice_are_passed_over(client, in_july, query):
    assert in_cells(client.get(f"{JULY}?{query}")) == {"2024-07-29": ["Conference"]}


# Search engines


def robots(response):
    meta = soup(response).select_one('meta[name="robots"]')
    return meta["content"] if meta else None


@pytest.mark.parametrize(
    ("path", "told"),
    [
        (JULY, None),
        (f"{JULY}?kind=workshop", "noindex, follow"),
        ("/events/calendar/2024-05/", "noindex, follow"),
    ],
    ids=["whole", "filtered", "empty"],
)
def test_search_engines_keep_whole_months_with_events(client, in_july, path, told):
    assert robots(client.get(path)) == told


def test_search_engines_do_not_follow_filtered_months(client, in_july):
    answer = client.get(f"{JULY}?kind=workshop")
    rels = [link.get("rel") for link in soup(answer).select(".months nav a")]
    assert all("nofollow" in rel for rel in rels)
    assert "nofollow" not in link_of(client.get(JULY), "next")["rel"]


def test_a_month_names_its_address_and_its_french_one(client, in_july):
    page = soup(client.get(f"{JULY}?kind=workshop"))
    assert page.select_one("link[rel=canonical]")["href"].endswith(JULY)
    french = page.select_one("link[hreflang=fr]")["href"]
    assert french.endswith(f"/fr{JULY}")


# French


def test_a_month_in_french(client, in_july):
    translate(in_july, title="Conférence")
    page = soup(client.get(f"/fr{JULY}"))
    assert page.h1.string == "Juillet 2024"
    assert page.caption.string == "Événements en juillet 2024"
    assert page.thead.th.string == "Lundi"
    assert page.select_one("td.listed time span").string == "Lundi 29 juillet"
    assert page.select_one(".bar a span").string == "Conférence"


def test_what_is_not_translated_is_shown_in_english_and_marked(client, in_july):
    title = soup(client.get(f"/fr{JULY}")).select_one(".bar a span")
    assert (title.string, title["lang"]) == ("Conference", "en")


def test_the_first_is_written_as_in_french(client):
    day(date(2024, 7, 1))
    page = soup(client.get(f"/fr{JULY}"))
    assert page.select_one("td.listed time b").string == "1er"


def test_the_other_language_is_the_same_month(client, in_july):
    link = soup(client.get(JULY)).select_one(".site-tools a[hreflang=fr]")
    assert link["href"] == f"/fr{JULY}"


def test_the_way_to_a_month_is_shown(client, in_july):
    crumbs = soup(client.get(JULY)).select(".crumbs a")
    assert [link["href"] for link in crumbs] == ["/", "/events/"]


# Cost


def queries(client, path):
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return [query["sql"] for query in captured]


def test_thirty_events_and_three_thousand_ask_the_same(client):
    cert = EventSeriesFactory(slug="cert")
    month = months.following(months.today().replace(day=1))
    places = [
        "/events/",
        "/events/?year=all",
        f"/events/calendar/{month:%Y-%m}/",
        "/events/calendar/",
        "/events/series/cert/",
        "/events/calendar.ics?series=cert&kind=meeting",
    ]
    asked = []
    for count in (30, 2_970):
        many_events(count)
        EventPage.objects.update(series=cert)
        asked.append([len(queries(client, path)) for path in places])
    few, many = asked
    assert few == many
    assert max(many) <= 12


@pytest.mark.parametrize("path", ["/events/?year=2024", JULY])
def test_the_texts_of_events_are_not_read(client, in_july, path):
    assert not [sql for sql in queries(client, path) if "outcome" in sql]
