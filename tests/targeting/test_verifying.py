"""Whoever owns the server can change what the database protects: then the plan says so, and what no longer fits."""

from __future__ import annotations

import json

import pytest

from campaigns.targeting import lots, verifying
from campaigns.targeting.models import HoldoutPlan, HoldoutSalt, HoldoutUnit
from tests.targeting import plans
from tests.targeting.test_committing import buildings, commit, station  # noqa: F401


@pytest.fixture
def drawn(campaign, buildings):  # noqa: F811
    return commit(campaign)


@pytest.fixture
def unguarded(drawn):
    with plans.unguarded():
        yield


def checked() -> verifying.Checked:
    plan = HoldoutPlan.objects.get()
    return verifying.check(plan, list(plan.units.all()))


def exchange_arms() -> None:
    for unit in HoldoutUnit.objects.filter(block=0):
        HoldoutUnit.objects.filter(pk=unit.pk).update(held_out=not unit.held_out)


def exchange_arms_and_hash() -> None:
    exchange_arms()
    told = lots.digest(verifying.written(HoldoutUnit.objects.all()))
    HoldoutPlan.objects.update(assignment_sha256=told)


def rewrite_registration() -> None:
    plan = HoldoutPlan.objects.get()
    text = plan.registration.replace('"round": 1', '"round": 2')
    HoldoutPlan.objects.update(registration=text)


def exchange_seed() -> None:
    """For one that draws otherwise: of eight seeds, one draws three blocks of two alike."""
    held_out = list(HoldoutUnit.objects.filter(held_out=True).order_by("block").values_list("place", flat=True))
    other = next(seed for seed in range(100) if lots.draw(seed, len(held_out), 2).tolist() != held_out)
    HoldoutPlan.objects.update(seed=hex(other))


CHANGES = {
    "arms exchanged": (exchange_arms, {"assignment", "lots"}),
    "arms exchanged with their hash": (exchange_arms_and_hash, {"assignment", "lots"}),
    "a unit gone": (lambda: HoldoutUnit.objects.filter(block=1, place=0).delete(), {"assignment"}),
    "a unit by another name": (lambda: HoldoutUnit.objects.filter(block=1, place=0).update(code="x"), {"assignment"}),
    "another seed": (exchange_seed, {"seed", "lots"}),
    "another salt": (lambda: HoldoutSalt.objects.update(salt="chosen"), {"seed"}),
    "another salt with its hash": (
        lambda: (
            HoldoutSalt.objects.update(salt="chosen"),
            HoldoutPlan.objects.update(salt_commitment=lots.digest("chosen")),
        ),
        {"seed"},
    ),
    "no salt": (lambda: HoldoutSalt.objects.all().delete(), {"seed"}),
    "another registration": (rewrite_registration, {"files"}),
    "a registration that nobody can read": (lambda: HoldoutPlan.objects.update(registration="{"), {"files"}),
    "another text": (lambda: HoldoutPlan.objects.update(registration_text="# Rien"), {"files"}),
}


def test_a_plan_as_it_was_drawn_fits_its_registration(drawn) -> None:
    assert checked().is_as_drawn


@pytest.mark.parametrize(("change", "faults"), CHANGES.values(), ids=CHANGES.keys())
def test_what_was_changed_behind_the_program_is_found(unguarded, change, faults) -> None:
    change()

    found = checked()

    assert not found.is_as_drawn
    assert {name for name in ("assignment", "seed", "lots", "files") if not getattr(found, name)} == faults


def test_lots_of_another_version_count_as_they_are_stored(unguarded, monkeypatch) -> None:
    draw = lots.draw
    monkeypatch.setattr(lots, "draw", lambda seed, blocks, size: 1 - draw(seed, blocks, size))

    today = checked()
    HoldoutPlan.objects.update(library="numpy 1.0")
    then = checked()
    HoldoutPlan.objects.update(seed="0x7")

    assert (today.lots, today.is_as_drawn) == (False, False)
    assert (then.lots, then.other_library, then.is_as_drawn) == (False, True, True)
    assert not checked().is_as_drawn


def test_the_registration_says_that_it_was_checked_and_how_to_check_again(drawn) -> None:
    told = json.loads(drawn.registration)["draw"]

    assert told["checked"] == {"assignment": True, "seed": True, "lots": True}
    assert "SHA-256" in told["how_to_check"]
    assert lots.digest(verifying.written(drawn.units.all())) == told["assignment_sha256"]
