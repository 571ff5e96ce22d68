"""Typing in what comes back on paper: the rows of the sheet in its order, one key or one tap for each."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.doors.models import Door
from campaigns.errors import DomainError
from campaigns.people.models import Outing
from campaigns.people.roles import Action
from campaigns.turfs import sheet as printing
from campaigns.turfs.models import Turf
from campaigns.turfs.sheet import Row
from campaigns.visits import events, paper
from campaigns.visits.models import PaperSheet, Welcome
from campaigns.visits.paper import Line, Said
from canvass.desk import asked, paper_form
from canvass.desk.membership import MemberRequest, allowed
from canvass.desk.outing import outing_of
from canvass.desk.paper import PrintedRow, boxes, door_line, title


@dataclass(frozen=True)
class EntryRow:
    """A row on the screen: what is printed, what is ticked, and what the form showed when it was drawn."""

    door: UUID
    printed: PrintedRow
    said: Said
    seen: Said

    @property
    def seen_text(self) -> str:
        return f"{self.seen.outcome}:{','.join(self.seen.requests)}"


@require_safe
@allowed(Action.RECORD_VISITS)
def entries(request: MemberRequest, pk: int) -> HttpResponse:
    """The areas of an outing with what was typed of their sheets, and who destroyed which."""
    outing = outing_of(request.member, pk)
    rows = PaperSheet.objects.filter(turf__outing=outing).select_related("destroyed_by__user").order_by("number")
    sheets: dict[int, list[PaperSheet]] = {}
    for row in rows:
        sheets.setdefault(row.turf_id, []).append(row)
    turfs = [(turf, sheets.get(turf.pk, [])) for turf in outing.turfs.order_by("number")]
    return render(request, "desk/outings/entries.html", {"outing": outing, "turfs": turfs})


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(Action.RECORD_VISITS)
def enter_sheet(request: MemberRequest, pk: int, turf: int) -> HttpResponse:
    """``?page=``: one page of the sheet. ``?fiche=``: of which walk of the area on paper. POST records its rows."""
    outing = outing_of(request.member, pk)
    found = get_object_or_404(Turf.objects.select_related("outing", "team", "campaign"), pk=turf, outing=outing)
    number = paper_form.whole(request.GET.get("fiche"), 99) or paper.number_in_use(found)
    page = max(1, paper_form.whole(request.GET.get("page"), 999))
    if request.method == "POST":
        return _save(request, outing, found, number, page)
    return _shown(request, outing, found, number, page)


@require_POST
@allowed(Action.RECORD_VISITS)
def end_sheet(request: MemberRequest, pk: int, turf: int) -> HttpResponse:
    """The sheet is typed in and destroyed; welcome counts of the whole walk come with it. Twice is once."""
    outing = outing_of(request.member, pk)
    found = get_object_or_404(Turf.objects.select_related("outing", "campaign"), pk=turf, outing=outing)
    number = paper_form.whole(request.POST.get("fiche"), 99)
    if request.POST.get("destroyed") != "1":
        messages.error(request, _("Confirm that the sheet is destroyed: it may not lie about once it is typed in."))
        return redirect("enter-sheet", outing.pk, found.pk)
    try:
        counts = paper_form.welcomes(request.POST, found)
        new = paper.destroy(found, number, welcome=counts, by=request.member, now=timezone.now())
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("enter-sheet", outing.pk, found.pk)
    told = _("The sheet is typed in and destroyed.") if new else _("Somebody had confirmed this before.")
    messages.success(request, told)
    return redirect("paper-entries", outing.pk)


def _save(request: MemberRequest, outing: Outing, turf: Turf, number: int, page: int) -> HttpResponse:
    lines = paper_form.lines(request.POST)
    try:
        walked_at = paper_form.walked_at(request.POST)
        found = paper_form.found(request.POST, turf)
        done = paper.enter(turf, number, lines, found=found, walked_at=walked_at, by=request.member, now=timezone.now())
    except DomainError as error:
        messages.error(request, error.message)
        return _shown(request, outing, turf, number, page, typed={line.door: line for line in lines})
    _tell(request, done)
    follows = page + 1 if "next" in request.POST and not done.changed_meanwhile else page
    return redirect(f"{reverse('enter-sheet', args=[outing.pk, turf.pk])}?fiche={number}&page={follows}")


def _tell(request: MemberRequest, done: paper.Entered) -> None:
    if done.recorded:
        told = ngettext("%(n)d row recorded.", "%(n)d rows recorded.", done.recorded) % {"n": done.recorded}
        messages.success(request, told)
    elif not done.changed_meanwhile and not done.waiting:
        messages.info(request, _("Nothing new on this page."))
    if done.changed_meanwhile:
        n = len(done.changed_meanwhile)
        said = ngettext(
            "%(n)d row was typed by somebody else meanwhile and is shown as they left it. Change it again if need be.",
            "%(n)d rows were typed by somebody else meanwhile and are shown as they left them. Change them again if "
            "need be.",
            n,
        )
        messages.warning(request, said % {"n": n})
    if done.waiting:
        n = len(done.waiting)
        said = ngettext(
            "%(n)d row names a door that has left this area since: it waits in « Quarantine ».",
            "%(n)d rows name doors that have left this area since: they wait in « Quarantine ».",
            n,
        )
        messages.warning(request, said % {"n": n})


def _shown(
    request: MemberRequest, outing: Outing, turf: Turf, number: int, page: int, *, typed: dict[UUID, Line] | None = None
) -> HttpResponse:
    sheet = paper.sheet_of(turf, number)
    if sheet is None and number > turf.paper_sheets.count() + 1:
        raise Http404
    rows = _rows(turf, sheet)
    pages = printing.pages_of(rows)
    if page > len(pages):
        page = len(pages)
    known = paper.said(sheet)
    lines = [_entry(row, known.get(row.id, Said()), (typed or {}).get(row.id)) for row in pages[page - 1].rows]
    walked_at = sheet.walked_at if sheet else min(outing.starts_at, timezone.now())
    context = {
        "outing": outing,
        "turf": turf,
        "title": title(turf.number, turf.name),
        "sheet": sheet,
        "number": number,
        "rows": lines,
        "page": page,
        "pages": [(each.number, sum(row.id in known for row in each.rows), len(each.rows)) for each in pages],
        "typed": sum(bool(one.outcome) for one in known.values()),
        "doors": len(rows),
        "mark": printing.mark_of(sheet.doors if sheet else [row.id for row in rows]),
        "walked_at": request.POST.get("walked_at") or f"{timezone.localtime(walked_at):%Y-%m-%dT%H:%M}",
        "latest": f"{timezone.localtime():%Y-%m-%dT%H:%M}",
        "outcomes": [(name, paper_form.KEYS[name], word) for name, word in zip(paper_form.KEYS, boxes(), strict=True)],
        "requests": [(name, asked.LABELS[name]) for name in events.REQUESTS],
        "added": [
            {"n": n, **{part: request.POST.get(f"found-{n}-{part}", "") for part in ("address", "name", "outcome")}}
            for n in range(1, paper_form.ROWS_TO_ADD + 1)
        ],
        "addresses": [(str(address.pk), address.label) for address in paper_form.addresses(turf)],
        "stations": paper_form.stations(turf),
        "welcomes": Welcome.choices,
        "last": sheet.entries.select_related("by__user").last() if sheet else None,
    }
    return render(request, "desk/outings/entry.html", context)


def _rows(turf: Turf, sheet: PaperSheet | None) -> tuple[Row, ...]:
    """The rows of the sheet as printed. Doors closed or removed since keep their place."""
    doors = paper.doors_of(turf, sheet)
    found = {
        door.pk: door
        for door in Door.objects.filter(campaign=turf.campaign_id, pk__in=doors).select_related(
            "address__street", "floor__staircase"
        )
    }
    listed = [(found[pk].address, found[pk]) for pk in doors if pk in found]
    places = Counter(address.pk for address, _door in listed)
    return printing.rows_of(listed, alone={place for place, n in places.items() if n == 1})


def _entry(row: Row, known: Said, typed: Line | None) -> EntryRow:
    return EntryRow(row.id, door_line(row), typed.said if typed else known, typed.seen if typed else known)
