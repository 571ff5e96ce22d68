"""Who walks which turf, what becomes of one given back half done, and people who walk together."""

from __future__ import annotations

from datetime import timedelta

import pytest

from campaigns.doors.models import Door
from campaigns.errors import DomainError
from campaigns.turfs import cutting, handing_out, walkers
from campaigns.turfs.models import Assignment, Turf, Walker
from campaigns.visits import changes
from campaigns.visits.models import Visit
from tests import builders
from tests.builders import SATURDAY

LATER = SATURDAY + timedelta(hours=1)


@pytest.fixture
def outing(campaign, leader):
    campaign.communes.add(builders.station().commune)
    return builders.outing(campaign, leader.teams_led.get())


@pytest.fixture
def turf(outing):
    """Four houses of one door; 90 minutes as it was cut."""
    houses = [builders.address(builders.station(), number, dwellings=1) for number in (1, 3, 5, 7)]
    for house in houses:
        builders.door(outing.campaign, house)
    made = builders.turf(outing, *houses)
    made.stops.update(minutes=2)
    return made


def hold(turf: Turf, name: str = "Léa"):
    phone = builders.device(turf.outing, first_name=name)
    handing_out.give_to_phone(turf, phone, now=SATURDAY)
    return phone


def see(phone, turf: Turf, *numbers: int) -> None:
    """Ring at these houses."""
    doors = [Door.objects.get(address__number=number) for number in numbers]
    builders.visits(phone, turf, *[(door, "not_home") for door in doors], at=SATURDAY)


def told(turf: Turf) -> tuple[str, int, int]:
    turf.refresh_from_db()
    return turf.state, turf.pass_no, turf.door_count


def holders(turf: Turf) -> list[str]:
    return sorted(turf.assignments.filter(ended_at=None).values_list("device__first_name", flat=True))


ENDS = {
    "handed back": handing_out.hand_back,
    "handed over": handing_out.hand_over,
    "withdrawn": lambda turf, phone, now: handing_out.withdraw(turf.assignments.get(device=phone), now=now),
    "taken back": lambda turf, phone, now: handing_out.take_back(turf, now=now),
    "moved": lambda turf, phone, now: handing_out.unplace(phone, now=now),
}


@pytest.mark.parametrize("way", ENDS)
def test_a_turf_given_up_half_done_becomes_its_rest_free_for_others(turf, way) -> None:
    phone = hold(turf)
    see(phone, turf, 1, 3, 5)

    ENDS[way](turf, phone, now=LATER)

    assert told(turf) == ("free", 2, 1)
    assert (turf.minutes, holders(turf)) == (2.0, [])
    assert Visit.objects.filter(turf=turf).count() == 3


@pytest.mark.parametrize("way", ENDS)
def test_a_turf_with_every_door_seen_is_done(turf, way) -> None:
    phone = hold(turf)
    see(phone, turf, 1, 3, 5, 7)

    ENDS[way](turf, phone, now=LATER)

    assert told(turf) == ("done", 1, 4)


@pytest.mark.parametrize("way", ENDS)
def test_a_turf_that_nobody_began_is_free_as_it_was(turf, way) -> None:
    phone = hold(turf)

    ENDS[way](turf, phone, now=LATER)

    assert (told(turf), turf.minutes) == (("free", 1, 4), 90)


def test_the_rest_takes_the_minutes_of_its_doors_and_of_the_way_between_them(turf) -> None:
    phone = hold(turf)
    see(phone, turf, 3)

    handing_out.hand_back(turf, phone, now=LATER)

    # 1 → 5 → 7: 6 ten-thousandths of a degree at 48.85° are 43.9 m, 1.3 times that at 67 m a minute
    assert told(turf) == ("free", 2, 3)
    assert turf.minutes == pytest.approx(6 + 43.9 * 1.3 / 67, abs=0.06)


def test_what_a_door_saw_before_the_turf_was_cut_is_to_be_seen_again(turf) -> None:
    phone = hold(turf)
    see(phone, turf, 1, 3, 5)
    Turf.objects.update(created_at=SATURDAY + timedelta(minutes=2, seconds=30))  # the third visit came later

    handing_out.hand_back(turf, phone, now=LATER)

    assert told(turf) == ("free", 2, 3)


def test_a_partner_who_walks_on_keeps_the_turf_as_it_is(turf) -> None:
    first, _second = hold(turf), hold(turf, "Omar")
    see(first, turf, 1)

    handing_out.hand_back(turf, first, now=LATER)

    assert (told(turf), holders(turf)) == (("in_progress", 1, 4), ["Omar"])


def test_the_rest_of_a_rest_counts_on(turf) -> None:
    for name, house in (("Léa", 1), ("Omar", 3)):
        phone = hold(turf, name)
        see(phone, turf, house)
        handing_out.hand_back(turf, phone, now=LATER)

    assert told(turf) == ("free", 3, 2)


def test_the_rest_goes_to_somebody_else_who_keeps_what_was_done(turf) -> None:
    first, second = hold(turf), builders.device(turf.outing, first_name="Omar")
    see(first, turf, 1, 3)
    before = changes.cursor_now(turf.campaign)

    handing_out.pass_to(turf, second, now=LATER)

    assert (told(turf), holders(turf)) == (("assigned", 2, 2), ["Omar"])
    assert sorted(Door.objects.values_list("state", flat=True)) == ["not_home", "not_home", "todo", "todo"]
    assert changes.since(first, before, now=LATER).withdrawn == [turf.pk]


def test_what_the_first_phone_sends_late_is_taken_though_the_turf_is_another_s(turf) -> None:
    first, second = hold(turf), builders.device(turf.outing, first_name="Omar")
    see(first, turf, 1)
    handing_out.pass_to(turf, second, now=LATER)

    see(first, turf, 3)

    assert Visit.objects.count() == 2
    assert told(turf)[0] == "assigned"  # what the other phone does begins its walk, not this


def test_a_walk_with_nothing_left_is_not_passed_on(turf) -> None:
    first, second = hold(turf), builders.device(turf.outing, first_name="Omar")
    see(first, turf, 1, 3, 5, 7)

    with pytest.raises(DomainError, match="Chaque porte|Every door") as refusal:
        handing_out.pass_to(turf, second, now=LATER)

    assert (refusal.value.code, holders(turf)) == ("nothing_left", ["Léa"])


def test_a_team_keeps_a_turf_that_its_phone_moves_away_from_and_loses_one_taken_back(turf, leader) -> None:
    handing_out.give_to_team(turf, leader.teams_led.get(), now=SATURDAY)
    phone = hold(turf)

    handing_out.unplace(phone, now=LATER)
    moved = told(turf)[0], turf.team
    handing_out.take_back(turf, now=LATER)

    assert (moved, told(turf)[0], turf.team) == (("assigned", leader.teams_led.get()), "free", None)


def test_a_done_turf_is_not_taken_back(turf) -> None:
    Turf.objects.update(state="done")

    with pytest.raises(DomainError) as refusal:
        handing_out.take_back(turf, now=LATER)

    assert refusal.value.code == "turf_done"


def test_the_first_visit_begins_a_walk(turf) -> None:
    phone = hold(turf)
    assert told(turf)[0] == "assigned"

    see(phone, turf, 1)

    assert told(turf)[0] == "in_progress"
    assert Assignment.objects.get().started_at is not None


def test_a_new_cut_leaves_the_rest_of_a_walk_alone(turf, outing) -> None:
    phone = hold(turf)
    see(phone, turf, 1)
    handing_out.hand_back(turf, phone, now=LATER)
    builders.turf(outing, builders.address(builders.station(), 9), number=2)

    cutting.cut(campaign=outing.campaign, outing=outing, stations=[builders.station()], minutes=60, now=LATER)

    assert list(turf.stops.values_list("address__number", flat=True)) == [1, 3, 5, 7]
    new = outing.turfs.exclude(pk=turf.pk).get()
    assert list(new.stops.values_list("address__number", flat=True)) == [9]


def test_people_who_walk_together_are_placed_together_and_move_together(turf, outing) -> None:
    amel, bruno = (builders.device(outing, first_name=name) for name in ("Amel", "Bruno"))
    other = builders.turf(outing, number=2)
    walkers.walk_together(bruno, amel)

    handing_out.place(amel, turf, now=SATURDAY)
    handing_out.place(bruno, other, now=LATER)

    assert (holders(turf), holders(other)) == ([], ["Amel", "Bruno"])


def pairs(*phones) -> list[int | None]:
    known = dict(Walker.objects.values_list("device", "pair"))
    return [known.get(phone.pk) for phone in phones]


def test_whoever_joins_one_of_a_pair_joins_the_pair_and_a_fourth_does_not(outing) -> None:
    amel, bruno, claire, denis = (builders.device(outing, first_name=name) for name in "ABCD")
    walkers.walk_together(amel, bruno)
    walkers.walk_together(claire, amel)

    with pytest.raises(DomainError) as refusal:
        walkers.walk_together(denis, claire)

    assert refusal.value.code == "pair_full"
    assert pairs(amel, bruno, claire, denis) == [1, 1, 1, None]


def test_whoever_changes_partner_leaves_nobody_in_a_pair_of_one(outing) -> None:
    amel, bruno, claire, denis = (builders.device(outing, first_name=name) for name in "ABCD")
    walkers.walk_together(amel, bruno)
    walkers.walk_together(claire, denis)

    walkers.walk_together(amel, claire)

    assert pairs(amel, bruno, claire, denis) == [2, None, 2, 2]
    assert walkers.together(bruno) == [bruno]


def test_nobody_walks_with_oneself_or_with_somebody_of_another_outing(outing, campaign) -> None:
    amel, stranger = builders.device(outing), builders.device(builders.outing(campaign))

    codes = []
    for partner in (amel, stranger):
        with pytest.raises(DomainError) as refusal:
            walkers.walk_together(amel, partner)
        codes.append(refusal.value.code)

    assert codes == ["with_oneself", "not_this_outing"]


def test_what_was_known_of_people_goes_with_the_outing(campaign) -> None:
    now = SATURDAY + timedelta(hours=3)
    outings = [
        builders.outing(campaign),
        builders.outing(campaign, closed_at=now),
        builders.outing(campaign, starts_at=now - timedelta(hours=27)),
    ]
    for each in outings:
        walkers.note(builders.device(each), "no_stairs", holds=True)

    forgotten = walkers.forget(now=now)

    assert forgotten == 2
    assert [walker.device.outing for walker in Walker.objects.all()] == outings[:1]
