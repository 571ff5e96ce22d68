"""Valmont, an invented town of any size, written into the territory. The same seed gives the same town."""

from __future__ import annotations

import random
import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction

from campaigns.territory.models import (
    Address,
    Bloc,
    Commune,
    DwellingsSource,
    Election,
    ElectionList,
    PollingStation,
    StationResult,
    Street,
)
from canvass.demo import mapping, names, plan, votes

INSEE_CODE = "00001"  # no commune has it
NAME = "Valmont"
LOADED = ("territory_address", "territory_street", "territory_pollingstation", "territory_stationresult",
          "territory_streetline", "territory_outline")  # fmt: skip
LISTS = {
    "left": "Valmont en commun",
    "centre": "Élan valmontois",
    "right": "Valmont d'abord",
    "far_right": "Rassembler Valmont",
    "other": "Liste citoyenne",
}


@dataclass(frozen=True)
class Town:
    commune: Commune
    stations: list[PollingStation]


@transaction.atomic
def build(*, seed: int = 1, stations: int = 60, code: str = INSEE_CODE, name: str = NAME) -> Town:
    """Make the commune with its stations, streets, addresses, map and three past elections.

    Raises ValueError when the commune is there already: a town is built once.
    """
    if Commune.objects.filter(code=code).exists():
        raise ValueError(f"the commune {code} exists already")
    chance = random.Random(seed)
    commune = Commune.objects.create(code=code, name=name)
    areas = plan.lay_out(chance, stations)
    rows = PollingStation.objects.bulk_create(
        _station(chance, commune, number, area) for number, area in enumerate(areas, start=1)
    )
    _addresses(commune, rows, areas)
    mapping.draw([house for area in areas for house in area.houses])
    _elections(seed, rows, areas)
    with connection.cursor() as cursor:  # as after every large load: else the planner thinks these tables empty
        cursor.execute(f"ANALYZE {', '.join(LOADED)}")
    return Town(commune, rows)


def _station(chance: random.Random, commune: Commune, number: int, area: plan.Area) -> PollingStation:
    ring = [list(plan.to_degrees(east, north)) for east, north in area.corners]
    lon, lat = plan.to_degrees(*_centre(area))
    homes = sum(house.dwellings or 1 for house in area.houses)
    return PollingStation(
        code=f"{commune.code}-{number:04d}",
        commune=commune,
        number=f"{number:04d}",
        name=names.polling_place(chance, area.houses[0].street),
        registered=round(homes * votes.PER_DWELLING),
        contour={"type": "Polygon", "coordinates": [ring]},
        lon=lon,
        lat=lat,
    )


def _addresses(commune: Commune, stations: list[PollingStation], areas: list[plan.Area]) -> None:
    wanted = sorted({house.street for area in areas for house in area.houses})
    streets = {
        street.name: street
        for street in Street.objects.bulk_create(Street(commune=commune, name=name, key=_key(name)) for name in wanted)
    }
    Address.objects.bulk_create(
        (
            _address(commune, station, streets[house.street], house)
            for station, area in zip(stations, areas, strict=True)
            for house in area.houses
        ),
        batch_size=5_000,
    )


def _address(commune: Commune, station: PollingStation, street: Street, house: plan.House) -> Address:
    lon, lat = plan.to_degrees(house.east, house.north)
    return Address(
        commune=commune,
        key=f"{street.key}|{house.number}|{house.suffix}",
        street=street,
        number=house.number,
        suffix=house.suffix,
        lon=lon,
        lat=lat,
        station=station,
        dwellings=house.dwellings,
        dwellings_source=DwellingsSource.FILE if house.dwellings else DwellingsSource.UNKNOWN,
        source="demo",
    )


def _elections(seed: int, stations: list[PollingStation], areas: list[plan.Area]) -> None:
    registered = [station.registered or 0 for station in stations]
    tables = votes.results(seed, [_centre(area) for area in areas], registered)
    for past, table in zip(votes.PAST, tables, strict=True):
        election, new = Election.objects.get_or_create(
            code=past.code,
            defaults={"name": past.name, "kind": past.kind, "date": date(past.year, past.month, past.day)},
        )
        if new:
            ElectionList.objects.bulk_create(
                ElectionList(election=election, code=bloc, name=LISTS[bloc], bloc=Bloc(bloc)) for bloc in votes.BLOCS
            )
        StationResult.objects.bulk_create(
            StationResult(election=election, station=station, **vars(result))
            for station, result in zip(stations, votes.as_it_was(past, table), strict=True)
            if result is not None
        )


def _centre(area: plan.Area) -> tuple[float, float]:
    count = len(area.houses)
    return sum(house.east for house in area.houses) / count, sum(house.north for house in area.houses) / count


def _key(name: str) -> str:
    bare = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return " ".join(re.findall(r"[a-z0-9]+", bare))
