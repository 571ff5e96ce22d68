"""What no file says and others let us know: the station of an address, from the contour around it, and its dwellings,
from the number of people on the station's roll.

Run at the end of every import, in its transaction, for the communes that it touched. A file that tells better always
wins, then or later: `station_by_contour` and the source of the dwellings say what was only concluded.
"""

from __future__ import annotations

import json

import numpy as np
from django.db.backends.utils import CursorWrapper

from campaigns.territory.containing import inside
from campaigns.territory.shapes import Polygon

# 47.4 million people on the lists of communes (INSEE, May 2024) for 31.4 million main residences (INSEE, January 2024).
VOTERS_PER_DWELLING = 1.5
MOST_DWELLINGS = 400  # at one address: beyond it the roll counts people whose address is not in the file

TO_PLACE = """
SELECT p.commune_id FROM territory_pollingstation p
WHERE p.commune_id = ANY(%(communes)s) AND p.contour IS NOT NULL GROUP BY p.commune_id ORDER BY p.commune_id
"""
CONTOURS = "SELECT id, contour FROM territory_pollingstation WHERE commune_id = %s AND contour IS NOT NULL ORDER BY id"
WITHOUT_STATION = """
SELECT id, lon, lat FROM territory_address
WHERE commune_id = %s AND (station_id IS NULL OR station_by_contour) AND lon IS NOT NULL
"""
PLACE = """
UPDATE territory_address a SET station_id = told.station, station_by_contour = true
FROM unnest(%s::bigint[], %s::bigint[]) AS told (address, station)
WHERE a.id = told.address AND a.station_id IS DISTINCT FROM told.station
"""
MIDDLES = """
UPDATE territory_pollingstation p SET lon = c.lon, lat = c.lat
FROM (SELECT station_id, avg(lon) AS lon, avg(lat) AS lat FROM territory_address
      WHERE commune_id = %s AND station_id IS NOT NULL AND lon IS NOT NULL GROUP BY station_id) c
WHERE p.id = c.station_id AND (p.lon, p.lat) IS DISTINCT FROM (c.lon, c.lat)
"""
# What is left of the station's dwellings, spread evenly over the addresses that nobody counted: whole numbers whose
# sum is right, never less than one.
ESTIMATE = """
WITH stations AS (
    SELECT p.id, p.registered / %(voters)s::float AS homes,
        sum(a.dwellings) FILTER (WHERE a.dwellings_source NOT IN ('unknown', 'registered')) AS counted,
        count(*) FILTER (WHERE a.dwellings_source IN ('unknown', 'registered')) AS open
    FROM territory_pollingstation p JOIN territory_address a ON a.station_id = p.id
    WHERE p.commune_id = ANY(%(communes)s) AND p.registered IS NOT NULL GROUP BY p.id
), shares AS (
    SELECT id, least(%(most)s, greatest(1, (homes - coalesce(counted, 0)) / open)) AS each FROM stations WHERE open > 0
), told AS (
    SELECT a.id, floor(n.nth * s.each) - floor((n.nth - 1) * s.each) AS dwellings
    FROM shares s JOIN territory_address a ON a.station_id = s.id
    JOIN (SELECT id, row_number() OVER (PARTITION BY station_id ORDER BY id) AS nth FROM territory_address
          WHERE dwellings_source IN ('unknown', 'registered')
            AND station_id IN (SELECT id FROM shares)) n ON n.id = a.id
)
UPDATE territory_address a SET dwellings = told.dwellings::integer, dwellings_source = 'registered'
FROM told WHERE a.id = told.id
    AND (a.dwellings, a.dwellings_source) IS DISTINCT FROM (told.dwellings::integer, 'registered')
"""


def complete(cursor: CursorWrapper, communes: list[str]) -> int:
    """Conclude what can be in these communes; returns how many addresses found another station."""
    placed = _place(cursor, communes)
    cursor.execute(ESTIMATE, {"communes": communes, "voters": VOTERS_PER_DWELLING, "most": MOST_DWELLINGS})
    return placed


def _place(cursor: CursorWrapper, communes: list[str]) -> int:
    cursor.execute(TO_PLACE, {"communes": communes})
    placed = 0
    for (commune,) in cursor.fetchall():
        if changed := _place_commune(cursor, commune):
            placed += changed
            cursor.execute(MIDDLES, [commune])
    return placed


def _place_commune(cursor: CursorWrapper, commune: str) -> int:
    cursor.execute(WITHOUT_STATION, [commune])
    rows = cursor.fetchall()
    if not rows:
        return 0
    addresses = np.array([row[0] for row in rows], dtype=np.int64)
    places = np.array([row[1:] for row in rows], dtype=np.float64)
    stations = np.zeros(len(rows), dtype=np.int64)
    cursor.execute(CONTOURS, [commune])
    for station, contour in cursor.fetchall():
        stations[inside(_parts(contour), places) & (stations == 0)] = station
    found = stations > 0
    cursor.execute(PLACE, [addresses[found].tolist(), stations[found].tolist()])
    return cursor.rowcount


def _parts(contour: str) -> list[Polygon]:
    """The polygons of a stored geometry, as `shapes` keeps it; Django's cursors give JSON as text."""
    geometry = json.loads(contour)
    return [geometry["coordinates"]] if geometry["type"] == "Polygon" else list(geometry["coordinates"])
