"""What a campaign's row says that the rows of its visits depend on, kept in memory between pushes.

Whoever starts from these terms has the database say, in the same statement that stores, that they still hold.
"""

from __future__ import annotations

from datetime import UTC, date
from typing import NamedTuple
from zoneinfo import ZoneInfo

from campaigns.people import voting
from campaigns.people.models import Campaign


class Calendar(NamedTuple):
    """Which day a visit counts for, and whether it fell into a silence."""

    zone: ZoneInfo
    silences: list[voting.Window]

    @classmethod
    def of(cls, campaign: Campaign) -> Calendar:
        # In UTC like the times of the events: comparing across zones asks the zone's table each time.
        silences = [(starts.astimezone(UTC), ends.astimezone(UTC)) for starts, ends in voting.silences(campaign)]
        return cls(ZoneInfo(campaign.time_zone), silences)


class Terms(NamedTuple):
    """In the order of ``PARAMETERS`` and of ``HOLD``, the calendar that follows from them apart."""

    campaign_id: int
    time_zone: str
    first_round_date: date | None
    final_round_date: date | None
    epoch: int


PARAMETERS = "bigint, text, date, date, bigint"
# Of the campaign ``c``, an open one.
HOLD = """c.id = {0} AND c.time_zone = {1} AND c.first_round_date IS NOT DISTINCT FROM {2}
    AND c.final_round_date IS NOT DISTINCT FROM {3} AND c.epoch = {4} AND c.closed_at IS NULL"""

_remembered: dict[str, tuple[Terms, Calendar]] = {}


def recall(name: str) -> tuple[Terms, Calendar] | None:
    """The terms of the campaign that phones call ``c-slug``, as this process read them last, if there is one."""
    if known := _remembered.get(name):
        return known
    prefix, _dash, slug = name.partition("-")
    campaign = Campaign.objects.only(*Terms._fields[1:]).filter(slug=slug).first() if prefix == "c" else None
    if campaign is None:
        return None
    terms = Terms(campaign.pk, *(getattr(campaign, field) for field in Terms._fields[1:]))
    _remembered[name] = known = terms, Calendar.of(campaign)
    return known


def forget(name: str) -> None:
    """Read them anew next time: the statement found that they, or something else, were not so."""
    _remembered.pop(name, None)
