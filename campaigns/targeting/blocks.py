"""Units that are alike, together: in each block one is held out and the others are canvassed. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from campaigns.targeting import pairing

SMALLEST, LARGEST = 2, 20  # one held out of 2 is half, of 20 a twentieth: the control share goes from 5 to 50 %


@dataclass(frozen=True)
class Unit:
    """A building or a polling station that may be drawn, with what was known of it before."""

    code: str
    """What it is called outside the database: a station's code, or commune and key of an address."""
    key: int
    """Of the address, or of the station."""
    station: int
    doors: int
    registered: float
    """People on the roll; of a building its part of the station's, by doors."""
    turnout: float | None = None
    """At the last election known; of a building its station's."""
    own_share: float | None = None
    """Of the campaign's own bloc then."""


@dataclass(frozen=True)
class Blocks:
    """The design before any lot is drawn. What is left over is canvassed as usual, outside the plan."""

    blocks: tuple[tuple[Unit, ...], ...]
    left_over: tuple[Unit, ...]

    @property
    def units(self) -> tuple[Unit, ...]:
        return tuple(unit for block in self.blocks for unit in block)


def of_buildings(units: Sequence[Unit], size: int) -> Blocks:
    """Inside each station, from the most doors to the fewest, ``size`` at a time: the smallest ones are left over."""
    by_station: dict[int, list[Unit]] = defaultdict(list)
    for unit in units:
        by_station[unit.station].append(unit)
    blocks: list[tuple[Unit, ...]] = []
    left: list[Unit] = []
    for station in sorted(by_station, key=lambda key: min(unit.code for unit in by_station[key])):
        ordered = sorted(by_station[station], key=lambda unit: (-unit.doors, unit.code))
        whole = len(ordered) - len(ordered) % size
        blocks += [tuple(ordered[start : start + size]) for start in range(0, whole, size)]
        left += ordered[whole:]
    return Blocks(tuple(blocks), tuple(left))


def of_stations(units: Sequence[Unit]) -> Blocks:
    """Pairs of stations that voted alike: near in past turnout and own share. Stations without a past are left over."""
    known = sorted((unit for unit in units if unit.turnout is not None), key=lambda unit: unit.code)
    pasts = [[unit.turnout or 0.0, 0.5 if unit.own_share is None else unit.own_share] for unit in known]
    pairs = [(known[a], known[b]) for a, b in pairing.pairs(pasts)]
    taken = {unit.code for pair in pairs for unit in pair}
    return Blocks(tuple(pairs), tuple(unit for unit in units if unit.code not in taken))
