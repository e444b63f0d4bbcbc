"""The made-up content with which growth is measured, and the measurement's own parts."""

import pytest
from django.core.management import CommandError, call_command

from bench.load import read
from core.models import CustomDocument
from events.models import EventPage
from news.models import NewsPage
from resources.models import ResourcePage
from tests.answers import titles

pytestmark = pytest.mark.django_db
REPORT = """\
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     2.29ms    1.02ms  30.12ms   92.10%
  Latency Distribution
     50%  912.00us
     99%    1.20s
  40 requests in 2.00s, 3.10MB read
  Non-2xx or 3xx responses: 3
Requests/sec:     20.50
"""


@pytest.fixture
def grown(demo, db):
    """The demonstration site with thirty more posts, ten events and ten resources."""
    models = (NewsPage, EventPage, ResourcePage, CustomDocument)
    before = [model.objects.count() for model in models]
    call_command("grow", "--on-top", posts=30, events=10, resources=10, verbosity=0)
    return [
        model.objects.count() - count
        for model, count in zip(models, before, strict=True)
    ]


def test_a_tenth_of_the_pages_are_in_french_too(grown):
    assert grown == [33, 11, 11, 11]


def test_the_pages_that_were_made_up_are_served(client, grown):
    for model in (NewsPage, EventPage, ResourcePage):
        assert client.get(model.objects.latest("pk").url).status_code == 200


def test_the_pages_that_were_made_up_are_found(client, grown):
    post = NewsPage.objects.filter(locale__language_code="en").latest("pk")
    assert post.title in titles(client.get("/search/", {"q": post.title}))


def test_the_tree_is_sound(grown):
    assert not any(NewsPage.find_problems())


def test_a_database_with_pages_is_refused(demo, db):
    with pytest.raises(CommandError, match="already"):
        call_command("grow", posts=1)


def test_the_report_of_wrk_is_read():
    load = read(REPORT)
    assert (load.rate, load.median, load.p99, load.failed) == (20.5, 0.912, 1200, 3)
