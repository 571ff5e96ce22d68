"""Value first on the team orienteering instances of Chao (1993): score beside the best of the literature.

They go through the code that chooses doors for a team: a point is a stop that takes no time, a walk is a vehicle.
"""

from __future__ import annotations

import csv
import io
import time
import zipfile
from collections.abc import Sequence
from pathlib import Path
from statistics import mean

import numpy as np
from scipy import sparse

from benchmarks.report import Report
from campaigns.turfs import collecting
from campaigns.turfs.metric import Distances, Leg
from campaigns.turfs.minutes import WALKING_METRES_PER_MINUTE
from campaigns.turfs.stops import Stop

SECONDS, SECONDS_FULL = 1.0, 10.0  # per instance
EVERY = 12  # of the instances where not all are asked for


class Plane:
    """Distances as the instances mean them: straight, with nothing to cross."""

    name = "plane"

    def felt(self, stops: Sequence[Stop]) -> Distances:
        places = np.array([(stop.east, stop.north) for stop in stops])
        gaps = places[:, None, :] - places[None, :, :]
        return np.asarray(np.hypot(gaps[..., 0], gaps[..., 1]))

    def near(self, stops: Sequence[Stop], reach: float) -> sparse.csr_array:
        return sparse.csr_array(self.felt(stops))

    def legs(self, stops: Sequence[Stop]) -> list[Leg]:
        return [Leg(float(gap), float(gap), True) for gap in np.diag(self.felt(stops), 1)]


def measure(report: Report, instances: Path, reference: Path, *, full: bool) -> None:
    """All instances for ten seconds each with ``full``, else every twelfth for one."""
    best = {
        row["instance"]: float(row["reference_score"]) for row in csv.DictReader(io.StringIO(reference.read_text()))
    }
    with zipfile.ZipFile(instances) as archive:
        files = {Path(name).stem: archive.read(name).decode() for name in archive.namelist() if name.endswith(".txt")}
    names = [name for name in sorted(files) if best.get(name, 0) > 0]
    if not full:
        names = names[::EVERY]
    shares = [score(files[name], SECONDS_FULL if full else SECONDS) / best[name] for name in names]
    report.figures |= {"instances of value first": len(shares), "worst score / reference": min(shares)}
    report.at_least("score of value first / reference", mean(shares), 0.97)


def score(text: str, seconds: float) -> float:
    """What is collected in that time on one instance, as its file describes it.

    Exits when an answer breaks the rules of the instance: a score that nobody can walk is none."""
    lines = [line.split() for line in text.splitlines() if line.strip()]
    walks, longest = int(lines[1][-1]), float(lines[2][-1])
    points = [tuple(map(float, line)) for line in lines[3:]]
    metre = WALKING_METRES_PER_MINUTE  # so that a unit of the instance takes a minute
    stops = [Stop(n, x * metre, y * metre, "", None, 1, 0.0) for n, (x, y, _worth) in enumerate(points)]
    values = {n: worth for n, (_x, _y, worth) in enumerate(points)}
    began = time.perf_counter()
    found = collecting.collect(
        stops[1:-1], values, walks=walks, minutes=longest, metric=Plane(), start=stops[0], end=stops[-1],
        enough=lambda: time.perf_counter() - began > seconds,
    )  # fmt: skip
    walked = [stop.address for walk in found for stop in walk.stops]
    if len(found) > walks or len(set(walked)) < len(walked) or any(walk.minutes > longest + 1e-6 for walk in found):
        raise SystemExit(f"not a solution: {[walk.minutes for walk in found]} of {longest}")
    return sum(values[address] for address in walked)
