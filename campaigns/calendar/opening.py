"""Opening and closing the public page of an outing or of a series, and what it shows."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Count, F, Q, QuerySet

from campaigns.calendar.models import Series, SignUpPage
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
    rows = Outing.objects.filter(campaign_id=page.campaign_id, ends_at__gt=now, closed_at=None, called_off=None)
    rows = rows.filter(pk=page.outing_id) if page.outing_id else rows.filter(series_day__series=page.series_id)
    rows = rows.annotate(signed_up=Count("sign_ups", filter=Q(sign_ups__cancelled_at=None)))
    return rows.select_related("meeting_point").order_by("starts_at")


def page_of(outing: Outing) -> SignUpPage | None:
    """Where one signs up for this outing: its own page, else the one of its series."""
    about = Q(outing=outing) | Q(series__days__outing=outing)
    pages = SignUpPage.objects.filter(about, campaign_id=outing.campaign_id)
    return pages.order_by(F("series").asc(nulls_first=True)).first()
