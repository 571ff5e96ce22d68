"""People who agreed to be remembered. A contact exists only with a consent (law:P2)."""

from __future__ import annotations

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.doors.identifiers import uuid7
from campaigns.people.models import Campaign, Device, Membership
from campaigns.territory.models import PollingStation


class Purpose(models.TextChoices):
    CALL_BACK = "call_back", _("call back")
    SMS_INFO = "sms_info", _("text messages from the campaign")
    EMAIL_INFO = "email_info", _("e-mails from the campaign")
    VOLUNTEER = "volunteer", _("help or host a meeting")
    DONATION_INFO = "donation_info", _("information on gifts")
    ELECTRONIC_TARGETING = "electronic_targeting", _("selected electronic messages")


class Method(models.TextChoices):
    SPOKEN = "spoken", _("spoken")
    SIGNED = "signed", _("signed")
    OWN_PHONE = "own_phone", _("on their own phone")


class ConsentTextQuerySet(models.QuerySet["ConsentText"]):
    def visible_to(self, member: Membership) -> Self:
        return self.filter(campaign_id=member.campaign_id)


class ConsentText(models.Model):
    """What is read aloud at the door, in the campaign's own words. Appended: consents name the version they heard."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="consent_texts")
    language = models.CharField(max_length=8)
    version = models.PositiveIntegerField(help_text="1, 2, 3… of the language")
    text = models.TextField()
    written_by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    written_at = models.DateTimeField()
    objects = ConsentTextQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "language", "version"], name="consent_text_version_once")
        ]


class ConsentQuerySet(models.QuerySet["Consent"]):
    def visible_to(self, member: Membership) -> Self:
        return self.filter(campaign_id=member.campaign_id)


class Consent(models.Model):
    """What was read, agreed to, and how it was recorded: the proof (GDPR, articles 5.2 and 7)."""

    id = models.UUIDField(primary_key=True, default=uuid7, help_text="The event's id")
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    text_version = models.CharField(max_length=40)
    language = models.CharField(max_length=8)
    purposes = ArrayField(models.CharField(max_length=24, choices=Purpose.choices))
    method = models.CharField(max_length=12, choices=Method.choices)
    device = models.ForeignKey(Device, null=True, on_delete=models.RESTRICT, related_name="+")
    agreed_at = models.DateTimeField()
    received_at = models.DateTimeField()
    objects = ConsentQuerySet.as_manager()


class ContactQuerySet(models.QuerySet["Contact"]):
    def visible_to(self, member: Membership) -> Self:
        return self.filter(campaign_id=member.campaign_id)


class Contact(models.Model):
    """A person who agreed. The database refuses one without its consent."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="contacts")
    consent = models.OneToOneField(Consent, on_delete=models.RESTRICT, related_name="contact")
    first_name = models.CharField(max_length=60, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    station = models.ForeignKey(PollingStation, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    objects = ContactQuerySet.as_manager()
