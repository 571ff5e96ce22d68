import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_forgotten_changes"),
        ("territory", "0003_street_lines"),
        ("visits", "0005_sealed_quarantine"),
    ]

    operations = [
        migrations.CreateModel(
            name="Leaflets",
            fields=[
                ("id", models.UUIDField(help_text="The event's", primary_key=True, serialize=False)),
                ("day", models.DateField(help_text="Local to the campaign")),
                ("number", models.IntegerField()),
                (
                    "address",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="territory.address"
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.campaign"
                    ),
                ),
                (
                    "outing",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="people.outing"
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="territory.pollingstation",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["campaign", "day"], name="leaflets_by_day")],
            },
        ),
    ]
