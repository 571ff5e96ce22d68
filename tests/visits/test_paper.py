"""What comes back on paper becomes the same events as a phone's."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.doors.models import Door
from campaigns.errors import DomainError
from campaigns.people.models import Campaign, Device
from campaigns.reports import live
from campaigns.turfs.models import Assignment, Turf, TurfStop
from campaigns.visits import changes, paper, tallies
from campaigns.visits.models import PaperSheet, Quarantine, TallyBatch, Visit, WelcomeTally
from campaigns.visits.paper import Line, Said
from tests import builders
from tests.builders import SATURDAY
from tests.visits.pushing import figures, push
from tests.visits.threads import at_once

WALKED = SATURDAY + timedelta(minutes=10)
EVENING = SATURDAY + timedelta(hours=8)


@pytest.fixture
def by(campaign):
    return builders.member(campaign, "hq_manage")


@pytest.fixture
def enter(walk, by):
    """``enter((door, outcome), …)``: type these rows as on an empty form; ``seen`` tells what the form showed."""

    def type_in(*said, seen=None, requests=(), number=1, walked_at=WALKED, now=EVENING):
        turf, _doors, _phone = walk
        lines = [
            Line(door.pk, Said(outcome, tuple(requests)), (seen or {}).get(door.pk, Said())) for door, outcome in said
        ]
        return paper.enter(turf, number, lines, walked_at=walked_at, by=by, now=now)

    return type_in


def states(doors) -> list[str]:
    return [Door.objects.get(pk=door.pk).state for door in doors]


def test_rows_become_visits_at_the_hour_of_the_walk(walk, enter, by) -> None:
    turf, doors, _phone = walk

    done = enter((doors[0], "not_home"), (doors[2], "conversation"))

    sheet = PaperSheet.objects.get()
    told = Visit.objects.order_by("device_seq").values_list("door", "outcome", "effective_at", "flags", "device")
    assert done == paper.Entered(2, (), ())
    assert list(told) == [
        (doors[0].pk, "not_home", WALKED, [], sheet.device_id),
        (doors[2].pk, "conversation", WALKED, [], sheet.device_id),
    ]
    assert states(doors) == ["not_home", "todo", "conversation", "todo"]
    assert (sheet.turf, sheet.number, sheet.walked_at, sheet.doors) == (turf, 1, WALKED, [door.pk for door in doors])
    assert [(entry.by, entry.first_seq, entry.last_seq) for entry in sheet.entries.all()] == [(by, 2, 3)]


def test_the_same_sheet_twice_changes_nothing(walk, enter, campaign) -> None:
    _turf, doors, _phone = walk
    rows = [(doors[0], "not_home"), (doors[1], "refused"), (doors[2], "conversation")]
    enter(*rows, requests=["proxy"])
    before = figures(campaign), Visit.objects.count(), states(doors)

    done = enter(*rows, requests=["proxy"])

    assert done == paper.Entered(0, (), ())
    assert (figures(campaign), Visit.objects.count(), states(doors)) == before
    assert before[0] == {"knocked": 3, "opened": 2, "conversations": 1, "no_access": 0, "requests": 3}


def test_a_second_thought_is_a_correction(walk, enter, campaign) -> None:
    _turf, doors, _phone = walk
    enter((doors[0], "conversation"))

    enter((doors[0], "refused"), seen={doors[0].pk: Said("conversation")})
    enter((doors[0], ""), seen={doors[0].pk: Said("refused")})
    enter((doors[0], "not_home"))

    visits = list(Visit.objects.order_by("device_seq"))
    assert [visit.outcome for visit in visits] == ["conversation", "refused", None, "not_home"]
    assert [visit.supersedes for visit in visits] == [None, *(visit.pk for visit in visits[:-1])]
    assert states(doors)[0] == "not_home"
    assert figures(campaign) == {"knocked": 1, "opened": 0, "conversations": 0, "no_access": 0, "requests": 0}


def test_what_somebody_else_typed_meanwhile_is_not_overwritten(walk, enter) -> None:
    _turf, doors, _phone = walk
    enter((doors[0], "conversation"), (doors[1], "refused"))

    done = enter((doors[0], "not_home"), (doors[1], ""), (doors[2], "come_back"))

    assert done == paper.Entered(1, (doors[0].pk,), ())
    assert states(doors) == ["conversation", "refused", "come_back", "todo"]


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_are_one(walk, enter) -> None:
    _turf, doors, _phone = walk

    done = at_once([lambda: enter((doors[0], "not_home"), (doors[1], "refused"))] * 4)

    assert sorted(each.recorded for each in done) == [0, 0, 0, 2]
    assert Visit.objects.count() == 2
    assert PaperSheet.objects.count() == Device.objects.filter(paper_sheet__isnull=False).count() == 1


def test_a_phone_that_came_later_has_the_last_word(walk, enter) -> None:
    turf, doors, phone = walk
    push(phone, builders.event(phone, turf, doors[0], "conversation", at=WALKED + timedelta(hours=1)))

    enter((doors[0], "not_home"))
    enter((doors[0], "refused"), seen={doors[0].pk: Said("not_home")})

    assert states(doors)[0] == "conversation"


def test_peace_asked_for_on_paper_holds(walk, enter) -> None:
    _turf, doors, _phone = walk

    enter((doors[1], "do_not_knock"))

    (line,) = [paper.doors_of(walk[0], PaperSheet.objects.get())]
    assert states(doors)[1] == "do_not_knock"
    assert line == [door.pk for door in doors]  # it keeps its number on the screen


def test_a_walk_in_the_silence_is_marked_as_a_phones_would_be(walk, enter) -> None:
    _turf, doors, _phone = walk
    Campaign.objects.update(first_round_date=timezone.localdate(WALKED))

    enter((doors[0], "not_home"))

    assert Visit.objects.get().flags == ["in_silence"]


def test_phones_pull_and_progress_count_what_was_typed(walk, enter) -> None:
    turf, doors, phone = walk
    cursor = changes.cursor_now(phone.campaign)

    enter((doors[0], "not_home"), (doors[1], "refused"))

    page = changes.since(phone, cursor, now=EVENING)
    told = {change["id"]: change["state"] for change in page.changes if change["kind"] == "door"}
    assert told == {str(doors[0].pk): "not_home", str(doors[1].pk): "refused"}
    (progress,) = live.progress_of(Turf.objects.all())
    assert (progress.seen, progress.doors, progress.unsent) == (2, 4, 0)
    assert progress.turf.state == Turf.State.IN_PROGRESS
    assert progress.last_sign == EVENING


def test_a_door_that_left_the_area_waits_in_quarantine_once(walk, enter) -> None:
    turf, doors, _phone = walk
    enter((doors[0], "not_home"))
    TurfStop.objects.filter(turf=turf, address=doors[3].address).delete()

    first = enter((doors[3], "refused"), (doors[2], "not_home"))
    second = enter((doors[3], "refused"))

    assert (first, second) == (paper.Entered(1, (), (doors[3].pk,)), paper.Entered(0, (), (doors[3].pk,)))
    assert [(item.code, item.device) for item in Quarantine.objects.all()] == [
        ("unknown_door", PaperSheet.objects.get().device)
    ]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"walked_at": EVENING + timedelta(minutes=1)}, "walked_in_future"),
        ({"walked_at": SATURDAY - timedelta(hours=25)}, "walked_too_early"),
        ({"number": 2}, "sheet_unknown"),
        ({"requests": ["proxy"]}, "request_alone"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(walk, enter, fields, code) -> None:
    _turf, doors, _phone = walk

    with pytest.raises(DomainError) as refusal:
        enter((doors[0], "" if code == "request_alone" else "not_home"), **fields)

    assert refusal.value.code == code
    assert (Visit.objects.count(), PaperSheet.objects.count()) == (0, 0)


def test_a_blank_page_starts_no_sheet(walk, enter) -> None:
    _turf, doors, _phone = walk

    assert enter((doors[0], ""), (doors[1], "")) == paper.Entered(0, (), ())

    assert PaperSheet.objects.count() == 0


def test_a_destroyed_sheet_is_over_and_its_walk_given_back(walk, enter, by) -> None:
    turf, doors, phone = walk
    Assignment.objects.filter(device=phone).delete()
    enter(*((door, "not_home") for door in doors))

    first = paper.destroy(turf, 1, by=by, now=EVENING)
    second = paper.destroy(turf, 1, by=builders.member(turf.campaign, "hq_manage"), now=EVENING + timedelta(hours=1))

    sheet = PaperSheet.objects.get()
    assert (first, second) == (True, False)
    assert (sheet.destroyed_by, sheet.destroyed_at) == (by, EVENING)
    assert Turf.objects.get().state == Turf.State.DONE
    with pytest.raises(DomainError, match="détruite|destroyed"):
        enter((doors[0], "refused"), seen={doors[0].pk: Said("not_home")})


def test_another_walk_on_paper_is_another_sheet(walk, enter, by, campaign) -> None:
    turf, doors, _phone = walk
    enter((doors[0], "not_home"))
    paper.destroy(turf, 1, by=by, now=EVENING)

    enter((doors[0], "conversation"), number=2, walked_at=WALKED + timedelta(days=1), now=EVENING + timedelta(days=1))

    assert paper.number_in_use(turf) == 2
    assert states(doors)[0] == "conversation"
    assert figures(campaign)["knocked"] == 2


def test_nothing_can_be_destroyed_before_it_was_typed(walk, by) -> None:
    with pytest.raises(DomainError) as refusal:
        paper.destroy(walk[0], 1, by=by, now=EVENING)

    assert refusal.value.code == "sheet_unknown"


def test_welcome_is_counted_apart_and_once(walk, enter, by) -> None:
    turf, doors, _phone = walk
    enter((doors[0], "conversation"))
    counts = [tallies.Item(doors[0].address.station.code, "welcome", "favourable", 4)]

    paper.destroy(turf, 1, welcome=counts, by=by, now=EVENING)
    paper.destroy(turf, 1, welcome=counts, by=by, now=EVENING)

    assert list(WelcomeTally.objects.values_list("outing", "welcome", "count")) == [(turf.outing_id, "favourable", 4)]
    assert TallyBatch.objects.get().pk != PaperSheet.objects.get().device_id
    assert {field.name for field in WelcomeTally._meta.fields} & {"door", "visit", "device", "sheet"} == set()


def test_nobody_can_speak_for_a_sheet_and_no_list_of_phones_shows_it(walk, enter) -> None:
    turf, doors, phone = walk
    enter((doors[0], "not_home"))

    sheet = PaperSheet.objects.get()
    assert (sheet.device.token_hash, sheet.device.public_key) == (None, "")
    assert list(Device.objects.filter(outing=turf.outing, revoked_at=None)) == [phone]
    assert [device.first_name for device in Device.objects.filter(paper_sheet__isnull=False)] == ["Fiche papier"]


def test_a_door_found_on_the_way_is_added_once_with_its_visit(walk, by) -> None:
    turf, doors, phone = walk
    place = doors[1].address
    found = [paper.Found(place.pk, "fond de cour", Said("refused"))]

    def type_in():
        return paper.enter(turf, 1, [], found=found, walked_at=WALKED, by=by, now=EVENING)

    first, second = type_in(), type_in()

    added = Door.objects.get(name="fond de cour")
    assert (first, second) == (paper.Entered(1, (), ()), paper.Entered(0, (), ()))
    assert (added.address, added.state, added.rank) == (place, "refused", 2)
    assert PaperSheet.objects.get().doors == [*(door.pk for door in doors), added.pk]
    assert PaperSheet.objects.get().entries.get().last_seq == PaperSheet.objects.get().device.seq_acked == 3
    assert changes.since(phone, changes.encode(1, 0), now=EVENING).changes


def test_a_door_found_that_is_known_is_a_row_like_the_others(walk, enter, by) -> None:
    turf, doors, _phone = walk
    Door.objects.filter(pk=doors[1].pk).update(name="Gauche")
    enter((doors[1], "conversation"))
    found = [paper.Found(doors[1].address.pk, "gauche", Said("refused"))]

    done = paper.enter(turf, 1, [], found=found, walked_at=WALKED, by=by, now=EVENING)

    assert done == paper.Entered(0, (doors[1].pk,), ())
    assert (Door.objects.count(), states(doors)[1]) == (4, "conversation")


@pytest.mark.parametrize("missing", ["address", "name", "outcome"])
def test_a_door_found_needs_all_that_tells_it(walk, by, missing) -> None:
    turf, doors, _phone = walk
    told = {"address": doors[0].address.pk, "name": "B", "outcome": "refused"} | {
        missing: 0 if missing == "address" else ""
    }
    found = [paper.Found(told["address"], told["name"], Said(told["outcome"]))]

    with pytest.raises(DomainError) as refusal:
        paper.enter(turf, 1, [], found=found, walked_at=WALKED, by=by, now=EVENING)

    assert (refusal.value.code, Door.objects.count(), PaperSheet.objects.count()) == ("found_alone", 4, 0)
