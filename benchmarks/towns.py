"""Files of addresses for the benchmarks: invented communes in the layout of the Base Adresse Nationale.

The towns are those of the demo, street by street as the official file lists them, so that streets, numbers,
suffixes and positions look like real ones.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from canvass.demo import plan

HEADER = (
    "id", "id_fantoir", "numero", "rep", "nom_voie", "code_postal", "code_insee", "nom_commune",
    "code_insee_ancienne_commune", "nom_ancienne_commune", "x", "y", "lon", "lat", "type_position", "alias", "nom_ld",
    "libelle_acheminement", "nom_afnor", "source_position", "source_nom_voie", "certification_commune", "cad_parcelles",
)  # fmt: skip
STATIONS = 30  # about 3,000 addresses: a town between a village and Bondy


def write(path: Path, *, rows: int, seed: int, first: int = 1, step: int = 1) -> None:
    """A file of that many addresses; the same seed gives the same file.

    Communes are numbered from ``first`` by ``step``, so that two files can lie between each other.
    """
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(islice(_addresses(random.Random(seed), first, step), rows))


def _addresses(chance: random.Random, first: int, step: int) -> Iterator[list[str]]:
    number = first
    while True:
        yield from _commune(chance, f"{1 + number // 900:02}{1 + number % 900:03}", f"Valmont-{number}")
        number += step


def _commune(chance: random.Random, code: str, name: str) -> Iterator[list[str]]:
    shift = int(code) * 0.013 % 8, int(code) * 0.0007 % 7  # towns do not lie upon each other
    houses = [house for area in plan.lay_out(chance, STATIONS) for house in area.houses]
    streets = {street: rank for rank, street in enumerate(dict.fromkeys(house.street for house in houses), start=1)}
    for house in sorted(houses, key=lambda house: (house.street, house.number, house.suffix)):
        lon, lat = (round(at + by, 6) for at, by in zip(plan.to_degrees(house.east, house.north), shift, strict=True))
        identity = f"{code}_{streets[house.street]:04}_{house.number:05}{house.suffix and '_' + house.suffix}"
        place = [f"{700_000 + house.east:.2f}", f"{6_790_000 + house.north:.2f}", str(lon), str(lat)]
        plain = house.street.upper()
        yield [
            identity, f"{code}_{streets[house.street]:04}", str(house.number), house.suffix, house.street,
            f"{code[:2]}{int(code[2:]) // 10 * 10:03}", code, name, "", "", *place, "entrée", "", "", name.upper(),
            plain, "commune", "commune", "1", "",
        ]  # fmt: skip
