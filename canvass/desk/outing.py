"""What the pages of one outing share: finding it, and carrying out what a leader asks."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from campaigns.errors import DomainError
from campaigns.people.models import Device, Membership, Outing
from canvass.desk.membership import MemberRequest


def outing_of(member: Membership, pk: int) -> Outing:
    """The outing, if this member may see it; 404 otherwise."""
    rows = Outing.objects.visible_to(member).select_related("meeting_point", "campaign")
    return get_object_or_404(rows, pk=pk)


def carry_out(
    request: MemberRequest, outing: Outing, act: Callable[[], object], *, back: str = "dispatch"
) -> HttpResponse:
    """Carry it out and show the page again; a refusal is shown in words, and a closed outing refuses everything."""
    try:
        if outing.closed_at is not None:
            raise DomainError("outing_closed", _("This outing is closed."))
        act()
    except DomainError as error:
        messages.error(request, error.message)
    return redirect(back, outing.pk)


def number(text: str) -> int:
    """A key or a number out of a form; 0, which no row has, for anything else."""
    text = text.strip()
    return int(text) if text.isdecimal() and len(text) < 19 else 0


def phone_of(outing: Outing, key: str) -> Device:
    """A phone that came to the outing and still has access, by its id out of a form; 404 for anything else."""
    try:
        pk = UUID(key)
    except ValueError as error:
        raise Http404 from error
    return get_object_or_404(Device, pk=pk, outing=outing, revoked_at=None)
