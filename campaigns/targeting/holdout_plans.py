"""What a campaign decides about its ground: which units are held out, so that the vote can tell what visits did.

A plan is frozen by the database once it is committed (migration `holdouts_frozen`): it can only be abandoned.
"""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.people.models import Campaign, Membership
from campaigns.people.roles import Action
from campaigns.territory.models import Address, PollingStation


class HoldoutSalt(models.Model):
    """Drawn by the machine before the first plan, so that nobody chooses the seed of any plan. Never changed."""

    campaign = models.OneToOneField(Campaign, on_delete=models.CASCADE, primary_key=True, related_name="holdout_salt")
    salt = models.CharField(max_length=64)
    made_at = models.DateTimeField()


class HoldoutPlanQuerySet(models.QuerySet["HoldoutPlan"]):
    def visible_to(self, member: Membership) -> Self:
        """Headquarters that manage: the field stays blind, and who reads figures does not need to know where."""
        mine = self.filter(campaign_id=member.campaign_id)
        return mine if member.may(Action.PLAN_HOLDOUTS) else mine.none()

    def standing(self) -> Self:
        """Committed and not abandoned."""
        return self.filter(committed_at__isnull=False, abandoned_at=None)


class HoldoutPlan(models.Model):
    """A draw: units in blocks, one of each block held out until the vote."""

    class Kind(models.TextChoices):
        BUILDINGS = "buildings", _("buildings")
        STATIONS = "stations", _("polling stations")

    class Outcome(models.TextChoices):
        TURNOUT = "turnout", _("turnout")
        OWN_SHARE = "own_share", _("share of our bloc among valid votes")

    class Direction(models.TextChoices):
        MORE = "more", _("visits raise it")
        EITHER = "either", _("visits change it, one way or the other")

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="holdout_plans")
    number = models.PositiveIntegerField(help_text="1 for the first; “plan-1” is what the seed is made with")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    block_size = models.PositiveSmallIntegerField(help_text="One unit of so many is held out")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    direction = models.CharField(max_length=8, choices=Direction.choices, default=Direction.EITHER)
    election = models.CharField(max_length=120, help_text="The vote to come, as people call it")
    round = models.PositiveSmallIntegerField(default=1)
    vote_date = models.DateField(help_text="Until then nobody rings where it is held out")
    pool = models.SlugField(max_length=60, blank=True, help_text="Campaigns that measure the same thing agree on it")
    terms = models.JSONField(help_text="Power and its inputs, what was expected, who was left out")
    seed = models.CharField(max_length=34, help_text="0x and up to 32 hexadecimal digits")
    salt_commitment = models.CharField(max_length=64, help_text="SHA-256 of the campaign's salt")
    library = models.CharField(max_length=40, help_text="What drew it, with its version")
    assignment_sha256 = models.CharField(max_length=64, help_text="Of the units and their arms (lots.written)")
    left_over = models.PositiveIntegerField(help_text="Units that filled no block: canvassed, outside the plan")
    balance = models.JSONField(help_text="{covariates, differences, p}")
    committed_at = models.DateTimeField(null=True)
    committed_by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    registration = models.TextField(blank=True, help_text="JSON, as it was when the plan was committed")
    registration_sha256 = models.CharField(max_length=64, blank=True)
    registration_text = models.TextField(blank=True, help_text="The same in words, Markdown")
    registration_text_sha256 = models.CharField(max_length=64, blank=True)
    abandoned_at = models.DateTimeField(null=True)
    abandoned_by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    abandoned_because = models.TextField(blank=True)
    objects = HoldoutPlanQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "number"], name="holdout_plan_number_once"),
            models.CheckConstraint(
                condition=Q(abandoned_at=None) | ~Q(abandoned_because=""), name="holdout_plan_abandoned_for_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def code(self) -> str:
        """What the seed is made with: « plan-1 »."""
        return f"plan-{self.number}"

    @property
    def of_buildings(self) -> bool:
        return self.kind == self.Kind.BUILDINGS

    @property
    def control_share(self) -> float:
        return 1 / self.block_size


class HoldoutUnit(models.Model):
    """A building or a station of a plan, in its block, with what was known of it when lots were drawn."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+", db_index=False)
    plan = models.ForeignKey(HoldoutPlan, on_delete=models.CASCADE, related_name="units")
    block = models.PositiveIntegerField()
    place = models.PositiveSmallIntegerField(help_text="In its block, from 0")
    held_out = models.BooleanField()
    code = models.CharField(max_length=260, help_text="A station's code, or commune and key of an address")
    station = models.ForeignKey(PollingStation, on_delete=models.PROTECT, related_name="+")
    address = models.ForeignKey(Address, null=True, on_delete=models.PROTECT, related_name="+")
    doors = models.PositiveIntegerField()
    registered = models.FloatField(help_text="Of a building its part of the station's, by doors")
    turnout = models.FloatField(null=True, help_text="At the last election known, from 0 to 1")
    own_share = models.FloatField(null=True, help_text="Of the campaign's own bloc then")

    class Meta:
        ordering = ["block", "place"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "block", "place"], name="holdout_unit_place_once"),
            models.UniqueConstraint(fields=["plan", "code"], name="holdout_unit_once"),
        ]
        indexes = [
            models.Index(fields=["campaign", "address"], name="holdout_by_address"),
            models.Index(fields=["campaign", "station"], name="holdout_by_station"),
        ]


class HoldoutDeviation(models.Model):
    """What was done otherwise than registered, dated and signed. Appended, printed with every result."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+", db_index=False)
    plan = models.ForeignKey(HoldoutPlan, on_delete=models.CASCADE, related_name="deviations")
    at = models.DateTimeField()
    by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    signed = models.CharField(max_length=120, help_text="The member's name then")
    text = models.TextField()

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["campaign", "plan"], name="deviation_by_plan")]
