"""How often a door opens: the public figure until a campaign's own visits are enough, and always drawn towards it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.turfs.opening import ENOUGH_KNOCKS, PRIOR_KNOCKS, PUBLIC, PUBLIC_RATE, Opening, learned


@pytest.mark.parametrize("knocked", [0, 1, ENOUGH_KNOCKS - 1])
def test_few_visits_teach_nothing(knocked: int) -> None:
    assert learned(knocked, 0) == learned(knocked, knocked) == PUBLIC == Opening(0.30, 0)


@pytest.mark.parametrize(
    ("knocked", "opened", "rate"),
    [
        (120, 12, 48 / 240),
        (1_240, 330, 366 / 1_360),
        (1_240, 372, 0.30),
        (100_000, 20_000, 20_036 / 100_120),
    ],
)
def test_own_visits_move_the_public_rate(knocked: int, opened: int, rate: float) -> None:
    assert learned(knocked, opened) == Opening(pytest.approx(rate), knocked)


@given(knocked=st.integers(ENOUGH_KNOCKS, 10**6), share=st.floats(0, 1))
def test_the_rate_lies_between_the_public_one_and_what_was_seen(knocked: int, share: float) -> None:
    opened = round(knocked * share)

    rate = learned(knocked, opened).rate

    low, high = sorted((PUBLIC_RATE, opened / knocked))
    assert low - 1e-9 <= rate <= high + 1e-9
    assert abs(rate - opened / knocked) <= PRIOR_KNOCKS / (PRIOR_KNOCKS + knocked)
