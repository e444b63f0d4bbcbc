"""The reader's own time beside the organiser's, as the browser's clock says."""

from datetime import date

import pytest

from events.importers import next_occurrence

YEAR = next_occurrence(2, 11, date.today()).year
PLACE = f"/events/{YEAR}-gesi-community-of-practice/"  # 10:00–11:30 in Fiji


@pytest.fixture
def own_time(visit):
    """What a reader with this clock is shown besides the organiser's time."""

    def read(zone, path=PLACE, **options):
        with visit(path, timezone_id=zone, **options) as page:
            return " ".join(page.locator(".own-time").inner_text().split())

    return read


def weekday(day):
    return date(YEAR, 2, day).strftime("%A")


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        (
            "Pacific/Rarotonga",
            f"{weekday(10)} 10 February {YEAR}, 12:00–13:30 (Rarotonga, UTC−10)",
        ),
        (
            "Pacific/Marquesas",
            f"{weekday(10)} 10 February {YEAR}, 12:30–14:00 (Marquesas, UTC−9:30)",
        ),
        (
            "Europe/Paris",
            f"{weekday(10)} 10 February {YEAR}, 23:00 – "
            f"{weekday(11)} 11 February {YEAR}, 00:30 (Paris, UTC+1)",
        ),
    ],
)
def test_a_reader_is_told_when_it_is_another_day(own_time, zone, words):
    assert own_time(zone) == f"Your time: {words}"


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        # In February it is summer in Auckland.
        ("Pacific/Auckland", "11:00–12:30 (Auckland, UTC+13)"),
        ("Pacific/Port_Moresby", "08:00–09:30 (Port Moresby, UTC+10)"),
        ("Etc/GMT-9", "07:00–08:30 (UTC+9)"),
    ],
)
def test_a_reader_on_the_same_day_is_told_the_time(own_time, zone, words):
    assert own_time(zone) == f"Your time: {words}"


@pytest.mark.parametrize("zone", ["Pacific/Fiji", "Pacific/Tarawa"])
def test_a_reader_whose_clock_shows_the_same_is_told_nothing(own_time, zone):
    assert own_time(zone) == ""


@pytest.mark.parametrize("locale", ["fr-FR", "en-US"])
def test_the_french_page_says_it_in_french_whatever_the_browsers_language(
    own_time, locale
):
    day = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
    assert own_time("Pacific/Rarotonga", f"/fr{PLACE}", locale=locale) == (
        f"À votre heure : {day[date(YEAR, 2, 10).weekday()]} 10 février {YEAR}, "
        "12:00–13:30 (Rarotonga, UTC−10)"
    )


def test_without_scripts_nothing_is_added(own_time):
    assert own_time("Pacific/Rarotonga", java_script_enabled=False) == ""


def test_what_stands_below_stays_where_it_is(visit):
    with visit(PLACE, timezone_id="Pacific/Rarotonga") as page:
        lead = page.locator(".lead")
        filled = lead.bounding_box()["y"]
        page.locator(".own-time").evaluate("line => line.replaceChildren()")
        assert lead.bounding_box()["y"] == filled
