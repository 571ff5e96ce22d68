"""What is written down after the vote: counts per building, results that travel between campaigns, what was learned."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q

from campaigns.people.models import Campaign, Membership
from campaigns.targeting.models import HoldoutPlan, HoldoutUnit


class TurnoutCountQuerySet(models.QuerySet["TurnoutCount"]):
    def visible_to(self, member: Membership) -> Self:
        return self.filter(plan__in=HoldoutPlan.objects.visible_to(member))

    def standing(self) -> Self:
        """The latest count of each building."""
        return self.order_by("unit_id", "-pk").distinct("unit_id")


class TurnoutCount(models.Model):
    """Registered and voted in one building of a plan, counted on the list that the town hall lets people read.

    Two numbers for five dwellings and more; the list itself is never kept. A correction is a new row.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+", db_index=False)
    plan = models.ForeignKey(HoldoutPlan, on_delete=models.CASCADE, related_name="turnout_counts")
    unit = models.ForeignKey(HoldoutUnit, on_delete=models.CASCADE, related_name="turnout_counts")
    registered = models.PositiveIntegerField()
    voted = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    objects = TurnoutCountQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(voted__lte=F("registered")), name="no_more_voted_than_on_roll")
        ]
        indexes = [models.Index(fields=["campaign", "plan"], name="turnout_count_by_plan")]


class PooledResultQuerySet(models.QuerySet["PooledResult"]):
    def pooled_with(self, plan: HoldoutPlan) -> Self:
        """The results of this plan's pool: put there by the campaigns of this installation, or taken in from a file."""
        same = self.filter(outcome=plan.outcome)
        mine = Q(campaign_id=plan.campaign_id, pool=plan.pool)
        return same.filter(mine | Q(pool=plan.pool, plan__isnull=False) if plan.pool else mine)


class PooledResult(models.Model):
    """An effect and its error, in points, with the contact rate and the hash of the plan that it comes from.

    Nothing else travels.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="pooled_results")
    pool = models.SlugField(
        max_length=60, blank=True, help_text="Of the plan; campaigns that share a name share results"
    )
    plan = models.ForeignKey(HoldoutPlan, null=True, on_delete=models.CASCADE, related_name="pooled_results",
                             help_text="Null for what came in a file")  # fmt: skip
    plan_sha256 = models.CharField(max_length=64, help_text="Of the plan's registration")
    outcome = models.CharField(max_length=10, choices=HoldoutPlan.Outcome.choices)
    itt = models.FloatField()
    itt_error = models.FloatField()
    contact = models.FloatField(null=True, help_text="Share of doors with a conversation, above the control arm's")
    cace = models.FloatField(null=True, help_text="Null where contact was weak")
    cace_error = models.FloatField(null=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    objects = PooledResultQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "plan_sha256", "outcome"], name="pooled_result_once")
        ]


class LearnedResult(models.Model):
    """A result that headquarters let change what the ranking assumes, once: before, the result, both together."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="learned_results")
    plan = models.OneToOneField(HoldoutPlan, on_delete=models.CASCADE, related_name="learned")
    prior = models.FloatField(help_text="Points, as all the others")
    prior_error = models.FloatField()
    result = models.FloatField()
    result_error = models.FloatField()
    together = models.FloatField()
    together_error = models.FloatField()
    at = models.DateTimeField()
    by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
