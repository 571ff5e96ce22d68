"""Outings in a calendar file."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from icalendar import Calendar

from campaigns.calendar.ics import Entry, calendar

START = datetime(2027, 3, 27, 10, 0, tzinfo=timezone(timedelta(hours=1)))


def read(entry: Entry):
    made = calendar("Valmont", [entry], now=START)
    (event,) = Calendar.from_ical(made).walk("VEVENT")
    return event


def entry(**fields) -> Entry:
    told = {
        "uid": "outing-1@valmont",
        "title": "Porte-à-porte",
        "starts_at": START,
        "ends_at": START + timedelta(hours=2),
    }
    return Entry(**(told | fields))


def test_times_are_the_same_instants() -> None:
    event = read(entry())

    assert (event.decoded("dtstart"), event.decoded("dtend")) == (START, START + timedelta(hours=2))
    assert event.decoded("dtstart").utcoffset() == timedelta(0)


def test_a_place_with_commas_and_an_apostrophe_comes_through() -> None:
    event = read(entry(place="3, place de la Halle ; cour d’honneur\nau fond", lon=2.35, lat=48.85))

    assert str(event["location"]) == "3, place de la Halle ; cour d’honneur\nau fond"
    assert (event["geo"].latitude, event["geo"].longitude) == (48.85, 2.35)


def test_an_outing_called_off_is_cancelled_in_the_calendar() -> None:
    assert (read(entry(called_off=True))["status"], read(entry())["status"]) == ("CANCELLED", "CONFIRMED")


def test_lines_end_and_fold_as_the_format_wants() -> None:
    made = calendar("V" * 200, [entry(text="é" * 300)], now=START)

    assert made.startswith(b"BEGIN:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in made.split(b"\r\n"))
