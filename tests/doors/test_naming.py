"""What looks like a person's name is asked about; names of places pass."""

from __future__ import annotations

import pytest

from campaigns.doors.naming import name_in
from canvass.demo import said


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Au 3, Mme Martin ne veut plus de visite.", "Mme Martin"),
        ("M. Haddad ouvre le soir", "M. Haddad"),
        ("Demander monsieur Oriol à l’interphone", "monsieur Oriol"),
        ("M. et Mme Durand sont d’accord", "M. et Mme Durand"),
        ("Madame de La Tour nous attend", "Madame de La Tour"),
        ("La famille N’Diaye part en mars", "famille N’Diaye"),
        ("Jean Moreau vote pour nous", "Jean Moreau"),
        ("Voir avec Anne-Marie LE GOFF au 2e", "Anne-Marie LE GOFF"),
        ("Gardienne\u202f: Élodie Œuvrard", "Élodie Œuvrard"),
        ("On a vu Karim Ben Salah", "Karim Ben Salah"),
        ("Mrs Miller is at home on Sundays", "Mrs Miller"),
    ],
)
def test_what_looks_like_a_name_is_found(text: str, name: str) -> None:
    assert name_in(text) == name


@pytest.mark.parametrize(
    "text",
    [
        *said.SAID,
        said.PINNED,
        "Marché le samedi, place du Docteur Laurent.",
        "Entrée par la rue Victor Hugo, digicode partout.",
        "Rue de la Madame Curie\u202f: travaux",
        "L’école Jean Jaurès sert de salle de vote.",
        "Gardien au 12, bâtiment B. Monter par l’escalier C.",
        "Le Carrefour ferme à 20 h. La Poste aussi.",
        "Samedi Marché, dimanche rien",
        "HLM au fond, parking à gauche",
        "Beaucoup de studios, voir le Gardien",
        "Le concierge dit que Monsieur ou Madame ne suffit pas\u202f: ni nom, ni prénom.",
        "No lift in Building A",
        "",
    ],
)
def test_names_of_places_are_no_names_of_people(text: str) -> None:
    assert name_in(text) is None


def test_streets_that_are_known_are_no_names() -> None:
    assert name_in("Anatole France est en travaux", known=["Anatole France"]) is None
    assert name_in("Anatole France est en travaux") == "Anatole France"
