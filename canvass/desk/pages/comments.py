"""Comments on a polling station: written, corrected, pinned, removed; and all of them as a table."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from campaigns.doors import comments
from campaigns.doors.models import StationComment
from campaigns.errors import DomainError
from campaigns.people.roles import Action
from campaigns.territory.models import PollingStation
from campaigns.territory.report import harmless
from canvass.desk.membership import MemberRequest, allowed
from canvass.desk.outing import number
from canvass.desk.pages import stations
from canvass.desk.station import station_of, streets_of

COLUMNS = ("station", "name", "street", "text", "author", "written_at", "corrected_at", "pinned")


@require_POST
@allowed(Action.COMMENT_STATIONS)
def write(request: MemberRequest, code: str) -> HttpResponse:
    """``text``, ``street`` for one of the station's own, and ``no_person=1`` where what looks like a name is none.

    Refused with the page, 422, and the text still there.
    """
    station = station_of(request.member, code, Action.COMMENT_STATIONS)
    text, key = request.POST.get("text", ""), number(request.POST.get("street", ""))
    street = streets_of(station).filter(pk=key).first() if key else None
    try:
        comments.write(request.member, station, text, street=street, no_person=_no_person(request), now=timezone.now())
    except DomainError as refusal:
        refused = {"comment": None, "text": text, "street": key, **_told(refusal)}
        return stations.shown(request, station, refused=refused)
    messages.success(request, _("Your comment is there, signed with your name."))
    return _back(station)


@require_POST
@allowed(Action.COMMENT_STATIONS)
def change(request: MemberRequest, code: str, pk: int) -> HttpResponse:
    """``act``: ``correct`` with ``text`` and the ``version`` that was read, ``remove``, ``pin`` or ``unpin``.

    404 for a comment of another station or campaign, 403 for somebody else's.
    """
    station = station_of(request.member, code, Action.COMMENT_STATIONS)
    comment = get_object_or_404(StationComment.objects.visible_to(request.member), pk=pk, station=station)
    act, said = _act(request, comment)
    try:
        act()
    except DomainError as refusal:
        if refusal.code == "not_yours":
            return HttpResponse(refusal.message, status=403, content_type="text/plain; charset=utf-8")
        refused = {"comment": comment.pk, "text": request.POST.get("text"), **_told(refusal)}
        return stations.shown(request, station, refused=refused)
    messages.success(request, said)
    return _back(station)


def _act(request: MemberRequest, comment: StationComment) -> tuple[Callable[[], None], str]:
    """What is to be done and what to say then. Raises Http404 for anything unknown."""
    by, now, no_person = request.member, timezone.now(), _no_person(request)
    text, version = request.POST.get("text", ""), number(request.POST.get("version", ""))
    acts: dict[str, tuple[Callable[[], None], str]] = {
        "correct": (
            lambda: comments.correct(comment, text, version=version, by=by, no_person=no_person, now=now),
            _("Corrected."),
        ),
        "remove": (lambda: comments.remove(comment, by=by), _("Removed: nothing of it is kept.")),
        "pin": (lambda: comments.pin(comment, by=by, now=now), _("Pinned: it is read first.")),
        "unpin": (lambda: comments.unpin(comment, by=by), _("No longer pinned.")),
    }
    try:
        return acts[request.POST.get("act", "")]
    except KeyError as error:
        raise Http404 from error


def _no_person(request: MemberRequest) -> bool:
    """They were asked about what looks like a name, and say that it is none."""
    return request.POST.get("no_person") == "1"


def _told(refusal: DomainError) -> dict[str, object]:
    """``{"message", "asks"}``: ``asks`` where a tick is enough to have it taken."""
    return {"message": refusal.message, "asks": refusal.code == "looks_like_a_name"}


def _back(station: PollingStation) -> HttpResponse:
    answer = redirect("station", station.code)
    answer["Location"] += "#commentaires"
    return answer


@require_safe
@allowed(Action.SEE_STATIONS)
def comments_csv(request: MemberRequest) -> HttpResponse:
    """``station, name, street, text, author, written_at, corrected_at, pinned`` of the whole campaign, the same for
    spreadsheets as the other exports: UTF-8 with a byte-order mark, separated by semicolons."""
    rows = StationComment.objects.visible_to(request.member).order_by("station__code", "written_at", "pk")
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(COLUMNS)
    for row in rows.select_related("station", "street", "author__user"):
        street, author = row.street.name if row.street else "", row.author.user.name if row.author else ""
        told = [harmless(each) for each in (row.station.name, street, row.text, author)]
        times = [
            at and timezone.localtime(at).isoformat(timespec="minutes") for at in (row.written_at, row.corrected_at)
        ]
        writer.writerow([row.station.code, *told, *times, int(row.pinned_at is not None)])
    name = f"{request.member.campaign.slug}-" + _("comments") + f"-{timezone.localdate():%Y-%m-%d}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)
