"""« Share out for me »: what was proposed is carried out, and can be undone."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from campaigns.people.models import Outing
from campaigns.people.roles import Action
from campaigns.turfs import sharing_out
from campaigns.turfs.models import SharingOut
from canvass.desk.membership import MemberRequest, allowed
from canvass.desk.outing import carry_out, number, outing_of


@require_POST
@allowed(Action.ADMIT_PHONES)
def share(request: MemberRequest, pk: int) -> HttpResponse:
    """Place the people as the page proposed: ``place=<phone>:<turf>``, once for each of them."""
    outing = outing_of(request.member, pk)
    try:
        places = [_read(text) for text in request.POST.getlist("place")]
    except ValueError as error:
        raise BadRequest from error
    return carry_out(request, outing, lambda: _share(request, outing, places))


@require_POST
@allowed(Action.ADMIT_PHONES)
def undo_share(request: MemberRequest, pk: int, sharing: int) -> HttpResponse:
    """Take back what one sharing gave; walks that have begun stay."""
    outing = outing_of(request.member, pk)
    row = get_object_or_404(SharingOut, pk=sharing, outing=outing)
    return carry_out(request, outing, lambda: _undo(request, row))


def _read(text: str) -> tuple[UUID, int]:
    phone, _colon, turf = text.partition(":")
    return UUID(phone), number(turf)


def _share(request: MemberRequest, outing: Outing, places: list[tuple[UUID, int]]) -> None:
    row, missed = sharing_out.carry_out(outing, places, now=timezone.now())
    placed = row.assignments.count()
    words = ngettext("%(n)s person is placed.", "%(n)s people are placed.", placed) % {"n": placed}
    messages.success(request, words)
    if missed:
        names = ", ".join(phone.first_name for phone in missed)
        told = _("Areas have changed hands meanwhile. Still to be placed: %(names)s.")
        messages.warning(request, told % {"names": names})


def _undo(request: MemberRequest, row: SharingOut) -> None:
    taken = sharing_out.undo(row, now=timezone.now())
    words = ngettext("%(n)s person is to be placed again.", "%(n)s people are to be placed again.", taken)
    messages.success(request, words % {"n": taken})
