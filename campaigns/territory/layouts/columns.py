"""Names of columns, however a file spells them: case, accents, and the Ministry's words of other years. Pure."""

from __future__ import annotations

import functools
import re
import unicodedata

_SPELLINGS = {
    "departement": ("code departement", "code du departement", "code officiel du departement"),
    "commune": ("code commune", "code de la commune", "code officiel commune"),
    "bureau": ("code bv", "code du b vote", "code b vote", "code du bureau de vote"),
    "commune libelle": ("libelle commune", "libelle de la commune", "nom officiel commune"),
    "numero panneau": ("n panneau", "n pan", "n liste", "numero de panneau"),
    "nom": ("nom candidat", "nom tete de liste"),
    "prenom": ("prenom candidat",),
    "nuance": ("code nuance", "nuance candidat", "nuance liste", "nuance binome"),
    "sigle": ("libelle abrege liste", "libelle abrege de liste"),
    "liste": ("libelle etendu liste", "libelle de liste", "libelle liste", "binome"),
}
_MEANINGS = {spelling: meaning for meaning, spellings in _SPELLINGS.items() for spelling in spellings}
_WORDS = re.compile(r"[a-z0-9]+")
_RANK = re.compile(r"(.+) (\d{1,3})")


@functools.lru_cache(maxsize=1_024)
def bare(name: str) -> str:
    """``"N°Panneau"`` → ``n panneau``, ``"commune_libelle"`` → ``commune libelle``; a share (``"% Voix/Ins"``) keeps
    its sign, since it is no count: ``% voix ins``."""
    letters = "".join(letter for letter in unicodedata.normalize("NFKD", name) if not unicodedata.combining(letter))
    words = " ".join(_WORDS.findall(letters.lower()))
    return f"% {words}" if "%" in name else words


def meaning(name: str) -> str:
    """What a column holds, in one word for all its spellings: ``"Code B.Vote"`` → ``bureau``."""
    spelled = bare(name)
    return _MEANINGS.get(spelled, spelled)


def ranked(name: str) -> tuple[str, int | None]:
    """``"Nuance liste 12"`` → ``("nuance", 12)``; ``"Voix"`` → ``("voix", None)``."""
    spelled = bare(name)
    found = _RANK.fullmatch(spelled)
    if found:
        return _MEANINGS.get(found[1], found[1]), int(found[2])
    return _MEANINGS.get(spelled, spelled), None
