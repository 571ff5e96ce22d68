"""The one statement that stores the visits of a batch and says what it changed.

New events are inserted, those already there are left alone. For doors where visits only follow one another, the same
statement appends the deltas of the figures and writes the doors' last state. Doors with a correction or a
`do_not_knock`, old or new, are few: `refolding` computes them with the rule of `projection`.

The doors must be locked before: the statement then sees every visit that an earlier batch stored there.
"""

STORE_VISITS = """
WITH incoming AS MATERIALIZED (
    SELECT * FROM jsonb_to_recordset(%(visits)s::jsonb) AS x(
        id uuid, door uuid, turf bigint, outing bigint, station bigint, device_seq bigint, outcome text,
        requests text[], come_back_at text, supersedes uuid, at timestamptz, effective_at timestamptz,
        flags text[], digest text, day date)
),
numbers AS (
    INSERT INTO people_changecounter AS c (campaign_id, value)
    SELECT %(campaign)s, count(*) FROM incoming
    ON CONFLICT (campaign_id) DO UPDATE SET value = c.value + EXCLUDED.value
    RETURNING value
),
stored AS (
    INSERT INTO visits_visit (id, campaign_id, seq, door_id, turf_id, outing_id, station_id, device_id, device_seq,
        outcome, requests, come_back_at, supersedes, at, effective_at, received_at, flags, digest)
    SELECT i.id, %(campaign)s, n.value - count(*) OVER () + row_number() OVER (ORDER BY i.device_seq), i.door, i.turf,
        i.outing, i.station, %(device)s, i.device_seq, i.outcome, i.requests, i.come_back_at, i.supersedes, i.at,
        i.effective_at, %(now)s, i.flags, decode(i.digest, 'hex')
    FROM incoming i CROSS JOIN numbers n
    ON CONFLICT (id) DO NOTHING
    RETURNING id, seq, door_id, outing_id, station_id, device_seq, outcome, requests, supersedes, effective_at
),
entangled AS (
    SELECT door_id FROM stored WHERE supersedes IS NOT NULL OR outcome = 'do_not_knock'
    UNION
    SELECT v.door_id FROM visits_visit v JOIN (SELECT DISTINCT door_id FROM stored) t USING (door_id)
    WHERE v.campaign_id = %(campaign)s AND (v.supersedes IS NOT NULL OR v.outcome = 'do_not_knock')
),
plain AS (
    SELECT s.*, i.day FROM stored s JOIN incoming i USING (id) WHERE s.door_id NOT IN (SELECT door_id FROM entangled)
),
deltas AS (
    INSERT INTO visits_figuredelta (campaign_id, station_id, outing_id, day, knocked, opened, conversations, no_access,
        requests)
    SELECT %(campaign)s, station_id, outing_id, day,
        count(*) FILTER (WHERE outcome IN ('not_home', 'conversation', 'refused', 'come_back')),
        count(*) FILTER (WHERE outcome IN ('conversation', 'refused', 'come_back')),
        count(*) FILTER (WHERE outcome = 'conversation'),
        count(*) FILTER (WHERE outcome = 'no_access'),
        coalesce(sum(cardinality(requests)), 0)
    FROM plain GROUP BY station_id, outing_id, day
),
last_new AS (
    SELECT DISTINCT ON (door_id) door_id, outcome, effective_at, device_seq, id, seq,
        count(*) OVER (PARTITION BY door_id) AS visits
    FROM plain ORDER BY door_id, effective_at DESC, device_seq DESC, id DESC
),
last_old AS (
    SELECT DISTINCT ON (v.door_id) v.door_id, v.effective_at, v.device_seq, v.id
    FROM visits_visit v JOIN last_new n USING (door_id)
    WHERE v.campaign_id = %(campaign)s
    ORDER BY v.door_id, v.effective_at DESC, v.device_seq DESC, v.id DESC
),
doors AS (
    UPDATE doors_door d SET
        state = CASE WHEN n.wins THEN n.outcome ELSE d.state END,
        last_at = CASE WHEN n.wins THEN n.effective_at ELSE d.last_at END,
        last_by = CASE WHEN n.wins THEN %(by)s ELSE d.last_by END,
        visit_count = d.visit_count + n.visits,
        seq = n.seq
    FROM (
        SELECT n.*, o.door_id IS NULL OR (n.effective_at, n.device_seq, n.id) > (o.effective_at, o.device_seq, o.id)
            AS wins
        FROM last_new n LEFT JOIN last_old o USING (door_id)
    ) n
    WHERE d.id = n.door_id
)
SELECT s.id, s.seq, s.door_id IN (SELECT door_id FROM entangled) FROM stored s
"""
