"""Areas that take about the same time, and those that do not."""

from __future__ import annotations

from campaigns.turfs.balance import Weight, weigh


def test_each_area_is_compared_with_the_mean() -> None:
    weights = weigh([(1, 60.0), (2, 90.0), (3, 90.0)])

    assert weights == [Weight(1, 60.0, -0.25), Weight(2, 90.0, 0.125), Weight(3, 90.0, 0.125)]
    assert [weight.is_uneven for weight in weights] == [True, False, False]


def test_a_fifth_more_is_still_even() -> None:
    assert [weight.is_uneven for weight in weigh([(1, 80.0), (2, 120.0)])] == [False, False]


def test_one_area_is_even_and_so_is_none() -> None:
    assert [weight.is_uneven for weight in weigh([(4, 33.0)])] == [False]
    assert weigh([]) == []
    assert [weight.off for weight in weigh([(1, 0.0), (2, 0.0)])] == [0.0, 0.0]
