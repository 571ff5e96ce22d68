"""Opening and closing the public page of an outing or of a series, and what it shows."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Count, F, Q, QuerySet

from campaigns.calendar.models import Series, SignUpPage, person_of
from campaigns.people import voting
from campaigns.people.link_codes import new_code
from campaigns.people.models import Outing


def open_page(
    *, outing: Outing | None = None, series: Series | None = None, seats: int | None = None, now: datetime
) -> SignUpPage:
    """The page, open, under the address it always had. ``seats``: of each outing, None for as many as come."""
    about = outing or series
    assert about is not None
    known = SignUpPage.objects.filter(outing=outing, series=series)
    if not known.update(seats=seats, closed_at=None):
        try:
            with transaction.atomic():
                return SignUpPage.objects.create(
                    campaign=about.campaign, outing=outing, series=series, code=new_code(), seats=seats, opened_at=now
                )
        except IntegrityError:  # two people opened it at once
            known.update(seats=seats, closed_at=None)
    return known.get()


def close_page(page: SignUpPage, *, now: datetime) -> None:
    """Nobody signs up there any more; who did may still cancel."""
    SignUpPage.objects.filter(pk=page.pk, closed_at=None).update(closed_at=now)


def coming(page: SignUpPage, *, now: datetime) -> QuerySet[Outing]:
    """The outings that one may sign up for there, one under way too, the next one first, each with ``signed_up``."""
    rows = announced(page, now=now).filter(closed_at=None)
    return rows.annotate(signed_up=Count(person_of("sign_ups__"), distinct=True, filter=Q(sign_ups__cancelled_at=None)))


def announced(page: SignUpPage, *, now: datetime) -> QuerySet[Outing]:
    """As ``coming``, and those called off: whoever has them in a calendar is to read it there. None in the silence."""
    mine = Q(pk=page.outing_id) if page.outing_id else Q(series_day__series=page.series_id)
    rows = Outing.objects.filter(mine, campaign_id=page.campaign_id, campaign__closed_at=None, ends_at__gt=now)
    rows = rows.filter(Q(closed_at=None) | Q(called_off__isnull=False))
    for starts, ends in voting.silences(page.campaign):
        rows = rows.exclude(starts_at__lt=ends, ends_at__gt=starts)
    return rows.select_related("meeting_point", "called_off").order_by("starts_at")


def page_of(outing: Outing) -> SignUpPage | None:
    """Where one signs up for this outing: its own page, else the one of its series."""
    about = Q(outing=outing) | Q(series__days__outing=outing)
    pages = SignUpPage.objects.filter(about, campaign_id=outing.campaign_id)
    return pages.order_by(F("series").asc(nulls_first=True)).first()
