"""Handing out the walks of an outing, and letting people in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.doors import comments
from campaigns.people import joining
from campaigns.people.models import Device, JoinRequest, Outing, Team
from campaigns.people.roles import Action
from campaigns.reports import live
from campaigns.turfs import estimating, handing_out, sharing_out, walkers
from campaigns.turfs.models import Turf, TurfStop
from canvass.desk import company, qr, reasons, sketch, whence
from canvass.desk.membership import MemberRequest, allowed
from canvass.desk.outing import carry_out, number, outing_of, phone_of


@require_safe
@allowed(Action.SEE_OUTINGS)
def dispatch(request: MemberRequest, pk: int) -> HttpResponse:
    """Turfs with their state, people to be placed, and the code that lets a phone in."""
    outing = outing_of(request.member, pk)
    people, turfs = company.people_of(outing), live.progress_of(outing.turfs.all())
    may_admit = request.member.may(Action.ADMIT_PHONES) and outing.closed_at is None
    page = {
        "outing": outing,
        "turfs": turfs,
        "cards": [_card(item, people) for item in turfs],
        "states": Turf.State,
        "teams": list(outing.teams.all()),
        "people": people,
        "to_place": [person for person in people if person.turf is None],
        "whences": {pk: whence.told(each) for pk, each in estimating.accounts_of(outing.turfs.all()).items()},
        "sketch": _sketch(outing, turfs),
        "pinned": comments.pinned(outing.campaign, _stations(outing)),
        "may_prepare": request.member.may(Action.PREPARE_OUTINGS) and outing.closed_at is None,
        "may_admit": may_admit,
        "may_type": request.member.may(Action.RECORD_VISITS),
        "undo": sharing_out.last_to_undo(outing) if may_admit else None,
        **_code(request, outing),
    }
    if may_admit and "partage" in request.GET:
        page["proposal"] = _proposal(outing, people, turfs)
    return render(request, "desk/outings/dispatch.html", page)


def _stations(outing: Outing) -> QuerySet[TurfStop, Any]:
    """Those its areas lie in."""
    return TurfStop.objects.filter(campaign=outing.campaign_id, turf__outing=outing).values("address__station")


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(Action.ADMIT_PHONES)
def code_card(request: MemberRequest, pk: int) -> HttpResponse:
    """The QR alone, asked for again every few minutes because part of it changes; POST opens a code if none is left."""
    outing = outing_of(request.member, pk)
    if request.method == "POST":
        if _takes_people(outing):
            joining.code_for(outing, now=timezone.now())
        return redirect("dispatch", outing.pk)
    return render(request, "desk/outings/_code.html", {"outing": outing, **_code(request, outing)})


@require_POST
@allowed(Action.PREPARE_OUTINGS)
def assign(request: MemberRequest, pk: int, turf: int) -> HttpResponse:
    """Give a turf to a team of the outing; an empty choice frees it."""
    outing = outing_of(request.member, pk)
    found = get_object_or_404(Turf, pk=turf, outing=outing)
    chosen = request.POST.get("team", "")
    team = get_object_or_404(Team, pk=number(chosen), outings=outing) if chosen else None
    return carry_out(request, outing, lambda: handing_out.give_to_team(found, team, now=timezone.now()))


@require_POST
@allowed(Action.ADMIT_PHONES)
def decide(request: MemberRequest, pk: int, join: str) -> HttpResponse:
    """Let a person in, or not."""
    outing = outing_of(request.member, pk)
    asked = get_object_or_404(JoinRequest, pk=join, outing=outing)
    verb = {"accept": joining.accept, "refuse": joining.refuse}.get(request.POST.get("answer", ""))
    if verb is None:
        raise BadRequest
    return carry_out(request, outing, lambda: verb(asked, by=request.member, now=timezone.now()))


@require_POST
@allowed(Action.ADMIT_PHONES)
def place(request: MemberRequest, pk: int, device: str) -> HttpResponse:
    """Put a person, and whoever walks with them, on a turf; ``none`` takes it back; an empty choice changes nothing."""
    outing = outing_of(request.member, pk)
    phone = get_object_or_404(Device, pk=device, outing=outing, revoked_at=None)
    chosen = request.POST.get("turf", "")
    if chosen == "none":
        return carry_out(request, outing, lambda: handing_out.unplace(phone, now=timezone.now()))
    if not chosen:
        messages.info(request, _("Choose an area for %(name)s.") % {"name": phone.first_name})
        return redirect("dispatch", outing.pk)
    turf = get_object_or_404(Turf, pk=number(chosen), outing=outing)
    return carry_out(request, outing, lambda: handing_out.place(phone, turf, now=timezone.now()))


@require_POST
@allowed(Action.ADMIT_PHONES)
def know(request: MemberRequest, pk: int, device: str) -> HttpResponse:
    """Note of a person ``trait`` (``has_car``…) with ``holds``, yes or no; or ``partner``: a phone's id, or nothing."""
    outing = outing_of(request.member, pk)
    phone = get_object_or_404(Device, pk=device, outing=outing, revoked_at=None)
    trait, partner = request.POST.get("trait"), request.POST.get("partner")
    if trait in walkers.TRAITS:
        return carry_out(request, outing, lambda: walkers.note(phone, trait, holds=request.POST.get("holds") == "yes"))
    if partner is None:
        raise BadRequest
    if not partner:
        return carry_out(request, outing, lambda: walkers.part(phone))
    other = phone_of(outing, partner)
    return carry_out(request, outing, lambda: walkers.walk_together(phone, other))


def _sketch(outing: Outing, turfs: list[live.TurfProgress]) -> sketch.Sketch:
    stops = TurfStop.objects.filter(turf__outing=outing, address__lon__isnull=False).order_by(
        "turf__number", "position"
    )
    places = list(stops.values_list("turf__number", "address__lon", "address__lat"))
    return sketch.of_places(places, states={item.turf.number: item.turf.state for item in turfs})


def _card(item: live.TurfProgress, people: list[company.Person]) -> dict[str, Any]:
    return {"item": item, "people": [person for person in people if person.turf == item.turf]}


def _proposal(outing: Outing, people: list[company.Person], turfs: list[live.TurfProgress]) -> dict[str, Any]:
    """What sharing out would do, in words: ``{"lines": [{"names", "turf", "reasons", "places"}], "left_over"}``."""
    proposal = sharing_out.propose(outing)
    names = {str(person.device.pk): person.name for person in people if person.device}
    areas = {item.turf.pk: item.turf for item in turfs}
    lines = [
        {
            "names": [names[key] for key in placing.people],
            "turf": areas[placing.area],
            "reasons": [reasons.told(reason, names) for reason in placing.reasons],
            "places": [f"{key}:{placing.area}" for key in placing.people],
        }
        for placing in proposal.placings
    ]
    return {"lines": lines, "left_over": [names[key] for key in proposal.left_over]}


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
