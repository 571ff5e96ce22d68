"""How often a knock becomes a conversation."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.targeting.contact import Contact, contact_of
from campaigns.targeting.town import Housing
from tests.targeting.towns import seen, town, vote

F, M, H = int(Housing.FLATS), int(Housing.MIXED), int(Housing.HOUSES)


def contact(knocked, conversations, housing) -> Contact:
    place = town([vote(0.7, 0.4, stations=len(knocked))], housing=np.array(housing))
    return contact_of(seen(place, knocked=knocked, conversations=conversations), place.housing, 0.33)


def test_the_worked_example_of_four_stations() -> None:
    found = contact([120, 40, 80, 0], [48, 9, 36, 0], [F, F, H, H])

    assert found.campaign == pytest.approx(0.3706, abs=5e-5)
    assert found.stratum == pytest.approx([0.3602, 0.3602, 0.4160, 0.4160], abs=5e-5)
    assert found.precision == 20
    assert found.yes + found.no - 20 == pytest.approx([57.8824, 20.5, 38.5882, 0], abs=5e-5)
    assert found.mean == pytest.approx([0.3898, 0.2917, 0.4384, 0.4160], abs=5e-5)


def test_the_worked_example_of_stations_that_tell_how_unlike_they_are() -> None:
    found = contact(
        [60, 45, 90, 30, 50, 80, 40, 100, 10], [24, 9, 36, 12, 11, 40, 8, 41, 6], [F, F, F, M, M, H, H, H, H]
    )

    assert found.precision == pytest.approx(29.3606, abs=5e-5)
    assert found.mean == pytest.approx(
        [0.3779, 0.2898, 0.3823, 0.3500, 0.2750, 0.4580, 0.3194, 0.4073, 0.4459], abs=5e-5
    )


def test_before_any_knock_it_is_what_was_published() -> None:
    assert contact([0, 0], [0, 0], [F, H]).mean == pytest.approx([0.33, 0.33])


@given(st.lists(st.tuples(st.integers(0, 500), st.floats(0, 1)), min_size=1, max_size=20), st.integers(0, 9))
def test_a_rate_is_one_and_a_station_stays_between_its_stratum_and_what_it_saw(visits, start: int) -> None:
    knocked = np.array([n for n, _ in visits], dtype=float)
    talked = np.floor(knocked * np.array([share for _, share in visits]))
    found = contact(knocked, talked, [(start + number) % 3 for number in range(len(visits))])

    assert ((found.mean > 0) & (found.mean < 1) & (found.yes > 0) & (found.no > 0)).all()
    seen_rate = np.where(knocked > 0, talked / np.maximum(knocked, 1), found.stratum)
    assert (found.mean >= np.minimum(seen_rate, found.stratum) - 1e-9).all()
    assert (found.mean <= np.maximum(seen_rate, found.stratum) + 1e-9).all()


def test_knocks_never_tell_more_than_themselves() -> None:
    found = contact([0.5, 1, 2], [0, 0, 0], [F, F, F])

    told = found.yes + found.no - found.precision
    assert told == pytest.approx([0.5, 1, 2 / (1 + 1 / 41)])
