"""Why this zone: the rate of a station beside the town's, taken apart so that the parts multiply exactly. Pure.

ln(rate / rate₀) = ln(c / c₀) + ln(r / r₀) + ln(g / g₀) − ln(t / t₀), and the gain is shared among its parts x by
(x − x₀) / L, where L = (g − g₀) / ln(g / g₀) is the logarithmic mean of both.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from campaigns.targeting.scores import Expected, current
from campaigns.targeting.town import Floats, PublicTown


class Part(StrEnum):
    """What makes an hour pay more, or less, than in the town. A page says each in words."""

    CONTACT = "contact"
    """Doors open more."""
    REACH = "reach"
    """More people behind a door."""
    OWN = "own"
    """Ours are more, or come less without us."""
    OPPONENTS = "opponents"
    """Others are fewer, or less moved to come."""
    PERSUASION = "persuasion"
    """More people who might change to us."""
    TIME = "time"
    """Quicker from door to door."""


@dataclass(frozen=True)
class Zone:
    """A station, many of them, or the town: what its rate is made of."""

    contact: Floats
    reach: Floats
    minutes: Floats
    own: Floats
    opponents: Floats
    persuasion: Floats

    @property
    def gain(self) -> Floats:
        return self.own + self.opponents + self.persuasion

    @property
    def rate(self) -> Floats:
        """Net votes per team-minute at the doors."""
        return self.contact * self.reach * self.gain / self.minutes


@dataclass(frozen=True)
class Reasons:
    """``logs`` are stations × parts in the order of `Part`; not a number where a station, or the town, has no rate."""

    logs: Floats
    town: Zone

    @property
    def factors(self) -> Floats:
        """1.10: a tenth more than in the town because of this. The product of a row is rate ÷ town's rate."""
        return np.exp(self.logs)

    @property
    def whole(self) -> Floats:
        return np.exp(self.logs.sum(axis=1))

    def of(self, station: int) -> dict[Part, float] | None:
        """Factor of each part, the strongest first; None where there is no rate to explain."""
        logs = self.logs[station]
        if np.isnan(logs).any():
            return None
        parts = list(Part)
        return {parts[place]: float(np.exp(logs[place])) for place in np.argsort(-np.abs(logs), kind="stable")}


def reasons_of(town: PublicTown, expected: Expected) -> Reasons:
    """Each station on its open pass (the first where none is) beside the town on its first."""
    doorstep, gain = expected.doorstep, expected.gain
    passes = np.maximum(doorstep.open_pass, 0)
    stations = Zone(
        contact=current(doorstep.contact, passes),
        reach=doorstep.reach,
        minutes=current(doorstep.minutes, passes),
        own=gain.own,
        opponents=gain.opponents,
        persuasion=gain.persuasion,
    )
    reference = whole_town(town, expected)
    return Reasons(compared(stations, reference), reference)


def whole_town(town: PublicTown, expected: Expected) -> Zone:
    """Means: contact and minutes by doors, people and gain by registered."""
    doorstep, gain = expected.doorstep, expected.gain
    doors = np.nan_to_num(town.doors_to_knock)
    counted = expected.electorate.scored & (doors > 0)
    if not counted.any():
        return Zone(*np.full((6, 1), np.nan))

    def by_doors(figures: Floats) -> Floats:
        return np.array([np.average(figures[counted], weights=doors[counted])])

    def by_registered(figures: Floats) -> Floats:
        return np.array([np.average(figures[counted], weights=town.registered[counted])])

    return Zone(
        contact=by_doors(doorstep.contact[:, 0]),
        reach=by_registered(doorstep.reach),
        minutes=by_doors(doorstep.minutes[:, 0]),
        own=by_registered(gain.own),
        opponents=by_registered(gain.opponents),
        persuasion=by_registered(gain.persuasion),
    )


def compared(zone: Zone, reference: Zone) -> Floats:
    """Logarithms, zones × parts. Without a gain in both there is nothing to compare."""
    gain, usual = np.broadcast_arrays(zone.gain, reference.gain)
    comparable = (gain > 0) & (usual > 0) & (zone.reach > 0)
    ratio = np.where(comparable, gain, 1.0) / np.where(comparable, usual, 1.0)
    same = np.isclose(ratio, 1.0, rtol=1e-9, atol=0)
    mean = np.where(same, gain, (gain - usual) / np.where(same, 1.0, np.log(ratio)))
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.stack(
            [
                np.log(zone.contact / reference.contact),
                np.log(zone.reach / reference.reach),
                (zone.own - reference.own) / mean,
                (zone.opponents - reference.opponents) / mean,
                (zone.persuasion - reference.persuasion) / mean,
                -np.log(zone.minutes / reference.minutes),
            ],
            axis=1,
        )
    return np.where(comparable[:, None], logs, np.nan)
