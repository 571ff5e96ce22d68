"""Where the votes of one election went in another: an estimate for areas, with its range and what is certain."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from django.views.decorators.http import require_safe

from campaigns.errors import DomainError
from campaigns.people.roles import Action
from campaigns.targeting import blocs
from campaigns.targeting.models import TownBloc
from campaigns.targeting.transfers import between, units
from campaigns.targeting.transfers.between import Between
from campaigns.territory.models import Election
from canvass.desk import flows
from canvass.desk.membership import MemberRequest, allowed

NAMES: dict[str, str | Promise] = {
    **{bloc.value: bloc.label for bloc in TownBloc},
    between.BLANK: _("blank or void"),
    between.ABSTENTION: _("abstention"),
}
LEFT_OUT = {
    between.ONCE: ngettext_lazy(
        "%(n)s station has results of one election only", "%(n)s stations have results of one election only", "n"
    ),
    between.OTHER_GROUND: ngettext_lazy(
        "%(n)s station whose roll changed by 15 %% or more: its ground is no longer the same",
        "%(n)s stations whose roll changed by 15 %% or more: their ground is no longer the same",
        "n",
    ),
    between.NO_LISTS: ngettext_lazy(
        "%(n)s station whose lists do not add up to its valid votes",
        "%(n)s stations whose lists do not add up to their valid votes",
        "n",
    ),
    units.NOBODY: ngettext_lazy("%(n)s station without anybody on its roll", "%(n)s stations without anybody", "n"),
}
STEPS = (0.05, 0.2, 0.4, 0.6)  # of the shading
MOVES = 4


@dataclass(frozen=True)
class Cell:
    """What went from one class to another, as shares of the first."""

    label: str
    share: float
    low: float
    high: float
    bound_low: float
    bound_high: float
    people: float
    step: int


@dataclass(frozen=True)
class Line:
    label: str
    kind: str
    """The class of its colour."""
    people: float
    share: float
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Move:
    source: str
    target: str
    cell: Cell

    @property
    def about(self) -> float:
        """People, with two figures that mean something."""
        people = self.cell.people
        return round(people, 1 - int(math.log10(people))) if people >= 1 else 0.0


@require_safe
@allowed(Action.SEE_STATIONS)
def shown(request: MemberRequest) -> HttpResponse:
    """``?de=CODE&vers=CODE``; without, from the election before the newest to the newest."""
    campaign = request.member.campaign
    elections = list(blocs.elections(campaign))
    page: dict[str, Any] = {"elections": elections}
    if len(elections) > 1:
        first = _asked(elections, request.GET.get("de", ""), elections[1])
        second = _asked(elections, request.GET.get("vers", ""), elections[0])
        page |= {"first": first, "second": second}
        try:
            page |= _told(between.estimate(first, second, campaign=campaign))
        except DomainError as error:
            page["refused"] = error.message
        page["unknown"] = [one for election in (first, second) if (one := _unknown(request, election))]
    return render(request, "desk/targeting/transfers.html", page)


def _asked(elections: list[Election], code: str, otherwise: Election) -> Election:
    """Raises Http404 for an election without results here."""
    if not code:
        return otherwise
    found = next((one for one in elections if one.code == code), None)
    if found is None:
        raise Http404
    return found


def _unknown(request: MemberRequest, election: Election) -> dict[str, Any] | None:
    codes = blocs.unknown(request.member.campaign, election)
    return {"election": election, "codes": len(codes), "votes": sum(one.votes for one in codes)} if codes else None


def _told(told: Between) -> dict[str, Any]:
    lines = _lines(told)
    counts = [[cell.people for cell in line.cells] for line in lines]
    totals = told.found.column_totals
    return {
        "lines": lines,
        "columns": [
            {"label": _name(names), "kind": names[0], "share": float(total / totals.sum())}
            for names, total in zip(told.second.names, totals, strict=True)
        ],
        "flow": flows.draw(counts),
        "moves": _moves(told, lines),
        "found": told.found,
        "carried": told.carried,
        "left_out": [LEFT_OUT[reason] % {"n": count} for reason, count in told.left_out.items() if reason in LEFT_OUT],
    }


def _lines(told: Between) -> list[Line]:
    people = told.found.row_totals
    return [
        Line(_name(names), names[0], float(people[row]), float(people[row] / people.sum()), _cells(told, row))
        for row, names in enumerate(told.first.names)
    ]


def _cells(told: Between, row: int) -> tuple[Cell, ...]:
    found = told.found
    return tuple(
        Cell(
            label=_name(names),
            share=float(found.table[row, column]),
            low=float(found.low[row, column]),
            high=float(found.high[row, column]),
            bound_low=float(found.bound_low[row, column]),
            bound_high=float(found.bound_high[row, column]),
            people=float(found.table[row, column] * found.row_totals[row]),
            step=sum(bool(found.table[row, column] >= step) for step in STEPS),
        )
        for column, names in enumerate(told.second.names)
    )


def _moves(told: Between, lines: list[Line]) -> list[Move]:
    """The largest that changed class."""
    moves = [
        Move(line.label, cell.label, cell)
        for line, before in zip(lines, told.first.names, strict=True)
        for cell, after in zip(line.cells, told.second.names, strict=True)
        if not set(before) & set(after)
    ]
    return sorted(moves, key=lambda move: -move.cell.people)[:MOVES]


def _name(parts: tuple[str, ...]) -> str:
    """« Autre, blanc ou nul »."""
    return str(capfirst(", ".join(str(NAMES[part]) for part in parts)))
