from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_campaign_and_people"),
    ]

    operations = [
        migrations.AddField(
            model_name="changecounter",
            name="forgotten",
            field=models.BigIntegerField(
                db_default=0,
                default=0,
                help_text="Deletions up to this number are told no more: older cursors begin anew",
            ),
        ),
    ]
