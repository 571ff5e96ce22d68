from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("calendar", "0002_two_of_one_number"),
    ]

    operations = [
        migrations.AddField(
            model_name="signup",
            name="changes",
            field=models.PositiveSmallIntegerField(
                db_default=0, default=0, help_text="How often they cancelled or came after all: calendars ask"
            ),
        ),
    ]
