"""The statement that appends visits where nothing else is to be done, or leaves all as it was.

It knows the phone by its token and obeys it as `people.devices` does. Each visit must come right after all that this
phone has sent, at a door of a walk that it holds and that has begun, later than everything known of that door, where no
visit was corrected and nobody asked not to come back. So a visit is the last one of its door, and adds plain arithmetic
to it: the same as a fold of all visits by the rule of `projection`.

The doors must be locked before: the statement then sees every visit that an earlier batch stored there.
"""

from campaigns.people.devices import OBEYED
from campaigns.visits import terms
from campaigns.visits.counting import COUNTED, FIGURES, HAS_KNOCKED, HAS_OPENED
from campaigns.visits.rows import TOLD

# Hash of the token, time of arrival; the terms of the campaign; numbers of the first and of the last visit, their
# number, highest number used, offset of the phone's clock in ms, visits as JSON.
PARAMETERS = f"bytea, timestamptz, {terms.PARAMETERS}, bigint, bigint, integer, bigint, bigint, jsonb"

APPEND_VISITS = f"""
WITH told AS MATERIALIZED ({TOLD.format(rows="$13")}),
phone AS MATERIALIZED (
    SELECT d.id, d.first_name FROM people_device d JOIN people_campaign c ON c.id = d.campaign_id
    WHERE d.token_hash = $1 AND {OBEYED.format(device="d", now="$2")}
        AND {terms.HOLD.format("$3", "$4", "$5", "$6", "$7")}
        -- right after all that it has sent: nothing misses before, nothing came from beyond
        AND d.seq_acked = $8 - 1 AND (d.seq_high <= $9 OR NOT EXISTS (
            SELECT FROM visits_visit WHERE device_id = d.id AND device_seq > $9
            UNION ALL SELECT FROM visits_fieldevent WHERE device_id = d.id AND device_seq > $9
            UNION ALL SELECT FROM visits_quarantine WHERE device_id = d.id AND device_seq > $9))
),
placed AS MATERIALIZED (
    SELECT t.*, w.outing_id AS outing, d.station FROM told t
    JOIN LATERAL (
        SELECT d.address_id, (SELECT station_id FROM territory_address WHERE id = d.address_id) AS station
        FROM doors_door d
        WHERE d.id = t.door AND d.campaign_id = $3 AND d.state <> 'do_not_knock'
            AND (d.last_at IS NULL OR d.last_at < t.effective_at) OFFSET 0  -- door by door, never the table
    ) d ON true
    JOIN LATERAL (
        SELECT w.outing_id FROM turfs_assignment a JOIN turfs_turf w ON w.id = a.turf_id
        WHERE a.device_id = (SELECT id FROM phone) AND a.turf_id = t.turf AND a.ended_at IS NULL
            AND w.state <> 'assigned' OFFSET 0
    ) w ON true
    WHERE EXISTS (SELECT FROM turfs_turfstop
            WHERE campaign_id = $3 AND address_id = d.address_id AND turf_id = t.turf)
        AND NOT EXISTS (SELECT FROM visits_visit WHERE campaign_id = $3 AND door_id = t.door
            AND (supersedes IS NOT NULL OR outcome = 'do_not_knock'))
        AND NOT EXISTS (SELECT FROM visits_visit WHERE id = t.id)
),
numbers AS (
    INSERT INTO people_changecounter AS c (campaign_id, value)
    SELECT $3, $10 WHERE (SELECT count(*) FROM placed) = $10
    ON CONFLICT (campaign_id) DO UPDATE SET value = c.value + EXCLUDED.value
    RETURNING value - $10 AS taken
),
stored AS (
    INSERT INTO visits_visit (id, campaign_id, seq, door_id, turf_id, outing_id, station_id, device_id, device_seq,
        outcome, requests, come_back_at, at, effective_at, received_at, flags, digest)
    SELECT p.id, $3, n.taken + p.place, p.door, p.turf, p.outing, p.station, (SELECT id FROM phone), p.device_seq,
        p.outcome, p.requests, p.come_back_at, p.at, p.effective_at, $2, p.flags, p.digest
    FROM numbers n CROSS JOIN placed p
),
deltas AS (
    INSERT INTO visits_figuredelta (campaign_id, station_id, outing_id, day, {FIGURES})
    SELECT $3, station, outing, day, {COUNTED}
    FROM numbers CROSS JOIN placed GROUP BY station, outing, day
),
doors AS (
    UPDATE doors_door d SET
        state = p.outcome,
        last_at = p.effective_at,
        last_by = (SELECT first_name FROM phone),
        visit_count = d.visit_count + 1,
        knock_count = d.knock_count + (p.{HAS_KNOCKED})::int,
        open_count = d.open_count + (p.{HAS_OPENED})::int,
        first_outcome = CASE WHEN d.first_outcome = '' AND p.{HAS_KNOCKED} THEN p.outcome
            ELSE d.first_outcome END,
        removed_at = CASE WHEN d.estimated THEN NULL ELSE d.removed_at END,  -- gave way, and was a door after all
        seq = n.taken + p.place
    FROM numbers n CROSS JOIN placed p
    WHERE d.id = p.door AND d.id = ANY (ARRAY(SELECT door FROM told))  -- by the index, never the table
),
noted AS (
    UPDATE people_device SET seq_acked = $9, seq_high = greatest(seq_high, $11), clock_offset_ms = $12,
        last_seen_at = greatest(last_seen_at, $2)
    FROM numbers WHERE id = (SELECT id FROM phone)
)
SELECT taken FROM numbers
"""
