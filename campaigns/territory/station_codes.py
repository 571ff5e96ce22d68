"""Codes of communes and stations, however a file writes them. Pure."""

from __future__ import annotations

import functools
import re

# The Ministry names overseas departments with letters where INSEE has numbers.
MINISTRY_DEPARTMENTS = {
    "ZA": "971", "ZB": "972", "ZC": "973", "ZD": "974", "ZS": "975", "ZM": "976", "ZX": "977", "ZW": "986", "ZP": "987",
    "ZN": "988", "ZZ": "99",
}  # fmt: skip
# Saint-Barthélemy (701) and Saint-Martin (801) share the letters ZX, and the department 977 for INSEE no longer.
SAINT_MARTIN = ("ZX", "8")
_COMMUNE = re.compile(r"(?:0[1-9]|[1-8]\d|9[0-5]|2[AB])\d{3}|9[78]\d{3}|99\d{3}")
_STATION = re.compile(r"0*(\d{1,4})([A-Z]{0,2})")
_UNUSUAL = re.compile(r"(?=.*\d)[0-9A-Z.\-]{1,8}")


@functools.lru_cache(maxsize=8_192)
def commune(text: str) -> str | None:
    """``"1001"`` and ``"01001"`` → ``01001``; None for what is no INSEE code."""
    cleaned = text.strip().upper()
    if cleaned.isdecimal() and len(cleaned) == 4:
        cleaned = "0" + cleaned
    return cleaned if _COMMUNE.fullmatch(cleaned) else None


def commune_of(department: str, within: str) -> str | None:
    """``("94", "33")`` → ``94033``; ``("ZD", "411")`` → ``97411``; a full code in the second part is kept."""
    department, within = department.strip().upper(), within.strip().upper()
    if not within:
        return None
    if len(within) == 5:
        return commune(within)
    if (department, within[:1]) == SAINT_MARTIN:
        department = "978"
    department = MINISTRY_DEPARTMENTS.get(department, department.zfill(2))
    return commune(department + within.zfill(5 - len(department))[-(5 - len(department)) :])


def number(text: str) -> str | None:
    """``"1"``, ``"0001"``, ``"12A"`` → padded to four, letters kept; ``"01.1"`` stays; None for what is no station."""
    cleaned = text.strip().upper().replace(" ", "")
    found = _STATION.fullmatch(cleaned)
    if found:
        return found[1].zfill(4) + found[2]
    return cleaned if _UNUSUAL.fullmatch(cleaned) else None
