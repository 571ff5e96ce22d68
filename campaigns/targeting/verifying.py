"""Whether a committed plan is still the one that was drawn and registered.

The database refuses to change a plan (migration `holdouts_frozen`), but whoever owns the server can take that away. So
every page that shows a plan compares what is stored with what was published: SHA-256 of the assignment and of both
files, SHA-256 of the salt, the seed made with it, and the lots that the seed gives.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from campaigns.targeting import lots
from campaigns.targeting.lots import Lot
from campaigns.targeting.models import HoldoutPlan, HoldoutSalt, HoldoutUnit


@dataclass(frozen=True)
class Checked:
    """What still fits together."""

    assignment: bool
    """The stored arms have the hash that was registered."""
    seed: bool
    """The stored salt has its hash, and gives the seed."""
    lots: bool
    """The seed gives these arms again, where the library that drew them is the one of today."""
    files: bool
    """Both files of the registration have their hashes."""
    other_library: bool = False
    """Another version made the numbers then, so that drawing again proves nothing: the stored assignment counts."""

    @property
    def is_as_drawn(self) -> bool:
        return self.assignment and self.seed and self.files and (self.lots or self.other_library)


def check(plan: HoldoutPlan, units: Sequence[HoldoutUnit]) -> Checked:
    """``units``: all of the plan, as they are stored. One query, for the salt."""
    told = registered(plan)
    names = {plan.assignment_sha256, told.get("assignment_sha256", plan.assignment_sha256)}
    return Checked(
        assignment=names == {lots.digest(written(units))},
        seed=_seed_holds(plan, told),
        lots=_drawn_again(plan, units),
        files=lots.digest(plan.registration) == plan.registration_sha256
        and lots.digest(plan.registration_text) == plan.registration_text_sha256,
        other_library=plan.library != library(),
    )


def when_committed(plan: HoldoutPlan, units: Sequence[HoldoutUnit]) -> dict[str, bool]:
    """``{"assignment", "seed", "lots"}`` for the registration, whose own hash is not known yet."""
    found = asdict(check(plan, units))
    return {name: found[name] for name in ("assignment", "seed", "lots")}


def written(units: Sequence[HoldoutUnit]) -> str:
    """The assignment as it is stored, as a file: what its hash is taken of."""
    return lots.written(Lot(unit.block, unit.place, unit.code, unit.held_out) for unit in units)


def registered(plan: HoldoutPlan) -> dict[str, Any]:
    """What the registration says of the draw; empty while there is none, or where it can no longer be read."""
    try:
        told = json.loads(plan.registration or "{}")
    except ValueError:
        return {}
    draw = told.get("draw") if isinstance(told, dict) else None
    return draw if isinstance(draw, dict) else {}


def library() -> str:
    """What draws lots today."""
    return f"numpy {np.__version__}"


def _seed_holds(plan: HoldoutPlan, told: dict[str, Any]) -> bool:
    salt = HoldoutSalt.objects.filter(campaign=plan.campaign_id).values_list("salt", flat=True).first()
    if salt is None:
        return False
    commitments = {plan.salt_commitment, told.get("salt_sha256", plan.salt_commitment)}
    seeds = {plan.seed, told.get("seed", plan.seed)}
    return commitments == {lots.digest(salt)} and seeds == {f"{lots.seed_of(salt, plan.code):#x}"}


def _drawn_again(plan: HoldoutPlan, units: Sequence[HoldoutUnit]) -> bool:
    blocks = 1 + max((unit.block for unit in units), default=-1)
    held = lots.draw(int(plan.seed, 16), blocks, plan.block_size)
    return all(unit.held_out == (unit.place == int(held[unit.block])) for unit in units)
