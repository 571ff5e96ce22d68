"""Stations whose limits were redrawn: their past belongs to other ground, and is carried over address by address. Pure.

Where two vintages of the table of addresses and stations are known, W[old, new] is the share of the old station's
addresses that are in the new one now, and past counts follow: X_new = Wᵀ X_old. Where there is one vintage only, a
station that keeps its code and about its size is taken for the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from campaigns.targeting.margins import Counts
from campaigns.targeting.town import Flags, Floats

SAME_GROUND = 0.15  # |ΔN/N|; beyond it the code alone does not make it the same station

Shares = Mapping[tuple[str, str], float]
"""(old station, new station) → share of the old one's addresses, by code. Stations left out keep their ground."""


@dataclass(frozen=True)
class Placed:
    """An address, or so many at one place, in the old table and in the new one."""

    old: str
    new: str
    weight: float = 1.0
    """How many addresses it stands for."""


def shares(addresses: Iterable[Placed]) -> dict[tuple[str, str], float]:
    """What became of each old station. The shares of one add up to 1."""
    found: dict[tuple[str, str], float] = defaultdict(float)
    whole: dict[str, float] = defaultdict(float)
    for address in addresses:
        found[address.old, address.new] += address.weight
        whole[address.old] += address.weight
    return {(old, new): weight / whole[old] for (old, new), weight in found.items() if whole[old] > 0}


def carry(rows: Floats, weights: Floats) -> Floats:
    """``rows``: old stations × classes; ``weights``: old × new. The classes of the new stations: Wᵀ X."""
    return np.asarray(weights.T @ rows)


def redraw(counts: Counts, told: Shares, codes: list[str]) -> Counts:
    """An election of before as if it had been held in today's stations, in the order of ``codes``.

    A new station is told of only where the files speak of every old station that gave it addresses, so not where one
    of those is in ``told`` and not among ``codes``.
    """
    weights, complete = _matrix(told, codes)
    complete &= carry((~counts.there)[:, None].astype(float), weights)[:, 0] == 0
    columns = np.column_stack([counts.registered, counts.turned_out, counts.valid, counts.votes])
    moved = carry(columns, weights) * complete[:, None]
    return replace(
        counts,
        registered=moved[:, 0],
        turned_out=moved[:, 1],
        valid=moved[:, 2],
        votes=moved[:, 3:],
        there=complete & (weights.sum(axis=0) > 0),
    )


def redraw_roll(registered: Floats, told: Shares, codes: list[str], old: Flags) -> Floats:
    """Who is registered in today's stations, where the newest roll of a station is of its ``old`` limits."""
    weights, _complete = _matrix(told, codes)
    return np.where(old, carry(registered[:, None], weights)[:, 0], registered)


def _matrix(told: Shares, codes: list[str]) -> tuple[Floats, Flags]:
    """W, old × new, and the new stations of which all old ones are among ``codes``."""
    weights, complete = np.eye(len(codes)), np.ones(len(codes), dtype=bool)
    place = {code: index for index, code in enumerate(codes)}
    for old in {old for old, _new in told if old in place}:
        weights[place[old]] = 0.0
    for (old, new), share in told.items():
        if old in place and new in place:
            weights[place[old], place[new]] = share
        elif new in place:
            complete[place[new]] = False
    return weights, complete


def gone(days: Iterable[Shares]) -> set[str]:
    """Old stations that have no ground any more: all of it was told to be others'. ``days``: the oldest first."""
    found: set[str] = set()
    for told in days:
        found |= {old for old, _new in told}
        found -= {new for (_old, new), share in told.items() if share > 0}
    return found


def same_ground(then: Floats, now: Floats) -> Flags:
    """Whether the roll has changed so little that the code means the same station."""
    return np.asarray(np.abs(now - then) < SAME_GROUND * np.where(then > 0, then, 1.0))
