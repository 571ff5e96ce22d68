"""What a hold-out plan found: the sentence first, then all that a reader needs to judge it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.errors import DomainError
from campaigns.people.roles import Action
from campaigns.reports import counting, results, sharing_results, taking_in
from campaigns.reports.counting import Counted
from campaigns.reports.models import LearnedResult
from campaigns.reports.results import Result
from campaigns.reports.taking_in import Brought
from campaigns.targeting import proposing
from campaigns.targeting.models import HoldoutPlan
from campaigns.territory import numbers
from canvass.desk import holdout_told, result_told
from canvass.desk.membership import MemberRequest, allowed
from canvass.desk.outing import number

LARGEST_FILE = 2_000_000  # bytes: a plan has some thousand buildings at most


@require_safe
@allowed(Action.PLAN_HOLDOUTS)
def shown(request: MemberRequest, pk: int) -> HttpResponse:
    """The result as it stands: before the vote, with its outcome missing, or estimated as registered."""
    plan = _plan(request, pk)
    result = _result(plan)
    learned = LearnedResult.objects.filter(plan=plan).select_related("by__user").first()
    pool = sharing_results.pool(plan)
    told = result_told.rows(result, learned)
    page = {
        "plan": plan,
        "result": result,
        "check": holdout_told.check(result.checked),
        "sentence": result_told.sentence(result),
        "reached": result_told.reached(result),
        "possible": result_told.possible(result.found.reached if result.found else None),
        "means": result_told.means(result),
        "chance": result_told.chance(result),
        "chart": result_told.chart(told),
        "rows": told,
        "forecast": None if result.forecast is None else result_told.points(result.forecast),
        "learned": learned,
        "balance": holdout_told.balance(plan),
        "deviations": plan.deviations.all(),
        "pool": pool,
        "pool_rows": result_told.pool_rows(pool, plan),
    }
    return render(request, "desk/holdouts/result.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(Action.PLAN_HOLDOUTS)
def counts(request: MemberRequest, pk: int) -> HttpResponse:
    """GET: the sheet to fill in. POST: ``file``, that sheet; or ``code``, ``registered``, ``voted`` of one building."""
    plan = _plan(request, pk)
    if request.method != "POST":
        return _saved(counting.sheet(plan), "text/csv; charset=utf-8", f"{plan.code}-comptages.csv")

    def keep() -> str:
        kept = counting.keep(plan, _counted(request), by=request.member, now=timezone.now())
        return ngettext("%(n)s count is kept.", "%(n)s counts are kept.", kept) % {"n": kept}

    return _done(request, plan, keep)


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(Action.PLAN_HOLDOUTS)
def pool(request: MemberRequest, pk: int) -> HttpResponse:
    """GET: the result for another installation. POST puts ours into the pool; with ``file``, or ``plan_sha256``,
    ``itt``, ``itt_error`` in points and ``contact`` in percent, one from elsewhere; ``remove`` takes one out."""
    plan = _plan(request, pk)
    if request.method != "POST":
        try:
            return _saved(sharing_results.as_json(_result(plan)), "application/json", f"{plan.code}-resultat.json")
        except DomainError as error:
            messages.error(request, error.message)
            return redirect("holdout-result", plan.pk)

    def share() -> str:
        now = timezone.now()
        if "remove" in request.POST:
            taking_in.remove(plan, number(request.POST["remove"]))
            return _("The result is taken out of the pool.")
        brought = _brought(request, plan)
        if brought is None:
            sharing_results.put(_result(plan), by=request.member, now=now)
            return _("The result is in the pool.")
        if taking_in.take_in(plan, brought, by=request.member, now=now):
            return _("The result takes the place of the one that was known of this plan.")
        return _("The result is taken in.")

    return _done(request, plan, share)


def _brought(request: HttpRequest, plan: HoldoutPlan) -> Brought | None:
    """From the file or by hand; None where nothing of elsewhere was sent. Raises DomainError."""
    file = request.FILES.get("file")
    if file is not None:
        return taking_in.read(file.read(taking_in.LARGEST).decode(errors="replace"), plan)
    if "plan_sha256" not in request.POST:
        return None
    effect, error, contact = (_decimal(request.POST.get(name, "")) for name in ("itt", "itt_error", "contact"))
    if effect is None or error is None:
        raise DomainError("bad_effect", _("Give the effect and its standard error, in points."))
    return Brought.by_hand(
        request.POST["plan_sha256"], effect, error, None if contact is None else contact / taking_in.PERCENT
    )


def _decimal(text: str) -> float | None:
    """« −0,8 » → -0.8; None where nothing is written. Raises DomainError ``bad_effect``."""
    try:
        return numbers.decimal(text.strip().replace("\u2212", "-").removeprefix("+"))
    except numbers.NotANumber as error:
        raise DomainError("bad_effect", _("“%(text)s” is no number.") % {"text": text[:20]}) from error


@require_POST
@allowed(Action.PLAN_HOLDOUTS)
def learn(request: MemberRequest, pk: int) -> HttpResponse:
    """The ranking assumes prior and result together from now on."""
    plan = _plan(request, pk)

    def accept() -> str:
        sharing_results.learn(_result(plan), by=request.member, now=timezone.now())
        return _("The ranking assumes it from now on.")

    return _done(request, plan, accept)


def _done(request: MemberRequest, plan: HoldoutPlan, act: Callable[[], str]) -> HttpResponse:
    try:
        messages.success(request, act())
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("holdout-result", plan.pk)


def _counted(request: HttpRequest) -> list[Counted]:
    """Raises DomainError ``bad_file`` or ``bad_count``."""
    file = request.FILES.get("file")
    if file is None:
        sent = {name: request.POST.get(name, "").strip() for name in ("code", "registered", "voted")}
        if not (sent["registered"].isdecimal() and sent["voted"].isdecimal()):
            raise DomainError("bad_count", _("Give both numbers, people on the roll and people who voted."))
        return [Counted(sent["code"], int(sent["registered"][:9]), int(sent["voted"][:9]))]
    if file.size is None or file.size > LARGEST_FILE:
        raise DomainError("bad_file", _("This file is too large to be the sheet of a plan."))
    with NamedTemporaryFile(suffix=".csv") as kept:
        for piece in file.chunks():
            kept.write(piece)
        kept.flush()
        return counting.read(Path(kept.name))


def _result(plan: HoldoutPlan) -> Result:
    return results.of(plan, today=proposing.today(plan.campaign, timezone.now()))


def _plan(request: MemberRequest, pk: int) -> HoldoutPlan:
    mine = HoldoutPlan.objects.visible_to(request.member).select_related("campaign")
    return get_object_or_404(mine, pk=pk)


def _saved(text: str, kind: str, name: str) -> HttpResponse:
    answer: Any = HttpResponse(text, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
