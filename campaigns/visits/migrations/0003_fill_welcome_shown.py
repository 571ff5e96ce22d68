from django.db import migrations

FILL = """
UPDATE visits_welcometally t SET shown = t.count FROM people_outing o
WHERE o.id = t.outing_id AND o.closed_at IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [
        ("visits", "0002_welcome_shown"),
    ]

    operations = [
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
