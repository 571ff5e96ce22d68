"""A ranking's forecast of stations against a vote that was held: the first round of the legislative election of 2017.

    python -m benchmarks.backtest [--json] [--elections FOLDER] [--department 94]

From the European election of 2014 and both rounds of the presidential one of 2017, the turnout and the left's share of
each station are foretold with the model's own functions. Every method is given the town's true total, so that only the
spread between its stations is judged. Beside it: the same as last time, the same with the town's swing added, and the
town's mean for all. Errors are mean absolute ones in points, weighted by registered people. Towns of ten stations and
more, stations of 100 registered people whose roll changed by 15 % at most. Without --department all of France.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.special import expit, logit

from benchmarks import past_elections
from benchmarks.past_elections import BLOCS, Floats, Results
from benchmarks.report import Report, arguments
from campaigns.targeting.boundaries import SAME_GROUND
from campaigns.targeting.own_share import shrunk_distances
from campaigns.targeting.town import PastVote
from campaigns.targeting.turnout import Level, mean_distance
from campaigns.territory import blocs

FILES = ("2014-europeennes", "2017-presidentielle-1", "2017-presidentielle-2", "2017-legislatives-1")
SAMPLES = Path(os.environ.get("CANVASS_SAMPLES", Path(__file__).resolve().parents[2] / "shared" / "data"))
LEAST_REGISTERED, LEAST_STATIONS = 100, 10
OWN = BLOCS.index(blocs.LEFT)
SECONDS = 20.0


@dataclass(frozen=True)
class Spread:
    """One figure of all stations in some elections of before and in the one to foretell, town by town."""

    before: tuple[tuple[Floats, Floats], ...]
    """Counts and what they are counted on, the last election at the end."""
    then: tuple[Floats, Floats]
    weights: Floats
    towns: tuple[np.ndarray, ...]
    """The rows of each town."""

    def error(self, foretell: Callable[[Spread, np.ndarray], Floats]) -> float:
        """Points."""
        found = np.concatenate([foretell(self, rows) for rows in self.towns])
        rows = np.concatenate(self.towns)
        told = self.then[0][rows] / self.then[1][rows]
        return 100 * float(np.average(np.abs(found - told), weights=self.weights[rows]))

    def total(self, rows: np.ndarray) -> float:
        return float(self.then[0][rows].sum() / self.then[1][rows].sum())

    def last(self, rows: np.ndarray) -> Floats:
        counts, whole = self.before[-1]
        return np.asarray(counts[rows] / whole[rows])


def town_mean(spread: Spread, rows: np.ndarray) -> Floats:
    return np.full(len(rows), spread.total(rows))


def same_as_last(spread: Spread, rows: np.ndarray) -> Floats:
    return spread.last(rows)


def with_the_swing(spread: Spread, rows: np.ndarray) -> Floats:
    """Last time's figure, and what the town moved since, in points."""
    counts, whole = spread.before[-1]
    return np.clip(spread.last(rows) + spread.total(rows) - counts[rows].sum() / whole[rows].sum(), 0, 1)


def turnout(spread: Spread, rows: np.ndarray) -> Floats:
    """The model: the mean distance of the station to its town, in logits, over the elections of before."""
    levels = []
    for counts, whole in spread.before:
        nothing = np.zeros(len(rows))
        vote = PastVote("", np.zeros((len(rows), 1)), counts[rows], whole[rows] - counts[rows], nothing == 0)
        if (level := Level.of(vote, vote.known, spread.weights[rows])) is not None:
            levels.append(level)
    return np.asarray(expit(logit(spread.total(rows)) + mean_distance(levels, np.zeros(len(rows)))))


def share(spread: Spread, rows: np.ndarray) -> Floats:
    """The model: the same for the own share, each distance drawn towards the town as far as its count is noisy."""
    distances = [shrunk_distances(own[rows], valid[rows], spread.weights[rows])[0] for own, valid in spread.before]
    return np.asarray(expit(logit(spread.total(rows)) + np.mean(distances, axis=0)))


def main() -> None:
    parser = arguments(__doc__ or "")
    parser.add_argument("--elections", type=Path, default=SAMPLES / "elections", help="the folder of the results")
    parser.add_argument("--department", default="", help="two figures or letters, e.g. 94; all of France without")
    options = parser.parse_args()
    report = Report("backtest")
    began = time.perf_counter()
    paths = [options.elections / f"{name}_par_bureau_large.csv.gz" for name in FILES]
    read = past_elections.read_all(paths)
    report.figures["stations read"] = max(len(each.stations) for each in read)
    report.figures["seconds to read"] = time.perf_counter() - began
    measure(report, past_elections.joined(read), options.department)
    report.at_most("seconds", time.perf_counter() - began, SECONDS)
    report.close(as_json=options.json)


def measure(report: Report, elections: list[Results], department: str) -> None:
    """Both figures, each method beside the others."""
    european, first, second, then = elections
    towns = _towns(elections, department)
    report.figures |= {"stations": sum(map(len, towns)), "towns": len(towns)}
    came = Spread(
        tuple((each.turned_out, each.registered) for each in (european, second, first)),
        (then.turned_out, then.registered), then.registered, towns,
    )  # fmt: skip
    ours = Spread(  # the second round had no list of the left
        tuple((each.votes[:, OWN], each.valid) for each in (european, first)),
        (then.votes[:, OWN], then.valid), then.registered, towns,
    )  # fmt: skip
    for name, spread, model in (("turnout", came, turnout), ("left", ours, share)):
        error = spread.error(model)
        others = {
            "the same as last time": spread.error(same_as_last),
            "the town's swing": spread.error(with_the_swing),
            "the town's mean": spread.error(town_mean),
        }
        report.figures |= {f"{name}: error, {other}": figure for other, figure in others.items()}
        report.at_most(f"{name}: error, the model", error, min(others.values()))


def _towns(elections: list[Results], department: str) -> tuple[np.ndarray, ...]:
    """The rows of each town that is judged."""
    european, *_rounds, then = elections
    change = np.abs(then.registered - european.registered)
    kept = (then.registered >= LEAST_REGISTERED) & (change <= SAME_GROUND * european.registered)
    for each in elections:
        kept &= each.valid > 0
    if department:
        kept &= np.array([station.startswith(department) for station in then.stations])
    rows = np.flatnonzero(kept)
    communes = np.array([then.stations[row].partition("-")[0] for row in rows])
    _names, town, sizes = np.unique(communes, return_inverse=True, return_counts=True)
    order = np.argsort(town, kind="stable")
    parts = np.split(rows[order], np.cumsum(sizes)[:-1])
    return tuple(part for part in parts if len(part) >= LEAST_STATIONS)


if __name__ == "__main__":
    main()
