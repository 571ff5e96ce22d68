"""What the minutes of areas are made of, and the one part of it that a campaign sets itself."""

from __future__ import annotations

import pytest

from campaigns.errors import DomainError
from campaigns.people.models import Campaign
from campaigns.turfs import cutting, minutes, pace
from tests import builders
from tests.builders import SATURDAY


@pytest.fixture
def station(campaign):
    made = builders.station()
    campaign.communes.add(made.commune)
    return made


def cut(campaign, station) -> list[float]:
    outing = builders.outing(campaign)
    cutting.cut(campaign=campaign, outing=outing, stations=[station], minutes=60, now=SATURDAY)
    return [stop.minutes for turf in outing.turfs.all() for stop in turf.stops.all()]


def read(client) -> str:
    return client.get("/sorties/durees").content.decode().replace("\u202f", " ")


def test_a_campaign_begins_with_the_public_length_of_a_conversation(campaign) -> None:
    assert Campaign.objects.get().conversation_minutes == minutes.CONVERSATION_MINUTES


def test_the_next_cut_uses_the_length_that_headquarters_chose(enter, organiser, campaign, station) -> None:
    builders.address(station, 1)
    before = cut(campaign, station)

    answer = enter(organiser).post("/sorties/durees", {"minutes": "2.5"})

    assert (answer.status_code, answer.url) == (302, "/sorties/durees")
    campaign.refresh_from_db()
    assert before == [pytest.approx(0.6 + 0.3 * 4)]
    assert cut(campaign, station) == [pytest.approx(0.6 + 0.3 * 2.5)]


@pytest.mark.parametrize("said", ["0", "-4", "0.4", "15.5", "nan", "inf", "long", ""])
def test_a_length_without_sense_is_refused_and_changes_nothing(enter, organiser, campaign, said) -> None:
    answer = enter(organiser).post("/sorties/durees", {"minutes": said})

    assert answer.status_code == 422
    assert 'class="field-error"' in answer.content.decode()
    assert Campaign.objects.get().conversation_minutes == 4.0


@pytest.mark.parametrize("said", [0, -1, 0.49, 15.01, float("nan"), float("inf")])
def test_the_rule_itself_refuses_it_too(campaign, said) -> None:
    with pytest.raises(DomainError) as refusal:
        pace.talk_for(campaign, said)

    assert refusal.value.code == "conversation_out_of_range"
    assert Campaign.objects.get().conversation_minutes == 4.0


def test_the_length_of_the_campaign_next_door_is_its_own(enter, organiser, outsider) -> None:
    enter(organiser).post("/sorties/durees", {"minutes": "2.5"})

    assert Campaign.objects.get(slug="ailleurs").conversation_minutes == 4.0


def test_rates_say_from_how_many_visits_they_were_learned(enter, organiser, campaign, station, outsider) -> None:
    house, block = builders.address(station, 1), builders.address(station, 3)
    builders.door(campaign, house, knock_count=1_240, open_count=330)
    for _ in range(12):
        builders.door(campaign, block, knock_count=4, open_count=4)
    builders.door(outsider.campaign, house, knock_count=7_000, open_count=7_000)

    page = read(enter(organiser))

    assert "330 ouvertures sur 1 240 passages, tempérées par le chiffre public" in page
    assert "Chiffre public : 0 passage pour l’instant" in page
    assert "Chiffre public : 48 passages pour l’instant" in page
    assert ">27 %<" in page
    assert page.count(">30 %<") == 2


def test_a_leader_reads_it_and_sets_nothing(enter, leader, campaign) -> None:
    signed_in = enter(leader)

    assert "4 min par porte ouverte" in read(signed_in)
    assert '<form method="post" class="form">' not in read(signed_in)
    assert signed_in.post("/sorties/durees", {"minutes": "2"}).status_code == 403
    assert Campaign.objects.get().conversation_minutes == 4.0
