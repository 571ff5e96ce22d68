"""The product is asked what a campaign could ask, and answers with its own functions."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from benchmarks.targeting import campaign, invented, policies, product, runs
from benchmarks.targeting.campaign import Visits
from campaigns.targeting import scoring
from campaigns.targeting.learned import Learned


@pytest.fixture(scope="module")
def town() -> tuple:
    return invented.town(11, "base", {"S": 12})


def visited(truth: invented.Truth, hours: float) -> Visits:
    """What is seen after that many hours everywhere."""
    seen = []

    class Watched(policies.Uniform):
        def begin_week(self, visits: Visits) -> None:
            seen.append(visits)

    campaign.played(truth, Watched(np.random.default_rng(1)), hours, [1])
    return seen[-1]


def test_first_passes_alone_teach_contact_and_pace(town) -> None:
    visits = visited(town[1], 1_200)
    assert visits.knocked[:, 1].sum() > 0

    learned = product.learned(visits)

    assert learned.knocked.tolist() == visits.knocked[:, 0].tolist()
    assert learned.conversations.tolist() == visits.conversations[:, 0].tolist()
    assert learned.timed_doors.tolist() == visits.knocked[:, 0].tolist()
    assert learned.minutes.tolist() == visits.minutes[:, 0].tolist()
    assert learned.doors_left.tolist() == visits.left.tolist()


def test_what_is_learned_comes_near_the_truth(town) -> None:
    public, truth = town
    before, after = (
        np.abs(product.doorstep(public, product.learned(visits)).contact[:, 0] - truth.contact).mean()
        for visits in (Visits.before(truth.reachable), visited(truth, 1_200))
    )

    assert after < 0.5 * before


def test_without_learning_only_the_doors_that_wait_are_known(town) -> None:
    public, truth = town
    visits = visited(truth, 400)

    unlearned = product.doorstep(public, product.unlearned(visits))

    assert np.array_equal(unlearned.rate, product.doorstep(public, Learned.nothing(public)).rate, equal_nan=True)
    assert not np.array_equal(unlearned.rate, product.doorstep(public, product.learned(visits)).rate, equal_nan=True)


def test_rates_are_those_that_the_product_shows(town) -> None:
    public, truth = town
    known = product.unlearned(Visits.before(truth.reachable))
    shown = scoring.score(public, known, product.ASSUMED, seed=1)

    rates = product.doorstep(public, known, electorate=shown.electorate).rate

    assert np.array_equal(rates[:, 0], shown.rate, equal_nan=True)


def test_drawn_rates_vary_around_what_is_expected_and_fall_from_pass_to_pass(town) -> None:
    public, truth = town
    known = product.unlearned(Visits.before(truth.reachable))
    people = scoring.expect(public, known, product.ASSUMED).electorate
    expected = product.doorstep(public, known).rate
    pays = expected[:, 0] > 0

    draws = np.array([product.drawn_rates(public, known, people, seed) for seed in range(80)])[:, pays]

    assert draws.mean(axis=0).sum(axis=0) / expected[pays].sum(axis=0) == pytest.approx(np.ones(3), abs=0.25)
    assert (draws.std(axis=0) > 0.2 * expected[pays]).all()
    gains = draws[draws[:, :, 0] > 0]
    assert (gains[:, 0] > gains[:, 1]).mean() > 0.9


def test_the_truth_sways_the_oracles_and_nobody_else(town) -> None:
    """Each policy is given one truth, then another; where it goes is told by the people it reaches."""
    public, truth = town
    reversed_truth = dataclasses.replace(truth, net=truth.net[::-1].copy(), people=truth.people[::-1].copy())
    ground = dataclasses.replace(truth, net=1 + np.arange(12.0))
    scores = scoring.score(public, product.unlearned(Visits.before(truth.reachable)), product.ASSUMED, seed=1)
    reached = [
        {
            name: campaign.played(ground, policy, 200, [1]).net
            for name, policy in runs.policies_of(runs.Job(1, "base", {}, ()), public, told, scores).items()
        }
        for told in (truth, reversed_truth)
    ]

    swayed = {name for name in reached[0] if reached[0][name] != reached[1][name]}

    assert swayed == {"oracle", "oracle_gain"}
    assert len(reached[0]) == 19
