"""Comments on polling stations: dated, signed, pinned by headquarters, erased sixty days after the vote.

They tell of places. A check refuses ways to reach somebody and asks about what looks like a name; the rest is said
plainly at the field (law:P4).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Count, F, Q, QuerySet
from django.utils import formats
from django.utils.translation import gettext as _

from campaigns.doors.models import StationComment
from campaigns.doors.naming import name_in
from campaigns.doors.personal import Trace, trace_in
from campaigns.errors import DomainError
from campaigns.law import retention
from campaigns.people.models import Campaign, Membership
from campaigns.people.roles import Action
from campaigns.territory.models import PollingStation, Street

LONGEST = 600
MOST_PINNED = 5  # of one station: more would be read by nobody


@dataclass(frozen=True)
class Counted:
    """How many comments a station has, and how many of them are pinned."""

    comments: int
    pinned: int


def write(
    member: Membership,
    station: PollingStation,
    text: str,
    *,
    street: Street | None = None,
    no_person: bool = False,
    now: datetime,
) -> StationComment:
    """A new comment, signed by the member. ``no_person``: they say that what looks like a name is none.

    Raises DomainError ``empty``, ``too_long``, ``personal_data``, ``looks_like_a_name`` or ``campaign_over``.
    """
    _refuse_when_over(member.campaign, now)
    said = read(text)
    if not no_person:
        _ask_about_names(said, station)
    return StationComment.objects.create(
        campaign_id=member.campaign_id,
        station=station,
        street=street,
        text=said,
        author=member,
        written_at=now,
    )


def correct(
    comment: StationComment, text: str, *, version: int, by: Membership, no_person: bool = False, now: datetime
) -> None:
    """Put another text in its place. ``version``: of the text that was read before it was corrected.

    Raises DomainError ``not_yours``, ``changed_meanwhile``, ``looks_like_a_name`` and what `read` does.
    """
    _refuse_others(comment, by)
    said = read(text)
    if not no_person:
        _ask_about_names(said, comment.station)
    same = StationComment.objects.filter(pk=comment.pk, version=version)
    if not same.update(text=said, corrected_by=by, corrected_at=now, version=F("version") + 1):
        raise DomainError("changed_meanwhile", _("Somebody changed this comment meanwhile: read it again first."))


def remove(comment: StationComment, *, by: Membership) -> None:
    """Erase it: nothing of it stays. Twice is once. Raises DomainError ``not_yours``."""
    _refuse_others(comment, by)
    StationComment.objects.filter(pk=comment.pk).delete()


@transaction.atomic
def pin(comment: StationComment, *, by: Membership, now: datetime) -> None:
    """Read first from now on, by everybody. Raises DomainError ``not_yours`` or ``enough_pinned``."""
    _refuse_but_managers(by)
    PollingStation.objects.select_for_update(no_key=True).get(pk=comment.station_id)  # one is pinned at a time
    pinned = StationComment.objects.filter(campaign=comment.campaign_id, station=comment.station_id)
    if pinned.exclude(Q(pinned_at=None) | Q(pk=comment.pk)).count() >= MOST_PINNED:
        raise DomainError(
            "enough_pinned",
            _("%(count)d comments are pinned here: take one down first.") % {"count": MOST_PINNED},
        )
    StationComment.objects.filter(pk=comment.pk, pinned_at=None).update(pinned_at=now)


def unpin(comment: StationComment, *, by: Membership) -> None:
    """Among the others again. Raises DomainError ``not_yours``."""
    _refuse_but_managers(by)
    StationComment.objects.filter(pk=comment.pk).update(pinned_at=None)


def read(text: str) -> str:
    """The text as it is kept. Raises DomainError ``empty``, ``too_long`` or ``personal_data``."""
    said = "\n".join(line.strip() for line in text.replace("\r\n", "\n").strip().split("\n"))
    if not said:
        raise DomainError("empty", _("Write something first."))
    if len(said) > LONGEST:
        raise DomainError(
            "too_long",
            _("%(length)d characters are too many: at most %(most)d.") % {"length": len(said), "most": LONGEST},
        )
    trace = trace_in(said)
    if trace is Trace.EMAIL:
        raise DomainError(
            "personal_data", _("This text holds an e-mail address. Take it out: comments tell of places.")
        )
    if trace is Trace.PHONE:
        raise DomainError("personal_data", _("This text holds a phone number. Take it out: comments tell of places."))
    return said


def may_change(comment: StationComment, member: Membership) -> bool:
    """Its author may correct and remove it, and so may who manages the campaign."""
    return comment.author_id == member.pk or member.may(Action.MANAGE_COMMENTS)


def of_station(member: Membership, station: PollingStation) -> list[StationComment]:
    """Pinned ones first, then the newest. One query."""
    rows = StationComment.objects.visible_to(member).filter(station=station)
    return list(rows.select_related("author__user", "corrected_by__user", "street"))


def pinned(campaign: Campaign, stations: Collection[int] | QuerySet[Any, Any]) -> list[StationComment]:
    """What headquarters want read first, of these stations, by station. One query."""
    rows = StationComment.objects.filter(campaign=campaign, station__in=stations, pinned_at__isnull=False)
    return list(rows.select_related("street", "station").order_by("station__code", "-pinned_at", "-pk"))


def counted(campaign: Campaign) -> dict[int, Counted]:
    """By station id; stations without a comment are left out. One query."""
    rows = StationComment.objects.filter(campaign=campaign).order_by().values("station")
    counts = rows.annotate(comments=Count("pk"), pinned=Count("pk", filter=Q(pinned_at__isnull=False)))
    return {row["station"]: Counted(row["comments"], row["pinned"]) for row in counts}


def kept_until(campaign: Campaign) -> date:
    """The last day on which comments may be read (law:P7)."""
    return retention.notes_kept_until(campaign.final_round_date)


def forget(*, now: datetime) -> int:
    """Erase the comments of campaigns whose time is over, by the day of their territory; how many."""
    over = [
        campaign.pk for campaign in Campaign.objects.only("final_round_date", "time_zone") if _is_over(campaign, now)
    ]
    erased, _each = StationComment.objects.filter(campaign__in=over).delete()
    return erased


def _ask_about_names(text: str, station: PollingStation) -> None:
    """A name may be that of a place: whoever writes decides, once asked (law:P4)."""
    streets = Street.objects.filter(addresses__station=station).distinct().values_list("name", flat=True)
    name = name_in(text, known=[station.name, *streets])
    if name is not None:
        raise DomainError(
            "looks_like_a_name",
            _("“%(name)s” looks like the name of a person. Take it out: comments tell of places.")
            % {"name": name[:60]},
        )


def _is_over(campaign: Campaign, now: datetime) -> bool:
    return now.astimezone(ZoneInfo(campaign.time_zone)).date() > kept_until(campaign)


def _refuse_when_over(campaign: Campaign, now: datetime) -> None:
    if _is_over(campaign, now):
        day = formats.date_format(kept_until(campaign), "j F Y")
        raise DomainError(
            "campaign_over", _("Comments were kept until %(day)s: none is taken any more.") % {"day": day}
        )


def _refuse_others(comment: StationComment, by: Membership) -> None:
    if not may_change(comment, by):
        raise DomainError("not_yours", _("Only its author or headquarters may change a comment."))


def _refuse_but_managers(by: Membership) -> None:
    if not by.may(Action.MANAGE_COMMENTS):
        raise DomainError("not_yours", _("Only headquarters pin comments."))
