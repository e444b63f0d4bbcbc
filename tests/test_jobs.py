"""The commands that run again and again."""

from datetime import timedelta
from itertools import takewhile

import pytest
from django.core.management import CommandError, call_command, get_commands
from django.utils import timezone

from core.management.commands import run_jobs
from tests.factories import NewsPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def only(monkeypatch):
    """Leaves these jobs alone in the table."""

    def leave(*jobs):
        table = dict.fromkeys(jobs, timedelta(minutes=1))
        monkeypatch.setattr(run_jobs, "JOBS", table)

    return leave


def test_every_job_is_a_command():
    assert {name for name, *_options in run_jobs.JOBS} <= set(get_commands())


def test_what_is_due_is_published(only):
    only(("publish_scheduled",))
    page = NewsPageFactory(live=False)
    page.go_live_at = timezone.now() - timedelta(minutes=1)
    page.save_revision(approved_go_live_at=page.go_live_at)
    call_command("run_jobs", "--once")
    page.refresh_from_db()
    assert page.live


def test_a_job_that_fails_keeps_none_from_running(only, caplog):
    only(("no_such_command",), ("publish_scheduled",))
    caplog.set_level("INFO")
    with pytest.raises(CommandError, match="no_such_command"):
        call_command("run_jobs", "--once")
    assert "The job no_such_command failed." in caplog.text
    assert "The job publish_scheduled took" in caplog.text


def test_each_job_runs_when_its_time_has_come():
    """By a clock of the test's own, which sleeping puts forward."""
    now = [0]
    jobs = {"often": timedelta(minutes=1), "seldom": timedelta(minutes=15)}

    def sleep(seconds):
        now[0] += seconds

    turns = run_jobs.turns(jobs, lambda: now[0], sleep)
    ran = list(takewhile(lambda job: now[0] <= 30 * 60, turns))
    assert (ran.count("often"), ran.count("seldom")) == (31, 3)


def test_a_slow_job_does_not_pile_up():
    now = [0]
    turns = run_jobs.turns({"slow": timedelta(minutes=1)}, lambda: now[0], now.append)
    next(turns)
    now[0] = 600  # it took ten minutes
    next(turns)
    assert now[-1] == 60
