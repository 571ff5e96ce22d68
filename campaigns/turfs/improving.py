"""Shortening an open path: 2-opt and Or-opt moves with neighbour lists, then small kicks. Pure.

The path is held as a closed tour through one more place, at no distance of anything: where the tour passes it, the walk
starts and ends. A walk that must begin at one stop pays dearly for any other beside that place. A kick swaps two short
neighbouring runs (a local double bridge, Martin, Otto and Felten 1991) and is kept when the repaired path is shorter:
the result is never longer than the start.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

NEIGHBOURS = 8  # moves further away than the eighth neighbour hardly ever pay
LONGEST_MOVED_RUN = 3  # Or-opt moves runs of one to three stops
LONGEST_KICKED_RUN = 12
KICKS_PER_STOP = 3  # on walks of Bondy within 0.01 % of what ten times as many find; without kicks 2.3 %
FEWEST_KICKED = 4  # stops; below, 2-opt and Or-opt try everything
LEAST_KICKS = 30
MOST_KICKS = 600  # a station walked as one turf still takes a fraction of a second
EPSILON = 1e-6
BOUND = 1e7  # metres; more than any walk

Distances = NDArray[np.float64]


def shortened(
    order: Sequence[int], distances: Distances, *, first: int | None = None, kicks_per_stop: int = KICKS_PER_STOP
) -> list[int]:
    """The stops of ``order`` in a path that is not longer. Deterministic: the same input gives the same path.

    ``first`` is the stop that the path begins at, as ``order`` must too; None leaves both ends free.
    """
    n = len(order)
    if n < 3:
        return list(order)
    path = _Path(order, distances, first)
    path.repair(list(range(n + 1)))
    if n >= FEWEST_KICKED and kicks_per_stop:
        path.kick(min(MOST_KICKS, max(LEAST_KICKS, kicks_per_stop * n)))
    return path.opened()


class _Path:
    """The tour, the place of each stop in it, and its moves. Stop ``n`` is the one at no distance."""

    def __init__(self, order: Sequence[int], distances: Distances, first: int | None) -> None:
        n = len(order)
        table = np.zeros((n + 1, n + 1))
        table[:n, :n] = distances
        if first is not None:
            table[n, first] = table[first, n] = -BOUND
        self.first = first
        self.gap: list[list[float]] = table.tolist()
        self.near = self._neighbours(table)
        self.tour = [*order, n]
        self.place = [0] * (n + 1)
        self._number()

    def opened(self) -> list[int]:
        """The walk, begun at its first stop, or at the end whose stop has the lower number."""
        cut = self.place[len(self.tour) - 1]
        path = self.tour[cut + 1 :] + self.tour[:cut]
        forward = path[0] <= path[-1] if self.first is None else path[0] == self.first
        return path if forward else path[::-1]

    def repair(self, pending: list[int]) -> float:
        """Apply moves around the pending stops until none shortens the tour; the metres gained."""
        gained = 0.0
        waiting = set(pending)
        while pending:
            stop = pending.pop()
            waiting.discard(stop)
            gain, touched = self._better_reversal(stop)
            if not touched:
                gain, touched = self._better_shift(stop)
            gained += gain
            for each in touched:
                if each not in waiting:
                    waiting.add(each)
                    pending.append(each)
        return gained

    def kick(self, times: int) -> None:
        """Disturb the tour a little, repair it, and keep what is shorter."""
        size = len(self.tour)
        dice = random.Random(size)  # its own, seeded: a cut made twice is the same cut
        longest = min(LONGEST_KICKED_RUN, (size - 2) // 2)
        for _ in range(times):
            kept = self.tour[:]
            one, two = dice.randint(1, longest), dice.randint(1, longest)
            start = dice.randrange(1, size - one - two + 1)
            lost, touched = self._swap_runs(start, one, two)
            if self.repair(touched) <= lost + EPSILON:
                self.tour = kept
                self._number()

    def _swap_runs(self, start: int, one: int, two: int) -> tuple[float, list[int]]:
        """Swap the run of ``one`` stops at ``start`` with the run of ``two`` after it; metres lost, ends touched."""
        tour, gap = self.tour, self.gap
        middle, end = start + one, start + one + two
        before, a, b, c, d, after = (
            tour[start - 1], tour[start], tour[middle - 1], tour[middle], tour[end - 1], tour[end % len(tour)],
        )  # fmt: skip
        lost = gap[before][c] + gap[d][a] + gap[b][after] - gap[before][a] - gap[b][c] - gap[d][after]
        tour[start:end] = tour[middle:end] + tour[start:middle]
        self._number(start, end)
        return lost, [before, a, b, c, d, after]

    def _better_reversal(self, a: int) -> tuple[float, list[int]]:
        """2-opt: the first pair of edges at ``a`` that are shorter when exchanged."""
        tour, place, gap, size = self.tour, self.place, self.gap, len(self.tour)
        for step in (1, -1):
            b = tour[(place[a] + step) % size]
            edge = gap[a][b]
            for c in self.near[a]:
                saved = edge - gap[a][c]
                if saved <= EPSILON:
                    break
                d = tour[(place[c] + step) % size]
                gain = saved + gap[c][d] - gap[b][d]
                if gain > EPSILON:
                    self._reverse(b, c) if step == 1 else self._reverse(c, b)
                    return gain, [a, b, c, d]
        return 0.0, []

    def _better_shift(self, a: int) -> tuple[float, list[int]]:
        """Or-opt: the first short run with ``a`` at one end that is better off beside a neighbour of ``a``."""
        tour, place, gap, size = self.tour, self.place, self.gap, len(self.tour)
        for step in (1, -1):  # the run goes from ``a`` away from the stop it leaves
            run: list[int] = []
            for length in range(min(LONGEST_MOVED_RUN, size - 3)):
                end = tour[(place[a] + step * length) % size]
                run.append(end)
                left, right = tour[(place[a] - step) % size], tour[(place[end] + step) % size]
                freed = gap[left][a] + gap[end][right] - gap[left][right]
                for c in self.near[a]:
                    if gap[a][c] >= freed - EPSILON:
                        break
                    if c in run:
                        continue
                    for side in (1, -1):
                        d = tour[(place[c] + side) % size]
                        if d in run:  # the run already lies between them
                            continue
                        gain = freed - gap[a][c] - gap[end][d] + gap[c][d]
                        if gain > EPSILON:
                            self._move(run, after=c if side == 1 else d, turned=side == -1)
                            return gain, [left, right, a, end, c, d]
        return 0.0, []

    def _move(self, run: list[int], *, after: int, turned: bool) -> None:
        """Take the run out and put it behind ``after``, its first stop first unless turned."""
        moving = set(run)
        rest = [stop for stop in self.tour if stop not in moving]
        place = rest.index(after) + 1
        self.tour = rest[:place] + (run[::-1] if turned else run) + rest[place:]
        self._number()

    def _reverse(self, first: int, last: int) -> None:
        """Turn the run from ``first`` forward to ``last``, or the rest of the tour, which comes to the same."""
        i, j = self.place[first], self.place[last]
        if i > j:
            i, j = j + 1, i - 1
        self.tour[i : j + 1] = self.tour[i : j + 1][::-1]
        self._number(i, j + 1)

    def _number(self, start: int = 0, end: int | None = None) -> None:
        place = self.place
        for index, stop in enumerate(self.tour[start:end], start):
            place[stop] = index

    @staticmethod
    def _neighbours(table: Distances) -> list[list[int]]:
        """The nearest stops of each, nearest first; the stop at no distance is everybody's neighbour."""
        size = len(table)
        order = np.argsort(table + np.diag(np.full(size, np.inf)), axis=1, kind="stable")
        return [row[: NEIGHBOURS + 1].tolist() for row in order[:-1]] + [order[-1, :-1].tolist()]
