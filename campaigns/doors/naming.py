"""What looks like the name of a person in a free text: asked about, never refused, since places bear names too. Pure.

Two signs: a form of address before a capital (« Mme Martin », « la famille Haddad »), and two words in a row that begin
with one (« Jean Moreau »). Names of streets, and words of places before or among them, are no sign (law:P4).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

ADDRESSED = r"(?:mm?|mr|mrs|ms|miss|mmes?|mlles?|monsieur|messieurs|madame|mesdames|mademoiselle|famille|family)"
LETTERS = r"[^\W\d_]"
UPPER = "A-ZÀ-ÖØ-Þ\u0152\u0178"
CAPITAL = rf"[{UPPER}](?:{LETTERS}|['’-](?={LETTERS}))*"
PARTICLE = r"(?i:de\s+la|de|du|des|d['’]|le|la|ben|el|van|von)"
BETWEEN = rf"\.?\s+(?i:(?:et|and)\s+(?:mme|madame|mrs)\.?\s+)?(?:{PARTICLE}\s+)?"
TITLED = re.compile(rf"(?<!\w)(?i:{ADDRESSED}){BETWEEN}{CAPITAL}")
PAIR = re.compile(rf"(?<![\w'’-])({CAPITAL})\s+((?:{PARTICLE}\s+)?{CAPITAL})")
ELIDED = re.compile(r"(?<!\w)(?i:[cdjlmnst]|qu)['’](?=[a-zà-öø-ÿ\u0153])")  # « L’école », but not « N’Diaye »
BEFORE = re.compile(r"(\w+)['’]?\s+(?:(?:de\s+la|de\s+l['’]|de|du|des|d['’]|la|le|l['’])\s*)?$", re.IGNORECASE)
PLACES = frozenset({
    "rue", "ruelle", "route", "avenue", "boulevard", "bd", "av", "place", "placette", "square", "allee", "allees",
    "impasse", "chemin", "cours", "cour", "quai", "passage", "sente", "sentier", "villa", "cite", "residence",
    "residences", "hameau", "lotissement", "quartier", "pont", "porte", "parc", "jardin", "rond-point", "esplanade",
    "immeuble", "batiment", "bat", "bloc", "tour", "tours", "escalier", "entree", "hall", "ecole", "college", "lycee",
    "creche", "maternelle", "universite", "gymnase", "stade", "piscine", "salle", "centre", "maison", "foyer",
    "theatre", "cinema", "bibliotheque", "mediatheque", "musee", "marche", "halle", "mairie", "eglise", "chapelle",
    "temple", "mosquee", "synagogue", "hopital", "clinique", "pharmacie", "gare", "station", "metro", "arret", "bus",
    "ligne", "parking", "magasin", "bar", "cafe", "hotel", "restaurant", "boulangerie", "supermarche", "association",
    "club", "syndic", "gardien", "agence", "bureau", "street", "road", "lane", "school", "building", "block", "shop",
    "church", "hospital", "market", "park",
})  # fmt: skip
PLAIN = frozenset({
    "le", "la", "les", "un", "une", "des", "de", "du", "au", "aux", "en", "et", "ou", "a", "chez", "voir", "apres",
    "avant", "pour", "par", "sur", "sous", "dans", "ici", "la-bas", "pas", "ne", "ni", "tout", "tous", "toutes",
    "beaucoup", "attention", "entre", "vers", "depuis", "the", "an", "at", "in", "on", "by", "see", "no", "all",
    "saint", "sainte", "st", "ste", "notre", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche",
    "janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre", "novembre",
    "decembre", "nord", "sud", "est", "ouest",
})  # fmt: skip


def name_in(text: str, *, known: Iterable[str] = ()) -> str | None:
    """The first thing that looks like a person's name; None where there is none. ``known``: names of places."""
    plain = ELIDED.sub("", unicodedata.normalize("NFKC", text))
    for place in sorted((each for each in known if each), key=len, reverse=True):
        plain = re.sub(rf"(?<!\w){re.escape(place)}(?!\w)", "…", plain, flags=re.IGNORECASE)
    for found in TITLED.finditer(plain):
        if not _after_place(plain[: found.start()]):
            return found[0].strip()
    for found in PAIR.finditer(plain):
        words = {_bare(found[1]), _bare(found[2].split()[-1])}
        if words.isdisjoint(PLACES | PLAIN) and not _after_place(plain[: found.start()]):
            return found[0].strip()
    return None


def _after_place(before: str) -> bool:
    """« école » of « école de la Madame Curie »."""
    word = BEFORE.search(before)
    return word is not None and _bare(word[1]) in PLACES


def _bare(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
