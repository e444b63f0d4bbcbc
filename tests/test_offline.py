"""What the service worker is told, and the pages that readers need without a connection."""

import json
import re

import pytest

from core.models import SiteSettings
from tests.answers import soup, words
from tests.factories import CommuniquePageFactory, MemberPageFactory

pytestmark = pytest.mark.django_db


def site_of(response):
    """What the view says of the site, before the built script."""
    return json.JSONDecoder().raw_decode(response.text.removeprefix("const SITE="))[0]


# The service worker


def test_the_worker_is_asked_for_anew_on_each_visit(client):
    assert client.get("/service-worker.js")["Cache-Control"] == "no-cache"


def test_the_worker_is_a_script(client):
    assert client.get("/service-worker.js")["Content-Type"].startswith(
        "text/javascript"
    )


def test_the_worker_knows_the_pages_of_each_language(client):
    languages = site_of(client.get("/service-worker.js"))["languages"]
    offline = {code: language["offline"] for code, language in languages.items()}
    assert offline == {"en": "/offline/", "fr": "/fr/offline/"}


def test_the_worker_speaks_both_languages(client):
    languages = site_of(client.get("/service-worker.js"))["languages"]
    notes = [set(language["notes"].values()) for language in languages.values()]
    assert not notes[0] & notes[1]


def test_the_words_say_from_when_a_copy_is(client):
    for language in site_of(client.get("/service-worker.js"))["languages"].values():
        assert "{when}" in language["notes"]["offline"]
        assert "{when}" in language["notes"]["slow"]


def test_a_deploy_without_it_removes_the_worker(client, settings):
    settings.OFFLINE = False
    script = client.get("/service-worker.js").text
    assert "unregister" in script
    assert not re.search(r'addEventListener\("fetch"', script)


def test_pages_say_nothing_of_saving_where_it_is_off(client, settings):
    settings.OFFLINE = False
    assert not soup(client.get("/")).select("[data-saving], [href='/offline/']")


# What everybody needs


@pytest.mark.parametrize("prefix", ["", "/fr"])
def test_the_essentials_are_pages_of_the_language(client, prefix):
    CommuniquePageFactory(edition=1, slug="first")
    CommuniquePageFactory(edition=2, slug="second")
    pages = client.get(f"{prefix}/offline/essentials.json").json()["pages"]
    names = ["members/contacts", "events", "communiques/second"]
    assert pages == [f"{prefix}/{name}/" for name in names]
    assert {client.get(page).status_code for page in pages} == {200}


def test_a_draft_is_not_essential(client):
    CommuniquePageFactory(live=False)
    assert len(client.get("/offline/essentials.json").json()["pages"]) == 2


# Contacts


def test_the_contacts_name_every_member_and_how_to_reach_it(client):
    MemberPageFactory(title="Fiji", phone="+679 331 0000", email="desk@frcs.example")
    MemberPageFactory(title="Samoa", left_on="2020-01-01")
    page = soup(client.get("/members/contacts/")).main
    assert [heading.get_text() for heading in page.select("li h2")] == ["Fiji"]
    assert page.select_one('[href="tel:+6793310000"]')
    assert page.select_one('[href="mailto:desk@frcs.example"]')


def test_the_contacts_leave_out_members_that_are_not_published(client):
    MemberPageFactory(title="Fiji", live=False)
    assert "Fiji" not in words(client.get("/members/contacts/"))


def test_the_secretariat_helps_where_a_contact_is_missing(client):
    SiteSettings.objects.create(email="info@oco.example")
    assert "info@oco.example" in words(client.get("/members/contacts/"))


def test_the_members_page_leads_to_the_contacts(client):
    assert soup(client.get("/members/")).main.select("[href='/members/contacts/']")
