"""Numbers as French files write them. Pure."""

from __future__ import annotations

import functools
import math
import re

from campaigns.territory import street_names
from campaigns.territory.sentences import Said, gettext_noop

MISSING = frozenset({"", "NA", "N/A", "#N/A", "NULL", "null", "None", "nan", "NaN", "ND"})
SUFFIXES = {
    "B": "b",
    "BIS": "bis",
    "TER": "ter",
    "T": "t",
    "QUAT": "quater",
    "QUATER": "quater",
    "QUINQUIES": "quinquies",
}
# The letter of a suffix is no beginning of a word: "31 RÉSIDENCE", "5 L'ORME".
_HOUSE = re.compile(
    r"\s*(\d{1,5})(?:[.,]0+)?\s*[-/]?\s*(BIS|TER|QUATER|QUAT|QUINQUIES|[A-Z]\d?)?(?![^\W_]|['’.])", re.IGNORECASE
)
_TO = re.compile(r"(\s*[-/]\s*|\s+)\d{1,5}\s?(?:BIS|TER|QUATER|[A-Z])?(?=\s+([^\W\d]+))", re.IGNORECASE)


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
    """``"12BIS RUE DU BAC"`` → (12, "bis", "RUE DU BAC"): number, suffix and what follows; of a range the first."""
    found = _HOUSE.match(text)
    if not found:
        return None, "", text.strip()
    letters, rest = found[2] or "", text[found.end() :]
    if letters in ("R", "r") and found.end(1) < found.start(2) and rest.strip() and not _names_a_street(rest):
        letters, rest = "", text[found.start(2) :]  # "12 R DU BAC" is a rue, "14 R RUE DU BAC" a suffix
    to = _TO.match(rest)
    if to and (to[1].strip() or _names_a_street(to[2])):  # but "12 8 MAI 1945" is no range
        rest = rest[to.end() :]
    return int(found[1]), suffix(letters), rest.strip(" ,-")


def _names_a_street(text: str) -> bool:
    words = street_names.key(text[:40]).split()
    return bool(words) and words[0] in street_names.KINDS
