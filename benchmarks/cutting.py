"""Cutting the ground into walks: how long it takes, and what the walks are worth.

    python -m benchmarks.cutting [--full] [--json] [--doors N] [--minutes N] [--seed N] [--addresses FILE]

The stops are those of an invented town, or of a file of addresses in any layout that the product reads; the doors
nearest to their middle are taken. Beside the cut, in the same run: the same doors as a list gives them, by street and
number, in chunks of as many walks. With --full also 10,000 and 20,000 doors, and the memory that the largest needs.
"""

from __future__ import annotations

import math
import random
import resource
import time
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from statistics import median

from benchmarks.report import Report, arguments
from campaigns.territory.geometry import centre, metres_from
from campaigns.territory.layouts.addresses import AddressRow, recognise
from campaigns.territory.layouts.bad_row import BadRow
from campaigns.territory.numbers import NotANumber
from campaigns.territory.reading import open_table
from campaigns.turfs import minutes, planning
from campaigns.turfs.metric import STRAIGHT
from campaigns.turfs.stops import Stop, Walk
from canvass.demo import plan

DOORS, LARGE = 2_000, (10_000, 20_000)
ROUNDS = 3
EVEN = 0.15  # a walk is as long as asked when it is off by no more than that share
DOORS_PER_STATION = 350  # of the invented town


def main() -> None:
    parser = arguments(__doc__ or "")
    parser.add_argument("--doors", type=int, default=DOORS, help=f"how many doors are cut ({DOORS:,})")
    parser.add_argument("--minutes", type=float, default=90, help="asked of a walk (90)")
    parser.add_argument("--seed", type=int, default=1, help="of the invented town (1)")
    parser.add_argument("--addresses", type=Path, help="a file of your own, of any layout that the product reads")
    options = parser.parse_args()
    report = Report("cutting")
    sizes = [options.doors, *(LARGE if options.full else ())]
    ground = _of_file(options.addresses) if options.addresses else _invented(options.seed, max(sizes))
    for size in sizes:
        _measure(report, _middle(ground, size), options.minutes, is_goal=size == options.doors)
    if options.full:
        report.figures["MB at most"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_000
    report.close(as_json=options.json)


def _measure(report: Report, stops: Sequence[Stop], asked: float, *, is_goal: bool) -> None:
    doors = sum(stop.doors for stop in stops)
    seconds, walks = _cut(stops, asked)
    metres = sum(walk.metres for walk in walks)
    listed = _listed_metres(stops, len(walks))
    even = sum(abs(walk.minutes / asked - 1) <= EVEN for walk in walks) / len(walks)
    name = f"{doors:,} doors: "
    report.figures |= {
        name + "seconds": seconds,
        name + "walks": len(walks),
        name + "walked / listed by street": metres / listed,
        name + "walks within 15 % of the minutes": even,
        name + "minutes of the shortest walk": min(walk.minutes for walk in walks),
        name + "changes of street in a walk": median(_turns(walk) for walk in walks),
    }
    if is_goal:
        report.at_most("seconds to cut", seconds, 2)


def _cut(stops: Sequence[Stop], asked: float) -> tuple[float, list[Walk]]:
    """The middle of a few runs; each gives the same walks."""
    took = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        walks = planning.plan(stops, asked)
        took.append(time.perf_counter() - began)
    return median(took), walks


def _listed_metres(stops: Sequence[Stop], walks: int) -> float:
    """What the same doors cost as a street list hands them out: as many chunks, in the order of street and number."""
    listed = sorted(stops, key=lambda stop: (stop.street, stop.number or 0, stop.address))
    size = math.ceil(len(listed) / walks)
    chunks = [listed[start : start + size] for start in range(0, len(listed), size)]
    return sum(leg.felt for chunk in chunks for leg in STRAIGHT.legs(chunk))


def _turns(walk: Walk) -> int:
    return sum(a.street != b.street for a, b in pairwise(walk.stops))


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


def _of_file(path: Path) -> list[Stop]:
    """Each address with a position once. Exits with a sentence for a file that is no list of addresses."""
    with open_table(path) as table:
        layout = recognise(table.first_row)
        if layout is None:
            raise SystemExit(f"{path.name}: no known layout of addresses.")
        if layout.has_header:
            next(table.rows)
        rows: dict[tuple[object, ...], AddressRow] = {}
        for _line, cells in table.rows:
            try:
                row = layout.read(cells)
            except (BadRow, NotANumber, IndexError):
                continue
            if row.lon is not None and row.lat is not None:
                rows.setdefault((row.commune, row.street, row.number, row.suffix), row)
    found = list(rows.values())
    places = [(row.lon or 0.0, row.lat or 0.0) for row in found]
    plane = metres_from(centre(places), places)
    return [
        _stop(n, east, north, row.street, row.number, row.dwellings)
        for n, ((east, north), row) in enumerate(zip(plane, found, strict=True), start=1)
    ]


if __name__ == "__main__":
    main()
