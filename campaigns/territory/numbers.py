"""Numbers as French files write them. Pure."""

from __future__ import annotations

import re

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


def whole(text: str) -> int | None:
    """``"1 240"``, ``"163,0000"``, ``"12.0"`` → a whole number; None for a missing one. Raises ValueError."""
    cleaned = text.replace("\u202f", "").replace("\xa0", "").replace(" ", "").replace(",", ".")
    if cleaned in MISSING:
        return None
    if cleaned.isdecimal():
        return int(cleaned)
    number = float(cleaned)
    if number != int(number):
        raise ValueError(f"not a whole number: {text!r}")
    return int(number)


def decimal(text: str) -> float | None:
    """``"2,47"``, ``"48.85"`` → a number; None for a missing one. Raises ValueError."""
    if text in MISSING:
        return None
    number = float(text.replace(",", ".", 1))
    if number != number or number in (float("inf"), float("-inf")):
        raise ValueError(f"not a number: {text!r}")
    return number


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
