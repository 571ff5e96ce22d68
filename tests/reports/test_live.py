"""What happens now, and what waits for somebody."""

from __future__ import annotations

from datetime import timedelta

import pytest

from campaigns.people import joining
from campaigns.people.models import JoinRequest
from campaigns.reports import live
from campaigns.reports.live import ToDo
from campaigns.turfs.models import Turf
from campaigns.visits.models import Quarantine
from tests import builders


def walk(campaign, number: int, *states: str, outing=None) -> Turf:
    """A turf in progress with one door of each state."""
    station = builders.station()
    houses = [builders.address(station, number * 100 + place) for place in range(len(states))]
    for house, state in zip(houses, states, strict=True):
        builders.door(campaign, house, state=state)
    turf = builders.turf(outing or builders.outing(campaign), *houses, number=number)
    Turf.objects.filter(pk=turf.pk).update(state=Turf.State.IN_PROGRESS)
    return turf


def progress(**fields):
    return [(row.turf.number, row.seen, row.doors) for row in live.progress_of(Turf.objects.filter(**fields))]


def test_a_turf_tells_how_many_doors_have_a_visit_that_stands(campaign) -> None:
    walk(campaign, 2, "todo", "not_home", "conversation")
    walk(campaign, 1, "todo")

    assert progress() == [(1, 0, 1), (2, 2, 3)]


def test_a_rest_is_told_by_the_doors_that_were_left_when_it_began(campaign) -> None:
    turf = walk(campaign, 1, "todo", "todo", "not_home", "conversation", "refused")
    Turf.objects.filter(pk=turf.pk).update(pass_no=2, door_count=3, minutes=30)

    (row,) = live.progress_of(Turf.objects.all())

    assert (row.seen, row.doors, row.left, row.minutes_left) == (1, 3, 2, 20)
    assert (row.seen_in_all, row.known) == (3, 5)


def test_what_a_door_saw_before_the_turf_was_cut_does_not_count(campaign) -> None:
    turf = walk(campaign, 1, "not_home", "refused")
    campaign.doors.filter(state="not_home").update(last_at=turf.created_at - timedelta(days=1))
    campaign.doors.filter(state="refused").update(last_at=turf.created_at + timedelta(days=1))

    assert progress() == [(1, 1, 2)]


def test_a_door_that_was_removed_counts_no_more(campaign) -> None:
    turf = walk(campaign, 1, "todo", "not_home")
    campaign.doors.filter(state="not_home").update(removed_at=builders.SATURDAY)

    assert progress(pk=turf.pk) == [(1, 0, 1)]


@pytest.mark.parametrize("turfs", [1, 3])
def test_progress_takes_three_queries_whatever_the_size(campaign, django_assert_num_queries, turfs) -> None:
    for number in range(turfs):
        turf = walk(campaign, number, "todo", "not_home")
        builders.device(turf.outing, turf)

    with django_assert_num_queries(3):
        rows = live.progress_of(Turf.objects.all())

    assert len(rows) == turfs


def test_the_phones_of_a_turf_tell_names_last_sign_and_what_they_still_hold(campaign) -> None:
    turf = walk(campaign, 1, "todo")
    later = builders.SATURDAY + timedelta(minutes=9)
    builders.device(turf.outing, turf, first_name="Omar", seq_high=7, seq_acked=4, last_seen_at=builders.SATURDAY)
    builders.device(turf.outing, turf, first_name="Rose", seq_high=2, seq_acked=2, last_seen_at=later)

    (row,) = live.progress_of(Turf.objects.all())

    assert (sorted(row.names), row.last_sign, row.unsent) == (["Omar", "Rose"], later, 3)


def test_a_turf_without_phone_gave_no_sign_and_one_without_doors_has_no_share(campaign) -> None:
    walk(campaign, 1)

    (row,) = live.progress_of(Turf.objects.all())

    assert (row.names, row.last_sign, row.unsent, row.share) == ((), None, 0, 0.0)


def test_walking_now_leaves_out_free_turfs_closed_outings_and_other_campaigns(organiser, outsider) -> None:
    mine = walk(organiser.campaign, 1, "todo")
    walk(organiser.campaign, 2, "todo", outing=builders.outing(organiser.campaign, closed_at=builders.SATURDAY))
    walk(outsider.campaign, 3, "todo")
    builders.turf(builders.outing(organiser.campaign), number=4)

    assert [row.turf for row in live.walking_now(organiser)] == [mine]


def test_what_waits_is_told_by_its_kind_and_nothing_where_nothing_waits(organiser, outsider) -> None:
    campaign = organiser.campaign
    assert live.to_do(organiser) == []

    outing = builders.outing(campaign)
    builders.turf(outing)
    phone = builders.device(outing)
    Quarantine.objects.create(campaign=campaign, device=phone, code="unknown_door", text="{}", digest=b"x")
    code = joining.open_code(outing=outing, now=builders.SATURDAY)
    JoinRequest.objects.create(campaign=campaign, outing=outing, code=code, first_name="Mina")

    assert live.to_do(organiser) == [ToDo("people_to_place", 1), ToDo("events_to_read", 1), ToDo("free_turfs", 1)]
    assert live.to_do(outsider) == []
