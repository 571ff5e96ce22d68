"""The ground in parts of some twenty neighbouring walks, two parts searched at a time. Pure.

A few walks at a time leave too little choice: a walk that has to become shorter gives its doors to the next, and that
to the one behind. So each part is large, and the parts lie otherwise in the next pass: their borders are crossed too.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from threading import Event

import shapely

from campaigns.territory.geometry import centre
from campaigns.turfs.aim import BARELY_EVEN, EVEN, Aim
from campaigns.turfs.annealing import Terms, annealed
from campaigns.turfs.metric import Nearby
from campaigns.turfs.outlines import outline, shared
from campaigns.turfs.resplitting import WORTHWHILE, bother
from campaigns.turfs.stops import Walk

TOGETHER = 26  # walks of a part at most
PASSES = 4
TURN = 2.0  # radians that the parts are turned by from pass to pass
ROUNDS_PER_WALK = 180  # in all passes
LEAST_ROUNDS, MOST_ROUNDS = 2_400, 40_000  # in all: 20,000 doors get fewer for each walk
WARMTH = 60.0  # felt metres that a change may cost by chance at the very first
LEEWAY = 0.05  # of the mean: walks that cannot be as long as asked may differ by that
MOST_SHARED = 0.03  # of the covered ground may lie in two outlines
THREADS = 2  # PyVRP lets go of the interpreter while it works
BEAT_SECONDS = 0.1


def regroup(walks: list[Walk], nearby: Nearby, aim: Aim) -> list[Walk]:
    """The walks after all passes. Never costs more."""
    walks, watch = list(walks), _Watch(aim, min(max(LEAST_ROUNDS, ROUNDS_PER_WALK * len(walks)), MOST_ROUNDS))
    with ThreadPoolExecutor(THREADS) as pool:
        for number in range(PASSES):
            parts = _parts(walks, list(range(len(walks))), math.ceil(len(walks) / TOGETHER), TURN * number)
            shapes = [outline(walk.stops) for walk in walks]
            room = _room(shapes)
            begun = []
            for part in parts:
                rest = [shape for index, shape in enumerate(shapes) if index not in part]
                terms = _terms(
                    [walks[index] for index in part], aim, number, room / len(parts), watch.rounds / len(walks)
                )
                begun.append(pool.submit(annealed, [walks[index] for index in part], rest, nearby, terms, watch.going))
            for part, found in zip(parts, watch.over(begun), strict=True):
                _take(walks, shapes, part, found)
            if watch.stopped.is_set():
                break
    return walks


class _Watch:
    """Counts the rounds of both threads. The thread that began asks whether to go on: it may note how far it is."""

    def __init__(self, aim: Aim, rounds: int) -> None:
        self.aim, self.rounds = aim, rounds
        self.done = 0
        self.stopped = Event()

    def going(self) -> bool:
        self.done += 1
        return not self.stopped.is_set()

    def over(self, searches: Sequence[Future[list[Walk]]]) -> list[list[Walk]]:
        """What the searches found, once all are over."""
        try:
            waiting: Collection[Future[list[Walk]]] = searches
            while waiting:
                if not self.aim.go_on(min(self.done, self.rounds), self.rounds):
                    self.stopped.set()
                waiting = wait(searches, timeout=BEAT_SECONDS).not_done
        except BaseException:
            self.stopped.set()  # nobody would ask for what they find
            raise
        return [search.result() for search in searches]


def _parts(walks: Sequence[Walk], among: list[int], pieces: int, angle: float) -> list[list[int]]:
    """The walks among these in so many parts of about as many, halved across the angle, then along it."""
    if pieces <= 1:
        return [sorted(among)]

    def along(index: int) -> float:
        east, north = centre([(stop.east, stop.north) for stop in walks[index].stops])
        return east * math.cos(angle) + north * math.sin(angle)

    ordered = sorted(among, key=along)
    cut = len(ordered) * (pieces // 2) // pieces
    across = angle + math.pi / 2
    return _parts(walks, ordered[:cut], pieces // 2, across) + _parts(
        walks, ordered[cut:], pieces - pieces // 2, across
    )


def _terms(walks: Sequence[Walk], aim: Aim, number: int, room: float, rounds_per_walk: float) -> Terms:
    """Even walks, as far as these can be."""
    mean = sum(walk.minutes for walk in walks) / len(walks)
    return Terms(
        shortest=min((1 - EVEN) * aim.minutes, (1 - LEEWAY) * mean),
        fewest=min((1 - BARELY_EVEN) * aim.minutes, (1 - LEEWAY) * mean),
        longest=max((1 + EVEN) * aim.minutes, (1 + LEEWAY) * mean),
        rounds=int(rounds_per_walk * len(walks) / PASSES),
        warmth=WARMTH * (1 - number / PASSES),
        cooled=WARMTH * (1 - (number + 1) / PASSES),
        room=room,
    )


def _room(shapes: Sequence[shapely.Geometry]) -> float:
    """Square metres that outlines may still come to share."""
    return max(0.0, MOST_SHARED * sum(float(shape.area) for shape in shapes) - shared(shapes, []))


def _take(walks: list[Walk], shapes: list[shapely.Geometry], part: Sequence[int], found: Sequence[Walk]) -> None:
    """Put what was found in place of the part, where it is worth it and neighbours have not come nearer meanwhile."""
    if sum(bother(walks[index]) for index in part) - sum(map(bother, found)) < WORTHWHILE:
        return
    rest = [shape for index, shape in enumerate(shapes) if index not in part]
    fresh = [outline(walk.stops) for walk in found]
    more = shared(fresh, rest) - shared([shapes[index] for index in part], rest)
    if more <= 0 or more <= _room(shapes):
        for index, walk, shape in zip(part, found, fresh, strict=True):
            walks[index], shapes[index] = walk, shape
