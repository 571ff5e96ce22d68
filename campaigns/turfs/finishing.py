"""From the first cut to the final one: neighbours parted by better lines, then routed anew together. Pure.

Each step keeps only what costs less, so the work may be stopped whenever somebody has waited long enough.
"""

from __future__ import annotations

from collections.abc import Sequence

from campaigns.turfs import neighbourhood, ordering
from campaigns.turfs.aim import Aim, Progress
from campaigns.turfs.metric import STRAIGHT, Metric, Nearby
from campaigns.turfs.planning import numbered
from campaigns.turfs.regrouping import regroup
from campaigns.turfs.resplitting import bother, resplit
from campaigns.turfs.stops import Stop, Walk

STAGES = (resplit, regroup)


def finish(
    walks: Sequence[Walk], minutes: float, metric: Metric = STRAIGHT, *, progress: Progress, start: Stop | None = None
) -> list[Walk]:
    """The same stops in as many walks of about ``minutes``, shorter where they can be. Walks of one stop stay."""
    several = [walk for walk in walks if len(walk.stops) > 1]
    alone = [walk for walk in walks if len(walk.stops) == 1]
    if len(several) > 1:
        nearby = Nearby.of(metric, [stop for walk in several for stop in walk.stops], neighbourhood.GAP_METRES)
        aim = Aim(minutes, progress, len(STAGES))
        for aim.stage, improve in enumerate(STAGES):
            several = improve(several, nearby, aim)
        several = [_ordered(walk, nearby, start) for walk in several]
    progress(1.0)
    return numbered([*several, *alone])


def _ordered(walk: Walk, nearby: Nearby, start: Stop | None) -> Walk:
    """Its order found anew, or the one it has where that is shorter; from the start where walks have one."""
    anew = ordering.walk(walk.stops, nearby, start=start)
    return anew if start is not None or bother(anew) <= bother(walk) else ordering.again(walk.stops, nearby)
