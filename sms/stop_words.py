"""Whether somebody asks for no more texts, whatever the case, the accents and the signs around it. Pure."""

from __future__ import annotations

import re
import unicodedata
from enum import Enum

# In French as operators know them, in English as Twilio does. Words of their own kind end a message or begin it.
FRENCH = ("STOP", "ARRET", "STOPSMS", "DESABONNER", "DESABONNEMENT", "DESINSCRIRE", "DESINSCRIPTION")
ENGLISH = ("UNSUBSCRIBE", "END", "QUIT", "STOPALL", "REVOKE", "OPTOUT", "CANCEL")
WORDS = frozenset((*FRENCH, *ENGLISH))
POLITE = ("NON", "MERCI")


class Stop(Enum):
    NO = "no"
    YES = "yes"
    INSIDE = "inside"
    """The word stands within a sentence: a person has to read it."""


def read(body: str) -> Stop:
    """Alone, first or last in the text it is a STOP; elsewhere it may be one.

    "à l'arrêt" names a bus stop: a word is what stands between spaces and signs, and an apostrophe is neither.
    """
    said = [_asks(word) for word in words(body)]
    if not any(said):
        return Stop.NO
    return Stop.YES if said[0] or said[-1] else Stop.INSIDE


def is_polite_no(body: str) -> bool:
    """« Non merci », and nothing else: no to news, a plain no to a question."""
    return tuple(words(body)) == POLITE


def _asks(word: str) -> bool:
    """``STOP-SMS`` and ``OPT-OUT`` do, ``NON-STOP`` does not."""
    return word.partition("-")[0] in WORDS or word.replace("-", "") in WORDS


def words(body: str) -> list[str]:
    """``« Arrêt, svp ! »`` → ``["ARRET", "SVP"]``: capitals without accents, apostrophes kept inside."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", body) if not unicodedata.combining(c))
    found = re.findall(r"[A-Z0-9]+(?:['’ʼ-][A-Z0-9]+)*", plain.upper())
    return [word.replace("’", "'").replace("ʼ", "'") for word in found]
