"""What somebody answered to « how many will you be? ». Pure.

Capitals, accents, spaces, punctuation and emoji do not count. What is not surely a yes or a no is for a person to read:
a misread answer costs more than a glance.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

MOST = 15
"""More people than a team ever brings: a larger number is a slip, an hour or a street number."""


class Kind(StrEnum):
    COMES = "comes"
    DECLINES = "declines"
    COURTESY = "courtesy"  # « merci », « à samedi »: answers nothing, takes nothing back
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class Reading:
    """``people``: how many come, with who answers; ``exact``: whether a number was said, since a bare yes is one;
    ``weak``: « ok » alone, which is a yes to the question and mere courtesy after an answer."""

    kind: Kind
    people: int | None = None
    exact: bool = True
    weak: bool = False


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


OK = _words("ok okay accord daccord d")
YES = OK | _words("oui ouais ouep yes present presente")
NO = _words("non no nan")
SORRY = _words(
    "desole desolee desoles desolees je ne pas peux pourrai pourrais serai suis dispo disponible disponibles possible "
    "impossible empeche empechee malade absent absente la cette fois ci"
)
"""What may stand beside a no, and says nothing else."""
ABLE = _words("peux pourrai pourrais serai suis dispo disponible disponibles possible")
UNABLE = _words("pas impossible empeche empechee malade absent absente")
COMING = _words(
    "on nous sera seront serons serai seras je suis viens vient venons viendrai viendrons c est ce a au la pour avec "
    "personne personnes pers benevole benevoles en tout bien sur"
)
"""What may stand beside a yes or a number."""
COURTEOUS = _words(
    "merci bonjour bonsoir salut super parfait bien recu entendu note top genial a samedi dimanche lundi mardi "
    "mercredi jeudi vendredi demain bientot plus tard bonne bon journee soiree soir matin week end de rien"
)
NUMBERS = {"un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9}
NUMBERS |= {"dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15}
QUESTION = "?"
"""Whoever asks has not answered; and some operators put it in place of a sign that they do not know."""
_TOKEN = re.compile(r"[a-z]+|\d+|[^\sa-z\d]")


def read(words: str) -> Reading:
    """``oui on sera 3`` comes with three; ``NON`` does not come; two numbers, one over fifteen, or any word that is not
    known are unclear."""
    tokens = signs(words)
    said = set(tokens)
    counts = [number for token in tokens if (number := _number(token)) is not None]
    rest = {token for token in said if _number(token) is None}
    if not tokens or len(counts) > 1 or QUESTION in said:
        return Reading(Kind.UNCLEAR)
    if counts:
        fits = rest <= YES | COMING | COURTEOUS and 1 <= counts[0] <= MOST
        return Reading(Kind.COMES, counts[0]) if fits else Reading(Kind.UNCLEAR)
    if said & NO:
        return Reading(Kind.DECLINES) if _is_no(said) else Reading(Kind.UNCLEAR)
    if said & YES:
        fits = said <= YES | COMING | COURTEOUS
        return Reading(Kind.COMES, 1, exact=False, weak=said <= OK | COURTEOUS) if fits else Reading(Kind.UNCLEAR)
    return Reading(Kind.COURTESY if said <= COURTEOUS else Kind.UNCLEAR)


def signs(words: str) -> list[str]:
    """The words and numbers of a text, without accents and capitals; what belongs to neither is one sign each, except
    what only decorates: punctuation, emoji, invisible signs."""
    text = unicodedata.normalize("NFKD", words).casefold().replace("œ", "oe").replace("æ", "ae")
    kept = "".join(_plain(sign) for sign in text)
    return _TOKEN.findall(kept)


def _plain(sign: str) -> str:
    category = unicodedata.category(sign)
    if category in ("Mn", "Me", "Cf", "Sk", "So", "Cs", "Co", "Cn"):
        return ""  # accents, keycaps, joiners, emoji and their colours
    return " " if category[0] in "PZSC" and sign != QUESTION else sign


def _number(token: str) -> int | None:
    if token.isascii() and token.isdecimal():
        return int(token[:9])
    return NUMBERS.get(token)


def _is_no(said: set[str]) -> bool:
    """« Non je peux » is no clear no, « non je ne peux pas » is."""
    if not said <= NO | SORRY | COURTEOUS:
        return False
    return not said & ABLE or bool(said & UNABLE)
