"""Dates in words, in English and French."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from core.dates import (
    in_words,
    iso,
    last_day,
    range_in_words,
    time_span,
    utc_offset_in_words,
)

DAY = date(2024, 7, 30)


@pytest.mark.parametrize(
    ("language", "day", "precision", "words"),
    [
        ("en", DAY, "day", "30 July 2024"),
        ("en", DAY, "month", "July 2024"),
        ("en", DAY, "year", "2024"),
        ("en", date(2024, 7, 1), "day", "1 July 2024"),
        ("en", date(2024, 2, 29), "day", "29 February 2024"),
        ("fr", DAY, "day", "30 juillet 2024"),
        ("fr", DAY, "month", "juillet 2024"),
        ("fr", DAY, "year", "2024"),
        ("fr", date(2024, 7, 1), "day", "1er juillet 2024"),
        ("fr", date(2024, 8, 1), "day", "1er août 2024"),
        ("fr", date(2024, 7, 21), "day", "21 juillet 2024"),
    ],
)
def test_a_date_in_words(language, day, precision, words):
    with translation.override(language):
        assert in_words(day, precision) == words


@pytest.mark.parametrize(
    ("language", "start", "end", "precision", "words"),
    [
        ("en", date(2024, 7, 29), date(2024, 7, 31), "day", "29–31 July 2024"),
        ("en", date(2024, 7, 1), date(2024, 8, 12), "day", "1 July – 12 August 2024"),
        (
            "en",
            date(2024, 12, 28),
            date(2025, 1, 3),
            "day",
            "28 December 2024 – 3 January 2025",
        ),
        ("en", date(2024, 7, 1), date(2025, 7, 1), "day", "1 July 2024 – 1 July 2025"),
        ("en", DAY, DAY, "day", "30 July 2024"),
        ("en", DAY, None, "day", "30 July 2024"),
        ("en", DAY, None, "month", "July 2024"),
        ("en", DAY, date(2024, 7, 31), "month", "July 2024"),
        ("en", DAY, date(2024, 8, 2), "month", "July – August 2024"),
        ("en", DAY, date(2025, 8, 2), "month", "July 2024 – August 2025"),
        ("en", DAY, date(2024, 8, 2), "year", "2024"),
        ("en", DAY, date(2026, 8, 2), "year", "2024–2026"),
        ("fr", date(2024, 7, 29), date(2024, 7, 31), "day", "du 29 au 31 juillet 2024"),
        ("fr", date(2024, 7, 1), date(2024, 7, 3), "day", "du 1er au 3 juillet 2024"),
        (
            "fr",
            date(2024, 7, 1),
            date(2024, 8, 12),
            "day",
            "du 1er juillet au 12 août 2024",
        ),
        (
            "fr",
            date(2024, 12, 28),
            date(2025, 1, 1),
            "day",
            "du 28 décembre 2024 au 1er janvier 2025",
        ),
        ("fr", DAY, date(2024, 8, 2), "month", "juillet – août 2024"),
    ],
)
def test_a_range_in_words(language, start, end, precision, words):
    with translation.override(language):
        assert range_in_words(start, end, precision) == words


@pytest.mark.parametrize(
    ("language", "zone", "times", "words"),
    [
        (
            "en",
            "Pacific/Fiji",
            (DAY, time(10), None, time(12, 30)),
            "Tuesday 30 July 2024, 10:00–12:30 (Fiji, UTC+12)",
        ),
        (
            "en",
            "Pacific/Rarotonga",
            (date(2024, 7, 29), time(9), date(2024, 7, 31), time(17)),
            "Monday 29 July 2024, 09:00 – Wednesday 31 July 2024, 17:00 "
            "(Rarotonga, UTC−10)",
        ),
        (
            "en",
            "Pacific/Pago_Pago",
            (DAY, time(8), None, None),
            "Tuesday 30 July 2024, 08:00 (Pago Pago, UTC−11)",
        ),
        (
            "en",
            "Pacific/Marquesas",
            (DAY, time(8), DAY, time(9)),
            "Tuesday 30 July 2024, 08:00–09:00 (Marquesas, UTC−9:30)",
        ),
        (
            "fr",
            "Pacific/Noumea",
            (date(2024, 8, 1), time(14), None, time(16)),
            "jeudi 1er août 2024, 14:00–16:00 (Nouméa, UTC+11)",
        ),
        (
            "fr",
            "Pacific/Fiji",
            (DAY, time(10), None, None),
            "mardi 30 juillet 2024, 10:00 (Fidji, UTC+12)",
        ),
    ],
)
def test_exact_times_in_words(language, zone, times, words):
    with translation.override(language):
        assert str(time_span(ZoneInfo(zone), *times)) == words


def test_no_line_of_a_page_ends_within_a_time_range():
    shown = time_span(ZoneInfo("Pacific/Fiji"), DAY, time(10), DAY, time(11, 30)).html
    assert "10:00</time>–\u2060<time" in shown


def test_the_offset_is_that_of_the_day_and_not_of_today():
    zone = ZoneInfo("Pacific/Auckland")
    winter = str(time_span(zone, DAY, time(10)))
    summer = str(time_span(zone, date(2024, 1, 30), time(10)))
    assert (winter[-7:-1], summer[-7:-1]) == ("UTC+12", "UTC+13")


@pytest.mark.parametrize(
    ("offset", "words"),
    [
        (timedelta(0), "UTC"),
        (timedelta(hours=14), "UTC+14"),
        (timedelta(hours=-11), "UTC−11"),
        (timedelta(hours=10, minutes=30), "UTC+10:30"),
        (timedelta(hours=-9, minutes=-30), "UTC−9:30"),
    ],
)
def test_an_offset_in_words(offset, words):
    moment = datetime(2024, 7, 30, tzinfo=timezone(offset))
    assert utc_offset_in_words(moment) == words


def test_utc_itself_has_no_offset():
    assert utc_offset_in_words(datetime(2024, 7, 30, tzinfo=UTC)) == "UTC"


@pytest.mark.parametrize(
    ("precision", "value"),
    [("day", "2024-07-30"), ("month", "2024-07"), ("year", "2024")],
)
def test_machines_read_no_more_than_is_known(precision, value):
    assert iso(DAY, precision) == value


@pytest.mark.parametrize(
    ("day", "precision", "last"),
    [
        (DAY, "day", DAY),
        (date(2024, 2, 1), "month", date(2024, 2, 29)),
        (date(2023, 2, 1), "month", date(2023, 2, 28)),
        (date(2024, 12, 1), "month", date(2024, 12, 31)),
        (date(2024, 1, 1), "year", date(2024, 12, 31)),
    ],
)
def test_the_last_day_a_date_can_mean(day, precision, last):
    assert last_day(day, precision) == last
