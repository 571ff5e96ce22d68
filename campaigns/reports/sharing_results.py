"""Results that travel between campaigns, and what a result teaches. Effects (in points), errors and contact.

A result enters the pool of its plan when headquarters put it there; the campaigns of this installation that gave their
plan the same pool see it then. Between installations it travels as a small JSON.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from campaigns.errors import DomainError
from campaigns.people.models import Membership
from campaigns.reports.effects import pooling
from campaigns.reports.effects.pooling import Belief, Pooled
from campaigns.reports.models import LearnedResult, PooledResult
from campaigns.reports.results import Result
from campaigns.targeting import assumptions
from campaigns.targeting.models import HoldoutPlan

FORMAT = "canvass-result-1"


@dataclass(frozen=True)
class Pool:
    """The results of one pool, on those reached and on all who were drawn."""

    results: tuple[PooledResult, ...]
    itt: Pooled | None
    cace: Pooled | None


def pool(plan: HoldoutPlan) -> Pool:
    """Each plan once: what its own campaign put in goes before what somebody copied. One query."""
    found = sorted(PooledResult.objects.pooled_with(plan), key=lambda row: row.plan_id is not None)
    once = {row.plan_sha256: row for row in found}
    rows = tuple(sorted(once.values(), key=lambda row: (row.at, row.pk)))
    reached = [Belief(row.cace, row.cace_error) for row in rows if row.cace is not None and row.cace_error]
    return Pool(rows, _pooled([Belief(row.itt, row.itt_error) for row in rows]), _pooled(reached))


def _pooled(results: Sequence[Belief]) -> Pooled | None:
    return pooling.pooled(results) if results else None


def as_json(result: Result) -> str:
    """What another installation takes in: effects, errors, the plan's hash.

    Raises DomainError ``no_result`` or ``not_as_drawn``.
    """
    itt, cace = _told(result), result.cace
    told = {
        "format": FORMAT,
        "plan_sha256": result.plan.registration_sha256,
        "outcome": result.plan.outcome,
        "itt_points": round(itt.mean, 6),
        "itt_se_points": round(itt.error, 6),
        "contact_rate": None if result.contact is None else round(result.contact, 6),
        "cace_points": round(cace.mean, 6) if cace else None,
        "cace_se_points": round(cace.error, 6) if cace else None,
    }
    return json.dumps(told, indent=2) + "\n"


def put(result: Result, *, by: Membership | None, now: datetime) -> PooledResult:
    """Put the result of one's own plan into its pool, or bring it up to date. Raises DomainError ``no_result`` or
    ``not_as_drawn``."""
    itt, cace = _told(result), result.cace
    row, _made = PooledResult.objects.update_or_create(
        campaign_id=result.plan.campaign_id,
        plan_sha256=result.plan.registration_sha256,
        outcome=result.plan.outcome,
        defaults={
            "pool": result.plan.pool, "plan": result.plan, "itt": itt.mean, "itt_error": itt.error,
            "contact": result.contact,
            "cace": cace.mean if cace else None, "cace_error": cace.error if cace else None, "at": now, "by": by,
        },
    )  # fmt: skip
    return row


def learn(result: Result, *, by: Membership | None, now: datetime) -> LearnedResult:
    """Let the result change what the ranking assumes, once for each plan.

    Raises DomainError ``no_result``, ``not_turnout``, ``already_learned``, ``not_as_drawn``, and
    ``assumption_out_of_range``.
    """
    plan, cace = result.plan, result.cace
    _refuse_changed(result)
    if not result.of_turnout:
        raise DomainError(
            "not_turnout", _("The ranking assumes an effect on turnout; this plan measures something else.")
        )
    if cace is None:
        raise DomainError("no_result", _("There is no effect on those reached: nothing can be learned from it."))
    prior = result.prior
    together = pooling.learned(prior, cace)
    try:
        with transaction.atomic():
            row = LearnedResult.objects.create(
                campaign_id=plan.campaign_id, plan=plan, prior=prior.mean, prior_error=prior.error, result=cace.mean,
                result_error=cace.error, together=together.mean, together_error=together.error, at=now, by=by,
            )  # fmt: skip
            said = {"effect_points": round(together.mean, 4), "effect_spread": round(together.error, 4)}
            assumptions.say(plan.campaign, said, by)
    except IntegrityError as twice:
        raise DomainError("already_learned", _("The ranking has learned from this plan already.")) from twice
    return row


def _told(result: Result) -> Belief:
    _refuse_changed(result)
    if result.itt is None:
        raise DomainError("no_result", _("There is no result to share yet."))
    return result.itt


def _refuse_changed(result: Result) -> None:
    if not result.checked.assignment:
        raise DomainError(
            "not_as_drawn", _("The arms stored here are no longer those that were registered: this result is no test.")
        )
