"""Neighbouring walks searched together: even and tidy at every step."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from campaigns.turfs import annealing, ordering, outlines, planning, regrouping
from campaigns.turfs.aim import Aim
from campaigns.turfs.annealing import Terms
from campaigns.turfs.metric import STRAIGHT, Nearby
from campaigns.turfs.resplitting import bother
from tests.turfs.stops import village

TERMS = Terms(shortest=52, fewest=50, longest=68, rounds=300, warmth=30, cooled=0, room=math.inf)


@pytest.fixture(scope="module")
def ground():
    stops = village(streets=10)
    return planning.plan(stops, 60), Nearby.of(STRAIGHT, stops, 325)


def going() -> bool:
    return True


def test_the_same_stops_are_walked_shorter_in_as_many_walks(ground) -> None:
    walks, nearby = ground

    found = annealing.annealed(walks, [], nearby, TERMS, going)

    assert len(found) == len(walks)
    assert sorted(s.address for w in found for s in w.stops) == sorted(s.address for w in walks for s in w.stops)
    assert sum(map(bother, found)) < sum(map(bother, walks))
    assert all(50 <= walk.minutes <= 68 for walk in found)


def test_a_crumb_gets_doors_of_its_neighbours(ground) -> None:
    walks, nearby = ground
    first, second, *rest = walks
    taken = ordering.walk([*second.stops, *first.stops[3:]], nearby)
    crumb = ordering.walk(first.stops[:3], nearby)

    found = annealing.annealed([crumb, taken, *rest], [], nearby, TERMS, going)

    assert crumb.minutes < 20
    assert min(walk.minutes for walk in found) >= 50


def test_outlines_share_no_more_than_there_is_room_for(ground) -> None:
    walks, nearby = ground

    free = annealing.annealed(walks, [], nearby, TERMS, going)
    bound = annealing.annealed(walks, [], nearby, replace(TERMS, room=0), going)

    assert outlines.overlap(bound) <= outlines.overlap(walks) + 1e-9
    assert outlines.overlap(free) > outlines.overlap(bound)


def test_nothing_changes_when_nobody_lets_it_go_on(ground) -> None:
    walks, nearby = ground

    found = annealing.annealed(walks, [], nearby, TERMS, lambda: False)

    assert [walk.stops for walk in found] == [walk.stops for walk in walks]


def test_every_walk_is_in_one_part_and_parts_lie_otherwise_in_the_next_pass(ground) -> None:
    walks, _nearby = ground
    everything = list(range(len(walks)))

    parts = regrouping._parts(walks, everything, 3, 0.0)
    next_parts = regrouping._parts(walks, everything, 3, regrouping.TURN)

    assert sorted(index for part in parts for index in part) == everything
    assert max(map(len, parts)) - min(map(len, parts)) <= 1
    assert sorted(parts) != sorted(next_parts)


def test_ground_in_parts_is_searched_as_one_and_its_outlines_stay_apart(ground, monkeypatch) -> None:
    walks, nearby = ground
    monkeypatch.setattr(regrouping, "TOGETHER", 3)

    found = regrouping.regroup(walks, nearby, Aim(60, lambda share: True, 1))

    assert sorted(s.address for w in found for s in w.stops) == sorted(s.address for w in walks for s in w.stops)
    assert sum(map(bother, found)) < sum(map(bother, walks))
    assert outlines.overlap(found) <= max(regrouping.MOST_SHARED + 0.01, outlines.overlap(walks))


def test_an_error_while_progress_is_told_ends_the_search_and_is_raised(ground) -> None:
    walks, nearby = ground

    def lost(share: float) -> bool:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        regrouping.regroup(walks, nearby, Aim(60, lost, 1))
