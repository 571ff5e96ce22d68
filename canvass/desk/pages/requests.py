"""« Demandes »: what people asked for at their doors, and who sees to it. Nobody is named (law:P1)."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from campaigns.errors import DomainError
from campaigns.people.roles import Action
from campaigns.territory.report import harmless
from campaigns.visits import asking
from canvass.desk import asked
from canvass.desk.membership import MemberRequest, allowed

SHOWN = 200
COLUMNS = ("station", "address", "door", "request", "asked_at", "status", "by", "reason")


@require_safe
@allowed(Action.SEE_REQUESTS)
def requests(request: MemberRequest) -> HttpResponse:
    """``?etat=…&demande=…&bureau=…``: the list, the unanswered first of all; at most 200 at once."""
    filters, everything = asked.Filters.of(request.GET), asking.asks(request.member)
    chosen = filters.chosen(everything)
    shown = filters.shown(chosen)
    context = {
        "filters": filters,
        "tabs": asked.tabs(filters, chosen),
        "rows": asked.rows(shown[:SHOWN]),
        "more": max(0, len(shown) - SHOWN),
        "labels": asked.LABELS,
        "stations": asked.stations(everything),
        "reasons": asking.Reason.choices,
        "may_answer": request.member.may(Action.ANSWER_REQUESTS),
        "csv": reverse("requests-csv") + filters.address(),
    }
    return render(request, "desk/requests.html", context)


@require_POST
@allowed(Action.ANSWER_REQUESTS)
def answer(request: MemberRequest) -> HttpResponse:
    """``door``, ``request``, ``status`` and, to drop it, ``reason``. Twice is once."""
    try:
        door = UUID(request.POST.get("door", ""))
    except ValueError as error:
        raise Http404 from error
    try:
        asking.decide(
            door=door,
            request=request.POST.get("request", ""),
            status=request.POST.get("status", ""),
            reason=request.POST.get("reason", ""),
            by=request.member,
            now=timezone.now(),
        )
    except DomainError as refusal:
        if refusal.code == "not_asked":
            raise Http404 from refusal
        messages.warning(request, refusal.message)
    back = request.POST.get("back", "")
    is_ours = url_has_allowed_host_and_scheme(back, None) and back.startswith("?")
    return redirect(reverse("requests") + (back if is_ours else ""))


@require_safe
@allowed(Action.SEE_REQUESTS)
def requests_csv(request: MemberRequest) -> StreamingHttpResponse:
    """The list as the filters leave it, all of it: UTF-8 with a byte-order mark, separated by semicolons."""
    filters = asked.Filters.of(request.GET)
    rows = asked.rows(filters.shown(filters.chosen(asking.asks(request.member))))
    name = f"{request.member.campaign.slug}-demandes-{timezone.now():%Y-%m-%d}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return StreamingHttpResponse(_lines(rows), content_type="text/csv; charset=utf-8", headers=headers)


class _Echo:
    """A file that hands back what is written to it, so that rows stream."""

    def write(self, row: str) -> str:
        return row


def _lines(rows: list[asked.Row]) -> Iterator[str]:
    writer = csv.writer(_Echo(), delimiter=";")
    yield "\ufeff" + writer.writerow(COLUMNS)
    for row in rows:
        cells = (row.station.code if row.station else "", row.place, row.where, str(row.label),
                 row.asked_at.isoformat(timespec="minutes"), row.state, row.by, row.reason)  # fmt: skip
        yield writer.writerow([harmless(cell) for cell in cells])
