"""When a session ends: after SESSION_IDLE_MINUTES in which its owner did nothing."""

import time

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone

STEP = 60  # seconds within which further requests are not written down
# What an open page asks by itself says nothing of whether anybody sits before it.
ASKED_BY_PAGES = {"wagtailadmin_editing_sessions:ping", "session_state"}


def activity(get_response):
    """Let a session that was made use of go on for SESSION_COOKIE_AGE from now.

    Not SESSION_SAVE_EVERY_REQUEST: public pages are to look at no session, and the
    editor asks every ten seconds who else is editing.
    """

    def answer(request):
        response = get_response(request)
        match = request.resolver_match
        if (
            match
            and match.view_name not in ASKED_BY_PAGES
            and request.session.accessed
            and SESSION_KEY in request.session
            and time.time() - request.session.get("active_at", 0) > STEP
        ):
            request.session["active_at"] = int(time.time())
        return response

    return answer


def end_sessions(user) -> int:
    """Sign somebody out everywhere; returns how many sessions that were.

    Only those who sign in have sessions, so that there are few to look through.
    """
    ended = 0
    for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        if session.get_decoded().get(SESSION_KEY) == str(user.pk):
            session.delete()
            ended += 1
    return ended
