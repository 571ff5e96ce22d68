"""One town, all policies and all budgets: what each brought."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from os import cpu_count

import numpy as np

from benchmarks.targeting import campaign, invented, policies, product
from benchmarks.targeting.campaign import Policy, Visits
from benchmarks.targeting.families import Setting, stream
from benchmarks.targeting.figures import MODE_ON, ORACLE, PRODUCT, UNIFORM, Played
from benchmarks.targeting.invented import Truth
from benchmarks.targeting.policies import Ranked
from campaigns.targeting import scoring
from campaigns.targeting.scores import Electorate, Scores
from campaigns.targeting.town import Floats, PublicTown


@dataclass(frozen=True)
class Job:
    """One town to play."""

    seed: int
    family: str
    changes: dict[str, Setting]
    hours: tuple[float, ...]

    def chance(self, subject: str) -> np.random.Generator:
        return stream(self.seed, self.family, subject)


def all_played(jobs: Sequence[Job]) -> Iterator[Played]:
    """In the order of the jobs, on all processors; tells on stderr how far it is."""
    began = time.perf_counter()
    with ProcessPoolExecutor(max_workers=min(len(jobs), cpu_count() or 1)) as workers:
        for done, played in enumerate(workers.map(play, jobs), start=1):
            print(f"\r{done} of {len(jobs)} towns, {time.perf_counter() - began:.0f} s", end="", file=sys.stderr)
            yield played
    print(file=sys.stderr)


def play(job: Job) -> Played:
    town, truth = invented.town(job.seed, job.family, job.changes)
    scores = scoring.score(town, product.unlearned(Visits.before(truth.reachable)), product.ASSUMED, seed=job.seed)
    votes = {
        (name, hours): campaign.played(truth, policy, hours, [job.seed, *job.family.encode()])
        for hours in job.hours
        for name, policy in policies_of(job, town, truth, scores).items()
    }
    within = (scores.by_reservoir.low <= truth.reservoir) & (truth.reservoir <= scores.by_reservoir.high)
    return Played(
        family=job.family,
        net={key: 1_000 * won.net / key[1] for key, won in votes.items()},
        gross={key: 1_000 * won.gross / key[1] for key, won in votes.items()},
        expected_reservoir=float(scores.reservoir.sum()),
        true_reservoir=float(truth.reservoir.sum()),
        covered=float(within.mean()),
        correlation=float(np.corrcoef(scores.gain.net, truth.net)[0, 1]),
    )


def policies_of(job: Job, town: PublicTown, truth: Truth, scores: Scores) -> dict[str, Policy]:
    """All that compete. The truth is for the oracles alone."""
    rules = policies.simple_scores(town)
    rules |= {"reservoir": scores.reservoir, "reservoir_share": scores.reservoir / town.registered}
    shallow = {name: policies.in_order(score) for name, score in rules.items()}
    deep = {f"{name}_deep": policies.in_order(score, deep=True) for name, score in rules.items()}
    return {
        UNIFORM: policies.Uniform(job.chance("uniform")),
        **shallow,
        **deep,
        **_products(town, scores.electorate, job.chance("draws")),
        "oracle_gain": Ranked(lambda visits: _with_true_gains(town, scores.electorate, truth, visits)),
        ORACLE: Ranked(lambda visits: policies.oracle_rates(truth), once=True),
    }


def _products(town: PublicTown, people: Electorate, random: np.random.Generator) -> dict[str, Policy]:
    def rates(visits: Visits) -> Floats:
        return product.doorstep(town, product.learned(visits), electorate=people).rate

    def rates_without_learning(visits: Visits) -> Floats:
        return product.doorstep(town, product.unlearned(visits), electorate=people).rate

    def drawn(visits: Visits) -> Floats:
        return product.drawn_rates(town, product.learned(visits), people, int(random.integers(2**32)))

    def persuading(visits: Visits) -> Floats:
        return product.doorstep(town, product.learned(visits), product.ASSUMED.persuasion_mode()).rate

    return {
        "rate_static": Ranked(rates_without_learning, once=True),
        PRODUCT: Ranked(rates),
        "rate_thompson": Ranked(drawn),
        MODE_ON: Ranked(persuading),
    }


def _with_true_gains(town: PublicTown, people: Electorate, truth: Truth, visits: Visits) -> Floats:
    seen = product.doorstep(town, product.learned(visits), electorate=people)
    return policies.true_rates(truth, seen.contact, seen.minutes)
