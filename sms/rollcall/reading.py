"""What somebody answered to « how many will you be? ». Pure.

Capitals, accents, spaces, punctuation and emoji do not count. What is not surely a yes or a no is for a person to read:
a misread answer costs more than a glance.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

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
    "impossible empeche empechee malade absent absente la cette fois ci sorry"
)
"""What may stand beside a no, and says nothing else."""
ABLE = _words("peux pourrai pourrais serai suis dispo disponible disponibles possible")
HINDERED = _words("impossible empeche empechee malade absent absente")
UNABLE = HINDERED | {"pas"}
COMING = _words(
    "on nous sera seront serons serai seras je suis viens vient venons viendrai viendrons c est ce a au la pour en "
    "tout bien sur"
)
"""What may stand beside a yes or a number. « Avec » is none: « avec 2 » is two, or three."""
COUNTED = _words("personne personnes pers benevole benevoles")
"""What may stand beside a number only: « personne » alone is nobody."""
DAYS = _words("lundi mardi mercredi jeudi vendredi samedi dimanche")
COURTEOUS = DAYS | _words(
    "merci bonjour bonsoir salut super parfait bien recu entendu note top genial a demain bientot plus tard bonne bon "
    "journee soiree soir matin week end de rien"
)
NUMBERS = {"un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9}
NUMBERS |= {"dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15}
QUESTION = "?"
"""Whoever asks has not answered; and some operators put it in place of a sign that they do not know."""
FIRST_HOUR = 7
"""« À 3 » is three people, « à 10 » may be the hour."""
_STRETCHED = re.compile(r"([a-z])\1{2,}")
_TOKEN = re.compile(r"[a-z]+|\d+|[^\sa-z\d]")


def read(words: str, *, day: str = "") -> Reading:
    """``oui on sera 3`` comes with three; ``NON`` does not come; two numbers, one over fifteen, or any word that is not
    known are unclear. ``day``: that of the outing (``samedi``), so that a yes for another one is unclear too."""
    tokens = signs(words)
    said = set(tokens)
    counts = [number for token in tokens if (number := _number(token)) is not None]
    rest = {token for token in said if _number(token) is None}
    if not tokens or len(counts) > 1 or QUESTION in said:
        return Reading(Kind.UNCLEAR)
    if said & NO and not counts:
        return Reading(Kind.DECLINES if _is_no(tokens) else Kind.UNCLEAR)
    if not counts and not said & YES:
        return Reading(Kind.COURTESY if said <= COURTEOUS else Kind.UNCLEAR)
    if _means_something_else(tokens) or (day and _other_days(tokens, day)):
        return Reading(Kind.UNCLEAR)
    if counts:
        fits = rest <= YES | COMING | COUNTED | COURTEOUS and 1 <= counts[0] <= MOST
        return Reading(Kind.COMES, counts[0]) if fits else Reading(Kind.UNCLEAR)
    fits = said <= YES | COMING | COURTEOUS
    return Reading(Kind.COMES, 1, exact=False, weak=said <= OK | COURTEOUS) if fits else Reading(Kind.UNCLEAR)


def signs(words: str) -> list[str]:
    """The words and numbers of a text, without accents and capitals; what belongs to neither is one sign each, except
    what only decorates: punctuation, emoji, invisible signs."""
    text = unicodedata.normalize("NFKD", words).casefold().replace("œ", "oe").replace("æ", "ae")
    kept = "".join(_plain(sign) for sign in text)
    return _TOKEN.findall(_STRETCHED.sub(r"\1", kept))  # « ouiiii »


def _plain(sign: str) -> str:
    category = unicodedata.category(sign)
    if category in ("Mn", "Me", "Cf", "Sk", "So", "Cs", "Co", "Cn"):
        return ""  # accents, keycaps, joiners, emoji and their colours
    return " " if category[0] in "PZSC" and sign != QUESTION else sign


def _number(token: str) -> int | None:
    if token.isascii() and token.isdecimal():
        return int(token[:9])
    return NUMBERS.get(token)


def _is_no(tokens: list[str]) -> bool:
    """« Non je peux » is no clear no, « non je ne peux pas » is; « non, pas absente » is none at all."""
    said = set(tokens)
    if not said <= NO | SORRY | COURTEOUS or any(one == "pas" and next_ in HINDERED for one, next_ in pairwise(tokens)):
        return False
    return not said & ABLE or bool(said & UNABLE)


def _means_something_else(tokens: list[str]) -> bool:
    """Whether known words stand so that they say no number of people: « 2 de plus », « ok, plus tard », « samedi 14 »,
    « à 10 », « une bonne soirée »."""
    for before, word in pairwise(["", *tokens]):
        number = _number(word)
        if word == "plus" and before != "a":
            return True
        if number is not None and (before in DAYS | {"demain"} or (before == "a" and number >= FIRST_HOUR)):
            return True
        if before in ("un", "une") and word in COURTEOUS:
            return True
    return False


def _other_days(tokens: list[str], day: str) -> bool:
    """Whether another day is named, otherwise than in « bon dimanche »."""
    return any(word in DAYS - {day} and before != "bon" for before, word in pairwise(["", *tokens]))
