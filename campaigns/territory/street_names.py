"""When two spellings are one street. Pure."""

from __future__ import annotations

import functools
import re
import unicodedata

# Short forms of tax and electoral files, written out so that both files name the same street.
ABBREVIATIONS = {
    "all": "allee", "av": "avenue", "ave": "avenue", "aven": "avenue", "bd": "boulevard", "bld": "boulevard",
    "bvd": "boulevard", "blvd": "boulevard", "ch": "chemin", "che": "chemin", "chem": "chemin", "cite": "cite",
    "cit": "cite", "crs": "cours", "imp": "impasse", "lot": "lotissement", "pas": "passage", "pl": "place",
    "pass": "passage", "prom": "promenade", "r": "rue", "res": "residence", "rte": "route", "rle": "ruelle",
    "sq": "square", "sen": "sente", "vla": "villa", "quai": "quai",
}  # fmt: skip
# What a street name begins with.
KINDS = frozenset(ABBREVIATIONS.values()) | {"esplanade", "grande", "mail", "parvis", "quai", "rond", "sentier", "voie"}
_WORDS = re.compile(r"[a-z0-9]+")
# Files go street by street, so a few thousand names spare nearly all the work, and a whole country takes no memory.
REMEMBERED = 8_192


@functools.lru_cache(maxsize=REMEMBERED)
def key(name: str) -> str:
    """``"Rue de l’Église"``, ``"R DE L' EGLISE"`` → ``rue de l eglise``: no case, accents or punctuation."""
    text = name.replace("’", "'").replace("œ", "oe").replace("Œ", "OE").replace("æ", "ae")
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = _WORDS.findall(bare)
    if words and words[0] in ABBREVIATIONS:
        words[0] = ABBREVIATIONS[words[0]]
    return " ".join(words)[:200]


@functools.lru_cache(maxsize=REMEMBERED)
def tidy(name: str) -> str:
    """One space between words, and no shouting: a name all in capitals is written as a name."""
    text = " ".join(name.split())[:200]
    if text.isupper():
        text = text.title().replace("'S", "'s")
        for small in ("De", "Du", "Des", "La", "Le", "Les", "L", "D", "Et", "Au", "Aux", "En", "Sur", "Sous"):
            text = re.sub(rf"(?<=\s){small}(?=[\s'])", small.lower(), text)
    return text
