"""When two spellings are one street."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.territory import street_names


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Rue de l’Église", "R DE L' EGLISE"),
        ("Avenue du Général-Leclerc", "AV DU GENERAL LECLERC"),
        ("Boulevard Haut", "Bd. haut"),
        ("Chemin du Sœur-Lac", "CHE DU SOEUR LAC"),
        ("Allée A", "ALL A"),
    ],
)
def test_case_accents_and_short_forms_make_no_other_street(one, other) -> None:
    assert street_names.key(one) == street_names.key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Rue Haute", "Rue Basse"), ("Rue R", "Rue Rue"), ("Place Pl", "Place Place")]
)
def test_only_the_first_word_is_a_short_form(one, other) -> None:
    assert street_names.key(one) != street_names.key(other)


@pytest.mark.parametrize(
    ("shouted", "name"),
    [
        ("RUE DE L'EGLISE", "Rue de l'Eglise"),
        ("PLACE DU  MARCHE", "Place du Marche"),
        ("Rue du Bac", "Rue du Bac"),
        ("RUE D'EN HAUT", "Rue d'En Haut"),
    ],
)
def test_a_name_in_capitals_is_written_as_a_name(shouted, name) -> None:
    assert street_names.tidy(shouted) == name


@given(st.text(max_size=250))
def test_a_key_is_its_own_key_and_fits_its_column(name) -> None:
    key = street_names.key(name)

    assert len(key) <= 200
    assert street_names.key(key) == key


@given(st.text("abcéÉÈœŒçZ019 '’-.()", max_size=200))
def test_a_tidy_name_is_the_same_street(name) -> None:
    assert street_names.key(street_names.tidy(name)) == street_names.key(name)
