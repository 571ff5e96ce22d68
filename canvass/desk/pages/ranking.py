"""Where the next hour pays: the ranking under assumptions that can be tried, and why a station stands where it does."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from campaigns.errors import DomainError
from campaigns.people.roles import Action
from campaigns.targeting import assumptions, blocs, ground, ranking
from campaigns.targeting.ranking import Ranking
from campaigns.territory.models import PollingStation
from canvass.desk import ranked_asked, ranked_board, ranked_reasons
from canvass.desk.membership import MemberRequest, allowed
from canvass.desk.ranked_asked import Asked

REMEDIES = {
    "no_communes": ("communes", Action.IMPORT_GROUND),
    "no_results": ("imports", Action.IMPORT_GROUND),
    "no_own_list": ("blocs", Action.SEE_STATIONS),
}


@require_safe
@allowed(Action.SEE_STATIONS)
def shown(request: MemberRequest) -> HttpResponse:
    """``?ordre=heure|abstention&heures=40&vue=carte|liste&bureau=…``; with ``reglages``, the assumptions tried in
    ``turnout_shift``, ``opponents_share``, ``spread`` and ``persuasion``. Nothing is kept."""
    asked = ranked_asked.read(request)
    try:
        ranked = _ranked(request, asked)
    except DomainError as error:
        return nothing(request, error)
    return render(request, "desk/targeting/ranking.html", _page(request, ranked, asked))


@require_safe
@allowed(Action.SEE_STATIONS)
def board(request: MemberRequest) -> HttpResponse:
    """The part of the page that follows the assumptions, for the same question; the address of the page goes along."""
    return _board(request, ranked_asked.read(request))


@require_POST
@allowed(Action.SET_TARGETS)
def keep(request: MemberRequest) -> HttpResponse:
    """What the sliders say becomes what the campaign assumes. Answers with the board."""
    asked = ranked_asked.read(request)
    try:
        assumptions.say(request.member.campaign, asked.values, request.member)
    except DomainError as error:
        return render(request, "desk/targeting/_problem.html", {"error": error}, status=422)
    return _board(request, asked, said=_("Kept for the campaign."))


@require_safe
@allowed(Action.SEE_STATIONS)
def why(request: MemberRequest, code: str) -> HttpResponse:
    """Why a station has its score: the parts of its rate beside the town's, what is known, what would change it."""
    asked = ranked_asked.read(request)
    found = get_object_or_404(
        PollingStation.objects.defer("contour"), code=code, commune__campaigns=request.member.campaign
    )
    try:
        ranked = _ranked(request, asked)
    except DomainError as error:
        return nothing(request, error)
    row = next((row for row, place in enumerate(ranked.places) if place.pk == found.pk), None)
    if row is None:  # its ground was told to be others'
        return redirect("limits")
    page = {
        "asked": asked,
        "row": ranked_board.row_of(ranked, row, asked, may_plan=request.member.may(Action.PLAN_HOLDOUTS)),
        "why": ranked_reasons.of(ranked, row),
        "stations": len(ranked.places),
        "may_prepare": request.member.may(Action.PREPARE_OUTINGS),
    }
    return render(request, "desk/targeting/why.html", page)


def _unknown(ranked: Ranking) -> list[dict[str, Any]]:
    """Elections with codes that nobody has placed: how many, and the votes that count in “other” because of it."""
    told = blocs.all_unknown(ranked.ground.campaign, ranked.ground.found.elections)
    return [{"election": each, "codes": len(codes), "votes": sum(one.votes for one in codes)} for each, codes in told]


def nothing(request: MemberRequest, error: DomainError) -> HttpResponse:
    """Why nothing can be ranked yet, and the page where that is put right."""
    route, action = REMEDIES.get(error.code, ("assumptions", Action.SEE_STATIONS))
    remedy = route if request.member.may(action) else ""
    return render(request, "desk/targeting/nothing.html", {"error": error, "remedy": remedy})


def _ranked(request: MemberRequest, asked: Asked) -> Ranking:
    return ranking.rank(ground.ground_of(request.member.campaign, asked.values))


def _board(request: MemberRequest, asked: Asked, *, said: str = "") -> HttpResponse:
    try:
        ranked = _ranked(request, asked)
    except DomainError as error:
        return render(request, "desk/targeting/_problem.html", {"error": error})
    page = _page(request, ranked, asked) | {"said": said or _("The ranking follows."), "part": True}
    answer = render(request, "desk/targeting/_board.html", page)
    answer["HX-Replace-Url"] = f"{reverse('targeting')}?{asked.query()}"
    return answer


def _page(request: MemberRequest, ranked: Ranking, asked: Asked) -> dict[str, Any]:
    elections = {election.code: election.name for election in ranked.ground.found.elections}
    chosen = ranked.ground.chosen
    return {
        "asked": asked,
        "board": ranked_board.board(ranked, asked, may_plan=request.member.may(Action.PLAN_HOLDOUTS)),
        "legend": ranked_board.legend(),
        "sliders": ranked_asked.sliders(ranked.ground),
        "turnout": ranked_board.town_turnout(ranked),
        "opponents": ranked.assumed.opponents_share,
        "reference": elections[chosen.reference],
        "comparable": [elections[code] for code in chosen.comparable],
        "unknown": _unknown(ranked),
        "query": asked.query(),
        "map_query": asked.query(vue="carte"),
        "list_query": asked.query(vue="liste"),
        "may_prepare": request.member.may(Action.PREPARE_OUTINGS),
        "may_set": request.member.may(Action.SET_TARGETS),
    }
