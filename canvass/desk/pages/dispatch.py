"""Handing out the walks of an outing, letting people in, and following what becomes of it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.errors import DomainError
from campaigns.people import devices, joining
from campaigns.people.models import Device, JoinRequest, Membership, Outing, Team
from campaigns.people.roles import Action
from campaigns.reports import live
from campaigns.turfs import estimating, handing_out, relaying
from campaigns.turfs.models import Assignment, Turf, TurfStop
from canvass.desk import qr, sketch, whence
from canvass.desk.membership import MemberRequest, allowed


def _outing(member: Membership, pk: int) -> Outing:
    rows = Outing.objects.visible_to(member).select_related("meeting_point", "campaign")
    return get_object_or_404(rows, pk=pk)


@require_safe
@allowed(Action.SEE_OUTINGS)
def dispatch(request: MemberRequest, pk: int) -> HttpResponse:
    """Turfs with their state, people to be placed, and the code that lets a phone in."""
    outing = _outing(request.member, pk)
    stops = TurfStop.objects.filter(turf__outing=outing, address__lon__isnull=False)
    places = stops.order_by("turf__number", "position").values_list("turf__number", "address__lon", "address__lat")
    whences = {pk: whence.told(account) for pk, account in estimating.accounts_of(outing.turfs.all()).items()}
    return render(
        request,
        "desk/outings/dispatch.html",
        {
            "outing": outing,
            "turfs": live.progress_of(outing.turfs.all()),
            "teams": list(outing.teams.all()),
            "people": _people(outing),
            "whences": whences,
            "sketch": sketch.of_places(list(places)),
            "may_prepare": request.member.may(Action.PREPARE_OUTINGS) and outing.closed_at is None,
            "may_admit": request.member.may(Action.ADMIT_PHONES) and outing.closed_at is None,
            **_code(request, outing),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(Action.ADMIT_PHONES)
def code_card(request: MemberRequest, pk: int) -> HttpResponse:
    """The QR alone, asked for again every few minutes because part of it changes; POST opens a code if none is left."""
    outing = _outing(request.member, pk)
    if request.method == "POST":
        if _takes_people(outing):
            joining.code_for(outing, now=timezone.now())
        return redirect("dispatch", outing.pk)
    return render(request, "desk/outings/_code.html", {"outing": outing, **_code(request, outing)})


@require_safe
@allowed(Action.SEE_OUTINGS)
def follow(request: MemberRequest, pk: int) -> HttpResponse:
    """How far each walk is and when its phones last spoke. Never where they are."""
    outing = _outing(request.member, pk)
    phones = list(Device.objects.filter(outing=outing, revoked_at=None).order_by("first_name"))
    unsent = [(phone, phone.seq_high - phone.seq_acked) for phone in phones if phone.seq_high > phone.seq_acked]
    page = {"outing": outing, "turfs": live.progress_of(outing.turfs.all()), "phones": phones, "unsent": unsent}
    page |= {"relays": relaying.shown(outing, now=timezone.now()), "may_admit": request.member.may(Action.ADMIT_PHONES)}
    template = "desk/outings/_follow.html" if request.headers.get("HX-Request") else "desk/outings/follow.html"
    answer = render(request, template, page)
    patch_vary_headers(answer, ["HX-Request"])  # the way back in the browser must not find the part alone
    return answer


@require_POST
@allowed(Action.PREPARE_OUTINGS)
def assign(request: MemberRequest, pk: int, turf: int) -> HttpResponse:
    """Give a turf to a team of the outing; an empty choice frees it."""
    outing = _outing(request.member, pk)
    found = get_object_or_404(Turf, pk=turf, outing=outing)
    chosen = request.POST.get("team", "")
    team = get_object_or_404(Team, pk=_number(chosen), outings=outing) if chosen else None
    return _back(request, outing, lambda: handing_out.give_to_team(found, team, now=timezone.now()))


@require_POST
@allowed(Action.ADMIT_PHONES)
def decide(request: MemberRequest, pk: int, join: str) -> HttpResponse:
    """Let a person in, or not."""
    outing = _outing(request.member, pk)
    asked = get_object_or_404(JoinRequest, pk=join, outing=outing)
    verb = {"accept": joining.accept, "refuse": joining.refuse}.get(request.POST.get("answer", ""))
    if verb is None:
        raise BadRequest
    return _back(request, outing, lambda: verb(asked, by=request.member, now=timezone.now()))


@require_POST
@allowed(Action.ADMIT_PHONES)
def place(request: MemberRequest, pk: int, device: str) -> HttpResponse:
    """Put a person's phone on a turf; an empty choice changes nothing."""
    outing = _outing(request.member, pk)
    phone = get_object_or_404(Device, pk=device, outing=outing, revoked_at=None)
    chosen = request.POST.get("turf", "")
    if not chosen:
        messages.info(request, _("Choose an area for %(name)s.") % {"name": phone.first_name})
        return redirect("dispatch", outing.pk)
    turf = get_object_or_404(Turf, pk=_number(chosen), outing=outing)
    return _back(request, outing, lambda: handing_out.place(phone, turf, now=timezone.now()))


@require_POST
@allowed(Action.ADMIT_PHONES)
def lose(request: MemberRequest, pk: int, device: str) -> HttpResponse:
    """A phone is lost: it reads nothing from its next request on."""
    outing = _outing(request.member, pk)
    phone = get_object_or_404(Device, pk=device, outing=outing)
    devices.revoke(phone, now=timezone.now())
    relaying.close(phone, now=timezone.now())
    messages.success(request, _("%(name)s's phone no longer has access.") % {"name": phone.first_name})
    return redirect("follow", outing.pk)


def _back(request: MemberRequest, outing: Outing, act: Any) -> HttpResponse:
    """Carry it out and show the page again; a refusal is shown in words, and a closed outing refuses everything."""
    try:
        if outing.closed_at is not None:
            raise DomainError("outing_closed", _("This outing is closed."))
        act()
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("dispatch", outing.pk)


def _number(text: str) -> int:
    """A key out of a form; 0, which no row has, for anything else."""
    return int(text) if text.isdecimal() and len(text) < 19 else 0


def _people(outing: Outing) -> list[dict[str, Any]]:
    """Who knocked and who is in, those without a turf first: ``{"name", "request", "device", "turf"}``."""
    waiting = JoinRequest.objects.filter(outing=outing, device=None).exclude(status=JoinRequest.Status.REFUSED)
    found: list[dict[str, Any]] = [
        {"name": row.first_name, "request": row, "device": None, "turf": None} for row in waiting
    ]
    held = Prefetch("assignments", Assignment.objects.filter(ended_at=None).select_related("turf"), to_attr="held")
    for device in Device.objects.filter(outing=outing, revoked_at=None).prefetch_related(held).order_by("created_at"):
        turf = device.held[0].turf if device.held else None
        found.append({"name": device.first_name, "request": None, "device": device, "turf": turf})
    return sorted(found, key=lambda person: person["turf"] is not None)


def _takes_people(outing: Outing) -> bool:
    return outing.closed_at is None and outing.ends_at > timezone.now()


def _code(request: MemberRequest, outing: Outing) -> dict[str, Any]:
    """The code in use and its QR, for those who may let people in."""
    now = timezone.now()
    may_admit = request.member.may(Action.ADMIT_PHONES) and _takes_people(outing)
    code = joining.code_in_use(outing, now=now) if may_admit else None
    if code is None:
        return {"code": None, "may_open_code": may_admit}
    address = settings.PUBLIC_BASE_URL + joining.qr_path(code, now)
    return {"code": code, "join_address": address, "qr": qr.svg(address)}
