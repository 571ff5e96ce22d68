"""What a plan could see, before anybody walks: the worked tables."""

from __future__ import annotations

import pytest

from campaigns.targeting import power
from campaigns.targeting.power import Assumed

WORKED = [
    (5_000, 0.5, 1.3799, 3.8658, 8.5906),
    (10_000, 0.5, 0.9757, 2.7335, 6.0745),
    (25_000, 0.5, 0.6171, 1.7288, 3.8418),
    (60_000, 0.5, 0.3983, 1.1160, 2.4799),
    (200_000, 0.5, 0.2182, 0.6112, 1.3583),
    (10_000, 0.2, 1.2196, 3.4169, 7.5931),
]


@pytest.mark.parametrize(("people", "canvassed", "se", "itt", "cace"), WORKED)
def test_people_in_buildings(people, canvassed, se, itt, cace) -> None:
    found = power.of_people(people, 10, canvassed, Assumed())

    assert (found.se, found.mde_itt, found.mde_cace) == pytest.approx((se, itt, cace), abs=5e-5)


@pytest.mark.parametrize(("stations", "itt"), [(60, 1.4467), (300, 0.6470), (2_000, 0.2506)])
def test_stations(stations, itt) -> None:
    assert power.of_stations(stations, Assumed(sd_points=2)).mde_itt == pytest.approx(itt, abs=5e-5)


def test_the_multiplier_is_that_of_five_and_eighty_per_cent() -> None:
    assert power.multiplier() == pytest.approx(2.8016, abs=5e-5)


def test_what_is_seen_on_those_reached_is_what_is_seen_on_all_by_the_contact_rate() -> None:
    found = power.of_stations(60, Assumed(contact=0.3))

    assert found.mde_cace == pytest.approx(found.mde_itt / 0.3)


def test_as_many_campaigns_as_it_takes_to_see_together_what_is_expected() -> None:
    alone = power.of_people(10_000, 10, 0.5, Assumed())

    needed = power.campaigns_needed(alone, 1.5)

    assert needed == 17
    assert power.of_people(10_000 * needed, 10, 0.5, Assumed()).mde_cace <= 1.5
    assert power.of_people(10_000 * (needed - 1), 10, 0.5, Assumed()).mde_cace > 1.5


def test_a_house_alone_is_no_cluster() -> None:
    assert power.of_people(5_000, 0.6, 0.5, Assumed(icc=0.5)) == power.of_people(5_000, 1, 0.5, Assumed(icc=0))
