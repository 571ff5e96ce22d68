"""Numbers as French files write them. Pure."""

from __future__ import annotations

import functools
import math
import re

from campaigns.territory.sentences import Said, gettext_noop

MISSING = frozenset({"", "NA", "N/A", "NULL", "null", "None", "nan", "ND"})
SUFFIXES = {
    "B": "b",
    "BIS": "bis",
    "TER": "ter",
    "T": "t",
    "QUAT": "quater",
    "QUATER": "quater",
    "QUINQUIES": "quinquies",
}
_HOUSE = re.compile(
    r"\s*(\d{1,5})(?:[.,]0+)?\s*[-/]?\s*(BIS|TER|QUATER|QUAT|QUINQUIES|[A-Z]\d?)?(?![A-Z0-9])", re.IGNORECASE
)


class NotANumber(Said, ValueError):
    """What stands in a column of numbers and is none."""

    def __init__(self, text: str) -> None:
        super().__init__(gettext_noop("not a number: “%(text)s”"), text=text)


def whole(text: str) -> int | None:
    """``"1 240"``, ``"163,0000"``, ``"12.0"`` → a whole number; None for a missing one. Raises NotANumber."""
    if text.isdecimal() and len(text) < 16:
        return int(text)
    cleaned = text.replace("\u202f", "").replace("\xa0", "").replace(" ", "").replace(",", ".")
    if cleaned in MISSING:
        return None
    number = decimal(cleaned) or 0.0
    if not number.is_integer():
        raise NotANumber(text)
    return int(number)


def decimal(text: str) -> float | None:
    """``"2,47"``, ``"48.85"`` → a number; None for a missing one. Raises NotANumber."""
    if text in MISSING:
        return None
    try:
        number = float(text.replace(",", ".", 1))
    except ValueError:
        raise NotANumber(text) from None
    if not math.isfinite(number):
        raise NotANumber(text)
    return number


@functools.lru_cache(maxsize=1_024)
def suffix(text: str) -> str:
    """``"BIS"`` → ``bis``, ``"B"`` → ``b``: letters are not guessed to be words."""
    cleaned = text.strip().upper()
    return "" if cleaned in MISSING else SUFFIXES.get(cleaned, cleaned.lower())[:10]


def house(text: str) -> tuple[int | None, str, str]:
    """``"12BIS RUE DU BAC"`` → (12, "bis", "RUE DU BAC"): number, suffix and what follows."""
    found = _HOUSE.match(text)
    if not found:
        return None, "", text.strip()
    return int(found[1]), suffix(found[2] or ""), text[found.end() :].strip(" ,-")
