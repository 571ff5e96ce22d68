"""Whose phone asks for a plain page, which turf it may see, and what is said when it may not.

Forms are guarded by Django's CSRF token: the device cookie is SameSite=Strict, which the browsers that these pages
are made for do not all obey.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.errors import DomainError
from campaigns.people import devices, voting
from campaigns.people.models import Device
from campaigns.turfs.models import Turf

STATUS = {
    "device_unknown": 401,
    "device_revoked": 401,
    "code_unknown": 404,
    "code_expired": 410,
    "code_full": 410,
    "lease_over": 410,
    "token_taken": 409,
    "not_accepted": 409,
    "first_name_missing": 422,
    "silence": 423,
    "too_many_tries": 429,
}
View = Callable[..., HttpResponse]


def plain(view: View) -> View:
    """A page that is never kept, and that says in words what the domain refuses."""

    @functools.wraps(view)
    def told(request: HttpRequest, **named: Any) -> HttpResponse:
        if any("\0" in text for form in (request.GET, request.POST) for texts in form.lists() for text in texts[1]):
            raise Http404  # PostgreSQL stores no NUL character
        try:
            response = view(request, **named)
        except DomainError as refusal:
            response = stop(request, refusal)
        response["Cache-Control"] = "no-store"
        return response

    return told


def held(*, in_silence: bool = False, after_lease: bool = False) -> Callable[[View], View]:
    """Let a phone that has joined in, as ``device``; the page tells its times in the zone of the campaign.

    Raises DomainError ``device_unknown``, ``device_revoked``, ``lease_over`` or ``silence`` for what is shut.
    """

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def known(request: HttpRequest, **named: Any) -> HttpResponse:
            now = timezone.now()
            device = devices.authenticate(request.COOKIES.get(settings.DEVICE_COOKIE, ""), now=now)
            if not in_silence:
                voting.refuse_in_silence(device.campaign, now=now)
            # What is told after the lease is still taken, as from a phone that comes late; nothing is shown any more.
            if device.lease_until <= now and not (after_lease and request.method == "POST"):
                raise DomainError("lease_over", _("The outing is over: this area can no longer be opened."))
            with timezone.override(device.campaign.time_zone):
                return view(request, device=device, **named)

        return plain(known)

    return wrap


def turf_of(device: Device, number: int, *, once: bool = False) -> Turf:
    """The turf that this phone holds, or with ``once`` has held: what it tells late is kept. Raises Http404."""
    rows = Turf.objects.held_by(device)
    if once:
        rows = Turf.objects.filter(campaign_id=device.campaign_id, assignments__device=device).distinct()
    found = rows.filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def event_id(request: HttpRequest) -> UUID:
    """The one-time id that the form carries. Raises Http404 for a form that is not ours."""
    try:
        return UUID(request.POST.get("event", ""))
    except ValueError as error:
        raise Http404 from error


def stop(request: HttpRequest, refusal: DomainError) -> HttpResponse:
    """What happened, what is safe, and the way back in."""
    status = STATUS.get(refusal.code, 422)
    response = render(request, "field/simple/stop.html", {"refusal": refusal}, status=status)
    wait = getattr(refusal, "wait_seconds", None)
    if wait:
        response["Retry-After"] = str(wait)
    return response
