"""Which bloc a list, candidate or nuance is counted in, by kind of election. Pure; editable later in the product.

The Ministry files nuances, not blocs: the grouping is a choice. Where a code has changed sides, each election says its
own. An unknown code goes to “other” and is reported, never dropped.
"""

from __future__ import annotations

import re
import unicodedata

LEFT, CENTRE, RIGHT, FAR_RIGHT, OTHER = "left", "centre", "right", "far_right", "other"

_BLOCS: dict[tuple[str, str], dict[str, str]] = {
    ("european", "2014"): {
        LEFT: "LEXG LFG LVEC LUG LDVG",
        CENTRE: "LUC",
        RIGHT: "LUMP LDVD",
        FAR_RIGHT: "LFN LEXD",
        OTHER: "LDIV",
    },
    ("presidential", "2017"): {
        LEFT: "ARTHAUD POUTOU MELENCHON HAMON",
        CENTRE: "MACRON",
        RIGHT: "FILLON",
        FAR_RIGHT: "LE-PEN DUPONT-AIGNAN",
        OTHER: "LASSALLE ASSELINEAU CHEMINADE",
    },
    ("legislative", "2017"): {
        LEFT: "EXG COM FI SOC RDG DVG ECO",
        CENTRE: "REM MDM MOM",
        RIGHT: "LR UDI DVD",
        FAR_RIGHT: "FN EXD DLF",
        OTHER: "DIV REG",
    },
    ("municipal", "2020"): {
        LEFT: "LUG",
        CENTRE: "LREM LUC LDVC",
        RIGHT: "LUD LUDI",
        OTHER: "LNC LGJ",
    },
    ("regional", "2021"): {
        LEFT: "LUGE",
        CENTRE: "LUC LDVC",
        RIGHT: "LUD LUCD",
    },
    ("presidential", "2022"): {
        LEFT: "ARTHAUD POUTOU ROUSSEL MELENCHON HIDALGO JADOT",
        CENTRE: "MACRON",
        RIGHT: "PECRESSE",
        FAR_RIGHT: "LE-PEN ZEMMOUR DUPONT-AIGNAN",
        OTHER: "LASSALLE",
    },
    ("legislative", "2022"): {
        LEFT: "DXG NUP RDG DVG ECO",
        CENTRE: "ENS DVC",
        RIGHT: "LR UDI DVD",
        FAR_RIGHT: "RN REC DSV DXD",
        OTHER: "DIV REG",
    },
    ("legislative", "2024"): {
        LEFT: "EXG COM FI SOC RDG VEC DVG UG ECO",
        CENTRE: "REN MDM MOM HOR ENS DVC UDI",
        RIGHT: "LR DVD",
        FAR_RIGHT: "RN UXD UXO REC EXD DSV",
        OTHER: "DIV REG",
    },
}
_TABLES = {
    vote: {code: bloc for bloc, codes in blocs.items() for code in codes.split()} for vote, blocs in _BLOCS.items()
}


def bloc_of(kind: str, year: str, code: str) -> tuple[str, bool]:
    """The bloc of a nuance or candidate and whether it is known, at this vote or the newest that knows the code."""
    wanted = normal(code)
    own = _TABLES.get((kind, year), {})
    if wanted in own:
        return own[wanted], True
    # Lists carry an L before the nuance of a candidate, pairs of candidates BC-.
    core = wanted.removeprefix("BC-") if wanted.startswith("BC-") else wanted.removeprefix("L")
    for (_kind, _year), table in sorted(_TABLES.items(), key=lambda item: item[0][1], reverse=True):
        for spelling in (wanted, core, "L" + core):
            if spelling in table:
                return table[spelling], True
    return OTHER, False


def normal(code: str) -> str:
    """``"Mélenchon"`` → ``MELENCHON``, ``"LE PEN"`` → ``LE-PEN``."""
    bare = unicodedata.normalize("NFKD", code).encode("ascii", "ignore").decode().upper()
    return "-".join(re.findall(r"[A-Z0-9]+", bare))
