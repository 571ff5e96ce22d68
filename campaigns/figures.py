"""Numbers as people read them in French and English alike. Pure."""

from __future__ import annotations

NARROW = "\u202f"


def thousands(value: float | None) -> str:
    """``1240`` → « 1 240 »."""
    return "–" if value is None else f"{round(value):,}".replace(",", NARROW)


def percent(value: float | None) -> str:
    """``.374`` → « 37 % »; a dash when nothing can be said."""
    return "–" if value is None else f"{round(value * 100)}{NARROW}%"


def duration(minutes: float) -> str:
    """``105`` → « 1 h 45 »."""
    hours, rest = divmod(round(minutes), 60)
    return f"{hours}{NARROW}h{NARROW}{rest:02d}" if hours else f"{rest}{NARROW}min"
