"""Transfers between two imported elections: the stations that voted in both, in blocs, counted on the registered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from campaigns.errors import DomainError
from campaigns.people.models import Campaign
from campaigns.targeting import blocs
from campaigns.targeting.transfers import classes, estimating, units
from campaigns.targeting.transfers.classes import Classes
from campaigns.targeting.transfers.estimating import Transfers
from campaigns.targeting.transfers.mixture import Floats
from campaigns.territory.models import Bloc, Election, StationResult

BLANK, ABSTENTION = "blank", "abstention"
SAME_GROUND = 0.15  # a roll that changed by less belongs to the same station
ONCE, OTHER_GROUND, NO_LISTS = "in_one_election_only", "other_ground", "lists_do_not_add_up"


@dataclass(frozen=True)
class Between:
    """What became of the classes of one election in another, over the stations that can be compared."""

    first: Classes
    second: Classes
    found: Transfers
    carried: int
    """Stations whose roll is not what it was: their past is carried to their present size."""
    left_out: dict[str, int]
    """Reason → stations."""


@dataclass(frozen=True)
class _Counts:
    stations: list[int]
    table: Floats
    """Stations × (blocs, blank or null, abstention); not a number where the lists do not add up."""


def estimate(
    first: Election, second: Election, *, campaign: Campaign | None = None, seed: int = 1, least: float = classes.LEAST
) -> Between:
    """From ``first`` to ``second`` over the stations of the campaign's communes, or all; blocs as the campaign counts
    them, or as proposed. Three queries. Raises DomainError ``same_election`` or ``nothing_to_compare``."""
    if first.pk == second.pk:
        raise DomainError("same_election", _("Choose two different elections."))
    tables = blocs.tables(campaign, [first, second])
    names = [*tables.order, BLANK, ABSTENTION]
    results = StationResult.objects.all()
    if campaign is not None:
        results = results.filter(station__commune__campaigns=campaign)
    then = _read(results.filter(election=first), tables.of[first.pk], tables.order)
    now = _read(results.filter(election=second), tables.of[second.pk], tables.order)
    x, y, left_out = _both(then, now)
    usable = units.usable(x, y)
    left_out |= {(NO_LISTS if reason == units.NOT_FINITE else reason): n for reason, n in usable.left_out.items()}
    if not len(usable.first):
        raise DomainError("nothing_to_compare", _("No polling station has usable results of both elections."))
    rows = classes.together(names, usable.first, least=least)
    columns = classes.together(names, usable.second, least=least)
    found = estimating.estimate(rows.counts, columns.counts, seed=seed)
    return Between(rows, columns, found, usable.carried, left_out)


def _both(then: _Counts, now: _Counts) -> tuple[Floats, Floats, dict[str, int]]:
    """The stations that are in both, on the same ground, and how many are not."""
    place = {station: index for index, station in enumerate(then.stations)}
    pairs = [(place[station], index) for index, station in enumerate(now.stations) if station in place]
    once = len(then.stations) + len(now.stations) - 2 * len(pairs)
    old, new = (np.array(side, dtype=int) for side in zip(*pairs, strict=True)) if pairs else (np.zeros(0, int),) * 2
    x, y = then.table[old], now.table[new]
    size = np.divide(x.sum(axis=1), y.sum(axis=1), out=np.ones(len(x)), where=y.sum(axis=1) > 0)
    moved = np.abs(1 / np.maximum(size, 1e-9) - 1) >= SAME_GROUND
    left_out = {ONCE: once, OTHER_GROUND: int(moved.sum())}
    return x[~moved], y[~moved], {reason: count for reason, count in left_out.items() if count}


def _read(results: QuerySet[StationResult], bloc_of: Mapping[str, str], order: Sequence[str]) -> _Counts:
    rows = list(results.values_list("station_id", "registered", "turned_out", "valid_votes", "votes"))
    place = {bloc: index for index, bloc in enumerate(order)}
    column = {code: place[bloc] for code, bloc in bloc_of.items()}
    table = np.zeros((len(rows), len(order) + 2))
    for line, (_station, registered, turned_out, valid, votes) in zip(table, rows, strict=True):
        for code, count in votes.items():
            line[column.get(code, place[Bloc.OTHER])] += count
        line[-2:] = turned_out - valid, registered - turned_out
        if sum(votes.values()) != valid:
            line[:] = np.nan
    return _Counts([row[0] for row in rows], table)
