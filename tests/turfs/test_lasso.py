"""A line drawn around the ground: what lies within is cut, and a line that is none is refused."""

from __future__ import annotations

import pytest

from campaigns.errors import DomainError
from campaigns.territory.models import Address
from campaigns.turfs.choice import choose
from campaigns.turfs.ground import survey
from campaigns.turfs.lasso import Lasso
from tests import builders
from tests.builders import SATURDAY

SQUARE = "0 0,10 0,10 10,0 10"


def test_what_lies_within_or_on_the_line_is_taken() -> None:
    lasso = Lasso.read(SQUARE)

    assert lasso.around([(5, 5), (10, 10), (11, 5), (None, None), (5, None)]) == [True, True, False, False, False]


def test_the_line_may_be_closed_or_not_and_run_either_way() -> None:
    places = [(5, 5), (11, 5)]

    for text in (SQUARE, SQUARE + ",0 0", "0 10,10 10,10 0,0 0"):
        assert Lasso.read(text).around(places) == [True, False]


def test_a_hand_that_crosses_its_own_line_loses_nothing() -> None:
    # All around the square, and on over the beginning: a small loop lies twice within.
    twice = "0 2,10 0,10 10,0 10,0 0,4 -1,4 4,1 4"

    assert Lasso.read(twice).around([(5, 5), (2, 2), (9, 9), (20, 20)]) == [True, True, True, False]


def test_nothing_is_asked_of_no_place() -> None:
    assert Lasso.read(SQUARE).around([]) == []


FAR, LONG = "0 0,200 0,0 10", ",".join(["1 1"] * 999)
NONE = ["x", "1 1,2 2", "0 0,1 1,2 2", "0 0,0 0,0 0", FAR, "0 0,nan 1,1 0", "0 0,1", LONG]


@pytest.mark.parametrize("text", NONE)
def test_a_line_that_holds_no_ground_is_refused(text) -> None:
    with pytest.raises(DomainError) as refused:
        choose(lasso=text, now=SATURDAY)
    assert refused.value.code == "lasso_unreadable"


def test_a_cut_takes_what_the_lasso_holds(campaign) -> None:
    station = builders.station()
    campaign.communes.add(station.commune)
    for number in range(1, 6):  # each a little further to the east
        builders.address(station, number)
    lost = builders.address(station, 7)
    Address.objects.filter(pk=lost.pk).update(lon=None, lat=None)
    lon, lat = Address.objects.values_list("lon", "lat").get(number=3)
    to_the_third = f"{lon - 1} {lat - 1},{lon + 5e-5} {lat - 1},{lon + 5e-5} {lat + 1},{lon - 1} {lat + 1}"

    ground = survey(campaign, [station], choice=choose(lasso=to_the_third, now=SATURDAY))

    assert sorted(address.number for address in ground.addresses.values()) == [1, 2, 3]
