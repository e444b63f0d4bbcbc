"""The drills. Each yields what has to hold, whether it did, and what was seen."""

import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from threading import Event

from tests.audit.site import ROOT
from tests.drills.editing import Editor, children, power_cut
from tests.front import in_front
from tests.postgres import postgres

STALE_AFTER = 10  # seconds: three times what nginx keeps a page for in front.py
CUTS = 8  # publishings that the power goes in
PICTURE = ROOT / "static" / "img" / "icon-512.png"


def until(is_so, seconds):
    """How many seconds it took until that was so, or None."""
    begun = time.monotonic()
    while time.monotonic() - begun < seconds:
        if is_so():
            return time.monotonic() - begun
        time.sleep(0.1)
    return None


def database_killed(folder):
    """PostgreSQL is killed under a running site, and comes back."""
    with (
        postgres(folder / "database") as server,
        in_front(
            folder, database=f"{server.url()}?conn_max_age=600", workers=2
        ) as front,
    ):
        front.start_site()
        editor = Editor(front)
        seen, unseen = front.made["posts"][:2]
        for path in (seen, seen, unseen + "?page=1"):
            front.ask(path)
        editor.look(editor.edit)
        workers = children(front.server.pid)
        server.kill()
        first = front.ask(seen).status
        time.sleep(STALE_AFTER)
        later = front.ask(seen).status
        yield "a page that was read is still answered", {first, later} == {200}, later
        answer = front.ask(unseen)
        yield "one that was not says 503", answer.status == 503, answer.status
        answer = editor.look(editor.edit)
        says = b"database does not answer" in answer.body
        yield (
            "the admin says what is wrong",
            answer.status == 503 and says,
            (answer.status),
        )
        answer = editor.publish("Typed while it was away")
        kept = b"Typed while it was away" in answer.body
        yield "what was typed is in the answer", kept, answer.status
        ready = front.ask("/health/ready").status
        yield (
            "/health/ready says 503, /health/live 200",
            ((ready, front.ask("/health/live").status) == (503, 200)),
            ready,
        )
        server.start()
        took = until(lambda: editor.look(editor.edit).status == 200, 30)
        yield "the admin is back by itself", took is not None, f"{took or 30:.1f} s"
        answers = Counter(front.ask(unseen + f"?q={n}").status for n in range(20))
        yield "each worker is", set(answers) == {200}, dict(answers)
        yield "the workers are the same", children(front.server.pid) == workers, workers
        editor.publish("Sent again")
        took = until(lambda: b"Sent again" in front.ask(editor.post).body, STALE_AFTER)
        yield "and publishes", took is not None, f"{took or 0:.1f} s"


def worker_killed(folder):
    """One of two workers is killed while eight readers ask for what no cache has."""
    with in_front(folder, workers=2) as front:
        front.start_site()
        for number in range(20):  # until both have started
            front.ask(f"/search/?q={number}")
        done = Event()
        asked = []

        def read(reader):
            number = 0
            while not done.is_set():
                number += 1
                begun = time.monotonic()
                status = 0
                with suppress(OSError):
                    status = front.ask(f"/search/?q=r{reader}n{number}").status
                asked.append((begun, time.monotonic(), status))

        with ThreadPoolExecutor(8) as readers:
            for reader in range(8):
                readers.submit(read, reader)
            time.sleep(4)
            killed_at = time.monotonic()
            os.kill(children(front.server.pid)[0], signal.SIGKILL)
            time.sleep(4)
            done.set()
        failed = [row for row in asked if row[2] != 200]
        in_flight = [row for row in asked if row[0] <= killed_at <= row[1]]
        beyond = [row for row in failed if row not in in_flight]
        seen = f"{len(failed)} of {len(asked)} failed, {len(in_flight)} were in flight"
        yield "no request failed beyond those in flight", not beyond, seen
        alive = children(front.server.pid)
        yield "another worker has taken its place", len(alive) == 2, alive


@contextmanager
def small_disk(place):
    """A disk of a few megabytes, mounted there; raises PermissionError."""
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", place]
    try:
        subprocess.run(mount, check=True, capture_output=True)
    except (subprocess.CalledProcessError, FileNotFoundError) as error:
        raise PermissionError("mounting is not permitted here") from error
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", place], check=True)


def fill(disk, leave=0):
    """Write until the disk is full, then free some bytes again."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while file.write(bytes(4096)):
            pass
    os.truncate(filler, filler.stat().st_size - leave)


def files_below(folder):
    return {path for path in folder.rglob("*") if path.is_file()}


def disk_full(folder):
    """The disk of database and uploads is full during an upload and a publishing."""
    disk = folder / "disk"
    with small_disk(disk):
        (disk / "media").mkdir()
        (folder / "media").symlink_to(disk / "media")
        database = f"sqlite:///{disk / 'db.sqlite3'}"
        with in_front(folder, database=database) as front:
            front.start_site()
            editor = Editor(front)
            editor.look(editor.edit)
            front.ask(editor.post)
            before = files_below(disk / "media")
            picture = PICTURE.read_bytes()
            picture += bytes(1_000_000)
            fill(disk, leave=300_000)
            answer = editor.upload("Full", picture)
            says = b"disk is full" in answer.body
            yield (
                "the upload is refused and says why",
                (answer.status == 503 and says),
                answer.status,
            )
            left = files_below(disk / "media") - before
            yield "no file is left of it", not left, len(left)
            fill(disk)
            answer = editor.publish("Published on a full disk")
            kept = b"Published on a full disk" in answer.body
            yield (
                "publishing is refused, and keeps what was typed",
                (answer.status == 503 and kept),
                answer.status,
            )
            answer = front.ask(editor.post)
            is_old = answer.status == 200 and b"Edited" in answer.body
            yield "a page that was read is still answered", is_old, answer.status
            (disk / "filler").unlink()
            is_old = b"Edited" in front.ask(editor.post + "?anew").body
            yield "nothing is half published", is_old, ""
            listed = editor.look("/admin/images/?q=Full").body
            yield "no picture is listed of it", b'alt="Full"' not in listed, ""
            answer = editor.publish("Published with room")
            shown = front.ask(editor.post + "?later").body
            yield (
                "with room again it is published",
                b"with room" in shown,
                (answer.status),
            )
            answer = editor.upload("Room", picture)
            yield "and uploaded", answer.status == 302, answer.status


def shown(front, editor, number):
    """Title and text of the post as a reader has them who asks the site itself."""
    body = front.ask(f"{editor.post}?cut={number}").body.decode()
    title = re.search(r"<h1[^>]*>\s*([^<]*?)\s*<", body)[1]
    text = re.search(r"<p[^>]*>(Cut \d+|Standing[^<]*|What happened.)</p>", body)
    return title, text and text[1]


def cut_while_publishing(front, database=None):
    """Cuts the power within publishings; yields what was shown before and after each."""
    editor = Editor(front)
    editor.publish("Cut 00")
    begun = time.monotonic()
    editor.publish("Cut 0")
    takes = time.monotonic() - begun
    with ThreadPoolExecutor(1) as sender:
        for number in range(1, CUTS + 1):
            before = shown(front, editor, f"{number}a")
            sent = sender.submit(editor.publish, f"Cut {number}")
            # From before it is sent to after it is answered.
            time.sleep(takes * 1.5 * (number - random.random()) / CUTS)
            if database:
                database.kill()
                os.killpg(front.server.pid, signal.SIGKILL)
                database.start()
            power_cut(front)
            with suppress(OSError):
                sent.result()
            yield number, before, shown(front, editor, f"{number}b")


def verdict(rounds):
    """Whether each cut left the old post or the new one, and how often which."""
    found = Counter()
    for number, before, after in rounds:
        whole = f"Cut {number}"
        is_new, is_old = after == (whole, whole), after == before
        is_known = before[0].startswith("Cut")
        word = "new" if is_new else "old" if is_old and is_known else f"mixed {after}"
        found[word] += 1
    return found


def power_cut_on_sqlite(folder):
    """The power goes while a post is published, on SQLite."""
    with in_front(folder) as front:
        front.start_site()
        found = verdict(cut_while_publishing(front))
        yield (
            "the post is wholly old or new, in the cache too",
            (set(found) <= {"old", "new"}),
            dict(found),
        )
        front.stop_site()
        with sqlite3.connect(folder / "db.sqlite3") as database:
            said = database.execute("PRAGMA integrity_check").fetchall()
            broken = database.execute("PRAGMA foreign_key_check").fetchall()
        yield "the database is intact", (said, broken) == ([("ok",)], []), said[0][0]


def power_cut_on_postgresql(folder):
    """The power goes while a post is published, on PostgreSQL, which goes with it."""
    with (
        postgres(folder / "database") as server,
        in_front(folder, database=server.url()) as front,
    ):
        front.start_site()
        found = verdict(cut_while_publishing(front, server))
        yield (
            "the post is wholly old or new, in the cache too",
            (set(found) <= {"old", "new"}),
            dict(found),
        )
        yield "the database is intact", server.is_intact(), "pg_amcheck"


def in_the_suite(folder):
    """What the test suite tries at each run."""
    tests = {
        "a cache folder that cannot be written costs no page": (
            "tests/test_page_cache.py",
            "folder or file_costs",
        ),
        "two editors of one page are warned, and both texts are kept": (
            "tests/test_two_editors.py",
            "",
        ),
    }
    for fact, (path, chosen) in tests.items():
        command = [sys.executable, "-m", "pytest", path, "-k", chosen]
        ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        yield fact, ended.returncode == 0, ended.stdout.strip().splitlines()[-1]


DRILLS = {
    drill.__name__: drill
    for drill in (
        database_killed,
        worker_killed,
        disk_full,
        power_cut_on_sqlite,
        power_cut_on_postgresql,
        in_the_suite,
    )
}
