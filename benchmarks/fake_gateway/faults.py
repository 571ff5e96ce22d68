"""What may go wrong, each with its rate from 0 to 1, and what is drawn for one text: the same for the same seed, in
whatever order the texts come."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Faults:
    """The answer to a call is one of these, or a plain acceptance; then what happens to the calls back."""

    accept_then_silence: float = 0
    accept_then_500: float = 0
    accept_then_reset: float = 0
    accept_then_garble: float = 0
    accept_slowly: float = 0
    error_500: float = 0
    reset_before: float = 0
    reset_after: float = 0
    throttle_429: float = 0
    closed_503: float = 0
    page_503: float = 0
    page_404: float = 0
    refuse: Mapping[int, float] = field(default_factory=dict)
    """4xx with this code."""
    list_500: float = 0

    fail_later: Mapping[int, float] = field(default_factory=dict)
    """Accepted, then reported as undelivered with this code."""
    report_late: float = 0
    report_doubled: float = 0
    reports_permuted: float = 0
    report_never: float = 0
    report_before_answer: float = 0
    report_forged: float = 0
    """A second call with a wrong signature and a lie in it."""
    report_unsigned: float = 0
    report_with_more: float = 0
    """Parameters that nobody has heard of."""


ANSWERS = (
    "accept_then_silence", "accept_then_500", "accept_then_reset", "accept_then_garble", "accept_slowly", "error_500",
    "reset_before", "reset_after", "throttle_429", "closed_503", "page_503", "page_404",
)  # fmt: skip
REPORTS = (
    "report_late", "report_doubled", "reports_permuted", "report_never", "report_before_answer", "report_forged",
    "report_unsigned", "report_with_more",
)  # fmt: skip
ACCEPT = "accept"


@dataclass(frozen=True)
class Drawn:
    """``answer``: ``accept``, one of ANSWERS, or ``refuse:CODE``. ``reports``: some of REPORTS."""

    answer: str
    reports: frozenset[str]
    fails_with: int | None
    order: tuple[float, ...]
    """Numbers from 0 to 1, for what else is to be shuffled or spread."""


def draw(faults: Faults, *, seed: int, body: str, times: int) -> Drawn:
    """For a text with this body that is handed over for the ``times``-th time."""
    chance = random.Random(f"{seed}:{times}:{body}")
    rates = {name: getattr(faults, name) for name in ANSWERS}
    rates |= {f"refuse:{code}": rate for code, rate in faults.refuse.items()}
    return Drawn(
        answer=_one(chance, rates) or ACCEPT,
        reports=frozenset(name for name in REPORTS if chance.random() < getattr(faults, name)),
        fails_with=int(_one(chance, {str(code): rate for code, rate in faults.fail_later.items()}) or 0) or None,
        order=tuple(chance.random() for _each in range(8)),
    )


def _one(chance: random.Random, rates: Mapping[str, float]) -> str | None:
    left = chance.random()
    for name, rate in rates.items():
        left -= rate
        if left < 0:
            return name
    return None
