"""A result in words: the sentence first, then the figures, null or not in the same size and colour."""

from __future__ import annotations

from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from campaigns.figures import percent, thousands
from campaigns.reports.effects import pooling
from campaigns.reports.effects.contact import Compliers
from campaigns.reports.effects.pooling import Belief
from campaigns.reports.models import LearnedResult
from campaigns.reports.results import Result
from campaigns.reports.sharing_results import Pool
from campaigns.targeting.models import HoldoutPlan
from canvass.desk import effect_chart
from canvass.desk.effect_chart import EffectChart

MINUS = "\u2212"
POINTS = 100.0
WAITING = {
    "too_early": gettext_lazy("The vote is not over. Nothing is looked at before, and nothing is extended after."),
    "no_outcome": gettext_lazy("The vote is over; its outcome is still to be brought in."),
}
TOO_FEW = gettext_lazy("Too few units have an outcome in both arms of a block: nothing can be estimated yet.")


def signed(value: float, places: int = 1) -> str:
    """``0.84`` → « +0,8 », ``-1.9`` → « −1,9 », what rounds to nothing « 0,0 »."""
    rounded = round(value, places)
    sign = "+" if rounded > 0 else MINUS if rounded < 0 else ""
    return sign + number_format(abs(rounded), places)


def points(value: float) -> str:
    """« +0,8 point », « −3,1 points »."""
    size = abs(round(value, 1))
    count = 1 if size == 1 else 0 if size < 2 else 2  # French counts 1.9 as one, English does not
    return ngettext("%(n)s point", "%(n)s points", count) % {"n": signed(value)}


def sentence(result: Result) -> str:
    """What a person would say who has one breath."""
    if result.found is None:
        return str(WAITING.get(result.why, TOO_FEW))
    effect = POINTS * result.found.itt
    told = {"effect": points(effect)}
    if result.interval is None:
        about = _("Effect measured on turnout: %(effect)s.") if result.of_turnout else _(
            "Effect measured on the share of our bloc: %(effect)s."
        )  # fmt: skip
        unsure = _("With so few units nobody can say how sure that is.")
        return f"{about % told} {unsure}"
    told |= {"low": signed(result.interval[0]), "high": signed(result.interval[1])}
    if result.of_turnout:
        about = _("Effect measured on turnout: %(effect)s (from %(low)s to %(high)s).")
    else:
        about = _("Effect measured on the share of our bloc: %(effect)s (from %(low)s to %(high)s).")
    sure = (
        _("We cannot rule out that it is nothing.") if result.may_be_nothing else _("Chance alone seldom gives that.")
    )
    return f"{about % told} {sure}"


def reached(result: Result) -> str:
    """About those spoken with; empty where nobody asked, or nothing is known yet."""
    found = result.found.reached if result.found else None
    if found is None:
        return ""
    cace = result.cace
    if cace is None:
        return _("The canvassed were not spoken with often enough more: no effect on those reached can be told.")
    low, high = cace.interval
    told = {"effect": points(cace.mean), "low": signed(low), "high": signed(high)}
    return _("On those spoken with: %(effect)s (from %(low)s to %(high)s).") % told


def possible(found: Compliers | None) -> str:
    """The effects on those reached that the draw does not contradict, where contact was weak."""
    if found is None or not found.weak:
        return ""
    parts = []
    for low, high in found.possible:
        if low == -float("inf") and high == float("inf"):
            return _("Any effect on them would fit.")
        if low == -float("inf"):
            parts.append(_("up to %(high)s") % {"high": signed(POINTS * high)})
        elif high == float("inf"):
            parts.append(_("from %(low)s on") % {"low": signed(POINTS * low)})
        else:
            parts.append(_("from %(low)s to %(high)s") % {"low": signed(POINTS * low), "high": signed(POINTS * high)})
    ranges = parts[0] if len(parts) == 1 else _("%(one)s or %(other)s") % {"one": parts[0], "other": parts[-1]}
    return _("What would fit, in points: %(ranges)s.") % {"ranges": ranges}


def means(result: Result) -> str:
    """What both arms did, plainly."""
    if result.found is None:
        return ""
    told = {
        "canvass": number_format(POINTS * result.found.treated.mean, 1),
        "control": number_format(POINTS * result.found.control.mean, 1),
    }
    if result.of_turnout:
        return _("Turnout: %(canvass)s %% where visits were made, %(control)s %% where none were.") % told
    return _("Our share: %(canvass)s %% where visits were made, %(control)s %% where none were.") % told


def chance(result: Result) -> str:
    """The p of randomisation in words."""
    if result.found is None:
        return ""
    told = result.found.chance
    rule = _("All %(n)s possible draws were looked at") if told.exact else _("The lots were drawn %(n)s times again")
    share = number_format(100 * told.p, 1)
    return _("%(rule)s: %(share)s %% of them show as much by chance.") % {
        "rule": rule % {"n": thousands(told.redraws)},
        "share": share,
    }


def together(result: Result) -> Belief | None:
    """Prior and result, for a plan about turnout."""
    return pooling.learned(result.prior, result.cace) if result.of_turnout and result.cace else None


def rows(result: Result, learned: LearnedResult | None) -> list[dict[str, Any]]:
    """Prior, result and both, as the table beside the picture has them; what was learned stays as it was then."""
    if learned is not None:
        beliefs = [Belief(learned.prior, learned.prior_error), Belief(learned.result, learned.result_error),
                   Belief(learned.together, learned.together_error)]  # fmt: skip
    elif result.cace is not None and result.of_turnout:
        beliefs = [result.prior, result.cace, pooling.learned(result.prior, result.cace)]
    else:
        return []
    names = (_("Expected before"), _("Measured on those spoken with"), _("Both together"))
    return [_row(name, belief) for name, belief in zip(names, beliefs, strict=True)]


def _row(name: str, belief: Belief) -> dict[str, Any]:
    return {
        "name": name,
        "belief": belief,
        "effect": signed(belief.mean, 2),
        "error": number_format(belief.error, 2),
        "interval": _interval(belief.interval),
    }


def _interval(ends: tuple[float, float]) -> str:
    return _("from %(low)s to %(high)s") % {"low": signed(ends[0]), "high": signed(ends[1])}


def chart(told: list[dict[str, Any]]) -> EffectChart | None:
    """The bars under the bell; None where there is nothing to compare."""
    if not told:
        return None
    bars = [(row["name"], row["belief"].mean, row["belief"].interval) for row in told[1:]]
    return effect_chart.draw(told[0]["belief"], bars)


def pool_rows(pool: Pool, plan: HoldoutPlan) -> list[dict[str, Any]]:
    """Each result of the pool by the first letters of its plan's hash, then both means of all and their range.

    ``pk``: of a row that this campaign brought, and may take out.
    """
    found: list[dict[str, Any]] = [
        {
            "name": row.plan_sha256[:8],
            "pk": row.pk if row.campaign_id == plan.campaign_id else None,
            "ours": row.plan_id == plan.pk,
            "contact": "–" if row.contact is None else percent(row.contact),
            "itt": f"{signed(row.itt)} ({number_format(row.itt_error, 1)})",
            "cace": "–" if row.cace is None else f"{signed(row.cace)} ({number_format(row.cace_error or 0.0, 1)})",
            "mean": False,
        }
        for row in pool.results
    ]
    if pool.itt is None or len(pool.results) < 2:
        return found
    for name, kind in ((_("One effect for all"), "fixed"), (_("Effects that differ"), "random")):
        means = [getattr(each, kind) if each else None for each in (pool.itt, pool.cace)]
        told = ["–" if mean is None else f"{signed(mean.mean)} ({number_format(mean.error, 1)})" for mean in means]
        found.append({"name": name, "contact": "", "itt": told[0], "cace": told[1], "mean": True})
    ends = [_interval((each.low, each.high)) if each else "–" for each in (pool.itt, pool.cace)]
    found.append({"name": _("Range of campaigns"), "contact": "", "itt": ends[0], "cace": ends[1], "mean": True})
    return found
