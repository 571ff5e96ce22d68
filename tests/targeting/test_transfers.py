"""Vote transfers: what shares explain the counts of all units, and how sure that is."""

from __future__ import annotations

import csv

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks import transfers
from benchmarks.transfers import goodman
from campaigns.targeting.transfers import classes, estimating, fitting, mixture, units

THEN = np.array([[600, 100, 300], [100, 600, 300], [300, 300, 400], [450, 150, 400], [150, 350, 500], [250, 200, 550]])
NOW = np.array([[467, 148, 385], [137, 513, 350], [279, 297, 424], [372, 193, 435], [188, 344, 468], [256, 236, 508]])
THEN, NOW = THEN.astype(float), NOW.astype(float)


def explained(first, second) -> mixture.Mixture:
    start = mixture.independent(first, second)[None]
    return mixture.explain(first, second, start, weights=None, tolerance=1e-9, rounds=3_000)


def by_the_book(first, second, rounds: int = 200_000) -> np.ndarray:
    """The same rounds written out in full, without leaps: units × rows × columns."""
    shares = mixture.independent(first, second)
    for _round in range(rounds):
        went = shares * second[:, None, :] / (first @ shares)[:, None, :]
        went /= went.sum(axis=2, keepdims=True)
        new = (first[:, :, None] * went).sum(axis=0) / first.sum(axis=0)[:, None]
        if np.abs(new - shares).max() < 1e-12:
            break
        shares = new
    return shares


def invented(seed, **how):
    town = transfers.invented(seed, **how)
    return town.first, town.second, town.truth


def misplaced(shares, first, truth) -> float:
    return transfers.misplaced(shares, transfers.Known(first, first, truth))


def test_the_worked_example_holds_to_four_decimals() -> None:
    found = explained(THEN, NOW)
    table = estimating.estimate(THEN, NOW).table
    u, v = fitting.scales(found.shares, THEN, NOW)
    station = u[0][0, :, None] * found.shares[0] * v[0][0, None, :]

    wanted = [[0.7024, 0.0572, 0.2403], [0.0472, 0.7851, 0.1677], [0.1303, 0.1186, 0.7511]]
    assert found.converged
    assert np.abs(table - wanted).max() < 0.6e-4
    assert station.round(4).tolist() == [
        [422.7805, 34.0595, 143.16],
        [4.7678, 78.4513, 16.7809],
        [39.4517, 35.4892, 225.059],
    ]


def test_the_bounds_of_the_worked_example_are_certain() -> None:
    low, high = estimating.certain(THEN[:1], NOW[:1])
    low_2, high_2 = estimating.certain(THEN[1:2], NOW[1:2])

    assert (low[0, 0] * 600, high[0, 0] * 600) == pytest.approx((67, 467))
    assert (low_2[1, 1] * 600, high_2[1, 1] * 600) == pytest.approx((113, 513))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_leaps_end_where_the_rounds_written_out_end(seed) -> None:
    first, second, _truth = invented(seed, size=30)

    assert explained(first, second).shares[0] == pytest.approx(by_the_book(first, second), abs=2e-6)


@pytest.mark.samples
def test_where_the_truth_is_known_fewer_are_misplaced_than_by_older_ways(samples) -> None:
    with open(samples / "ecological_inference" / "senc_truth.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    first, second = (
        np.array([[float(row[name]) for name in names] for row in rows])
        for names in (("white", "black", "natam"), ("dem", "rep", "non"))
    )
    truth = np.array(
        [[sum(float(row[f"{r}{c}"]) for row in rows) for c in ("dem", "rep", "non")] for r in ("wh", "bl", "natam")]
    )

    ours = misplaced(estimating.estimate(first, second).table, first, truth)

    assert ours == pytest.approx(0.0385, abs=0.00005)
    assert misplaced(explained(first, second).shares[0], first, truth) == pytest.approx(0.0406, abs=0.00005)
    assert misplaced(goodman(first, second), first, truth) == pytest.approx(0.06, abs=0.003)
    assert misplaced(mixture.independent(first, second), first, truth) == pytest.approx(0.1747, abs=0.00005)


@pytest.mark.parametrize("seed", range(4))
def test_in_invented_towns_where_people_lean_to_their_neighbours_too(seed) -> None:
    first, second, truth = invented(seed, leaning=0.2)

    ours = misplaced(estimating.estimate(first, second, resamples=2).table, first, truth)

    assert ours < misplaced(goodman(first, second), first, truth)
    assert ours < 0.5 * misplaced(mixture.independent(first, second), first, truth)


def test_the_range_is_as_wide_as_the_estimates_of_other_towns_differ() -> None:
    towns = [invented(seed, size=60, alike=400) for seed in range(20)]
    fixed = np.random.default_rng(0)
    first, second, _truth = towns[0]
    others = []
    for _time in range(30):
        drawn = fixed.integers(0, len(first), len(first))
        others.append(explained(first[drawn], second[drawn]).shares[0])

    found = estimating.estimate(first, second)

    wanted = np.quantile(others, 0.95, axis=0) - np.quantile(others, 0.05, axis=0)
    assert (found.high - found.low).mean() == pytest.approx(wanted.mean(), rel=0.35)


def test_the_same_seed_gives_the_same_range_and_another_nearly_so() -> None:
    first, second, _truth = invented(5, size=40)

    one, again, other = (estimating.estimate(first, second, seed=seed) for seed in (1, 1, 2))

    assert (one.low == again.low).all()
    assert (one.low != other.low).any()
    assert one.low == pytest.approx(other.low, abs=0.05)


def test_more_units_than_are_drawn_make_a_narrower_range(monkeypatch) -> None:
    first, second, _truth = invented(6, size=400)
    whole = estimating.estimate(first, second)

    monkeypatch.setattr(estimating, "MOST_DRAWN", 100)
    part = estimating.estimate(first, second)

    assert (part.high - part.low).mean() == pytest.approx((whole.high - whole.low).mean(), rel=0.3)


def test_units_are_added_up_the_same_in_parts(monkeypatch) -> None:
    first, second, _truth = invented(7, size=50)
    whole = estimating.estimate(first, second, resamples=2)

    for module in (mixture, estimating):
        monkeypatch.setattr(module, "UNITS_AT_ONCE", 7)
    parts = estimating.estimate(first, second, resamples=2)

    assert parts.table == pytest.approx(whole.table, abs=1e-6)


def test_one_unit_tells_nothing_but_what_is_certain() -> None:
    found = estimating.estimate(THEN[:1], NOW[:1])

    assert found.table == pytest.approx(np.tile([0.467, 0.148, 0.385], (3, 1)))
    assert not found.drawn
    assert (found.low == found.bound_low).all()
    assert (found.high == found.bound_high).all()


def test_a_row_that_nobody_is_in_is_not_known_and_disturbs_nobody() -> None:
    then = np.insert(THEN, 1, 0, axis=1)
    now = np.insert(NOW, 3, 0, axis=1)

    found = estimating.estimate(then, now)

    others = np.ix_([0, 2, 3], [0, 1, 2])
    assert found.table[others] == pytest.approx(estimating.estimate(THEN, NOW).table, abs=1e-5)
    assert (found.table[:, 3] == 0).all()
    assert (found.low[1].tolist(), found.high[1].tolist()) == ([0, 0, 0, 0], [1, 1, 1, 1])


def test_where_everybody_moved_alike_and_nobody_was_mixed_the_table_is_the_truth() -> None:
    first = np.array([[100, 0], [0, 100], [200, 0], [0, 50], [10, 0], [0, 70]], dtype=float)
    second = first @ np.array([[0.9, 0.1], [0.3, 0.7]])

    found = estimating.estimate(first, second)

    assert found.table == pytest.approx(np.array([[0.9, 0.1], [0.3, 0.7]]), abs=1e-6)
    assert found.bound_low == pytest.approx(found.bound_high, abs=1e-6)


def test_without_a_unit_there_is_no_table() -> None:
    with pytest.raises(ValueError, match="no unit"):
        estimating.estimate(np.zeros((0, 2)), np.zeros((0, 3)))


TABLES = st.integers(1, 9).flatmap(
    lambda size: st.tuples(
        st.lists(st.lists(st.integers(0, 60), min_size=3, max_size=3), min_size=size, max_size=size),
        st.lists(st.lists(st.integers(0, 60), min_size=2, max_size=2), min_size=size, max_size=size),
    )
)


@settings(max_examples=60, deadline=None)
@given(TABLES)
def test_whatever_the_counts_shares_add_up_and_lie_in_their_range_and_bounds(told) -> None:
    made = units.usable(np.array(told[0], dtype=float), np.array(told[1], dtype=float))
    if not len(made.first):
        return

    found = estimating.estimate(made.first, made.second, resamples=5)

    hair = 1e-9
    assert np.isfinite([found.table, found.low, found.high, found.bound_low, found.bound_high]).all()
    assert found.table.sum(axis=1) == pytest.approx(1, abs=1e-3)
    assert (found.bound_low - hair <= found.low).all()
    assert (found.low - hair <= found.table).all()
    assert (found.table - hair <= found.high).all()
    assert (found.high - hair <= found.bound_high).all()


def test_units_are_carried_to_the_people_of_the_second_election() -> None:
    made = units.usable(np.array([[10.0, 30.0], [5.0, 5.0]]), np.array([[40.0, 40.0], [4.0, 6.0]]))

    assert made.first.tolist() == [[20, 60], [5, 5]]
    assert (made.carried, made.left_out) == (1, {})


def test_units_without_sense_are_left_out_and_counted() -> None:
    first = np.array([[1, 1], [-1, 3], [np.nan, 1], [np.inf, 1], [0, 0], [2, 2]], dtype=float)
    second = np.array([[1, 1], [1, 1], [1, 1], [1, 1], [1, 1], [0, 0]], dtype=float)

    made = units.usable(first, second)

    assert made.first.tolist() == [[1, 1]]
    assert made.left_out == {"not_a_number": 2, "negative": 1, "nobody": 2}


@pytest.mark.parametrize(
    ("people", "wanted"),
    [
        ([500, 30, 20, 450], [("left",), ("centre", "other"), ("abstention",)]),
        ([500, 20, 100, 380], [("left",), ("centre", "other"), ("abstention",)]),
        ([500, 40, 100, 360], [("left",), ("centre",), ("other",), ("abstention",)]),
        ([500, 0, 100, 400], [("left",), ("other",), ("abstention",)]),
        ([500, 0, 10, 490], [("left",), ("other",), ("abstention",)]),
    ],
)
def test_small_classes_are_put_together(people, wanted) -> None:
    made = classes.together(["left", "centre", "other", "abstention"], np.array([people, people], dtype=float))

    assert list(made.names) == wanted
    assert made.counts.sum() == 2 * sum(people)
