"""Staged contours become those of their stations: set-based, in one transaction, and the same when done twice."""

from __future__ import annotations

STAGE = """
DROP TABLE IF EXISTS pg_temp.staged, pg_temp.shapes;
CREATE TEMP TABLE staged (
    line integer, code text, contour jsonb, lon double precision, lat double precision
) ON COMMIT DROP
"""
STAGE_COLUMNS = "line, code, contour, lon, lat"

WITHOUT_STATION = """
DELETE FROM staged s WHERE NOT EXISTS (SELECT 1 FROM territory_pollingstation p WHERE p.code = s.code)
RETURNING line, code
"""
# `placed`: the station's position is the middle of its addresses, which says better where people live.
SHAPES = """
CREATE TEMP TABLE shapes ON COMMIT DROP AS
SELECT DISTINCT ON (s.code) s.*, p.id AS station_id, p.contour IS NOT NULL AS had, EXISTS (
    SELECT 1 FROM territory_address a WHERE a.station_id = p.id AND a.lon IS NOT NULL) AS placed
FROM staged s JOIN territory_pollingstation p ON p.code = s.code
ORDER BY s.code, s.line
"""
# Swapped axes, or another town's file: on a sphere of 6,371 km, kilometres to the middle of the addresses.
FAR_AWAY = """
WITH away AS (
    SELECT f.code, 111.195 * sqrt((f.lat - p.lat) ^ 2 + ((f.lon - p.lon) * cos(radians(p.lat))) ^ 2) AS kilometres
    FROM shapes f JOIN territory_pollingstation p ON p.id = f.station_id WHERE f.placed
), far AS (
    DELETE FROM shapes f USING away w WHERE w.code = f.code AND w.kilometres > %(most)s
    RETURNING f.code, round(w.kilometres)::integer AS kilometres
)
DELETE FROM staged s USING far WHERE far.code = s.code RETURNING s.line, far.kilometres
"""
UPDATE = """
WITH changed AS (
    UPDATE territory_pollingstation p SET contour = f.contour,
        lon = CASE WHEN f.placed THEN p.lon ELSE f.lon END, lat = CASE WHEN f.placed THEN p.lat ELSE f.lat END
    FROM shapes f
    WHERE p.id = f.station_id AND (p.contour IS DISTINCT FROM f.contour
        OR (NOT f.placed AND (p.lon, p.lat) IS DISTINCT FROM (f.lon, f.lat)))
    RETURNING f.had
)
SELECT (SELECT count(*) FROM staged), (SELECT count(*) FROM shapes), count(*) FILTER (WHERE NOT had),
    count(*) FILTER (WHERE had)
FROM changed
"""
TOUCHED = """
SELECT DISTINCT p.commune_id FROM shapes f JOIN territory_pollingstation p ON p.id = f.station_id
"""
DIFFERENT_TWINS = """
SELECT count(DISTINCT s.code) FROM staged s JOIN shapes f USING (code) WHERE s.contour <> f.contour
"""
STATIONS_TOLD = """
SELECT count(*), count(*) FILTER (WHERE NOT EXISTS (SELECT 1 FROM territory_stationresult r WHERE r.station_id = p.id))
FROM territory_pollingstation p WHERE p.id IN (SELECT station_id FROM shapes)
"""
WITHOUT_CONTOUR = """
SELECT count(*) FROM territory_pollingstation p WHERE p.contour IS NULL AND p.commune_id IN (
    SELECT DISTINCT q.commune_id FROM shapes f JOIN territory_pollingstation q ON q.id = f.station_id)
"""
