"""Several campaigns, and what a result does to what was believed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.errors import DomainError
from campaigns.reports.effects.pooling import Belief, learned, pooled

BELIEFS = st.builds(Belief, st.floats(-20, 20), st.floats(0.1, 10))


def test_three_campaigns_pooled() -> None:
    found = pooled([Belief(4.0, 1.2), Belief(-1.0, 1.5), Belief(2.5, 1.0)])

    assert (found.fixed.mean, found.fixed.error) == pytest.approx((2.2597, 0.6838), abs=5e-5)
    assert (found.q, found.between) == pytest.approx((6.8835, 3.6079), abs=5e-5)
    assert (found.random.mean, found.random.error) == pytest.approx((1.9873, 1.3065), abs=5e-5)
    assert (found.low, found.high, found.campaigns) == (-1.0, 4.0, 3)


def test_campaigns_that_agree_have_nothing_between_them() -> None:
    found = pooled([Belief(2.0, 1.0), Belief(2.1, 1.0)])

    assert found.between == 0
    assert found.random == found.fixed


@pytest.mark.parametrize(
    ("result", "together"),
    [(Belief(2.0, 1.0), (1.75, 0.7071)), (Belief(7.02, 3.94), (1.8341, 0.9693))],
)
def test_a_result_moves_the_prior_by_its_precision(result: Belief, together) -> None:
    found = learned(Belief(1.5, 1.0), result)

    assert (found.mean, found.error) == pytest.approx(together, abs=5e-5)


@pytest.mark.parametrize(
    ("results", "code"),
    [([], "no_results"), ([Belief(1.0, 0.0)], "no_error"), ([Belief(float("nan"), 1.0)], "no_error")],
)
def test_what_cannot_be_pooled_is_refused(results, code: str) -> None:
    with pytest.raises(DomainError) as refused:
        pooled(results)

    assert refused.value.code == code


@given(st.lists(BELIEFS, min_size=1, max_size=8))
def test_a_pooled_mean_lies_among_the_results_and_is_surer_than_each(results: list[Belief]) -> None:
    found = pooled(results)

    assert found.low - 1e-9 <= found.fixed.mean <= found.high + 1e-9
    assert found.low - 1e-9 <= found.random.mean <= found.high + 1e-9
    assert found.fixed.error <= min(result.error for result in results) + 1e-9
    assert found.random.error >= found.fixed.error - 1e-9
