"""What happened at the doors, recorded once, never lost.

Rows are appended. `Visit` holds the frequent events, `FieldEvent` the rare ones, `Quarantine` whatever was refused,
`FigureDelta` what each batch changed in the figures, `StationDay` the folded figures. Welcome and topics are counts
per station and outing, in tables that cannot be joined to a door, a visit or a phone (law:P1).
"""

from __future__ import annotations

import uuid
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.doors.models import Door
from campaigns.people.models import Campaign, Device, Membership, Outing
from campaigns.people.roles import Action, Scope
from campaigns.territory.models import Address, PollingStation
from campaigns.turfs.models import Turf


class Outcome(models.TextChoices):
    """What happened at a door; `do_not_knock` closes it for every later walk."""

    NOT_HOME = "not_home", _("Not home")
    CONVERSATION = "conversation", _("Conversation")
    REFUSED = "refused", _("Refused")
    COME_BACK = "come_back", _("Come back")
    NO_ACCESS = "no_access", _("No access")
    DO_NOT_KNOCK = "do_not_knock", _("Do not knock")


class VisitQuerySet(models.QuerySet["Visit"]):
    def visible_to(self, member: Membership) -> Self:
        return self.filter(campaign_id=member.campaign_id)


class Visit(models.Model):
    """One event of one phone at one door: a visit, or the correction of one. Immutable.

    `id` and `at` come from the phone; `effective_at` is `at` on the server's clock. A null outcome undoes.
    """

    id = models.UUIDField(primary_key=True)
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="visits", db_index=False)
    seq = models.BigIntegerField()
    door = models.ForeignKey(Door, on_delete=models.PROTECT, related_name="visits", db_index=False)
    turf = models.ForeignKey(Turf, on_delete=models.PROTECT, related_name="+", db_index=False)
    outing = models.ForeignKey(Outing, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    station = models.ForeignKey(PollingStation, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="visits", db_index=False)
    device_seq = models.BigIntegerField()
    outcome = models.CharField(max_length=12, choices=Outcome.choices, null=True)
    requests = ArrayField(models.CharField(max_length=20), default=list)
    come_back_at = models.CharField(max_length=40, blank=True)
    supersedes = models.UUIDField(null=True)
    at = models.DateTimeField()
    effective_at = models.DateTimeField()
    received_at = models.DateTimeField()
    flags = ArrayField(models.CharField(max_length=12), default=list, help_text="late, in_silence, clock")
    digest = models.BinaryField(max_length=32, help_text="SHA-256 of the canonical event")
    objects = VisitQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["campaign", "seq"], name="visit_by_change"),
            models.Index(fields=["campaign", "door"], name="visit_by_door"),
            models.Index(fields=["device", "device_seq"], name="visit_by_phone"),
            models.Index(
                fields=["supersedes"], name="visit_by_superseded", condition=models.Q(supersedes__isnull=False)
            ),
            models.Index(fields=["campaign"], name="visit_by_request", condition=~models.Q(requests=[])),
        ]


class FieldEvent(models.Model):
    """A rare event of a phone (door added, note, contact, walk started…), kept for its identity and its order."""

    id = models.UUIDField(primary_key=True)
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    seq = models.BigIntegerField()
    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="field_events")
    device_seq = models.BigIntegerField()
    type = models.CharField(max_length=24)
    at = models.DateTimeField()
    received_at = models.DateTimeField()
    digest = models.BinaryField(max_length=32)

    class Meta:
        indexes = [models.Index(fields=["campaign", "seq"], name="field_event_by_change")]


class Leaflets(models.Model):
    """Leaflets left at an address, as one phone told it; a negative number takes back one told too many."""

    id = models.UUIDField(primary_key=True, help_text="The event's")
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    address = models.ForeignKey(Address, on_delete=models.PROTECT, related_name="+")
    station = models.ForeignKey(PollingStation, null=True, on_delete=models.SET_NULL, related_name="+")
    outing = models.ForeignKey(Outing, null=True, on_delete=models.SET_NULL, related_name="+")
    day = models.DateField(help_text="Local to the campaign")
    number = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["campaign", "day"], name="leaflets_by_day")]


class QuarantineQuerySet(models.QuerySet["Quarantine"]):
    def visible_to(self, member: Membership) -> Self:
        """All refused events for headquarters, those of the phones of their teams' outings for a leader."""
        mine = self.filter(campaign_id=member.campaign_id)
        reach = member.reach(Action.JUDGE_QUARANTINE)
        if reach is Scope.ALL:
            return mine
        led = Outing.objects.filter(teams__leader=member)
        return mine.filter(device__outing__in=led) if reach is Scope.TEAMS else mine.none()

    def waiting(self) -> Self:
        return self.filter(verdict=Quarantine.Verdict.WAITING)


class Quarantine(models.Model):
    """An event that was refused, with its exact text, until a person replays or dismisses it.

    What may name a person or open a building is kept encrypted, and forgotten with the decision (law:P1).
    """

    class Verdict(models.TextChoices):
        WAITING = "waiting", _("waiting")
        REPLAYED = "replayed", _("replayed")
        DISMISSED = "dismissed", _("dismissed")

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="quarantine")
    device = models.ForeignKey(Device, null=True, on_delete=models.PROTECT, related_name="+")
    device_seq = models.BigIntegerField(null=True)
    event_id = models.CharField(max_length=64, blank=True)
    code = models.CharField(max_length=24)
    text = models.TextField(help_text="The event exactly as it came, or its envelope where the rest is sealed")
    sealed_text = models.BinaryField(
        null=True, help_text="Encrypted until somebody decides: a person's details, a door code"
    )
    digest = models.BinaryField(max_length=32, help_text="The same refused event is kept once")
    received_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, help_text="The phone's clock when it sent the batch")
    sent_mono_ms = models.BigIntegerField(null=True, help_text="Its monotonic clock then")
    verdict = models.CharField(max_length=10, choices=Verdict.choices, default=Verdict.WAITING)
    decided_by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True)
    objects = QuarantineQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "device", "digest"], name="refused_once", nulls_distinct=False)
        ]


class RequestDecision(models.Model):
    """What a member decided about a request of a door. Appended: the latest one counts. Why it was dropped is one of a
    few reasons, since a free text might tell of a person (law:P4)."""

    class Status(models.TextChoices):
        OPEN = "open", _("unanswered")
        TAKEN = "taken", _("in hand")
        DONE = "done", _("seen to")
        DROPPED = "dropped", _("dropped")

    class Reason(models.TextChoices):
        NOT_REACHED = "not_reached", _("nobody could be reached")
        MOVED = "moved", _("no longer lives there")
        SETTLED = "settled", _("already settled")
        NOT_WANTED = "not_wanted", _("no longer wanted")
        MISTAKE = "mistake", _("noted by mistake")

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+", db_index=False)
    door = models.ForeignKey(Door, on_delete=models.PROTECT, related_name="+", db_index=False)
    request = models.CharField(max_length=20)
    status = models.CharField(max_length=8, choices=Status.choices)
    reason = models.CharField(max_length=12, choices=Reason.choices, blank=True)
    by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["campaign", "door"], name="decision_by_door")]


class PaperSheet(models.Model):
    """A turf walked with a sheet of paper, from the first row typed in until the sheet is destroyed.

    Its events come from a device of its own, which no token opens: so they are numbered, folded, corrected and counted
    as those of a phone are, and two walks on paper are two devices. `doors` keeps the order of the printed rows.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    turf = models.ForeignKey(Turf, on_delete=models.CASCADE, related_name="paper_sheets")
    number = models.PositiveSmallIntegerField(help_text="1 for the first walk of the turf on paper")
    device = models.OneToOneField(Device, on_delete=models.CASCADE, related_name="paper_sheet")
    doors = ArrayField(models.UUIDField())
    walked_at = models.DateTimeField(help_text="When the walk began, as told by who types")
    destroyed_at = models.DateTimeField(null=True)
    destroyed_by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["turf", "number"], name="paper_sheet_once")]


class PaperEntry(models.Model):
    """Who typed which events of a sheet: a visit names its device and number, never a member (law:P1)."""

    sheet = models.ForeignKey(PaperSheet, on_delete=models.CASCADE, related_name="entries")
    by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    entered_at = models.DateTimeField()
    first_seq = models.BigIntegerField()
    last_seq = models.BigIntegerField()

    class Meta:
        ordering = ["entered_at", "pk"]


class FigureDelta(models.Model):
    """What one batch changed in the figures of one station and day. Folded into StationDay, then removed.

    Each push writes one and few are there at a time: no index but the one that folding reads by, and no references for
    the database to check. Whatever a delta names, the visits that it counts name too, and the folded figures.
    """

    campaign = models.ForeignKey(
        Campaign, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    station = models.ForeignKey(
        PollingStation, null=True, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    outing = models.ForeignKey(
        Outing, null=True, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    day = models.DateField(help_text="Local to the campaign")
    knocked = models.IntegerField(default=0)
    opened = models.IntegerField(default=0)
    conversations = models.IntegerField(default=0)
    no_access = models.IntegerField(default=0)
    requests = models.IntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["campaign"], name="delta_by_campaign")]


class StationDay(models.Model):
    """Folded figures of a station, outing and day."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    station = models.ForeignKey(PollingStation, null=True, on_delete=models.CASCADE, related_name="+")
    outing = models.ForeignKey(Outing, null=True, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    knocked = models.IntegerField(default=0)
    opened = models.IntegerField(default=0)
    conversations = models.IntegerField(default=0)
    no_access = models.IntegerField(default=0)
    requests = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "station", "outing", "day"], name="station_day_once", nulls_distinct=False
            )
        ]


class Welcome(models.TextChoices):
    FAVOURABLE = "favourable", _("Favourable")
    HESITANT = "hesitant", _("Hesitant")
    UNFAVOURABLE = "unfavourable", _("Unfavourable")


class WelcomeTally(models.Model):
    """How people received us, counted per station and outing. No door, no visit, no phone, no time."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    station = models.ForeignKey(PollingStation, on_delete=models.CASCADE, related_name="+")
    outing = models.ForeignKey(Outing, on_delete=models.CASCADE, related_name="+")
    welcome = models.CharField(max_length=12, choices=Welcome.choices)
    count = models.IntegerField(default=0)
    shown = models.IntegerField(default=0, help_text="The count when an outing was last closed: what people may see")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "station", "outing", "welcome"], name="welcome_once")
        ]


class TopicTally(models.Model):
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    station = models.ForeignKey(PollingStation, on_delete=models.CASCADE, related_name="+")
    outing = models.ForeignKey(Outing, on_delete=models.CASCADE, related_name="+")
    topic = models.CharField(max_length=40)
    count = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "station", "outing", "topic"], name="topic_once")]


class TallyBatch(models.Model):
    """Identity of a batch of tallies, so that a repeat changes nothing; kept 90 days with its date only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    received_on = models.DateField()
