"""From the first cut to the final one: neighbours parted by better lines, then small groups routed anew. Pure.

Each step keeps only what costs less, so the work may be stopped whenever somebody has waited long enough.
"""

from __future__ import annotations

from collections.abc import Sequence

from campaigns.turfs import neighbourhood, ordering
from campaigns.turfs.aim import Aim, Progress
from campaigns.turfs.metric import STRAIGHT, Metric, Nearby
from campaigns.turfs.planning import numbered
from campaigns.turfs.regrouping import regroup
from campaigns.turfs.resplitting import resplit
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
        several = [ordering.walk(walk.stops, nearby, start=start) for walk in several]
    progress(1.0)
    return numbered([*several, *alone])
