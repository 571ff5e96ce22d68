"""Signing up for an outing without an account."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from campaigns.calendar import calling_off, opening, presence, signing_up
from campaigns.calendar.models import SeriesDay, SignUp
from campaigns.errors import DomainError
from tests import builders
from tests.builders import SATURDAY
from tests.calendar.series import weekly
from tests.visits.threads import at_once

EARLIER = SATURDAY - timedelta(days=3)
NUMBER = "+33612345678"


@pytest.fixture
def outing(campaign):
    return builders.outing(campaign)


@pytest.fixture
def page(outing):
    return opening.open_page(outing=outing, now=EARLIER)


def sign_up(page, outing, first_name="Léa", *, phone="", id: UUID | None = None, now=EARLIER):
    return signing_up.sign_up(page, outing, id=id or uuid4(), first_name=first_name, phone=phone, now=now)


def refusal_of(action) -> str:
    with pytest.raises(DomainError) as refusal:
        action()
    return refusal.value.code


def test_a_first_name_is_enough(page, outing) -> None:
    made, new = sign_up(page, outing, "  Léa   Marie ")

    assert (made.first_name, made.phone, new) == ("Léa Marie", "", True)


def test_the_same_form_sent_twice_is_one(page, outing) -> None:
    form = uuid4()
    first, _new = sign_up(page, outing, id=form)

    again, new = sign_up(page, outing, id=form)

    assert (again, new, SignUp.objects.count()) == (first, False, 1)


def test_whoever_types_a_number_that_is_there_does_not_come_upon_its_owner(page, outing) -> None:
    owner, _new = sign_up(page, outing, phone=NUMBER)

    stranger, new = sign_up(page, outing, phone=NUMBER)

    assert (new, stranger.code == owner.code) == (True, False)


def test_two_people_who_share_a_number_are_two_and_one_who_signs_up_twice_is_one(page, outing) -> None:
    for name in ("Léa", "léa", "Karim"):
        sign_up(page, outing, name, phone=NUMBER)

    assert (presence.presence(outing).expected, opening.coming(page, now=EARLIER).get().signed_up) == (2, 2)


def test_one_who_signs_up_twice_takes_one_seat(outing) -> None:
    page = opening.open_page(outing=outing, seats=2, now=EARLIER)
    for _time in range(2):
        sign_up(page, outing, phone=NUMBER)

    _karim, new = sign_up(page, outing, "Karim", phone=NUMBER)

    assert new
    assert refusal_of(lambda: sign_up(page, outing, "Bo")) == "outing_full"


def test_a_form_sent_again_with_another_name_or_date_is_another_sign_up(campaign, page, outing) -> None:
    form = uuid4()
    later = builders.outing(campaign, starts_at=SATURDAY + timedelta(days=7))
    sign_up(page, outing, id=form)

    told = [sign_up(page, outing, "Karim", id=form)[1], sign_up(page, later, id=form)[1]]

    assert (told, SignUp.objects.count()) == ([True, True], 3)


def test_two_people_of_one_name_and_no_number_are_two(page, outing) -> None:
    sign_up(page, outing, "Léa")
    sign_up(page, outing, "Léa")

    assert presence.presence(outing).expected == 2


@pytest.mark.django_db(transaction=True)
def test_the_last_seat_is_given_once(outing) -> None:
    page = opening.open_page(outing=outing, seats=1, now=EARLIER)

    def ask() -> str:
        try:
            sign_up(page, outing)
        except DomainError as refusal:
            return refusal.code
        return "in"

    told = at_once([ask] * 4)

    assert sorted(told) == ["in", "outing_full", "outing_full", "outing_full"]


def test_a_seat_given_back_is_free_again_and_coming_back_takes_one(outing) -> None:
    page = opening.open_page(outing=outing, seats=1, now=EARLIER)
    first, _new = sign_up(page, outing)
    signing_up.cancel(first, now=EARLIER)
    sign_up(page, outing, "Karim")

    assert refusal_of(lambda: signing_up.come_again(first, now=EARLIER)) == "outing_full"


def test_whoever_cancelled_may_come_after_all_under_the_same_address(page, outing) -> None:
    first, _new = sign_up(page, outing, phone=NUMBER)
    signing_up.cancel(first, now=EARLIER)

    back = signing_up.come_again(first, now=EARLIER)

    assert (back.code, back.cancelled_at) == (first.code, None)


def test_cancelling_twice_changes_nothing_the_second_time(page, outing) -> None:
    first, _new = sign_up(page, outing)

    told = [signing_up.cancel(first, now=EARLIER), signing_up.cancel(first, now=EARLIER)]

    assert told == [True, False]


def test_a_closed_page_takes_nobody_but_lets_people_cancel(page, outing) -> None:
    first, _new = sign_up(page, outing)
    opening.close_page(page, now=EARLIER)
    page.refresh_from_db()

    assert refusal_of(lambda: sign_up(page, outing)) == "sign_up_closed"
    assert signing_up.cancel(first, now=EARLIER)


def test_a_page_opened_again_keeps_its_address(page, outing) -> None:
    opening.close_page(page, now=EARLIER)

    again = opening.open_page(outing=outing, seats=5, now=EARLIER)

    assert (again.code, again.closed_at, again.seats) == (page.code, None, 5)


@pytest.mark.parametrize("name", ["", "   ", "\t"])
def test_nobody_signs_up_without_a_name(page, outing, name: str) -> None:
    assert refusal_of(lambda: sign_up(page, outing, name)) == "first_name_missing"


def test_an_outing_that_is_over_takes_nobody(page, outing) -> None:
    assert refusal_of(lambda: sign_up(page, outing, now=outing.ends_at)) == "outing_over"


def test_an_outing_called_off_takes_nobody_and_says_so(page, outing) -> None:
    calling_off.call_off(outing, by=None, now=EARLIER)

    assert refusal_of(lambda: sign_up(page, outing)) == "outing_called_off"


def test_calling_off_twice_calls_off_once(outing) -> None:
    assert [calling_off.call_off(outing, by=None, now=EARLIER) for _ in range(2)] == [True, False]


@pytest.mark.parametrize("hours_before_the_eve", [-10, 1])
def test_nobody_signs_up_for_what_touches_the_eve_of_the_vote(campaign, hours_before_the_eve: int) -> None:
    campaign.final_round_date = date(2027, 2, 14)
    campaign.save()
    midnight = datetime(2027, 2, 12, 23, tzinfo=UTC)
    outing = builders.outing(campaign, starts_at=midnight - timedelta(hours=hours_before_the_eve))
    page = opening.open_page(outing=outing, now=EARLIER)

    assert refusal_of(lambda: sign_up(page, outing)) == "silence"
    assert not opening.coming(page, now=EARLIER).exists()


def test_a_campaign_that_is_closed_takes_nobody(campaign, page, outing) -> None:
    campaign.closed_at = EARLIER
    campaign.save()

    assert refusal_of(lambda: sign_up(page, outing)) == "outing_over"
    assert not opening.coming(page, now=EARLIER).exists()


def test_an_outing_without_its_own_page_is_signed_up_for_on_that_of_its_series(campaign, outing) -> None:
    series = weekly(campaign)
    SeriesDay.objects.create(series=series, day=date(2027, 3, 13), outing=outing)
    common = opening.open_page(series=series, now=EARLIER)

    before = opening.page_of(outing)
    own = opening.open_page(outing=outing, now=EARLIER)

    assert (before, opening.page_of(outing)) == (common, own)


def test_expected_against_present(page, outing) -> None:
    came, _new = sign_up(page, outing, "Ana")
    sign_up(page, outing, "Bo")
    gone, _new = sign_up(page, outing, "Cy")
    signing_up.cancel(gone, now=EARLIER)
    signing_up.tick(came, came=True, now=SATURDAY)
    builders.device(outing)

    seen = presence.presence(outing)

    assert (seen.expected, seen.ticked, seen.cancelled, seen.phones) == (2, 1, 1, 1)
