"""The ground that the cut and the order are measured on: an invented town, or a town's own files."""

from __future__ import annotations

import argparse
import math
import random
import re
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

from campaigns.territory import street_names
from campaigns.territory.geometry import METRES_PER_DEGREE, Point, centre, metres_from
from campaigns.territory.layouts import ways as way_layout
from campaigns.territory.layouts.addresses import AddressRow, recognise
from campaigns.territory.layouts.bad_row import BadRow
from campaigns.territory.network import snapping
from campaigns.territory.network.graph import Line, Network
from campaigns.territory.numbers import NotANumber
from campaigns.territory.reading import FileProblem, open_table
from campaigns.territory.ways import open_ways
from campaigns.turfs import minutes
from campaigns.turfs.metric import STRAIGHT, Metric, OnStreets
from campaigns.turfs.stops import Stop
from canvass.demo import plan

DOORS_PER_STATION = 350  # of the invented town


class Ground(NamedTuple):
    """Stops in the plane, and what measures the way between them."""

    stops: list[Stop]
    metric: Metric


def options(parser: argparse.ArgumentParser, *, doors: int = 2_000) -> None:
    """Which ground is measured."""
    parser.add_argument("--doors", type=int, default=doors, help=f"how many doors, the nearest to the middle ({doors})")
    parser.add_argument("--minutes", type=float, default=90, help="asked of a walk (90)")
    parser.add_argument("--seed", type=int, default=1, help="of the invented town (1)")
    parser.add_argument("--addresses", type=Path, help="a file of your own, of any layout that the product reads")
    parser.add_argument("--streets", type=Path, help="an extract of OpenStreetMap around these addresses")


def of(chosen: argparse.Namespace, doors: int | None = None) -> Ground:
    """The ground asked for; exits with a sentence where a file is of no use."""
    count = doors or chosen.doors
    if chosen.addresses is None:
        return Ground(_middle(_invented(chosen.seed, count), count), STRAIGHT)
    try:
        rows = _rows(chosen.addresses)
        origin = centre([(row.lon or 0.0, row.lat or 0.0) for row in rows])
        stops = _middle(_stops(rows, origin), count)
        return Ground(stops, STRAIGHT if chosen.streets is None else _on_streets(chosen.streets, stops, origin))
    except FileProblem as problem:
        raise SystemExit(str(problem)) from problem


def arithmetic() -> float:
    """Milliseconds of a fixed piece of arithmetic: how fast this machine is today."""
    began = time.perf_counter()
    sum(math.sqrt(number) for number in range(1_000_000))
    return 1_000 * (time.perf_counter() - began)


def _middle(ground: Sequence[Stop], doors: int) -> list[Stop]:
    """The stops nearest to the middle of the ground, until they hold that many doors."""
    east = median(stop.east for stop in ground)
    north = median(stop.north for stop in ground)
    taken, found = [], 0
    for stop in sorted(ground, key=lambda s: (math.hypot(s.east - east, s.north - north), s.address)):
        if found >= doors:
            break
        taken.append(stop)
        found += stop.doors
    return taken


def _stop(number: int, east: float, north: float, street: str, house: int | None, dwellings: int | None) -> Stop:
    doors = max(1, dwellings or 1)
    return Stop(number, east, north, street, house, doors, minutes.at_address(doors).minutes)


def _invented(seed: int, doors: int) -> list[Stop]:
    areas = plan.lay_out(random.Random(seed), math.ceil(1.5 * doors / DOORS_PER_STATION) + 1)
    houses = [house for area in areas for house in area.houses]
    return [_stop(n, h.east, h.north, h.street, h.number, h.dwellings) for n, h in enumerate(houses, start=1)]


class _Drawn:
    """Addresses as maps give them: lon, lat, housenumber, street and, where they are known, flats."""

    has_header = True

    def __init__(self, header: Sequence[str]) -> None:
        self.header = header

    def read(self, cells: Sequence[str]) -> AddressRow:
        told = dict(zip(self.header, cells, strict=False))
        number = re.match(r"\d+", told["housenumber"])
        flats = told.get("flats", "")
        return AddressRow(
            None, "", "", told["street"], int(number.group()) if number else None, told["housenumber"],
            float(told["lon"]), float(told["lat"]), "", int(flats) if flats.isdecimal() else None, "",
        )  # fmt: skip


def _rows(path: Path) -> list[AddressRow]:
    """Each address with a position once."""
    with open_table(path) as table:
        drawn = {"lon", "lat", "housenumber", "street"} <= set(table.first_row)
        layout = _Drawn(table.first_row) if drawn else recognise(table.first_row)
        if layout is None:
            raise SystemExit(f"{path.name}: no known layout of addresses.")
        if layout.has_header:
            next(table.rows)
        rows: dict[tuple[object, ...], AddressRow] = {}
        for _line, cells in table.rows:
            try:
                row = layout.read(cells)
            except (BadRow, NotANumber, IndexError, ValueError):
                continue
            if row.lon is not None and row.lat is not None:
                rows.setdefault((row.commune, row.street, row.number, row.suffix), row)
    if not rows:
        raise SystemExit(f"{path.name}: no address with a position.")
    return list(rows.values())


def _stops(rows: Sequence[AddressRow], origin: Point) -> list[Stop]:
    plane = metres_from(origin, [(row.lon or 0.0, row.lat or 0.0) for row in rows])
    return [
        _stop(n, east, north, row.street, row.number, row.dwellings)
        for n, ((east, north), row) in enumerate(zip(plane, rows, strict=True), start=1)
    ]


def _on_streets(path: Path, stops: Sequence[Stop], origin: Point) -> Metric:
    lines = []
    for number, tags, nodes in open_ways(path):
        if way_layout.kind_of(tags) == "":
            try:
                way = way_layout.street(number, tags, nodes)
            except BadRow:
                continue
            key = street_names.key(way.name) if way.name else ""
            lines.append(Line(key, way.highway, way.tags, way.nodes, way.lons, way.lats))
    network = Network.of(lines)
    shrink = math.cos(math.radians(origin[1])) * METRES_PER_DEGREE
    degrees = [(origin[0] + s.east / shrink, origin[1] + s.north / METRES_PER_DEGREE) for s in stops]
    asked = [
        snapping.Asked(east, north, street_names.key(stop.street) if stop.street else "", stop.number)
        for stop, (east, north) in zip(stops, metres_from(network.origin, degrees), strict=True)
    ]
    places = snapping.snap(network, asked)
    standing = {stop.address: row for row, stop in enumerate(stops) if places.stretch[row] >= 0}
    return OnStreets(network, places, standing)
