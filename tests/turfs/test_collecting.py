"""Value first: the doors worth most within the time."""

from __future__ import annotations

import csv
import itertools
import random
import zipfile
from pathlib import Path
from statistics import mean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks import orienteering
from campaigns.turfs import collecting, ordering
from campaigns.turfs.metric import STRAIGHT
from campaigns.turfs.minutes import walking
from tests.turfs.stops import stop, village


def rounds(number: int):
    """Enough after so many rounds of the search."""
    asked = itertools.count()
    return lambda: next(asked) >= number


def collected(stops, values, *, walks=1, minutes=30.0, **more):
    return collecting.collect(
        stops, values, walks=walks, minutes=minutes, metric=STRAIGHT, enough=rounds(500), **more
    )  # fmt: skip


def test_the_doors_worth_most_are_walked_and_the_time_is_kept() -> None:
    stops = village(streets=4)
    values = {s.address: 10.0 if s.street == "rue 2" else 1.0 for s in stops}

    walks = collected(stops, values, walks=1, minutes=40)

    (walk,) = walks
    assert walk.minutes <= 40
    assert sum(s.street == "rue 2" for s in walk.stops) >= 0.9 * len(walk.stops)


def test_no_door_is_walked_twice_and_no_walk_is_too_long() -> None:
    stops = village(streets=6)

    walks = collected(stops, {s.address: 1.0 for s in stops}, walks=3, minutes=45)

    walked = [s.address for walk in walks for s in walk.stops]
    assert len(walks) == 3
    assert len(set(walked)) == len(walked)
    assert all(walk.minutes <= 45 for walk in walks)


@given(seed=st.integers(0, 10**6), rounds_of_search=st.sampled_from([0, 1, 30, 300]), ends=st.booleans())
@settings(max_examples=40, deadline=None)
def test_however_short_the_search_and_dear_the_stops_no_walk_is_too_long(seed, rounds_of_search, ends) -> None:
    dice = random.Random(seed)
    stops = [stop(n, dice.uniform(0, 900), dice.uniform(0, 900)) for n in range(30)]
    values = {s.address: dice.choice([0.5, 5.0, 50.0]) for s in stops}
    more = {"start": stop(-1, 0, 0), "end": stop(-2, 900, 900)} if ends else {}

    walks = collecting.collect(
        stops, values, walks=2, minutes=35, metric=STRAIGHT, enough=rounds(rounds_of_search), **more
    )

    assert all(walk.stops and walk.minutes <= 35 + 1e-6 for walk in walks)


def test_what_is_worth_nothing_or_takes_too_long_is_left() -> None:
    stops = [stop(1, 0, 0), stop(2, 10, 0, doors=200), stop(3, 20, 0)]

    (walk,) = collected(stops, {1: 0.0, 2: 50.0, 3: 1.0})

    assert [s.address for s in walk.stops] == [3]


def test_with_nothing_worth_a_knock_nobody_walks() -> None:
    assert collected(village(), {}) == []


def test_the_way_from_the_meeting_point_counts() -> None:
    stops = [stop(1, 0, 0), stop(2, 1_500, 0)]
    start = stop(-1, 1_400, 0)

    (walk,) = collected(stops, {1: 1.0, 2: 1.0}, minutes=10, start=start)

    assert [s.address for s in walk.stops] == [2]
    assert walk.minutes == pytest.approx(1.8 + walking(130))


def best_of_all(stops, values, minutes: float) -> float:
    """The largest value of one walk, by trying every one."""
    table = STRAIGHT.felt(stops)
    found = 0.0
    for size in range(1, len(stops) + 1):
        for order in itertools.permutations(range(len(stops)), size):
            if sum(stops[i].minutes for i in order) + walking(ordering.path_length(order, table)) <= minutes:
                found = max(found, sum(values[stops[i].address] for i in order))
    return found


@pytest.mark.parametrize("seed", range(4))
def test_on_a_small_ground_nothing_better_can_be_chosen(seed) -> None:
    stops = [stop(n, (37 * n * (seed + 3)) % 400, (91 * n * (seed + 2)) % 400, doors=1 + n % 3) for n in range(7)]
    values = {s.address: 1.0 + (5 * s.address + seed) % 4 for s in stops}

    walks = collected(stops, values, minutes=14)

    assert sum(values[s.address] for walk in walks for s in walk.stops) == best_of_all(stops, values, 14)


def test_of_a_large_ground_the_quarters_worth_most_are_looked_at(monkeypatch) -> None:
    monkeypatch.setattr(collecting, "MOST_STOPS", 120)
    stops = village(streets=20)
    values = {s.address: 5.0 if s.north > 1_200 else 1.0 for s in stops}

    walks = collected(stops, values, walks=1, minutes=40)

    assert all(s.north > 1_100 for walk in walks for s in walk.stops)


@pytest.mark.samples
def test_scores_of_the_literature_are_nearly_reached(samples) -> None:
    with zipfile.ZipFile(samples / "routing" / "team_orienteering_chao.zip") as archive:
        texts = {Path(each).stem: archive.read(each).decode() for each in archive.namelist()}
    with (samples / "routing" / "team_orienteering_chao_reference.csv").open() as file:
        best = {row["instance"]: float(row["reference_score"]) for row in csv.DictReader(file)}

    shares = [orienteering.score(texts[name], 2.0) / best[name] for name in ("p1.3.l", "p4.3.b", "p6.2.j", "p6.4.m")]

    assert mean(shares) >= 0.97
