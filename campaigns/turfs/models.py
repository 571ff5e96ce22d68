"""Walks for an outing: a turf is an ordered list of addresses and an estimate in minutes; its outline is derived."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.doors.housing import Housing
from campaigns.people.models import Campaign, Device, JoinCode, Membership, Outing, Team
from campaigns.people.roles import Action, Scope
from campaigns.runs import Run, RunQuerySet
from campaigns.territory.models import Address
from campaigns.turfs.minutes import Estimate
from campaigns.turfs.opening import Opening
from campaigns.turfs.stops import Stop


class TurfQuerySet(models.QuerySet["Turf"]):
    def visible_to(self, member: Membership) -> Self:
        """All turfs for headquarters, those of their teams' outings for a leader."""
        mine = self.filter(campaign_id=member.campaign_id)
        reach = member.reach(Action.SEE_OUTINGS)
        if reach is Scope.ALL:
            return mine
        return mine.filter(outing__teams__leader=member).distinct() if reach is Scope.TEAMS else mine.none()

    def held_by(self, device: Device) -> Self:
        """Turfs this phone may read and write now."""
        return self.filter(
            campaign_id=device.campaign_id, assignments__device=device, assignments__ended_at=None
        ).distinct()

    def loose(self) -> Self:
        """Free, not pinned and never held by any phone: a new cut may replace these, and nothing that somebody did
        goes."""
        return self.filter(state=Turf.State.FREE, pinned=False, assignments=None)


class Turf(models.Model):
    class State(models.TextChoices):
        FREE = "free", _("free")
        ASSIGNED = "assigned", _("assigned")
        IN_PROGRESS = "in_progress", _("in progress")
        DONE = "done", _("done")

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="turfs")
    outing = models.ForeignKey(Outing, null=True, blank=True, on_delete=models.CASCADE, related_name="turfs")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=120, blank=True, help_text="Its longest street")
    state = models.CharField(max_length=12, choices=State.choices, default=State.FREE)
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.SET_NULL, related_name="turfs")
    join_code = models.OneToOneField(
        JoinCode, null=True, blank=True, on_delete=models.SET_NULL, related_name="turf", help_text="Leads to this turf"
    )
    minutes = models.FloatField(help_text="Estimate for one pair, of this pass")
    door_count = models.PositiveIntegerField(help_text="Known or estimated doors when this pass began")
    pinned = models.BooleanField(
        default=False, db_default=False, help_text="A hand made it what it is: a new cut leaves it alone"
    )
    ordered_by_hand = models.BooleanField(
        default=False, db_default=False, help_text="A hand chose the order: stops that come later are put in between"
    )
    pass_no = models.PositiveSmallIntegerField(default=1, help_text="2 and more: the rest of a walk given back")
    version = models.PositiveIntegerField(default=1, help_text="Grows when stops change; phones then reload it")
    seq = models.BigIntegerField(default=0, help_text="The campaign's counter at the last change a phone can see")
    created_at = models.DateTimeField(default=timezone.now, help_text="What doors saw before it is to be seen again")
    objects = TurfQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["outing", "number"], name="turf_number_once_per_outing")]
        indexes = [models.Index(fields=["campaign", "seq"], name="turf_by_change")]

    def __str__(self) -> str:
        return f"{self.number} {self.name}".strip()


class TurfStop(models.Model):
    """An address of a turf at its place in the walking order."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    turf = models.ForeignKey(Turf, on_delete=models.CASCADE, related_name="stops")
    address = models.ForeignKey(Address, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveIntegerField()
    minutes = models.FloatField()
    # What the minutes came from (minutes.Estimate); null in turfs cut before it was kept.
    doors = models.PositiveIntegerField(null=True, help_text="Doors to knock at")
    housing = models.CharField(max_length=5, blank=True, db_default="")
    floors = models.PositiveSmallIntegerField(null=True, help_text="Above the ground, of all staircases")
    floors_known = models.BooleanField(default=False, db_default=False, help_text="Not guessed from the dwellings")
    opening_rate = models.FloatField(null=True, help_text="From 0 to 1")
    opening_knocks = models.PositiveIntegerField(
        default=0, db_default=0, help_text="Own knocks that taught the rate; 0: the public figure"
    )
    minutes_per_conversation = models.FloatField(null=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["turf", "position"], name="stop_position_once"),
            models.UniqueConstraint(fields=["turf", "address"], name="stop_address_once"),
        ]
        indexes = [models.Index(fields=["campaign", "address"], name="stop_by_address")]

    @classmethod
    def of(cls, turf: Turf, stop: Stop, position: int) -> Self:
        """The stop of a cut at that place of a turf's walk, unsaved, with what its minutes came from."""
        row = cls(campaign_id=turf.campaign_id, turf=turf, address_id=stop.address, position=position)
        row.minutes = round(stop.minutes, 2)
        if stop.estimate is not None:
            row.doors, row.housing = stop.estimate.doors, stop.estimate.housing
            row.floors, row.floors_known = stop.estimate.floors, stop.estimate.floors_known
            row.opening_rate, row.opening_knocks = stop.estimate.opening.rate, stop.estimate.opening.knocked
            row.minutes_per_conversation = stop.estimate.minutes_per_conversation
        return row

    @property
    def estimate(self) -> Estimate | None:
        """What the minutes came from; None in a turf cut before it was kept."""
        if self.doors is None or self.floors is None or self.opening_rate is None:
            return None
        return Estimate(
            doors=self.doors,
            housing=Housing(self.housing),
            floors=self.floors,
            floors_known=self.floors_known,
            opening=Opening(self.opening_rate, self.opening_knocks),
            minutes_per_conversation=self.minutes_per_conversation or 0.0,
        )


class Walker(models.Model):
    """What the leader knows of somebody who came, to place them well. For this outing only: see walkers.forget."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    device = models.OneToOneField(Device, on_delete=models.CASCADE, related_name="walker")
    pair = models.PositiveIntegerField(null=True, help_text="Who has the same number in an outing walks together")
    has_car = models.BooleanField(default=False)
    no_stairs = models.BooleanField(default=False)
    newcomer = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["campaign", "device"], name="walker_by_phone")]


class SharingOut(models.Model):
    """One time that the people of an outing were shared out over its turfs, so that it can be undone."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    outing = models.ForeignKey(Outing, on_delete=models.CASCADE, related_name="sharings")
    shared_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["campaign", "outing"], name="sharing_by_outing")]


class FormerStop(models.Model):
    """An address that was taken from a walk a phone had: what was noted there before the phone knew still counts."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    turf = models.ForeignKey(Turf, on_delete=models.CASCADE, related_name="former_stops")
    address = models.ForeignKey(Address, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["turf", "address"], name="former_stop_once")]
        indexes = [models.Index(fields=["campaign", "address"], name="former_stop_by_address")]


class LeftOut(models.Model):
    """An address that a hand took out of the cut of an outing. It stays out until it is put back."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    outing = models.ForeignKey(Outing, on_delete=models.CASCADE, related_name="left_out")
    address = models.ForeignKey(Address, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["outing", "address"], name="left_out_once")]


class Edit(models.Model):
    """One change to the areas of an outing, with what was before: the last one can be undone. Never rewritten."""

    class Kind(models.TextChoices):
        MOVED = "moved", _("addresses moved")
        LEFT_OUT = "left_out", _("addresses taken out")
        SPLIT = "split", _("area cut in two")
        MERGED = "merged", _("areas joined")
        REORDERED = "reordered", _("order changed")
        RENUMBERED = "renumbered", _("number changed")
        PINNED = "pinned", _("area kept or let go")
        UNDONE = "undone", _("change undone")
        CUT = "cut", _("cut anew")

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    outing = models.ForeignKey(Outing, on_delete=models.CASCADE, related_name="edits")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    turfs = ArrayField(models.BigIntegerField(), help_text="Those it touched, whether they still exist or not")
    addresses = ArrayField(models.BigIntegerField(), help_text="Those that stand elsewhere since, or in another place")
    before = models.JSONField(null=True, help_text="The areas it touched, as they were; null cannot be undone")
    after = models.JSONField(null=True, help_text="As it left them: undone only while they still are")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["campaign", "outing", "-id"], name="edit_by_outing")]


class Assignment(models.Model):
    """A phone holds a turf for one outing, from the hand-out until it is handed back, handed over or withdrawn."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    turf = models.ForeignKey(Turf, on_delete=models.CASCADE, related_name="assignments")
    device = models.ForeignKey(Device, on_delete=models.CASCADE, related_name="assignments")
    assigned_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_as = models.CharField(max_length=12, blank=True, help_text="handed_back, handed_over or withdrawn")
    sharing = models.ForeignKey(
        SharingOut, null=True, on_delete=models.SET_NULL, related_name="assignments", help_text="What it came from"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["turf", "device"], condition=Q(ended_at=None), name="turf_held_once_per_phone"
            ),
        ]
        indexes = [models.Index(fields=["device", "turf"], name="assignment_by_phone")]


class RelayQuerySet(models.QuerySet["Relay"]):
    def standing(self, now: datetime) -> Self:
        """Offers that somebody may still take, or has asked to take."""
        return self.filter(taken_at=None, code__revoked_at=None).filter(
            Q(code__expires_at__gt=now) | Q(code__uses__gte=models.F("code__max_uses"))
        )


class Relay(models.Model):
    """The rest of a walk, offered by a phone that holds it: one code, ten minutes, one taker. Kept as a trace."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    turf = models.ForeignKey(Turf, on_delete=models.CASCADE, related_name="relays")
    giver = models.ForeignKey(Device, on_delete=models.CASCADE, related_name="relays_given")
    code = models.OneToOneField(JoinCode, on_delete=models.CASCADE, related_name="relay")
    taker = models.ForeignKey(Device, null=True, on_delete=models.SET_NULL, related_name="+")
    offered_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    objects = RelayQuerySet.as_manager()

    class Meta:
        ordering = ["-offered_at"]
        indexes = [models.Index(fields=["campaign", "turf"], name="relay_by_turf")]


class CutRun(Run):
    """One final cut of an outing: what was asked, how far it is, how it ended."""

    LOST_AFTER = timedelta(seconds=60)  # storing a large town is one silent transaction

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    outing = models.ForeignKey(Outing, on_delete=models.CASCADE, related_name="cut_runs")
    asked = models.JSONField(help_text="asked.Asked")
    share = models.FloatField(default=0.0, help_text="Done, from 0 to 1")
    made = models.PositiveIntegerField(default=0, help_text="Areas")
    objects = RunQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["campaign", "outing", "-created_at"], name="cut_run_by_outing")]
