from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0003_conversation_minutes"),
    ]

    operations = [
        migrations.AddField(
            model_name="membership",
            name="calendar_number",
            field=models.PositiveIntegerField(
                db_default=0,
                default=0,
                help_text="Of the one address of their calendar that is good; those before are dead",
            ),
        ),
    ]
