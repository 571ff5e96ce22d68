"""What a leader asks of a cut, in a form that can wait for a worker."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Self

from campaigns.people.models import Campaign, Outing
from campaigns.territory.models import PollingStation
from campaigns.turfs import drafting
from campaigns.turfs.choice import Choice, choose
from campaigns.turfs.drafting import Draft
from campaigns.turfs.manner import Manner


@dataclass(frozen=True)
class Asked:
    """Stations by their codes; the rest as `choose` and `Manner` take it."""

    stations: tuple[str, ...]
    minutes: float
    side: str = ""
    streets: tuple[str, ...] = ()
    seen_within_days: int | None = None
    not_home_too: bool = False
    teams: int | None = None
    value_first: bool = False
    one_side: bool = False
    between_main_roads: bool = False
    from_meeting_point: bool = False
    lasso: str = ""

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Self:
        """As `as_dict` wrote it, after JSON made lists of tuples."""
        lists = {name: tuple(stored[name]) for name in ("stations", "streets")}
        return cls(**{**stored, **lists})

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def manner(self) -> Manner:
        return Manner(
            teams=self.teams,
            value_first=self.value_first,
            one_side=self.one_side,
            between_main_roads=self.between_main_roads,
            from_meeting_point=self.from_meeting_point,
        )

    def choice(self, now: datetime) -> Choice:
        """Raises what `choose` does."""
        return choose(
            side=self.side,
            streets=self.streets,
            seen_within_days=self.seen_within_days,
            not_home_too=self.not_home_too,
            lasso=self.lasso,
            now=now,
        )

    def draft(self, campaign: Campaign, outing: Outing, *, now: datetime) -> Draft:
        """What it would give at once. Stations that are gone or of another commune are left out.

        Raises what `drafting.preview` and `choose` do.
        """
        stations = PollingStation.objects.filter(code__in=self.stations, commune__campaigns=campaign)
        return drafting.preview(
            campaign=campaign,
            stations=list(stations),
            minutes=self.minutes,
            outing=outing,
            choice=self.choice(now),
            manner=self.manner,
        )
