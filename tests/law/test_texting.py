"""When texts may leave: hours, Sundays and holidays of each territory."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.law import territories, texting
from campaigns.law.texting import FORCED, OPERATORS

METROPOLE, ALSACE = territories.METROPOLE, territories.ALSACE_MOSELLE
PLACES = [METROPOLE, ALSACE, *territories.OVERSEAS.values()]
INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2035, 12, 31), timezones=st.just(UTC))


def paris(day: int, hour: int, minute: int = 0, *, month: int = 3) -> datetime:
    """March 2026 begins on a Sunday."""
    return datetime(2026, month, day, hour, minute, tzinfo=ZoneInfo("Europe/Paris"))


@pytest.mark.parametrize(
    ("instant", "open_now"),
    [
        (paris(14, 8, 59), False),
        (paris(14, 9), True),
        (paris(14, 19, 59), True),
        (paris(14, 20), False),
        (paris(15, 12), False),
        (paris(16, 12), True),
        (paris(1, 12, month=5), False),
        (paris(14, 12, month=5), False),
    ],
    ids=["before nine", "nine", "before twenty", "twenty", "Sunday", "Monday", "first of May", "Ascension"],
)
def test_texts_leave_from_nine_to_twenty_on_working_days(instant, open_now) -> None:
    assert texting.is_open(instant, METROPOLE) is open_now


def test_the_operators_open_an_hour_earlier_and_no_longer() -> None:
    assert texting.is_open(paris(14, 8), METROPOLE, OPERATORS)
    assert not texting.is_open(paris(14, 7, 59), METROPOLE, OPERATORS)
    assert not texting.is_open(paris(14, 20), METROPOLE, OPERATORS)
    assert not texting.is_open(paris(15, 12), METROPOLE, OPERATORS)


def test_the_administration_may_open_a_sunday_never_the_night() -> None:
    assert texting.is_open(paris(15, 12), METROPOLE, FORCED)
    assert not texting.is_open(paris(15, 20), METROPOLE, FORCED)
    assert not texting.is_open(paris(15, 7, 59), METROPOLE, FORCED)


@pytest.mark.parametrize(
    ("code", "day"),
    [
        ("971", date(2026, 5, 27)), ("972", date(2026, 5, 22)), ("973", date(2026, 6, 10)), ("974", date(2026, 12, 20)),
        ("976", date(2026, 4, 27)), ("977", date(2026, 10, 9)), ("978", date(2026, 5, 28)), ("986", date(2026, 7, 29)),
        ("987", date(2026, 3, 5)), ("988", date(2026, 9, 24)),
    ],
)  # fmt: skip
def test_overseas_rests_on_days_of_its_own(code, day) -> None:
    assert texting.is_free_day(day, territories.OVERSEAS[code])
    assert texting.is_free_day(day, METROPOLE) is (day.weekday() == 6)


@pytest.mark.parametrize("day", [date(2026, 4, 3), date(2026, 12, 26), date(2027, 3, 26)])
def test_alsace_and_moselle_rest_on_good_friday_and_the_second_day_of_christmas(day) -> None:
    assert texting.is_free_day(day, ALSACE)
    assert not texting.is_free_day(day, METROPOLE)


def test_a_campaign_keeps_the_holidays_of_all_its_communes() -> None:
    good_friday = date(2026, 4, 3)

    assert texting.is_free_day(good_friday, territories.of_campaign("Europe/Paris", ["54395", "57463"]))
    assert not texting.is_free_day(good_friday, territories.of_campaign("Europe/Paris", ["54395"]))
    assert not texting.is_free_day(date(2026, 5, 27), territories.of_campaign("Europe/Paris", ["54395", "97105"]))


def test_polynesia_is_open_while_all_its_islands_are() -> None:
    tahiti = territories.OVERSEAS["987"]
    noon = datetime(2026, 3, 14, 12, tzinfo=ZoneInfo("Pacific/Tahiti"))

    assert texting.is_open(noon.replace(hour=9), tahiti)
    assert texting.is_open(noon.replace(hour=18, minute=59), tahiti)
    assert not texting.is_open(noon.replace(hour=19), tahiti)  # 20 h on the Gambier islands


@pytest.mark.parametrize(
    ("instant", "opening"),
    [
        (paris(14, 12), paris(14, 12)),
        (paris(14, 7), paris(14, 9)),
        (paris(14, 20), paris(16, 9)),
        (paris(4, 21, month=4), paris(7, 9, month=4)),
        (paris(28, 23), paris(30, 9)),
    ],
    ids=["open", "too early", "Saturday night", "Easter", "the night of summer time"],
)
def test_what_waits_leaves_at_the_next_opening(instant, opening) -> None:
    assert texting.next_opening(instant, METROPOLE) == opening


@pytest.mark.parametrize(
    ("instant", "slot"),
    [
        (paris(14, 12), paris(14, 12)),
        (paris(14, 21), paris(14, 18)),
        (paris(15, 12), paris(14, 18)),
        (paris(16, 8), paris(14, 18)),
        (paris(6, 12, month=4), paris(4, 18, month=4)),
    ],
    ids=["open", "night", "Sunday", "Monday too early", "Easter Monday"],
)
def test_what_falls_into_closed_hours_leaves_earlier_at_eighteen(instant, slot) -> None:
    assert texting.last_opening_before(instant, METROPOLE) == slot


@given(INSTANTS, st.sampled_from(PLACES), st.sampled_from([texting.PRODUCT, OPERATORS, FORCED]))
def test_the_next_opening_is_open_and_nothing_is_open_before_it(instant, place, hours) -> None:
    opening = texting.next_opening(instant, place, hours)

    assert opening >= instant
    assert texting.is_open(opening, place, hours)
    assert opening == instant or not texting.is_open(opening - timedelta(seconds=1), place, hours)
    assert opening - instant < timedelta(days=6)


@given(INSTANTS, st.sampled_from(PLACES))
def test_the_last_opening_is_open_and_not_after(instant, place) -> None:
    slot = texting.last_opening_before(instant, place)

    assert slot <= instant
    assert texting.is_open(slot, place)


def test_a_clock_without_a_place_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        texting.is_open(datetime(2026, 3, 14, 12), METROPOLE)


@pytest.mark.parametrize(
    ("region", "home", "place"),
    [
        ("FR", METROPOLE, "FR"),
        ("RE", METROPOLE, "974"),
        ("FR", territories.OVERSEAS["974"], "974"),
        ("YT", territories.OVERSEAS["974"], "976"),
        ("GP", territories.OVERSEAS["978"], "978"),
        ("GP", METROPOLE, "971"),
        ("BE", METROPOLE, "FR"),
    ],
)
def test_an_overseas_number_names_where_its_owner_lives(region, home, place) -> None:
    assert territories.of_number(region, home).code == place


def test_a_number_of_three_islands_keeps_the_holidays_of_all_three() -> None:
    place = territories.of_number("GP", METROPOLE)

    assert all(texting.is_free_day(day, place) for day in (date(2026, 5, 27), date(2026, 5, 28), date(2026, 10, 9)))
