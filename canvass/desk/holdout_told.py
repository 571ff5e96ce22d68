"""A hold-out plan in words and small tables, as its pages show it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, Q, Sum
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from campaigns.figures import thousands
from campaigns.people.models import Campaign
from campaigns.targeting import holding_out
from campaigns.targeting.balance import WORTH_A_LOOK
from campaigns.targeting.models import HoldoutPlan, HoldoutSalt
from campaigns.targeting.proposing import Proposal
from campaigns.targeting.verifying import Checked

MOST_LISTED = 20
COVARIATES: dict[str, str | Promise] = {
    "doors": gettext_lazy("Doors"),
    "registered": gettext_lazy("People on the roll"),
    "turnout": gettext_lazy("Past turnout"),
    "own_share": gettext_lazy("Past share of our bloc"),
}
STATES: dict[str, str | Promise] = {
    "standing": gettext_lazy("in force"),
    "over": gettext_lazy("vote over"),
    "abandoned": gettext_lazy("abandoned"),
}


def state(plan: HoldoutPlan, today: date) -> dict[str, Any]:
    """``{"code", "label"}``: in force until the vote, then over; or abandoned."""
    code = "abandoned" if plan.abandoned_at else "standing" if plan.vote_date >= today else "over"
    return {"code": code, "label": STATES[code]}


def counts(campaign: Campaign) -> dict[str, int]:
    """What is held out today: units and doors. One query."""
    units = holding_out.units(campaign).order_by()
    return units.aggregate(held_out=Count("id"), held_doors=Sum("doors", default=0))


def promise(proposal: Proposal) -> str:
    """What the plan could see, beside what is to be expected, before anybody commits it."""
    told = {
        "people": thousands(proposal.people),
        "seen": _rounded(proposal.seen.mde_cace, 1),
        "expected": _rounded(proposal.wish.expected_points, 1),
    }
    if proposal.sees_what_is_expected:
        return (
            _(
                "With %(people)s people on the roll, we would see an effect above %(seen)s points on the people spoken "
                "with. %(expected)s is to be expected: this plan is large enough."
            )
            % told
        )
    return (
        _(
            "With %(people)s people on the roll, we would only see an effect above %(seen)s points on the people "
            "spoken with. %(expected)s is rather to be expected."
        )
        % told
    )


def committed(plan: HoldoutPlan, held_out: int, taken_off: int) -> str:
    """What just happened."""
    drawn = ngettext("Lots are drawn: %(n)s unit is held out.", "Lots are drawn: %(n)s units are held out.", held_out)
    said = drawn % {"n": thousands(held_out)}
    if not taken_off:
        return said
    off = ngettext("%(n)s address was taken off walks.", "%(n)s addresses were taken off walks.", taken_off)
    return f"{said} {off % {'n': thousands(taken_off)}}"


def check(found: Checked) -> dict[str, Any]:
    """``{"is_as_drawn", "faults", "other_library"}``: what no longer fits the registration, a sentence each."""
    faults = [
        (found.assignment, _("The arms stored here are not those registered: a unit or its arm was changed.")),
        (found.seed, _("The seed or the salt stored here is not the one that was registered.")),
        (found.lots or found.other_library, _("Drawn again from its seed, the lots fall otherwise than stored here.")),
        (found.files, _("A file of the pre-registration is no longer what its SHA-256 was taken of.")),
    ]  # fmt: skip
    return {
        "is_as_drawn": found.is_as_drawn,
        "faults": [sentence for holds, sentence in faults if not holds],
        "other_library": found.other_library,
    }


def balance(plan: HoldoutPlan) -> dict[str, Any]:
    """Each covariate with its difference in standard deviations, and the chance of so uneven a draw."""
    pairs = zip(plan.balance["covariates"], plan.balance["differences"], strict=True)
    rows = [
        {"name": COVARIATES.get(name, name), "difference": _rounded(value, 2), "large": abs(value) > WORTH_A_LOOK}
        for name, value in pairs
    ]
    return {"rows": rows, "p": _rounded(plan.balance["p"], 3), "is_unlucky": plan.balance["p"] < 0.05}


def stations(plan: HoldoutPlan) -> list[dict[str, Any]]:
    """Each station with its units and those held out. One query."""
    rows = plan.units.order_by("station__code").values("station__code", "station__name")
    counted = rows.annotate(units=Count("id"), held=Count("id", filter=Q(held_out=True)), doors=Sum("doors"))
    return [dict(row) for row in counted]


def salt(plan: HoldoutPlan, today: date) -> str:
    """Shown once the vote is over, so that anybody can draw the lots again."""
    if plan.vote_date >= today:
        return ""
    found = HoldoutSalt.objects.filter(campaign=plan.campaign_id).first()
    return found.salt if found else ""


def _rounded(value: float, places: int) -> str:
    """As people write it here; `number_format` alone would cut the digits off."""
    return number_format(round(value, places) + 0.0, places).replace("-", "\u2212")  # + 0.0: -0.0 is nothing
