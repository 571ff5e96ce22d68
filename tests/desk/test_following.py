"""Following an outing: who is late or silent, taking an area back, giving it to another."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.people.models import Device, Outing
from campaigns.turfs.models import Assignment, Turf
from sms.rollcall import told_by_text
from sms.rollcall.models import LeaderCall, RollCall
from tests import builders
from tests.desk.test_dispatch import page, said


def look(client, walk) -> list[tuple[str, list[str]]]:
    """Of each row, who holds it and what is the matter."""
    rows = client.get(page(walk, "suivre")).context["turfs"]
    return [(", ".join(row["item"].names), [worry["words"] for worry in row["worries"]]) for row in rows]


def test_a_lost_phone_has_no_access_from_then_on(enter, leader, walk) -> None:
    client, path = enter(leader), page(walk, f"telephones/{walk.device.pk}/perdu")

    told = said(client, path)
    first = Device.objects.get().revoked_at
    client.post(path)

    assert told == ["Le téléphone de Léa n’a plus accès."]
    assert first is not None
    assert Device.objects.get().revoked_at == first
    assert client.get(page(walk, "suivre")).context["phones"] == []


def test_what_a_lost_phone_was_to_walk_is_free(enter, leader, walk) -> None:
    builders.visits(walk.device, walk.turf, (walk.doors[0], "refused"), at=timezone.now() - timedelta(minutes=9))
    Turf.objects.update(state="in_progress")

    enter(leader).post(page(walk, f"telephones/{walk.device.pk}/perdu"))

    turf = Turf.objects.get()
    assert (turf.state, turf.door_count, Assignment.objects.get().ended_as) == ("free", 3, "withdrawn")


def test_a_phone_may_still_be_lost_after_the_outing(enter, leader, walk) -> None:
    Outing.objects.update(closed_at=timezone.now())

    enter(leader).post(page(walk, f"telephones/{walk.device.pk}/perdu"))

    assert Device.objects.get().revoked_at is not None


def test_following_tells_what_a_phone_still_holds(enter, leader, walk) -> None:
    Device.objects.update(seq_high=4, seq_acked=1, last_seen_at=timezone.now() - timedelta(minutes=5))

    context = enter(leader).get(page(walk, "suivre")).context

    assert [(phone.first_name, n) for phone, n in context["unsent"]] == [("Léa", 3)]
    assert [(row["item"].seen, row["item"].doors) for row in context["turfs"]] == [(0, 4)]


def test_the_page_that_follows_asks_for_its_part_alone(enter, leader, walk) -> None:
    client = enter(leader)

    whole, part = client.get(page(walk, "suivre")), client.get(page(walk, "suivre"), headers={"HX-Request": "true"})

    assert ("<html" in whole.content.decode(), "<html" in part.content.decode()) == (True, False)
    assert "HX-Request" in whole.headers["Vary"]
    assert "HX-Request" in part.headers["Vary"]


def test_a_walk_without_a_sign_is_told_with_what_to_do(enter, leader, walk) -> None:
    Turf.objects.update(state="in_progress")
    Assignment.objects.update(assigned_at=timezone.now() - timedelta(minutes=30))
    Device.objects.update(last_seen_at=timezone.now() - timedelta(minutes=25))
    client = enter(leader)

    assert look(client, walk) == [("Léa", ["Sans nouvelles depuis 25\u202fmin"])]
    assert "reprenez le secteur" in client.get(page(walk, "suivre")).content.decode()


def test_a_walk_that_takes_too_long_or_was_not_begun_is_told_and_a_free_one_is_not(enter, leader, walk) -> None:
    client, now = enter(leader), timezone.now()
    Assignment.objects.update(assigned_at=now - timedelta(minutes=30))
    Device.objects.update(last_seen_at=now)

    Turf.objects.update(state="assigned")
    not_begun = look(client, walk)
    Turf.objects.update(state="in_progress", minutes=120)
    late = look(client, walk)
    Turf.objects.update(state="done")
    done = look(client, walk)
    Turf.objects.update(state="in_progress")
    Outing.objects.update(closed_at=now)
    closed = look(client, walk)

    assert not_begun == [("Léa", ["Pas commencé depuis 30\u202fmin"])]
    assert late == [("Léa", ["En retard\u202f: 30\u202fmin de trop pour le temps qui reste"])]
    assert (done, closed) == ([("Léa", [])], [("Léa", [])])


def test_an_area_taken_back_half_done_is_its_rest_on_every_page(enter, leader, walk) -> None:
    seen = [(walk.doors[0], "refused"), (walk.doors[1], "not_home"), (walk.doors[2], "not_home")]
    Turf.objects.update(state="in_progress")
    builders.visits(walk.device, walk.turf, *seen, at=timezone.now() - timedelta(minutes=9))
    client = enter(leader)

    told = said(client, page(walk, f"secteurs/{walk.turf.pk}/reprendre"))

    board, progress = (client.get(page(walk, end)).content.decode() for end in ("repartir", "suivre"))
    assert told == [f"Le secteur {walk.turf} est de nouveau libre."]
    assert "le reste\u202f: 1 porte (3 sur 4 faites)" in board
    assert "le reste\u202f; 3 sur 4 en tout" in progress


def test_the_rest_is_given_to_another_and_the_first_phone_has_it_no_more(enter, leader, walk) -> None:
    second = builders.device(walk.outing, first_name="Omar")
    Turf.objects.update(state="in_progress")

    told = said(enter(leader), page(walk, f"secteurs/{walk.turf.pk}/passer"), {"device": second.pk})

    assert told == [f"Omar a le secteur {walk.turf}."]
    assert [held.device for held in Assignment.objects.filter(ended_at=None)] == [second]


@pytest.mark.parametrize("device", ["", "nonsense", "00000000-0000-0000-0000-000000000000"])
def test_a_phone_that_did_not_come_takes_nothing_over(enter, leader, walk, device) -> None:
    answer = enter(leader).post(page(walk, f"secteurs/{walk.turf.pk}/passer"), {"device": device})

    assert answer.status_code == 404
    assert Assignment.objects.get().ended_at is None


def test_a_closed_outing_keeps_its_areas_with_those_who_have_them(enter, leader, walk) -> None:
    Outing.objects.update(closed_at=timezone.now())
    client = enter(leader)

    told = [
        said(client, page(walk, f"secteurs/{walk.turf.pk}/reprendre")),
        said(client, page(walk, f"secteurs/{walk.turf.pk}/passer"), {"device": walk.device.pk}),
    ]

    assert told == [["Cette sortie est fermée."]] * 2
    assert Assignment.objects.get().ended_at is None
    assert "reprendre" not in client.get(page(walk, "suivre")).content.decode()


def test_what_was_reported_by_text_stands_apart_from_the_visits(enter, leader, walk) -> None:
    RollCall.objects.create(
        campaign=walk.outing.campaign, outing=walk.outing, text="?", invite_at=walk.outing.starts_at,
        escalate_at=walk.outing.starts_at, close_at=walk.outing.starts_at,
    )  # fmt: skip
    call = LeaderCall.objects.create(
        roll_call=walk.outing.roll_call, membership=leader, team=leader.teams_led.get(), code="A" * 12
    )
    for doors in (40, 48):
        told_by_text.note(call, told_by_text.Report(doors, 17, 9), inbound=None, now=timezone.now())
    client = enter(leader)

    shown = client.get(page(walk, "suivre"))

    assert [(row.doors, row.opened, row.conversations) for row in shown.context["told"]] == [(48, 17, 9)]
    assert '<td data-label="Portes">48</td>' in shown.content.decode()
    assert [row["item"].seen for row in shown.context["turfs"]] == [0]
