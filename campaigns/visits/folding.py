"""Deltas become figures: each batch appended what it changed, this adds them up and removes them, exactly once."""

from __future__ import annotations

from django.db import connection

FOLD = """
WITH taken AS (
    DELETE FROM visits_figuredelta WHERE campaign_id = %(campaign)s
    RETURNING station_id, outing_id, day, knocked, opened, conversations, no_access, requests
)
INSERT INTO visits_stationday AS s (campaign_id, station_id, outing_id, day, knocked, opened, conversations,
    no_access, requests)
SELECT %(campaign)s, station_id, outing_id, day, sum(knocked), sum(opened), sum(conversations), sum(no_access),
    sum(requests)
FROM taken GROUP BY station_id, outing_id, day
ON CONFLICT (campaign_id, station_id, outing_id, day) DO UPDATE SET
    knocked = s.knocked + EXCLUDED.knocked, opened = s.opened + EXCLUDED.opened,
    conversations = s.conversations + EXCLUDED.conversations, no_access = s.no_access + EXCLUDED.no_access,
    requests = s.requests + EXCLUDED.requests
"""


def fold(campaign_id: int) -> None:
    """Move the campaign's deltas into its figures. One statement: a reader sees each delta on one side only."""
    with connection.cursor() as cursor:
        cursor.execute(FOLD, {"campaign": campaign_id})
