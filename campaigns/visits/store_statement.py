"""The one statement that judges the visits of a batch, stores them and says what it changed.

Each event is taken or refused by what the phone holds, or once held, and by the stops of that walk. New events are
inserted, those already there are left alone. For doors where visits only follow one another, the same statement appends
the deltas of the figures and writes the doors' last state, by the rule of `projection`: a phone's own numbering orders
its visits, so each of them counts at the latest time that this phone told of this door. Doors with a correction or a
`do_not_knock`, old or new, are few: `refolding` computes them.

Batches that only append do not come here, see `append_statement`.

The doors must be locked before: the statement then sees every visit that an earlier batch stored there.
"""

from campaigns.visits.counting import COUNTED, FIGURES, HAS_KNOCKED, HAS_OPENED
from campaigns.visits.rights import HELD_TURFS
from campaigns.visits.rows import TOLD

# Device, number up to which nothing misses, highest number used, offset of the clock in ms, time of arrival.
NOTE_PARAMETERS = "uuid, bigint, bigint, bigint, timestamptz"
# Never backwards: of two batches at once the one that ends last may know less, and a replayed event is an old one.
NOTE_PUSH = """
    UPDATE people_device SET seq_acked = greatest(seq_acked, $2), seq_high = greatest(seq_high, $3),
        clock_offset_ms = $4, last_seen_at = greatest(last_seen_at, $5)
    WHERE id = $1
"""

# The same, then campaign, first name of the volunteer, and visits as JSON.
PARAMETERS = f"{NOTE_PARAMETERS}, bigint, text, jsonb"

STORE_VISITS = f"""
WITH told AS MATERIALIZED ({TOLD.format(rows="$8")}),
held AS MATERIALIZED (
    {HELD_TURFS.format(device="$1", turfs="ARRAY(SELECT turf FROM told)")}
),
judged AS MATERIALIZED (
    SELECT t.*, h.outing_id AS outing, d.station, d.closed,
        -- taken or given back when this was made, by the server's clock
        CASE WHEN t.effective_at > h.ended_at THEN ARRAY['late'] || t.flags ELSE t.flags END AS marks,
        CASE WHEN h.turf_id IS NULL THEN 'turf_not_assigned'
            WHEN d.on_walk IS NOT TRUE THEN 'unknown_door' END AS refusal
    FROM told t
    LEFT JOIN held h ON h.turf_id = t.turf
    LEFT JOIN LATERAL (
        SELECT d.state = 'do_not_knock' AS closed,
            (SELECT station_id FROM territory_address WHERE id = d.address_id) AS station,
            -- one that was taken from a walk by hand still counts as its own: the phone may not have heard of it
            EXISTS (SELECT FROM turfs_turfstop
                WHERE campaign_id = $6 AND address_id = d.address_id AND turf_id = t.turf)
            OR EXISTS (SELECT FROM turfs_formerstop
                WHERE campaign_id = $6 AND address_id = d.address_id AND turf_id = t.turf) AS on_walk
        FROM doors_door d WHERE d.id = t.door AND d.campaign_id = $6 OFFSET 0  -- door by door, never the table
    ) d ON true
),
incoming AS MATERIALIZED (
    SELECT * FROM judged WHERE refusal IS NULL
),
known AS MATERIALIZED (
    SELECT v.* FROM (SELECT DISTINCT door FROM incoming) i CROSS JOIN LATERAL (
        SELECT id, door_id, device_id, device_seq, outcome, supersedes, effective_at
        FROM visits_visit WHERE campaign_id = $6 AND door_id = i.door OFFSET 0
    ) v
),
entangled AS MATERIALIZED (
    SELECT door FROM incoming WHERE closed OR supersedes IS NOT NULL OR outcome = 'do_not_knock'
    UNION ALL
    SELECT door_id FROM known WHERE supersedes IS NOT NULL OR outcome = 'do_not_knock'
),
numbers AS (
    INSERT INTO people_changecounter AS c (campaign_id, value) SELECT $6, jsonb_array_length($8)
    ON CONFLICT (campaign_id) DO UPDATE SET value = c.value + EXCLUDED.value
    RETURNING value - jsonb_array_length($8) AS taken
),
stored AS (
    INSERT INTO visits_visit (id, campaign_id, seq, door_id, turf_id, outing_id, station_id, device_id, device_seq,
        outcome, requests, come_back_at, supersedes, at, effective_at, received_at, flags, digest)
    SELECT i.id, $6, n.taken + i.place, i.door, i.turf, i.outing, i.station, $1, i.device_seq, i.outcome, i.requests,
        i.come_back_at, i.supersedes, i.at, i.effective_at, $5, i.marks, i.digest
    FROM incoming i CROSS JOIN numbers n
    ON CONFLICT (id) DO NOTHING
    RETURNING id, seq, door_id, outing_id, station_id, device_id, device_seq, outcome, requests, supersedes,
        effective_at
),
plain AS (
    SELECT * FROM stored WHERE door_id NOT IN (SELECT door FROM entangled)
),
deltas AS (
    INSERT INTO visits_figuredelta (campaign_id, station_id, outing_id, day, {FIGURES})
    SELECT $6, p.station_id, p.outing_id, i.day, {COUNTED}
    FROM plain p JOIN (SELECT id, day FROM incoming) i USING (id) GROUP BY p.station_id, p.outing_id, i.day
),
ordered AS (
    SELECT door_id, device_id, device_seq, id, outcome, seq,
        max(effective_at) OVER (PARTITION BY door_id, device_id ORDER BY device_seq, id
            ROWS UNBOUNDED PRECEDING) AS told_at
    FROM (
        SELECT door_id, device_id, device_seq, id, outcome, effective_at, seq FROM plain
        UNION ALL
        SELECT door_id, device_id, device_seq, id, outcome, effective_at, NULL FROM known
    ) visits
),
folded AS (
    SELECT door_id, count(*) AS visits, max(told_at) AS last_at, max(seq) AS seq,
        count(*) FILTER (WHERE {HAS_KNOCKED}) AS knocks,
        count(*) FILTER (WHERE {HAS_OPENED}) AS openings,
        (array_agg(outcome ORDER BY told_at DESC, device_seq DESC, id DESC))[1] AS state,
        (array_agg(device_id ORDER BY told_at DESC, device_seq DESC, id DESC))[1] AS device_id,
        (array_agg(outcome ORDER BY told_at, device_seq, id)
            FILTER (WHERE {HAS_KNOCKED}))[1] AS first_outcome
    FROM ordered GROUP BY door_id HAVING max(seq) IS NOT NULL
),
doors AS (
    UPDATE doors_door d SET
        state = f.state,
        last_at = f.last_at,
        last_by = CASE WHEN f.device_id = $1 THEN $7 ELSE d.last_by END,
        visit_count = f.visits,
        knock_count = f.knocks,
        open_count = f.openings,
        first_outcome = coalesce(f.first_outcome, ''),
        removed_at = CASE WHEN d.estimated THEN NULL ELSE d.removed_at END,  -- gave way, and was a door after all
        seq = f.seq
    FROM folded f
    WHERE d.id = f.door_id AND d.id = ANY (ARRAY(SELECT door FROM incoming))  -- by the index, never the table
),
noted AS ({NOTE_PUSH})
SELECT j.id, s.seq, j.door IN (SELECT door FROM entangled), j.refusal FROM judged j LEFT JOIN stored s USING (id)
"""
