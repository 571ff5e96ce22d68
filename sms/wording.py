"""Texts with fields in braces: filled for one person, and as long as for whoever makes them longest. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sms import gsm
from sms.gsm import Length

SPARE = 20
"""Units that a text keeps free for the longest receiver: the next name or place is longer still."""
_FIELD = re.compile(r"\{(\w*)\}")
Values = Mapping[str, str]


@dataclass(frozen=True)
class Filled:
    """A text as one person gets it."""

    text: str
    length: Length

    @property
    def is_tight(self) -> bool:
        """Whether less is free than a text keeps."""
        return self.length.left < SPARE


def tidied(typed: str) -> str:
    """What somebody typed, as it is stored: a form's line ends take two units each, an accent beside its letter is not
    of GSM, spaces at the ends cost and say nothing."""
    return unicodedata.normalize("NFC", re.sub(r"\r\n?", "\n", typed)).strip()


def fields(text: str) -> tuple[str, ...]:
    """The names in braces, each once, in their order."""
    return tuple(dict.fromkeys(_FIELD.findall(text)))


def unknown(text: str, known: Iterable[str]) -> tuple[str, ...]:
    """Fields of the text that nothing fills: they would be sent in their braces."""
    may_be = set(known)
    return tuple(name for name in fields(text) if name not in may_be)


def fill(text: str, values: Values) -> str:
    """The text with its known fields filled; anything else in braces stays as it was typed.

    Values are simplified: the ``ï`` of one name would make every text to that person more than twice as dear.
    """
    simple = {name: gsm.simplified(value) for name, value in values.items()}
    return _FIELD.sub(lambda found: simple.get(found[1], found[0]), text)


def filled(text: str, values: Values) -> Filled:
    """The text as this person gets it, with its length."""
    made = fill(text, values)
    return Filled(made, gsm.measured(made))


def longest(text: str, receivers: Sequence[Values]) -> Filled:
    """The text for the receiver who makes it dearest, then longest; for nobody it is as typed."""
    every = [filled(text, values) for values in receivers] or [filled(text, {})]
    return max(every, key=lambda one: (one.length.segments, one.length.units))


def extremes(receivers: Sequence[Values]) -> list[dict[str, str]]:
    """The few receivers among whom the longest one is, whatever is written, with their values simplified.

    For each field in which they differ: the longest value of GSM, as septets and as UCS-2 count it, and the longest of
    any other alphabet.
    """
    simple = [{name: gsm.simplified(value) for name, value in values.items()} for values in receivers]
    found: list[dict[str, str]] = []
    for name in dict.fromkeys(name for values in simple for name in values):
        if len({values.get(name, "") for values in simple}) > 1:
            found += [values for values in _dearest(simple, name) if values not in found]
    return found or simple[:1]


def _dearest(receivers: Sequence[dict[str, str]], name: str) -> list[dict[str, str]]:
    lengths = {values.get(name, ""): gsm.measured(values.get(name, "")) for values in receivers}
    of_gsm = [value for value, length in lengths.items() if not length.guilty]
    others = [value for value, length in lengths.items() if length.guilty]
    dearest = {max(some, key=lambda value: lengths[value].units) for some in (of_gsm, others) if some}
    dearest |= {max(of_gsm, key=len)} if of_gsm else set()
    return [next(values for values in receivers if values.get(name, "") == value) for value in sorted(dearest)]
