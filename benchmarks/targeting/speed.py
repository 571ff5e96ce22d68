"""How long the scores of a town, a city and a country take."""

from __future__ import annotations

import time

import numpy as np

from benchmarks.report import Report
from benchmarks.targeting import product
from benchmarks.targeting.inhabitants import BLOCS, OURS
from campaigns.targeting import scoring
from campaigns.targeting.learned import Learned
from campaigns.targeting.town import Floats, Housing, PastVote, PublicTown

SECONDS = {60: 1.0, 1_000: 10.0, 70_000: 20.0}  # stations, and the seconds their scores may take
SMALL = (60, 1_000)
VOTERS = 0.8  # most of the registered who vote in any of these stations


def measure(report: Report, *, country: bool) -> None:
    for stations, bound in SECONDS.items():
        if country or stations in SMALL:
            town = _town(stations)
            began, busy = time.perf_counter(), time.process_time()
            scoring.score(town, Learned.nothing(town), product.ASSUMED, seed=1)
            report.at_most(f"seconds to score {stations:,} stations", time.perf_counter() - began, bound)
            report.figures[f"processor seconds, {stations:,} stations"] = time.process_time() - busy


def _town(stations: int) -> PublicTown:
    """Stations by chance, without anybody in them: only their number matters here."""
    random = np.random.default_rng(stations)
    registered = random.integers(300, 1_500, stations).astype(np.float64)
    return PublicTown(
        blocs=BLOCS,
        own=BLOCS[OURS],
        registered=registered,
        doors=(registered / 1.2).round(),
        housing=random.integers(0, len(Housing), stations),
        past=tuple(_past(f"past {number}", registered, random) for number in range(3)),
        reference=0,
        comparable=(1, 2),
        boundary_changed=np.zeros(stations, dtype=bool),
        people_per_home=np.full(stations, 1.7),
    )


def _past(code: str, registered: Floats, random: np.random.Generator) -> PastVote:
    """Blocs and blank votes share a part of the registered evenly by chance."""
    shares = (
        random.dirichlet([4.0] * (len(BLOCS) + 1), len(registered))
        * random.uniform(0.3, VOTERS, len(registered))[:, None]
    )
    counts = np.floor(shares * registered[:, None])
    abstention = registered - counts.sum(axis=1)
    return PastVote(code, counts[:, :-1], counts[:, -1], abstention, np.ones(len(registered), dtype=bool))
