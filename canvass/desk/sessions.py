"""How long a signed-in browser may stay: shorter for headquarters, who see every door of the campaign."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase

from campaigns.people.models import Membership
from campaigns.people.roles import HEADQUARTERS

# Idle, then absolute: security page, section 1.
LEADERS = (timedelta(hours=12), timedelta(days=14))
HQ = (timedelta(hours=3), timedelta(hours=12))
BEGAN, SEEN = "began_at", "seen_at"
NOTED_EVERY = timedelta(minutes=5)


class SessionAge:
    """Signs out a browser left alone too long, or signed in for too long."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.session.session_key and request.user.is_authenticated:
            _check(request)
        return self.get_response(request)


def _check(request: HttpRequest) -> None:
    now = int(time.time())
    session = request.session
    began, seen = session.setdefault(BEGAN, now), session.get(SEEN, now)
    idle, absolute = limits(getattr(request, "member", None))
    if now - seen > idle.total_seconds() or now - began > absolute.total_seconds():
        logout(request)
    elif SEEN not in session or now - seen > NOTED_EVERY.total_seconds():
        session[SEEN] = now


def limits(member: Membership | None) -> tuple[timedelta, timedelta]:
    """(longest idle time, longest time in all) for this person; whoever has no campaign is held to the shorter."""
    if member and not HEADQUARTERS & set(member.roles):
        return LEADERS
    return HQ
