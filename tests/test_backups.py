"""The whole site in one file, and back again, on databases of both kinds.

Commands run as people run them: in processes of their own, on scratch sites.
"""

import json
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import timedelta
from functools import partial
from importlib import import_module
from pathlib import Path
from uuid import uuid4
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse
from django.utils.timezone import localtime

from core.health import LEAST_FREE
from core.management.commands.run_jobs import JOBS
from pages.backups import BackupError, checking, making, store
from pages.backups.archive import DATABASE, MANIFEST, Archive, ArchiveWriter
from pages.backups.checking import compare
from pages.backups.restoring import refuse_what_is_newer
from tests.answers import words

PATIENCE = 60  # seconds that a backup of a small site may take on a busy machine
SMALL = 64 * 1024  # bytes that a file may grow to where the disk is said to be full

# What is in the scratch site, besides its sections.
CONTENT = """
import os
from django.core.files.base import ContentFile
from django.core.management import call_command
from tests.factories import *

make_sections()
pump = CustomImageFactory(title="Pump", description="A pump")
NewsPageFactory(
    title="Pumps arrive", body=story("Apia pumps water.", "Ça coule à Nouméa."),
    image=pump, date=date(2026, 3, 2),
)
StandardPageFactory(title="Not yet", live=False)
NewsPageFactory(parent=home_page("fr"), title="Les pompes")
CustomDocumentFactory(file=ContentFile(os.urandom(200_000), name="noise.pdf"))
EventRegistrationFactory(email="moana@example.org")
UserFactory(username="admin")
call_command("rebuild_references_index", verbosity=0)
"""


class Site:
    """A scratch site: its folder, its database, and what its commands answer."""

    def __init__(self, folder: Path, database_url=""):
        self.folder, self.backups = folder, folder / "backups"
        folder.mkdir(exist_ok=True)
        self.environment = {
            "DATABASE_URL": database_url or f"sqlite:///{folder}/db.sqlite3",
            "MEDIA_ROOT": f"{folder}/media",
            "BACKUP_ROOT": str(self.backups),
            "PAGE_CACHE_URL": "locmemcache://",
        }

    def start(self, *arguments, **options):
        """A command that runs meanwhile."""
        return subprocess.Popen(
            [sys.executable, "manage.py", *map(str, arguments)],
            cwd=settings.BASE_DIR,
            env=os.environ | self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            **options,
        )

    def run(self, *arguments, **options) -> tuple[int, str, str]:
        """The exit status of a command, and what it said."""
        command = self.start(*arguments, **options)
        out, errors = command.communicate(timeout=600)
        return command.returncode, out, errors

    def does(self, *arguments) -> str:
        """What a command says that has to succeed."""
        status, out, errors = self.run(*arguments)
        assert status == 0, errors
        return out

    def copy(self, folder: Path) -> "Site":
        """The same once more."""
        shutil.copytree(self.folder, folder)
        return Site(folder)

    @property
    def kept(self) -> list[Path]:
        return sorted(self.backups.glob("oco-*.zip"))

    def count(self, table: str) -> int:
        """How many rows a table of an SQLite database has."""
        with sqlite3.connect(self.folder / "db.sqlite3") as database:
            return database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


@pytest.fixture(scope="session")
def empty_site(tmp_path_factory):
    """What ``migrate`` makes."""
    site = Site(tmp_path_factory.mktemp("empty"))
    site.does("migrate", "--verbosity=0")
    return site


@pytest.fixture(scope="session")
def site(empty_site, tmp_path_factory):
    """A site with content and one backup; to be read only."""
    site = empty_site.copy(tmp_path_factory.mktemp("site") / "site")
    site.does("shell", "--verbosity=0", "--command", CONTENT)
    site.does("backup")
    return site


@pytest.fixture(scope="session")
def archive(site):
    [path] = site.kept
    return path


@pytest.fixture(scope="session")
def manifest(archive):
    return json.loads(ZipFile(archive).read(MANIFEST))


@pytest.fixture
def backups_here(settings, tmp_path):
    """An empty folder for the backups of this process."""
    settings.BACKUP_ROOT = str(tmp_path / "backups")
    return store.folder()


def rewritten(path: Path, target: Path, change) -> Path:
    """A whole archive of the same files, after ``change(files, manifest)``."""
    with ZipFile(path) as source:
        files = {name: source.read(name) for name in source.namelist()}
    facts = json.loads(files.pop(MANIFEST))
    change(files, facts)
    del facts["format"], facts["files"]
    with target.open("wb") as stream, ArchiveWriter(stream) as writer:
        for name, content in files.items():
            with writer.open(name) as file:
                file.write(content)
        writer.finish(facts)
    return target


def test_a_backup_restored_on_trial_yields_itself_again(site, archive):
    said = site.does("check_backup", archive)
    assert "BAD" not in said
    assert "each is as it was" in said
    assert "reads as it did" in said
    assert "This backup is good" in said
    assert archive.with_name(f"{archive.name}.checked").exists()


def test_a_check_restores_beside_the_backups(archive, backups_here, monkeypatch):
    """What is left of one that was killed goes, and so does what it makes itself."""
    old, running = (backups_here / f"backup-check-{name}" for name in ("old", "new"))
    for folder in (old, running):
        folder.mkdir()
    os.utime(old, (0, 0))
    seen = []

    def run(arguments, environment):
        seen.append(Path(environment["MEDIA_ROOT"]).parent)
        return "{}"

    monkeypatch.setattr(checking, "run", run)
    checking.restored_manifest(archive, str)
    assert {scratch.parent for scratch in seen} == {backups_here}
    assert list(backups_here.iterdir()) == [running]


def test_a_restored_site_has_its_indexes(empty_site, archive, tmp_path, site):
    restored = empty_site.copy(tmp_path / "restored")
    restored.does("restore", archive)
    for table in ("wagtailsearch_indexentry", "wagtailcore_referenceindex"):
        assert restored.count(table) >= site.count(table) > 0
    assert restored.count("core_customrendition") == 0


def test_a_check_tells_what_did_not_come_back(manifest):
    other = json.loads(json.dumps(manifest))
    other["counts"]["wagtailcore.page"] -= 1
    other["files"].popitem()
    bad = [text for is_same, text in compare(manifest, other) if not is_same]
    count = manifest["counts"]["wagtailcore.page"] - 1
    assert bad[0] == f"Pages: {count} in the backup, {count - 1} restored"


def test_an_archive_of_older_migrations_is_brought_up_to_the_code(
    empty_site, archive, tmp_path
):
    newer = import_module("events.migrations.0004_registration").Migration.operations
    added = {op.name for op in newer if getattr(op, "model_name", "") == "eventpage"}

    def make_older(files, facts):
        facts["migrations"]["events"] = "0003_event_changes"
        lines = map(json.loads, files[DATABASE].decode().splitlines())
        kept = [row for row in lines if row["table"] != "events.eventregistration"]
        for line in kept:
            if line["table"] == "events.eventpage":
                line["row"] = {k: v for k, v in line["row"].items() if k not in added}
        files[DATABASE] = "\n".join(map(json.dumps, kept)).encode()

    older = rewritten(archive, tmp_path / "older.zip", make_older)
    restored = empty_site.copy(tmp_path / "restored")
    restored.does("migrate", "--verbosity=0", "events", "0003")
    restored.does("restore", older)
    assert restored.count("events_eventregistration") == 0
    assert restored.count("events_eventpage") == 1


def test_a_site_with_content_is_not_overwritten(site, archive):
    status, _out, errors = site.run("restore", archive)
    assert status == 1
    assert "This site is not empty" in errors


def test_a_file_in_the_media_folder_is_not_overwritten(empty_site, archive, tmp_path):
    other = empty_site.copy(tmp_path / "other")
    (other.folder / "media").mkdir(exist_ok=True)
    (other.folder / "media" / "mine.pdf").write_text("mine")
    status, _out, errors = other.run("restore", archive)
    assert status == 1
    assert "mine.pdf" in errors


def test_an_archive_of_newer_migrations_is_refused(archive, tmp_path):
    def make_newer(files, facts):
        facts["migrations"]["news"] = "0999_from_tomorrow"

    newer = rewritten(archive, tmp_path / "newer.zip", make_newer)
    with (
        Archive(newer) as opened,
        pytest.raises(BackupError, match="news.0999_from_tomorrow"),
    ):
        refuse_what_is_newer(opened)


def is_refused(path: Path) -> bool:
    try:
        with Archive(path) as opened:
            opened.verify()
    except BackupError:
        return True
    return False


def test_a_whole_archive_is_taken(archive):
    assert not is_refused(archive)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_part_of_an_archive_is_refused(archive, tmp_path, share):
    content = archive.read_bytes()
    part = tmp_path / "part.zip"
    part.write_bytes(content[: int(len(content) * share)])
    assert is_refused(part)


def test_a_damaged_archive_is_refused(archive, tmp_path):
    content = bytearray(archive.read_bytes())
    content[len(content) // 2] ^= 1  # in noise.pdf, which is most of it
    damaged = tmp_path / "damaged.zip"
    damaged.write_bytes(content)
    assert is_refused(damaged)


@pytest.mark.parametrize("name", ["media/added.pdf", "../added", "/added", "elsewhere"])
def test_an_archive_with_a_file_more_is_refused(archive, tmp_path, name):
    more = shutil.copy(archive, tmp_path / "more.zip")
    with ZipFile(more, "a") as opened:
        opened.writestr(name, "added")
    assert is_refused(more)


@pytest.mark.parametrize("name", ["media/../../added", "/added", "media/..\\added"])
def test_a_name_that_leads_elsewhere_is_refused_though_listed(archive, tmp_path, name):
    def add(files, facts):
        files[name] = b"added"

    assert is_refused(rewritten(archive, tmp_path / "unsafe.zip", add))


def wait_for(happened):
    """Wait until it is so. Fails if that takes too long."""
    until = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < until
        time.sleep(0.01)


def test_a_killed_backup_leaves_nothing_that_looks_whole(site, tmp_path):
    copy = site.copy(tmp_path / "killed")
    [before] = copy.kept
    command = copy.start("backup")
    wait_for(lambda: list(copy.backups.glob("*.part")))
    command.send_signal(signal.SIGKILL)
    command.communicate()
    [part] = copy.backups.glob("*.part")
    assert is_refused(part)
    assert copy.kept == [before]
    copy.does("backup")
    assert len(copy.kept) == 2
    assert not list(copy.backups.glob("*.part"))


def test_a_full_disk_leaves_nothing_and_says_so(site, tmp_path):
    copy = site.copy(tmp_path / "full")
    limit = partial(resource.setrlimit, resource.RLIMIT_FSIZE, (SMALL, SMALL))
    status, _out, errors = copy.run("backup", preexec_fn=limit)
    assert status == 1
    assert store.DISK_FULL in errors
    assert "Traceback" not in errors
    assert len(copy.kept) == 1
    assert not list(copy.backups.glob("*.part"))


def disk_with(monkeypatch, free: int):
    usage = shutil.disk_usage("/")._replace(free=free)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)


def test_a_backup_that_would_fill_the_disk_is_not_begun(admin_client, monkeypatch):
    uploads = making.size_of_uploads()
    disk_with(monkeypatch, LEAST_FREE + store.ROWS_AND_COPY + uploads - 2_500_000)
    with pytest.raises(CommandError, match="nothing was begun.*\n3 MB"):
        call_command("backup")
    assert not store.backups()
    assert not list(store.folder().glob("*.part"))
    assert "What has to be freed: 3 MB" in words(admin_client.get(reverse("backups")))


def test_room_is_asked_for_the_uploads_and_what_the_newest_backup_holds_besides(
    backup_here, monkeypatch
):
    with Archive(backup_here) as archive:
        files = archive.media.items()
        media = sum(archive.zip.getinfo(f"media/{name}").file_size for name, _ in files)
        rest = archive.size_without_media
    assert 0 < rest < backup_here.stat().st_size - media
    disk_with(monkeypatch, LEAST_FREE + rest + media)
    store.refuse_without_room(media)
    with pytest.raises(BackupError, match="1 MB"):
        store.refuse_without_room(media + 1)


def test_what_people_open_is_public_and_in_both_languages(archive):
    with ZipFile(archive) as opened:
        texts = {
            name: opened.read(name).decode()
            for name in opened.namelist()
            if name.startswith("readable/")
        }
    news = texts["readable/en/news/pumps-arrive.html"]
    assert "Ça coule à Nouméa." in news
    assert '"../../../media/original_images/' in news
    assert 'href="en/news/pumps-arrive.html"' in texts["readable/index.html"]
    assert "Les pompes" in texts["readable/fr/les-pompes.html"]
    everything = "".join(texts.values())
    assert "Not yet" not in everything
    assert "moana@example.org" not in everything


def test_pictures_that_are_made_anew_are_left_out(manifest, site):
    assert list((site.folder / "media" / "images").iterdir())
    assert not [name for name in manifest["files"] if name.startswith("media/images/")]


def test_only_the_newest_backups_are_kept(backups_here):
    names = [f"oco-2026-11-0{day}T120000.zip" for day in range(1, 6)]
    for name in names:
        (backups_here / name).write_text("")
    assert store.delete_old(keep=2) == names[2::-1]
    assert [backup.name for backup in store.backups()] == names[:2:-1]


@pytest.mark.parametrize(("hours", "is_made"), [(21, False), (23, True)])
def test_a_worker_makes_a_backup_when_the_newest_is_a_day_old(
    site, tmp_path, hours, is_made
):
    [job] = [job for job in JOBS if job[0] == "backup"]
    copy = site.copy(tmp_path / "started")
    [path] = copy.kept
    begun = localtime() - timedelta(hours=hours)
    before = path.rename(path.with_name(begun.strftime(store.NAME_FORMAT)))
    copy.does(*job)
    assert (copy.kept != [before]) == is_made


def test_a_backup_tells_when_it_was_made_though_it_was_copied(archive, tmp_path):
    copied = store.Backup(Path(shutil.copy(archive, tmp_path)))
    assert archive.name == f"oco-{localtime(copied.made_at):%Y-%m-%dT%H%M%S}.zip"


def test_backups_are_not_kept_where_visitors_read(settings):
    settings.BACKUP_ROOT = f"{settings.MEDIA_ROOT}/images/backups"
    with pytest.raises(ImproperlyConfigured):
        store.folder()


def test_nobody_but_its_owner_reads_a_backup(archive):
    assert archive.stat().st_mode & 0o077 == 0


@pytest.fixture
def admin_client(client, admin, backups_here):
    client.force_login(admin)
    return client


@pytest.fixture
def backup_here(archive, backups_here):
    """A backup in the folder of this process."""
    return Path(shutil.copy(archive, backups_here))


def test_an_administrator_starts_a_backup_in_the_admin(
    admin_client, site, monkeypatch, backups_here
):
    for name, value in site.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("BACKUP_ROOT", str(backups_here))
    admin_client.post(reverse("backups"))
    assert "A backup is running" in words(admin_client.get(reverse("backups")))
    wait_for(lambda: not store.state()[0])
    answer = admin_client.get(reverse("backups"))
    [backup] = store.backups()
    assert backup.name in words(answer)
    assert "Whole, not restored on trial yet" in words(answer)


def test_no_second_backup_is_started(admin_client):
    with store.Lock():
        answer = admin_client.post(reverse("backups"), follow=True)
    assert "A backup is running already." in words(answer)
    assert not store.backups()


def test_the_admin_tells_how_far_an_interrupted_backup_got(admin_client):
    with store.Lock() as lock:
        lock.say("Pictures and documents")
    assert "did not end well" in words(admin_client.get(reverse("backups")))


def test_the_admin_tells_of_a_damaged_backup(admin_client, backup_here):
    with backup_here.open("r+b") as file:
        file.truncate(1000)
    assert "Damaged" in words(admin_client.get(reverse("backups")))


def test_the_admin_tells_which_backup_was_checked(admin_client, backup_here):
    store.Backup(backup_here).mark.touch()
    assert "Restored on trial" in words(admin_client.get(reverse("backups")))


def test_an_administrator_downloads_a_backup(admin_client, backup_here):
    answer = admin_client.get(reverse("backups_download", args=[backup_here.name]))
    assert answer.getvalue() == backup_here.read_bytes()
    assert "no-store" in answer["Cache-Control"]
    assert answer["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("name", ["running.lock", "..", "oco-2026-01-01T000000.zip"])
def test_nothing_else_is_downloaded(admin_client, backup_here, name):
    assert admin_client.get(f"{reverse('backups')}{name}").status_code in (302, 404)


def test_an_administrator_finds_backups_in_the_menu(admin_client):
    answer = admin_client.get(reverse("wagtailadmin_home"))
    assert reverse("backups") in answer.text


def test_an_editor_does_not_find_backups_in_the_menu(editor_client):
    answer = editor_client.get(reverse("wagtailadmin_home"))
    assert reverse("backups") not in answer.text


def test_an_editor_neither_sees_nor_starts_backups(editor_client, backups_here):
    assert editor_client.get(reverse("backups")).status_code in (302, 403)
    assert editor_client.post(reverse("backups")).status_code in (302, 403)
    assert store.state() == (False, "")


def test_an_editor_downloads_no_backup(editor_client, backup_here):
    answer = editor_client.get(reverse("backups_download", args=[backup_here.name]))
    assert answer.status_code in (302, 403)


@pytest.fixture
def postgresql_site(django_db_blocker, tmp_path):
    """An empty database beside that of the tests, which runs on PostgreSQL."""
    if connection.vendor != "postgresql":
        pytest.skip("only where the tests run on PostgreSQL")
    name = f"scratch_{uuid4().hex}"
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
        server, _slash, _name = os.environ["DATABASE_URL"].rpartition("/")
        yield Site(tmp_path / "postgresql", f"{server}/{name}")
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_a_site_moves_to_postgresql_and_back(postgresql_site, archive, manifest):
    postgresql_site.does("restore", archive)
    postgresql_site.does("backup")
    [there] = postgresql_site.kept
    moved = json.loads(ZipFile(there).read(MANIFEST))
    assert moved["database"] == "postgresql"
    assert moved["files"][DATABASE] == manifest["files"][DATABASE]
    postgresql_site.does(
        "shell",
        "--verbosity=0",
        "--command",
        "from tests.factories import *; UserFactory()",
    )  # the next id is free
    assert "This backup is good" in postgresql_site.does("check_backup", there)
