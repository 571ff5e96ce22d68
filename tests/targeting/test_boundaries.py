"""Stations whose limits changed: their past follows the addresses, or is not theirs."""

from __future__ import annotations

import numpy as np
import pytest

from campaigns.targeting.boundaries import Placed, carry, gone, redraw, redraw_roll, same_ground, shares
from campaigns.targeting.margins import Counts

OLD = np.array([[400.0, 300.0, 300.0], [300.0, 350.0, 350.0]])


def counts(votes: np.ndarray, there: list[bool]) -> Counts:
    """All who are registered vote, and validly."""
    whole = votes.sum(axis=1)
    return Counts("2014-europeennes", whole, whole, whole, votes, np.array(there))


def test_past_counts_follow_the_addresses_of_the_old_stations() -> None:
    weights = np.array([[1.0, 0.0], [0.25, 0.75]])

    assert carry(OLD, weights).tolist() == [[475.0, 387.5, 387.5], [225.0, 262.5, 262.5]]


def test_the_shares_of_an_old_station_are_those_of_its_addresses() -> None:
    addresses = [Placed("a", "a", 3), Placed("b", "a", 1), Placed("b", "b", 2), Placed("b", "b", 1)]

    assert shares(addresses) == {("a", "a"): 1.0, ("b", "a"): 0.25, ("b", "b"): 0.75}


def test_an_old_election_is_told_in_today_s_stations() -> None:
    told = {("b", "a"): 0.25, ("b", "b"): 0.75}

    redrawn = redraw(counts(np.vstack([OLD, OLD[:1]]), [True, True, True]), told, ["a", "b", "c"])

    assert redrawn.votes.tolist() == [[475.0, 387.5, 387.5], [225.0, 262.5, 262.5], [400.0, 300.0, 300.0]]
    assert redrawn.registered.tolist() == [1250.0, 750.0, 1000.0]
    assert redrawn.there.tolist() == [True, True, True]


def test_a_station_is_told_of_only_where_all_that_it_came_from_is_known() -> None:
    told = {("b", "a"): 0.25, ("b", "b"): 0.75}
    votes = np.vstack([OLD[:1], np.zeros((1, 3))])

    redrawn = redraw(counts(votes, [True, False]), told, ["a", "b"])

    assert redrawn.there.tolist() == [False, False]
    assert redrawn.registered.tolist() == [0.0, 0.0]


def test_an_old_station_without_ground_of_its_own_any_more_has_no_past() -> None:
    redrawn = redraw(counts(OLD, [True, True]), {("b", "a"): 1.0}, ["a", "b"])

    assert redrawn.there.tolist() == [True, False]
    assert redrawn.registered.tolist() == [2000.0, 0.0]


def test_ground_that_came_from_a_station_of_which_nothing_is_stored_has_no_past() -> None:
    told = {("z", "a"): 1.0}

    redrawn = redraw(counts(OLD, [True, True]), told, ["a", "b"])

    assert redrawn.there.tolist() == [False, True]


def test_a_roll_of_the_old_limits_follows_the_addresses_one_of_the_new_stays() -> None:
    told = {("b", "a"): 0.25, ("b", "b"): 0.75}
    rolls = np.array([1000.0, 800.0])

    assert redraw_roll(rolls, told, ["a", "b"], np.array([True, True])).tolist() == [1200.0, 600.0]
    assert redraw_roll(rolls, told, ["a", "b"], np.array([False, True])).tolist() == [1000.0, 600.0]


def test_a_station_is_gone_while_none_of_the_ground_of_others_is_told_to_be_its_own() -> None:
    closed, split, opened = {("b", "a"): 1.0}, {("b", "a"): 0.5, ("b", "b"): 0.5}, {("a", "b"): 0.5, ("a", "a"): 0.5}

    assert gone([closed]) == {"b"}
    assert gone([split]) == set()
    assert gone([closed, opened]) == set()
    assert gone([{("b", "a"): 1.0, ("b", "b"): 0.0}]) == {"b"}


@pytest.mark.parametrize(("now", "same"), [(1000, True), (1149, True), (1150, False), (851, True), (850, False)])
def test_a_code_means_the_same_station_while_its_roll_changes_little(now, same) -> None:
    assert same_ground(np.array([1000.0]), np.array([float(now)])).tolist() == [same]
