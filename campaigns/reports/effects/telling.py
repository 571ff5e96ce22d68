"""Estimates in words and as one JSON object: what was found, how sure we are, what was left out. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from campaigns.reports.effects.contact import Compliers
from campaigns.reports.effects.estimating import Estimates
from campaigns.reports.effects.table import Read

NO_CLUSTER = (
    "No cluster column: errors are those of rows drawn one by one. "
    "Where households, buildings or stations were drawn, they are too small: name the column with --cluster."
)
DISTANT_MISSING = 0.01  # between the arms' shares of missing outcomes


def as_json(read: Read, found: Estimates) -> dict[str, Any]:
    """Shares, not points; null for what cannot be told, infinite ends of intervals included."""
    chance, interval = found.chance, found.interval or (None, None)
    return {
        "n": found.rows,
        "clusters": found.clusters,
        "itt": found.itt,
        "itt_se": found.error,
        **_contact(found.reached),
        "p_randomisation": chance.p,
        "p": found.p,
        "itt_low": interval[0],
        "itt_high": interval[1],
        "randomisation_low": _finite(chance.low),
        "randomisation_high": _finite(chance.high),
        "randomisation_itt": chance.observed,
        "redraws": chance.redraws,
        "all_draws": chance.exact,
        "drawn": drawn(found),
        "errors": errors(found),
        "treated": read.treated,
        "control": read.control,
        "n_treated": found.treated.rows,
        "n_control": found.control.rows,
        "mean_treated": found.treated.mean,
        "mean_control": found.control.mean,
        "missing": read.missing,
        "missing_treated": read.missing_treated,
        "missing_control": read.missing_control,
        "left_out": read.left_out,
        "notes": list(notes(read, found)),
    }


def _contact(reached: Compliers | None) -> dict[str, Any]:
    if reached is None:
        nothing = ("contact_rate", "cace", "cace_se", "first_stage_f", "cace_possible", "n_contact_known")
        return dict.fromkeys(nothing)
    return {
        "contact_rate": reached.rate,
        "cace": reached.effect,
        "cace_se": reached.error,
        "first_stage_f": _finite(reached.strength),
        "cace_possible": [[_finite(low), _finite(high)] for low, high in reached.possible],
        "n_contact_known": reached.rows,
    }


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def drawn(found: Estimates) -> str:
    if found.by_cluster:
        return "clusters"
    return "rows" if found.clusters is None else "rows inside clusters"


def errors(found: Estimates) -> str:
    if found.by_block:
        return "CR1 by block"
    return "HC2 by row" if found.clusters is None else "CR1 by cluster"


def notes(read: Read, found: Estimates) -> Iterator[str]:
    """What a reader must know before quoting a figure."""
    if read.guessed:
        yield f"“{read.treated}” was taken to be the treated arm: --treated says otherwise."
    if found.clusters is None:
        yield NO_CLUSTER
    elif not found.by_cluster:
        yield "Both arms are found inside clusters: the draw was made again inside each."
    if found.error is None:
        yield "An arm has a single unit: its error cannot be told."
    if found.chance_leads:
        yield f"Only {found.law.units} independent units: the p of randomisation is the one to quote."
    values = read.experiment.outcome
    if values.min() == values.max():
        yield "The outcome is the same in every row: it tells nothing of an effect, and its error of 0 no certainty."
    if values.min() < 0 or values.max() > 1:
        yield "The outcome is no share: effects are in its own unit, not in points."
    if read.missing and abs(_share(read, True) - _share(read, False)) > DISTANT_MISSING:
        yield "Outcomes are missing more often in one arm than in the other: the comparison may be biased."
    for name, count in read.filled.items():
        yield f"{count} empty cells of {name} were taken to be its mean."
    if found.reached is not None and found.reached.weak:
        yield "The draw hardly moved contact (first-stage F under 10): no CACE, only the effects that are possible."


def _share(read: Read, treated: bool) -> float:
    missing, rows = (read.missing_treated, read.in_treated) if treated else (read.missing_control, read.in_control)
    return missing / rows


def lines(read: Read, found: Estimates) -> Iterator[str]:
    """For a person: points where the outcome is a share."""
    chance = found.chance
    yield f"Treated “{read.treated}”: {found.treated.rows:,} rows, mean {found.treated.mean:.4f}"
    yield f"Control “{read.control}”: {found.control.rows:,} rows, mean {found.control.mean:.4f}"
    yield f"Clusters: {'none' if found.clusters is None else f'{found.clusters:,}'}. Drawn: {drawn(found)}."
    error = "" if found.error is None else f" (standard error {found.error:.4f}, {errors(found)}; p {found.p:.3f})"
    yield f"Effect of being drawn (ITT): {found.itt:+.4f}{error}"
    how = "all" if chance.exact else "redraws,"
    yield (
        f"Randomisation: p {chance.p:.4f} ({how} {chance.redraws:,}{' draws' if chance.exact else ''}), "
        f"95 % interval {chance.low:+.4f} to {chance.high:+.4f}"
    )
    if found.reached is not None:
        yield from _reached(found.reached)
    yield f"Rows without an outcome: {read.missing_treated} treated, {read.missing_control} control."
    for reason, count in read.left_out.items():
        yield f"Left out, {reason.replace('_', ' ')}: {count:,}"
    yield from notes(read, found)


def _reached(reached: Compliers) -> Iterator[str]:
    yield (
        f"Contact: {reached.treated:.4f} treated, {reached.control:.4f} control, difference {reached.rate:+.4f} "
        f"(F {reached.strength:.1f})"
    )
    if reached.effect is not None:
        yield f"Effect on those reached (CACE): {reached.effect:+.4f} (standard error {reached.error:.4f})"
    possible = " or ".join(f"{low:+.4f} to {high:+.4f}" for low, high in reached.possible)
    yield f"Possible effects on those reached (Anderson–Rubin, 95 %): {possible or 'none'}"
