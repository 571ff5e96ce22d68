"""Team-hours spent at doors, day by day, out of the visits of phones: counted for all teams together, never for one.

An hour is the time from one noted door to the next, a longer break counting as twenty minutes; the first door of a
phone on a day counts as long as a door usually takes. Sheets of paper bear one time for the whole walk and are left out
here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from campaigns.people.models import Campaign

LONGEST_GAP_SECONDS = 20 * 60
FIRST_DOOR_SECONDS = 132  # 2.2 minutes
MEASURE = """
WITH phones AS (
    SELECT d.id FROM people_device d JOIN people_outing o ON o.id = d.outing_id
    WHERE d.campaign_id = %(campaign)s AND o.ends_at >= %(since)s
        AND NOT EXISTS (SELECT FROM visits_papersheet p WHERE p.device_id = d.id)
), noted AS (
    SELECT v.outcome, (v.effective_at AT TIME ZONE %(zone)s)::date AS day, extract(epoch FROM v.effective_at - lag(
        v.effective_at) OVER (PARTITION BY v.device_id, (v.effective_at AT TIME ZONE %(zone)s)::date
        ORDER BY v.effective_at, v.device_seq)) AS gap
    FROM visits_visit v JOIN phones ON phones.id = v.device_id
    WHERE v.supersedes IS NULL AND v.effective_at >= %(since)s
)
SELECT day, sum(least(coalesce(gap, %(first)s), %(longest)s)),
    count(*) FILTER (WHERE outcome IN ('not_home', 'conversation', 'refused', 'come_back'))
FROM noted GROUP BY day
"""


@dataclass(frozen=True)
class Walked:
    """Of one day: hours of all teams together, and the doors knocked in them."""

    hours: float
    doors: int


def by_day(campaign: Campaign, *, since: datetime) -> dict[date, Walked]:
    """What phones noted since then, by the day of the territory. One query, over the phones of these outings only."""
    asked: dict[str, Any] = {
        "campaign": campaign.pk,
        "since": since,
        "zone": campaign.time_zone,
        "first": FIRST_DOOR_SECONDS,
        "longest": LONGEST_GAP_SECONDS,
    }
    with connection.cursor() as cursor:
        cursor.execute(MEASURE, asked)
        return {day: Walked(float(seconds) / 3600, doors) for day, seconds, doors in cursor.fetchall()}
