"""The results of the campaign's stations as arrays, list by list put into the campaign's blocs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from campaigns.people.models import Campaign
from campaigns.targeting.blocs import BlocTables
from campaigns.targeting.margins import Counts
from campaigns.territory.models import Bloc, Election, StationResult


def counts(
    campaign: Campaign, elections: Sequence[Election], blocs: BlocTables, stations: Sequence[int]
) -> list[Counts]:
    """One `Counts` per election, its rows in the order of ``stations`` (ids). One query."""
    of: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    rows = StationResult.objects.filter(election__in=elections, station__commune__campaigns=campaign)
    for election, *row in rows.values_list(
        "election_id", "station_id", "registered", "turned_out", "valid_votes", "votes"
    ):
        of[election].append(tuple(row))
    place = {station: index for index, station in enumerate(stations)}
    return [
        _counts(election.code, of[election.pk], place, blocs.of.get(election.pk, {}), blocs.order)
        for election in elections
    ]


def _counts(
    code: str, rows: list[tuple[Any, ...]], place: dict[int, int], bloc_of: Mapping[str, str], order: tuple[str, ...]
) -> Counts:
    lists = sorted({name for row in rows for name in row[4]})
    column = {name: order.index(bloc_of.get(name, Bloc.OTHER)) for name in lists}
    size = len(place)
    numbers = np.zeros((size, 3))
    votes = np.zeros((size, len(order)))
    there = np.zeros(size, dtype=bool)
    for station, registered, turned_out, valid, told in rows:
        index = place[station]
        there[index] = True
        numbers[index] = registered, turned_out, valid
        for name, number in told.items():
            votes[index, column[name]] += number
    return Counts(code, numbers[:, 0], numbers[:, 1], numbers[:, 2], votes, there)
