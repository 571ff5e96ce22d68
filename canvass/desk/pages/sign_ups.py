"""Who signed up for an outing: the public page opened and closed, expected against present, calling off."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from campaigns.calendar import opening, presence, signing_up
from campaigns.calendar.models import SignUp, SignUpPage
from campaigns.people.models import Outing
from campaigns.people.roles import Action
from canvass.desk import qr
from canvass.desk.membership import MemberRequest, allowed
from canvass.desk.outing import outing_of
from sms import sign_ups as texts

MOST_SEATS = 10_000


class SeatsForm(forms.Form):
    seats = forms.IntegerField(label=gettext_lazy("Places in all"), min_value=1, max_value=MOST_SEATS, required=False)


@require_http_methods(["GET", "HEAD"])
@allowed(Action.SEE_OUTINGS)
def shown(request: MemberRequest, pk: int) -> HttpResponse:
    """``/sorties/<pk>/inscriptions``: the list, and what may be done with the page."""
    return _page(request, outing_of(request.member, pk), SeatsForm())


@require_POST
@allowed(Action.PREPARE_OUTINGS)
def change(request: MemberRequest, pk: int) -> HttpResponse:
    """Open the page (``act=open``, with its places), close it, or call the outing off."""
    outing, now, act = outing_of(request.member, pk), timezone.now(), request.POST.get("act")
    if outing.closed_at is not None:
        messages.error(request, _("This outing is closed."))
    elif act == "open":
        form = SeatsForm(request.POST)
        if not form.is_valid():
            return _page(request, outing, form, status=422)
        opening.open_page(outing=outing, seats=form.cleaned_data["seats"], now=now)
    elif act == "close" and (page := SignUpPage.objects.filter(outing=outing).first()):
        opening.close_page(page, now=now)
    elif act == "call-off":
        told = texts.call_off(outing, by=request.member, now=now)
        messages.success(request, _("The outing is called off; texts to be sent: %(n)s.") % {"n": told})
    return redirect("sign-ups", outing.pk)


@require_POST
@allowed(Action.ADMIT_PHONES)
def tick(request: MemberRequest, pk: int, sign_up: UUID) -> HttpResponse:
    """``came=1``: they are here; anything else takes it back."""
    outing = outing_of(request.member, pk)
    row = get_object_or_404(SignUp, pk=sign_up, outing=outing)
    signing_up.tick(row, came=request.POST.get("came") == "1", now=timezone.now())
    return redirect("sign-ups", outing.pk)


def _page(request: MemberRequest, outing: Outing, form: SeatsForm, *, status: int = 200) -> HttpResponse:
    page = opening.page_of(outing)
    address = settings.PUBLIC_BASE_URL + reverse("sign-up", args=[page.code]) if page else ""
    told: dict[str, Any] = {
        "outing": outing,
        "presence": presence.presence(outing),
        "page": page,
        "is_open": page is not None and page.closed_at is None,
        "of_series": page is not None and page.outing_id is None,
        "address": address,
        "qr": qr.svg(address) if address else "",
        "form": form,
        "seats": form["seats"].value() if form.is_bound else page.seats if page else None,
        "may_prepare": request.member.may(Action.PREPARE_OUTINGS) and outing.closed_at is None,
        "may_tick": request.member.may(Action.ADMIT_PHONES),
        "called_off": hasattr(outing, "called_off"),
    }
    return render(request, "desk/outings/sign_ups.html", told, status=status)
