from django.db import migrations

# Visits that no correction replaced; of two corrections of one visit the later.
FILL = """
UPDATE doors_door d SET knock_count = n.knocks, open_count = n.openings
FROM (
    SELECT door_id,
        count(*) FILTER (WHERE outcome IN ('not_home', 'conversation', 'refused', 'come_back')) AS knocks,
        count(*) FILTER (WHERE outcome IN ('conversation', 'refused', 'come_back')) AS openings
    FROM (
        SELECT DISTINCT ON (coalesce(v.supersedes, v.id)) v.door_id, v.outcome
        FROM visits_visit v
        WHERE NOT EXISTS (SELECT FROM visits_visit w WHERE w.supersedes = v.id)
        ORDER BY coalesce(v.supersedes, v.id), v.effective_at DESC, v.device_seq DESC, v.id DESC
    ) living
    GROUP BY door_id
) n
WHERE d.id = n.door_id AND n.knocks > 0
"""


class Migration(migrations.Migration):
    dependencies = [
        ("doors", "0004_openings_counted"),
        ("visits", "0007_request_decisions"),
    ]

    operations = [
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
