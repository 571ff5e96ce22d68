"""Cutting an outing: say how, look at the walks, keep them as they are or let them be made shorter."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.errors import DomainError
from campaigns.people import joining
from campaigns.people.models import Membership, Outing
from campaigns.people.roles import Action
from campaigns.runs import wake
from campaigns.territory.models import PollingStation
from campaigns.turfs import balance, cut_runs, cutting, tasks
from campaigns.turfs.asked import Asked
from campaigns.turfs.drafting import Draft
from campaigns.turfs.models import CutRun
from canvass.desk import cut_wish, hand_board, sketch
from canvass.desk.membership import MemberRequest, allowed
from canvass.desk.outing import outing_of


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(Action.PREPARE_OUTINGS)
def cut(request: MemberRequest, pk: int) -> HttpResponse:
    """GET shows what ``?bureau=…&minutes=…`` would give and stores nothing. POST with the same fields keeps it, or with
    ``final`` lets a worker look for shorter walks first."""
    outing = outing_of(request.member, pk)
    asked = cut_wish.read(request.POST if request.method == "POST" else request.GET, request.member.campaign)
    page = _page(request.member, outing, asked)
    if not asked.stations and request.method != "POST":
        return render(request, "desk/outings/cut.html", page)
    try:
        if request.method == "POST":
            return _final(outing, asked) if "final" in request.POST else _keep(request, outing, asked)
        draft = asked.draft(request.member.campaign, outing, now=timezone.now())
    except DomainError as error:
        return render(request, "desk/outings/cut.html", page | {"error": error.message}, status=422)
    weights = balance.weigh([(number, walk.minutes) for number, walk in enumerate(draft.walks, start=1)])
    shown = {
        "plan": _table(draft),
        "draft": draft,
        "uneven": hand_board.uneven(weights),
        "sketch": sketch.of_plan(draft),
        "fields": cut_wish.fields(asked),
    }
    return render(request, "desk/outings/cut.html", page | shown)


@require_safe
@allowed(Action.PREPARE_OUTINGS)
def cut_run(request: MemberRequest, pk: int) -> HttpResponse:
    """How far the final cut is, asked for every second; once it is done the page goes on to the hand-out."""
    outing = outing_of(request.member, pk)
    run = _last_run(outing)
    answer = render(request, "desk/outings/_cut_run.html", {"outing": outing, "run": run})
    if run is not None and run.state == CutRun.State.DONE:
        answer["HX-Redirect"] = reverse("dispatch", args=[outing.pk])
    return answer


@require_POST
@allowed(Action.PREPARE_OUTINGS)
def stop_cut(request: MemberRequest, pk: int) -> HttpResponse:
    """Enough: keep what was found."""
    outing = outing_of(request.member, pk)
    if (run := _last_run(outing)) is not None:
        cut_runs.stop(run)
    return redirect("cut", outing.pk)


def _final(outing: Outing, asked: Asked) -> HttpResponse:
    wake(tasks.run_cut, cut_runs.plan(outing, asked).pk)
    joining.code_for(outing, now=timezone.now())
    return redirect("cut", outing.pk)


def _keep(request: MemberRequest, outing: Outing, asked: Asked) -> HttpResponse:
    draft = asked.draft(request.member.campaign, outing, now=timezone.now())
    turfs = cutting.keep(draft, outing, now=timezone.now())
    joining.code_for(outing, now=timezone.now())
    made = ngettext("%(n)s area is ready.", "%(n)s areas are ready.", len(turfs)) % {"n": len(turfs)}
    messages.success(request, made)
    return redirect("dispatch", outing.pk)


def _last_run(outing: Outing) -> CutRun | None:
    return CutRun.objects.filter(outing=outing).first()


def _page(member: Membership, outing: Outing, asked: Asked) -> dict[str, Any]:
    mine = PollingStation.objects.filter(commune__campaigns=member.campaign_id).defer("contour")
    return {
        "outing": outing,
        "asked": asked,
        "way": cut_wish.way_of(asked),
        "minutes": asked.minutes,
        "stations": [(station, station.code in asked.stations) for station in mine],
        "run": _last_run(outing),
    }


def _table(draft: Draft) -> list[dict[str, Any]]:
    longest = max(walk.minutes for walk in draft.walks)
    return [
        {
            "number": number,
            "minutes": walk.minutes,
            "share": walk.minutes / longest,
            "addresses": len(walk.stops),
            "doors": sum(stop.doors for stop in walk.stops),
            "metres": round(walk.metres, -1),
        }
        for number, walk in enumerate(draft.walks, start=1)
    ]
