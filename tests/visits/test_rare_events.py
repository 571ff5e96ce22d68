"""What phones learn of buildings, and where walks stand: the rare events."""

from __future__ import annotations

import pytest

from campaigns.doors import notes
from campaigns.doors.identifiers import uuid7
from campaigns.doors.models import AccessNote, Building, Door, Floor, Staircase
from campaigns.turfs import handing_out
from campaigns.turfs.models import Turf
from campaigns.visits import quarantine
from campaigns.visits.models import FieldEvent, Quarantine, Visit
from tests import builders
from tests.builders import SATURDAY, event
from tests.visits.pushing import EVENING, push, rare, verdicts


def found_door(phone, turf, address, *, first: int = 1) -> list[dict]:
    """A staircase, its second floor, and a door there."""
    stair, floor, door = (str(uuid7()) for _ in range(3))
    return [
        rare(phone, turf, "staircase.added", seq=first, address=address, id=stair, name="A", position=1),
        rare(phone, turf, "floor.added", seq=first + 1, staircase=stair, id=floor, number=2),
        rare(phone, turf, "door.added", seq=first + 2, address=address, id=door, floor=floor, name="B", position=1),
    ]


def test_a_door_found_on_a_floor_may_be_visited_in_the_same_batch(walk) -> None:
    turf, doors, phone = walk
    *founding, added = found_door(phone, turf, doors[0].address_id)
    visit = event(phone, turf, Door(pk=added["payload"]["id"]), "conversation", seq=4)

    answer = push(phone, visit, added, *reversed(founding))

    assert verdicts(answer) == ["ok"] * 4
    door = Door.objects.get(pk=added["payload"]["id"])
    assert (door.state, door.floor.level, door.floor.staircase.name, door.name) == ("conversation", 2, "A", "B")


def test_a_visit_that_overtook_its_door_is_taken_when_the_door_comes(walk) -> None:
    turf, doors, phone = walk
    founding = found_door(phone, turf, doors[0].address_id)
    visit = event(phone, turf, Door(pk=founding[2]["payload"]["id"]), "refused", seq=4)
    assert verdicts(push(phone, visit)) == ["unknown_door"]

    push(phone, *founding)

    assert Visit.objects.get().outcome == "refused"
    assert Quarantine.objects.get().verdict == "replayed"
    assert verdicts(push(phone, visit)) == ["duplicate"]


def test_a_building_that_asked_not_to_knock_closes_its_doors_those_found_later_too(walk) -> None:
    turf, doors, phone = walk
    push(phone, rare(phone, turf, "building.do_not_knock", address=doors[0].address_id))

    founding = found_door(phone, turf, doors[0].address_id, first=2)
    push(phone, *founding)

    states = Door.objects.filter(address=doors[0].address_id).values_list("state", flat=True)
    assert list(states) == ["do_not_knock"] * 2
    assert Door.objects.get(pk=doors[1].pk).state == "todo"


def test_the_latest_reading_of_an_intercom_counts(walk) -> None:
    turf, doors, phone = walk
    early = rare(phone, turf, "doors.estimated", seq=1, address=doors[0].address_id, number=12)
    late = rare(phone, turf, "doors.estimated", seq=2, address=doors[0].address_id, number=9)

    push(phone, late)
    push(phone, early)

    assert Building.objects.get().doors_estimated == 9


def test_a_practical_note_is_encrypted_in_the_database(walk) -> None:
    turf, doors, phone = walk
    note = rare(phone, turf, "access.noted", address=doors[0].address_id, kind="code", text="4812B")

    push(phone, note)
    push(phone, note)

    stored = AccessNote.objects.get()
    assert b"4812B" not in bytes(stored.encrypted_text)
    assert notes.decrypt(stored.encrypted_text) == "4812B"


def noted(phone, turf, door, text: str, *, seq: int, kind: str = "code") -> dict:
    return rare(phone, turf, "access.noted", seq=seq, address=door.address_id, kind=kind, text=text)


def known(door) -> dict[str, str]:
    rows = AccessNote.objects.filter(address=door.address_id)
    return {note.kind: notes.decrypt(note.encrypted_text) for note in rows}


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_the_latest_note_of_a_kind_takes_the_earlier_one_s_place_in_any_order(walk, order) -> None:
    turf, doors, phone = walk
    told = [
        noted(phone, turf, doors[0], "47B19", seq=1),
        noted(phone, turf, doors[0], "12A34", seq=2),
        noted(phone, turf, doors[0], "Chien gentil", seq=3, kind="dog"),
    ]

    for place in order:
        assert verdicts(push(phone, told[place])) == ["ok"]

    assert known(doors[0]) == {"code": "12A34", "dog": "Chien gentil"}


def test_an_empty_note_erases_what_was_known_there_and_nowhere_else(walk) -> None:
    turf, doors, phone = walk
    for seq, door in enumerate(doors[:2], start=1):
        push(phone, noted(phone, turf, door, "47B19", seq=seq))

    push(phone, noted(phone, turf, doors[0], "  ", seq=3))

    assert [known(door) for door in doors[:2]] == [{"code": ""}, {"code": "47B19"}]


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        ("access.noted", {"kind": "code", "text": "4812\0"}),
        ("access.noted", {"kind": "code", "text": "\ud83d"}),
        ("access.noted", {"kind": "code", "text": "x" * 201}),
        ("access.noted", {"kind": "opinion", "text": "x"}),
        ("access.noted", {"kind": [], "text": "x"}),
        ("doors.estimated", {"number": 10**9}),
        ("doors.estimated", {"number": "12"}),
        ("doors.estimated", {}),
        ("door.added", {"id": "x", "name": "B", "position": 1}),
        ("door.added", {"id": str(uuid7()), "name": "B", "position": 10**6}),
        ("door.added", {"id": str(uuid7()), "name": 7, "position": 1}),
        ("floor.added", {"id": str(uuid7()), "staircase": None, "number": 2}),
        ("contact.consented", {"fields": [], "purposes": 7}),
        ("contact.consented", {"fields": {"first_name": "\0", "phone": "1"}, "purposes": ["sms_info"],
                               "text_version": "1", "language": "fr", "method": "spoken"}),
    ],
)  # fmt: skip
def test_a_payload_that_cannot_be_is_invalid_and_undoes_itself_only(walk, kind, payload) -> None:
    turf, doors, phone = walk
    bad = rare(phone, turf, kind, seq=1, address=doors[0].address_id)
    bad["payload"] |= payload

    answer = push(phone, bad, event(phone, turf, doors[0], seq=2))

    assert verdicts(answer) == ["invalid", "ok"]
    assert quarantine.event_of(Quarantine.objects.get()) == bad
    assert not FieldEvent.objects.exists()


@pytest.mark.parametrize("kind", ["doors.estimated", "building.do_not_knock", "access.noted"])
def test_an_address_of_another_turf_is_not_to_be_written_about(walk, kind) -> None:
    turf, _doors, phone = walk
    elsewhere = builders.address(builders.station(), 99)
    builders.turf(turf.outing, elsewhere, number=2)

    answer = push(phone, rare(phone, turf, kind, address=elsewhere.pk, number=3, kind="code", text="1"))

    assert verdicts(answer) == ["unknown_door"]
    assert not Building.objects.exists()


def test_floors_of_another_turf_or_campaign_are_unknown(walk, outsider) -> None:
    turf, doors, phone = walk
    mine, elsewhere = doors[0].address, builders.address(builders.station(), 99)
    for owner, address in ((turf.campaign, elsewhere), (outsider.campaign, mine)):
        building = Building.objects.create(campaign=owner, address=address)
        stair = Staircase.objects.create(campaign=owner, building=building, name="A")
        floor = Floor.objects.create(campaign=owner, staircase=stair, level=1)

        answer = push(
            phone,
            rare(phone, turf, "floor.added", seq=1, id=str(uuid7()), staircase=str(stair.pk), number=3),
            rare(phone, turf, "floor.no_access", seq=2, floor=str(floor.pk)),
            rare(phone, turf, "door.added", seq=3, id=str(uuid7()), address=mine.pk, floor=str(floor.pk)),
        )

        assert verdicts(answer) == ["unknown_door"] * 3


def test_an_id_that_is_taken_is_refused_whoever_took_it(walk, outsider) -> None:
    turf, doors, phone = walk
    foreign = builders.door(outsider.campaign, doors[0].address)
    place = {"address": doors[0].address_id, "name": "", "position": 1}
    stolen = rare(phone, turf, "door.added", seq=1, id=str(foreign.pk), **place)

    assert verdicts(push(phone, stolen)) == ["id_reused"]
    assert Door.objects.get(pk=foreign.pk).campaign_id == outsider.campaign.pk


def test_a_walk_begins_and_ends_on_the_leader_s_page(walk) -> None:
    turf, _doors, phone = walk

    push(phone, rare(phone, turf, "walk.started", seq=1))
    assert Turf.objects.get().state == "in_progress"

    push(phone, rare(phone, turf, "walk.handed_back", seq=2))
    assert Turf.objects.get().state == "free"
    assert phone.assignments.get().ended_as == "handed_back"


def test_the_last_door_and_the_end_of_a_walk_in_one_batch_make_it_done(walk) -> None:
    turf, doors, phone = walk
    Turf.objects.update(state="assigned")
    seen = [event(phone, turf, door, seq=seq) for seq, door in enumerate(doors, start=1)]

    push(phone, rare(phone, turf, "walk.handed_back", seq=5), *seen)

    turf.refresh_from_db()
    assert (turf.state, turf.pass_no) == ("done", 1)


@pytest.mark.parametrize("kind", ["walk.started", "walk.handed_back", "walk.handed_over"])
def test_a_phone_that_no_longer_holds_the_turf_does_not_move_its_walk(walk, kind) -> None:
    turf, _doors, phone = walk
    handing_out.withdraw(phone.assignments.get(), now=SATURDAY)

    answer = push(phone, rare(phone, turf, kind), at=EVENING)

    assert verdicts(answer) == ["ok"]
    assert Turf.objects.get().state == "free"
