import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0003_conversation_minutes"),
        ("targeting", "0001_bloc_choices"),
        ("territory", "0003_street_lines"),
    ]

    operations = [
        migrations.CreateModel(
            name="HoldoutSalt",
            fields=[
                (
                    "campaign",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="holdout_salt",
                        serialize=False,
                        to="people.campaign",
                    ),
                ),
                ("salt", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="HoldoutPlan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "number",
                    models.PositiveIntegerField(help_text="1 for the first; “plan-1” is what the seed is made with"),
                ),
                ("name", models.CharField(max_length=120)),
                (
                    "kind",
                    models.CharField(
                        choices=[("buildings", "buildings"), ("stations", "polling stations")], max_length=10
                    ),
                ),
                ("block_size", models.PositiveSmallIntegerField(help_text="One unit of so many is held out")),
                (
                    "outcome",
                    models.CharField(
                        choices=[("turnout", "turnout"), ("own_share", "share of our bloc among valid votes")],
                        max_length=10,
                    ),
                ),
                (
                    "direction",
                    models.CharField(
                        choices=[("more", "visits raise it"), ("either", "visits change it, one way or the other")],
                        default="either",
                        max_length=8,
                    ),
                ),
                ("election", models.CharField(help_text="The vote to come, as people call it", max_length=120)),
                ("round", models.PositiveSmallIntegerField(default=1)),
                ("vote_date", models.DateField(help_text="Until then nobody rings where it is held out")),
                (
                    "pool",
                    models.SlugField(
                        blank=True, help_text="Campaigns that measure the same thing agree on it", max_length=60
                    ),
                ),
                (
                    "terms",
                    models.JSONField(help_text="Power and its inputs, what was expected, who was left out"),
                ),
                ("seed", models.CharField(help_text="0x and up to 32 hexadecimal digits", max_length=34)),
                ("salt_commitment", models.CharField(help_text="SHA-256 of the campaign's salt", max_length=64)),
                ("library", models.CharField(help_text="What drew it, with its version", max_length=40)),
                (
                    "assignment_sha256",
                    models.CharField(help_text="Of the units and their arms (lots.written)", max_length=64),
                ),
                (
                    "left_over",
                    models.PositiveIntegerField(help_text="Units that filled no block: canvassed, outside the plan"),
                ),
                ("balance", models.JSONField(help_text="{covariates, differences, p}")),
                ("committed_at", models.DateTimeField(null=True)),
                ("registration", models.TextField(blank=True, help_text="JSON, as it was when the plan was committed")),
                ("registration_sha256", models.CharField(blank=True, max_length=64)),
                ("registration_text", models.TextField(blank=True, help_text="The same in words, Markdown")),
                ("registration_text_sha256", models.CharField(blank=True, max_length=64)),
                ("abandoned_at", models.DateTimeField(null=True)),
                ("abandoned_because", models.TextField(blank=True)),
                (
                    "abandoned_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="people.membership",
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="holdout_plans", to="people.campaign"
                    ),
                ),
                (
                    "committed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="people.membership",
                    ),
                ),
            ],
            options={
                "ordering": ["-number"],
            },
        ),
        migrations.CreateModel(
            name="HoldoutDeviation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("signed", models.CharField(help_text="The member's name then", max_length=120)),
                ("text", models.TextField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="people.membership",
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.campaign",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deviations",
                        to="targeting.holdoutplan",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="HoldoutUnit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("block", models.PositiveIntegerField()),
                ("place", models.PositiveSmallIntegerField(help_text="In its block, from 0")),
                ("held_out", models.BooleanField()),
                (
                    "code",
                    models.CharField(help_text="A station's code, or commune and key of an address", max_length=260),
                ),
                ("doors", models.PositiveIntegerField()),
                ("registered", models.FloatField(help_text="Of a building its part of the station's, by doors")),
                ("turnout", models.FloatField(help_text="At the last election known, from 0 to 1", null=True)),
                ("own_share", models.FloatField(help_text="Of the campaign's own bloc then", null=True)),
                (
                    "address",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="territory.address"
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.campaign",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="units", to="targeting.holdoutplan"
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="territory.pollingstation"
                    ),
                ),
            ],
            options={
                "ordering": ["block", "place"],
            },
        ),
        migrations.AddConstraint(
            model_name="holdoutplan",
            constraint=models.UniqueConstraint(fields=("campaign", "number"), name="holdout_plan_number_once"),
        ),
        migrations.AddConstraint(
            model_name="holdoutplan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("abandoned_at", None), models.Q(("abandoned_because", ""), _negated=True), _connector="OR"
                ),
                name="holdout_plan_abandoned_for_a_reason",
            ),
        ),
        migrations.AddIndex(
            model_name="holdoutdeviation",
            index=models.Index(fields=["campaign", "plan"], name="deviation_by_plan"),
        ),
        migrations.AddIndex(
            model_name="holdoutunit",
            index=models.Index(fields=["campaign", "address"], name="holdout_by_address"),
        ),
        migrations.AddIndex(
            model_name="holdoutunit",
            index=models.Index(fields=["campaign", "station"], name="holdout_by_station"),
        ),
        migrations.AddConstraint(
            model_name="holdoutunit",
            constraint=models.UniqueConstraint(fields=("plan", "block", "place"), name="holdout_unit_place_once"),
        ),
        migrations.AddConstraint(
            model_name="holdoutunit",
            constraint=models.UniqueConstraint(fields=("plan", "code"), name="holdout_unit_once"),
        ),
    ]
