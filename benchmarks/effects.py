"""Our own estimators on towns where the truth is known: do they reject as often as they say, and find what is there?

    python -m benchmarks.effects [--full] [--json] [--seed N] [--designs N]

Each design is a town of 20 stations with 30 buildings of 2 to 60 people, paired by size inside a station, one of each
pair drawn. People differ by station, building and person; what they did last time is known. Half of the designs have
no effect, half an effect of five points on the 45 % of people who were reached.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from scipy import stats

from benchmarks.report import Report, arguments
from campaigns.reports.effects import estimating, experiment, fitting
from campaigns.reports.effects.estimating import Estimates
from campaigns.reports.effects.experiment import Codes, Experiment, Floats
from campaigns.targeting import power
from campaigns.targeting.power import Assumed

STATIONS, BUILDINGS = 20, 30
SMALLEST, LARGEST = 2, 60
ENDING = 0.08  # the chance that a building ends after one more person
SPREAD = {"station": 0.35, "building": 0.45, "person": 1.5}  # of log-odds
CACE, CONTACT = 0.05, 0.45
DESIGNS, DESIGNS_FULL = 60, 1_000
REDRAWS = 999
LEVEL = 0.05
FEW_WANDER = 1.5
"""The bounds are those of 1,000 designs, 2.2 standard errors of a rejection rate of 5 %. A run of fewer is a quick
look: 3.3 standard errors, so that right estimators miss a bound once in 1,000 runs."""


@dataclass(frozen=True)
class Town:
    """People by building: what decides whether they vote, and whether they did last time."""

    building: Codes
    station: Codes
    pair: Codes
    """Of each building."""
    chance: Floats
    past: Floats

    @property
    def people(self) -> int:
        return len(self.building)


def invented(rng: np.random.Generator) -> Town:
    count = STATIONS * BUILDINGS
    size = np.clip(rng.geometric(ENDING, count), SMALLEST, LARGEST)
    station = np.repeat(np.arange(STATIONS), BUILDINGS)
    order = np.lexsort((size, station))
    pair = np.empty(count, dtype=np.int64)
    pair[order] = np.arange(count) // 2
    building = np.repeat(np.arange(count), size)
    lean = rng.normal(0, SPREAD["station"], STATIONS)[station] + rng.normal(0, SPREAD["building"], count)
    odds = lean[building] + rng.normal(0, SPREAD["person"], len(building))
    chance = 1 / (1 + np.exp(-odds))
    return Town(building, station[building], pair, chance, (rng.random(len(chance)) < chance).astype(np.float64))


def drawn(town: Town, effect: float, rng: np.random.Generator) -> Experiment:
    """One of each pair drawn, the vote held."""
    first = rng.random(int(town.pair.max()) + 1) < 0.5
    order = np.argsort(town.pair, kind="stable")
    treated = np.empty(len(order), dtype=bool)
    treated[order[0::2]], treated[order[1::2]] = first, ~first
    assigned = treated[town.building]
    contact = assigned & (rng.random(town.people) < CONTACT)
    outcome = rng.random(town.people) < np.clip(town.chance + effect * contact, 0, 1)
    return experiment.of(
        outcome,
        assigned,
        contact=contact,
        cluster=town.building,
        block=town.pair[town.building],
        covariates=town.past,
    )


def expected_power(town: Town, made: Experiment) -> float:
    """What the calculator promises with the intra-building correlation and R² of this town."""
    fit = fitting.least_squares(made.outcome, town.past, blocks=town.station)
    explained = fit.coefficients[0] * fitting.centred(town.past[:, None], town.station, made.weighed)[:, 0]
    left = fitting.centred((made.outcome - explained)[:, None], town.station, made.weighed)[:, 0]
    size = np.bincount(town.building)
    felt = float((size**2).sum() / size.sum())  # buildings differ in size: the mean that a person sees
    turnout = float(made.outcome.mean())
    known = Assumed(turnout, _alike(left, town.building, size), 1 - left.var() / (turnout * (1 - turnout)), CONTACT)
    error = power.of_people(town.people, felt, 0.5, known).se / power.POINTS
    return float(stats.norm.cdf(CACE * CONTACT / error - stats.norm.ppf(1 - LEVEL / 2)))


def _alike(values: Floats, group: Codes, size: Codes) -> float:
    """The correlation of two people of one building, from the analysis of variance."""
    mean = np.bincount(group, weights=values) / size
    within = float(((values - mean[group]) ** 2).sum() / (len(values) - len(size)))
    between = float((size * (mean - values.mean()) ** 2).sum() / (len(size) - 1))
    usual = (len(values) - (size**2).sum() / len(values)) / (len(size) - 1)
    return (between - within) / (between + (usual - 1) * within)


def main() -> None:
    parser = arguments(__doc__ or "")
    parser.add_argument("--seed", type=int, default=1, help="other invented towns")
    parser.add_argument("--designs", type=int, help="how many towns (60; with --full 1,000)")
    options = parser.parse_args()
    designs = options.designs or (DESIGNS_FULL if options.full else DESIGNS)
    rng = np.random.default_rng(options.seed)
    nothing: list[Estimates] = []
    something: list[Estimates] = []
    promised: list[float] = []
    people: list[int] = []
    for number in range(designs):
        town = invented(rng)
        nothing.append(estimating.estimate(drawn(town, 0.0, rng), redraws=REDRAWS, seed=number))
        made = drawn(town, CACE, rng)
        something.append(estimating.estimate(made, redraws=REDRAWS, seed=number))
        promised.append(expected_power(town, made))
        people.append(town.people)
    report = Report("effects")
    report.figures |= {"designs": designs, "people in a town": float(np.mean(people))}
    _judge(report, nothing, something, promised)
    report.close(as_json=options.json)


def _judge(
    report: Report, nothing: Sequence[Estimates], something: Sequence[Estimates], promised: Sequence[float]
) -> None:
    designs = len(nothing)
    slack = 1.0 if designs >= DESIGNS_FULL else FEW_WANDER * sqrt(DESIGNS_FULL / designs)
    rejected = _share([(found.p or 0) <= LEVEL for found in nothing])
    by_chance = _share([found.chance.p <= LEVEL for found in nothing])
    _between(report, "rejected without effect, by error", rejected, LEVEL, 0.015 * slack)
    _between(report, "rejected without effect, by redraws", by_chance, LEVEL, 0.015 * slack)
    _between(report, "mean ITT, points", 100 * float(np.mean([each.itt for each in something])), 2.25, 0.15 * slack)
    held = _share([_holds(each.interval, CACE * CONTACT) for each in something])
    report.at_least("ITT inside its interval", held, 0.95 - 0.025 * slack)
    report.at_most("ITT inside its interval, at most", held, 0.95 + 0.025 * slack)
    redrawn = _share([_holds((each.chance.low, each.chance.high), CACE * CONTACT) for each in something])
    report.figures["ITT inside the interval of redraws"] = redrawn
    reached = [each.reached for each in something if each.reached is not None]
    report.figures["mean CACE, points"] = 100 * float(np.mean([each.effect for each in reached if each.effect]))
    report.figures["CACE in its Anderson-Rubin set"] = _share([_holds(each.possible[0], CACE) for each in reached])
    seen = _share([(found.p or 0) <= LEVEL for found in something])
    report.figures["power seen"] = seen
    _between(report, "power seen less power promised", seen - float(np.mean(promised)), 0.0, 0.05 * slack)


def _share(flags: Sequence[bool]) -> float:
    return sum(flags) / len(flags)


def _holds(interval: tuple[float, float] | None, truth: float) -> bool:
    return interval is not None and interval[0] <= truth <= interval[1]


def _between(report: Report, goal: str, value: float, middle: float, margin: float) -> None:
    report.at_least(f"{goal}, at least", value, middle - margin)
    report.at_most(f"{goal}, at most", value, middle + margin)


if __name__ == "__main__":
    main()
