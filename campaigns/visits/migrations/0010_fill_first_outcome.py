from django.db import migrations

# Visits that no correction replaced; of two corrections of one visit the later. Of those that knocked, the first.
FILL = """
UPDATE doors_door d SET first_outcome = f.outcome
FROM (
    SELECT DISTINCT ON (door_id) door_id, outcome
    FROM (
        SELECT DISTINCT ON (coalesce(v.supersedes, v.id)) v.id, v.door_id, v.outcome, v.effective_at, v.device_seq
        FROM visits_visit v
        WHERE NOT EXISTS (SELECT FROM visits_visit w WHERE w.supersedes = v.id)
        ORDER BY coalesce(v.supersedes, v.id), v.effective_at DESC, v.device_seq DESC, v.id DESC
    ) living
    WHERE outcome IN ('not_home', 'conversation', 'refused', 'come_back')
    ORDER BY door_id, effective_at, device_seq, id
) f
WHERE d.id = f.door_id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("doors", "0005_first_outcome"),
        ("visits", "0009_paper_sheets"),
    ]

    operations = [
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
