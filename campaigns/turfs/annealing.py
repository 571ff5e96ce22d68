"""Neighbouring walks shortened together, and kept even and tidy at every step. Pure.

PyVRP's local search makes a small change and repairs it. What comes out is taken when it is shorter, or, by a chance
that cools down, a little longer (simulated annealing, Kirkpatrick, Gelatt and Vecchi 1983). Ground in the outlines of
two walks has its price in metres: solvers save a step by letting walks weave through each other, which nobody could
hand out.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pyvrp
import shapely
from pyvrp.search import (
    OPERATORS,
    LocalSearch,
    NeighbourhoodParams,
    PerturbationManager,
    PerturbationParams,
    compute_neighbours,
)

from campaigns.turfs import ordering, routing
from campaigns.turfs.metric import Nearby
from campaigns.turfs.minutes import walking
from campaigns.turfs.outlines import shared
from campaigns.turfs.stops import Walk

NEIGHBOURS = 20  # of each stop that moves try: with PyVRP's 50 a round takes twice as long and finds as much
LEAST_DISTURBED, MOST_DISTURBED = 15, 30  # stops taken out by one change; after fewer, most repairs put them back
METRES_PER_SHARED = 1 / 60  # felt metres that a square metre in two outlines must be worth
TOO_LONG = 50_000.0  # what a grain too long costs: never taken to save metres
SEED = 1  # a cut made twice is the same cut

Going = Callable[[], bool]


@dataclass(frozen=True)
class Terms:
    """What a search may do."""

    shortest: float
    longest: float
    """Minutes of a walk; those of fewer pay for it."""
    fewest: float
    """Minutes that no walk may come to have less of."""
    rounds: int
    warmth: float
    cooled: float
    """Felt metres that a change may cost by chance, at first and at last."""
    room: float
    """Square metres that outlines may come to share more."""


def annealed(
    walks: Sequence[Walk], beside: Sequence[shapely.Geometry], nearby: Nearby, terms: Terms, going: Going
) -> list[Walk]:
    """The same stops in as many walks. ``beside`` are the outlines of walks around that stay as they are; ``going`` is
    asked before each round whether to go on."""
    stops = [stop for walk in walks for stop in walk.stops]
    felt = nearby.felt(stops)
    problem = routing.Problem(
        felt=felt,
        costs=felt + ordering.turning(stops),
        minutes=np.array([stop.minutes for stop in stops]),
        walks=len(walks),
        longest=terms.longest,
        shortest=terms.shortest,
    )
    ends = np.cumsum([0, *(len(walk.stops) for walk in walks)]).tolist()
    first = [list(range(start, end)) for start, end in zip(ends, ends[1:], strict=False)]
    places = np.array([(stop.east, stop.north) for stop in stops])
    routes = _Search(problem, first, places, beside, terms).run(going)
    metres = [ordering.path_length(route, felt) for route in routes]
    return [
        Walk(tuple(stops[i] for i in route), length, float(problem.minutes[route].sum()) + walking(length))
        for route, length in zip(routes, metres, strict=True)
    ]


class _Search:
    """The solution in hand, its cost and its outlines; the best so far."""

    def __init__(
        self,
        problem: routing.Problem,
        first: list[list[int]],
        places: routing.Numbers,
        beside: Sequence[shapely.Geometry],
        terms: Terms,
    ) -> None:
        data = routing.data_of(problem)
        self.terms, self.places, self.beside = terms, places, list(beside)
        self.bounds = terms.fewest * routing.GRAINS, terms.longest * routing.GRAINS
        self.dice = random.Random(SEED)
        near = compute_neighbours(data, NeighbourhoodParams(num_neighbours=NEIGHBOURS))
        disturb = PerturbationManager(PerturbationParams(LEAST_DISTURBED, MOST_DISTURBED))
        self.local = LocalSearch(data, pyvrp.RandomNumberGenerator(SEED), near, disturb)
        for operator in OPERATORS:
            if operator.supports(data):
                self.local.add_operator(operator(data))
        self.prices = pyvrp.CostEvaluator([], TOO_LONG, 0.0)
        self.now = pyvrp.Solution(data, first)
        self.routes = self.now.routes()
        self.outlines = [self._outline(route) for route in self.routes]
        self.metres = self.prices.penalised_cost(self.now) / routing.MILLIMETRES
        self.more = 0.0  # square metres shared, compared with the start
        self.best, self.least = self.now, self.metres

    def run(self, going: Going) -> list[list[int]]:
        """The stops of each walk, by index, of the best solution met."""
        terms = self.terms
        for done in range(terms.rounds):
            if not going():
                break
            warmth = terms.warmth + (terms.cooled - terms.warmth) * done / terms.rounds
            self._try(warmth * self.dice.expovariate(1.0), everywhere=done == 0)
        return [_visits(route) for route in self.best.routes()]

    def _try(self, leeway: float, *, everywhere: bool) -> None:
        """One change and its repair, taken when it costs at most ``leeway`` metres more."""
        found = self.local(self.now, self.prices, exhaustive=everywhere)
        metres = self.prices.penalised_cost(found) / routing.MILLIMETRES
        if metres >= self.metres + leeway or found == self.now:
            return
        routes = found.routes()
        changed = [index for index, (was, new) in enumerate(zip(self.routes, routes, strict=False)) if was != new]
        old, new = [self.routes[index] for index in changed], [routes[index] for index in changed]
        if len(routes) < len(self.routes) or sum(map(self._off, new)) > sum(map(self._off, old)):
            return
        fresh = [self._outline(route) for route in new]
        rest = [shape for index, shape in enumerate(self.outlines) if index not in changed] + self.beside
        more = shared(fresh, rest) - shared([self.outlines[index] for index in changed], rest)
        if metres + METRES_PER_SHARED * more >= self.metres + leeway or 0 < more > self.terms.room - self.more:
            return
        self.now, self.routes, self.metres = found, routes, metres
        self.more += more
        for index, shape in zip(changed, fresh, strict=True):
            self.outlines[index] = shape
        if self.metres + METRES_PER_SHARED * self.more < self.least:
            self.best, self.least = self.now, self.metres + METRES_PER_SHARED * self.more

    def _off(self, route: pyvrp.Route) -> float:
        """Grains that a walk is shorter or longer than it may be."""
        spent = route.service_duration() + route.travel_duration()
        return max(0.0, self.bounds[0] - spent, spent - self.bounds[1])

    def _outline(self, route: pyvrp.Route) -> shapely.Geometry:
        return shapely.convex_hull(shapely.MultiPoint(self.places[_visits(route)]))


def _visits(route: pyvrp.Route) -> list[int]:
    return [visit.idx for visit in route if visit.is_client()]
