"""Staged ways become street lines and outlines: set-based, in one transaction, and the same when done twice."""

from __future__ import annotations

# Lines of streets have a highway, outlines a kind. The first of two rows of one way counts.
STAGE = """
DROP TABLE IF EXISTS pg_temp.staged, pg_temp.once;
CREATE TEMP TABLE staged (
    line integer, way bigint, kind text, name text, key text, highway text, nodes bigint[], lons integer[],
    lats integer[], tags jsonb, west float8, south float8, east float8, north float8
) ON COMMIT DROP
"""
STAGE_COLUMNS = "line, way, kind, name, key, highway, nodes, lons, lats, tags, west, south, east, north"
ONCE = """
CREATE TEMP TABLE once ON COMMIT DROP AS SELECT DISTINCT ON (way) * FROM staged ORDER BY way, line
"""

_BOX = "west = EXCLUDED.west, south = EXCLUDED.south, east = EXCLUDED.east, north = EXCLUDED.north"
# `xmax` is zero in a row that is new, and no row comes back that says what was known.
STREETS = f"""
WITH merged AS (
    INSERT INTO territory_streetline AS s
        (source, way, name, key, highway, nodes, lons, lats, tags, west, south, east, north)
    SELECT 'osm', way, name, key, highway, nodes, lons, lats, tags, west, south, east, north
    FROM once WHERE kind = ''
    ON CONFLICT (source, way) DO UPDATE SET name = EXCLUDED.name, key = EXCLUDED.key, highway = EXCLUDED.highway,
        nodes = EXCLUDED.nodes, lons = EXCLUDED.lons, lats = EXCLUDED.lats, tags = EXCLUDED.tags, {_BOX}
    WHERE (s.name, s.highway, s.nodes, s.lons, s.lats, s.tags) IS DISTINCT FROM
        (EXCLUDED.name, EXCLUDED.highway, EXCLUDED.nodes, EXCLUDED.lons, EXCLUDED.lats, EXCLUDED.tags)
    RETURNING s.xmax = 0 AS made
)
SELECT (SELECT count(*) FROM staged WHERE kind = ''), (SELECT count(*) FROM once WHERE kind = ''),
    count(*) FILTER (WHERE made), count(*) FILTER (WHERE NOT made)
FROM merged
"""
OUTLINES = f"""
INSERT INTO territory_outline AS o (source, way, kind, lons, lats, west, south, east, north)
SELECT 'osm', way, kind, lons, lats, west, south, east, north FROM once WHERE kind <> ''
ON CONFLICT (source, way) DO UPDATE SET kind = EXCLUDED.kind, lons = EXCLUDED.lons, lats = EXCLUDED.lats, {_BOX}
WHERE (o.kind, o.lons, o.lats) IS DISTINCT FROM (EXCLUDED.kind, EXCLUDED.lons, EXCLUDED.lats)
"""
FRESH = "ANALYZE territory_streetline, territory_outline"
