"""Paper sheets of an outing: for those who prefer paper, and for the day the phone stays home."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from campaigns.people import joining
from campaigns.people.models import JoinCode, Outing
from campaigns.people.roles import Action
from campaigns.turfs import entering, sheet
from canvass.desk import qr
from canvass.desk.membership import MemberRequest, allowed


@require_safe
@allowed(Action.SEE_OUTINGS)
def sheets(request: MemberRequest, pk: int) -> HttpResponse:
    """All sheets of the outing, 18 doors a page, in walking order. No names, no opinions, no door codes (law:D4)."""
    outing = get_object_or_404(Outing.objects.visible_to(request.member).select_related("meeting_point"), pk=pk)
    may_admit = request.member.may(Action.ADMIT_PHONES) and outing.closed_at is None
    codes = entering.codes(outing, now=timezone.now()) if may_admit else {}
    sheets = [{"sheet": each, **_code(codes.get(each.turf.pk))} for each in sheet.of_outing(outing)]
    return render(request, "desk/outings/sheets.html", {"outing": outing, "sheets": sheets})


def _code(code: JoinCode | None) -> dict[str, Any]:
    """What is printed in the corner: the QR of this turf, or nothing where nobody may enter any more."""
    if code is None:
        return {"code": None}
    return {"code": code, "qr": qr.svg(settings.PUBLIC_BASE_URL + joining.printed_path(code))}
