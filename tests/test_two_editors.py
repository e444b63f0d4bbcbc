"""Two editors at one page: the second is warned, and no text is lost."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.answers import soup
from tests.factories import NewsPageFactory, UserFactory
from tests.forms import FORM_DATA

pytestmark = pytest.mark.django_db

LOADED = ("loaded_revision_id", "loaded_revision_created_at")


class Desk:
    """An editor who has opened the page."""

    def __init__(self, user, page):
        self.client = Client()
        self.client.force_login(user)
        self.page = page
        self.edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
        form = soup(self.client.get(self.edit))
        found = {name: form.find("input", {"name": name}) for name in LOADED}
        self.loaded = {name: field["value"] for name, field in found.items()}
        sessions = form.select_one(".w-editing-sessions")
        self.ping_address = sessions["data-w-swap-src-value"]

    def save(self, summary, **headers):
        data = {**FORM_DATA["NewsPage"](), "summary": summary, **self.loaded}
        return self.client.post(self.edit, data, headers=headers)

    def autosave(self, summary):
        return self.save(summary, accept="application/json")

    def ping(self):
        """What the editor's page learns every few seconds."""
        seen = {
            "revision_id": self.loaded["loaded_revision_id"],
            "revision_created_at": self.loaded["loaded_revision_created_at"],
        }
        return self.client.post(self.ping_address, seen).json()


@pytest.fixture
def page():
    page = NewsPageFactory()
    page.save_revision()
    return page


@pytest.fixture
def desks(page, editor):
    """Two editors who opened the page before either saved."""
    other = UserFactory(username="losalini", first_name="Losalini", last_name="Tui")
    other.groups.set(editor.groups.all())
    return Desk(other, page), Desk(editor, page)


def summaries(page):
    return [
        revision.content["summary"]
        for revision in page.revisions.order_by("created_at")
    ]


def test_each_is_told_that_the_other_is_there(desks):
    assert "Losalini Tui" in desks[1].ping()["html"]


def test_the_second_is_told_that_the_first_has_saved(desks):
    desks[0].save("By Losalini")
    told = desks[1].ping()
    assert "saved a new version" in told["html"]
    assert [s for s in told["other_sessions"] if s["revision_id"]]


def test_nothing_of_the_second_is_saved_over_it_unasked(desks, page):
    desks[0].save("By Losalini")
    answer = desks[1].autosave("By the editor")
    assert (answer.status_code, answer.json()["error_code"]) == (
        400,
        "invalid_revision",
    )
    assert summaries(page)[-1] == "By Losalini"


def test_where_the_second_insists_both_are_in_the_history(desks, page):
    desks[0].save("By Losalini")
    desks[1].save("By the editor")
    assert summaries(page)[-2:] == ["By Losalini", "By the editor"]
