"""How long a text is for the network: its alphabet, its units, the parts it travels in. Pure.

Source: 3GPP TS 23.038, the default alphabet and its extension table, and TS 23.040, the header of six bytes that parts
of a longer text carry. The desk counts the same while one types, by the same cases: tests/cases/gsm.json.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION = frozenset("\f^{}\\[~]|€")
ALONE, PARTED = {"gsm": 160, "ucs2": 70}, {"gsm": 153, "ucs2": 67}
"""Units that one text holds, and each part of a longer one."""

_LOOK_ALIKE = {
    "œ": "oe",
    "Œ": "OE",
    "’": "'",
    "‘": "'",
    "‚": "'",
    "′": "'",
    "`": "'",
    "´": "'",
    "“": '"',
    "”": '"',
    "„": '"',
    "″": '"',
    "«": '"',
    "»": '"',
    "–": "-",
    "—": "-",
    "‑": "-",
    "−": "-",
    "•": "-",
    "·": ".",
    "…": "...",
    "°": "o",
    "\t": " ",
    "\u2028": "\n",
    "\u2029": "\n",
    "\ufe0f": "",
    "\u00ad": "",
    "\u200b": "",
    "\u2060": "",
    "\ufeff": "",
}
_INSIDE_QUOTES = re.compile("«[ \u00a0\u2009\u202f]+|[ \u00a0\u2009\u202f]+»")


@dataclass(frozen=True)
class Length:
    """``alphabet``: ``gsm``, or ``ucs2`` as soon as one character is not of GSM. ``units``: of that alphabet.

    ``left``: units that still fit into the last segment. ``guilty``: where the characters stand that are not of GSM, as
    indices of the string.
    """

    alphabet: str
    units: int
    segments: int
    left: int
    guilty: tuple[int, ...]


def measured(text: str) -> Length:
    """The length of a text as it is written; the empty text is one segment."""
    guilty = tuple(place for place, letter in enumerate(text) if letter not in BASIC and letter not in EXTENSION)
    alphabet = "ucs2" if guilty else "gsm"
    weights = [_weight(letter, alphabet) for letter in text]
    units = sum(weights)
    if units <= ALONE[alphabet]:
        return Length(alphabet, units, 1, ALONE[alphabet] - units, guilty)
    segments, left = _filled(weights, PARTED[alphabet])
    return Length(alphabet, units, segments, left, guilty)


def simplified(text: str) -> str:
    """The text with what looks alike in GSM: ``ç`` → ``c``, ``À`` → ``A``, ``’`` → ``'``, narrow spaces → spaces.

    Characters of GSM stay, ``é`` with its accent among them; what has no look-alike, an emoji, stays as well.
    """
    composed = unicodedata.normalize("NFC", _INSIDE_QUOTES.sub('"', text))
    return "".join(_simple(letter) for letter in composed)


def _simple(letter: str) -> str:
    if letter in BASIC or letter in EXTENSION:
        return letter
    if letter in _LOOK_ALIKE:
        return _LOOK_ALIKE[letter]
    if unicodedata.category(letter) == "Zs":
        return " "
    parts = unicodedata.normalize("NFKD", letter)
    plain = "".join(part for part in parts if unicodedata.category(part) != "Mn")  # a lone accent leaves nothing
    return plain if all(part in BASIC for part in plain) else letter


def _weight(letter: str, alphabet: str) -> int:
    """A character of the extension table takes two septets; one beyond the sixteen bits of UCS-2 two of its units."""
    return 1 + (letter in EXTENSION if alphabet == "gsm" else ord(letter) > 0xFFFF)


def _filled(weights: list[int], room: int) -> tuple[int, int]:
    """Segments, and what is left of the last: filled one by one, since no character is ever cut in two."""
    segments, left = 1, room
    for weight in weights:
        if weight > left:
            segments, left = segments + 1, room
        left -= weight
    return segments, left
