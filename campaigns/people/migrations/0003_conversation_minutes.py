from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_forgotten_changes"),
    ]

    operations = [
        migrations.AddField(
            model_name="campaign",
            name="conversation_minutes",
            field=models.FloatField(
                db_default=4.0,
                default=4.0,
                help_text="For each door that opens, when a walk is sized; nobody is timed",
            ),
        ),
    ]
