"""Cutting an outing: choose stations and minutes, look at the walks, keep them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from campaigns.errors import DomainError
from campaigns.people import joining
from campaigns.people.models import Membership, Outing
from campaigns.people.roles import Action
from campaigns.territory.models import PollingStation
from campaigns.turfs import cutting, drafting
from canvass.desk import sketch
from canvass.desk.membership import MemberRequest, allowed


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(Action.PREPARE_OUTINGS)
def cut(request: MemberRequest, pk: int) -> HttpResponse:
    """GET shows what ``?bureau=…&minutes=…`` would give and stores nothing; POST with the same fields keeps it."""
    member = request.member
    outing = get_object_or_404(Outing.objects.visible_to(member).select_related("meeting_point"), pk=pk)
    asked = request.POST if request.method == "POST" else request.GET
    stations, minutes = _chosen(member, asked)
    page: dict[str, Any] = {"outing": outing, "minutes": minutes, "stations": _choices(member, stations)}
    if not stations and request.method != "POST":
        return render(request, "desk/outings/cut.html", page)
    try:
        if request.method == "POST":
            turfs = cutting.cut(
                campaign=member.campaign, outing=outing, stations=stations, minutes=minutes, now=timezone.now()
            )
            joining.code_for(outing, now=timezone.now())
            made = ngettext("%(n)s area is ready.", "%(n)s areas are ready.", len(turfs)) % {"n": len(turfs)}
            messages.success(request, made)
            return redirect("dispatch", outing.pk)
        plan = drafting.preview(campaign=member.campaign, stations=stations, minutes=minutes, outing=outing)
    except DomainError as error:
        return render(request, "desk/outings/cut.html", page | {"error": error.message}, status=422)
    return render(request, "desk/outings/cut.html", page | {"plan": _table(plan), "sketch": sketch.of_plan(plan)})


def _chosen(member: Membership, asked: QueryDict) -> tuple[list[PollingStation], int]:
    mine = PollingStation.objects.filter(commune__campaigns=member.campaign_id, code__in=asked.getlist("bureau"))
    text = asked.get("minutes", "") or str(member.campaign.turf_minutes)
    # What is no number is out of range, like 0: said in words, and never cut to a length nobody asked for.
    return list(mine), int(text) if text.isdecimal() and len(text) < 5 else 0


def _choices(member: Membership, chosen: list[PollingStation]) -> list[tuple[PollingStation, bool]]:
    codes = {station.code for station in chosen}
    mine = PollingStation.objects.filter(commune__campaigns=member.campaign_id).defer("contour")
    return [(station, station.code in codes) for station in mine]


def _table(plan: drafting.Draft) -> list[dict[str, Any]]:
    longest = max(walk.minutes for walk in plan.walks)
    return [
        {
            "number": number,
            "minutes": walk.minutes,
            "share": walk.minutes / longest,
            "addresses": len(walk.stops),
            "doors": sum(stop.doors for stop in walk.stops),
            "metres": round(walk.metres, -1),
        }
        for number, walk in enumerate(plan.walks, start=1)
    ]
