"""The one statement that stores the visits of a batch and says what it changed.

New events are inserted, those already there are left alone. For doors where visits only follow one another, the same
statement appends the deltas of the figures and writes the doors' last state, by the rule of `projection`: a phone's
own numbering orders its visits, so each of them counts at the latest time that this phone told of this door. Doors
with a correction or a `do_not_knock`, old or new, are few: `refolding` computes them.

The doors must be locked before: the statement then sees every visit that an earlier batch stored there.
"""

# Device, number up to which nothing misses, highest number used, offset of the clock in ms, time of arrival.
NOTE_PARAMETERS = "uuid, bigint, bigint, bigint, timestamptz"
# Never backwards: of two batches at once the one that ends last may know less, and a replayed event is an old one.
NOTE_PUSH = """
    UPDATE people_device SET seq_acked = greatest(seq_acked, $2), seq_high = greatest(seq_high, $3),
        clock_offset_ms = $4, last_seen_at = greatest(last_seen_at, $5)
    WHERE id = $1
"""

# The same, then campaign, first name of the volunteer, events as JSON.
PARAMETERS = f"{NOTE_PARAMETERS}, bigint, text, jsonb"

STORE_VISITS = f"""
WITH incoming AS MATERIALIZED (
    SELECT * FROM jsonb_to_recordset($8) AS x(
        id uuid, door uuid, turf bigint, outing bigint, station bigint, device_seq bigint, outcome text,
        requests text[], come_back_at text, supersedes uuid, at timestamptz, effective_at timestamptz,
        flags text[], digest text, day date, closed boolean)
),
numbers AS (
    INSERT INTO people_changecounter AS c (campaign_id, value)
    SELECT $6, count(*) FROM incoming
    ON CONFLICT (campaign_id) DO UPDATE SET value = c.value + EXCLUDED.value
    RETURNING value
),
stored AS (
    INSERT INTO visits_visit (id, campaign_id, seq, door_id, turf_id, outing_id, station_id, device_id, device_seq,
        outcome, requests, come_back_at, supersedes, at, effective_at, received_at, flags, digest)
    SELECT i.id, $6, n.value - count(*) OVER () + row_number() OVER (ORDER BY i.device_seq), i.door, i.turf,
        i.outing, i.station, $1, i.device_seq, i.outcome, i.requests, i.come_back_at, i.supersedes, i.at,
        i.effective_at, $5, i.flags, decode(i.digest, 'hex')
    FROM incoming i CROSS JOIN numbers n
    ON CONFLICT (id) DO NOTHING
    RETURNING id, seq, door_id, outing_id, station_id, device_id, device_seq, outcome, requests, supersedes,
        effective_at
),
known AS MATERIALIZED (
    SELECT v.* FROM (SELECT DISTINCT door_id FROM stored) s CROSS JOIN LATERAL (
        SELECT id, door_id, device_id, device_seq, outcome, supersedes, effective_at
        FROM visits_visit WHERE campaign_id = $6 AND door_id = s.door_id OFFSET 0  -- door by door, never the table
    ) v
),
entangled AS MATERIALIZED (
    SELECT door_id FROM stored WHERE supersedes IS NOT NULL OR outcome = 'do_not_knock'
    UNION ALL
    SELECT door_id FROM known WHERE supersedes IS NOT NULL OR outcome = 'do_not_knock'
    UNION ALL
    SELECT door FROM incoming WHERE closed
),
plain AS (
    SELECT * FROM stored WHERE door_id NOT IN (SELECT door_id FROM entangled)
),
deltas AS (
    INSERT INTO visits_figuredelta (campaign_id, station_id, outing_id, day, knocked, opened, conversations, no_access,
        requests)
    SELECT $6, p.station_id, p.outing_id, i.day,
        count(*) FILTER (WHERE p.outcome IN ('not_home', 'conversation', 'refused', 'come_back')),
        count(*) FILTER (WHERE p.outcome IN ('conversation', 'refused', 'come_back')),
        count(*) FILTER (WHERE p.outcome = 'conversation'),
        count(*) FILTER (WHERE p.outcome = 'no_access'),
        coalesce(sum(cardinality(p.requests)), 0)
    FROM plain p JOIN incoming i USING (id) GROUP BY p.station_id, p.outing_id, i.day
),
told AS (
    SELECT door_id, device_id, device_seq, id, outcome,
        max(effective_at) OVER (PARTITION BY door_id, device_id ORDER BY device_seq, id
            ROWS UNBOUNDED PRECEDING) AS told_at
    FROM (
        SELECT door_id, device_id, device_seq, id, outcome, effective_at FROM plain
        UNION ALL
        SELECT door_id, device_id, device_seq, id, outcome, effective_at FROM known
    ) visits
),
doors AS (
    UPDATE doors_door d SET
        state = l.outcome,
        last_at = l.told_at,
        last_by = CASE WHEN l.device_id = $1 THEN $7 ELSE d.last_by END,
        visit_count = d.visit_count + n.visits,
        knock_count = d.knock_count + n.knocks,
        open_count = d.open_count + n.openings,
        first_outcome = coalesce(f.outcome, ''),
        removed_at = CASE WHEN d.estimated THEN NULL ELSE d.removed_at END,  -- gave way, and was a door after all
        seq = n.seq
    FROM (SELECT DISTINCT ON (door_id) * FROM told ORDER BY door_id, told_at DESC, device_seq DESC, id DESC) l
    JOIN (SELECT door_id, count(*) AS visits, max(seq) AS seq,
            count(*) FILTER (WHERE outcome IN ('not_home', 'conversation', 'refused', 'come_back')) AS knocks,
            count(*) FILTER (WHERE outcome IN ('conversation', 'refused', 'come_back')) AS openings
        FROM plain GROUP BY door_id) n USING (door_id)
    LEFT JOIN (SELECT DISTINCT ON (door_id) * FROM told
        WHERE outcome IN ('not_home', 'conversation', 'refused', 'come_back')
        ORDER BY door_id, told_at, device_seq, id) f USING (door_id)
    WHERE d.id = l.door_id AND d.id = ANY (ARRAY(SELECT door FROM incoming))  -- by the index, never the table
),
noted AS ({NOTE_PUSH})
SELECT s.id, s.seq, s.door_id IN (SELECT door_id FROM entangled) FROM stored s
"""
