"""Outings as calendar files: of a public page, of who signed up, and of a member's own outings."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campaigns.calendar import ics, opening, subscribing
from campaigns.calendar.models import SignUp, SignUpPage
from campaigns.people.models import Outing

MOST_OUTINGS = 200


@never_cache
@require_safe
def of_page(request: HttpRequest, code: str) -> HttpResponse:
    """The outings to come of a public page, and those called off."""
    page = get_object_or_404(SignUpPage.objects.select_related("campaign"), code=code)
    url = settings.PUBLIC_BASE_URL + reverse("sign-up", args=[code])
    return _file(page.campaign.name, (_entry(row, url=url) for row in opening.announced(page, now=timezone.now())))


@never_cache
@require_safe
def of_sign_up(request: HttpRequest, code: str) -> HttpResponse:
    """The one outing, with the address where it is cancelled."""
    rows = SignUp.objects.select_related("campaign", "outing__meeting_point", "outing__called_off")
    row = get_object_or_404(rows.at(code))
    url = settings.PUBLIC_BASE_URL + reverse("my-sign-up", args=[code])
    text = _("To change or cancel: %(address)s") % {"address": url}
    entry = _entry(row.outing, url=url, text=text, cancelled=row.cancelled_at is not None, changes=row.changes)
    return _file(row.campaign.name, [entry])


@never_cache
@require_safe
def of_member(request: HttpRequest, token: str) -> HttpResponse:
    """The outings that this member may see, the last ones and those to come; 404 when the address is not of our making
    or the membership is gone."""
    member = subscribing.member_of(token)
    if member is None:
        raise Http404
    rows = Outing.objects.visible_to(member).select_related("meeting_point", "called_off")[:MOST_OUTINGS]
    return _file(member.campaign.name, (_entry(row) for row in rows))


def _entry(outing: Outing, *, url: str = "", text: str = "", cancelled: bool = False, changes: int = 0) -> ics.Entry:
    """The name ends with the site's own, since somebody may help two campaigns."""
    place, called_off = outing.meeting_point, hasattr(outing, "called_off")
    return ics.Entry(
        uid=f"outing-{outing.pk}@{urlsplit(settings.PUBLIC_BASE_URL).hostname}",
        title=outing.name,
        starts_at=outing.starts_at,
        ends_at=outing.ends_at,
        place=place.name if place else "",
        lon=place.lon if place else None,
        lat=place.lat if place else None,
        text=text,
        url=url,
        called_off=cancelled or called_off,
        revision=changes + called_off,
    )


def _file(name: str, entries: Iterable[ics.Entry]) -> HttpResponse:
    response = HttpResponse(
        ics.calendar(name, entries, now=timezone.now()), content_type="text/calendar; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="sorties.ics"'
    return response
