"""From a table of people, buildings or stations to an experiment: which rows count, and how many were left out. Pure.

A row counts when it has an outcome, an arm among the two compared, and a cluster and a block where these are asked for.
Empty covariates become the mean of the others: a covariate is no reason to lose a row. Empty contact leaves a row in
the ITT and out of the CACE, unless all of a control arm is empty: nobody went there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from campaigns.reports.effects import columns, experiment
from campaigns.reports.effects.columns import Column
from campaigns.reports.effects.experiment import Experiment, Flags, Floats
from campaigns.territory.reading import FileProblem
from campaigns.territory.sentences import gettext_noop


@dataclass(frozen=True)
class Asked:
    """Which columns say what."""

    outcome: str
    treatment: str
    contact: str = ""
    cluster: str = ""
    block: str = ""
    weight: str = ""
    covariates: tuple[str, ...] = ()
    treated: str = ""
    """The cell that stands for the treated arm; told by its meaning when empty."""
    control: str = ""
    only: tuple[tuple[str, str], ...] = ()
    """Columns and the cell that a row must have there."""

    @property
    def names(self) -> list[str]:
        named = [self.outcome, self.treatment, self.contact, self.cluster, self.block, self.weight, *self.covariates]
        return list(dict.fromkeys(name for name in [*named, *(name for name, _cell in self.only)] if name))


@dataclass(frozen=True)
class Read:
    """The experiment of a file, and what became of the other rows."""

    experiment: Experiment
    treated: str
    control: str
    guessed: bool
    """Nothing says which arm is which: the larger number, or the arm with more contact, is the treated one."""
    rows: int
    """Of the file."""
    missing_treated: int
    """Without an outcome."""
    missing_control: int
    in_treated: int
    """Rows of the arm, with or without an outcome."""
    in_control: int
    left_out: dict[str, int] = field(default_factory=dict)
    """For other reasons: ``not_asked_for``, ``no_arm``, ``other_arm``, ``no_cluster``, ``no_block``, ``no_weight``."""
    filled: dict[str, int] = field(default_factory=dict)
    """Empty cells of each covariate that were taken to be its mean."""

    @property
    def missing(self) -> int:
        return self.missing_treated + self.missing_control


def read(path: Path, asked: Asked) -> Read:
    """Raises FileProblem for a file that cannot be understood, DomainError for one that is no experiment."""
    _check_named_once(path, asked)
    found = columns.read(path, asked.names)
    left_out: dict[str, int] = {}
    kept = np.ones(len(found[asked.outcome].codes), dtype=bool)
    for name, cell in asked.only:
        kept = _without(kept, found[name].holding(cell), left_out, "not_asked_for")
    if not kept.any():
        raise FileProblem(gettext_noop("%(file)s: no row is left under these conditions."), file=path.name)
    arm = found[asked.treatment]
    treated, control, guessed = _arms(path, found, kept, asked)
    assigned, against = arm.holding(treated), arm.holding(control)
    empty = np.array([cell in columns.NO_ARM for cell in arm.known], dtype=bool)[arm.rows]
    kept = _without(kept, ~empty, left_out, "no_arm")
    kept = _without(kept, assigned | against, left_out, "other_arm")
    for name, reason in ((asked.cluster, "no_cluster"), (asked.block, "no_block"), (asked.weight, "no_weight")):
        if name:
            kept = _without(kept, found[name].filled, left_out, reason)
    outcome = columns.figures(path, found[asked.outcome], kept)
    complete = kept & ~np.isnan(outcome)
    filled: dict[str, int] = {}
    return Read(
        experiment=experiment.of(
            outcome[complete],
            assigned[complete].astype(np.float64),
            contact=_contact(path, found.get(asked.contact), complete, assigned),
            cluster=found[asked.cluster].rows[complete] if asked.cluster else None,
            block=found[asked.block].rows[complete] if asked.block else None,
            covariates=_covariates(path, [found[name] for name in asked.covariates], complete, filled),
            weights=_weights(path, found.get(asked.weight), complete),
        ),
        treated=treated,
        control=control,
        guessed=guessed,
        rows=len(kept),
        missing_treated=int((kept & assigned & ~complete).sum()),
        missing_control=int((kept & against & ~complete).sum()),
        in_treated=int((kept & assigned).sum()),
        in_control=int((kept & against).sum()),
        left_out={reason: count for reason, count in left_out.items() if count},
        filled=filled,
    )


def _arms(path: Path, found: dict[str, Column], kept: Flags, asked: Asked) -> tuple[str, str, bool]:
    """The cells of who was treated and who was not, and whether that had to be guessed from who was met more."""
    arm = found[asked.treatment]
    treated, control = columns.arms(path, arm, kept, treated=asked.treated, control=asked.control)
    guessed = not (asked.treated or asked.control) and not columns.plain_arms(treated, control)
    if guessed and _met_more(path, found.get(asked.contact), arm.holding(control) & kept, arm.holding(treated) & kept):
        treated, control = control, treated
    return treated, control, guessed


def _check_named_once(path: Path, asked: Asked) -> None:
    """An outcome explains itself, and a draw taken out of itself is gone: both give figures without sense."""
    others = (asked.contact, asked.cluster, asked.block, asked.weight, *asked.covariates)
    arm_too = (asked.weight, *asked.covariates)
    for name, again in ((asked.outcome, (asked.treatment, *others)), (asked.treatment, arm_too)):
        if name.strip().casefold() in {other.strip().casefold() for other in again}:
            raise FileProblem(
                gettext_noop("%(file)s: column %(name)s is named twice; the outcome and the arm need columns of their "
                             "own."),
                file=path.name, name=name,
            )  # fmt: skip


def _without(kept: Flags, wanted: Flags, left_out: dict[str, int], reason: str) -> Flags:
    left_out[reason] = left_out.get(reason, 0) + int((kept & ~wanted).sum())
    return kept & wanted


def _met_more(path: Path, column: Column | None, here: Flags, there: Flags) -> bool:
    """Contact between 0 and 1 is more usual here than there: nobody is reached by not being drawn."""
    if column is None:
        return False
    values = np.nan_to_num(columns.figures(path, column, here | there))
    return bool(values.min() >= 0 and values.max() <= 1 and values[here].mean() > values[there].mean())


def _contact(path: Path, column: Column | None, among: Flags, assigned: Flags) -> Floats | None:
    """Between 0 and 1; of two other numbers, the one that is more usual in the treated arm is contact."""
    if column is None:
        return None
    values = columns.figures(path, column, among)[among]
    if not (~assigned[among] & ~np.isnan(values)).any():
        values = np.where(assigned[among], values, 0.0)
    known = values[~np.isnan(values)]
    if known.size and (known.min() < 0 or known.max() > 1):
        kinds = np.unique(known)
        if len(kinds) != 2:
            raise FileProblem(
                gettext_noop("%(file)s: contact in column %(name)s must lie between 0 and 1, or be yes or no."),
                file=path.name, name=column.name,
            )  # fmt: skip
        treated = assigned[among]
        often = [(values[treated] == kind).mean() - (values[~treated] == kind).mean() for kind in kinds]
        values = np.where(np.isnan(values), np.nan, values == kinds[int(np.argmax(often))])
    return np.asarray(values)


def _covariates(path: Path, chosen: list[Column], among: Flags, filled: dict[str, int]) -> Floats | None:
    if not chosen:
        return None
    made = []
    for column in chosen:
        values = _words_apart(path, column, among)
        holes = np.isnan(values)
        if holes.all():
            raise FileProblem(gettext_noop("%(file)s: column %(name)s is empty."), file=path.name, name=column.name)
        if holes.any():
            filled[column.name] = int(holes.sum())
        made.append(np.where(holes, values[~holes].mean(), values))
    return np.column_stack(made)


def _words_apart(path: Path, column: Column, among: Flags) -> Floats:
    """Numbers; or of two words, 1 for one of them."""
    found = column.arms(among & column.filled)
    if len(found) == 2 and not any(word.replace(".", "").lstrip("-").isdigit() for word in found):
        first = next(iter(found.values()))
        return np.where(column.filled, ~column.holding(first), np.nan)[among]
    return columns.figures(path, column, among)[among]


def _weights(path: Path, column: Column | None, among: Flags) -> Floats | None:
    if column is None:
        return None
    values = columns.figures(path, column, among)[among]
    if values.size and values.min() <= 0:
        raise FileProblem(
            gettext_noop("%(file)s: weights in column %(name)s must be above 0."), file=path.name, name=column.name
        )
    return values
