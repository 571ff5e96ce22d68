"""Where the minutes of an area come from, as a leader reads it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from campaigns.turfs import cutting
from campaigns.turfs.accounts import Account
from canvass.desk import whence
from tests import builders
from tests.builders import SATURDAY

ACCOUNT = Account(
    minutes=88,
    doors=41,
    floors=6,
    floors_guessed=3,
    opening_rate=0.274,
    opening_knocks=1_240,
    minutes_per_conversation=4,
    knocking_minutes=24.6,
    conversation_minutes=44.9,
    stairs_minutes=2.4,
    walking_minutes=12.2,
)


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (
            {},
            "ouverture 27 % apprise sur 1 240 passages, 4 min par porte ouverte, 6 étages à monter, dont 3 ",
        ),
        (
            {"opening_knocks": 0, "opening_rate": 0.3},
            "ouverture 30 %, chiffre public, 4 min par porte ouverte, ",
        ),
        (
            {"floors": 0, "floors_guessed": 0},
            " apprise sur 1 240 passages, 4 min par porte ouverte, 12 min",
        ),
        ({"floors": 1, "floors_guessed": 0}, "4 min par porte ouverte, 1 étage à monter, 12 min de marche"),
        ({"floors": 3}, "4 min par porte ouverte, 3 étages supposés à monter, 12 min de marche"),
        ({"floors_guessed": 1}, "6 étages à monter, dont 1 supposé, 12 min de marche"),
        ({"minutes_per_conversation": 3.5}, " passages, 3,5 min par porte ouverte, "),
        ({"minutes_per_conversation": 10}, " passages, 10 min par porte ouverte, "),
        ({"walking_minutes": 75.0}, ", 1 h 15 de marche"),
        ({"doors": 1}, "1 porte, ouverture 27 %"),
    ],
)
def test_the_minutes_say_what_they_came_from(known, expected) -> None:
    assert expected in whence.told(replace(ACCOUNT, **known)).replace("\u202f", " ")


def test_within_one_address_there_is_no_walking() -> None:
    assert "marche" not in whence.told(replace(ACCOUNT, walking_minutes=0.4))


def test_each_area_of_the_outing_says_it(client, organiser, campaign, enter) -> None:
    station = builders.station()
    campaign.communes.add(station.commune)
    builders.address(station, 1, dwellings=12)
    old = builders.door(campaign, builders.address(station, 9, street="Quai du Port", lon=3))
    type(old).objects.filter(pk=old.pk).update(knock_count=1_000, open_count=200)
    outing = builders.outing(campaign)
    cutting.cut(campaign=campaign, outing=outing, stations=[station], minutes=60, now=SATURDAY)

    page = enter(organiser).get(f"/sorties/{outing.pk}/repartir").content.decode().replace("\u202f", " ")

    assert "2 étages supposés à monter" in page
    assert "Pourquoi " in page
    assert "apprise sur 1 000 passages" in page


def test_the_rest_of_a_walk_and_an_old_cut_say_nothing(organiser, campaign, enter) -> None:
    station = builders.station()
    campaign.communes.add(station.commune)
    builders.address(station, 1)
    outing = builders.outing(campaign)
    cutting.cut(campaign=campaign, outing=outing, stations=[station], minutes=60, now=SATURDAY)
    outing.turfs.update(pass_no=2)
    builders.turf(outing, builders.address(station, 3), number=7)

    page = enter(organiser).get(f"/sorties/{outing.pk}/repartir").content.decode()

    assert "chiffre public" not in page
    assert page.count('<article class="card turf') == 2
