"""``python -m bench``, which ``make bench`` runs."""

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from operator import attrgetter, itemgetter
from pathlib import Path
from urllib.request import urlopen

from bench import CACHED, RENDERED
from bench.database import scratch_database
from bench.load import Load, bear, check_wrk
from tests.audit.site import ROOT, CannotRun
from tests.front import Front, check_programs, free_port

FEW = 100  # posts that the many are compared with
STATIC = "page.html"
# The best counts, for the machine is not always as fast.
LOADS = 6  # of each server
PASSES = 3  # of all kinds of pages
ABOUT = """\
Measures how fast the site answers, as ratios: nginx and the cache of pages against a file
of the same bytes, and each kind of page with 100 news posts against many. It starts what
it needs (PostgreSQL if it is installed, else SQLite; gunicorn; nginx) and leaves nothing.
"""
EPILOG = """\
With 100,000 posts it takes about a quarter of an hour, most of which is filling the
database. Figures are only worth something on a machine that does nothing else; ratios
suffer least. No figure makes it fail.
"""


def main():
    options = parsed(sys.argv[1:])
    for interruption in (signal.SIGINT, signal.SIGTERM):
        signal.signal(interruption, lambda number, _frame: sys.exit(128 + number))
    try:
        check_wrk()
        check_programs()
        with tempfile.TemporaryDirectory(prefix="oco-bench-") as name:
            measure(options, Path(name))
    except (AssertionError, CannotRun) as reason:
        say(f"The measurement could not run. {reason}\n")
        return 2
    except subprocess.CalledProcessError as error:
        say(f"{error}\n{error.stderr or ''}\n")
        return 2
    return 0


def parsed(arguments):
    parser = argparse.ArgumentParser(
        prog="make bench",
        usage='make bench [POSTS=10000] [ARGS="options"]',
        description=ABOUT,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--posts", type=int, default=100_000, help="the many posts (default: 100,000)"
    )
    parser.add_argument(
        "--events", type=int, default=3_000, help="events, beside few and many posts"
    )
    parser.add_argument(
        "--resources", type=int, default=10_000, help="resources with a document each"
    )
    parser.add_argument(
        "--rounds", type=int, default=10, help="times that each page is rendered"
    )
    parser.add_argument(
        "--seconds", type=int, default=12, help="for which each server is under load"
    )
    return parser.parse_args(arguments)


def measure(options, folder):
    with scratch_database(folder) as server:
        say(f"{server.name}: filling the databases …\n")
        fill(server, options, folder)
        print_throughput(options, server, folder)
        print_growth(options, server, folder)


def fill(server, options, folder):
    """A database with few posts, and a copy of it with many."""
    server.create("few")
    beside = ["--events", options.events, "--resources", options.resources]
    run(environment(server, folder, "few"), "grow", "--posts", FEW, *beside)
    server.copy("few", "many")
    more = ["--posts", options.posts - FEW, "--events", 0, "--resources", 0]
    run(environment(server, folder, "many"), "grow", "--on-top", *more)


def environment(server, folder, database):
    return {"DATABASE_URL": server.url(database), "MEDIA_ROOT": str(folder / "media")}


def run(environ, *command):
    """A command of the site's, whose progress is shown."""
    words = [sys.executable, "manage.py", *map(str, command)]
    subprocess.run(
        words, cwd=ROOT, env=os.environ | environ, check=True, stdout=sys.stderr
    )


# Requests a second


@contextmanager
def served(server, folder, name, **more):
    """The site with few posts behind nginx, and its address without nginx."""
    home = folder / name
    (home / "static").mkdir(parents=True)
    direct = f"127.0.0.1:{free_port()}"
    front = Front(
        home,
        static=home / "static",
        environment=environment(server, folder, "few")
        | {"SHARED_CACHE_SECONDS": "600", "PAGE_CACHE_SECONDS": "600"}
        | more,
        workers=os.cpu_count(),
        also=(direct,),
    )
    front.start_site()
    try:
        with front.nginx():
            for _process in range(
                2 * front.workers
            ):  # which answer once they are there
                urlopen(f"http://{direct}/").close()
            yield front, f"http://{direct}", f"http://127.0.0.1:{front.port}"
    finally:
        front.stop_site()


def print_throughput(options, server, folder):
    """How many home pages a second come from where, beside a file of the same bytes."""
    say("Loading the servers …\n")
    found = {}

    def note(what, url, **how):
        say(f"  {what} …\n")
        bear(url, 1, folder)  # so that all caches and processes are warm
        # Connections that are kept fall on the processes by chance, each time anew, and
        # often all on one: what counts is how much the processes bear together.
        seconds = max(1, options.seconds // LOADS)
        loads = [bear(url, seconds, folder, **how) for _load in range(LOADS)]
        found[what] = max(loads, key=attrgetter("rate"))

    with served(server, folder, "cached") as (front, direct, nginx):
        page = front.ask("/", Accept_Encoding="gzip")
        (front.static / f"{STATIC}.gz").write_bytes(page.body)
        (front.static / STATIC).write_bytes(page.body)
        note("nginx, a file of the same bytes", f"{nginx}/static/{STATIC}")
        note("nginx, page in its cache", f"{nginx}/")
        note("nginx, page in no cache", f"{nginx}/", is_new_each_time=True)
        note("gunicorn, page in its cache", f"{direct}/")
        note("gunicorn, page not in its cache", f"{direct}/", is_new_each_time=True)
    with served(server, folder, "uncached", PAGE_CACHE_SECONDS="0") as servers:
        _front, direct, _nginx = servers
        note("gunicorn, without the cache", f"{direct}/")
    print_loads(found, len(page.body))


def print_loads(found: dict[str, Load], size: int):
    file = found["nginx, a file of the same bytes"].rate
    # Under a load beyond its means it may have answered none in time.
    render = found["gunicorn, without the cache"].rate or float("nan")
    tell(f"\nThe home page, {size:,} bytes\n")
    tell(f"{'':32}{'per second':>11}{'of file':>9}{'of render':>11}{'p50 ms':>9}")
    tell(f"{'p99 ms':>9}{'failed':>8}\n")
    for what, load in found.items():
        tell(f"{what:32}{load.rate:11,.0f}{load.rate / file:9.2f}")
        tell(f"{load.rate / render:11.1f}{load.median:9.1f}{load.p99:9.1f}")
        tell(f"{load.failed:8}\n")


# Few posts and many


def rendered(server, folder, database, rounds):
    """The kinds of pages of a database, by their names."""
    command = [sys.executable, "-m", "bench.pages", str(rounds)]
    environ = os.environ | environment(server, folder, database)
    environ |= {
        "DJANGO_SETTINGS_MODULE": "oco_site.settings",
        "LOG_LEVEL": "CRITICAL",
        "PAGE_CACHE_URL": f"filecache://{folder / 'pages-of'}-{database}",
    }
    done = subprocess.run(
        command, cwd=ROOT, env=environ, check=True, stdout=subprocess.PIPE, text=True
    )
    rows = map(json.loads, done.stdout.splitlines())
    return {row["kind"]: row for row in rows}


def print_growth(options, server, folder):
    """What each kind of page takes with few posts and with many, and how long it is.

    Of few posts some filters leave fewer than a page of the list has.
    """
    say("Rendering each kind of page …\n")
    few, many = {}, {}
    for _pass in range(PASSES):
        for name, best in (("few", few), ("many", many)):
            for kind, row in rendered(server, folder, name, options.rounds).items():
                best[kind] = min(best.get(kind, row), row, key=itemgetter("wall"))
    tell(f"\nEach kind of page, with {FEW} and with {options.posts:,} posts\n")
    tell(f"{'':28}{'queries':>14}{'bytes':>18}{'milliseconds':>18}{'ratio':>8}\n")
    for kind, before in few.items():
        after = many[kind]
        tell(f"{kind:28}{before['queries']:6}{after['queries']:8}")
        tell(f"{before['length']:10,}{after['length']:8,}")
        tell(f"{before['wall']:10.1f}{after['wall']:8.1f}")
        tell(f"{after['wall'] / before['wall']:8.2f}\n")
    faster = few[RENDERED]["wall"] / few[CACHED]["wall"]
    tell(f"\nIn the application alone, the home page comes {faster:.0f} times as fast ")
    tell("from the page cache as it is rendered.\n")


def tell(text):
    """The report."""
    sys.stdout.write(text)
    sys.stdout.flush()


def say(text):
    """Progress, which is kept apart from the report."""
    sys.stderr.write(text)
    sys.stderr.flush()


sys.exit(main())
