from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("doors", "0004_openings_counted"),
    ]

    operations = [
        migrations.AddField(
            model_name="door",
            name="first_outcome",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="What the first knock met: the first pass",
                max_length=12,
            ),
        ),
    ]
