"""Who enters the admin: password and second factor, attempts, sessions."""

import re
from copy import deepcopy
from datetime import timedelta
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import caches
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client, RequestFactory, override_settings
from django.urls import ResolverMatch, get_resolver, reverse
from django.utils import timezone
from wagtail.models import Collection, PageViewRestriction
from wagtail.users.models import UserProfile

from core.signing_in.checks import check_second_factor
from core.signing_in.factors import take_away
from oco_site import settings as module
from pages.backups.tables import LEFT_OUT, newest_migrations, tables_at
from tests.answers import soup, words
from tests.factories import StandardPageFactory, UserFactory

pytestmark = pytest.mark.django_db

SIGN_IN, PASSWORD = "/account/sign-in/", "kava bowl of Suva"
FACTORS, SECOND_STEP = "/account/second-factor/", "/account/second-factor/authenticate/"
SECRET = "JBSWY3DPEHPK3PXP"
ADMIN_PLACES = [
    "/admin/",
    "/admin/pages/",
    "/admin/images/",
    "/admin/api/main/pages/",
    "/admin/tag-autocomplete/",
    "/admin/reports/site-history/",
    "/admin/snippets/core/partner/",
    "/admin/events/add-many/",
    "/admin/registrations/",
    "/admin/backups/",
    "/admin/account/",
    "/admin/no-such-page/",
]
PLACES = [SIGN_IN, "/account/password/reset/", "/account/password/reset/sent/"]


@pytest.fixture(autouse=True)
def as_on_the_site(settings):
    settings.SECOND_FACTOR = True


@pytest.fixture
def editor(editor):
    editor.set_password(PASSWORD)
    editor.email = "editor@oco.example"
    editor.save()
    return editor


@pytest.fixture
def careful_editor(editor):
    """An editor whose account has an authenticator app and recovery codes."""
    totp.TOTP.activate(editor, SECRET)
    RecoveryCodes.activate(editor)
    return editor


def code(secret=SECRET):
    """What the app shows now."""
    counter = next(totp.yield_hotp_counters_from_time())
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def sign_in(client, password=PASSWORD, username="editor", to="/admin/images/", **extra):
    form = {"login": username, "password": password, "next": to}
    return client.post(SIGN_IN, form, **extra)


def sign_in_fully(client, to="/admin/images/"):
    sign_in(client, to=to)
    return client.post(SECOND_STEP, {"code": code()})


# Who needs a second factor


@pytest.mark.parametrize("place", ADMIN_PLACES)
def test_a_password_alone_opens_nothing_of_the_admin(client, admin, place):
    client.force_login(admin)
    assert client.get(place).url == FACTORS


def views_of(resolver):
    """All patterns below an address that have a view."""
    for pattern in resolver.url_patterns:
        if pattern.callback:
            yield pattern
        else:
            yield from views_of(pattern)


def test_no_address_of_the_admin_is_forgotten(admin):
    request = RequestFactory().get("/admin/")
    request.user, request.session = admin, {}
    request.resolver_match = ResolverMatch(None, (), {})
    prefix = next(p for p in get_resolver().url_patterns if str(p.pattern) == "admin/")
    patterns = list(views_of(prefix))
    assert len(patterns) > 200
    assert {pattern.callback(request).url for pattern in patterns} == {FACTORS}


def test_what_scripts_ask_for_is_refused_without_one(editor_client):
    headers = {"X-Requested-With": "XMLHttpRequest"}
    assert (
        editor_client.get("/admin/api/main/pages/", headers=headers).status_code == 403
    )


def test_who_works_in_french_is_led_there_in_french(editor_client, editor):
    UserProfile.objects.create(user=editor, preferred_language="fr")
    assert editor_client.get("/admin/").url == f"/fr{FACTORS}"


def test_one_may_always_sign_out(editor_client):
    editor_client.post("/admin/logout/")
    assert "_auth_user_id" not in editor_client.session


def test_where_it_is_off_a_password_is_enough(editor_client, settings):
    settings.SECOND_FACTOR = False
    assert editor_client.get("/admin/").status_code == 200


def test_a_reader_of_private_pages_needs_none(client):
    reader = UserFactory(username="reader")
    reader.set_password(PASSWORD)
    reader.save()
    page = StandardPageFactory()
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    asked = client.get(page.url).url
    assert asked == f"{SIGN_IN}?next={page.url}"
    sign_in(client, username="reader", to=page.url)
    assert client.get(page.url).status_code == 200


def test_who_may_not_enter_the_admin_is_told_so(client):
    client.force_login(UserFactory(username="reader"))
    answer = client.get("/admin/", follow=True)
    assert answer.status_code == 200
    assert "permission" in words(answer)


def test_a_session_from_before_the_second_factor_ends(editor_client, careful_editor):
    assert editor_client.get("/admin/").url == f"{SIGN_IN}?next=/admin/"
    assert "_auth_user_id" not in editor_client.session


@pytest.mark.parametrize(
    "place", ["/admin/login/", "/_util/login/", "/fr/_util/login/"]
)
def test_there_is_one_sign_in(client, place):
    assert client.get(f"{place}?next=/x/").url in (
        f"{SIGN_IN}?next=/x/",
        f"/fr{SIGN_IN}?next=/x/",
    )


@pytest.mark.parametrize("place", ["sign-up/", "signup/", "email/", "login/code/"])
def test_nobody_signs_up(client, place):
    assert client.get(f"/account/{place}").status_code == 404


# Setting one up


@pytest.fixture
def committed(monkeypatch):
    """What waits for the transaction's end is done at once; that of a test never ends."""
    monkeypatch.setattr(transaction, "on_commit", lambda work, **options: work())


def set_up(client):
    """Sets up the app as the page says; returns the answer."""
    address = reverse("mfa_activate_totp")
    secret = soup(client.get(address)).select_one(".secret").text
    return client.post(address, {"code": code(secret)})


def test_who_has_none_is_led_to_set_one_up_and_on(client, editor, committed):
    sign_in(client)
    assert client.get("/admin/images/").url == FACTORS
    answer = set_up(client)
    codes = client.get(answer.url)
    on = soup(codes).main.find("a", string="I have kept them: go on")
    assert client.get(on["href"]).status_code == 200
    assert on["href"] == "/admin/images/"


def test_the_picture_stands_in_the_page_and_the_key_as_text(client, editor):
    sign_in(client)
    page = soup(client.get(reverse("mfa_activate_totp")))
    assert page.select_one(".qr svg path")
    assert re.fullmatch("[A-Z2-7]{32}", page.select_one(".secret").text)


def test_a_wrong_code_sets_nothing_up_and_keeps_the_key(client, editor):
    sign_in(client)
    address = reverse("mfa_activate_totp")
    secret = soup(client.get(address)).select_one(".secret").text
    answer = client.post(address, {"code": "12"})
    assert soup(answer).select_one(".secret").text == secret
    assert not editor.authenticator_set.exists()


def test_recovery_codes_are_shown_once(client, editor, committed):
    sign_in(client)
    answer = set_up(client)
    first, second = client.get(answer.url), client.get(answer.url)
    assert len(soup(first).select(".codes li")) == 10
    assert not soup(second).select(".codes li")


def test_recovery_codes_are_downloaded_without_asking_the_site_again(
    client, careful_editor
):
    sign_in_fully(client)
    page = soup(client.get(reverse("mfa_view_recovery_codes")))
    link = page.select_one("a[download]")["href"]
    unused = RecoveryCodes(
        careful_editor.authenticator_set.get(type="recovery_codes")
    ).get_unused_codes()
    assert link.endswith("%0D%0A".join(unused))


def test_who_removes_the_only_one_sets_up_another(client, careful_editor):
    sign_in_fully(client)
    client.post(reverse("mfa_deactivate_totp"))
    assert client.get("/admin/").url == FACTORS


def test_factors_are_changed_after_the_password_only(client, careful_editor):
    sign_in_fully(client)
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 3600
    session.save()
    asked = client.post(reverse("mfa_deactivate_totp"))
    assert asked.url.startswith("/account/confirm/")
    assert careful_editor.authenticator_set.filter(type="totp").exists()


# Signing in with it


def test_the_password_leads_to_the_second_step(client, careful_editor):
    assert sign_in(client).url == SECOND_STEP
    assert "_auth_user_id" not in client.session


def test_a_code_leads_to_where_one_was_going(client, careful_editor):
    assert sign_in_fully(client).url == "/admin/images/"
    assert client.get("/admin/images/").status_code == 200


def test_a_wrong_code_leads_nowhere(client, careful_editor):
    sign_in(client)
    answer = client.post(SECOND_STEP, {"code": "000"})
    assert soup(answer).select_one("[name=code][aria-invalid]")
    assert "_auth_user_id" not in client.session


def test_a_recovery_code_opens_once(client, careful_editor):
    recovery = careful_editor.authenticator_set.get(type="recovery_codes").wrap()
    spare = recovery.get_unused_codes()[0]
    sign_in(client)
    assert client.post(SECOND_STEP, {"code": spare}).url == "/admin/images/"
    other = Client()
    sign_in(other)
    assert other.post(SECOND_STEP, {"code": spare}).status_code == 200


def test_nobody_is_sent_to_another_site(client, careful_editor):
    sign_in(client, to="https://false.example/")
    assert client.post(SECOND_STEP, {"code": code()}).url == "/admin/"


def test_who_is_signed_in_goes_on(client, careful_editor):
    sign_in_fully(client)
    assert client.get(f"{SIGN_IN}?next=/admin/pages/").url == "/admin/pages/"


# A lost phone


@pytest.fixture
def admin_client(admin):
    """An administrator who has signed in with a second factor."""
    totp.TOTP.activate(admin, SECRET)
    admin.set_password(PASSWORD)
    admin.save()
    client = Client()
    sign_in(client, username="admin")
    client.post(SECOND_STEP, {"code": code()})
    return client


def test_an_administrator_takes_a_lost_one_away(client, careful_editor, admin_client):
    sign_in_fully(client)
    edit = admin_client.get(
        reverse("wagtailusers_users:edit", args=[careful_editor.pk])
    )
    link = soup(edit).find("a", string=re.compile("Phone lost"))["href"]
    assert "signed out everywhere" in admin_client.get(link).text
    admin_client.post(link)
    assert not careful_editor.authenticator_set.exists()
    assert client.get("/admin/").url.startswith(SIGN_IN)


def test_an_editor_takes_nobodys_away(client, careful_editor, admin):
    sign_in_fully(client)
    client.post(reverse("take_second_factor_away", args=[careful_editor.pk]))
    assert careful_editor.authenticator_set.exists()


def test_the_command_takes_it_away(client, careful_editor):
    sign_in_fully(client)
    said = StringIO()
    call_command("reset_second_factor", "editor", stdout=said)
    assert said.getvalue() == "editor: factors taken away: 2, sessions ended: 1.\n"


def test_the_command_knows_who_there_is():
    with pytest.raises(CommandError, match="Nobody signs in as nobody"):
        call_command("reset_second_factor", "nobody")


def test_sessions_of_others_go_on(client, careful_editor, admin_client):
    take_away(careful_editor)
    assert admin_client.get("/admin/").status_code == 200


# Attempts


def attempts(client, count, **options):
    return [sign_in(client, "wrong", **options).status_code for _ in range(count)]


def test_an_account_is_tried_five_times(client, editor):
    statuses = [
        sign_in(client, "wrong", REMOTE_ADDR=f"203.0.113.{n}").status_code
        for n in range(6)
    ]
    assert statuses == [200] * 5 + [429]


def test_another_port_of_the_host_gives_no_more_tries(client, editor):
    statuses = [
        sign_in(
            client,
            "wrong",
            REMOTE_ADDR=f"203.0.113.{n}",
            HTTP_HOST=f"testserver:{9000 + n}",
        ).status_code
        for n in range(6)
    ]
    assert statuses == [200] * 5 + [429]


def test_an_address_tries_ten_names(client, editor):
    statuses = [attempts(client, 1, username=f"name{n}")[0] for n in range(11)]
    assert statuses == [200] * 10 + [429]


def test_another_address_is_not_held_up(client, editor):
    for n in range(11):
        attempts(client, 1, username=f"name{n}")
    assert sign_in(client, REMOTE_ADDR="203.0.113.9").url == "/admin/images/"


def test_behind_a_proxy_the_visitors_address_counts(client, editor, settings):
    settings.PROXIES = 1
    for n in range(11):
        attempts(client, 1, username=f"name{n}", HTTP_X_FORWARDED_FOR="203.0.113.8")
    assert sign_in(client, HTTP_X_FORWARDED_FOR="203.0.113.9").url == "/admin/images/"


def test_codes_are_tried_five_times(client, careful_editor):
    sign_in(client)
    answers = [client.post(SECOND_STEP, {"code": "000"}) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]


def test_who_is_held_up_learns_what_to_do(client, editor):
    attempts(client, 5)
    answer = sign_in(client)
    assert "Wait five minutes" in words(answer)
    assert answer["Retry-After"] == "300"
    assert "no-store" in answer["Cache-Control"]


def test_links_to_a_new_password_are_asked_for_three_times(client, editor):
    address, form = "/account/password/reset/", {"email": editor.email}
    statuses = [client.post(address, form).status_code for _ in range(4)]
    assert statuses == [302] * 3 + [429]


def test_an_unknown_name_is_answered_as_a_known_one(client, editor):
    known, unknown = sign_in(client, "wrong"), sign_in(client, username="nobody")
    assert words(known) == words(unknown)


def test_who_is_blocked_is_answered_as_an_unknown_one(client, editor):
    editor.is_active = False
    editor.save()
    assert words(sign_in(client)) == words(sign_in(client, username="nobody"))


@pytest.mark.parametrize("address", ["editor@oco.example", "nobody@oco.example"])
def test_a_mail_is_sent_whether_there_is_an_account_or_not(client, editor, address):
    answer = client.post("/account/password/reset/", {"email": address})
    assert answer.url == "/account/password/reset/sent/"
    assert [message.to for message in mail.outbox] == [[address]]


@pytest.fixture
def as_two_processes(tmp_path):
    """The cache of this process, and its like of another."""
    own, shared = (
        deepcopy(module.CACHES["default"]),
        deepcopy(module.CACHES["attempts"]),
    )
    with override_settings(
        CACHES=settings.CACHES
        | {
            "default": own | {"LOCATION": "one"},
            "other": own | {"LOCATION": "other"},
            "attempts": shared | {"LOCATION": str(tmp_path)},
        }
    ):
        yield caches["default"], caches["other"]


def test_attempts_are_counted_by_all_processes_together(as_two_processes):
    one, other = as_two_processes
    one.set("allauth:attempts", 5)
    assert other.get("allauth:attempts") == 5


def test_of_two_processes_one_locks_a_counter(as_two_processes):
    one, other = as_two_processes
    assert one.add("allauth:lock", True)
    assert not other.add("allauth:lock", True)
    one.delete("allauth:lock")
    assert other.add("allauth:lock", True)


def test_attempts_are_counted_in_files_while_the_rest_is_in_memory(
    client, editor, as_two_processes, tmp_path
):
    as_two_processes[0].set("wagtail_site_root_paths", "here")
    assert not list(tmp_path.iterdir())
    sign_in(client, "wrong")
    assert list(tmp_path.glob("*.djcache"))


# Passwords


def link_in(message):
    """The path of the link to a new password, which stands at the site's own address."""
    return re.search(rf"^{settings.SITE_URL}(/\S+)", message.body, re.MULTILINE)[1]


def test_a_link_to_a_new_password_is_the_sites_own_whatever_host_is_named(
    client, editor
):
    form = {"email": editor.email}
    client.post("/account/password/reset/", form, HTTP_HOST="testserver:9999")
    assert link_in(mail.outbox[0])
    assert "testserver" not in mail.outbox[0].body


def test_a_forgotten_password_is_renewed_and_the_second_factor_stays(
    client, careful_editor
):
    client.post("/account/password/reset/", {"email": careful_editor.email})
    link = link_in(mail.outbox[0])
    form = client.get(link).url
    new = "a new bowl of kava"
    client.post(form, {"password1": new, "password2": new})
    assert sign_in(client, new).url == SECOND_STEP


def test_a_common_password_is_refused_by_mail(client, editor):
    client.post("/account/password/reset/", {"email": editor.email})
    link = link_in(mail.outbox[0])
    form = client.get(link).url
    answer = client.post(form, {"password1": "password123", "password2": "password123"})
    assert "too common" in words(answer)


def test_a_common_password_is_refused_in_the_admin(admin_client):
    form = {"username": "new", "email": "new@oco.example", "first_name": "A"}
    form |= {"last_name": "B", "password1": "password123", "password2": "password123"}
    answer = admin_client.post(reverse("wagtailusers_users:add"), form)
    assert "too common" in answer.text


def test_no_page_has_a_shared_password(admin_client):
    page = StandardPageFactory()
    address = reverse("wagtailadmin_pages:set_privacy", args=[page.pk])
    offered = admin_client.get(address).json()["html"]
    assert 'value="login"' in offered
    assert 'value="password"' not in offered
    admin_client.post(address, {"restriction_type": "password", "password": "x"})
    assert not PageViewRestriction.objects.exists()


def test_no_collection_has_a_shared_password(admin_client):
    collection = Collection.get_first_root_node().add_child(name="Papers")
    address = reverse("wagtailadmin_collections:set_privacy", args=[collection.pk])
    assert 'value="password"' not in admin_client.get(address).json()["html"]
    admin_client.post(address, {"restriction_type": "password", "password": "x"})
    assert not collection.view_restrictions.exists()


# Sessions


def expiry():
    return Session.objects.get().expire_date


def set_back(client, minutes):
    """As if the session had last been used so long ago."""
    session = client.session
    session["active_at"] -= minutes * 60
    session.save()
    left = timedelta(seconds=settings.SESSION_COOKIE_AGE, minutes=-minutes)
    Session.objects.update(expire_date=timezone.now() + left)


@pytest.fixture
def signed_in(client, careful_editor):
    sign_in_fully(client)
    client.get("/admin/")
    return client


def test_a_session_ends_after_two_hours_of_nothing(signed_in):
    set_back(signed_in, 121)
    assert signed_in.get("/admin/").url.startswith(SIGN_IN)


def test_what_somebody_does_lets_it_go_on(signed_in):
    set_back(signed_in, 60)
    before = expiry()
    signed_in.get("/admin/images/")
    assert expiry() > before


@pytest.mark.parametrize("place", ["/account/session/", "/"])
def test_an_open_page_alone_does_not(signed_in, place):
    set_back(signed_in, 60)
    before = expiry()
    signed_in.get(place)
    assert expiry() == before


def test_it_is_written_down_once_a_minute(signed_in):
    before = expiry()
    signed_in.get("/admin/images/")
    assert expiry() == before


def test_it_ends_with_the_browser(signed_in):
    set_back(signed_in, 60)
    assert not signed_in.get("/admin/").cookies["sessionid"]["max-age"]


def test_an_open_page_learns_that_its_session_has_ended(client):
    assert client.get("/account/session/").json() == {"token": None}


def test_it_gets_the_token_of_the_new_session(signed_in):
    assert signed_in.get("/account/session/").json()["token"]


def test_every_page_of_the_admin_holds_the_notice(signed_in):
    page = soup(signed_in.get("/admin/images/"))
    assert page.select_one("template#signed-out")["data-check"] == "/account/session/"


# The pages themselves


@pytest.mark.parametrize("place", [*PLACES, *(f"/fr{place}" for place in PLACES)])
def test_a_page_of_signing_in_is_kept_by_nobody(client, place):
    answer = client.get(place)
    assert "no-store" in answer["Cache-Control"]
    assert soup(answer).select_one("meta[name=robots][content=noindex]")
    assert len(soup(answer).select("h1")) == 1


@pytest.mark.parametrize("place", PLACES)
def test_its_policy_allows_nothing_unsafe(client, place):
    assert "unsafe" not in client.get(place)["Content-Security-Policy"]


def test_what_was_typed_is_kept_but_the_password(client, editor):
    page = soup(sign_in(client, "wrong"))
    assert page.select_one("[name=login]")["value"] == "editor"
    assert not page.select_one("[name=password]").get("value")


def test_the_account_leads_to_ones_factors(signed_in):
    links = soup(signed_in.get("/admin/account/")).select("a[href]")
    assert FACTORS in [link["href"] for link in links]


# Running it


def test_a_backup_holds_the_factors():
    assert "mfa.authenticator" in tables_at(newest_migrations())
    assert "mfa.authenticator" not in LEFT_OUT


@pytest.mark.parametrize(
    ("second_factor", "https", "told"),
    [(False, True, ["core.W002"]), (True, True, []), (False, False, [])],
)
def test_the_check_warns_where_it_is_off(settings, second_factor, https, told):
    settings.SECOND_FACTOR, settings.SECURE_SSL_REDIRECT = second_factor, https
    assert [warning.id for warning in check_second_factor(None)] == told


def test_no_row_of_addresses_is_made_by_signing_in(signed_in, careful_editor):
    assert not careful_editor.emailaddress_set.exists()
    assert Authenticator.objects.count() == 2
