"""What an election is called, from its short code or the name of its file. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from campaigns.territory.sentences import gettext_noop

KINDS = {
    "presidentielle": ("presidential", "Présidentielle"),
    "legislative": ("legislative", "Législatives"),
    "europeenne": ("european", "Européennes"),
    "municipale": ("municipal", "Municipales"),
    "regionale": ("regional", "Régionales"),
    "departementale": ("departmental", "Départementales"),
    "referendum": ("referendum", "Référendum"),
}
WHICH = gettext_noop("Which election is “%(name)s”? Expected a code such as 2022-presidentielle-1.")
DATES = {
    "2014-europeennes": date(2014, 5, 25),
    "2017-presidentielle-1": date(2017, 4, 23),
    "2017-presidentielle-2": date(2017, 5, 7),
    "2017-legislatives-1": date(2017, 6, 11),
    "2017-legislatives-2": date(2017, 6, 18),
    "2019-europeennes": date(2019, 5, 26),
    "2020-municipales-1": date(2020, 3, 15),
    "2020-municipales-2": date(2020, 6, 28),
    "2021-regionales-1": date(2021, 6, 20),
    "2021-regionales-2": date(2021, 6, 27),
    "2022-presidentielle-1": date(2022, 4, 10),
    "2022-presidentielle-2": date(2022, 4, 24),
    "2022-legislatives-1": date(2022, 6, 12),
    "2022-legislatives-2": date(2022, 6, 19),
    "2024-europeennes": date(2024, 6, 9),
    "2024-legislatives-1": date(2024, 6, 30),
    "2024-legislatives-2": date(2024, 7, 7),
    "2026-municipales-1": date(2026, 3, 15),
    "2026-municipales-2": date(2026, 3, 22),
}


@dataclass(frozen=True)
class Vote:
    """An election as its code tells it."""

    code: str
    name: str
    kind: str
    year: str
    round: int
    date: date | None


def read(text: str) -> Vote | None:
    """``"2017-legislatives-1_par_bureau_large.csv.gz"`` or ``"2017-legislatives-1"`` → the vote; None when unclear."""
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    year = re.search(r"(?<!\d)(19|20)\d\d(?!\d)", bare)
    word = next((word for word in KINDS if word in bare), None)
    if year is None or word is None:
        return None
    kind, label = KINDS[word]
    turn = re.search(rf"{word}s?[-_ ]*(?:t|tour)?[-_ ]*([12])(?!\d)", bare) or re.search(
        r"t(?:our)?[-_ ]?([12])\b", bare
    )
    rounds = 0 if kind in ("european", "referendum") else int(turn[1]) if turn else 1
    plural = "" if word in ("presidentielle", "referendum") else "s"
    code = f"{year[0]}-{word}{plural}" + (f"-{rounds}" if rounds else "")
    told = f" , {'1er' if rounds == 1 else '2d'} tour".replace(" ,", ",") if rounds else ""
    return Vote(code, f"{label} {year[0]}{told}", kind, year[0], rounds or 1, DATES.get(code))
