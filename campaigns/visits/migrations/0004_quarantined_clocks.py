import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("visits", "0003_fill_welcome_shown"),
    ]

    operations = [
        migrations.AddField(
            model_name="quarantine",
            name="sent_at",
            field=models.DateTimeField(help_text="The phone's clock when it sent the batch", null=True),
        ),
        migrations.AddField(
            model_name="quarantine",
            name="sent_mono_ms",
            field=models.BigIntegerField(help_text="Its monotonic clock then", null=True),
        ),
        migrations.AlterField(
            model_name="quarantine",
            name="received_at",
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
    ]
