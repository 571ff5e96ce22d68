"""Invented names: streets, places, people. Any likeness is chance. Pure."""

from __future__ import annotations

import random
from collections.abc import Iterator

KINDS = ("Rue", "Rue", "Rue", "Avenue", "Allée", "Chemin", "Passage", "Cours", "Sente", "Boulevard")
PLACES = (
    "des Tanneurs",
    "du Moulin",
    "de la Halle",
    "de l'Églantine",
    "des Hautes-Vignes",
    "de la Gare",
    "du Lavoir",
    "des Trois-Fontaines",
    "de l'Abbaye",
    "du Pré-Long",
    "des Bateliers",
    "de la Tuilerie",
    "d'En-Haut",
    "du Petit-Pont",
    "des Cordiers",
    "de l'Orme",
    "des Jonquilles",
    "du Four-à-Chaux",
    "de la Grange",
    "des Peupliers",
    "du Bac",
    "de l'Étang",
    "des Vanniers",
    "de la Source",
    "du Belvédère",
    "des Mésanges",
    "de la Corderie",
    "du Colombier",
    "des Saules",
    "de l'Horloge",
    "du Verger",
    "des Carriers",
    "de la Fontaine-aux-Loups",
    "du Sentier-Vert",
    "des Quatre-Vents",
    "de l'Écluse",
    "du Marché",
    "des Potiers",
    "de la Garenne",
    "du Levant",
)
FIRST_NAMES = [
    "Léa",
    "Omar",
    "Nadia",
    "Hugo",
    "Inès",
    "Paul",
    "Amel",
    "Jeanne",
    "Karim",
    "Sophie",
    "Luc",
    "Yasmine",
    "Théo",
    "Claire",
    "Farid",
    "Louise",
    "Adrien",
    "Mina",
    "Victor",
    "Rose",
    "Samir",
    "Élise",
    "Noé",
    "Salomé",
    "Bruno",
    "Aïcha",
    "Simon",
    "Camille",
    "Ilyes",
    "Marthe",
]
STATION_PLACES = ("École", "Gymnase", "Maison de quartier", "Mairie annexe", "Salle des fêtes", "Médiathèque", "Crèche")


def streets(chance: random.Random) -> Iterator[str]:
    """Street names without end, none twice."""
    seen: set[str] = set()
    while True:
        name = f"{chance.choice(KINDS)} {chance.choice(PLACES)}"
        number = 2
        while name in seen:
            name = f"{name.split(' (')[0]} ({number})"
            number += 1
        seen.add(name)
        yield name


def polling_place(chance: random.Random, street: str) -> str:
    """« École du Moulin »: where a station votes."""
    return f"{chance.choice(STATION_PLACES)} {street.split(' ', 1)[1]}"
