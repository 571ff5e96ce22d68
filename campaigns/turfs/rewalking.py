"""The way through an area whose addresses a hand has changed: shortest again, unless a hand chose the order too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from campaigns.turfs import ordering
from campaigns.turfs.layout import Area
from campaigns.turfs.metric import Metric
from campaigns.turfs.minutes import walking
from campaigns.turfs.stops import Stop, Walk


def walk(area: Area, stops: Mapping[int, Stop], metric: Metric, *, had: Sequence[int]) -> Walk:
    """The stops of the area in walking order. ``had`` is the order before, which a hand may have chosen."""
    there = [stops[address] for address in area.stops]
    if not area.ordered_by_hand:
        return ordering.walk(there, metric)
    kept = set(had)
    order = [address for address in area.stops if address in kept]
    return as_given(_inserted(order, [a for a in area.stops if a not in kept], stops, metric), stops, metric)


def as_given(order: Sequence[int], stops: Mapping[int, Stop], metric: Metric) -> Walk:
    """The walk through these addresses in exactly that order."""
    there = [stops[address] for address in order]
    metres = ordering.path_length(range(len(there)), metric.felt(there))
    return Walk(tuple(there), metres, sum(stop.minutes for stop in there) + walking(metres))


def _inserted(order: Sequence[int], more: Sequence[int], stops: Mapping[int, Stop], metric: Metric) -> list[int]:
    """The order with each further address where it lengthens the walk least."""
    everything = [*order, *more]
    there = [stops[address] for address in everything]
    felt = metric.felt(there)
    path = list(range(len(order)))
    for new in range(len(order), len(everything)):
        legs = felt[path[:-1], path[1:]] if len(path) > 1 else np.zeros(0)
        between = felt[path[:-1], new] + felt[new, path[1:]] - legs if len(path) > 1 else legs
        costs = np.r_[felt[new, path[0]], between, felt[path[-1], new]] if path else np.zeros(1)
        path.insert(int(costs.argmin()), new)
    return [everything[index] for index in path]
