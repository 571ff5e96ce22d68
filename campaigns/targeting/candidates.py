"""The buildings or stations that a plan may draw from, with what is known of them. Five queries whatever the size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Max, Q

from campaigns.doors.models import Building, Door
from campaigns.people.models import Campaign
from campaigns.targeting import blocs
from campaigns.targeting.blocks import Unit
from campaigns.targeting.models import HoldoutPlan
from campaigns.territory.models import Address, Election, PollingStation, StationResult

LEAST_DWELLINGS = 5  # law: a count for fewer dwellings may tell of a person, so no result could ever be read there
PEOPLE_PER_DOOR = 1.7  # on the roll, where the station does not say how many it has
MOST_MISSING = 0.5  # an election that half of the stations do not have tells too little


@dataclass(frozen=True)
class Candidates:
    """Who may be drawn, who may not and why."""

    units: tuple[Unit, ...]
    visited: tuple[Unit, ...]
    """Somebody of ours rang there: lots drawn now would not be blind."""
    small: int
    """Buildings of too few dwellings."""
    closed: int
    """Buildings that asked not to be knocked at."""
    election: Election | None
    """Where past turnout and own share come from."""


@dataclass(frozen=True)
class _Past:
    turnout: float
    own_share: float | None


@dataclass(frozen=True)
class _Known:
    """Doors of an address: how many stand there, and whether somebody rang."""

    doors: int
    visited: bool


def find(campaign: Campaign, stations: Sequence[PollingStation], kind: str, own_bloc: str) -> Candidates:
    """All that these stations hold; ``own_bloc`` is empty where nobody says which is ours."""
    election = past_election(stations)
    pasts = _pasts(campaign, stations, election, own_bloc)
    rows = list(
        Address.objects.filter(station__in=stations).values_list("pk", "key", "commune", "station", "dwellings")
    )
    doors = _doors(campaign, stations)
    known = {pk: doors.get(pk) or _Known(dwellings or 1, False) for pk, _key, _commune, _station, dwellings in rows}
    of_station: dict[int, int] = {station.pk: 0 for station in stations}
    rung: set[int] = set()
    for pk, _key, _commune, station, _dwellings in rows:
        of_station[station] += known[pk].doors
        if known[pk].visited:
            rung.add(station)
    if kind == HoldoutPlan.Kind.STATIONS:
        units = [_station(station, of_station[station.pk], pasts.get(station.pk)) for station in stations]
        return Candidates(tuple(units), tuple(unit for unit in units if unit.key in rung), 0, 0, election)
    people = {station.pk: _per_door(station, of_station[station.pk]) for station in stations}
    closed = set(Building.objects.filter(campaign=campaign, do_not_knock=True).values_list("address", flat=True))
    large = [row for row in rows if known[row[0]].doors >= LEAST_DWELLINGS]
    units = [
        _building(f"{commune}|{key}", pk, station, known[pk].doors, people[station], pasts.get(station))
        for pk, key, commune, station, _dwellings in large
        if pk not in closed
    ]
    visited = tuple(unit for unit in units if known[unit.key].visited)
    shut = sum(row[0] in closed for row in large)
    return Candidates(tuple(units), visited, len(rows) - len(large), shut, election)


def past_election(stations: Sequence[PollingStation]) -> Election | None:
    """The newest that most of these stations have results of. One query, which reads their results only."""
    told = Election.objects.filter(results__station__in=stations).annotate(here=Count("results"))
    found = list(told.order_by("-date", "-code"))
    most = max((each.here for each in found), default=0)
    return next((each for each in found if each.here > MOST_MISSING * most), None)


def _pasts(
    campaign: Campaign, stations: Sequence[PollingStation], election: Election | None, own_bloc: str
) -> dict[int, _Past]:
    if election is None:
        return {}
    bloc_of = blocs.tables(campaign, [election]).of[election.pk] if own_bloc else {}
    results = StationResult.objects.filter(election=election, station__in=stations, registered__gt=0)
    return {row.station_id: _past(row, bloc_of, own_bloc) for row in results}


def _past(row: StationResult, bloc_of: Mapping[str, str], own_bloc: str) -> _Past:
    own = sum(count for code, count in row.votes.items() if bloc_of.get(code, "other") == own_bloc)
    return _Past(row.turned_out / row.registered, own / row.valid_votes if own_bloc and row.valid_votes else None)


def _doors(campaign: Campaign, stations: Sequence[PollingStation]) -> dict[int, _Known]:
    """What the campaign knows itself of the addresses; one that it has not founded is missing."""
    rows = (
        Door.objects.filter(campaign=campaign, address__station__in=stations)
        .values("address")
        .annotate(standing=Count("id", filter=Q(removed_at=None)), most=Max("visit_count"))
    )
    return {row["address"]: _Known(row["standing"], row["most"] > 0) for row in rows}


def _per_door(station: PollingStation, doors: int) -> float:
    return station.registered / doors if station.registered and doors else PEOPLE_PER_DOOR


def _station(station: PollingStation, doors: int, past: _Past | None) -> Unit:
    people = station.registered or doors * PEOPLE_PER_DOOR
    turnout, own_share = (past.turnout, past.own_share) if past else (None, None)
    return Unit(station.code, station.pk, station.pk, doors, float(people), turnout, own_share)


def _building(code: str, key: int, station: int, doors: int, per_door: float, past: _Past | None) -> Unit:
    turnout, own_share = (past.turnout, past.own_share) if past else (None, None)
    return Unit(code, key, station, doors, doors * per_door, turnout, own_share)
