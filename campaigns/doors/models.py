"""What a campaign knows of its ground: buildings, staircases, floors, doors, practical notes, comments on stations.

A door is a dwelling. It has no resident and no opinion; what happened there last is a projection written by `visits`.
"""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.doors.identifiers import uuid7
from campaigns.people.models import Campaign, Membership
from campaigns.territory.models import Address, PollingStation, Street


class Building(models.Model):
    """Several doors behind one entrance, as this campaign knows them."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="buildings")
    address = models.ForeignKey(Address, on_delete=models.PROTECT, related_name="+")
    doors_estimated = models.PositiveIntegerField(null=True, help_text="Buttons read on the intercom")
    estimated_at = models.DateTimeField(null=True, help_text="When they were read, on the server's clock")
    do_not_knock = models.BooleanField(default=False)
    seq = models.BigIntegerField(default=0, help_text="The campaign's counter at the last change of what stands there")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "address"], name="building_once_per_campaign")]
        indexes = [models.Index(fields=["campaign", "seq"], name="building_by_change")]


class Staircase(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7)
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    building = models.ForeignKey(Building, on_delete=models.CASCADE, related_name="staircases")
    name = models.CharField(max_length=20)
    rank = models.PositiveSmallIntegerField(default=1)


class Floor(models.Model):
    """A level of a staircase; the ground floor is 0."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    staircase = models.ForeignKey(Staircase, on_delete=models.CASCADE, related_name="floors")
    level = models.SmallIntegerField()


class DoorState(models.TextChoices):
    """What a door last saw. `todo` is the absence of a visit, or an undone one."""

    TODO = "todo", _("To see")
    NOT_HOME = "not_home", _("Not home")
    CONVERSATION = "conversation", _("Conversation")
    REFUSED = "refused", _("Refused")
    COME_BACK = "come_back", _("Come back")
    NO_ACCESS = "no_access", _("No access")
    DO_NOT_KNOCK = "do_not_knock", _("Do not knock")


class DoorQuerySet(models.QuerySet["Door"]):
    def visible_to(self, member: Membership) -> Self:
        return self.filter(campaign_id=member.campaign_id)

    def standing(self) -> Self:
        """Doors that exist: those removed stay as tombstones for the phones."""
        return self.filter(removed_at=None)

    def to_knock(self) -> Self:
        return self.standing().exclude(state=DoorState.DO_NOT_KNOCK)


class Door(models.Model):
    """One dwelling. `state`, `last_*` and the counts are the fold of its visits (visits.projection)."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="doors", db_index=False)
    address = models.ForeignKey(Address, on_delete=models.PROTECT, related_name="+")
    floor = models.ForeignKey(Floor, null=True, on_delete=models.SET_NULL, related_name="doors")
    name = models.CharField(max_length=40, blank=True, help_text="left, right, 3, B…; empty for a house")
    named_at = models.DateTimeField(null=True, help_text="When it was renamed on site, on the server's clock")
    rank = models.PositiveSmallIntegerField(default=1, help_text="Order on its floor, or at its address")
    estimated = models.BooleanField(default=False, help_text="Made from an estimate of dwellings, not seen on site")
    state = models.CharField(max_length=12, choices=DoorState.choices, default=DoorState.TODO)
    last_at = models.DateTimeField(null=True)
    last_by = models.CharField(max_length=40, blank=True)
    visit_count = models.PositiveSmallIntegerField(default=0)
    knock_count = models.PositiveSmallIntegerField(default=0, db_default=0, help_text="Visits that knocked")
    open_count = models.PositiveSmallIntegerField(default=0, db_default=0, help_text="Visits where somebody opened")
    first_outcome = models.CharField(
        max_length=12, blank=True, default="", db_default="", help_text="What the first knock met: the first pass"
    )
    seq = models.BigIntegerField(default=0, help_text="The campaign's counter at the last change a phone can see")
    lifted_at = models.DateTimeField(null=True, help_text="HQ allows knocking again; what was received before is past")
    removed_at = models.DateTimeField(null=True)
    objects = DoorQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["campaign", "address"], name="door_by_address"),
            models.Index(fields=["campaign", "seq"], name="door_by_change"),
        ]


class AccessNote(models.Model):
    """Code, intercom, dog, hours: encrypted at rest, never printed, cleared after the campaign. One of a kind is told
    at an address, the latest; an empty text says that there is none any more."""

    class Kind(models.TextChoices):
        CODE = "code", _("door code")
        INTERCOM = "intercom", _("intercom")
        DOG = "dog", _("dog")
        HOURS = "hours", _("hours")
        OTHER = "other", _("other")

    id = models.UUIDField(primary_key=True, default=uuid7)
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    address = models.ForeignKey(Address, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    encrypted_text = models.BinaryField()
    noted_at = models.DateTimeField()
    seq = models.BigIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["campaign", "address"], name="note_by_address")]


class StationCommentQuerySet(models.QuerySet["StationComment"]):
    def visible_to(self, member: Membership) -> Self:
        return self.filter(campaign_id=member.campaign_id)


class StationComment(models.Model):
    """What a member knows of the place around a polling station, or of one street of it: never of a person.

    Unlike what happened at doors it is corrected in place and really erased: a name put there by mistake must go.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+", db_index=False)
    station = models.ForeignKey(PollingStation, on_delete=models.CASCADE, related_name="+")
    street = models.ForeignKey(Street, null=True, on_delete=models.SET_NULL, related_name="+")
    text = models.CharField(max_length=600)
    author = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    written_at = models.DateTimeField()
    corrected_by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    corrected_at = models.DateTimeField(null=True)
    pinned_at = models.DateTimeField(null=True, help_text="Headquarters want it read first")
    version = models.PositiveSmallIntegerField(default=1, help_text="Grows with each correction: none undoes another")
    objects = StationCommentQuerySet.as_manager()

    class Meta:
        ordering = [models.F("pinned_at").desc(nulls_last=True), "-written_at", "-pk"]
        indexes = [models.Index(fields=["campaign", "station"], name="comment_by_station")]

    def __str__(self) -> str:
        return self.text[:40]
