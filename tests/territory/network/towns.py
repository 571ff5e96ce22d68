"""Small street plans in metres, and an independent way to measure walks on them."""

from __future__ import annotations

import heapq
import math

from campaigns.territory.network.graph import DEGREE, Line, Network
from campaigns.territory.network.snapping import Asked

METRE = DEGREE / 111_195.0  # at the equator, where a degree is as wide as it is high


def line(key: str, highway: str, *nodes: tuple[int, float, float], **tags: str) -> Line:
    """A line through nodes (number, metres east, metres north) around the point where no degrees are."""
    numbers, easts, norths = zip(*nodes, strict=True)
    return Line(key, highway, tags, numbers, [round(e * METRE) for e in easts], [round(n * METRE) for n in norths])


def asked(network: Network, *doors: tuple) -> list[Asked]:
    """Doors as (metres east, metres north, street key, number) in the plane of the lines."""
    east, north = network.origin[0] * 111_195.0, network.origin[1] * 111_195.0
    return [Asked(e - east, n - north, key, number) for e, n, key, number in doors]


def crossroads(across: str = "primary") -> Network:
    """Rue A runs east, B runs north; they meet in the middle, 100 metres from each end."""
    return Network.of(
        [
            line("rue a", "residential", (1, -100, 0), (5, 0, 0), (2, 100, 0)),
            line("rue b", across, (3, 0, -100), (5, 0, 0), (4, 0, 100)),
        ]
    )


def shortest(network: Network, places, one: int, other: int) -> float:
    """Felt metres between two places by a plain search (Dijkstra 1959), over corners named by what lies around them."""
    edges: dict[object, list[tuple[object, float]]] = {}

    def join(a: object, b: object, metres: float) -> None:
        edges.setdefault(a, []).append((b, metres))
        edges.setdefault(b, []).append((a, metres))

    for half, before in enumerate(network.before.tolist()):
        stretch = half // 2
        # The left pavement of this half: from the corner at its left to the corner at the right of its twin.
        join(half, int(network.before[half ^ 1]), float(network.lengths[stretch] * network.factors[stretch]))
        join(half, before, float(network.crossings[stretch]))
    for name, index in (("from", one), ("to", other)):
        stretch, offset, left = int(places.stretch[index]), float(places.offset[index]), bool(places.left[index])
        out, back = 2 * stretch, 2 * stretch + 1
        factor = float(network.factors[stretch])
        start = out if left else int(network.before[out])
        end = int(network.before[back]) if left else back
        join(name, start, offset * factor)
        join(name, end, (float(network.lengths[stretch]) - offset) * factor)
    if places.stretch[one] == places.stretch[other]:
        stretch = int(places.stretch[one])
        along = abs(float(places.offset[one] - places.offset[other])) * float(network.factors[stretch])
        join("from", "to", along + (places.left[one] != places.left[other]) * float(network.crossings[stretch]))
    return _search(edges)


def _search(edges: dict[object, list[tuple[object, float]]]) -> float:
    best, waiting, count = {"from": 0.0}, [(0.0, 0, "from")], 0
    while waiting:
        metres, _tie, here = heapq.heappop(waiting)
        if here == "to":
            return metres
        if metres > best.get(here, math.inf):
            continue
        for there, step in edges.get(here, ()):
            if metres + step < best.get(there, math.inf):
                best[there] = metres + step
                count += 1
                heapq.heappush(waiting, (metres + step, count, there))
    return math.inf
