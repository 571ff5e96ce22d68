"""Which clock, telephone and day of vote each territory has."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from campaigns.law import territories

SUMMER, WINTER = datetime(2027, 7, 1, 12), datetime(2027, 1, 1, 12)


def hours(zone: str, moment: datetime) -> float:
    return moment.replace(tzinfo=ZoneInfo(zone)).utcoffset().total_seconds() / 3600


@pytest.mark.parametrize(
    ("commune", "code"),
    [("94033", "FR"), ("2A004", "FR"), ("97411", "974"), ("97701", "977"), ("97801", "978"), ("98818", "988"),
     ("99001", "FR"), ("00001", "FR"), ("", "FR")],
)  # fmt: skip
def test_a_commune_is_in_the_territory_of_its_code(commune, code) -> None:
    assert territories.of_commune(commune).code == code


@pytest.mark.parametrize(
    ("code", "winter", "summer"),
    [("971", -4, -4), ("972", -4, -4), ("973", -3, -3), ("974", 4, 4), ("975", -3, -2), ("976", 3, 3), ("977", -4, -4),
     ("978", -4, -4), ("986", 12, 12), ("987", -10, -10), ("988", 11, 11)],
)  # fmt: skip
def test_each_territory_has_its_hours_from_greenwich(code, winter, summer) -> None:
    zone = territories.OVERSEAS[code].time_zone

    assert (hours(zone, WINTER), hours(zone, SUMMER)) == (winter, summer)


def test_those_behind_paris_vote_on_saturday_and_those_ahead_on_sunday() -> None:
    paris = hours("Europe/Paris", datetime.combine(date(2027, 4, 11), WINTER.time()))

    assert {place.code for place in territories.OVERSEAS.values() if place.saturday_vote} == {
        place.code for place in territories.OVERSEAS.values() if hours(place.time_zone, SUMMER) < paris
    }


def test_every_territory_has_a_telephone_region_of_its_own() -> None:
    regions = [place.phone_region for place in (territories.METROPOLE, *territories.OVERSEAS.values())]

    assert len(set(regions)) == len(regions)
    assert all(len(region) == 2 and region.isupper() for region in regions)
