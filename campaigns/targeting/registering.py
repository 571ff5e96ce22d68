"""The pre-registration of a plan: what was meant to be done, written before anybody knows how it ends.

One list of sections is told twice, as JSON for programs and as Markdown for people. Both are made when the plan is
committed and never again; their SHA-256 can be published.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from campaigns.targeting import lots, verifying
from campaigns.targeting.lots import Lot
from campaigns.targeting.models import HoldoutPlan
from campaigns.targeting.proposing import Proposal

FORMAT = "canvass-holdout-1"
ANALYSED_AFTER_DAYS = 14


@dataclass(frozen=True)
class Entry:
    """One line: its key in the JSON, its label in the text, and the value of both."""

    key: str
    label: str
    value: Any


@dataclass(frozen=True)
class Section:
    key: str
    title: str
    entries: tuple[Entry, ...]


def register(plan: HoldoutPlan, proposal: Proposal, drawn: Sequence[Lot]) -> None:
    """Write both files into the plan, which is still open. Times are UTC."""
    sections = _sections(plan, proposal, drawn)
    plan.registration = as_json(sections)
    plan.registration_sha256 = lots.digest(plan.registration)
    plan.registration_text = as_markdown(plan, sections)
    plan.registration_text_sha256 = lots.digest(plan.registration_text)


def as_json(sections: Sequence[Section]) -> str:
    """``{"format", "language", section: {key: value}}``, indented, with a line end."""
    told: dict[str, Any] = {"format": FORMAT, "language": get_language() or "en"}
    told |= {section.key: {entry.key: entry.value for entry in section.entries} for section in sections}
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def as_markdown(plan: HoldoutPlan, sections: Sequence[Section]) -> str:
    lines = ["# " + _("Pre-registration: %(plan)s") % {"plan": plan.name}, ""]
    for section in sections:
        lines += [f"## {section.title}", ""]
        told = _("- **%(label)s**: %(value)s")
        lines += [told % {"label": entry.label, "value": _in_words(entry.value)} for entry in section.entries]
        lines.append("")
    lines.append(f"JSON, SHA-256: `{plan.registration_sha256}`")
    return "\n".join(lines) + "\n"


def _in_words(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, float):
        return f"{value:.4f}".rstrip("0").rstrip(".")
    if isinstance(value, dict):
        return "; ".join(f"{key} {_in_words(each)}" for key, each in value.items()) or _("none")
    if isinstance(value, list):
        return "; ".join(_in_words(each) for each in value) or _("none")
    return str(value) if value not in ("", None) else _("none")


def _sections(plan: HoldoutPlan, proposal: Proposal, drawn: Sequence[Lot]) -> list[Section]:
    assert plan.committed_at is not None
    return [
        Section("plan", _("Plan"), _plan(plan)),
        Section("hypothesis", _("Hypothesis"), _hypothesis(plan)),
        Section("design", _("Design"), _design(plan, proposal)),
        Section("draw", _("Draw"), _draw(plan, proposal, drawn)),
        Section("outcomes", _("What is measured"), _outcomes(plan)),
        Section("analysis", _("Analysis"), _analysis(plan)),
        Section("exclusions", _("Left out"), _exclusions(proposal)),
        Section("power", _("What the plan can see"), _power(plan)),
        Section("priors", _("What is expected beforehand"), _priors(plan)),
        Section("software", _("Software"), _software(plan)),
    ]


def _plan(plan: HoldoutPlan) -> tuple[Entry, ...]:
    assert plan.committed_at is not None
    return (
        Entry("campaign", _("Campaign"), plan.campaign.name),
        Entry("code", _("Plan"), plan.code),
        Entry("name", _("Name"), plan.name),
        Entry("election", _("Vote"), plan.election),
        Entry("round", _("Round"), plan.round),
        Entry("vote_date", _("Day of the vote"), plan.vote_date.isoformat()),
        Entry("committed_at", _("Committed at (UTC)"), plan.committed_at.isoformat(timespec="seconds")),
        Entry("committed_by", _("Committed by"), str(plan.committed_by.user) if plan.committed_by else ""),
        Entry("pool", _("Pooled with the campaigns of"), plan.pool),
    )


def _hypothesis(plan: HoldoutPlan) -> tuple[Entry, ...]:
    claims = {
        "turnout": _("Being canvassed changes turnout."),
        "own_share": _("Being canvassed changes the share of our bloc among valid votes."),
    }
    return (
        Entry("statement", _("Hypothesis"), claims[plan.outcome]),
        Entry("direction", _("Direction"), str(HoldoutPlan.Direction(plan.direction).label)),
        Entry("test", _("Test"), _("Two-sided, 5 %, whatever the direction expected")),
    )


def _design(plan: HoldoutPlan, proposal: Proposal) -> tuple[Entry, ...]:
    strata = {
        "buildings": _("Inside each polling station, buildings by number of doors, in blocks of the size below"),
        "stations": _("Pairs of stations near in past turnout and own share: least total Mahalanobis distance"),
    }
    return (
        Entry("unit", _("Unit"), str(HoldoutPlan.Kind(plan.kind).label)),
        Entry("strata", _("Strata"), strata[plan.kind]),
        Entry("block_size", _("Block size"), plan.block_size),
        Entry("control_share", _("Share held out"), round(plan.control_share, 4)),
        Entry("blocks", _("Blocks"), len(proposal.design.blocks)),
        Entry("stations", _("Polling stations"), plan.terms["stations"]),
        Entry("past_election", _("Past election that tells turnout and own share"), plan.terms["past_election"]),
        Entry("own_bloc", _("Own bloc"), plan.terms["own_bloc"]),
    )


def _draw(plan: HoldoutPlan, proposal: Proposal, drawn: Sequence[Lot]) -> tuple[Entry, ...]:
    rule = _("Seed: first 16 bytes, big-endian, of SHA-256 of “salt|plan”; in each block the unit number ⌊u·size⌋")
    how = _(
        "Take the SHA-256 of the assignment file: it is the one above. After the vote the salt is published: its "
        "SHA-256 is the one above, it gives the seed, and the seed gives the lots"
    )
    told = zip(drawn, proposal.design.units, strict=True)
    arms = {True: [0, 0, 0.0], False: [0, 0, 0.0]}
    for lot, unit in told:
        arm = arms[lot.held_out]
        arm[0], arm[1], arm[2] = arm[0] + 1, arm[1] + unit.doors, arm[2] + unit.registered
    counted = {
        name: {"units": arms[held][0], "doors": arms[held][1], "registered": round(arms[held][2])}
        for name, held in (("canvass", False), ("control", True))
    }
    return (
        Entry("rule", _("Rule"), rule),
        Entry("seed", _("Seed"), plan.seed),
        Entry("salt_sha256", _("SHA-256 of the salt"), plan.salt_commitment),
        Entry("assignment_sha256", _("SHA-256 of the assignment"), plan.assignment_sha256),
        Entry("arms", _("Arms"), counted),
        Entry("checked", _("Checked when committed"), verifying.when_committed(plan, list(plan.units.all()))),
        Entry("how_to_check", _("How to check"), how),
        Entry("balance", _("Standardised differences, canvassed minus held out"), _balance(plan)),
        Entry("balance_p", _("Chance of so uneven a draw (2,000 redraws of the same design)"), plan.balance["p"]),
        Entry("earlier_draws", _("Earlier draws on the same ground, abandoned"), earlier(plan)),
    )


def _balance(plan: HoldoutPlan) -> dict[str, float]:
    pairs = zip(plan.balance["covariates"], plan.balance["differences"], strict=True)
    return {name: round(difference, 4) for name, difference in pairs}


def earlier(plan: HoldoutPlan) -> list[dict[str, str]]:
    """Plans that drew lots on some of this ground before and were abandoned: a reader must know of every draw."""
    stations = plan.units.values("station")
    before = HoldoutPlan.objects.filter(
        campaign_id=plan.campaign_id, number__lt=plan.number, abandoned_at__isnull=False, units__station__in=stations
    )
    return [
        {"plan": row.code, "abandoned_at": row.abandoned_at.date().isoformat(), "because": row.abandoned_because}
        for row in before.distinct().order_by("number")
        if row.abandoned_at
    ]


def _outcomes(plan: HoldoutPlan) -> tuple[Entry, ...]:
    by_building = _(
        "people on the roll and people who voted, counted by building of 5 dwellings and more from the lists"
    )
    by_station = _("official results of each polling station")
    turnout, share = _("turnout, people who voted among people on the roll"), _("votes for our bloc among valid votes")
    ordered = [share, turnout] if plan.outcome == HoldoutPlan.Outcome.OWN_SHARE else [turnout]
    return (
        Entry("in_order", _("In this order"), ordered),
        Entry("source", _("Source"), by_building if plan.of_buildings else by_station),
        Entry(
            "contact", _("Contact"), _("share of the doors of a unit where a conversation was noted before the vote")
        ),
    )


def _analysis(plan: HoldoutPlan) -> tuple[Entry, ...]:
    people = _(
        "Least squares of the outcome on the assignment, effects of blocks, centred past turnout; errors CR1, by block "
        "where blocks have ten units or fewer, else by unit"
    )
    stations = _("Least squares of shares weighted by people on the roll, effects of pairs; errors HC2")
    after = ANALYSED_AFTER_DAYS if plan.of_buildings else 1
    return (
        Entry("estimator", _("Estimator"), people if plan.of_buildings else stations),
        Entry(
            "first", _("Told first"), _("Effect of being assigned to canvassing, whoever opened (intention to treat)")
        ),
        Entry(
            "then",
            _("Told next"),
            _("Effect on those spoken with, by two-stage least squares; none if contact is weak"),
        ),
        Entry("p", _("Randomisation p"), _("5,000 redraws of the same design, interval by inversion")),
        Entry("covariates", _("Covariates"), plan.balance["covariates"]),
        Entry("clustering", _("Clustering"), str(HoldoutPlan.Kind(plan.kind).label)),
        Entry("missing", _("Missing outcomes"), _("left out, counted, compared between the arms")),
        Entry("stopping", _("Stopping rule"), _("the vote; nothing is looked at before, nothing is extended after")),
        Entry("date", _("Analysed on"), (plan.vote_date + timedelta(days=after)).isoformat()),
    )


def _exclusions(proposal: Proposal) -> tuple[Entry, ...]:
    found = proposal.candidates
    return (
        Entry("small_buildings", _("Buildings of fewer than 5 dwellings"), found.small),
        Entry("closed_buildings", _("Buildings that asked for no visit"), found.closed),
        Entry("visited", _("Units visited before the draw"), len(found.visited)),
        Entry("left_over", _("Units that filled no block"), len(proposal.design.left_over)),
    )


def _power(plan: HoldoutPlan) -> tuple[Entry, ...]:
    seen = plan.terms["power"]
    inputs = ("sd_points", "contact") if not plan.of_buildings else ("turnout", "icc", "explained", "contact")
    return (
        Entry("inputs", _("Inputs"), {name: seen[name] for name in (*inputs, "level", "power")}),
        Entry("people", _("People on the roll, both arms"), plan.terms["people"]),
        Entry("se_points", _("Standard error, points"), round(seen["se"], 4)),
        Entry("mde_itt_points", _("Smallest effect seen on all who are canvassed, points"), round(seen["mde_itt"], 4)),
        Entry("mde_cace_points", _("Smallest effect seen on those spoken with, points"), round(seen["mde_cace"], 4)),
    )


def _priors(plan: HoldoutPlan) -> tuple[Entry, ...]:
    return (
        Entry("effect_points", _("Effect on those spoken with, points"), plan.terms["expected_points"]),
        Entry("in_force", _("Assumptions of the campaign’s ranking then"), plan.terms["priors"]),
    )


def _software(plan: HoldoutPlan) -> tuple[Entry, ...]:
    return (
        Entry("canvass", "Canvass", version()),
        Entry("library", _("Random numbers"), f"{plan.library}, Generator(PCG64)"),
    )


def version() -> str:
    """The version of this program."""
    written = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))
    return str(written["project"]["version"])
