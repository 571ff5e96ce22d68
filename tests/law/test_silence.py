"""The eve of the vote, in every territory."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.law import silence, territories

SUNDAY = date(2027, 4, 11)
ZONES = [territories.METROPOLE.time_zone, *(place.time_zone for place in territories.OVERSEAS.values())]


@pytest.mark.parametrize(
    ("moment", "silent"),
    [
        ((9, 23, 59), False),
        ((10, 0, 0), True),
        ((11, 19, 59), True),
        ((11, 20, 0), False),
    ],
)
def test_silence_lasts_from_the_eve_to_the_last_closing(moment: tuple[int, int, int], silent: bool) -> None:
    day, hour, minute = moment
    instant = datetime(2027, 4, day, hour, minute, tzinfo=ZoneInfo("Europe/Paris"))

    assert silence.in_silence(instant, [SUNDAY], "Europe/Paris") is silent


def test_the_eve_is_that_of_the_territory() -> None:
    midnight_in_paris = datetime(2027, 4, 10, 0, 0, tzinfo=ZoneInfo("Europe/Paris"))

    assert silence.in_silence(midnight_in_paris, [SUNDAY], "Indian/Reunion")
    assert not silence.in_silence(midnight_in_paris, [SUNDAY], "Pacific/Tahiti")


@given(st.dates(date(2025, 1, 1), date(2036, 12, 31)), st.sampled_from(ZONES))
def test_silence_is_always_forty_four_hours_on_the_local_clock(day: date, zone: str) -> None:
    starts, ends = silence.window(day, zone)

    assert ends.replace(tzinfo=None) - starts.replace(tzinfo=None) == timedelta(hours=44)


def test_unknown_rounds_impose_no_silence() -> None:
    assert not silence.in_silence(datetime(2027, 4, 10, tzinfo=UTC), [None], "Europe/Paris")


@pytest.mark.parametrize(
    ("commune", "zone"),
    [("94033", "Europe/Paris"), ("2A004", "Europe/Paris"), ("97411", "Indian/Reunion"), ("98735", "Pacific/Tahiti")],
)
def test_a_commune_lives_by_the_clock_of_its_territory(commune: str, zone: str) -> None:
    assert territories.of_commune(commune).time_zone == zone
