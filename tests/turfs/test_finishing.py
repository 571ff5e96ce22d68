"""The final cut: the same stops, shorter, still even and tidy, and stopped whenever somebody asks."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.turfs import finishing, outlines, planning
from campaigns.turfs.metric import STRAIGHT
from campaigns.turfs.resplitting import bother
from tests.turfs.stops import bondy, stop, village

grounds = st.lists(st.tuples(st.integers(0, 900), st.integers(0, 900), st.integers(1, 30)), min_size=1, max_size=60)


def addresses(walks) -> list[int]:
    return sorted(stop.address for walk in walks for stop in walk.stops)


def finished(stops, minutes=60, progress=lambda share: True):
    preview = planning.plan(stops, minutes)
    return preview, finishing.finish(preview, minutes, progress=progress)


@settings(deadline=None, max_examples=20)
@given(grounds)
def test_nothing_is_lost_doubled_or_made_dearer(rows) -> None:
    stops = [stop(n, east, north, doors=doors, street=f"rue {n % 5}") for n, (east, north, doors) in enumerate(rows)]

    preview, walks = finished(stops)

    assert addresses(walks) == list(range(len(stops)))
    assert len(walks) == len(preview)
    assert sum(map(bother, walks)) <= sum(map(bother, preview)) + 1e-6


def test_the_same_ground_is_cut_the_same_whatever_the_order_of_the_file() -> None:
    stops = village(streets=6)
    mixed = random.Random(1).sample(stops, len(stops))

    assert finished(mixed)[1] == finished(stops)[1]


def test_progress_grows_to_one() -> None:
    told: list[float] = []

    finished(village(streets=10), progress=lambda share: told.append(share) or True)

    assert told == sorted(told)
    assert told[-1] == 1.0
    assert len(told) > 5


def test_whoever_stops_it_keeps_what_is_done() -> None:
    stops = village(streets=10)

    preview, walks = finished(stops, progress=lambda share: False)

    assert addresses(walks) == addresses(preview)
    assert sum(map(bother, walks)) <= sum(map(bother, preview)) + 1e-6


@pytest.fixture(scope="module")
def real(samples):
    stops = sorted(bondy(samples), key=lambda stop: (stop.east**2 + stop.north**2, stop.address))[:700]
    return (stops, *finished(stops, 90))


def test_a_real_town_is_walked_shorter_and_stays_even_and_tidy(real) -> None:
    _stops, preview, walks = real

    shares = [walk.minutes / 90 for walk in walks]
    assert sum(map(bother, walks)) < 0.98 * sum(map(bother, preview))
    assert all(0.85 <= share <= 1.15 for share in shares)
    assert outlines.overlap(walks) <= 0.05


def test_a_real_town_is_walked_in_a_third_of_what_a_street_list_asks(real) -> None:
    stops, _preview, walks = real
    listed = sorted(stops, key=lambda stop: (stop.street, stop.number, stop.address))
    size = -(-len(listed) // len(walks))

    chunks = [listed[start : start + size] for start in range(0, len(listed), size)]

    by_street = sum(leg.felt for chunk in chunks for leg in STRAIGHT.legs(chunk))
    assert sum(walk.metres for walk in walks) <= 0.36 * by_street
