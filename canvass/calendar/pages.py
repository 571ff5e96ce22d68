"""Signing up, and the page of one's own where it is changed. Opening either changes nothing; hours are those of the
campaign's territory."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from campaigns.calendar import opening, signing_up
from campaigns.calendar.models import SignUp, SignUpPage
from campaigns.errors import DomainError
from campaigns.people import join_tries
from campaigns.people.device_cookie import network_address
from canvass.calendar.forms import SignUpForm
from sms import sign_ups

MOST_SHOWN = 8
MOST_A_MINUTE = 20  # a team behind one address signs up at once; a machine would go on


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: HttpRequest, code: str) -> HttpResponse:
    """``/inscription/<code>``: the outings to come, and a form. Signed up, one is sent to one's own page."""
    pages = SignUpPage.objects.select_related("campaign", "outing__meeting_point", "series__meeting_point")
    page = get_object_or_404(pages, code=code)
    with timezone.override(page.campaign.time_zone):
        return _asked(request, page)


def _asked(request: HttpRequest, page: SignUpPage) -> HttpResponse:
    now = timezone.now()
    rows = opening.coming(page, now=now)
    form = SignUpForm(request.POST or None, campaign=page.campaign, outings=rows)
    refusal = ""
    if request.method == "POST":
        wait = join_tries.count(network_address(request), of="sign-up", most=MOST_A_MINUTE, now=now)
        if wait:
            refusal = ngettext("Too many at once. Wait %(n)s second.", "Too many at once. Wait %(n)s seconds.", wait)
            return _page(request, page, rows, form, refusal % {"n": wait}, 429)
        if form.is_valid():
            data = form.cleaned_data
            try:
                made = sign_ups.sign_up(
                    page, data["outing"], id=data["key"], first_name=data["first_name"], phone=data["phone"], now=now
                )
                return redirect("my-sign-up", made.code)
            except DomainError as error:
                refusal = error.message
    return _page(request, page, rows, form, refusal, 422 if request.method == "POST" else 200)


def _page(
    request: HttpRequest, page: SignUpPage, rows: Any, form: SignUpForm, refusal: str, status: int
) -> HttpResponse:
    outings = [(row, None if page.seats is None else max(0, page.seats - row.signed_up)) for row in rows[:MOST_SHOWN]]
    told = {
        "page": page,
        "campaign": page.campaign,
        "about": page.outing or page.series,
        "outings": outings,
        "free": [row for row, seats in outings if seats != 0],
        "form": form,
        "refusal": refusal,
        "key": uuid4() if form["key"].errors else form["key"].value(),
        "chosen": str(form["outing"].value() or ""),
    }
    return render(request, "calendar/sign_up.html", told, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest, code: str) -> HttpResponse:
    """``/i/<code>``: what I signed up for; one button cancels, one takes that back. At the address that stands in texts
    one stops them: whoever typed somebody else's number into the form was never there."""
    rows = SignUp.objects.select_related("outing__meeting_point", "outing__called_off", "outing__campaign", "campaign")
    row = get_object_or_404(rows.at(code))
    with timezone.override(row.campaign.time_zone):
        return _mine(request, row, code)


def _mine(request: HttpRequest, row: SignUp, code: str) -> HttpResponse:
    now, refusal, has_telephone = timezone.now(), "", code == row.text_code
    if request.method == "POST":
        try:
            named = request.POST.get("act", "")
            if named in _ACTS and (has_telephone or named != "stop"):
                _ACTS[named](row, now)
                return redirect("my-sign-up", code)
            refusal = _("Nothing was changed.")
        except DomainError as error:
            refusal = error.message
    told = {
        "row": row,
        "campaign": row.campaign,
        "outing": row.outing,
        "called_off": hasattr(row.outing, "called_off"),
        "is_over": row.outing.ends_at <= now,
        "is_expected": row.cancelled_at is None and row.outing.closed_at is None and row.outing.ends_at > now,
        "may_stop": has_telephone,
        "gets_texts": bool(row.phone) and not sign_ups.is_silent(row),
        "refusal": refusal,
    }
    return render(request, "calendar/mine.html", told, status=422 if refusal else 200)


_ACTS: dict[str, Callable[[SignUp, Any], object]] = {
    "cancel": lambda row, now: sign_ups.cancel(row, now=now),
    "come": lambda row, now: signing_up.come_again(row, now=now),
    "stop": lambda row, now: sign_ups.no_more_texts(row, now=now),
}
