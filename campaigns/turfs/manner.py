"""How a leader wants the ground cut, beside what is cut and how long a walk is. Checked before the work begins."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from campaigns.errors import DomainError
from campaigns.people.models import Outing
from campaigns.territory.geometry import Point
from campaigns.turfs.metric import BehindMainRoads, Metric, OneSide, OnStreets

SHORTEST, LONGEST = 15, 600  # minutes
MOST_TEAMS = 200


@dataclass(frozen=True)
class Manner:
    """Without anything: all doors, walks of the minutes asked, the least walking."""

    teams: int | None = None
    """As many walks; how long they are follows. With ``value_first`` the most walks there may be."""
    value_first: bool = False
    """Not all doors: those worth most within the minutes of the teams."""
    one_side: bool = False
    """One side of a street at a time."""
    between_main_roads: bool = False
    """Main roads are not crossed."""
    from_meeting_point: bool = False
    """Walks begin at the end that lies nearer to where people meet."""

    def check(self, minutes: float) -> None:
        """Raise DomainError ``minutes_out_of_range``, ``teams_out_of_range`` or ``teams_missing``."""
        if not SHORTEST <= minutes <= LONGEST:
            told = _("A turf takes from %(shortest)d to %(longest)d minutes.")
            raise DomainError("minutes_out_of_range", told % {"shortest": SHORTEST, "longest": LONGEST})
        if self.teams is not None and not 1 <= self.teams <= MOST_TEAMS:
            raise DomainError("teams_out_of_range", _("Cut for 1 to %(most)d teams.") % {"most": MOST_TEAMS})
        if self.value_first and self.teams is None:
            raise DomainError("teams_missing", _("Say how many teams come: the best doors for them are chosen."))

    def metric(self, metric: Metric) -> Metric:
        """What the cut measures by. Raises DomainError ``streets_unknown``."""
        if self.between_main_roads:
            if not isinstance(metric, OnStreets):
                raise DomainError(
                    "streets_unknown", _("The streets of this ground are not known: import them to mind main roads.")
                )
            metric = BehindMainRoads.of(metric)
        return OneSide(metric) if self.one_side else metric

    def start(self, outing: Outing | None) -> Point | None:
        """Where walks begin, (lon, lat); None for anywhere. Raises DomainError ``meeting_point_unknown``."""
        if not self.from_meeting_point:
            return None
        point = outing.meeting_point if outing else None
        if point is None or point.lon is None or point.lat is None:
            raise DomainError("meeting_point_unknown", _("The outing has no meeting point on the map."))
        return point.lon, point.lat


PLAIN = Manner()
