"""The campaign (the tenant) and its people: users, memberships, teams, outings, join codes, phones."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Self

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.people.roles import Action, Role, Scope, scope
from campaigns.territory.models import Commune

ROLE_CHOICES = [
    (Role.VOLUNTEER, _("volunteer")),
    (Role.TEAM_LEADER, _("team leader")),
    (Role.HQ_READ, _("HQ, read")),
    (Role.HQ_MANAGE, _("HQ, manage")),
    (Role.TREASURER, _("financial agent")),
    (Role.ADMIN, _("administration")),
    (Role.AUDITOR, _("auditor")),
]


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: object) -> User:
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractUser):
    """A person who signs in with an e-mail address: a leader or headquarters. Volunteers have none, see Device."""

    username = None  # type: ignore[assignment]
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = UserManager()  # type: ignore[assignment,misc]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0]


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def visible_to(self, member: Membership) -> Self:
        return self.filter(pk=member.campaign_id)


class Campaign(models.Model):
    """One electoral operation. Every row it owns carries its id; `epoch` changes when a backup is restored."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    subtitle = models.CharField(max_length=120, blank=True, help_text="e.g. Municipales, Valmont")
    communes = models.ManyToManyField(Commune, related_name="campaigns", blank=True)
    country_profile = models.CharField(max_length=20, default="fr_2026")
    time_zone = models.CharField(max_length=40, default="Europe/Paris")
    first_round_date = models.DateField(null=True, blank=True)
    final_round_date = models.DateField(help_text="The retention rules count from it (law:P7)")
    door_goal = models.PositiveIntegerField(default=0)
    door_goal_from = models.DateField(null=True, blank=True)
    turf_minutes = models.PositiveIntegerField(default=90)
    conversation_minutes = models.FloatField(
        default=4.0, db_default=4.0, help_text="For each door that opens, when a walk is sized; nobody is timed"
    )
    script = models.JSONField(default=list, help_text="Cards read at the door: [{title, text}]")
    epoch = models.PositiveIntegerField(default=1)
    closed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    objects = CampaignQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class ChangeCounter(models.Model):
    """Numbers the changes that phones can see. Taken last in a transaction, so numbers appear in commit order."""

    campaign = models.OneToOneField(Campaign, on_delete=models.CASCADE, primary_key=True, related_name="counter")
    value = models.BigIntegerField(default=0)
    forgotten = models.BigIntegerField(
        default=0, db_default=0, help_text="Deletions up to this number are told no more: older cursors begin anew"
    )


class MembershipQuerySet(models.QuerySet["Membership"]):
    def visible_to(self, member: Membership) -> Self:
        return self.filter(campaign_id=member.campaign_id)


class Membership(models.Model):
    """A person in a campaign, with one or several roles whose rights add up."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    roles = ArrayField(models.CharField(max_length=12, choices=ROLE_CHOICES))
    phone = models.CharField(max_length=20, blank=True)
    calendar_number = models.PositiveIntegerField(
        default=0, db_default=0, help_text="Of the one address of their calendar that is good; those before are dead"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "user"], name="member_once_per_campaign")]

    def __str__(self) -> str:
        return f"{self.user} ({self.campaign})"

    def reach(self, action: Action) -> Scope | None:
        """How far this member may carry out the action; None when not at all."""
        return scope({Role(role) for role in self.roles}, action)

    def may(self, action: Action) -> bool:
        return self.reach(action) is not None


class TeamQuerySet(models.QuerySet["Team"]):
    def visible_to(self, member: Membership) -> Self:
        """All teams for headquarters, their own for a leader."""
        mine = self.filter(campaign_id=member.campaign_id)
        reach = member.reach(Action.SEE_OUTINGS)
        if reach is Scope.ALL:
            return mine
        return mine.filter(leader=member) if reach is Scope.TEAMS else mine.none()


class Team(models.Model):
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="teams")
    name = models.CharField(max_length=80)
    leader = models.ForeignKey(Membership, null=True, blank=True, on_delete=models.SET_NULL, related_name="teams_led")
    objects = TeamQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["campaign", "name"], name="team_name_once")]

    def __str__(self) -> str:
        return self.name


class MeetingPoint(models.Model):
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="meeting_points")
    name = models.CharField(max_length=160)
    lon = models.FloatField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class OutingQuerySet(models.QuerySet["Outing"]):
    def visible_to(self, member: Membership) -> Self:
        """All outings for headquarters, those of their teams for a leader."""
        mine = self.filter(campaign_id=member.campaign_id)
        reach = member.reach(Action.SEE_OUTINGS)
        if reach is Scope.ALL:
            return mine
        return mine.filter(teams__leader=member).distinct() if reach is Scope.TEAMS else mine.none()


class Outing(models.Model):
    """A dated meeting with a place, teams and, later, turfs."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="outings")
    name = models.CharField(max_length=120)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    meeting_point = models.ForeignKey(MeetingPoint, null=True, blank=True, on_delete=models.SET_NULL)
    teams = models.ManyToManyField(Team, related_name="outings", blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    objects = OutingQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at"]
        indexes = [models.Index(fields=["campaign", "starts_at"], name="outing_by_date")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=models.F("starts_at")), name="outing_ends_after_start")
        ]

    def __str__(self) -> str:
        return self.name


class JoinCodeQuerySet(models.QuerySet["JoinCode"]):
    def usable(self, now: datetime) -> Self:
        """Those that still let somebody in."""
        return self.filter(revoked_at=None, expires_at__gt=now, uses__lt=models.F("max_uses"), outing__closed_at=None)


class JoinCode(models.Model):
    """What a phone shows to be let into an outing: `secret` sits in the QR, `words` can be typed.

    The QR on a leader's screen carries a part that changes every ten minutes (see joining.py): proof of standing there.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="join_codes")
    outing = models.ForeignKey(Outing, on_delete=models.CASCADE, related_name="join_codes")
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.CASCADE, related_name="join_codes")
    secret = models.CharField(max_length=32, unique=True, help_text="128 random bits, base64url")
    words = models.CharField(max_length=24, unique=True, help_text="Two short words and digits without look-alikes")
    uses = models.PositiveIntegerField(default=0)
    max_uses = models.PositiveIntegerField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    objects = JoinCodeQuerySet.as_manager()


class DeviceQuerySet(models.QuerySet["Device"]):
    def visible_to(self, member: Membership) -> Self:
        """All phones for headquarters, those that walk with their teams or came to their outings for a leader."""
        mine = self.filter(campaign_id=member.campaign_id)
        reach = member.reach(Action.ADMIT_PHONES)
        if reach is Scope.ALL:
            return mine
        return mine.filter(outing__teams__leader=member).distinct() if reach is Scope.TEAMS else mine.none()


class Device(models.Model):
    """One browser store of one volunteer for one outing, with its own token and its own sequence of events."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="devices")
    outing = models.ForeignKey(Outing, on_delete=models.CASCADE, related_name="devices")
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.SET_NULL, related_name="devices")
    first_name = models.CharField(max_length=40)
    phone = models.CharField(max_length=20, blank=True)
    token_hash = models.BinaryField(
        max_length=32,
        unique=True,
        null=True,
        help_text="SHA-256; kept after revocation for the sealed push",
    )
    public_key = models.TextField(blank=True, help_text="The phone's own key, to renew the token")
    seq_high = models.BigIntegerField(default=0, help_text="Highest event number the phone said it had written")
    seq_acked = models.BigIntegerField(default=0, help_text="Every event up to this number is here")
    clock_offset_ms = models.BigIntegerField(default=0, help_text="Server time minus the phone's, at the last push")
    created_at = models.DateTimeField(auto_now_add=True)
    last_seen_at = models.DateTimeField(null=True)
    token_expires_at = models.DateTimeField()
    lease_until = models.DateTimeField(help_text="Offline reading ends here")
    revoked_at = models.DateTimeField(null=True)
    sealed_at = models.DateTimeField(null=True, help_text="When its one push after revocation came")
    wipe_requested = models.BooleanField(default=False)
    objects = DeviceQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["campaign", "outing"], name="device_by_outing")]

    def __str__(self) -> str:
        return self.first_name


class JoinRequest(models.Model):
    """Somebody knocks at the outing. Scanned face to face: accepted at once. Typed or printed: the leader decides."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("to be placed")
        ACCEPTED = "accepted", _("accepted")
        REFUSED = "refused", _("refused")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="join_requests")
    code = models.ForeignKey(JoinCode, on_delete=models.CASCADE, related_name="requests")
    outing = models.ForeignKey(Outing, on_delete=models.CASCADE, related_name="join_requests")
    first_name = models.CharField(max_length=40)
    phone = models.CharField(max_length=20, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    device = models.OneToOneField(Device, null=True, on_delete=models.SET_NULL, related_name="join_request")
    decided_by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True)


class JoinTry(models.Model):
    """How often one network address tried a typed code lately. The address itself is not kept, only its keyed hash."""

    network = models.BinaryField(primary_key=True, max_length=32)
    began_at = models.DateTimeField()
    tries = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["began_at"], name="join_try_by_age")]
