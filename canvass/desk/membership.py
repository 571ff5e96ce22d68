"""Which campaign the signed-in person works in: ``request.member``, read once per request and only when asked for."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, Concatenate

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from campaigns.people.models import Membership
from campaigns.people.roles import HEADQUARTERS, Action

SESSION_KEY = "campaign"


class MemberRequest(HttpRequest):
    """A request that `allowed` has let through."""

    member: Membership
    memberships: list[Membership]


class CurrentMember:
    """Sets ``request.memberships``, those with a role, and ``request.member``: in the session's campaign, else the
    oldest, else None."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.memberships = SimpleLazyObject(lambda: _memberships(request))  # type: ignore[attr-defined]
        request.member = SimpleLazyObject(lambda: _chosen(request))  # type: ignore[attr-defined]
        return self.get_response(request)


def _memberships(request: HttpRequest) -> list[Membership]:
    if not request.user.is_authenticated:
        return []
    mine = Membership.objects.filter(user=request.user).exclude(roles=[])
    return list(mine.select_related("campaign", "user").order_by("pk"))


def _chosen(request: HttpRequest) -> Membership | None:
    memberships: list[Membership] = list(request.memberships)  # type: ignore[attr-defined]
    chosen = request.session.get(SESSION_KEY) if memberships else None
    return next((m for m in memberships if m.campaign_id == chosen), memberships[0] if memberships else None)


View = Callable[Concatenate[MemberRequest, ...], HttpResponseBase]


def allowed(action: Action) -> Callable[[View], Callable[..., HttpResponseBase]]:
    """Open the page to members who may carry out the action: 403 for the others, the sign-in page for strangers.

    The page shows and reads its times in the zone of the campaign's territory.
    """

    def wrap(view: View) -> Callable[..., HttpResponseBase]:
        @functools.wraps(view)
        def guarded(request: MemberRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            _refuse_nul(request)
            if not request.member or not request.member.may(action):
                raise PermissionDenied
            if _lacks_second_factor(request.member):
                return redirect("mfa_index")
            with timezone.override(request.member.campaign.time_zone):
                return view(request, *args, **kwargs)

        return guarded

    return wrap


def _refuse_nul(request: HttpRequest) -> None:
    """PostgreSQL stores no NUL character and says so by failing: 400 instead."""
    said = [
        request.path,
        *(text for form in (request.GET, request.POST) for texts in form.lists() for text in texts[1]),
    ]
    if any("\0" in text for text in said):
        raise BadRequest


def _lacks_second_factor(member: Membership) -> bool:
    is_headquarters = bool(HEADQUARTERS & set(member.roles))
    return settings.REQUIRE_SECOND_FACTOR and is_headquarters and not is_mfa_enabled(member.user)
