"""Following an outing: how far each walk is, who is late or silent, and what to do about it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from campaigns.people import devices
from campaigns.people.models import Device, Outing
from campaigns.people.roles import Action
from campaigns.reports import live
from campaigns.turfs import handing_out, relaying
from campaigns.turfs.models import Turf
from canvass.desk import reasons
from canvass.desk.membership import MemberRequest, allowed
from canvass.desk.outing import carry_out, outing_of, phone_of
from sms.rollcall import told_by_text


@require_safe
@allowed(Action.SEE_OUTINGS)
def follow(request: MemberRequest, pk: int) -> HttpResponse:
    """How far each walk is and when its phones last spoke. Never where they are."""
    outing, now = outing_of(request.member, pk), timezone.now()
    phones = list(Device.objects.filter(outing=outing, revoked_at=None).order_by("first_name"))
    unsent = [(phone, phone.seq_high - phone.seq_acked) for phone in phones if phone.seq_high > phone.seq_acked]
    page: dict[str, Any] = {"outing": outing, "phones": phones, "unsent": unsent, "now": now}
    page |= {"turfs": _rows(outing), "relays": relaying.shown(outing, now=now), "told": told_by_text.of(outing)}
    page["may_admit"] = request.member.may(Action.ADMIT_PHONES)
    page["may_act"] = page["may_admit"] and outing.closed_at is None
    template = "desk/outings/_follow.html" if request.headers.get("HX-Request") else "desk/outings/follow.html"
    answer = render(request, template, page)
    patch_vary_headers(answer, ["HX-Request"])  # the way back in the browser must not find the part alone
    return answer


@require_POST
@allowed(Action.ADMIT_PHONES)
def take_back(request: MemberRequest, pk: int, turf: int) -> HttpResponse:
    """Take an area from whoever has it: what is left of it is free."""
    outing = outing_of(request.member, pk)
    found = get_object_or_404(Turf, pk=turf, outing=outing)
    back = "dispatch" if request.POST.get("back") == "dispatch" else "follow"
    return carry_out(request, outing, lambda: _take_back(request, found), back=back)


@require_POST
@allowed(Action.ADMIT_PHONES)
def pass_on(request: MemberRequest, pk: int, turf: int) -> HttpResponse:
    """Give what is left of an area to somebody else; whoever had it has it no more."""
    outing = outing_of(request.member, pk)
    found = get_object_or_404(Turf, pk=turf, outing=outing)
    phone = phone_of(outing, request.POST.get("device", ""))
    return carry_out(request, outing, lambda: _pass_on(request, found, phone), back="follow")


@require_POST
@allowed(Action.ADMIT_PHONES)
def lose(request: MemberRequest, pk: int, device: str) -> HttpResponse:
    """A phone is lost: it reads nothing from its next request on, and what it was to walk is free."""
    outing, now = outing_of(request.member, pk), timezone.now()
    phone = get_object_or_404(Device, pk=device, outing=outing)
    devices.revoke(phone, now=now)
    relaying.close(phone, now=now)
    handing_out.leave_all(phone, now=now)
    messages.success(request, _("%(name)s's phone no longer has access.") % {"name": phone.first_name})
    return redirect("follow", outing.pk)


def _rows(outing: Outing) -> list[dict[str, Any]]:
    """Each turf with what should be looked after: ``{"item", "worries": [{"words", "advice"}]}``."""
    now = timezone.now()
    return [
        {
            "item": item,
            "worries": [
                {"words": reasons.worried(sign), "advice": reasons.advice(sign)} for sign in item.worries(now=now)
            ],
        }
        for item in live.progress_of(outing.turfs.all())
    ]


def _take_back(request: MemberRequest, turf: Turf) -> None:
    handing_out.take_back(turf, now=timezone.now())
    said = _("Area %(name)s is done.") if turf.state == Turf.State.DONE else _("Area %(name)s is free again.")
    messages.success(request, said % {"name": turf})


def _pass_on(request: MemberRequest, turf: Turf, phone: Device) -> None:
    handing_out.pass_to(turf, phone, now=timezone.now())
    messages.success(request, _("%(name)s has area %(turf)s.") % {"name": phone.first_name, "turf": turf})
