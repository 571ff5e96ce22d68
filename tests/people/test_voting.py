"""The silence of a campaign's rounds, by the clock of its territory (law:V1, law:V2)."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from campaigns.errors import DomainError
from campaigns.people import voting
from tests import builders

PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def two_rounds(db):
    return builders.campaign("deux", first_round_date=date(2027, 6, 13))  # the final one is on the 20th


def is_silent(campaign, *moment: int, zone=PARIS) -> bool:
    try:
        voting.refuse_in_silence(campaign, now=datetime(2027, 6, *moment, tzinfo=zone))
    except DomainError as error:
        return error.code == "silence"
    return False


@pytest.mark.parametrize(
    ("moment", "silent"),
    [
        ((11, 23, 59), False),
        ((12, 0, 0), True),
        ((13, 19, 59), True),
        ((13, 20, 0), False),
        ((14, 8, 0), False),  # open again between the rounds (law:V4)
        ((18, 23, 59), False),
        ((19, 0, 0), True),
        ((20, 20, 0), False),
    ],
)
def test_each_round_has_its_eve(two_rounds, moment, silent) -> None:
    assert is_silent(two_rounds, *moment) is silent


def test_one_round_is_counted_once(db) -> None:
    campaign = builders.campaign("un", first_round_date=date(2027, 6, 20))

    assert len(voting.silences(campaign)) == 1


def test_the_territory_s_clock_decides(db) -> None:
    campaign = builders.campaign("tahiti", time_zone="Pacific/Tahiti")

    assert not is_silent(campaign, 19, 8, 0)  # still Friday evening at home
    assert is_silent(campaign, 19, 0, 0, zone=ZoneInfo("Pacific/Tahiti"))
