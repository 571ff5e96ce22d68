"""What a campaign knows of the doors around each polling station: how many, behind what entrances, how knocking went.

Rates and counts are of stations; nothing here is about a home.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from campaigns.doors.housing import MOST_OF_A_HOUSE
from campaigns.people.models import Campaign
from campaigns.targeting import holding_out

# Doors that the campaign knows, else the dwellings that the ground tells, one where nobody counted them. Doors out of
# reach, those not to be knocked at and those held out are no doors to a walk; removed ones were knocked at even so.
COUNT = """
WITH known AS (
    SELECT address_id,
        count(*) FILTER (WHERE removed_at IS NULL) AS dwellings,
        count(*) FILTER (WHERE removed_at IS NULL AND state NOT IN ('no_access', 'do_not_knock')) AS doors,
        count(*) FILTER (WHERE removed_at IS NULL AND knock_count = 0
            AND state NOT IN ('no_access', 'do_not_knock')) AS first_pass,
        count(*) FILTER (WHERE removed_at IS NULL AND knock_count = 1
            AND state IN ('not_home', 'come_back')) AS second_pass,
        count(*) FILTER (WHERE removed_at IS NULL AND knock_count = 2
            AND state IN ('not_home', 'come_back')) AS third_pass,
        count(*) FILTER (WHERE first_outcome <> '') AS knocked,
        count(*) FILTER (WHERE first_outcome = 'conversation') AS talked
    FROM doors_door WHERE campaign_id = %(campaign)s GROUP BY address_id
), entrances AS (
    SELECT a.station_id, k.*, a.dwellings AS told, coalesce(k.dwellings, a.dwellings, 1) AS homes,
        k.address_id IS NULL AND a.dwellings IS NULL AS uncounted,
        k.address_id IS NULL AND a.dwellings_source = 'registered' AS guessed,
        a.id = ANY(%(held_out)s) AS held_out
    FROM territory_address a JOIN territory_pollingstation p ON p.id = a.station_id
    LEFT JOIN known k ON k.address_id = a.id
    WHERE p.commune_id IN (SELECT commune_id FROM people_campaign_communes WHERE campaign_id = %(campaign)s)
)
SELECT station_id, count(*), count(*) FILTER (WHERE uncounted),
    sum(homes), coalesce(sum(homes) FILTER (WHERE homes > %(house)s), 0),
    coalesce(sum(homes) FILTER (WHERE guessed), 0),
    coalesce(sum(homes) FILTER (WHERE held_out), 0),
    coalesce(sum(coalesce(doors, homes)) FILTER (WHERE NOT held_out), 0),
    coalesce(sum(coalesce(first_pass, homes)) FILTER (WHERE NOT held_out), 0),
    coalesce(sum(second_pass) FILTER (WHERE NOT held_out), 0),
    coalesce(sum(third_pass) FILTER (WHERE NOT held_out), 0),
    coalesce(sum(knocked), 0), coalesce(sum(talked), 0)
FROM entrances GROUP BY station_id
"""


@dataclass(frozen=True)
class StationDoors:
    """Around one station."""

    addresses: int = 0
    uncounted: int = 0
    """Addresses whose dwellings nobody told; one each was counted."""
    homes: int = 0
    flats: int = 0
    """Homes behind an entrance of three or more."""
    guessed: int = 0
    """Homes estimated from the people on the roll."""
    held_out: int = 0
    """Homes left alone so that an effect can be measured."""
    doors: int = 0
    """That may be knocked at: within reach, not held out, and nobody asked us not to."""
    left: tuple[int, int, int] = (0, 0, 0)
    """Doors that wait for their first, second and third knock: nobody was reached there yet, nobody refused."""
    knocked: int = 0
    """On the first pass."""
    talked: int = 0
    """Conversations of the first pass."""

    @property
    def counted(self) -> bool:
        """Whether the doors are known well enough: most addresses say how many dwellings they have."""
        return self.addresses > 0 and 2 * self.uncounted <= self.addresses

    @property
    def flats_share(self) -> float | None:
        """Of the homes; None where none is known."""
        return self.flats / self.homes if self.homes else None


def by_station(campaign: Campaign) -> dict[int, StationDoors]:
    """Per station id of the campaign's communes; stations without any address are left out. Two queries."""
    held_out = list(holding_out.addresses(campaign).values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(COUNT, {"campaign": campaign.pk, "house": MOST_OF_A_HOUSE, "held_out": held_out})
        return {station: _read(counts) for station, *counts in cursor.fetchall()}


def _read(counts: list[int]) -> StationDoors:
    addresses, uncounted, homes, flats, guessed, held_out, doors, *left, knocked, talked = map(int, counts)
    return StationDoors(
        addresses=addresses,
        uncounted=uncounted,
        homes=homes,
        flats=flats,
        guessed=guessed,
        held_out=held_out,
        doors=doors,
        left=(left[0], left[1], left[2]),
        knocked=knocked,
        talked=talked,
    )
