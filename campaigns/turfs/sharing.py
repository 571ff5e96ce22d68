"""Sharing people out over the free areas, as a leader would who has a minute to think. Pure.

People who walk together stay together, a newcomer goes with an old hand, whoever avoids stairs gets the areas with the
fewest floors, whoever drives gets the far ones, the others the near ones. The same question has the same answer, and
each placing says why.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

MOST_TOGETHER = 3  # more people at one door frighten whoever opens it


class Why(StrEnum):
    """What a placing follows from, in the order in which it is told."""

    PAIR = "pair"  # they walk together, the leader said so
    OLD_HAND = "old_hand"  # somebody comes for the first time, and goes with one who knows
    FEW_AREAS = "few_areas"  # they walk together because there are fewer areas than people
    FEW_FLOORS = "few_floors"  # figure: floors to climb in all
    FAR = "far"  # figure: metres from the meeting point
    NEAR = "near"  # figure: metres from the meeting point
    PARTNER_THERE = "partner_there"  # somebody of the pair walks this area already


@dataclass(frozen=True)
class Person:
    """Somebody to be placed. ``pair``: who has the same number walks together; ``joins``: the area where one of the
    pair already is."""

    key: str
    pair: int | None = None
    has_car: bool = False
    no_stairs: bool = False
    newcomer: bool = False
    joins: int | None = None


@dataclass(frozen=True)
class Area:
    """A free walk: the floors to climb in it in all, and the metres to it from the meeting point."""

    key: int
    floors: int
    metres: float


@dataclass(frozen=True)
class Reason:
    why: Why
    people: tuple[str, ...] = ()
    figure: int = 0


@dataclass(frozen=True)
class Placing:
    """Who goes where, and why."""

    people: tuple[str, ...]
    area: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Proposal:
    placings: tuple[Placing, ...]
    left_over: tuple[str, ...]
    """People for whom no area is left, in the order in which they came."""


@dataclass
class _Party:
    """People who will share an area."""

    people: list[Person]
    reasons: list[Reason] = field(default_factory=list)

    @property
    def no_stairs(self) -> bool:
        return any(person.no_stairs for person in self.people)

    @property
    def has_car(self) -> bool:
        return any(person.has_car for person in self.people)

    @property
    def knows_how(self) -> bool:
        return not all(person.newcomer for person in self.people)

    def take_in(self, other: _Party, why: Why) -> None:
        self.people += other.people
        told = other.people if why is Why.OLD_HAND else self.people
        before = [reason for reason in self.reasons if why is not Why.FEW_AREAS or reason.why is not why]
        self.reasons = [*before, *other.reasons, Reason(why, tuple(person.key for person in told))]


def share_out(people: Sequence[Person], areas: Iterable[Area]) -> Proposal:
    """Place these people, in the order in which they came. Nobody is left over while an area remains."""
    expected = [person for person in people if person.joins is not None]
    parties = _parties([person for person in people if person.joins is None])
    _accompany(parties)
    free = list(areas)
    _squeeze(parties, len(free))
    going, staying = parties[: len(free)], parties[len(free) :]
    placings = [_placing_beside(person) for person in expected] + _choose(going, free)
    left_over = {person.key for party in staying for person in party.people}
    return Proposal(tuple(placings), tuple(person.key for person in people if person.key in left_over))


def _placing_beside(person: Person) -> Placing:
    assert person.joins is not None
    return Placing((person.key,), person.joins, (Reason(Why.PARTNER_THERE, (person.key,)),))


def _parties(people: Sequence[Person]) -> list[_Party]:
    """Pairs and single people, in the order of their first member."""
    found: dict[object, _Party] = {}
    for person in people:
        found.setdefault(person.key if person.pair is None else person.pair, _Party([])).people.append(person)
    for party in found.values():
        if len(party.people) > 1:
            party.reasons.append(Reason(Why.PAIR, tuple(person.key for person in party.people)))
    return list(found.values())


def _accompany(parties: list[_Party]) -> None:
    """Newcomers go with an old hand who would be alone, else with a pair, else with one another."""
    for green in [party for party in parties if not party.knows_how]:
        alone = [party for party in parties if party.knows_how and len(party.people) == 1]
        pairs = [party for party in parties if party.knows_how and _fits(party, green)]
        host = _most_like(green, [party for party in alone if _fits(party, green)]) or _most_like(green, pairs)
        if host is not None:
            host.take_in(green, Why.OLD_HAND)
            parties.remove(green)
    waiting = [party for party in parties if not party.knows_how and len(party.people) == 1]
    for first, second in zip(waiting[::2], waiting[1::2], strict=False):
        first.take_in(second, Why.PAIR)
        parties.remove(second)


def _squeeze(parties: list[_Party], areas: int) -> None:
    """Where areas are fewer than parties, those who would be alone walk together; pairs take a third one last."""
    while len(parties) > max(areas, 1):
        guests = [party for party in parties if len(party.people) == 1]
        for guest in reversed(guests):  # the last to come is the first to join somebody
            others = [party for party in parties if party is not guest and _fits(party, guest)]
            if others:
                host = min(others, key=lambda host: (max(areas, _fewest(parties, host)), *_unlike(guest, host)))
                host.take_in(guest, Why.FEW_AREAS)
                parties.remove(guest)
                break
        else:
            return


def _fewest(parties: Sequence[_Party], host: _Party) -> int:
    """How few parties there could be once somebody who is alone has joined this one."""
    sizes = [len(party.people) + (party is host) for party in parties]
    alone, pairs = sizes.count(1) - 1, sizes.count(2)  # without the guest
    left = max(0, alone - pairs)
    return len(sizes) - 1 - alone + math.ceil(left / MOST_TOGETHER)


def _fits(host: _Party, guest: _Party) -> bool:
    return len(host.people) + len(guest.people) <= MOST_TOGETHER


def _most_like(guest: _Party, hosts: Sequence[_Party]) -> _Party | None:
    return min(hosts, key=lambda host: _unlike(guest, host), default=None)


def _unlike(guest: _Party, host: _Party) -> tuple[int, bool]:
    """The smallest party is best, of the same mind about stairs if possible; the first among equals."""
    return len(host.people), host.no_stairs != guest.no_stairs


def _choose(parties: Sequence[_Party], areas: Sequence[Area]) -> list[Placing]:
    """Those who avoid stairs choose first, then those who drive, then the others; told in the order they came."""
    free = list(areas)
    chosen: dict[int, Placing] = {}
    ranked = sorted(range(len(parties)), key=lambda place: (not parties[place].no_stairs, not parties[place].has_car))
    for place in ranked:
        party = parties[place]
        area = min(free, key=lambda each: _wish(party, each))
        free.remove(area)
        people = tuple(person.key for person in party.people)
        chosen[place] = Placing(people, area.key, (*party.reasons, _reason(party, area)))
    return [chosen[place] for place in sorted(chosen)]


def _wish(party: _Party, area: Area) -> tuple[float, float, int]:
    """Smaller is better."""
    distance = -area.metres if party.has_car else area.metres
    return (area.floors if party.no_stairs else 0, distance, area.key)


def _reason(party: _Party, area: Area) -> Reason:
    if party.no_stairs:
        return Reason(Why.FEW_FLOORS, tuple(p.key for p in party.people if p.no_stairs), area.floors)
    if party.has_car:
        return Reason(Why.FAR, tuple(p.key for p in party.people if p.has_car), round(area.metres))
    return Reason(Why.NEAR, (), round(area.metres))
