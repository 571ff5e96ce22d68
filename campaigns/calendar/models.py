"""Outings that come back, pages where volunteers sign up, and who did."""

from __future__ import annotations

from typing import Self

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Case, Count, Q, Value, When
from django.db.models.functions import Cast, Concat, Lower

from campaigns.doors.identifiers import uuid7
from campaigns.people.models import Campaign, MeetingPoint, Membership, Outing, Team


class SeriesQuerySet(models.QuerySet["Series"]):
    def visible_to(self, member: Membership) -> Self:
        return self.filter(campaign_id=member.campaign_id)


class Series(models.Model):
    """An outing that comes back each week on one day, at one hour, by the clock of the campaign's territory."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="series")
    name = models.CharField(max_length=120)
    weekday = models.PositiveSmallIntegerField(validators=[MaxValueValidator(6)], help_text="0 is Monday")
    starts = models.TimeField()
    ends = models.TimeField()
    meeting_point = models.ForeignKey(MeetingPoint, null=True, blank=True, on_delete=models.SET_NULL)
    teams = models.ManyToManyField(Team, related_name="series", blank=True)
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)
    objects = SeriesQuerySet.as_manager()

    class Meta:
        ordering = ["weekday", "starts", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=models.F("starts")), name="series_ends_after_start"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="series_on_a_weekday"),
        ]

    def __str__(self) -> str:
        return self.name


class SeriesDay(models.Model):
    """A day of a series that was planned, with the outing made for it. It stays when the outing goes: a day that
    somebody took out is not planned again."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="days")
    day = models.DateField()
    outing = models.OneToOneField(Outing, null=True, on_delete=models.SET_NULL, related_name="series_day")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["series", "day"], name="series_day_once")]


class SignUpPageQuerySet(models.QuerySet["SignUpPage"]):
    def visible_to(self, member: Membership) -> Self:
        return self.filter(campaign_id=member.campaign_id)


class SignUpPage(models.Model):
    """A public address where volunteers sign up: for one outing, or for all those of a series."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="sign_up_pages")
    outing = models.OneToOneField(Outing, null=True, on_delete=models.CASCADE, related_name="sign_up_page")
    series = models.OneToOneField(Series, null=True, on_delete=models.CASCADE, related_name="sign_up_page")
    code = models.CharField(max_length=12, unique=True)
    seats = models.PositiveIntegerField(null=True, blank=True, help_text="Of each outing; none: as many as come")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    objects = SignUpPageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outing=None, series__isnull=False) | Q(outing__isnull=False, series=None),
                name="sign_up_page_of_one_thing",
            )
        ]


class SignUpQuerySet(models.QuerySet["SignUp"]):
    def at(self, code: str) -> Self:
        """The one that this address leads to."""
        return self.filter(Q(code=code) | Q(text_code=code))

    def visible_to(self, member: Membership) -> Self:
        """Those of the outings that this member may see."""
        return self.filter(outing__in=Outing.objects.visible_to(member))

    def coming(self) -> Self:
        return self.filter(cancelled_at=None)

    def people(self) -> int:
        """How many they are: whoever filled the form in twice, under one name and number, is one."""
        counted: int = self.aggregate(n=Count(person_of(), distinct=True))["n"]
        return counted


def person_of(prefix: str = "") -> Case:
    """What tells two people apart, for ``Count(…, distinct=True)``: number and name, or the sign-up itself when it has
    no number. ``prefix``: the way to the sign-ups, such as ``sign_ups__``."""
    named = Concat(f"{prefix}phone", Value(" "), Lower(f"{prefix}first_name"))
    alone = When(then=Cast(f"{prefix}id", models.TextField()), **{f"{prefix}phone": ""})
    return Case(alone, default=named, output_field=models.TextField())


class SignUp(models.Model):
    """Somebody who means to come. A first name is enough; a number only for whoever wants texts (law:P12).

    Each form makes one, even with a number that is there already: two people may share it, and whoever types somebody
    else's number must not learn that this person comes."""

    id = models.UUIDField(primary_key=True, default=uuid7, help_text="Made of the form: sent twice, it is one")
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="sign_ups")
    outing = models.ForeignKey(Outing, on_delete=models.CASCADE, related_name="sign_ups")
    first_name = models.CharField(max_length=40)
    phone = models.CharField(max_length=16, blank=True, help_text="E.164")
    code = models.CharField(max_length=12, unique=True, help_text="Of the address where it is changed")
    text_code = models.CharField(
        max_length=12, unique=True, null=True, help_text="As the code, in texts alone: who opens it has the telephone"
    )
    created_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)
    changes = models.PositiveSmallIntegerField(
        default=0, db_default=0, help_text="How often they cancelled or came after all: calendars ask"
    )
    came_at = models.DateTimeField(null=True, help_text="When a leader ticked it")
    objects = SignUpQuerySet.as_manager()

    class Meta:
        ordering = ["first_name", "pk"]

    def __str__(self) -> str:
        return self.first_name


class CalledOff(models.Model):
    """An outing that does not take place: it is closed, its page says so, and who signed up is told."""

    outing = models.OneToOneField(Outing, on_delete=models.CASCADE, primary_key=True, related_name="called_off")
    by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
