"""Drafts of a cut: what it would give, at once, and after some work. Nothing here is stored."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from campaigns.errors import DomainError
from campaigns.people.models import Campaign, Outing
from campaigns.territory.geometry import metres_from
from campaigns.territory.models import PollingStation
from campaigns.turfs import collecting, finishing, planning, worth
from campaigns.turfs.aim import Progress
from campaigns.turfs.choice import EVERYTHING, Choice
from campaigns.turfs.ground import Ground, survey
from campaigns.turfs.manner import PLAIN, Manner
from campaigns.turfs.metric import OnStreets
from campaigns.turfs.stops import Stop, Walk

GLANCE, LOOK = 1.0, 10.0  # seconds to choose the doors worth most: for a preview, and for good


@dataclass(frozen=True)
class Draft:
    """A cut that is not stored yet."""

    ground: Ground
    walks: tuple[Walk, ...]
    minutes: float
    """What a walk was cut for."""
    manner: Manner
    start: Stop | None
    values: Mapping[int, float] = field(default_factory=dict)
    """Value first: what the doors of each address are worth."""
    in_votes: bool = False
    """Worth in expected votes; else in conversations, where targeting knows nothing."""

    @property
    def off_the_streets(self) -> int:
        """Stops that stand at no known street, where the others do: the ways to them are straight lines."""
        metric = self.ground.metric
        return (
            sum(stop.address not in metric.rows for stop in self.ground.stops) if isinstance(metric, OnStreets) else 0
        )

    @property
    def left(self) -> int:
        """Stops that no walk takes: value first leaves some."""
        return len(self.ground.stops) - sum(len(walk.stops) for walk in self.walks)


def preview(
    *,
    campaign: Campaign,
    stations: Sequence[PollingStation],
    minutes: float,
    outing: Outing | None = None,
    choice: Choice = EVERYTHING,
    manner: Manner = PLAIN,
) -> Draft:
    """What a cut would give, in a second or two.

    Raises DomainError ``no_station``, ``unknown_street``, ``nothing_to_cut`` and what `Manner` raises.
    """
    manner.check(minutes)
    if not stations:
        raise DomainError("no_station", _("Choose at least one polling station."))
    ground = survey(campaign, stations, outing=outing, choice=choice)
    if not ground.stops and ground.held_out:
        raise DomainError(
            "nothing_to_cut", _("Headquarters sets aside what is left in these polling stations: nobody rings there.")
        )
    if not ground.stops and choice != EVERYTHING:
        raise DomainError("nothing_to_cut", _("Nothing is left to visit with this choice."))
    if not ground.stops:
        raise DomainError(
            "nothing_to_cut", _("No address is left to visit in these polling stations. Import addresses first.")
        )
    draft = Draft(ground, (), minutes, manner, _start(ground, manner, outing))
    if manner.value_first:
        votes = worth.votes_per_conversation(campaign)
        valued = replace(draft, values=worth.of_stops(ground, votes), in_votes=bool(votes))
        return _collected(valued, _for_seconds(GLANCE))
    metric = manner.metric(ground.metric)
    if manner.teams is not None:
        walks, cut_for = planning.plan_for(ground.stops, manner.teams, metric, start=draft.start)
        return replace(draft, walks=tuple(walks), minutes=cut_for)
    return replace(draft, walks=tuple(planning.plan(ground.stops, minutes, metric, start=draft.start)))


def finish(draft: Draft, *, progress: Progress) -> Draft:
    """The same draft, its walks as short as some seconds of work can make them; it may be stopped any time."""
    if draft.manner.value_first:
        return _collected(draft, _for_seconds(LOOK, progress))
    metric = draft.manner.metric(draft.ground.metric)
    walks = finishing.finish(draft.walks, draft.minutes, metric, progress=progress, start=draft.start)
    return replace(draft, walks=tuple(walks))


def _collected(draft: Draft, enough: Callable[[], bool]) -> Draft:
    walks = collecting.collect(
        draft.ground.stops,
        draft.values,
        walks=draft.manner.teams or 1,
        minutes=draft.minutes,
        metric=draft.manner.metric(draft.ground.metric),
        enough=enough,
        start=draft.start,
    )
    if not walks:
        raise DomainError("nothing_to_cut", _("No door can be reached and visited in these minutes."))
    return replace(draft, walks=tuple(planning.numbered(walks)))


def _for_seconds(seconds: float, progress: Progress = lambda share: True) -> Callable[[], bool]:
    """Enough once the time is over, or once somebody stops it."""
    began = time.monotonic()

    def enough() -> bool:
        share = (time.monotonic() - began) / seconds
        return not progress(min(share, 1.0)) or share >= 1

    return enough


def _start(ground: Ground, manner: Manner, outing: Outing | None) -> Stop | None:
    """The meeting point as a place of the ground's plane."""
    place = manner.start(outing)
    if place is None:
        return None
    ((east, north),) = metres_from(ground.origin, [place])
    return Stop(-1, east, north, "", None, 0, 0.0)
