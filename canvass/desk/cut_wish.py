"""What the form of the cut asks, read without trust: what is no number is out of range, and said in words."""

from __future__ import annotations

from django.http import QueryDict

from campaigns.people.models import Campaign
from campaigns.turfs.asked import Asked

WAYS = ("minutes", "teams", "value")
"""Areas of so many minutes, as many areas as teams, or the best doors for the teams in these minutes."""
SWITCHES = ("one_side", "between_main_roads", "from_meeting_point", "not_home_too")


def read(asked: QueryDict, campaign: Campaign) -> Asked:
    """The wish as `Asked`; nothing is checked here."""
    way, days = asked.get("way", WAYS[0]), asked.get("days")
    return Asked(
        stations=tuple(asked.getlist("bureau")),
        minutes=_whole(asked.get("minutes") or str(campaign.turf_minutes)),
        side=asked.get("side", ""),
        streets=tuple(name.strip() for name in asked.get("streets", "").split(",") if name.strip()),
        seen_within_days=_whole(days) if days else None,
        teams=_whole(asked.get("teams") or "") if way in WAYS[1:] else None,
        value_first=way == WAYS[2],
        lasso=asked.get("lasso", ""),
        **{name: bool(asked.get(name)) for name in SWITCHES},
    )


def way_of(asked: Asked) -> str:
    if asked.value_first:
        return WAYS[2]
    return WAYS[0] if asked.teams is None else WAYS[1]


def fields(asked: Asked) -> list[tuple[str, str]]:
    """The same wish as names and values of a form, so that the second form sends what the first one showed."""
    told = [("bureau", code) for code in asked.stations]
    told += [("minutes", str(asked.minutes)), ("way", way_of(asked)), ("side", asked.side)]
    told += [("streets", ", ".join(asked.streets)), ("teams", "" if asked.teams is None else str(asked.teams))]
    told += [("days", "" if asked.seen_within_days is None else str(asked.seen_within_days))]
    told += [("lasso", asked.lasso)]
    return [(name, value) for name, value in told if value] + [(name, "1") for name in SWITCHES if getattr(asked, name)]


def _whole(text: str) -> int:
    """A plain number of at most four digits; anything else is 0, which no field takes."""
    return int(text) if text.isdecimal() and len(text) < 5 else 0
