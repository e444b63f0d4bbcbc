"""The French catalogue: complete, sound, and of today's texts."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = "locale/fr/LC_MESSAGES/django.po"
NOT_SOURCES = shutil.ignore_patterns(
    ".*", "node_modules", "static", "staticfiles", "media", "db.sqlite3*", "*.mo"
)
# A plain space where French has one that forbids a break.
BREAKS_BY_A_SIGN = re.compile(r".*\w [;:?!»](?=\s|[\".,)]).*|.*« .*")


def read(root):
    with open(root / CATALOGUE, "rb") as file:
        return read_po(file, locale="fr")


def names(catalogue):
    """What each message is known by: its context and its English text."""
    return {
        (message.context, message.id if isinstance(message.id, str) else message.id[0])
        for message in catalogue
        if message.id
    }


def in_french(message):
    """The French texts of a message, but for the catalogue's own header."""
    if not message.id:
        return []
    return message.string if message.pluralizable else [message.string]


@pytest.fixture(scope="module")
def catalogue():
    return read(ROOT)


@pytest.fixture(scope="module")
def fresh_catalogue(tmp_path_factory):
    """What makemessages would write now, from a copy of the sources."""
    assert shutil.which("xgettext"), (
        "gettext is missing, without which nobody can tell whether the French catalogue "
        "is up to date. Install it: apt-get install gettext"
    )
    copy = shutil.copytree(
        ROOT, tmp_path_factory.mktemp("copy") / "site", ignore=NOT_SOURCES
    )
    command = ["makemessages", "--locale", "fr", "--no-location", "--no-wrap"]
    subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=copy,
        env={**os.environ, "SECRET_KEY": "of a copy"},
        check=True,
        capture_output=True,
    )
    return read(copy)


def test_every_message_is_translated(catalogue):
    strings = {
        message.id: message.string if message.pluralizable else (message.string,)
        for message in catalogue
        if message.id
    }
    assert [name for name, texts in strings.items() if not all(texts)] == []


def test_no_translation_is_a_guess(catalogue):
    assert [message.id for message in catalogue if message.id and message.fuzzy] == []


def test_no_translation_is_of_a_text_that_is_gone(catalogue):
    assert not catalogue.obsolete


def test_no_line_of_french_begins_or_ends_with_a_sign_alone(catalogue):
    texts = [text for message in catalogue for text in in_french(message)]
    texts += [path.read_text("utf-8") for path in ROOT.glob("*/demo/*.toml")]
    found = [sign for text in texts for sign in BREAKS_BY_A_SIGN.findall(text)]
    assert found == []


def test_every_translation_keeps_what_is_filled_in(catalogue):
    wrong = {message.id: errors for message, errors in catalogue.check()}
    assert wrong == {}


def test_no_text_of_the_site_is_missing(catalogue, fresh_catalogue):
    assert names(fresh_catalogue) - names(catalogue) == set()


def test_no_text_is_kept_that_the_site_no_longer_has(catalogue, fresh_catalogue):
    assert names(catalogue) - names(fresh_catalogue) == set()
