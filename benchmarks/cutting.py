"""Cutting the ground into walks: how long it takes, and what the walks are worth.

    python -m benchmarks.cutting [--full] [--json] [--doors N] [--minutes N] [--seed N] [--addresses FILE]
                                 [--streets FILE] [--orienteering ZIP --reference CSV]

Beside our cut, in the same run: the same doors as a list gives them, by street and number, in chunks of as many walks;
and PyVRP alone on the same doors with as many walks, the same costs and no care for tidy ground. With --full PyVRP gets
20 seconds instead of 4, and a town of 10,000 and of 20,000 doors is cut as well. With --orienteering also value first,
on the instances of Chao (1993) beside the scores of the literature.
"""

from __future__ import annotations

import math
import resource
import time
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from statistics import mean, median

import numpy as np

from benchmarks import ground, orienteering
from benchmarks.report import Report, arguments
from campaigns.turfs import finishing, ordering, outlines, planning, routing
from campaigns.turfs.metric import Metric
from campaigns.turfs.stops import Stop, Walk

REFERENCE, REFERENCE_FULL = 4.0, 20.0  # seconds for PyVRP alone
EVEN = 0.15  # a walk is as long as asked when it is off by no more than that share
LARGE, LARGEST = 10_000, 20_000
PATIENCE = 45.0  # seconds after which the largest cut is asked to stop, as the job that cuts for a leader is


def main() -> None:
    parser = arguments(__doc__ or "")
    ground.options(parser)
    parser.add_argument("--orienteering", type=Path, help="the instances of Chao, zipped")
    parser.add_argument("--reference", type=Path, help="their best scores: instance,n,m,tmax,reference_score")
    options = parser.parse_args()
    report = Report("cutting")
    report.figures["milliseconds of a fixed piece of arithmetic"] = ground.arithmetic()
    town = ground.of(options)
    _measure(report, town, options.minutes, seconds=REFERENCE_FULL if options.full else REFERENCE)
    if options.full:
        _measure_large(report, ground.of(options, LARGE), ground.of(options, LARGEST), options.minutes)
    if options.orienteering:
        orienteering.measure(report, options.orienteering, options.reference, full=options.full)
    report.close(as_json=options.json)


def _measure(report: Report, town: ground.Ground, asked: float, *, seconds: float) -> None:
    began = time.perf_counter()
    preview = planning.plan(town.stops, asked, town.metric)
    previewed = time.perf_counter()
    walks = finishing.finish(preview, asked, town.metric, progress=lambda share: True)
    finished = time.perf_counter()
    even = [abs(walk.minutes / asked - 1) <= EVEN for walk in walks]
    listed = _metres(_listed(town.stops, len(walks)), town.metric)
    alone = _alone(town, len(walks), asked, seconds)
    metres = _metres([walk.stops for walk in walks], town.metric)
    report.figures |= {
        "doors": sum(stop.doors for stop in town.stops),
        "walks": len(walks),
        "on streets": float(town.metric.name == "streets"),
        "seconds of the preview": previewed - began,
        "preview / listed by street": _metres([walk.stops for walk in preview], town.metric) / listed,
        "minutes of the shortest walk": min(walk.minutes for walk in walks),
        "minutes of the longest walk": max(walk.minutes for walk in walks),
        "changes of street in a walk": median(_turns(walk.stops) for walk in walks),
        "streets shared by two walks or more": _shared_streets(walks),
        "overlap of PyVRP alone": outlines.overlap(alone),
        "even walks of PyVRP alone": mean(abs(walk.minutes / asked - 1) <= EVEN for walk in alone),
    }
    report.at_most("seconds of the final cut", finished - began, 10)
    report.at_most("walked / listed by street", metres / listed, 0.36)
    report.at_most("walked / PyVRP alone", metres / _metres([walk.stops for walk in alone], town.metric), 1.05)
    report.at_least("walks within 15 % of the minutes", mean(even), 0.95)
    report.at_least("shortest walk / minutes asked", min(walk.minutes for walk in walks) / asked, 0.5)
    report.at_most("overlap of outlines", outlines.overlap(walks), 0.05)


def _measure_large(report: Report, large: ground.Ground, largest: ground.Ground, asked: float) -> None:
    began = time.perf_counter()
    planning.plan(large.stops, asked, large.metric)
    report.at_most(f"seconds of the preview of {LARGE:,} doors", time.perf_counter() - began, 2)
    began = time.perf_counter()
    preview = planning.plan(largest.stops, asked, largest.metric)
    finishing.finish(preview, asked, largest.metric, progress=lambda share: time.perf_counter() - began < PATIENCE)
    report.at_most(f"seconds of the final cut of {LARGEST:,} doors", time.perf_counter() - began, 60)
    report.at_most("MB at most", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_000, 600)


def _listed(stops: Sequence[Stop], walks: int) -> list[list[Stop]]:
    """The same doors as a street list hands them out: as many chunks, in the order of street and number."""
    listed = sorted(stops, key=lambda stop: (stop.street, stop.number or 0, stop.address))
    size = math.ceil(len(listed) / walks)
    return [listed[start : start + size] for start in range(0, len(listed), size)]


def _metres(walks: Sequence[Sequence[Stop]], metric: Metric) -> float:
    """Felt metres of all legs, each looked up exactly."""
    return sum(float(np.diag(metric.felt(stops), 1).sum()) for stops in walks if len(stops) > 1)


def _alone(town: ground.Ground, walks: int, asked: float, seconds: float) -> list[Walk]:
    """What PyVRP makes of the whole ground in that time."""
    felt = town.metric.felt(town.stops)
    problem = routing.Problem(
        felt=felt,
        costs=felt + ordering.turning(town.stops),
        minutes=np.array([stop.minutes for stop in town.stops]),
        walks=walks,
        longest=(1 + EVEN) * asked,
    )
    began = time.perf_counter()
    routes = routing.solve(problem, enough=lambda: time.perf_counter() - began > seconds)
    return [ordering.walk([town.stops[index] for index in route], town.metric) for route in routes]


def _turns(stops: Sequence[Stop]) -> int:
    return sum(a.street != b.street for a, b in pairwise(stops))


def _shared_streets(walks: Sequence[Walk]) -> int:
    """Streets that more than one walk goes through: who carries paper likes few."""
    streets = [street for walk in walks for street in {stop.street for stop in walk.stops}]
    return sum(streets.count(street) > 1 for street in set(streets))


if __name__ == "__main__":
    main()
