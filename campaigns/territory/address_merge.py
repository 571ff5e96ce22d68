"""Staged address rows become addresses: set-based, in one transaction, and the same when done twice."""

from __future__ import annotations

STAGE = """
DROP TABLE IF EXISTS pg_temp.staged, pg_temp.merged;
CREATE TEMP TABLE staged (
    line integer, commune text, commune_name text, postcode text, street text, street_key text, number integer,
    suffix text, lon double precision, lat double precision, station text, dwellings integer, source_id text, key text
) ON COMMIT DROP
"""
STAGE_COLUMNS = (
    "line, commune, commune_name, postcode, street, street_key, number, suffix, lon, lat, station, dwellings, "
    "source_id, key"
)

# A row without a code takes the code of other rows of the same postcode and town.
FIND_COMMUNES = """
WITH lost AS MATERIALIZED (
    SELECT line, postcode, upper(commune_name) AS town FROM staged WHERE commune IS NULL
), told AS (
    SELECT postcode, upper(commune_name) AS town, commune FROM staged
    WHERE commune IS NOT NULL AND postcode <> '' AND postcode IN (SELECT postcode FROM lost)
), by_town AS (
    SELECT postcode, town, mode() WITHIN GROUP (ORDER BY commune) AS commune FROM told GROUP BY 1, 2
), by_postcode AS (
    SELECT postcode, min(commune) AS commune FROM told GROUP BY 1 HAVING count(DISTINCT commune) = 1
)
UPDATE staged s SET commune = coalesce(t.commune, p.commune)
FROM lost l LEFT JOIN by_town t USING (postcode, town) LEFT JOIN by_postcode p USING (postcode)
WHERE s.line = l.line AND s.commune IS NULL
"""
WITHOUT_COMMUNE = "DELETE FROM staged WHERE commune IS NULL RETURNING line"

COMMUNES = """
INSERT INTO territory_commune AS c (code, name)
SELECT commune, coalesce((array_agg(commune_name ORDER BY rows DESC, commune_name)
    FILTER (WHERE commune_name <> ''))[1], commune)
FROM (SELECT commune, commune_name, count(*) AS rows FROM staged GROUP BY 1, 2) told GROUP BY commune
ON CONFLICT (code) DO UPDATE SET name = EXCLUDED.name WHERE c.name = c.code AND EXCLUDED.name <> c.code
"""
STATIONS = """
INSERT INTO territory_pollingstation (code, commune_id, number, name)
SELECT DISTINCT commune || '-' || station, commune, station, '' FROM staged WHERE station <> ''
ON CONFLICT (code) DO NOTHING
"""
STREETS = """
INSERT INTO territory_street (commune_id, name, key)
SELECT DISTINCT ON (commune, street_key) commune, street, street_key
FROM (SELECT commune, street_key, street, min(line) AS line FROM staged WHERE street_key <> '' GROUP BY 1, 2, 3) told
ORDER BY commune, street_key, line
ON CONFLICT (commune_id, key) DO NOTHING
"""

# A position alone is the address that stands there, if one does.
ADOPT_POSITIONS = """
UPDATE staged s SET key = a.key
FROM (SELECT DISTINCT ON (commune_id, round(lon::numeric, 6), round(lat::numeric, 6)) commune_id, key,
             round(lon::numeric, 6) AS lon, round(lat::numeric, 6) AS lat
      FROM territory_address WHERE commune_id IN (SELECT DISTINCT commune FROM staged) AND street_id IS NOT NULL
      ORDER BY commune_id, round(lon::numeric, 6), round(lat::numeric, 6), key) a
WHERE s.street_key = '' AND a.commune_id = s.commune
  AND a.lon = round(s.lon::numeric, 6) AND a.lat = round(s.lat::numeric, 6)
"""
# And the other way round: the address that comes to a known position takes its row over, one address one row.
NAME_POSITIONS = """
WITH nameless AS MATERIALIZED (
    SELECT id, commune_id AS commune, round(lon::numeric, 6) AS lon, round(lat::numeric, 6) AS lat
    FROM territory_address WHERE street_id IS NULL AND lon IS NOT NULL
), arrived AS (
    SELECT DISTINCT ON (n.id) n.id, n.commune, s.key, s.line
    FROM staged s JOIN nameless n
        ON n.commune = s.commune AND n.lon = round(s.lon::numeric, 6) AND n.lat = round(s.lat::numeric, 6)
    WHERE s.street_key <> '' ORDER BY n.id, s.line
)
UPDATE territory_address a SET key = s.key
FROM (SELECT DISTINCT ON (commune, key) id, commune, key FROM arrived ORDER BY commune, key, line) s
WHERE a.id = s.id
    AND NOT EXISTS (SELECT 1 FROM territory_address b WHERE b.commune_id = s.commune AND b.key = s.key)
"""

# One row an address: the first line of a key decides, the station by majority, dwellings added up. A roll may name
# an entrance once however many live behind it: one line of it says nothing of dwellings.
ONCE = """
SELECT o.*, ps.id AS station_id, t.stations, t.dwellings_told
FROM (
    SELECT DISTINCT ON (commune, key) commune, key, street_key, number, suffix, lon, lat, source_id
    FROM staged ORDER BY commune, key, (lon IS NULL), line
) o
JOIN (
    SELECT commune, key, mode() WITHIN GROUP (ORDER BY station) FILTER (WHERE station <> '') AS station,
        count(DISTINCT station) FILTER (WHERE station <> '') AS stations,
        nullif(sum(dwellings), CASE WHEN %(dwellings_source)s = 'roll' THEN 1 END) AS dwellings_told
    FROM staged GROUP BY commune, key
) t USING (commune, key)
LEFT JOIN territory_pollingstation ps ON ps.code = o.commune || '-' || t.station
"""
# The common case of a file that names each address once and knows no stations needs no grouping.
ONCE_SIMPLE = """
SELECT DISTINCT ON (commune, key) commune, key, street_key, number, suffix, lon, lat, source_id,
    NULL::bigint AS station_id, 0 AS stations, NULL::bigint AS dwellings_told
FROM staged ORDER BY commune, key, (lon IS NULL), line
"""

_RANK = "array_position(ARRAY['unknown', 'registered', 'roll', 'letter_boxes', 'file', 'visited'], {0}::text)"
_BETTER = f"{_RANK.format('%(dwellings_source)s')} >= {_RANK.format('a.dwellings_source')}"
# What is better known stays: a street's name, a position, a count made on site.
DIFFERENT = f"""
    (a.street_id, a.number, a.suffix) IS DISTINCT FROM (
        coalesce(st.id, a.street_id), coalesce(o.number, a.number),
        CASE WHEN st.id IS NULL THEN a.suffix ELSE o.suffix END)
    OR (o.lon IS NOT NULL AND %(moves)s AND (a.lon, a.lat) IS DISTINCT FROM (o.lon, o.lat))
    OR (a.lon IS NULL AND o.lon IS NOT NULL)
    OR (o.station_id IS NOT NULL AND (a.station_id IS DISTINCT FROM o.station_id OR a.station_by_contour))
    OR (o.dwellings_told IS NOT NULL AND {_BETTER}
        AND (a.dwellings, a.dwellings_source) IS DISTINCT FROM (o.dwellings_told::integer, %(dwellings_source)s))
"""
# Beside each address the row that is there already, and whether it says something else: looked up once, for all.
_MERGE = f"""
CREATE TEMP TABLE merged ON COMMIT DROP AS
SELECT o.commune, o.key, st.id AS street_id, o.number, o.suffix, o.lon, o.lat, o.station_id, o.stations,
    o.dwellings_told AS dwellings, o.source_id, a.id AS there, a.id IS NOT NULL AND ({DIFFERENT}) AS differs
FROM ({{once}}) o
LEFT JOIN territory_street st ON st.commune_id = o.commune AND st.key = o.street_key
LEFT JOIN territory_address a ON a.commune_id = o.commune AND a.key = o.key
"""
MERGE, MERGE_SIMPLE = _MERGE.format(once=ONCE), _MERGE.format(once=ONCE_SIMPLE)

ALTER = f"""
UPDATE territory_address a SET
    street_id = coalesce(m.street_id, a.street_id), number = coalesce(m.number, a.number),
    suffix = CASE WHEN m.street_id IS NULL THEN a.suffix ELSE m.suffix END,
    lon = CASE WHEN m.lon IS NOT NULL AND (a.lon IS NULL OR %(moves)s) THEN m.lon ELSE a.lon END,
    lat = CASE WHEN m.lon IS NOT NULL AND (a.lon IS NULL OR %(moves)s) THEN m.lat ELSE a.lat END,
    station_id = coalesce(m.station_id, a.station_id),
    station_by_contour = a.station_by_contour AND m.station_id IS NULL,
    dwellings = CASE WHEN m.dwellings IS NOT NULL AND {_BETTER} THEN m.dwellings ELSE a.dwellings END,
    dwellings_source = CASE WHEN m.dwellings IS NOT NULL AND {_BETTER} THEN %(dwellings_source)s
        ELSE a.dwellings_source END
FROM merged m WHERE m.differs AND a.id = m.there
"""
ADD = """
INSERT INTO territory_address (commune_id, key, street_id, number, suffix, lon, lat, station_id, dwellings,
    dwellings_source, source, source_id)
SELECT commune, key, street_id, number, suffix, lon, lat, station_id, dwellings,
    CASE WHEN dwellings IS NULL THEN 'unknown' ELSE %(dwellings_source)s END, %(source)s, source_id
FROM merged WHERE there IS NULL
"""
COUNT = "SELECT count(*), count(*) FILTER (WHERE stations > 1) FROM merged"

TOUCHED = "SELECT DISTINCT commune FROM merged"

PLACE_STATIONS = """
UPDATE territory_pollingstation p SET lon = c.lon, lat = c.lat
FROM (SELECT station_id, avg(lon) AS lon, avg(lat) AS lat FROM territory_address
      WHERE station_id IN (SELECT DISTINCT station_id FROM merged WHERE station_id IS NOT NULL) AND lon IS NOT NULL
      GROUP BY station_id) c
WHERE p.id = c.station_id AND (p.lon, p.lat) IS DISTINCT FROM (c.lon, c.lat)
"""
STATIONS_TOLD = """
SELECT count(*), count(*) FILTER (WHERE NOT EXISTS (SELECT 1 FROM territory_stationresult r WHERE r.station_id = p.id))
FROM territory_pollingstation p WHERE p.id IN (SELECT DISTINCT station_id FROM merged WHERE station_id IS NOT NULL)
"""
