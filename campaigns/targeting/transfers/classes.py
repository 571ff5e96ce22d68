"""Small classes together: what a few people in a hundred did cannot be told from the counts of stations. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from campaigns.targeting.transfers.mixture import Floats

LEAST = 0.04  # of the people


@dataclass(frozen=True)
class Classes:
    names: tuple[tuple[str, ...], ...]
    """Of each class, what it is made of."""
    counts: Floats
    """Units × classes."""


def together(names: Sequence[str], counts: Floats, *, least: float = LEAST, catch_all: str = "other") -> Classes:
    """Classes with less than that share of the people become one, at the place of the first of them. If they are too
    few even so, the one called ``catch_all`` joins them. A class without anybody is no class."""
    people = counts.sum(axis=0)
    share = people / max(people.sum(), 1.0)
    here = [index for index in range(len(names)) if people[index] > 0]
    small = [index for index in here if share[index] < least]
    if small and share[small].sum() < least:
        small = [index for index in here if index in small or names[index] == catch_all]
    groups: list[list[int]] = []
    for index in here:
        if index not in small:
            groups.append([index])
        elif index == small[0]:
            groups.append(small)
    summed = [counts[:, group].sum(axis=1) for group in groups]
    return Classes(
        tuple(tuple(names[index] for index in group) for group in groups),
        np.column_stack(summed) if summed else np.zeros((len(counts), 0)),
    )
