"""Doors pass by pass: who was tried once, twice, three times, and whose turn it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.doors.models import DoorState
from campaigns.reports import passes
from campaigns.reports.passes import Pass, StationPasses
from tests import builders
from tests.targeting.plans import plan

KINDS = [(state, knocks) for state in DoorState.values for knocks in range(4) if state != "todo" or not knocks]
COUNTS = st.lists(st.integers(0, 50), min_size=len(KINDS), max_size=len(KINDS))


@pytest.fixture
def station(campaign):
    made = builders.station()
    campaign.communes.add(made.commune)
    return made


def test_each_pass_tells_what_was_seen_and_what_is_left(campaign, station) -> None:
    said = [
        ("todo", 0), ("todo", 0), ("no_access", 0), ("do_not_knock", 1), ("conversation", 1), ("refused", 1),
        ("not_home", 1), ("not_home", 1), ("come_back", 1), ("conversation", 2), ("not_home", 2), ("not_home", 5),
    ]  # fmt: skip
    for number, (state, knocks) in enumerate(said, start=1):
        builders.door(campaign, builders.address(station, number), state=state, knock_count=knocks, first_outcome=state)
    builders.address(station, 99, dwellings=4)  # never cut: its doors are not founded

    assert passes.by_station(campaign) == {
        station.pk: StationPasses((Pass(1, 9, 2, 6), Pass(2, 3, 1, 3), Pass(3, 1, 0, 1)), out_of_reach=1, closed=1)
    }


def test_doors_of_another_campaign_and_removed_ones_do_not_count(campaign, outsider, station) -> None:
    place = builders.address(station, 1)
    builders.door(outsider.campaign, place, state="conversation", knock_count=1)
    builders.door(campaign, place, removed_at=builders.LONG_AGO)

    assert passes.by_station(campaign) == {}


def test_what_is_held_out_is_in_no_pass(campaign, station) -> None:
    road = [builders.address(station, number, dwellings=6) for number in (1, 2, 3, 4)]
    plan(campaign, road[:2], road[2:])  # of each pair the first is held out
    for place in road[:2]:
        builders.door(campaign, place, state="not_home", knock_count=1)

    assert passes.by_station(campaign) == {
        station.pk: StationPasses((Pass(1, 1, 0, 6), Pass(2, 0, 0, 1), Pass(3)), held_out=12)
    }


@given(COUNTS, st.integers(0, 30))
def test_every_door_is_somewhere_and_no_pass_sees_more_than_the_one_before(counts, unfounded) -> None:
    counts = dict(zip(KINDS, counts, strict=True))
    told = passes._told(counts, 0, unfounded)

    seen = [each.seen for each in told.passes]
    assert seen == sorted(seen, reverse=True)
    closed_unknocked = counts.get(("do_not_knock", 0), 0)
    unknocked_else = sum(n for (s, k), n in counts.items() if k == 0 and s not in ("todo", "no_access", "do_not_knock"))
    whole = sum(counts.values()) + unfounded
    assert seen[0] + told.passes[0].left + told.out_of_reach + closed_unknocked + unknocked_else == whole


def test_the_share_is_of_those_that_came_to_the_pass() -> None:
    assert (Pass(1, 3, 0, 1).share, Pass(2).share) == (0.75, None)
