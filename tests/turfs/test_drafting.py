"""How a leader wants it cut: for so many teams, value first, one side at a time, from where people meet."""

from __future__ import annotations

from itertools import groupby
from math import hypot

import pytest

from campaigns.errors import DomainError
from campaigns.people.models import MeetingPoint
from campaigns.territory import streets
from campaigns.turfs import cutting, drafting
from campaigns.turfs.manner import Manner
from campaigns.turfs.models import LeftOut, Turf, TurfStop
from tests import builders
from tests.builders import SATURDAY
from tests.territory.test_streets import extract, write

METRE = 1 / 111_195  # degrees of latitude
WIDE = METRE / 0.658  # of longitude at 48.85° north


@pytest.fixture
def ground(campaign):
    """Four streets of thirty houses on both sides, a hundred metres apart."""
    station = builders.station("94033-0001")
    campaign.communes.add(station.commune)
    for row in range(4):
        for number in range(1, 31):
            builders.address(
                station, number, f"Rue {'ABCD'[row]}", lon=2.47 + 8 * number * WIDE,
                lat=48.85 + (100 * row + 6 * (-1) ** number) * METRE,
            )  # fmt: skip
    return station


def draft(campaign, ground, minutes=60, *, outing=None, **manner):
    return drafting.preview(
        campaign=campaign, stations=[ground], minutes=minutes, outing=outing, manner=Manner(**manner)
    )


def walked(found) -> list[int]:
    return sorted(stop.address for walk in found.walks for stop in walk.stops)


def refusal(call) -> str:
    with pytest.raises(DomainError) as refused:
        call()
    return refused.value.code


@pytest.mark.parametrize("teams", [1, 2, 3, 5, 8])
def test_for_so_many_teams_there_are_so_many_walks_alike(campaign, ground, teams) -> None:
    found = draft(campaign, ground, teams=teams)

    assert len(found.walks) == teams
    assert len(walked(found)) == 120
    shares = [walk.minutes / found.minutes for walk in found.walks]
    assert all(0.8 <= share <= 1.2 for share in shares)


def test_value_first_leaves_what_the_teams_cannot_do(campaign, ground) -> None:
    found = draft(campaign, ground, minutes=40, teams=2, value_first=True)

    assert len(found.walks) == 2
    assert all(walk.minutes <= 40 for walk in found.walks)
    assert found.left == 120 - len(walked(found)) > 60


def test_one_side_at_a_time_is_walked_one_side_at_a_time(campaign) -> None:
    """A lane so sparse that the shortest walk goes from one side to the other and back."""
    station = builders.station("94033-0002")
    for number in range(1, 31):
        north = 48.85 + 4 * (-1) ** number * METRE
        builders.address(station, number, "Allée", lon=2.47 + 45 * (number // 2) * WIDE, lat=north)

    def changes(**manner) -> int:
        (walk,) = draft(campaign, station, teams=1, **manner).walks
        return len(list(groupby(stop.side for stop in walk.stops))) - 1

    assert (changes(one_side=True), changes() > 10) == (1, True)


@pytest.mark.parametrize("place", [(2.46, 48.84), (2.48, 48.84), (2.46, 48.86), (2.48, 48.86)])
def test_from_the_meeting_point_walks_begin_at_their_nearer_end(campaign, ground, place) -> None:
    lon, lat = place
    point = MeetingPoint.objects.create(campaign=campaign, name="Mairie", lon=lon, lat=lat)
    outing = builders.outing(campaign, meeting_point=point)

    found = draft(campaign, ground, outing=outing, from_meeting_point=True)

    def away(stop) -> float:
        return hypot(stop.east - found.start.east, stop.north - found.start.north)

    assert all(away(walk.stops[0]) <= away(walk.stops[-1]) + 1e-6 for walk in found.walks)
    final = drafting.finish(found, progress=lambda share: True)
    assert all(away(walk.stops[0]) <= away(walk.stops[-1]) + 1e-6 for walk in final.walks)


@pytest.mark.parametrize(
    ("manner", "minutes", "code"),
    [
        ({"teams": 0}, 60, "teams_out_of_range"),
        ({"teams": 201}, 60, "teams_out_of_range"),
        ({"value_first": True}, 60, "teams_missing"),
        ({}, 14, "minutes_out_of_range"),
        ({"from_meeting_point": True}, 60, "meeting_point_unknown"),
        ({"between_main_roads": True}, 60, "streets_unknown"),
    ],
)
def test_what_cannot_be_asked_is_said(campaign, ground, manner, minutes, code) -> None:
    outing = builders.outing(campaign)

    assert refusal(lambda: draft(campaign, ground, minutes, outing=outing, **manner)) == code


def test_between_main_roads_no_walk_crosses_one(campaign, ground, tmp_path) -> None:
    nodes = {100 * row + column: (2.4699 + column * 0.004, 48.85 + 100 * row * METRE)
             for row in range(4) for column in range(2)}  # fmt: skip
    lanes = [
        (row + 1, [100 * row, 100 * row + 1], {"highway": "residential", "name": f"Rue {'ABCD'[row]}"})
        for row in range(4)
    ]
    nodes |= {n: (2.4659 + 0.004 * (n - 900), 48.85 + 150 * METRE) for n in range(900, 904)}
    main = (50, [900, 901, 902, 903], {"highway": "primary", "name": "Avenue"})
    ends = [
        (60, [0, 100, 901, 200, 300], {"highway": "residential"}),
        (61, [1, 101, 902, 201, 301], {"highway": "residential"}),
    ]
    streets.import_file(write(tmp_path, extract(*lanes, main, *ends, nodes=nodes)), set_aside=tmp_path / "aside.csv")

    found = draft(campaign, ground, minutes=90, between_main_roads=True)

    assert found.ground.metric.name == "streets"
    for walk in found.walks:
        assert len({stop.street in ("Rue A", "Rue B") for stop in walk.stops}) == 1


def test_the_final_cut_walks_the_same_doors_less(campaign, ground) -> None:
    found = draft(campaign, ground)
    told: list[float] = []

    final = drafting.finish(found, progress=lambda share: told.append(share) or True)

    assert walked(final) == walked(found)
    assert sum(walk.metres for walk in final.walks) <= sum(walk.metres for walk in found.walks) + 1e-6
    assert told[-1] == 1.0


def test_what_was_taken_or_left_out_since_the_draft_stays_where_it_is(campaign, ground) -> None:
    outing = builders.outing(campaign)
    found = draft(campaign, ground, outing=outing)
    taken, left = walked(found)[0], walked(found)[1]
    other = builders.turf(outing, ground.addresses.get(pk=taken), number=1)
    Turf.objects.filter(pk=other.pk).update(state=Turf.State.ASSIGNED)
    LeftOut.objects.create(campaign=campaign, outing=outing, address_id=left)

    turfs = cutting.keep(found, outing, now=SATURDAY)

    stored = list(TurfStop.objects.filter(turf__in=turfs).values_list("address", flat=True))
    assert sorted([*stored, taken, left]) == walked(found)
    assert Turf.objects.get(pk=other.pk).stops.count() == 1
    assert other.number not in [turf.number for turf in turfs]
