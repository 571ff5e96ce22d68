"""Texts to volunteers who signed up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from campaigns.calendar import opening, signing_up
from campaigns.calendar.models import SignUp
from campaigns.people.models import MeetingPoint
from sms import gsm, opt_outs, sign_ups
from sms.models import OutboundSms, Purpose, State
from tests import builders
from tests.builders import SATURDAY

TUESDAY = SATURDAY - timedelta(days=4)
EVE = datetime(2027, 2, 12, 17, 0, tzinfo=UTC)  # Friday, 18 h in Paris
NUMBER = "+33612345678"


@pytest.fixture
def outing(campaign):
    place = MeetingPoint.objects.create(campaign=campaign, name="3 place de la Halle")
    return builders.outing(campaign, meeting_point=place)


@pytest.fixture
def page(outing):
    return opening.open_page(outing=outing, now=TUESDAY)


def sign_up(page, first_name="Léa", *, phone=NUMBER, now=TUESDAY, id=None) -> SignUp:
    return sign_ups.sign_up(page, page.outing, id=id or uuid4(), first_name=first_name, phone=phone, now=now)


def test_whoever_left_a_number_has_a_confirmation_in_one_segment(page) -> None:
    row = sign_up(page)

    text = OutboundSms.objects.get()
    assert text.body == (
        "Valmont : inscription notée, samedi 13 février à 10 h, 3 place de la Halle. Modifier, annuler ou ne plus "
        f"recevoir de SMS : http://127.0.0.1:8000/i/{row.text_code}"
    )
    assert (text.purpose, text.to_e164, text.signup, gsm.measured(text.body).segments) == (
        Purpose.CONFIRM,
        NUMBER,
        row,
        1,
    )


def test_the_first_of_a_month_is_written_as_people_write_it(campaign) -> None:
    outing = builders.outing(campaign, starts_at=datetime(2027, 3, 1, 9, tzinfo=UTC))

    sign_up(opening.open_page(outing=outing, now=TUESDAY))

    assert "lundi 1er mars à 10 h." in OutboundSms.objects.get().body


def test_whoever_left_none_has_no_text(page) -> None:
    sign_up(page, phone="")

    assert OutboundSms.objects.count() == 0


def test_the_same_form_twice_is_confirmed_once(page) -> None:
    form = uuid4()

    rows = [sign_up(page, id=form), sign_up(page, id=form)]

    assert (rows[0], OutboundSms.objects.count()) == (rows[1], 1)


def test_a_stranger_cannot_fill_somebodys_telephone(campaign) -> None:
    for day in range(5):
        outing = builders.outing(campaign, starts_at=SATURDAY + timedelta(days=day))
        sign_up(opening.open_page(outing=outing, now=TUESDAY))

    assert (SignUp.objects.count(), OutboundSms.objects.count()) == (5, sign_ups.MOST_A_DAY)


def test_a_reminder_leaves_on_the_eve_at_18_h_and_once(page) -> None:
    sign_up(page)

    told = [sign_ups.remind(now=EVE - timedelta(minutes=1)), sign_ups.remind(now=EVE), sign_ups.remind(now=EVE)]

    assert told == [0, 1, 0]


def test_the_reminder_of_a_monday_leaves_on_saturday(campaign) -> None:
    monday = builders.outing(campaign, starts_at=SATURDAY + timedelta(days=2))

    assert sign_ups.reminder_at(monday) == datetime(2027, 2, 13, 17, 0, tzinfo=UTC)


def test_whoever_signed_up_on_the_eve_needs_no_reminder(page) -> None:
    sign_up(page, now=EVE - timedelta(hours=1))

    assert sign_ups.remind(now=EVE) == 0


def test_whoever_cancelled_is_not_reminded(page) -> None:
    signing_up.cancel(sign_up(page), now=TUESDAY)

    assert sign_ups.remind(now=EVE) == 0


def test_a_number_that_two_share_is_reminded_once_and_told_once_that_it_is_called_off(page, outing) -> None:
    sign_up(page)
    sign_up(page, "Karim", now=TUESDAY + timedelta(minutes=1))

    told = [sign_ups.remind(now=EVE), sign_ups.remind(now=EVE), sign_ups.call_off(outing, by=None, now=EVE)]

    assert told == [1, 0, 1]


def test_the_other_of_two_who_share_a_number_is_not_reminded_again_when_the_first_cancels(page) -> None:
    first = sign_up(page)
    sign_up(page, "Karim", now=TUESDAY + timedelta(minutes=1))
    sign_ups.remind(now=EVE)
    sign_ups.cancel(first, now=EVE)

    assert sign_ups.remind(now=EVE + timedelta(minutes=1)) == 0


def test_what_waits_is_taken_back_when_they_cancel(page) -> None:
    row = sign_up(page)

    sign_ups.cancel(row, now=TUESDAY)

    assert (OutboundSms.objects.get().state, SignUp.objects.coming().count()) == (State.CANCELLED, 0)


def test_a_confirmation_that_waits_is_taken_back_when_the_outing_is_called_off(page, outing) -> None:
    sign_up(page)

    sign_ups.call_off(outing, by=None, now=TUESDAY)

    assert set(OutboundSms.objects.values_list("purpose", "state")) == {
        (Purpose.CONFIRM, State.CANCELLED),
        (Purpose.LOGISTICS, State.QUEUED),
    }


@pytest.mark.parametrize("what", ["silence", "closed"])
def test_nobody_is_reminded_of_what_does_not_take_place(campaign, page, what: str) -> None:
    sign_up(page)
    if what == "silence":
        campaign.final_round_date = SATURDAY.date() + timedelta(days=1)
    else:
        campaign.closed_at = TUESDAY
    campaign.save()

    assert sign_ups.remind(now=EVE) == 0


def test_reminders_cost_the_same_questions_for_one_and_for_many(page, django_assert_num_queries) -> None:
    for n in range(9):
        sign_up(page, phone=f"+3361234567{n}")
    sign_ups.remind(now=EVE)

    with django_assert_num_queries(3):  # which outings, where they are, who is left
        sign_ups.remind(now=EVE)


def test_who_meant_to_come_is_told_that_it_is_called_off_and_not_reminded_any_more(page, outing) -> None:
    sign_up(page)
    signing_up.cancel(sign_up(page, "Karim", phone="+33612345679"), now=TUESDAY)
    sign_ups.remind(now=EVE)

    told = [sign_ups.call_off(outing, by=None, now=EVE) for _time in range(2)]

    assert told == [1, 0]
    texts = {text.dedupe_key.rpartition(":")[2]: text for text in OutboundSms.objects.filter(to_e164=NUMBER)}
    assert texts["reminder"].state == State.CANCELLED
    assert texts["off"].body.startswith("Valmont : la sortie de samedi 13 février à 10 h est annulée.")


def test_no_more_texts_stops_all_and_keeps_the_sign_up(page) -> None:
    row = sign_up(page)

    sign_ups.no_more_texts(row, now=TUESDAY)

    assert (sign_ups.is_silent(row), opt_outs.is_opted_out(NUMBER), SignUp.objects.count()) == (True, True, 1)


def test_the_longest_names_stay_within_two_segments(campaign) -> None:
    campaign.name = "Jean-Baptiste-Emmanuel pour une commune à vivre ensemble"
    campaign.save()
    place = MeetingPoint.objects.create(campaign=campaign, name="Devant l’école élémentaire Saint-Exupéry, côté cour")
    outing = builders.outing(campaign, meeting_point=place)

    sign_up(opening.open_page(outing=outing, now=TUESDAY))

    assert gsm.measured(OutboundSms.objects.get().body).segments == 2
