"""From past elections to the reservoir, with what may be missing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import logit

from campaigns.targeting.electorate import electorate_of
from campaigns.targeting.priors import Assumptions
from campaigns.targeting.scores import Note
from tests.targeting.towns import town, unknown, varied, vote

PLAIN = Assumptions()


@pytest.mark.parametrize(("spread", "votes"), [(2, 132.1907), (3, 123.3331), (4, 119.3278)])
def test_the_worked_example_of_a_reservoir(spread: float, votes: float) -> None:
    # 730 valid of 1,000, of 750 who came; an own share of 0.40 is not moved in a town of one station.
    past = [vote(0.75, 0.4, blank=20 / 750), vote(0.47, 0.4), vote(0.42, 0.4)]
    electorate = electorate_of(town(past), Assumptions(spread=spread))

    exact = electorate.reservoir / electorate.own_share * 0.4
    assert electorate.own_share == pytest.approx([0.4], abs=2e-4)
    assert exact == pytest.approx([votes], abs=5e-5)


def test_nobody_is_lost_or_counted_twice() -> None:
    place = varied()
    electorate = electorate_of(place, PLAIN)
    reference = place.past[0]

    assert electorate.valid * place.registered == pytest.approx(reference.valid)
    assert electorate.abstention * place.registered == pytest.approx(reference.abstention)
    assert (electorate.reservoir < electorate.valid * electorate.own_share * place.registered).all()
    assert (electorate.notes == 0).all()


def test_an_election_that_a_station_lacks_leaves_it_near_what_it_was() -> None:
    whole = varied()
    partial = replace(whole, past=(whole.past[0], unknown(whole.past[1], 4), whole.past[2]))

    found, before = electorate_of(partial, PLAIN), electorate_of(whole, PLAIN)

    assert found.turnout[4] == pytest.approx(before.turnout[4], abs=0.02)
    assert found.own_share[4] == pytest.approx(before.own_share[4], abs=0.02)
    assert [int(note) for note in found.notes] == [int(Note.ELECTION_MISSING) if at == 4 else 0 for at in range(12)]


def test_a_station_that_lacks_the_reference_is_guessed_from_the_rest() -> None:
    whole = varied()
    partial = replace(whole, past=(unknown(whole.past[0], 4), *whole.past[1:]))

    found, before = electorate_of(partial, PLAIN), electorate_of(whole, PLAIN)

    assert found.turnout_then[4] == pytest.approx(before.turnout_then[4], abs=0.05)
    assert found.bloc_shares[4] == pytest.approx(before.bloc_shares[4], abs=0.05)
    assert found.reservoir[4] == pytest.approx(before.reservoir[4], rel=0.15)
    assert Note.REFERENCE_MISSING in Note(int(found.notes[4]))


def test_an_election_that_nobody_has_changes_nothing_and_another_one_stands_in_for_the_reference() -> None:
    whole = varied()
    gone = [unknown(past, *range(12)) for past in whole.past]
    without_second = replace(whole, past=(whole.past[0], gone[1], whole.past[2]))
    without_reference = replace(whole, past=(gone[0], *whole.past[1:]))

    assert electorate_of(without_second, PLAIN).turnout == pytest.approx(
        electorate_of(replace(whole, comparable=(2,)), PLAIN).turnout
    )
    assert electorate_of(without_reference, PLAIN).turnout_then == pytest.approx(
        electorate_of(replace(whole, reference=1), PLAIN).turnout_then
    )
    assert (electorate_of(without_reference, PLAIN).notes & int(Note.REFERENCE_MISSING) > 0).all()


def test_where_comparable_elections_are_all_unknown_the_others_tell_the_turnout() -> None:
    whole = varied()
    place = replace(whole, past=(whole.past[0], *(unknown(past, *range(12)) for past in whole.past[1:])))

    assert electorate_of(place, PLAIN).turnout == pytest.approx(electorate_of(place, PLAIN).turnout_then)


def test_a_station_on_other_ground_is_like_the_town_and_surprises_twice_as_much() -> None:
    changed = np.zeros(12, dtype=bool)
    changed[4] = True
    found = electorate_of(varied(boundary_changed=changed), PLAIN)

    votes = varied().past[0].votes.sum(axis=0)
    assert found.own_share[4] == pytest.approx(votes[0] / votes.sum(), abs=1e-3)
    assert found.bloc_shares[4] / found.valid[4] == pytest.approx(votes / votes.sum(), abs=1e-3)
    assert found.shock[4] == pytest.approx(2 * found.shock[0])
    assert found.notes[4] == int(Note.BOUNDARY_CHANGED)


def test_a_town_that_is_all_on_other_ground_is_not_scored() -> None:
    found = electorate_of(varied(boundary_changed=np.ones(12, dtype=bool)), PLAIN)

    assert np.isnan(found.reservoir).all()
    assert (found.notes & int(Note.NO_PAST) > 0).all()


def test_without_registered_people_or_without_voters_there_is_no_score_and_it_is_said_why() -> None:
    place = varied(3)
    nobody = replace(
        place.past[0],
        votes=place.past[0].votes * [[1], [0], [1]],
        blank=place.past[0].blank * [1, 0, 1],
        abstention=np.where([False, True, False], 1000.0, place.past[0].abstention),
    )
    place = replace(place, past=(nobody, *place.past[1:]), registered=np.array([0.0, 1000, 1000]))
    found = electorate_of(place, PLAIN)

    assert np.isnan(found.reservoir).tolist() == [True, True, False]
    assert found.scored.tolist() == [False, False, True]
    assert found.notes.tolist() == [int(Note.NOBODY_REGISTERED), int(Note.NOBODY_VOTED), 0]


def test_a_small_station_and_guessed_doors_are_noted() -> None:
    past = [vote(0.7, 0.4, registered=np.array([200.0, 1000]), stations=2)]
    found = electorate_of(town(past, registered=np.array([200.0, 1000]), doors=np.array([150, np.nan])), PLAIN)

    assert found.notes.tolist() == [int(Note.SMALL), int(Note.DOORS_GUESSED)]


def test_doors_nobody_counted_are_guessed_from_the_housing() -> None:
    place = varied(3, doors=np.array([np.nan, np.nan, 500]), housing=np.array([0, 2, 2]))

    assert place.doors_to_knock == pytest.approx([1000 / 1.1, 1000 / 1.65, 500])


@given(st.tuples(*[st.integers(0, 2**12 - 1) | st.just(2**12 - 1)] * 3))
def test_whatever_is_missing_every_station_of_a_town_with_a_past_gets_a_reservoir(missing) -> None:
    whole = varied()
    past = tuple(
        unknown(one, *[station for station in range(12) if holes >> station & 1])
        for one, holes in zip(whole.past, missing, strict=True)
    )
    found = electorate_of(replace(whole, past=past), PLAIN)

    if all(holes == 2**12 - 1 for holes in missing):
        assert np.isnan(found.reservoir).all()
    else:
        assert (found.reservoir > 0).all()
        assert (found.reservoir < 1000).all()
        assert (found.valid + found.abstention <= 1 + 1e-9).all()


def test_the_town_is_weighted_by_its_registered() -> None:
    sizes = np.array([200.0, 1800.0])
    past = [vote(turnout, [0.3, 0.5], registered=sizes, stations=2) for turnout in ([0.8, 0.7], [0.5, 0.4])]
    found = electorate_of(town(past, registered=sizes, boundary_changed=np.zeros(2, dtype=bool)), PLAIN)
    lacking = electorate_of(town([past[0], unknown(past[1], 0)], registered=sizes), PLAIN)

    moved = np.average(found.movable_all, weights=sizes)
    assert found.movable_town == pytest.approx(moved)
    assert found.push == pytest.approx(0.015 / moved)
    level = np.average(logit([0.8, 0.7]), weights=sizes)
    assert logit(lacking.turnout[0]) == pytest.approx(logit(0.4) + logit(0.8) - level)


def test_without_the_reference_as_many_voters_are_blank_as_in_the_rest_of_the_town() -> None:
    reference = vote(0.8, 0.4, blank=0.1, stations=6)
    left_over = replace(unknown(reference, 5), abstention=reference.abstention)
    other = vote(0.5, 0.4, blank=0.02, stations=6)

    found = electorate_of(town([left_over, other]), PLAIN)

    assert found.valid[5] / found.turnout_then[5] == pytest.approx(0.9)
    assert found.bloc_shares[5].sum() == pytest.approx(0.72)
