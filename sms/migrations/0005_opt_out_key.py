from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("sms", "0004_texts_by_day"),
    ]

    operations = [
        migrations.CreateModel(
            name="OptOutKey",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                (
                    "fingerprint",
                    models.BinaryField(help_text="Drawn from NOTES_KEY, of no use to find it", max_length=32),
                ),
                ("since", models.DateTimeField()),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="opt_out_key_the_only")],
            },
        ),
    ]
