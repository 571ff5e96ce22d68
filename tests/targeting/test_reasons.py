"""Why this zone."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.targeting.doorstep import doorstep_of
from campaigns.targeting.gain import gain_of
from campaigns.targeting.priors import Assumptions
from campaigns.targeting.reasons import Part, Zone, compared, reasons_of, whole_town
from campaigns.targeting.scoring import expect
from tests.targeting.test_gain import example
from tests.targeting.towns import seen, town, varied, vote

TOWN = Zone(*(np.array([value]) for value in (0.33, 0.98, 2.6, 0.0046, -0.0026, 0.0010)))
positive = st.floats(0.01, 10)


def test_the_worked_example_of_a_waterfall() -> None:
    place, electorate = example()
    gain = gain_of(electorate, place, Assumptions())
    step = doorstep_of(place, seen(place), gain, Assumptions(opening=0.30, walk_minutes=(0.4, 0.7, 1.3)))
    station = Zone(step.contact[:, 0], step.reach, step.minutes[:, 0], gain.own, gain.opponents, gain.persuasion)

    logs = compared(station, TOWN)

    assert logs[0] == pytest.approx([-0.0953, 0.0931, 0.3444, -0.0069, 0.0066, 0.1671], abs=5.1e-5)
    assert logs.sum() == pytest.approx(0.5089, abs=5.1e-5)
    assert np.exp(logs.sum()) == pytest.approx(1.6635, abs=5.1e-5)


@given(st.tuples(*[positive] * 4), st.tuples(*[positive] * 4), st.floats(0, 0.9), st.floats(0, 0.9))
def test_parts_multiply_to_the_whole(here, usual, opposed: float, usually_opposed: float) -> None:
    zones = [
        Zone(*(np.array([value]) for value in (c, r, t, own, -share * own, 0.1 * share)))
        for (c, r, t, own), share in ((here, opposed), (usual, usually_opposed))
    ]
    logs = compared(*zones)

    assert logs.sum() == pytest.approx(np.log(zones[0].rate / zones[1].rate)[0], abs=1e-6)


def test_a_zone_beside_itself_is_explained_by_nothing() -> None:
    assert compared(TOWN, TOWN) == pytest.approx(np.zeros((1, 6)))


def test_each_station_is_beside_the_town_on_its_open_pass() -> None:
    place = varied()
    left = np.zeros((12, 3))
    left[:, 0] = 700
    left[3] = 0, 400, 0
    expected = expect(place, seen(place, doors_left=left), Assumptions())
    reasons = reasons_of(place, expected)

    paying = ~np.isnan(expected.rate)
    assert reasons.whole[paying] * reasons.town.rate * 22_500 == pytest.approx(expected.rate[paying])
    assert reasons.logs[3, list(Part).index(Part.CONTACT)] == pytest.approx(np.log(0.6))


def test_the_town_is_the_mean_of_doors_and_of_registered() -> None:
    place = town(
        [vote([0.7, 0.8], [0.5, 0.4], stations=2), vote([0.4, 0.5], [0.5, 0.4], stations=2)],
        doors=np.array([100.0, 300.0]),
        registered=np.array([1000.0, 3000.0]),
        housing=np.array([0, 2]),
    )
    expected = expect(place, seen(place), Assumptions())
    reference = whole_town(place, expected)

    minutes = expected.doorstep.minutes[:, 0]
    assert reference.minutes == pytest.approx([(minutes[0] + 3 * minutes[1]) / 4])
    assert reference.own == pytest.approx([(expected.gain.own[0] + 3 * expected.gain.own[1]) / 4])


def test_strongest_part_first_and_nothing_where_there_is_no_rate() -> None:
    place = varied()
    expected = expect(place, seen(place), Assumptions(opponents_share=1.0))
    reasons = reasons_of(place, expected)
    hopeless = int(np.argmin(expected.gain.net))
    town_pays = expect(place, seen(place), Assumptions())
    best = reasons_of(place, town_pays).of(int(np.argmax(town_pays.gain.net)))

    assert expected.gain.net[hopeless] < 0
    assert reasons.of(hopeless) is None
    assert best is not None
    assert next(iter(best)) is Part.OWN
    assert sorted(best.values(), key=lambda factor: -abs(np.log(factor))) == list(best.values())


def test_a_town_without_a_scored_station_has_no_reasons() -> None:
    place = town([vote(0.7, 0.4)], doors=np.array([0.0]))

    assert np.isnan(reasons_of(place, expect(place, seen(place), Assumptions())).logs).all()
