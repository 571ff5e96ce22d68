"""Random texts: the counter says what a codec finds that really packs septets and cuts parts.

The codec knows the alphabet as the standard prints it, a table of 128 places, and works on bytes; the counter knows
sets of characters and adds weights.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import TypeVar

from benchmarks.report import Report
from sms import gsm

T = TypeVar("T", bytes, tuple[int, ...])
STRINGS, STRINGS_FULL = 10_000, 1_000_000
# TS 23.038, section 6.2.1, in the order of its codes; the place of the escape holds what nobody writes.
TABLE = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\0ÆæßÉ"
    " !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
ESCAPED = {
    0x0A: "\f",
    0x14: "^",
    0x28: "{",
    0x29: "}",
    0x2F: "\\",
    0x3C: "[",
    0x3D: "~",
    0x3E: "]",
    0x40: "|",
    0x65: "€",
}
ESCAPE = 0x1B
CODES: dict[str, tuple[int, ...]] = {letter: (place,) for place, letter in enumerate(TABLE) if place != ESCAPE}
CODES |= {letter: (ESCAPE, code) for code, letter in ESCAPED.items()}
OCTETS, HEADER = 140, 6
LETTERS = {
    "plain": "abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ 0123456789 éèàù.,'!?",
    "escaped": "abcdefgh €[]{}\\^~|",
    "french": "abcdefghijklmnop éèàùçêâîôûœ’«»…\u202f",
    "wild": "abc é€ç😀🗳️👩‍👩‍👧\u0301\n\r\f中",
}


def measure(report: Report, *, full: bool) -> None:
    compare(report, STRINGS_FULL if full else STRINGS)


def compare(report: Report, strings: int) -> None:
    unequal = missed = cut = 0
    alphabets = {"gsm": 0, "ucs2": 0}
    for text in texts(strings, seed=1):
        length, parts = gsm.measured(text), packed(text)
        alphabets[length.alphabet] += 1
        unequal += (length.alphabet, length.units, length.segments, length.left) != told(text, parts)
        missed += length.guilty != tuple(place for place, letter in enumerate(text) if letter not in CODES)
        cut += "".join(unpacked(part, gsm_only=is_gsm(text)) for part in parts) != text
    report.figures["segments: strings"] = strings
    report.figures["segments: of GSM alone"] = alphabets["gsm"]
    report.at_most("segments: counted otherwise than by the codec", unequal, 0)
    report.at_most("segments: of which the guilty are others", missed, 0)
    report.at_most("segments: parts that do not decode to the text", cut, 0)


def texts(number: int, *, seed: int) -> Iterator[str]:
    """Half of them have a length at which one more segment begins."""
    draw = random.Random(seed)
    edges = [edge + off for edge in (67, 70, 134, 153, 160, 306, 459) for off in (-2, -1, 0, 1, 2)]
    for _ in range(number):
        letters = LETTERS[draw.choice(tuple(LETTERS))]
        length = draw.choice(edges) if draw.random() < 0.5 else draw.randrange(500)
        yield "".join(draw.choices(letters, k=length))


def packed(text: str) -> list[bytes]:
    """The parts as they travel, the header of the longer ones left out: septets packed into octets, or UCS-2."""
    if not is_gsm(text):
        units = [letter.encode("utf-16-be") for letter in text]
        return [b"".join(part) for part in _parts(units, OCTETS, OCTETS - HEADER)]
    septets = [CODES[letter] for letter in text]
    return [pack([code for codes in part for code in codes]) for part in _parts(septets, 160, 153)]


def is_gsm(text: str) -> bool:
    return all(letter in CODES for letter in text)


def told(text: str, parts: list[bytes]) -> tuple[str, int, int, int]:
    """Alphabet, units, segments and units left, off the parts."""
    if is_gsm(text):
        alphabet, sizes, alone, parted = "gsm", [part[0] for part in parts], 160, 153
    else:
        alphabet, sizes, alone, parted = "ucs2", [len(part) // 2 for part in parts], 70, 67
    return alphabet, sum(sizes), len(parts), (alone if len(parts) == 1 else parted) - sizes[-1]


def pack(septets: list[int]) -> bytes:
    """Seven bits each, the lowest first, after one octet that tells how many there are."""
    bits = sum(septet << 7 * place for place, septet in enumerate(septets))
    return bytes([len(septets)]) + bits.to_bytes((7 * len(septets) + 7) // 8, "little")


def unpacked(part: bytes, *, gsm_only: bool) -> str:
    """What a telephone shows of one part. Raises UnicodeDecodeError for a character that was cut."""
    if not gsm_only:
        return part.decode("utf-16-be")
    bits, shown, escaped = int.from_bytes(part[1:], "little"), "", False
    for place in range(part[0]):
        code = bits >> 7 * place & 0x7F
        if code == ESCAPE and not escaped:
            escaped = True
            continue
        shown += ESCAPED[code] if escaped else TABLE[code]
        escaped = False
    return shown


def _parts(characters: list[T], alone: int, parted: int) -> list[list[T]]:
    """Whole characters, as many in each part as fit."""
    if sum(map(len, characters)) <= alone:
        return [characters]
    parts: list[list[T]] = [[]]
    filled = 0
    for character in characters:
        if filled + len(character) > parted:
            parts.append([])
            filled = 0
        parts[-1].append(character)
        filled += len(character)
    return parts
