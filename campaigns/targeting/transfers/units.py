"""From counts of any quality to counts that can be compared: each unit with one number of people. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from campaigns.targeting.transfers.mixture import EMPTY, Floats

NEGATIVE, NOT_FINITE, NOBODY = "negative", "not_a_number", "nobody"


@dataclass(frozen=True)
class Units:
    first: Floats
    second: Floats
    carried: int
    """Units whose rows added up to another number than their columns."""
    left_out: dict[str, int] = field(default_factory=dict)
    """Reason → how many units; reasons without a unit are not there."""


def usable(first: Floats, second: Floats) -> Units:
    """``first`` (units × rows) carried to the people of ``second`` (units × columns), and the units that make no sense
    left out: a number that is none, one below zero, nobody in the rows or nobody in the columns."""
    finite = np.isfinite(first).all(axis=1) & np.isfinite(second).all(axis=1)
    negative = finite & ((first < 0).any(axis=1) | (second < 0).any(axis=1))
    then, now = first.sum(axis=1), second.sum(axis=1)
    nobody = finite & ~negative & ((then < EMPTY) | (now < EMPTY))
    kept = finite & ~negative & ~nobody
    counted = {NOT_FINITE: ~finite, NEGATIVE: negative, NOBODY: nobody}
    size = np.divide(now[kept], then[kept])
    differs = ~np.isclose(size, 1.0, rtol=1e-9)
    return Units(
        first[kept] * size[:, None],
        second[kept],
        carried=int(differs.sum()),
        left_out={reason: int(which.sum()) for reason, which in counted.items() if which.any()},
    )
