"""The rest of a walk goes from one phone to another, and never to two or to nobody."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.errors import DomainError
from campaigns.people import devices, joining
from campaigns.people.models import Campaign, Device, JoinRequest
from campaigns.turfs import handing_out, relaying
from campaigns.turfs.models import Turf
from tests import builders

NOW = timezone.now()


@pytest.fixture
def outing(campaign, leader):
    return builders.outing(campaign, leader.teams_led.get(), starts_at=NOW - timedelta(minutes=10))


@pytest.fixture
def turf(outing):
    return builders.turf(outing, builders.address(builders.station(), 12))


@pytest.fixture
def giver(outing, turf):
    phone = builders.device(outing, turf, first_name="Léa")
    handing_out.start(turf, phone, now=NOW)
    return phone


def scan(relay, name: str = "Omar", *, at=NOW) -> Device:
    """Scan the giver's screen and come in."""
    asked = joining.ask(code_text=joining.qr_path(relay.code, at)[3:], first_name=name, now=at)
    return enter(asked, at=at)


def enter(asked: JoinRequest, *, at=NOW) -> Device:
    device, _token = joining.issue_token(asked, now=at)
    relaying.let_in(asked.code, device, now=at)
    return device


def holders(turf: Turf) -> list[str]:
    return sorted(held.device.first_name for held in turf.assignments.filter(ended_at=None))


def refusal(work) -> str:
    with pytest.raises(DomainError) as raised:
        work()
    return raised.value.code


def test_who_scans_the_giver_s_screen_holds_the_walk_and_the_giver_no_more(turf, giver) -> None:
    relay = relaying.offer(turf, giver, now=NOW)
    assert (holders(turf), relaying.state(relay, now=NOW)) == (["Léa"], ("open", ""))

    scan(relay)

    turf.refresh_from_db()
    assert (holders(turf), turf.state) == (["Omar"], "in_progress")
    assert relaying.state(relaying.last_offer(turf, giver), now=NOW) == ("taken", "Omar")
    assert turf.assignments.get(device=giver).ended_as == "handed_over"


def test_a_partner_who_stays_keeps_the_walk(turf, giver, outing) -> None:
    builders.device(outing, turf, first_name="Sami")

    scan(relaying.offer(turf, giver, now=NOW))

    assert holders(turf) == ["Omar", "Sami"]


def test_the_code_lets_one_phone_in(turf, giver) -> None:
    relay = relaying.offer(turf, giver, now=NOW)
    scan(relay)

    assert refusal(lambda: scan(relay, "Zoé")) == "code_full"


def test_the_code_is_over_after_ten_minutes(turf, giver) -> None:
    relay = relaying.offer(turf, giver, now=NOW)
    later = NOW + timedelta(minutes=10)

    assert refusal(lambda: scan(relay, at=later)) == "code_expired"
    assert relaying.state(relay, now=later) == ("over", "")


def test_typed_words_reach_the_leader_and_the_giver_keeps_the_walk_meanwhile(turf, giver, leader) -> None:
    relay = relaying.offer(turf, giver, now=NOW)
    asked = joining.ask(code_text=relay.code.words.lower(), first_name="Omar", network="192.0.2.1", now=NOW)
    assert (asked.status, holders(turf)) == ("waiting", ["Léa"])
    assert relaying.state(relaying.last_offer(turf, giver), now=NOW + timedelta(hours=1)) == ("asked", "Omar")

    joining.accept(asked, by=leader, now=NOW)
    enter(asked)

    assert holders(turf) == ["Omar"]


def test_after_a_refusal_by_the_leader_the_offer_is_over(turf, giver, leader) -> None:
    relay = relaying.offer(turf, giver, now=NOW)
    asked = joining.ask(code_text=relay.code.words, first_name="Omar", network="192.0.2.1", now=NOW)

    joining.refuse(asked, by=leader, now=NOW)

    assert (relaying.state(relay, now=NOW), holders(turf)) == (("over", ""), ["Léa"])


def test_another_code_ends_the_one_before(turf, giver) -> None:
    first = relaying.offer(turf, giver, now=NOW)

    second = relaying.offer(turf, giver, now=NOW)

    assert refusal(lambda: scan(first)) == "code_expired"
    assert scan(second).first_name == "Omar"


def test_an_offer_taken_back_leads_nowhere_even_to_somebody_already_accepted(turf, giver) -> None:
    relay = relaying.offer(turf, giver, now=NOW)
    asked = joining.ask(code_text=joining.qr_path(relay.code, NOW)[3:], first_name="Omar", now=NOW)

    relaying.close(giver, turf, now=NOW)
    enter(asked)

    assert (holders(turf), relaying.state(relaying.last_offer(turf, giver), now=NOW)) == (["Léa"], ("over", ""))


def test_a_lost_phone_hands_nothing_over(turf, giver) -> None:
    relay = relaying.offer(turf, giver, now=NOW)
    devices.revoke(giver, now=NOW)

    scan(relay)

    assert holders(turf) == ["Léa"]


def test_a_walk_taken_back_meanwhile_is_not_handed_over(turf, giver) -> None:
    relay = relaying.offer(turf, giver, now=NOW)
    handing_out.withdraw(turf.assignments.get(), now=NOW)

    scan(relay)

    assert holders(turf) == []


def test_only_the_holder_offers_a_walk(turf, giver, outing) -> None:
    stranger = builders.device(outing, first_name="Zoé")

    assert refusal(lambda: relaying.offer(turf, stranger, now=NOW)) == "turf_not_held"


@pytest.mark.parametrize("over", [{"ends_at": NOW}, {"closed_at": NOW}])
def test_after_the_outing_no_walk_is_handed_over(turf, giver, outing, over) -> None:
    type(outing).objects.update(**over)
    turf.refresh_from_db()

    assert refusal(lambda: relaying.offer(turf, giver, now=NOW)) == "outing_over"


def test_in_the_silence_no_walk_is_handed_over(turf, giver) -> None:
    Campaign.objects.update(final_round_date=timezone.localdate(NOW) + timedelta(days=1))
    turf.refresh_from_db()

    assert refusal(lambda: relaying.offer(turf, giver, now=NOW)) == "silence"


@pytest.mark.parametrize(("left", "state"), [("todo", "free"), ("not_home", "done")])
def test_the_walk_ends_when_the_newcomer_gives_it_back_whatever_the_giver_s_phone_does(
    turf, giver, left, state
) -> None:
    builders.door(turf.campaign, turf.stops.get().address, state=left)
    newcomer = scan(relaying.offer(turf, giver, now=NOW))

    handing_out.hand_back(turf, newcomer, now=NOW)

    assert turf.state == state


def test_a_relay_is_never_taken_for_the_code_of_the_outing(turf, giver, outing) -> None:
    relaying.offer(turf, giver, now=NOW)

    assert joining.code_in_use(outing, now=NOW) is None


def test_the_leader_follows_what_stands_and_what_was_taken(turf, giver, outing) -> None:
    relaying.offer(turf, giver, now=NOW)
    taken = relaying.offer(turf, giver, now=NOW)
    newcomer = scan(taken)
    standing = relaying.offer(turf, newcomer, now=NOW + timedelta(minutes=1))

    assert relaying.shown(outing, now=NOW + timedelta(minutes=2)) == [standing, taken]
    assert relaying.shown(outing, now=NOW + timedelta(hours=1)) == [taken]
