"""The analysis of a plan on towns of which we know what visits did: right on average, and as sure as it says."""

from __future__ import annotations

import numpy as np
import pytest

from campaigns.reports import results
from campaigns.reports.contamination import UnitSeen
from campaigns.reports.effects import redrawing
from campaigns.reports.results import Measured
from campaigns.targeting.models import HoldoutPlan, HoldoutUnit

DESIGNS, PAIRS = 150, 45
EFFECT = 0.10  # on those spoken with
PLAN = HoldoutPlan(number=1, kind="buildings", outcome="turnout", block_size=2)


@pytest.fixture(autouse=True)
def few_redraws(monkeypatch) -> None:
    monkeypatch.setattr(redrawing, "CHEAP", 0)
    monkeypatch.setattr(redrawing, "REDRAWS", 199)
    monkeypatch.setattr(redrawing, "FEWEST", 199)


def town(rng: np.random.Generator, effect: float):
    """Buildings two by two, one held out; half of the canvassed doors opened, and a tenth of those held out were rung
    at by mistake: what happened in each, and how many voted."""
    seen, outcomes = [], {}
    for pair in range(PAIRS):
        lean, out = rng.normal(0.55, 0.08), int(rng.random() < 0.5)
        for place in (0, 1):
            held_out, doors = place == out, int(rng.integers(6, 25))
            rung = rng.random() < 0.1 if held_out else True
            talked = int(rng.binomial(doors, 0.5)) if rung else 0
            unit = HoldoutUnit(
                pk=2 * pair + place, block=pair, place=place, held_out=held_out, doors=doors, turnout=0.5
            )
            seen.append(UnitSeen(unit, visited=doors if rung else 0, talked=talked))
            people = 2 * doors
            chance = np.clip(lean + rng.normal(0, 0.06) + effect * talked / doors, 0, 1)
            outcomes[unit.pk] = Measured(people, int(rng.binomial(people, chance)))
    return seen, outcomes


def analysed(effect: float):
    rng = np.random.default_rng(7)
    return [results._estimated(PLAN, *town(rng, effect))[0] for _design in range(DESIGNS)]


def test_effects_are_right_on_average_and_intervals_hold_the_truth_though_some_rang_by_mistake() -> None:
    found = analysed(EFFECT)

    intended = EFFECT * (0.5 - 0.05)  # half of the doors, less those of the mistakes
    held = [each.interval[0] <= intended <= each.interval[1] for each in found]
    reached = [each.reached for each in found]
    assert np.mean([each.itt for each in found]) == pytest.approx(intended, abs=0.005)
    assert np.mean([each.effect for each in reached]) == pytest.approx(EFFECT, abs=0.01)
    assert np.mean([each.rate for each in reached]) == pytest.approx(0.45, abs=0.01)
    assert 0.91 <= np.mean(held) <= 0.985
    assert 0.91 <= np.mean([any(low <= EFFECT <= high for low, high in each.possible) for each in reached]) <= 0.985


def test_without_an_effect_one_in_twenty_is_found_by_chance() -> None:
    found = analysed(0.0)

    assert 0.015 <= np.mean([each.p <= 0.05 for each in found]) <= 0.09
    assert 0.015 <= np.mean([each.chance.p <= 0.05 for each in found]) <= 0.09
    assert np.mean([each.itt for each in found]) == pytest.approx(0, abs=0.005)
