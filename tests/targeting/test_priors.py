"""What a ranking assumes before anything is measured."""

from __future__ import annotations

from dataclasses import fields

import pytest

from campaigns.targeting.priors import PRIORS, Assumptions


def test_every_prior_is_a_field_with_its_default_within_bounds_and_a_source() -> None:
    names = {field.name for field in fields(Assumptions)}

    assert {prior.name for prior in PRIORS} <= names
    assert [prior.name for prior in PRIORS if not prior.least <= prior.default <= prior.most] == []
    assert [prior.name for prior in PRIORS if not (prior.draw and prior.source and prior.title)] == []


def test_persuasion_mode_replaces_the_effect_and_keeps_the_rest() -> None:
    mode = Assumptions(turnout_shift=0.2, spread=2.0).persuasion_mode()

    assert (mode.push, mode.opponents_share, mode.persuaded_share) == (0.05, 0.75, 0.0125)
    assert (mode.turnout_shift, mode.spread) == (0.2, 2.0)


def test_an_hour_of_a_pair_is_two_canvasser_hours() -> None:
    assert Assumptions().per_thousand_hours == pytest.approx(22_500)
    assert Assumptions(door_minutes=105).per_thousand_hours == pytest.approx(26_250)
