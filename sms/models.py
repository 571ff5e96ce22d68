"""What is to be sent, what came in, what the gateway said of it, and who wants no more."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.calendar.models import SignUp
from campaigns.contacts.models import Contact
from campaigns.doors.identifiers import uuid7
from campaigns.people.models import Campaign, Membership


class Purpose(models.TextChoices):
    """Why a text is sent. It fixes whom it may go to (law:T6) and how it stands in the queue: see outbox.py."""

    OTP = "otp", _("code to sign in")
    CONFIRM = "confirm", _("answer to an answer")
    ROLLCALL = "rollcall", _("roll-call")
    LOGISTICS = "logistics", _("practical news of an outing")
    BROADCAST = "broadcast", _("news to contacts")
    TEST = "test", _("trial")


class State(models.TextChoices):
    """Where a text is on its way; the arrows between them are in states.py."""

    QUEUED = "queued", _("waiting")
    CLAIMED = "claimed", _("taken up")
    POSTING = "posting", _("being handed over")
    ACCEPTED = "accepted", _("handed over")
    SENT = "sent", _("sent")
    DELIVERED = "delivered", _("delivered")
    UNDELIVERED = "undelivered", _("not delivered")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("cancelled")
    SUPPRESSED = "suppressed", _("not sent: no more texts wished")
    EXPIRED = "expired", _("not sent: too late")
    UNCERTAIN = "uncertain", _("perhaps sent")


class OutboundSmsQuerySet(models.QuerySet["OutboundSms"]):
    def visible_to(self, member: Membership) -> Self:
        return self.filter(campaign_id=member.campaign_id)


class OutboundSms(models.Model):
    """One text to one number, written in the transaction of the fact that causes it. The key keeps it from being
    written twice; `posting` is committed before the gateway is called, so that a doubt is always seen."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="texts_out")
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    membership = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="texts")
    contact = models.ForeignKey(Contact, null=True, on_delete=models.SET_NULL, related_name="texts")
    signup = models.ForeignKey(SignUp, null=True, on_delete=models.SET_NULL, related_name="texts")
    to_e164 = models.CharField(max_length=16, help_text="Emptied with the body when the law says so")
    body = models.TextField()
    body_hash = models.CharField(max_length=64, help_text="SHA-256 of the body, hexadecimal: to find it at the gateway")
    segments = models.PositiveSmallIntegerField()
    dedupe_key = models.CharField(max_length=120, unique=True)
    forced_because = models.CharField(
        max_length=200, blank=True, help_text="Why the administration lets it leave on a Sunday or a holiday"
    )
    forced_by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    not_before = models.DateTimeField()
    expires_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.QUEUED)
    attempt = models.PositiveSmallIntegerField(default=0, help_text="How often the gateway was called")
    lease_until = models.DateTimeField(null=True, help_text="Whoever claimed it lets go of it then")
    posted_at = models.DateTimeField(null=True, help_text="When the gateway was last called")
    provider_sid = models.CharField(max_length=64, unique=True, null=True)
    provider_rank = models.PositiveSmallIntegerField(default=0, help_text="Of the gateway's last word; never falls")
    error_code = models.CharField(max_length=20, blank=True)
    cost = models.DecimalField(max_digits=8, decimal_places=4, null=True, help_text="In euros, estimated when queued")
    created_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, help_text="When it came into a final state")
    objects = OutboundSmsQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["not_before"], condition=Q(state="queued"), name="text_due"),
            models.Index(fields=["lease_until"], condition=Q(state__in=["claimed", "posting"]), name="text_leased"),
            models.Index(fields=["posted_at"], condition=Q(state="uncertain"), name="text_uncertain"),
            models.Index(fields=["to_e164", "created_at"], name="text_by_number"),
            models.Index(fields=["posted_at"], condition=Q(posted_at__isnull=False), name="text_by_day"),
        ]
        constraints = [
            # Organisational texts go to members and to who signed up, news to contacts, never the other way (law:T6).
            models.CheckConstraint(
                condition=Q(purpose="broadcast", membership=None, signup=None)
                | (~Q(purpose="broadcast") & Q(contact=None)),
                name="text_to_its_class_of_recipient",
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=models.F("not_before")), name="text_expires_after_due"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="text_state_known"),
        ]


class StatusReport(models.Model):
    """What the gateway called back to say of a text, as it came; read afterwards, in any order, however often."""

    message = models.UUIDField(help_text="Of the OutboundSms named by the signed address that was called")
    provider_sid = models.CharField(max_length=64)
    status = models.CharField(max_length=24)
    error_code = models.CharField(max_length=20, blank=True)
    payload = models.JSONField(help_text="As received")
    received_at = models.DateTimeField()
    processed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["received_at"], condition=Q(processed_at=None), name="report_unread")]
        constraints = [models.UniqueConstraint(fields=["provider_sid", "status"], name="report_once")]


class InboundSmsQuerySet(models.QuerySet["InboundSms"]):
    def visible_to(self, member: Membership) -> Self:
        return self.filter(campaign_id=member.campaign_id)


class InboundSms(models.Model):
    """A text that somebody sent to us, as it came. `campaign` is known once it was read: by who wrote, and when."""

    provider_sid = models.CharField(max_length=64, unique=True)
    campaign = models.ForeignKey(Campaign, null=True, on_delete=models.CASCADE, related_name="texts_in")
    membership = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="texts_sent")
    from_e164 = models.CharField(max_length=16)
    to = models.CharField(max_length=32)
    body = models.TextField()
    payload = models.JSONField(help_text="As received")
    received_at = models.DateTimeField()
    processed_at = models.DateTimeField(null=True)
    read_as = models.CharField(max_length=24, blank=True, help_text="What it was taken for: see inbound.py")
    objects = InboundSmsQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["received_at"], condition=Q(processed_at=None), name="inbound_unread"),
            models.Index(fields=["campaign", "received_at"], name="inbound_by_campaign"),
        ]


class OptOut(models.Model):
    """A number that wants no more texts, as a keyed hash only; outlives purges and imports (law:P8, law:S3).

    For the whole organisation: who writes STOP to a sender means everybody who sends from it.
    """

    number = models.BinaryField(primary_key=True, max_length=32, help_text="HMAC-SHA-256 of the E.164 number")
    source = models.CharField(max_length=12, help_text="text, link, gateway, or hand")
    at = models.DateTimeField()


class OptOutKey(models.Model):
    """By which key the numbers of the list are hashed: one row, from the first start on. See opt_out_key.py."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    fingerprint = models.BinaryField(max_length=32, help_text="Drawn from NOTES_KEY, of no use to find it")
    since = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="opt_out_key_the_only")]


class Sender(models.Model):
    """What a text is sent from, the tokens of its rate and, when the gateway forbids, why it stands still."""

    name = models.CharField(primary_key=True, max_length=40, help_text="A number, a name, or a messaging service")
    tokens = models.FloatField(default=0)
    refilled_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)
    stopped_by = models.CharField(max_length=20, blank=True, help_text="The gateway's error code")
