"""Staged rows of results become results: set-based, in one transaction, and the same when done twice."""

from __future__ import annotations

STAGE = """
DROP TABLE IF EXISTS pg_temp.staged, pg_temp.rows_once;
CREATE TEMP TABLE staged (
    line integer, commune text, commune_name text, station text, registered integer, turned_out integer, blank integer,
    valid_votes integer, votes jsonb, list_key text
) ON COMMIT DROP
"""
STAGE_COLUMNS = "line, commune, commune_name, station, registered, turned_out, blank, valid_votes, votes, list_key"

COMMUNES = """
INSERT INTO territory_commune AS c (code, name)
SELECT commune, coalesce(mode() WITHIN GROUP (ORDER BY commune_name) FILTER (WHERE commune_name <> ''), commune)
FROM staged GROUP BY commune
ON CONFLICT (code) DO UPDATE SET name = EXCLUDED.name WHERE c.name = c.code AND EXCLUDED.name <> c.code
"""
STATIONS = """
INSERT INTO territory_pollingstation (code, commune_id, number, name)
SELECT DISTINCT commune || '-' || station, commune, station, '' FROM staged
ON CONFLICT (code) DO NOTHING
"""

# A row is a station, or a station and a list; the first of each counts, the others are duplicates.
ROWS = """
CREATE TEMP TABLE rows_once ON COMMIT DROP AS
SELECT DISTINCT ON (commune, station, list_key) s.*, p.id AS station_id
FROM staged s JOIN territory_pollingstation p ON p.code = s.commune || '-' || s.station
ORDER BY commune, station, list_key, line
"""
CLASSES = """
SELECT count(*) FILTER (WHERE r.id IS NULL OR (n.list_key <> '' AND NOT r.votes ? n.list_key)),
    count(*) FILTER (WHERE r.id IS NOT NULL AND (n.list_key = '' OR r.votes ? n.list_key) AND (
        (r.registered, r.turned_out, r.valid_votes) IS DISTINCT FROM (n.registered, n.turned_out, n.valid_votes)
        OR (n.blank IS NOT NULL AND r.blank IS DISTINCT FROM n.blank)
        OR (n.list_key <> '' AND r.votes -> n.list_key IS DISTINCT FROM n.votes -> n.list_key)
        OR (n.list_key = '' AND n.votes <> '{}'::jsonb AND r.votes IS DISTINCT FROM n.votes))),
    count(*)
FROM rows_once n LEFT JOIN territory_stationresult r ON r.station_id = n.station_id AND r.election_id = %(election)s
"""
UPSERT = """
WITH parts AS (
    SELECT n.station_id, v.key, v.value FROM rows_once n CROSS JOIN LATERAL jsonb_each(n.votes) v
), votes AS (
    SELECT station_id, jsonb_object_agg(key, value) AS votes FROM parts GROUP BY station_id
), first AS (
    SELECT DISTINCT ON (station_id) station_id, registered, turned_out, blank, valid_votes
    FROM rows_once ORDER BY station_id, line
)
INSERT INTO territory_stationresult AS r (election_id, station_id, registered, turned_out, blank, valid_votes, votes)
SELECT %(election)s, f.station_id, f.registered, f.turned_out, f.blank, f.valid_votes, coalesce(v.votes, '{}'::jsonb)
FROM first f LEFT JOIN votes v USING (station_id)
ON CONFLICT (election_id, station_id) DO UPDATE SET registered = EXCLUDED.registered,
    turned_out = EXCLUDED.turned_out, blank = coalesce(EXCLUDED.blank, r.blank), valid_votes = EXCLUDED.valid_votes,
    votes = CASE WHEN EXCLUDED.votes = '{}'::jsonb THEN r.votes ELSE EXCLUDED.votes END
WHERE (r.registered, r.turned_out, r.valid_votes) IS DISTINCT FROM
        (EXCLUDED.registered, EXCLUDED.turned_out, EXCLUDED.valid_votes)
    OR (EXCLUDED.blank IS NOT NULL AND r.blank IS DISTINCT FROM EXCLUDED.blank)
    OR (EXCLUDED.votes <> '{}'::jsonb AND r.votes IS DISTINCT FROM EXCLUDED.votes)
"""
# Stations whose lists do not add up to their valid votes, in the layouts that give them row by row.
UNBALANCED = """
WITH sums AS (
    SELECT n.station_id, max(n.valid_votes) AS valid, sum(v.value::integer) AS told
    FROM rows_once n CROSS JOIN LATERAL jsonb_each_text(n.votes) v GROUP BY n.station_id
)
DELETE FROM rows_once n USING sums s WHERE n.station_id = s.station_id AND s.told <> s.valid
RETURNING n.line, s.told, s.valid
"""
LISTS = "SELECT DISTINCT jsonb_object_keys(votes) FROM rows_once"

# The newest dated result says how many are on the roll today.
REGISTERED = """
UPDATE territory_pollingstation p SET registered = newest.registered
FROM (SELECT DISTINCT ON (r.station_id) r.station_id, r.registered
      FROM territory_stationresult r JOIN territory_election e ON e.id = r.election_id
      WHERE r.station_id IN (SELECT station_id FROM rows_once)
      ORDER BY r.station_id, e.date DESC NULLS LAST, e.code DESC) newest
WHERE p.id = newest.station_id AND p.registered IS DISTINCT FROM newest.registered
"""
TOUCHED = "SELECT DISTINCT commune FROM rows_once"
STATIONS_TOLD = "SELECT count(DISTINCT station_id) FROM rows_once"
