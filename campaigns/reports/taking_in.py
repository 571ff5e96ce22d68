"""Results of other campaigns, for the pool of a plan: from the file that Canvass made there, or copied by hand.

They are an effect, its error and the hash of the plan that they come from, in points. They stay with the campaign that
took them in: what its neighbours on the site see is what they took in themselves.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.errors import DomainError
from campaigns.people.models import Membership
from campaigns.reports.models import PooledResult
from campaigns.reports.sharing_results import FORMAT
from campaigns.targeting.models import HoldoutPlan

LARGEST = 4_000  # characters of such a file
FURTHEST = 100.0  # points: of all who were drawn; of those spoken with it may be ten times as far
SMALLEST_ERROR = 0.01  # points: 25 million people drawn; below it one wrong figure would decide for all
PERCENT = 100.0
HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Brought:
    """A result of elsewhere, in points; contact is a share. Errors are standard errors."""

    plan_sha256: str
    itt: float
    itt_error: float
    contact: float | None = None
    cace: float | None = None
    cace_error: float | None = None

    @classmethod
    def by_hand(cls, plan_sha256: str, itt: float, error: float, contact: float | None) -> Brought:
        """With the contact rate, the effect on those reached is ITT/contact and its error too: the rate is taken as
        known, which the two-stage estimate of a file does not do. What is wrong is for `take_in` to say."""
        told = plan_sha256.strip().lower()
        if contact is None or not 0 < contact <= 1:
            return cls(told, itt, error, contact)
        return cls(told, itt, error, contact, itt / contact, error / contact)


def read(text: str, plan: HoldoutPlan) -> Brought:
    """The file of another installation. Raises DomainError ``bad_result`` or ``other_outcome``."""
    wrong = DomainError("bad_result", _("This is no result of a hold-out plan: choose the file that Canvass made."))
    try:
        told = json.loads(text[:LARGEST])
    except ValueError as error:
        raise wrong from error
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise wrong
    reached = ("cace_points", "cace_se_points")
    if any(told.get(name) is None for name in reached):
        told |= dict.fromkeys(reached)
    named = {"itt": "itt_points", "itt_error": "itt_se_points", "contact": "contact_rate",
             "cace": "cace_points", "cace_error": "cace_se_points"}  # fmt: skip
    figures: dict[str, Any] = {field: told.get(name) for field, name in named.items()}
    if not all(each is None or _is_number(each) for each in figures.values()):
        raise wrong
    if figures["itt"] is None or figures["itt_error"] is None:
        raise wrong
    if told.get("outcome") != plan.outcome:
        raise DomainError(
            "other_outcome", _("This result is about something else: it cannot be pooled with this plan.")
        )
    return Brought(str(told.get("plan_sha256")), **figures)


@transaction.atomic
def take_in(plan: HoldoutPlan, found: Brought, *, by: Membership | None, now: datetime) -> bool:
    """Put it into the pool of this plan; true where it takes the place of what was known of the same plan.

    Raises DomainError ``bad_hash``, ``bad_effect``, ``bad_contact`` or ``own_result``.
    """
    _check(found)
    own = HoldoutPlan.objects.filter(campaign=plan.campaign_id, registration_sha256=found.plan_sha256)
    if own.exists():
        raise DomainError(
            "own_result", _("This is the result of a plan of this campaign: it is put in on the page of that plan.")
        )
    figures: dict[str, Any] = asdict(found)
    _row, made = PooledResult.objects.update_or_create(
        campaign_id=plan.campaign_id,
        plan_sha256=figures.pop("plan_sha256"),
        outcome=plan.outcome,
        defaults=figures | {"pool": plan.pool, "at": now, "by": by},
    )
    return not made


def remove(plan: HoldoutPlan, pk: int) -> None:
    """Take a result that this campaign brought out of the pool, its own too. Raises DomainError ``not_yours``."""
    mine = PooledResult.objects.filter(campaign=plan.campaign_id, pk=pk, pool=plan.pool, outcome=plan.outcome)
    if not mine.delete()[0]:
        raise DomainError("not_yours", _("Only what this campaign brought in can be taken out."))


def _check(found: Brought) -> None:
    if not HASH.fullmatch(found.plan_sha256):
        raise DomainError(
            "bad_hash",
            _("Copy the SHA-256 of the other plan’s registration (JSON): 64 digits and letters from a to f."),
        )
    if not (math.isfinite(found.itt) and abs(found.itt) <= FURTHEST):
        raise DomainError("bad_effect", _("An effect on turnout or on a share lies between −100 and 100 points."))
    if not (math.isfinite(found.itt_error) and SMALLEST_ERROR <= found.itt_error <= FURTHEST):
        raise DomainError("bad_effect", _("A standard error lies between 0.01 and 100 points."))
    if found.contact is not None and not 0 < found.contact <= 1:
        raise DomainError("bad_contact", _("The contact rate is more than 0 and at most 100 %."))
    if found.cace is not None and found.cace_error is not None:
        large = 10 * FURTHEST
        if not (abs(found.cace) <= large and SMALLEST_ERROR <= found.cace_error <= large):
            raise DomainError(
                "bad_effect", _("The effect on those spoken with, or its standard error, is out of all range.")
            )


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
