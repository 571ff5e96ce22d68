"""What the ranking assumes: each figure with its source and who set it, the own bloc, the elections; and the card of
the model: what is reckoned, from what, and what is not known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from campaigns.errors import DomainError
from campaigns.people.models import Campaign
from campaigns.people.roles import Action
from campaigns.targeting import assumptions, blocs, elections, ground
from campaigns.targeting.assumptions import COMPARABLE, OWN, PERSUASION, PRIOR, REFERENCE, Said
from campaigns.targeting.models import Assumption, TownBloc
from campaigns.targeting.priors import PRIORS, Prior
from canvass.desk.membership import MemberRequest, allowed
from canvass.desk.pages.ranking import nothing

NAMES = {
    OWN: gettext_lazy("Our bloc"),
    REFERENCE: gettext_lazy("Reference election"),
    COMPARABLE: gettext_lazy("Comparable elections"),
    PERSUASION: gettext_lazy("Persuasion mode"),
}


@dataclass(frozen=True)
class Line:
    """One prior as the page shows it."""

    prior: Prior
    value: str
    default: str
    least: str
    most: str
    title: str
    draw: str
    source: str
    said: Assumption | None


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(Action.SEE_STATIONS)
def shown(request: MemberRequest) -> HttpResponse:
    """POST, for who sets targets: every prior by its name, ``own``, ``reference``, ``comparable`` several times,
    ``persuasion``; an empty field goes back to the default."""
    member = request.member
    may_set = member.may(Action.SET_TARGETS)
    problem = ""
    if request.method == "POST":
        if not may_set:
            return HttpResponse(status=403)
        try:
            if changed := assumptions.say(member.campaign, _values(request.POST), member):
                messages.success(request, _("Kept: %(n)s.") % {"n": changed})
            return redirect("assumptions")
        except DomainError as error:
            problem = error.message
    page = _page(member.campaign, request.POST) | {"problem": problem, "may_set": may_set}
    return render(request, "desk/targeting/assumptions.html", page, status=422 if problem else 200)


@require_safe
@allowed(Action.SEE_STATIONS)
def card(request: MemberRequest) -> HttpResponse:
    """The card of the model: formulas in words, figures in force, data used and what was missing."""
    campaign = request.member.campaign
    try:
        known = ground.ground_of(campaign)
    except DomainError as error:
        return nothing(request, error)
    places = known.found.places
    page = {
        "ground": known,
        "own": TownBloc(known.chosen.own).label,
        "lines": _lines(assumptions.standing(campaign), {}),
        "votes": list(zip(known.found.elections, _covered(known), strict=True)),
        "stations": len(places),
        "refused": [place for place in places if place.refused],
        "moved": [place for place in places if place.moved],
        "uncounted": [place for place in places if not place.doors.counted],
        "knocked": round(known.learned.knocked.sum()),
    }
    return render(request, "desk/targeting/card.html", page)


def _covered(known: ground.Ground) -> list[int]:
    return [int(past.known.sum()) for past in known.found.town.past]


def _values(said: QueryDict) -> dict[str, Any]:
    values: dict[str, Any] = {name: said.get(name, "").strip() or None for name in PRIOR if name in said}
    values |= {name: said.get(name) or None for name in (OWN, REFERENCE) if name in said}
    return values | {COMPARABLE: said.getlist(COMPARABLE) or None, PERSUASION: PERSUASION in said}


def _page(campaign: Campaign, sent: QueryDict) -> dict[str, Any]:
    said, known = assumptions.standing(campaign), list(blocs.elections(campaign))
    tables = blocs.tables(campaign, known)
    try:
        chosen = elections.choose(said.values, known, tables)
    except DomainError:
        chosen = None
    return {
        "lines": _lines(said, sent),
        "blocs": [(bloc, TownBloc(bloc).label) for bloc in tables.order],
        "own": said.values.get(OWN, "left"),
        "elections": known,
        "reference": chosen.reference if chosen else "",
        "comparable": chosen.comparable if chosen else (),
        "persuasion": bool(said.values.get(PERSUASION)),
        "history": [(_name(row.name), _shown(row.value), row) for row in assumptions.history(campaign)],
    }


def _lines(said: Said, sent: Mapping[str, str]) -> Sequence[Line]:
    return [
        Line(
            prior=prior,
            value=str(sent.get(prior.name, _number(said.values.get(prior.name, prior.default)))),
            default=_number(prior.default),
            least=_number(prior.least),
            most=_number(prior.most),
            title=_(prior.title),
            draw=_(prior.draw),
            source=_(prior.source),
            said=said.rows.get(prior.name),
        )
        for prior in PRIORS
    ]


def _number(value: float) -> str:
    """« 0,3 », as it may be typed in again."""
    return str(formats.number_format(f"{value:g}"))


def _name(name: str) -> str:
    return _(PRIOR[name].title) if name in PRIOR else str(NAMES.get(name, name))


def _shown(value: Any) -> str:
    if value is None:
        return _("default")
    return ", ".join(value) if isinstance(value, list) else _number(value) if isinstance(value, float) else str(value)
