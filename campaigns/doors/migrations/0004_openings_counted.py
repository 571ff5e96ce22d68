from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("doors", "0003_buildings_travel"),
    ]

    operations = [
        migrations.AddField(
            model_name="door",
            name="knock_count",
            field=models.PositiveSmallIntegerField(db_default=0, default=0, help_text="Visits that knocked"),
        ),
        migrations.AddField(
            model_name="door",
            name="open_count",
            field=models.PositiveSmallIntegerField(db_default=0, default=0, help_text="Visits where somebody opened"),
        ),
    ]
