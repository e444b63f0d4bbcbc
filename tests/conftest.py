"""The cast that the tests share, and where they keep their files."""

from contextlib import contextmanager

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, transaction
from django.test import override_settings
from django.test.utils import setup_databases, teardown_databases
from django.utils import translation
from wagtail.models import Page

from pages.management.commands.load_demo import secretariat_group
from tests import factories

# What takes long to make, and is made in one process for all tests that use it.
MADE_ONCE = {"crawl", "empty_site", "lines", "paper", "reported", "stack", "walk"}

# What asks the database that DATABASE_URL names, beside the mark of pytest-django.
ASK = {"db", "postgresql_site"}


def pytest_make_parametrize_id(val, argname):
    """Bytes are called by their argument: a zip file has its time, in each process another.

    pytest-xdist stops where processes find tests of different names.
    """
    return argname if isinstance(val, bytes) else None


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items):
    """Tests of the demonstration site come last: it is loaded once for all of them.

    Among them those come first that take longest, or one process would be left with
    them at the end. The marks are there before pytest-xdist reads them, and pytest its
    ``-m database``; the order is made after pytest-django has made its own.
    """
    for item in items:
        for fixture in MADE_ONCE & set(item.fixturenames):
            item.add_marker(pytest.mark.xdist_group(fixture))
        if item.get_closest_marker("django_db") or ASK & set(item.fixturenames):
            item.add_marker("database")
    yield
    items.sort(
        key=lambda item: (
            "demo" in item.fixturenames,
            "crawl" not in item.fixturenames,
        )
    )


@pytest.fixture(scope="session", autouse=True)
def test_settings(tmp_path_factory):
    """Uploads go to a folder of their own, and passwords are hashed fast.

    Tests of signing in set SECOND_FACTOR to what the site has; others sign in as before.
    """
    with override_settings(
        SECOND_FACTOR=False,
        CACHES=settings.CACHES
        | {
            name: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
            for name in ("default", "attempts")
        },
        MEDIA_ROOT=str(tmp_path_factory.mktemp("media")),
        PAGE_CACHE_SECONDS=0,  # transactions of tests are not committed
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        WHITENOISE_AUTOREFRESH=True,  # or each client looks at 800 files before it asks
    ):
        yield


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment, django_db_modify_db_settings, django_db_blocker
):
    """Every test starts with what ``migrate`` makes, the sections, and who edits them.

    In place of pytest-django's own, which makes no database for the tests where only
    those in the browser are run: they would then use the developer's.
    """
    with django_db_blocker.unblock():
        databases = setup_databases(verbosity=0, interactive=False)
        factories.make_sections()
        secretariat_group()
    yield
    with django_db_blocker.unblock():
        teardown_databases(databases, verbosity=0)


@contextmanager
def kept_for_several_tests(blocker):
    """What is made in here outlives a test, and is taken back at the end."""
    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


def count_rows():
    """Tell PostgreSQL how much was made, or it plans queries for empty tables.

    On a site its autovacuum does so, which sees nothing of an open transaction.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # Each by its name: the catalogues are shared with other runs, and locked.
            tables = connection.introspection.table_names(cursor)
            cursor.execute(f"ANALYZE {', '.join(tables)}")


@pytest.fixture(scope="session")
def demo(django_db_setup, django_db_blocker):
    """The demonstration site, as ``load_demo`` fills what ``migrate`` makes."""
    with kept_for_several_tests(django_db_blocker):
        Page.objects.filter(depth__gt=2).delete()
        call_command("load_demo")
        count_rows()
        yield


@pytest.fixture(autouse=True)
def nothing_left_behind():
    """A request leaves its language in the thread, and the site's roots in the cache."""
    translation.activate("en")
    cache.clear()


@pytest.fixture
def home(db):
    return factories.home_page()


@pytest.fixture
def french_home(db):
    return factories.home_page("fr")


@pytest.fixture
def sections(db):
    """The English index pages by their slugs."""
    return {page.slug: page for page in factories.home_page().get_children().specific()}


@pytest.fixture
def leadership(db):
    return factories.PriorityPageFactory(title="Leadership", number=1)


@pytest.fixture
def trade(db):
    return factories.PriorityPageFactory(title="Trade", number=2)


@pytest.fixture
def fiji(db):
    return factories.MemberPageFactory(title="Fiji", iso_code="FJ", capital="Suva")


@pytest.fixture
def samoa(db):
    return factories.MemberPageFactory(
        title="Samoa",
        iso_code="WS",
        capital="Apia",
        latitude=-13.8333,
        longitude=-171.7667,
        time_zone="Pacific/Apia",
        sub_region="polynesia",
    )


@pytest.fixture
def editor(db):
    """Somebody of the Secretariat."""
    user = factories.UserFactory(username="editor")
    user.groups.add(Group.objects.get(name="Secretariat"))
    return user


@pytest.fixture
def admin(db):
    return factories.UserFactory(username="admin", is_staff=True, is_superuser=True)


@pytest.fixture
def editor_client(client, editor):
    client.force_login(editor)
    return client
