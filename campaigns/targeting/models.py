"""What a campaign decides for itself before anybody knocks."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.people.models import Campaign, Membership
from campaigns.targeting.holdout_plans import HoldoutDeviation, HoldoutPlan, HoldoutSalt, HoldoutUnit
from campaigns.territory.models import Bloc, Election

__all__ = ["BlocChoice", "HoldoutDeviation", "HoldoutPlan", "HoldoutSalt", "HoldoutUnit", "TownBloc"]


class TownBloc(models.TextChoices):
    """The blocs a campaign may count in, from left to right: those of the territory, and the far left set apart."""

    FAR_LEFT = "far_left", _("far left")
    LEFT = Bloc.LEFT.value, Bloc.LEFT.label
    CENTRE = Bloc.CENTRE.value, Bloc.CENTRE.label
    RIGHT = Bloc.RIGHT.value, Bloc.RIGHT.label
    FAR_RIGHT = Bloc.FAR_RIGHT.value, Bloc.FAR_RIGHT.label
    OTHER = Bloc.OTHER.value, Bloc.OTHER.label


class BlocChoiceQuerySet(models.QuerySet["BlocChoice"]):
    def visible_to(self, member: Membership) -> Self:
        return self.filter(campaign_id=member.campaign_id)


class BlocChoice(models.Model):
    """The bloc in which a campaign counts a nuance or one list, where it differs from what the import proposed.

    The choice for one list goes before the choice for its nuance.
    """

    class Level(models.TextChoices):
        NUANCE = "nuance", _("nuance")
        LIST = "list", _("list or candidate")

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="bloc_choices")
    election = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="bloc_choices")
    level = models.CharField(max_length=8, choices=Level.choices)
    code = models.CharField(max_length=120, help_text="Of the nuance, or of the list as ElectionList has it")
    bloc = models.CharField(max_length=12, choices=TownBloc.choices)
    objects = BlocChoiceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "election", "level", "code"], name="bloc_choice_once")
        ]


class AssumptionQuerySet(models.QuerySet["Assumption"]):
    def visible_to(self, member: Membership) -> Self:
        return self.filter(campaign_id=member.campaign_id)

    def standing(self) -> Self:
        """The latest value of each name, per campaign: the one in force."""
        return self.order_by("campaign_id", "name", "-pk").distinct("campaign_id", "name")


class Assumption(models.Model):
    """A value that the ranking rests on and that the campaign set itself: its bloc, an election, a prior, a slider.

    Appended, never rewritten: the latest of a name counts, the others are its history. A null value goes back to the
    default.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="assumptions")
    name = models.CharField(max_length=40)
    value = models.JSONField(null=True)
    by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    objects = AssumptionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["campaign", "name", "-id"], name="assumption_by_name")]


class RedrawnStation(models.Model):
    """What became of a station whose limits changed: the share of its addresses that a new one took over.

    Counts of elections before ``since`` follow the addresses. The shares of one old station add up to 1.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="redrawn_stations")
    since = models.DateField(help_text="Elections before this day were held in the old stations")
    old = models.CharField(max_length=16, help_text="Code of the old station, e.g. 94033-0001")
    new = models.CharField(max_length=16)
    share = models.FloatField(help_text="From 0 to 1")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "since", "old", "new"], name="redrawn_once")]
