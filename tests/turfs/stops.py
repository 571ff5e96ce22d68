"""Stops for the pure parts: a grid of streets, and the real addresses of Bondy."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

from campaigns.territory.geometry import centre, metres_from
from campaigns.turfs import minutes
from campaigns.turfs.stops import Stop


def stop(address: int, east: float, north: float, *, street: str = "rue A", number: int | None = None, doors: int = 1):
    return Stop(address, float(east), float(north), street, number, doors, minutes.at_address(doors).minutes)


def village(streets: int = 8, houses: int = 20, *, east: float = 0, first: int = 0) -> list[Stop]:
    """Parallel streets 80 metres apart, a house every 12 metres on alternating sides."""
    return [
        stop(
            first + 100 * street + number,
            east + 6 * number,
            80 * street + 5 * (-1) ** number,
            street=f"rue {street}",
            number=number,
        )
        for street in range(streets)
        for number in range(1, houses + 1)
    ]


def bondy(samples: Path) -> list[Stop]:
    """Every address of the official file of Bondy, each taken as one door."""
    with gzip.open(samples / "addresses" / "ban_93010_bondy.csv.gz", "rt", encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines, delimiter=";"))
    places = [(float(row["lon"]), float(row["lat"])) for row in rows]
    plane = metres_from(centre(places), places)
    return [
        stop(index, east, north, street=row["nom_voie"], number=int(row["numero"]))
        for index, (row, (east, north)) in enumerate(zip(rows, plane, strict=True))
    ]
