"""One question to each leader of an outing's teams, all their answers, and what was done about the silent."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.people.models import Campaign, Membership, Outing, Team
from sms.models import InboundSms


class RollCallQuerySet(models.QuerySet["RollCall"]):
    def visible_to(self, member: Membership) -> Self:
        """Those of the outings that this member may see."""
        return self.filter(outing__in=Outing.objects.visible_to(member))


class RollCall(models.Model):
    """The roll-call of one outing. Its times are settings of the outing: proposed by schedule.py, changed by hand."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="roll_calls")
    outing = models.OneToOneField(Outing, on_delete=models.CASCADE, related_name="roll_call")
    text = models.TextField(help_text="Of the question, with its fields")
    invite_at = models.DateTimeField()
    reminder_at = models.DateTimeField(null=True, help_text="None: dropped, since it would meet the question")
    escalate_at = models.DateTimeField()
    close_at = models.DateTimeField()
    expected = models.PositiveIntegerField(default=0, help_text="How many people headquarters hope for")
    opened_by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    opened_at = models.DateTimeField(null=True)
    invited_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    areas_sent_at = models.DateTimeField(null=True, help_text="When leaders were told the areas of their teams")
    start_asked_at = models.DateTimeField(null=True, help_text="When teams not yet seen were asked whether they began")
    looked_at = models.DateTimeField(null=True, help_text="When teams not yet seen rose as not come")
    cancelled_at = models.DateTimeField(null=True, help_text="The outing was called off, or came to be forbidden")
    version = models.BigIntegerField(default=0, help_text="Grows with each change that its board shows")
    objects = RollCallQuerySet.as_manager()


class CallState(models.TextChoices):
    """What is known of one leader."""

    WAITING = "waiting", _("No answer")
    COMES = "comes", _("Comes")
    DECLINES = "declines", _("Does not come")
    NEEDS_READING = "needs_reading", _("Needs reading")
    TO_CALL = "to_call", _("To call")


class LeaderCallQuerySet(models.QuerySet["LeaderCall"]):
    def visible_to(self, member: Membership) -> Self:
        """All for headquarters, those of their own teams for a leader."""
        return self.filter(roll_call__campaign=member.campaign_id, team__in=Team.objects.visible_to(member))

    def of(self, roll_call: RollCall) -> Self:
        """Those of its teams that still come to the outing, whatever became of the others."""
        return self.filter(roll_call=roll_call, team__outings=roll_call.outing_id)


class LeaderCall(models.Model):
    """The question to one leader for one team: where it stands now. Its history is in the answers and in the texts."""

    roll_call = models.ForeignKey(RollCall, on_delete=models.CASCADE, related_name="calls")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="leader_calls")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="leader_calls")
    code = models.CharField(max_length=16, unique=True, help_text="Of the link to answer: 60 random bits")
    state = models.CharField(max_length=14, choices=CallState.choices, default=CallState.WAITING)
    people = models.PositiveSmallIntegerField(null=True, help_text="Announced, the leader among them")
    exact = models.BooleanField(default=True, help_text="False: a yes without a number, counted as one")
    asked_at = models.DateTimeField(null=True, help_text="When the question was written, or there was no number for it")
    reminders = models.PositiveSmallIntegerField(default=0, help_text="How often the question was repeated")
    reminded_at = models.DateTimeField(null=True, help_text="When it was repeated last")
    answered_at = models.DateTimeField(null=True)
    misunderstood = models.PositiveSmallIntegerField(default=0, help_text="How often we said we had not understood")
    started_at = models.DateTimeField(null=True, help_text="When the team was known to be under way")
    missing_at = models.DateTimeField(null=True, help_text="When it rose to headquarters as not come")
    objects = LeaderCallQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["roll_call", "team"], name="leader_called_once_per_team"),
            models.CheckConstraint(
                condition=Q(people=None) | Q(state="comes"), name="people_announced_only_by_who_comes"
            ),
        ]


class Answer(models.Model):
    """Each answer as it came, by whatever way; the last one counts, none is lost."""

    class Way(models.TextChoices):
        TEXT = "text", _("by text")
        LINK = "link", _("by link")
        PHONE = "phone", _("by telephone")
        READ = "read", _("read by headquarters")

    call = models.ForeignKey(LeaderCall, on_delete=models.CASCADE, related_name="answers")
    way = models.CharField(max_length=6, choices=Way.choices)
    inbound = models.OneToOneField(InboundSms, null=True, on_delete=models.SET_NULL, related_name="answer")
    by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    words = models.TextField(blank=True, help_text="As received, for those by text")
    state = models.CharField(max_length=14, choices=CallState.choices, help_text="What it made of the call")
    people = models.PositiveSmallIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["call", "at"], name="answer_by_call")]


class Told(models.Model):
    """What a leader without a smartphone reported by text: figures said, never mixed with visits that were recorded.
    The last report of a team counts, none is lost."""

    call = models.ForeignKey(LeaderCall, on_delete=models.CASCADE, related_name="told")
    inbound = models.OneToOneField(InboundSms, null=True, on_delete=models.SET_NULL, related_name="told")
    doors = models.PositiveIntegerField(help_text="Rung at")
    opened = models.PositiveIntegerField()
    conversations = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["call", "at"], name="told_by_call")]
        constraints = [
            models.CheckConstraint(
                condition=Q(opened__lte=models.F("doors"), conversations__lte=models.F("opened")),
                name="told_figures_fit_together",
            )
        ]
