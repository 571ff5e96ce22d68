import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0003_conversation_minutes"),
        ("territory", "0003_street_lines"),
    ]

    operations = [
        migrations.CreateModel(
            name="BlocChoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "level",
                    models.CharField(choices=[("nuance", "nuance"), ("list", "list or candidate")], max_length=8),
                ),
                (
                    "code",
                    models.CharField(help_text="Of the nuance, or of the list as ElectionList has it", max_length=120),
                ),
                (
                    "bloc",
                    models.CharField(
                        choices=[
                            ("far_left", "far left"),
                            ("left", "left"),
                            ("centre", "centre"),
                            ("right", "right"),
                            ("far_right", "far right"),
                            ("other", "other"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="bloc_choices", to="people.campaign"
                    ),
                ),
                (
                    "election",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bloc_choices",
                        to="territory.election",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("campaign", "election", "level", "code"), name="bloc_choice_once")
                ],
            },
        ),
    ]
