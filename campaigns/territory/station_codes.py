"""Codes of communes and stations, however a file writes them. Pure."""

from __future__ import annotations

import functools
import re

# The Ministry names overseas departments with letters where INSEE has numbers.
MINISTRY_DEPARTMENTS = {
    "ZA": "971", "ZB": "972", "ZC": "973", "ZD": "974", "ZS": "975", "ZM": "976", "ZX": "977", "ZW": "986", "ZP": "987",
    "ZN": "988", "ZZ": "99",
}  # fmt: skip
# Saint-Barthélemy (701) and Saint-Martin (801) share the letters ZX or the number 977; INSEE has 978 for the second.
WITH_SAINT_MARTIN = frozenset({"ZX", "977"})
# Paris, Lyon and Marseille vote as one commune; addresses name their arrondissement.
CITIES = {"75056": "Paris", "69123": "Lyon", "13055": "Marseille"}
ARRONDISSEMENTS = {
    **{f"751{n:02d}": "75056" for n in range(1, 21)},
    **{f"6938{n}": "69123" for n in range(1, 10)},
    **{f"132{n:02d}": "13055" for n in range(1, 17)},
}
_COMMUNE = re.compile(r"(?:0[1-9]|[1-8]\d|9[0-5]|2[AB])\d{3}|9[78]\d{3}|99\d{3}", re.ASCII)
_PART_OF_A_CITY = re.compile(r"(?<=\d)(?:SR|AR)\d{1,2}$")  # the Ministry's sectors: 056SR12
_STATION = re.compile(r"0*(\d{1,4})([A-Z]{0,3})", re.ASCII)
_UNUSUAL = re.compile(r"(?=.*[0-9])[0-9A-Z.\-]{1,8}")


@functools.lru_cache(maxsize=8_192)
def commune(text: str) -> str | None:
    """``"1001"`` and ``"01001"`` → ``01001``; ``"75112"`` → ``75056``; None for what is no INSEE code."""
    cleaned = _PART_OF_A_CITY.sub("", text.strip().upper())
    if cleaned.isdecimal() and len(cleaned) == 4:
        cleaned = "0" + cleaned
    return ARRONDISSEMENTS.get(cleaned, cleaned) if _COMMUNE.fullmatch(cleaned) else None


def arrondissement(text: str) -> int | None:
    """The arrondissement that a full code names: ``"75112"`` and ``"69382"`` → 12 and 2; None for any other."""
    code = text.strip()
    return int(code[3:] if code[:3] != "693" else code[4:]) if code in ARRONDISSEMENTS else None


def city(code: str, name: str) -> str:
    """The name of a commune, that of the whole city where a file names an arrondissement."""
    return CITIES.get(code, name)


def commune_of(department: str, within: str) -> str | None:
    """``("94", "33")`` → ``94033``; ``("ZD", "411")`` → ``97411``; a full code in the second part is kept."""
    department, within = department.strip().upper(), _PART_OF_A_CITY.sub("", within.strip().upper())
    if not within:
        return None
    if len(within) == 5:
        return commune(within)
    if department in WITH_SAINT_MARTIN and len(within) == 3 and within.startswith("8"):
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


def number_in(commune: str, text: str) -> str | None:
    """A station of an arrondissement by its number in the city: ``("75112", "7")`` → ``1207``; else as `number`."""
    inside, found = arrondissement(commune), number(text)
    if inside is None or found is None or not found.isdecimal() or int(found) > 99:
        return found
    return f"{inside:02d}{int(found):02d}"
