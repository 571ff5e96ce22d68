"""The walk by plain forms: what a tap stores, and what the next page says."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.utils import timezone

from campaigns.doors import notes
from campaigns.doors.models import AccessNote, Door
from campaigns.turfs import handing_out
from campaigns.visits import events
from campaigns.visits.models import FieldEvent, Quarantine, Visit
from canvass.field.simple import walking
from tests import builders
from tests.field.simple.conftest import walker_of

CASES = json.loads((Path(__file__).parents[2] / "cases" / "walking.json").read_text())
pytestmark = pytest.mark.django_db


def door_of(case: dict) -> SimpleNamespace:
    """A door of the shared cases, as the database would hand it over."""
    floor = SimpleNamespace(level=case["floor"], staircase=SimpleNamespace(name=case["staircase"]))
    return SimpleNamespace(pk=case["id"], rank=case["rank"], floor=floor if case["floor"] is not None else None)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_doors_of_an_address_are_walked_as_on_the_phone(case) -> None:
    doors = sorted(map(door_of, case["doors"]), key=walking.rank)

    assert "".join(door.pk for door in doors) == case["order"]


def test_the_list_names_each_address_by_street_in_walking_order(walker) -> None:
    page = walker.open().content.decode().partition("<h2>")[2]

    places = ["Rue de l&#x27;Église", "12 bis", "14 bis", "13 bis", "Allée d’en Haut"]
    found = [page.find(place) for place in places]
    assert -1 not in found
    assert found == sorted(found)


@pytest.mark.parametrize(("side", "left_out"), [("pairs", "13 bis"), ("impairs", "12 bis")])
def test_one_side_leaves_the_other_out(walker, side, left_out) -> None:
    page = walker.open(cote=side).content.decode()

    assert left_out not in page


@pytest.mark.parametrize("outcome", sorted(events.OUTCOMES))
def test_each_outcome_is_one_tap_that_leads_to_the_next_door(walker, doors, outcome) -> None:
    answer = walker.tell(doors[0], outcome)

    visit = Visit.objects.get()
    assert (visit.door, visit.outcome, visit.device, visit.device_seq) == (doors[0], outcome, walker.device, 2)
    assert answer["Location"] == f"{walker.address(f'/porte/{doors[1].pk}')}?apres={visit.pk}"
    assert Door.objects.get(pk=doors[0].pk).state == outcome


def test_the_next_page_says_what_was_noted_and_where(walker, doors) -> None:
    answer = walker.client.get(walker.tell(doors[0], "refused")["Location"])

    assert "12 bis, rue de l&#x27;Église, <strong>Refus</strong>" in answer.content.decode()


def test_the_first_tap_begins_the_walk_and_no_other(walker, doors) -> None:
    walker.tell(doors[0])
    walker.tell(doors[1])

    assert list(FieldEvent.objects.values_list("type", "device_seq")) == [("walk.started", 1)]
    walker.turf.refresh_from_db()
    assert walker.turf.state == "in_progress"


def test_a_form_sent_twice_is_one_visit(walker, doors) -> None:
    form = walker.form(doors[0], "refused")

    first, second = walker.send(form), walker.send(form)

    assert Visit.objects.count() == 1
    assert first["Location"] == second["Location"]
    walker.device.refresh_from_db()
    assert (walker.device.seq_high, walker.device.seq_acked) == (2, 2)


def test_numbers_go_on_after_those_that_the_app_has_told_of(walker, doors) -> None:
    walker.device.__class__.objects.filter(pk=walker.device.pk).update(seq_high=7, seq_acked=5)

    walker.tell(doors[0])

    walker.device.refresh_from_db()
    assert Visit.objects.get().device_seq == 9
    assert (walker.device.seq_high, walker.device.seq_acked) == (9, 5)


def test_what_the_app_sends_later_under_the_same_number_is_stored_too(walker, doors) -> None:
    walker.tell(doors[0])
    event = builders.event(walker.device, walker.turf, doors[1], "refused", seq=2, at=timezone.now())
    push = {"schema": 1, "sent_at": timezone.now().isoformat(), "seq_high": 2, "events": [event]}

    answer = walker.client.post("/api/v1/sync/push", push, "application/json", headers={"X-Canvass": "1"})

    assert [result["verdict"] for result in answer.json()["results"]] == ["ok"]
    assert set(Visit.objects.values_list("door", "device_seq")) == {(doors[0].pk, 2), (doors[1].pk, 2)}


def test_a_discussion_keeps_what_was_asked_for(walker, doors) -> None:
    walker.discuss(doors[0], requests=["proxy", "call_back", "nonsense"])

    visit = Visit.objects.get()
    assert (visit.outcome, visit.requests) == ("conversation", ["proxy", "call_back"])


def test_undo_writes_a_correction_and_the_door_is_to_see_again(walker, doors) -> None:
    walker.tell(doors[0], "do_not_knock")
    wrong = Visit.objects.get()
    undo = {"event": walker.fields(f"/porte/{doors[0].pk}")[-1], "supersedes": str(wrong.pk)}
    form = (f"/porte/{doors[0].pk}/annuler", undo)

    for _time in range(2):
        answer = walker.send(form)

    right = Visit.objects.exclude(pk=wrong.pk).get()
    assert (right.supersedes, right.outcome) == (wrong.pk, None)
    assert Door.objects.get(pk=doors[0].pk).state == "todo"
    assert "annulé, à revoir" in walker.client.get(answer["Location"]).content.decode()


def test_nobody_undoes_the_visit_of_another_phone(walker, doors) -> None:
    other = walker_of(walker.device.outing, walker.turf)
    other.tell(doors[0])
    theirs = Visit.objects.get()
    event = walker.pad_event(f"/porte/{doors[1].pk}")

    answer = walker.send((f"/porte/{doors[0].pk}/annuler", {"event": event, "supersedes": str(theirs.pk)}))

    assert answer.status_code == 404
    assert Visit.objects.count() == 1


def test_a_door_is_added_once_and_can_be_opened(walker, doors) -> None:
    path = f"/adresse/{doors[0].address_id}"
    (event, _note), (door,) = walker.fields(path), walker.fields(path, "door")

    for _time in range(2):
        walker.send((path, {"event": event, "door": door, "name": "l'étage à gauche"}))

    added = Door.objects.get(pk=door)
    assert (added.name, added.address_id) == ("l'étage à gauche", doors[0].address_id)
    assert Door.objects.count() == len(doors) + 1
    assert "porte l&#x27;étage à gauche".lower() in walker.open(f"/porte/{door}").content.decode().lower()


def test_a_note_is_kept_encrypted_and_shown_to_the_team(walker, doors) -> None:
    path = f"/adresse/{doors[0].address_id}"

    walker.send((path, {"event": walker.fields(path)[1], "kind": "code", "text": "47B19"}))

    assert b"47B19" not in bytes(AccessNote.objects.get().encrypted_text)
    assert "47B19" in walker.open(f"/porte/{doors[0].pk}").content.decode()


def test_a_note_is_not_shown_once_the_outing_is_over(walker, doors) -> None:
    AccessNote.objects.create(
        campaign=walker.turf.campaign, address=doors[0].address, kind="code", encrypted_text=notes.encrypt("47B19"),
        noted_at=timezone.now(),
    )  # fmt: skip
    path = f"/porte/{doors[0].pk}"
    shown = "47B19" in walker.open(path).content.decode()
    outing = walker.turf.outing
    outing.closed_at = timezone.now()
    outing.save()

    assert (shown, "47B19" in walker.open(path).content.decode()) == (True, False)


def test_what_is_told_after_the_turf_was_withdrawn_is_kept(walker, doors) -> None:
    form = walker.form(doors[0], "refused")
    handing_out.withdraw(walker.turf.assignments.get(), now=timezone.now())

    answer = walker.send(form)

    assert answer["Location"] == "/s/"
    assert (Visit.objects.get().outcome, Visit.objects.get().flags) == ("refused", ["late"])


def test_what_is_refused_waits_in_quarantine_and_the_page_says_so(walker, doors) -> None:
    form = walker.form(doors[0], "refused")
    walker.turf.stops.filter(address=doors[0].address).delete()

    answer = walker.client.get(walker.send(form)["Location"])

    assert Quarantine.objects.get().code == "unknown_door"
    assert "Le serveur a mis cette visite de côté" in answer.content.decode()


def test_handing_back_ends_the_walk_once(walker, doors) -> None:
    form = ("/fin", {"event": walker.fields("/fin")[0]})

    answers = [walker.send(form)["Location"] for _time in range(2)]

    walker.turf.refresh_from_db()
    assert (answers, walker.turf.state) == (["/s/", "/s/"], "free")
    assert list(FieldEvent.objects.values_list("type", flat=True)).count("walk.handed_back") == 1
    assert walker.open().status_code == 404


def test_leaving_ends_the_token(walker, doors) -> None:
    walker.send(("/fin", {"event": walker.fields("/fin")[0]}))

    answer = walker.client.post("/s/partir")

    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert walker.client.get("/s/").status_code == 401


def test_a_phone_with_the_app_is_not_emptied_by_a_plain_page(ground) -> None:
    walker = walker_of(ground[1], public_key="a key")

    answer = walker.client.post("/s/partir")

    assert "Clear-Site-Data" not in answer
    assert walker.client.get("/s/").status_code == 200


def test_what_was_passed_in_a_street_comes_back_at_its_end(walker, doors) -> None:
    first, second, third, elsewhere = doors

    after_third = walker.tell(third)["Location"]
    after_first = walker.tell(first)["Location"]
    after_second = walker.tell(second)["Location"]

    assert [str(first.pk) in after_third, str(second.pk) in after_first, str(elsewhere.pk) in after_second] == [
        True
    ] * 3


def test_after_the_last_door_the_list_says_that_all_is_seen(walker, doors) -> None:
    for door in doors:
        answer = walker.tell(door)

    assert answer["Location"].startswith(walker.address() + "?apres=")
    assert "Toutes les portes sont vues." in walker.client.get(answer["Location"]).content.decode()
