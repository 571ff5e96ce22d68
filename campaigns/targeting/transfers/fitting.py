"""Each unit's own table: the general shares, fitted to what the unit counted in rows and columns. Pure, vectorised.

Iterative proportional fitting of X_sr P_rc. The table of a unit keeps the form u_sr P_rc v_sc throughout, so that only
u and v are held, and a round is two products of matrices.
"""

from __future__ import annotations

import numpy as np

from campaigns.targeting.transfers.mixture import NOTHING, Floats

FLOOR = 1e-4  # of a share: a unit may need a cell that no other does
ROUNDS, LOOK_EVERY = 200, 5
CLOSE = 1e-7  # of the people of the unit


def scales(shares: Floats, first: Floats, second: Floats) -> tuple[Floats, Floats]:
    """(u, v), resamples × units × rows and × columns, such that u P v has the margins of each unit.

    ``shares`` is resamples × rows × columns, floored as ``floored`` does it.
    """
    back = shares.transpose(0, 2, 1)
    near = CLOSE * np.maximum(first.sum(axis=1, keepdims=True), NOTHING)
    v = np.ones((len(shares), *second.shape))
    for number in range(1, ROUNDS + 1):
        u = first / np.maximum(v @ back, NOTHING)
        v = second / np.maximum(u @ shares, NOTHING)
        if number % LOOK_EVERY == 0 and (np.abs(u * (v @ back) - first) <= near).all():
            break
    return u, v


def floored(shares: Floats) -> Floats:
    return np.maximum(shares, FLOOR)


def added_up(shares: Floats, first: Floats, second: Floats, weights: Floats | None = None) -> Floats:
    """Resamples × rows × columns: the fitted tables of all units, added up."""
    shares = floored(shares)
    u, v = scales(shares, first, second)
    if weights is not None:
        u = u * weights[:, :, None]
    return np.asarray(shares * (u.transpose(0, 2, 1) @ v))
