"""The walking order inside a turf, beside the proven optimum of the same stops.

    python -m benchmarks.walking [--full] [--json] [--minutes N] [--seed N] [--addresses FILE] [--streets FILE]

The walks are those that the cut of an invented town makes, or of a file of addresses in any layout that the product
reads; with a file of streets (OpenStreetMap, .osm.pbf or .osm.gz) distances are those of the walking network, without
one straight lines. Beside it, in the same run: a fixed piece of arithmetic, since machines differ.
"""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from statistics import mean
from typing import NamedTuple

from benchmarks import ground
from benchmarks.optimum import shortest
from benchmarks.report import Report, arguments
from campaigns.turfs import improving, ordering, planning
from campaigns.turfs.metric import Distances
from campaigns.turfs.stops import Stop

WALKS, WALKS_FULL = 12, 60
LEAST = 20  # stops; shorter walks are as good as solved by looking at them
STOPS = 60  # whose order must be found in so many milliseconds:
MILLISECONDS = 50


class Walked(NamedTuple):
    stops: int
    gap: float
    milliseconds: float


def main() -> None:
    parser = arguments(__doc__ or "")
    ground.options(parser)
    options = parser.parse_args()
    report = Report("walking")
    town = ground.of(options)
    walks = [walk.stops for walk in planning.plan(town.stops, options.minutes, town.metric) if len(walk.stops) >= LEAST]
    chosen = random.Random(options.seed).sample(walks, min(len(walks), WALKS_FULL if options.full else WALKS))
    walked = [found for stops in chosen if (found := _walked(_costs(town, stops))) is not None]
    if not walked:
        raise SystemExit(f"No walk of {LEAST} stops or more on this ground: ask for more minutes.")
    quickest = _milliseconds(_costs(town, _sixty(town.stops)))
    report.figures |= {
        "walks measured": len(walked),
        "stops in the longest": max(each.stops for each in walked),
        "walks without a proof in time": len(chosen) - len(walked),
        "milliseconds of a fixed piece of arithmetic": ground.arithmetic(),
        "milliseconds per walk": mean(each.milliseconds for each in walked),
    }
    report.at_most("mean gap to the optimum", mean(each.gap for each in walked), 0.01)
    report.at_most("worst gap to the optimum", max(each.gap for each in walked), 0.04)
    report.at_most(f"milliseconds for {STOPS} stops", quickest, MILLISECONDS)
    report.close(as_json=options.json)


def _costs(town: ground.Ground, stops: Sequence[Stop]) -> Distances:
    """What the order is chosen by: felt metres, and the cost of turning into another street."""
    return town.metric.felt(stops) + ordering.turning(stops)


def _walked(costs: Distances) -> Walked | None:
    best = shortest(costs)
    if best is None:
        return None
    began = time.perf_counter()
    order = improving.shortened(ordering.best_start(costs), costs)
    took = 1_000 * (time.perf_counter() - began)
    return Walked(len(costs), ordering.path_length(order, costs) / max(best, 1.0) - 1.0, took)


def _sixty(stops: Sequence[Stop]) -> list[Stop]:
    """Sixty neighbours in the middle of the ground."""
    middle = stops[len(stops) // 2]
    return sorted(stops, key=lambda s: ((s.east - middle.east) ** 2 + (s.north - middle.north) ** 2, s.address))[:STOPS]


def _milliseconds(costs: Distances) -> float:
    """The best of a few runs: what the machine did beside it is none of the order's business."""
    took = []
    for _ in range(5):
        began = time.perf_counter()
        improving.shortened(ordering.best_start(costs), costs)
        took.append(1_000 * (time.perf_counter() - began))
    return min(took)


if __name__ == "__main__":
    main()
