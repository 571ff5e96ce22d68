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
WITH known AS (
    SELECT postcode, upper(commune_name) AS town, mode() WITHIN GROUP (ORDER BY commune) AS commune
    FROM staged WHERE commune IS NOT NULL AND postcode <> '' GROUP BY 1, 2
), by_postcode AS (
    SELECT postcode, mode() WITHIN GROUP (ORDER BY commune) AS commune FROM staged
    WHERE commune IS NOT NULL AND postcode <> '' GROUP BY 1 HAVING count(DISTINCT commune) = 1
)
UPDATE staged s SET commune = coalesce(
    (SELECT k.commune FROM known k WHERE k.postcode = s.postcode AND k.town = upper(s.commune_name)),
    (SELECT p.commune FROM by_postcode p WHERE p.postcode = s.postcode))
WHERE s.commune IS NULL
"""
WITHOUT_COMMUNE = "DELETE FROM staged WHERE commune IS NULL RETURNING line"

COMMUNES = """
INSERT INTO territory_commune AS c (code, name)
SELECT commune, coalesce(mode() WITHIN GROUP (ORDER BY commune_name) FILTER (WHERE commune_name <> ''), commune)
FROM staged GROUP BY commune
ON CONFLICT (code) DO UPDATE SET name = EXCLUDED.name WHERE c.name = c.code AND EXCLUDED.name <> c.code
"""
STATIONS = """
INSERT INTO territory_pollingstation (code, commune_id, number, name)
SELECT DISTINCT commune || '-' || station, commune, station, '' FROM staged WHERE station <> ''
ON CONFLICT (code) DO NOTHING
"""
STREETS = """
INSERT INTO territory_street (commune_id, name, key)
SELECT DISTINCT ON (commune, street_key) commune, street, street_key FROM staged WHERE street_key <> ''
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
# And the other way round: the address that comes to a known position takes its row over.
NAME_POSITIONS = """
UPDATE territory_address a SET key = s.key
FROM (SELECT DISTINCT ON (commune, round(lon::numeric, 6), round(lat::numeric, 6)) commune, key,
             round(lon::numeric, 6) AS lon, round(lat::numeric, 6) AS lat
      FROM staged WHERE street_key <> '' AND lon IS NOT NULL
      ORDER BY commune, round(lon::numeric, 6), round(lat::numeric, 6), line) s
WHERE a.street_id IS NULL AND a.commune_id = s.commune
  AND round(a.lon::numeric, 6) = s.lon AND round(a.lat::numeric, 6) = s.lat
  AND NOT EXISTS (SELECT 1 FROM territory_address b WHERE b.commune_id = a.commune_id AND b.key = s.key)
"""

# One row an address: the first line of a key decides, the station by majority, dwellings added up.
MERGE = """
CREATE TEMP TABLE merged ON COMMIT DROP AS
WITH once AS (SELECT DISTINCT ON (commune, key) * FROM staged ORDER BY commune, key, (lon IS NULL), line),
told AS (
    SELECT commune, key, mode() WITHIN GROUP (ORDER BY station) FILTER (WHERE station <> '') AS station,
        count(DISTINCT station) FILTER (WHERE station <> '') AS stations, sum(dwellings) AS dwellings
    FROM staged GROUP BY commune, key
)
SELECT o.commune, o.key, st.id AS street_id, o.number, o.suffix, o.lon, o.lat, ps.id AS station_id, t.stations,
    t.dwellings, o.source_id
FROM once o JOIN told t USING (commune, key)
LEFT JOIN territory_street st ON st.commune_id = o.commune AND st.key = o.street_key
LEFT JOIN territory_pollingstation ps ON ps.code = o.commune || '-' || t.station
"""
# The common case of a file that names each address once and knows no stations needs no grouping.
MERGE_SIMPLE = """
CREATE TEMP TABLE merged ON COMMIT DROP AS
SELECT DISTINCT ON (o.commune, o.key) o.commune, o.key, st.id AS street_id, o.number, o.suffix, o.lon, o.lat,
    NULL::bigint AS station_id, 0::bigint AS stations, NULL::bigint AS dwellings, o.source_id
FROM staged o LEFT JOIN territory_street st ON st.commune_id = o.commune AND st.key = o.street_key
ORDER BY o.commune, o.key, (o.lon IS NULL), o.line
"""

# What is better known stays: a street's name, a position, a count made on site.
DIFFERENT = """
    a.id IS NULL
    OR (a.street_id, a.number, a.suffix) IS DISTINCT FROM (
        coalesce(m.street_id, a.street_id), coalesce(m.number, a.number),
        CASE WHEN m.street_id IS NULL THEN a.suffix ELSE m.suffix END)
    OR (m.lon IS NOT NULL AND %(moves)s AND (a.lon, a.lat) IS DISTINCT FROM (m.lon, m.lat))
    OR (a.lon IS NULL AND m.lon IS NOT NULL)
    OR (m.station_id IS NOT NULL AND a.station_id IS DISTINCT FROM m.station_id)
    OR (m.dwellings IS NOT NULL AND {rank_new} >= {rank_old}
        AND (a.dwellings, a.dwellings_source) IS DISTINCT FROM (m.dwellings::integer, %(dwellings_source)s))
"""
_RANK = "array_position(ARRAY['unknown', 'roll', 'letter_boxes', 'file', 'visited'], {0}::text)"
DIFFERENT = DIFFERENT.format(rank_new=_RANK.format("%(dwellings_source)s"), rank_old=_RANK.format("a.dwellings_source"))

UPSERT = f"""
WITH changed AS (
    SELECT m.*, a.id AS there FROM merged m LEFT JOIN territory_address a ON a.commune_id = m.commune AND a.key = m.key
    WHERE {DIFFERENT}
), fresh AS (
    INSERT INTO territory_address (commune_id, key, street_id, number, suffix, lon, lat, station_id, dwellings,
        dwellings_source, source, source_id)
    SELECT commune, key, street_id, number, suffix, lon, lat, station_id, dwellings,
        CASE WHEN dwellings IS NULL THEN 'unknown' ELSE %(dwellings_source)s END, %(source)s, source_id
    FROM changed WHERE there IS NULL
    RETURNING 1
), altered AS (
    UPDATE territory_address a SET
        street_id = coalesce(m.street_id, a.street_id), number = coalesce(m.number, a.number),
        suffix = CASE WHEN m.street_id IS NULL THEN a.suffix ELSE m.suffix END,
        lon = CASE WHEN m.lon IS NOT NULL AND (a.lon IS NULL OR %(moves)s) THEN m.lon ELSE a.lon END,
        lat = CASE WHEN m.lon IS NOT NULL AND (a.lon IS NULL OR %(moves)s) THEN m.lat ELSE a.lat END,
        station_id = coalesce(m.station_id, a.station_id),
        dwellings = CASE WHEN m.dwellings IS NOT NULL
            AND {_RANK.format("%(dwellings_source)s")} >= {_RANK.format("a.dwellings_source")}
            THEN m.dwellings ELSE a.dwellings END,
        dwellings_source = CASE WHEN m.dwellings IS NOT NULL
            AND {_RANK.format("%(dwellings_source)s")} >= {_RANK.format("a.dwellings_source")}
            THEN %(dwellings_source)s ELSE a.dwellings_source END
    FROM changed m WHERE a.id = m.there
    RETURNING 1
)
SELECT (SELECT count(*) FROM merged), (SELECT count(*) FROM fresh), (SELECT count(*) FROM altered),
    (SELECT count(*) FROM merged WHERE stations > 1)
"""

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
