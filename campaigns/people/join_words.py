"""Codes a person can type in a stairwell: two short words and three digits, no look-alikes. Pure."""

from __future__ import annotations

import re
import secrets
import unicodedata

WORDS = tuple(
    """
    ABRI ACIER AGENT AMANDE ANCRE ARBRE ARDOISE ATELIER AVENUE AVRIL BALCON BANC BARQUE BATEAU BERGE BLEU BOIS
    BONNET BOTTE BRANCHE BRIQUE BRUME CABANE CADRE CALME CANAL CARTE CASCADE CERISE CHAISE CHANT CHEMIN CHENE CIEL
    CITRON CLAIR CLOCHE COLLINE CORDE CUIVRE DANSE DENTELLE DIGUE DOMINO DUNE ECHARPE ECLAIR ECORCE ENCRE ETANG
    ETOILE FABLE FALAISE FANAL FARINE FENETRE FERME FEUILLE FLEUVE FLOCON FONTAINE FORET FOUGERE FRAISE GALET GARE
    GIVRE GLACE GRANGE GUITARE HALLE HAMEAU HERBE HIVER HOUBLON JARDIN JETEE JONQUILLE LAMPE LANTERNE LAURIER
    LAVANDE LILAS LOUTRE LUNE LYCEE MAISON MARBRE MARCHE MARRON MATIN MELODIE MENTHE MERLE MESANGE MIEL MOULIN
    MOUSSE MURET NACRE NAVIRE NEIGE NUAGE OCEAN OLIVE ORAGE OSIER PANIER PAPIER PARC PAVE PECHE PERLE PHARE PIERRE
    PINSON PLACE PLAINE PLUIE POIRE POMME PONT PORT PRAIRIE PRUNE QUAI RADIS RAISIN RAMEAU RIVAGE RIVE ROCHER ROSEAU
    ROUTE RUBAN SABLE SAFRAN SAPIN SAULE SENTIER SOLEIL SOURCE STATUE SUREAU TABLE TAMBOUR TERRE TILLEUL TOIT
    TORRENT TREFLE TULIPE VALLON VELO VERGER VIOLON VOILE VOLET
    """.split()  # noqa: SIM905 - words read better than two hundred quotes
)
DIGITS = "23456789"  # 0 and 1 look like letters
BITS = 22  # what a typed code must at least hold


def new_code() -> str:
    """``MOULIN-HALLE-427``: some 15 bits of words and 9 of digits."""
    return "-".join([secrets.choice(WORDS), secrets.choice(WORDS), "".join(secrets.choice(DIGITS) for _ in range(3))])


def normalise(typed: str) -> str:
    """What the person meant: any case, accents or separators. ``moulin halle 427`` is ``MOULIN-HALLE-427``."""
    bare = unicodedata.normalize("NFKD", typed).encode("ascii", "ignore").decode().upper()
    return "-".join(re.findall(r"[A-Z]+|\d+", bare))
