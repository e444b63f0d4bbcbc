"""Run what has to be done again and again: publish what is due, send mails, tidy up."""

import logging
import time
from datetime import timedelta

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

logger = logging.getLogger(__name__)

JOBS = {
    ("publish_scheduled",): timedelta(minutes=1),
    ("purge_frontend_cache",): timedelta(minutes=1),
    ("send_registration_mails",): timedelta(minutes=15),
    ("delete_registrations",): timedelta(days=1),
    ("clearsessions",): timedelta(days=1),
    ("make_pdfs", "--all"): timedelta(days=1),
    # Asked more often than it is due, for a worker may be started anew at any time.
    ("backup", "--if-older-than=22"): timedelta(hours=1),
}


def name_of(job: tuple[str, ...]) -> str:
    return " ".join(job)


def let_go_of_connections():
    """Close those that have ended or have served their time, but none in a transaction."""
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()


def run(job: tuple[str, ...]) -> bool:
    """Run a command of ``manage.py``, and say whether it succeeded.

    What it raises is logged and no more: the other jobs, and its next turn, do not depend
    on it. The database may have been away since the last turn.
    """
    let_go_of_connections()
    begun = time.monotonic()
    try:
        call_command(*job)
    except Exception:
        logger.exception("The job %s failed.", name_of(job))
        return False
    finally:
        let_go_of_connections()
    logger.info("The job %s took %.1f s.", name_of(job), time.monotonic() - begun)
    return True


def turns(jobs, clock=time.monotonic, sleep=time.sleep):
    """Each job when its time has come: at first all, then each after its interval.

    The interval begins when a job has ended, so that a slow one does not pile up.
    """
    due = dict.fromkeys(jobs, clock())
    while True:
        job = min(due, key=due.get)
        sleep(max(due[job] - clock(), 0))
        yield job
        due[job] = clock() + jobs[job].total_seconds()


class Command(BaseCommand):
    """``manage.py run_jobs``"""

    help = (
        "Run the jobs of the site until stopped, one after the other: first all, then "
        "each when its time has come. One process of it is enough, and no more than one "
        "should run."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--once", action="store_true", help="run each job once, and end"
        )

    def handle(self, *args, once, **options):
        if not once:
            for job in turns(JOBS):
                run(job)
        failed = [job for job in JOBS if not run(job)]
        if failed:
            raise CommandError(f"These jobs failed: {', '.join(map(name_of, failed))}.")
