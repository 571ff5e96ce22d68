"""Which words mean "no more texts", and which only look like it."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sms import stop_words
from sms.stop_words import Stop

YES = """STOP|stop|Stop.|ARRET|arrêt !|Arrêt svp|STOPSMS|Stop SMS|stop-sms|DESABONNER|Désabonnement|désinscrire|
Désinscription, merci|unsubscribe|END|Quit|STOPALL|revoke|OPT-OUT|optout|Cancel|🛑 stop 🙏|ＳＴＯＰ|
merci de me désabonner|Stop  merci|« STOP »|désabonner-moi"""
INSIDE = "Bonjour stop merci|vous pouvez arrêt les messages|please unsubscribe me"
NO = "|🙂|oui 3|on se retrouve à l’arrêt|l'arrêt de bus|on a marché non-stop|je stoppe ici|désabonnez|non merci|s t o p"


@pytest.mark.parametrize("body", [each.strip() for each in YES.split("|")])
def test_a_stop_word_alone_first_or_last_is_a_stop(body: str) -> None:
    assert stop_words.read(body) is Stop.YES


@pytest.mark.parametrize("body", INSIDE.split("|"))
def test_a_stop_word_within_a_sentence_waits_for_a_person(body: str) -> None:
    assert stop_words.read(body) is Stop.INSIDE


@pytest.mark.parametrize("body", NO.split("|"))
def test_words_that_only_look_like_it_are_none(body: str) -> None:
    assert stop_words.read(body) is Stop.NO


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.sampled_from(sorted(stop_words.WORDS)), st.booleans(), st.text(alphabet=" \n.,!?«»“”*🙏", max_size=6))
def test_case_and_signs_around_a_stop_word_change_nothing(word: str, small: bool, around: str) -> None:
    assert stop_words.read(around + (word.lower() if small else word) + around) is Stop.YES


@pytest.mark.parametrize(
    ("body", "polite"), [("Non merci", True), ("non, MERCI !", True), ("non", False), ("merci", False)]
)
def test_a_polite_no_is_these_two_words_alone(body: str, polite: bool) -> None:
    assert stop_words.is_polite_no(body) is polite
