"""Entering an outing with a phone."""

from __future__ import annotations

import math
from datetime import timedelta

import pytest

from campaigns.errors import DomainError
from campaigns.people import devices, join_words, joining
from tests import builders
from tests.builders import SATURDAY
from tests.visits.threads import at_once

SOON = timedelta(minutes=1)


@pytest.fixture
def outing(campaign):
    return builders.outing(campaign)


@pytest.fixture
def code(outing):
    return joining.open_code(outing=outing, now=SATURDAY)


def ask(text: str, now=SATURDAY, first_name: str = "Léa"):
    return joining.ask(code_text=text, first_name=first_name, now=now)


def refusal_of(action) -> str:
    with pytest.raises(DomainError) as refusal:
        action()
    return refusal.value.code


def test_scanning_the_leaders_screen_lets_in_at_once(code) -> None:
    scanned = joining.qr_path(code, SATURDAY).removeprefix("/r/")

    assert ask(scanned).status == "accepted"


def test_a_photo_of_the_screen_half_an_hour_later_waits_for_the_leader(code) -> None:
    scanned = joining.qr_path(code, SATURDAY).removeprefix("/r/")

    assert ask(scanned, now=SATURDAY + timedelta(minutes=30)).status == "waiting"


@pytest.mark.parametrize("spelling", [str.lower, lambda words: words.replace("-", " "), lambda words: f" {words} "])
def test_typed_words_wait_for_the_leader_however_they_are_spelt(code, spelling) -> None:
    assert ask(spelling(code.words)).status == "waiting"


def test_typed_codes_hold_twenty_two_bits() -> None:
    bits = 2 * math.log2(len(set(join_words.WORDS))) + 3 * math.log2(len(join_words.DIGITS))

    assert bits >= join_words.BITS


def test_a_code_ends_with_its_outing(code, outing) -> None:
    assert refusal_of(lambda: ask(code.words, now=outing.ends_at + SOON)) == "code_expired"


def test_an_unknown_code_is_refused(db) -> None:
    assert refusal_of(lambda: ask("NIMPORTE-QUOI-222")) == "code_unknown"


def test_a_code_lets_in_as_many_as_it_was_made_for(outing) -> None:
    code = joining.open_code(outing=outing, now=SATURDAY, max_uses=1)
    ask(code.words)

    assert refusal_of(lambda: ask(code.words)) == "code_full"


def test_a_first_name_is_enough_and_needed(code) -> None:
    assert refusal_of(lambda: ask(code.words, first_name="  ")) == "first_name_missing"


def test_a_token_is_given_once(code, leader) -> None:
    request = ask(code.words)
    joining.accept(request, by=leader, now=SATURDAY)

    device, token = joining.issue_token(request, now=SATURDAY)

    assert devices.authenticate(token, now=SATURDAY + SOON) == device
    assert refusal_of(lambda: joining.issue_token(request, now=SATURDAY)) == "token_taken"


def test_nobody_gets_a_token_before_being_accepted(code) -> None:
    request = ask(code.words)

    assert refusal_of(lambda: joining.issue_token(request, now=SATURDAY)) == "not_accepted"


def test_two_leaders_cannot_both_decide(code, leader, organiser) -> None:
    request = ask(code.words)
    joining.refuse(request, by=leader, now=SATURDAY)

    assert refusal_of(lambda: joining.accept(request, by=organiser, now=SATURDAY)) == "already_decided"


def test_a_lost_phone_is_refused_from_its_next_request_on(code) -> None:
    scanned = joining.qr_path(code, SATURDAY).removeprefix("/r/")
    device, token = joining.issue_token(ask(scanned), now=SATURDAY)

    devices.revoke(device, now=SATURDAY)

    assert refusal_of(lambda: devices.authenticate(token, now=SATURDAY + SOON)) == "device_revoked"


def test_a_phone_silent_for_half_a_day_must_join_again(code) -> None:
    scanned = joining.qr_path(code, SATURDAY).removeprefix("/r/")
    _, token = joining.issue_token(ask(scanned), now=SATURDAY)

    assert refusal_of(lambda: devices.authenticate(token, now=SATURDAY + timedelta(hours=13))) == "device_unknown"


def test_a_code_of_a_long_outing_ends_twelve_hours_after_its_start(outing) -> None:
    outing.ends_at = SATURDAY + timedelta(days=2)
    outing.save()

    code = joining.open_code(outing=outing, now=SATURDAY)

    assert code.expires_at == SATURDAY + timedelta(hours=12)


@pytest.mark.parametrize("ended", ["revoked", "outing closed", "campaign closed"])
def test_a_code_dies_with_what_it_opens(code, outing, ended) -> None:
    whole = {"revoked": code, "outing closed": outing, "campaign closed": outing.campaign}[ended]
    setattr(whole, "revoked_at" if ended == "revoked" else "closed_at", SATURDAY)
    whole.save()

    assert refusal_of(lambda: ask(code.words)) == "code_expired"


def test_the_part_of_the_qr_that_changes_is_good_for_ten_minutes_and_the_next_ten(code) -> None:
    scanned = joining.qr_path(code, SATURDAY).removeprefix("/r/")

    statuses = [ask(scanned, now=SATURDAY + timedelta(minutes=minutes)).status for minutes in (0, 9, 19, 20)]

    assert statuses == ["accepted", "accepted", "accepted", "waiting"]
    assert joining.qr_path(code, SATURDAY) != joining.qr_path(code, SATURDAY + timedelta(minutes=10))


def test_the_proof_of_one_code_proves_nothing_for_another(outing, code) -> None:
    other = joining.open_code(outing=outing, now=SATURDAY)
    proof = joining.qr_path(other, SATURDAY).partition("~")[2]

    assert ask(f"{code.secret}~{proof}").status == "waiting"
    assert ask(f"{code.secret}~").status == "waiting"
    assert ask(f"{code.secret}~é").status == "waiting"


def test_somebody_who_was_refused_gets_no_token(code, leader) -> None:
    request = ask(code.words)
    joining.refuse(request, by=leader, now=SATURDAY)

    assert refusal_of(lambda: joining.issue_token(request, now=SATURDAY)) == "not_accepted"


@pytest.mark.django_db(transaction=True)
def test_the_last_use_of_a_code_is_one_phone_s(campaign) -> None:
    code = joining.open_code(outing=builders.outing(campaign), now=SATURDAY, max_uses=1)

    def knock() -> str:
        try:
            return ask(code.words).status
        except DomainError as error:
            return error.code

    assert sorted(at_once([knock] * 4)) == ["code_full"] * 3 + ["waiting"]


@pytest.mark.django_db(transaction=True)
def test_one_request_gives_one_token_however_often_it_is_asked(campaign, leader) -> None:
    request = ask(joining.open_code(outing=builders.outing(campaign), now=SATURDAY).words)
    joining.accept(request, by=leader, now=SATURDAY)

    def take() -> str:
        try:
            return joining.issue_token(request, now=SATURDAY)[0].first_name
        except DomainError as error:
            return error.code

    assert sorted(at_once([take] * 4)) == ["Léa"] + ["token_taken"] * 3
