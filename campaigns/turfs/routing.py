"""Who walks which stops in which order: one vehicle routing problem, solved by PyVRP. Pure.

Walks are vehicles without a yard: the way to the first stop and from the last one is free unless a meeting point is
given. With values the walks need not reach every stop, and take those worth most (team orienteering); without, each
stop is walked once. PyVRP counts in whole numbers: costs are millimetres, durations thousandths of a minute.

PyVRP knows no shortest walk, but what waiting costs. So the yard opens late: a walk that is over before waits there,
and waiting costs what walking for so long would. Then all time is priced, and what a way costs beyond its metres.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pyvrp
from numpy.typing import NDArray
from pyvrp.exceptions import PenaltyBoundWarning

from campaigns.turfs.metric import Distances
from campaigns.turfs.minutes import WALKING_METRES_PER_MINUTE, walking

MILLIMETRES, GRAINS = 1_000, 1_000
MILLIMETRES_PER_GRAIN = round(WALKING_METRES_PER_MINUTE * MILLIMETRES / GRAINS)
DEAREST = 1e9  # of a grain too long: above what any stop is worth, or walks take one more and come late
WORTH = 4  # a stop of value 1 is worth that many times the longest leg: nothing is left out to spare a way

Numbers = NDArray[np.float64]
Enough = Callable[[], bool]


@dataclass(frozen=True)
class Problem:
    """Stops by index, 0 to n - 1."""

    felt: Distances
    """(n, n) felt metres; they take time."""
    costs: Distances
    """(n, n) what a way costs; the least sum is looked for."""
    minutes: Numbers
    """(n,) spent at each stop."""
    walks: int
    longest: float
    """Minutes of a walk at most."""
    shortest: float = 0.0
    """Minutes of a walk at least, as far as it does not cost more walking than it is short of them."""
    values: Numbers | None = None
    """(n,) what each stop is worth, not negative; None: all are walked."""
    start: Numbers | None = None
    """(n,) felt metres from where walks begin; None: anywhere."""
    end: Numbers | None = None
    """(n,) felt metres to where walks end; None: anywhere."""


@dataclass
class _Stop:
    """What PyVRP asks after each round: whether to go on."""

    enough: Enough

    def __call__(self, best_cost: float) -> bool:
        return self.enough()


def solve(
    problem: Problem, *, enough: Enough, first: Sequence[Sequence[int]] | None = None, seed: int = 1
) -> list[list[int]]:
    """The stops of each walk in order; walks that stay empty are left out. The search ends when ``enough`` says so.

    ``first`` is a solution to begin with. Without values a stop is never left out: where walks of the ``longest``
    cannot hold all, they come out longer.
    """
    if not len(problem.minutes):
        return []
    data = data_of(problem)
    begin = None if first is None else pyvrp.Solution(data, [list(walk) for walk in first])
    with warnings.catch_warnings():
        # Walks too long for all their doors are told by their minutes; the penalty's bound is PyVRP's own matter.
        warnings.simplefilter("ignore", PenaltyBoundWarning)
        found = pyvrp.solve(
            data, _Stop(enough), seed=seed, collect_stats=False, initial_solution=begin, params=_parameters(problem)
        )
    return [[visit.idx for visit in route if visit.is_client()] for route in found.best.routes()]


def _parameters(problem: Problem) -> pyvrp.SolveParams:
    if problem.values is None:
        return pyvrp.SolveParams()
    return pyvrp.SolveParams(penalty=pyvrp.PenaltyParams(max_penalty=DEAREST))


def data_of(problem: Problem) -> pyvrp.ProblemData:
    """The problem in PyVRP's words. Places 0 and 1 are where walks begin and end, the stops follow."""
    costs, felt = (_with_ends(table, problem) for table in (problem.costs, problem.felt))
    timed = problem.shortest > 0
    distances = np.round((costs - felt if timed else costs) * MILLIMETRES).astype(np.int64)
    durations = np.ceil(walking(1) * felt * GRAINS - 1e-6).astype(np.int64)
    service = np.ceil(problem.minutes * GRAINS - 1e-6).astype(np.int64).tolist()
    worth = [0] * len(service) if problem.values is None else _prizes(problem.values, int(distances.max()))
    clients = [
        pyvrp.Client(place, service_duration=spent, prize=prize, required=problem.values is None)
        for place, (spent, prize) in enumerate(zip(service, worth, strict=True), start=2)
    ]
    walks = pyvrp.VehicleType(
        problem.walks,
        start_depot=0,
        end_depot=1,
        shift_duration=int(problem.longest * GRAINS + 1e-6),
        unit_duration_cost=MILLIMETRES_PER_GRAIN if timed else 0,
        start_late=0,
    )
    yards = [pyvrp.Depot(0), pyvrp.Depot(1, tw_early=int(problem.shortest * GRAINS))]
    places = [pyvrp.Location(0, 0)] * len(distances)
    return pyvrp.ProblemData(places, clients, yards, [walks], [distances], [durations])  # type: ignore[list-item]


def _with_ends(table: Distances, problem: Problem) -> Distances:
    count = len(table)
    whole = np.zeros((count + 2, count + 2))
    whole[2:, 2:] = table
    if problem.start is not None:
        whole[0, 2:] = problem.start
    if problem.end is not None:
        whole[2:, 1] = problem.end
    return whole


def _prizes(values: Numbers, longest_leg: int) -> list[int]:
    scale = WORTH * max(longest_leg, 1)
    return [int(round(value * scale)) for value in values.tolist()]
