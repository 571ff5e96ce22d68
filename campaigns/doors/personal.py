"""Ways to reach a person, found in a free text: e-mail addresses and phone numbers. Pure.

A safety net, not a guarantee: a name or an opinion is for the writer to leave out (law:P1, law:P4).
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum


class Trace(StrEnum):
    EMAIL = "email"
    PHONE = "phone"


UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
AT = r"(?:@|\(\s*at\s*\)|\[\s*at\s*\]|\s+arobase\s+)"
DOT = r"(?:\.|\s*\(\s*dot\s*\)\s*|\s*\[\s*dot\s*\]\s*|\s+point\s+)"
EMAIL = re.compile(rf"[\w.+-]*\w\s?{AT}\s?\w[\w-]*(?:{DOT}\w[\w-]*)*{DOT}[a-z]{{2,}}", re.IGNORECASE)
GAP = r"[\s./\-‐-–]{0,3}"
# Ten digits from 0 in any grouping, or a country's code and six to twelve more: Nouvelle-Calédonie has six.
NATIONAL = re.compile(rf"(?<!\d)0{GAP}[1-9](?:{GAP}\d){{8}}(?!\d)")
INTERNATIONAL = re.compile(rf"(?:\+|(?<!\d)00){GAP}[1-9]\d{{0,2}}(?:{GAP}\(0\))?(?:{GAP}\d){{6,12}}(?!\d)")


def trace_in(text: str) -> Trace | None:
    """The first kind of address found in the text, whatever its spaces, points or full-width letters; None if none."""
    plain = UNSEEN.sub("", unicodedata.normalize("NFKC", text))
    if EMAIL.search(plain):
        return Trace.EMAIL
    return Trace.PHONE if NATIONAL.search(plain) or INTERNATIONAL.search(plain) else None
