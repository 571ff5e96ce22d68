"""Hold-outs: the plans, a new one with what it could see, and one plan with its draw, its visits and its files."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.errors import DomainError
from campaigns.people.roles import Action
from campaigns.reports import contamination
from campaigns.targeting import committing, holding_out, proposing, verifying
from campaigns.targeting.models import HoldoutPlan, TownBloc
from campaigns.targeting.proposing import Wish
from campaigns.territory.models import PollingStation
from campaigns.turfs import taking_off
from canvass.desk import holdout_told, holdout_wish
from canvass.desk.membership import MemberRequest, allowed

FILES = {
    "preenregistrement.json": ("application/json", lambda plan: plan.registration),
    "preenregistrement.md": ("text/markdown; charset=utf-8", lambda plan: plan.registration_text),
    "affectation.csv": ("text/csv; charset=utf-8", lambda plan: verifying.written(plan.units.all())),
}


@require_safe
@allowed(Action.PLAN_HOLDOUTS)
def plans(request: MemberRequest) -> HttpResponse:
    """Every plan of the campaign, the newest first."""
    today = proposing.today(request.member.campaign, timezone.now())
    found = HoldoutPlan.objects.visible_to(request.member).defer("registration", "registration_text")
    page = {"plans": [(plan, holdout_told.state(plan, today)) for plan in found]}
    return render(request, "desk/holdouts/list.html", page | holdout_told.counts(request.member.campaign))


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(Action.PLAN_HOLDOUTS)
def new_plan(request: MemberRequest) -> HttpResponse:
    """GET shows what ``?bureau=…`` would give and stores nothing. POST with the same fields draws lots, for good."""
    now, campaign = timezone.now(), request.member.campaign
    wish = holdout_wish.read(request.POST if request.method == "POST" else request.GET, campaign, now=now)
    page = _page(request, wish)
    if not wish.stations and request.method != "POST":
        return render(request, "desk/holdouts/new.html", page)
    try:
        if request.method == "POST":
            return redirect("holdout", _committed(request, wish).pk)
        page["proposal"] = proposing.propose(campaign, wish, now=now)
    except DomainError as error:
        status = 422 if request.method == "POST" else 200  # what is typed is not yet sent
        return render(request, "desk/holdouts/new.html", page | {"error": error.message}, status=status)
    page |= {"promised": holdout_told.promise(page["proposal"]), "fields": holdout_wish.fields(wish)}
    return render(request, "desk/holdouts/new.html", page)


@require_safe
@allowed(Action.PLAN_HOLDOUTS)
def shown(request: MemberRequest, pk: int) -> HttpResponse:
    """One plan: how it was drawn, how alike the arms are, who rang where nobody should, what was done otherwise."""
    plan = _plan(request, pk)
    today = proposing.today(plan.campaign, timezone.now())
    units = contamination.by_unit(plan)
    seen = contamination.summed(units)
    page = {
        "plan": plan,
        "state": holdout_told.state(plan, today),
        "is_due": plan.vote_date <= today,  # counting begins when the stations close, that very day
        "balance": holdout_told.balance(plan),
        "seen": seen,
        "check": holdout_told.check(verifying.check(plan, [each.unit for each in units])),
        "log": seen.log[: holdout_told.MOST_LISTED],
        "stations": holdout_told.stations(plan),
        "deviations": plan.deviations.all(),
        "power": plan.terms.get("power", {}),
        "salt": holdout_told.salt(plan, today),
    }
    return render(request, "desk/holdouts/plan.html", page)


@require_safe
@allowed(Action.PLAN_HOLDOUTS)
def saved(request: MemberRequest, pk: int, name: str) -> HttpResponse:
    """The pre-registration as it was written, or the assignment: the bytes that the hashes are of."""
    plan = _plan(request, pk)
    if name not in FILES:
        raise Http404
    kind, text = FILES[name]
    answer = HttpResponse(text(plan), content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{plan.code}-{name}"'
    return answer


@require_POST
@allowed(Action.PLAN_HOLDOUTS)
def abandon(request: MemberRequest, pk: int) -> HttpResponse:
    """``because``: a reason, which stays with the plan."""
    return _done(request, pk, lambda plan: committing.abandon(
        plan, request.POST.get("because", ""), by=request.member, now=timezone.now()
    ))  # fmt: skip


@require_POST
@allowed(Action.PLAN_HOLDOUTS)
def deviate(request: MemberRequest, pk: int) -> HttpResponse:
    """``text``: what was done otherwise than registered."""
    return _done(request, pk, lambda plan: committing.note_deviation(
        plan, request.POST.get("text", ""), by=request.member, now=timezone.now()
    ))  # fmt: skip


def _done(request: MemberRequest, pk: int, act: Any) -> HttpResponse:
    plan = _plan(request, pk)
    try:
        act(plan)
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("holdout", plan.pk)


@transaction.atomic
def _committed(request: MemberRequest, wish: Wish) -> HoldoutPlan:
    """Lots are drawn, and what they hold out leaves the walks that were cut already."""
    now, campaign = timezone.now(), request.member.campaign
    plan = committing.commit(campaign, wish, by=request.member, now=now)
    taken = taking_off.clear(campaign, now=now)
    messages.success(
        request, holdout_told.committed(plan, holding_out.units(campaign).filter(plan=plan).count(), taken)
    )
    return plan


def _plan(request: MemberRequest, pk: int) -> HoldoutPlan:
    mine = HoldoutPlan.objects.visible_to(request.member)
    return get_object_or_404(mine.select_related("campaign", "committed_by__user", "abandoned_by__user"), pk=pk)


def _page(request: MemberRequest, wish: Wish) -> dict[str, Any]:
    mine = PollingStation.objects.filter(commune__campaigns=request.member.campaign_id).defer("contour")
    return {
        "wish": wish,
        "assumed": wish.assumed,
        "stations": [(station, station.code in wish.stations) for station in mine],
        "kinds": HoldoutPlan.Kind,
        "outcomes": HoldoutPlan.Outcome,
        "directions": HoldoutPlan.Direction,
        "blocs": TownBloc,
        "sizes": [(size, 1 / size) for size in holdout_wish.SIZES],
    }
