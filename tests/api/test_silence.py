"""From 00:00 on the eve of a vote nobody is sent to doors; what was done before still arrives (law:V2)."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from campaigns.doors.models import Door
from campaigns.errors import DomainError
from campaigns.people import joining
from campaigns.people.models import Campaign, Device, JoinRequest
from campaigns.turfs import handing_out
from campaigns.turfs.models import Assignment
from campaigns.visits.models import Visit
from tests.api.test_walk import pushed
from tests.builders import event


@pytest.fixture
def eve(joined, turf):
    """The vote is tomorrow by the clock of the territory; the phone joined before."""
    Campaign.objects.update(final_round_date=local_day() + timedelta(days=1))
    return joined


def local_day(zone: str = "Europe/Paris"):
    return timezone.now().astimezone(ZoneInfo(zone)).date()


def test_no_walk_is_handed_out(eve, turf) -> None:
    asked = JoinRequest.objects.create(
        campaign=turf.campaign, code=turf.join_code, outing=turf.outing, first_name="Omar", status="accepted"
    )

    answers = [
        eve.post("join", {"code": turf.join_code.words, "first_name": "Omar"}),
        eve.post(f"join/j-{asked.pk}/token"),
        eve.get(f"turfs/t-{turf.pk}/bundle"),
    ]

    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(423, "silence")] * 3
    assert all("réserve" in answer.json()["detail"] for answer in answers)
    assert Device.objects.count() == 1


def test_a_leader_cannot_give_one_either(eve, turf, leader) -> None:
    Assignment.objects.all().delete()
    turf.campaign.refresh_from_db()
    now = timezone.now()

    for give in (
        lambda: handing_out.give_to_team(turf, leader.teams_led.get(), now=now),
        lambda: handing_out.give_to_phone(turf, Device.objects.get(), now=now),
        lambda: handing_out.place(Device.objects.get(), turf, now=now),
    ):
        with pytest.raises(DomainError) as refusal:
            give()
        assert refusal.value.code == "silence"
    assert not Assignment.objects.exists()


def test_a_turf_can_still_be_taken_back(eve, turf) -> None:
    turf.campaign.refresh_from_db()

    handing_out.give_to_team(turf, None, now=timezone.now())
    handing_out.withdraw(Assignment.objects.get(), now=timezone.now())

    assert Assignment.objects.get().ended_as == "withdrawn"


def test_visits_made_before_still_arrive_and_are_not_marked(eve, turf) -> None:
    before = datetime.combine(local_day(), datetime.min.time(), ZoneInfo("Europe/Paris")) - timedelta(hours=3)
    made = [event(Device.objects.get(), turf, Door.objects.first(), seq=1, at=before),
            event(Device.objects.get(), turf, Door.objects.first(), seq=2, at=timezone.now())]  # fmt: skip
    for sent in made:
        del sent["mono_ms"]

    answer = eve.post("sync/push", pushed(*made))

    assert [result["verdict"] for result in answer.json()["results"]] == ["ok", "ok"]
    assert list(Visit.objects.order_by("device_seq").values_list("flags", flat=True)) == [[], ["in_silence"]]


def test_phones_are_told_why_at_their_next_pull(eve, turf) -> None:
    cursor = eve.get("sync/pull").json()
    assert cursor["code"] == "reset"
    from campaigns.visits import changes

    answer = eve.get("sync/pull", cursor=changes.cursor_now(turf.campaign)).json()

    assert [command["command"] for command in answer["commands"]] == ["show_message"]
    assert "réserve" in answer["commands"][0]["text"]


@pytest.mark.parametrize("zone", ["Pacific/Noumea", "Pacific/Tahiti", "Indian/Reunion", "America/Guadeloupe"])
@pytest.mark.parametrize(("minutes", "silent"), [(-1, False), (1, True)])
def test_the_eve_begins_at_midnight_of_the_territory(turf, zone, minutes, silent) -> None:
    turf.campaign.time_zone = zone
    turf.campaign.save()
    eve = turf.campaign.final_round_date - timedelta(days=1)
    now = datetime.combine(eve, datetime.min.time(), ZoneInfo(zone)) + timedelta(minutes=minutes)
    code = joining.open_code(outing=turf.outing, now=now)
    code.expires_at = now + timedelta(hours=1)
    code.save()

    try:
        joining.ask(code_text=code.words, first_name="Omar", now=now)
        refused = False
    except DomainError as error:
        refused = error.code == "silence"

    assert refused is silent
