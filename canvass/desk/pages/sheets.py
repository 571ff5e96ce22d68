"""Paper sheets of an outing: for those who prefer paper, and for the day the phone stays home."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from campaigns.errors import DomainError
from campaigns.people import voting
from campaigns.people.models import Outing
from campaigns.people.roles import Action
from campaigns.turfs import entering, sheet
from canvass.desk import paper, sheet_pdf
from canvass.desk.membership import MemberRequest, allowed
from canvass.desk.outing import outing_of


@require_safe
@allowed(Action.SEE_OUTINGS)
def sheets(request: MemberRequest, pk: int) -> HttpResponse:
    """All sheets of the outing or, with ``?secteur=``, of one turf: 18 doors a page, in walking order. No names, no
    opinions, no door codes (law:D4). Nothing is printed while the campaign is silent (law:V2)."""
    outing = outing_of(request.member, pk)
    try:
        voting.refuse_in_silence(outing.campaign, now=timezone.now())
    except DomainError as refusal:
        messages.error(request, refusal.message)
        return redirect("dispatch", outing.pk)
    page = {
        "outing": outing,
        "sheets": _printed(request, outing),
        "boxes": paper.boxes(),
        "rule": paper.rule(),
        "destroy": paper.destroy(),
        "add": paper.add(),
        "may_type": request.member.may(Action.RECORD_VISITS),
        "one": request.GET.get("secteur", ""),
    }
    return render(request, "desk/outings/sheets.html", page)


@require_safe
@allowed(Action.SEE_OUTINGS)
def sheets_pdf(request: MemberRequest, pk: int) -> HttpResponse:
    """The same sheets as a PDF file. Without a sheet to print, or in the silence, it is the page that says so."""
    outing = outing_of(request.member, pk)
    found = [] if voting.is_silent(outing.campaign, now=timezone.now()) else _printed(request, outing)
    if not found:
        return redirect("sheets", outing.pk)
    answer = HttpResponse(sheet_pdf.made(paper.told(outing, found)), content_type="application/pdf")
    name = _("sheets") + f"-{timezone.localtime(outing.starts_at):%Y-%m-%d}.pdf"
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer


def _printed(request: MemberRequest, outing: Outing) -> list[paper.Printed]:
    """The sheets asked for. Raises Http404 for a turf that is not of the outing."""
    asked = request.GET.get("secteur", "")
    if asked and not (asked.isdecimal() and len(asked) < 10):
        raise Http404
    found = sheet.of_outing(outing, turf=int(asked) if asked else None)
    if asked and not found:
        raise Http404
    may_admit = request.member.may(Action.ADMIT_PHONES) and outing.closed_at is None
    codes = entering.codes(outing, now=timezone.now()) if may_admit else {}
    return paper.printed(outing, found, codes)
