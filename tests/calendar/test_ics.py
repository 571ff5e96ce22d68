"""Outings in a calendar file."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from campaigns.calendar import dates
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
    assert all(len(line.decode()) <= 75 for line in made.split(b"\r\n"))  # no letter is cut in two
    assert all(len(line) <= 75 for line in made.split(b"\r\n"))
    assert b"\r" not in made.replace(b"\r\n", b"")
    assert b"\n" not in made.replace(b"\r\n", b"")


def test_each_event_has_what_a_strict_reader_asks_for_once_and_nothing_else() -> None:
    made = calendar("Valmont", [entry(url="https://valmont.example/i/ABC", text="x", place="y")], now=START)
    lines = made.decode().split("\r\n")

    names = [line.partition(":")[0] for line in lines[lines.index("BEGIN:VEVENT") + 1 : lines.index("END:VEVENT")]]
    assert sorted(names) == [
        "DESCRIPTION", "DTEND", "DTSTAMP", "DTSTART", "LOCATION", "SEQUENCE", "STATUS", "SUMMARY", "UID", "URL",
    ]  # fmt: skip


def test_what_the_format_forbids_in_a_text_is_left_out_or_escaped() -> None:
    made = calendar("Valmont, demain ; oui", [entry(title="Sortie\x07 \rATTENDEE:x\x7f \\ fin")], now=START).decode()

    assert "\r\nNAME:Valmont\\, demain \\; oui\r\nX-WR-CALNAME:Valmont\\, demain \\; oui\r\n" in made
    assert "\r\nSUMMARY:Sortie \\nATTENDEE:x \\\\ fin\r\n" in made


def test_readers_are_asked_to_come_back_each_hour() -> None:
    made = calendar("Valmont", [], now=START)

    assert b"\r\nREFRESH-INTERVAL;VALUE=DURATION:PT1H\r\nX-PUBLISHED-TTL:PT1H\r\n" in made


def test_a_calendar_without_an_outing_is_one_all_the_same() -> None:
    """RFC 5545, 3.6: at least one component."""
    made = calendar("Valmont", [], now=START)

    assert [part.name for part in Calendar.from_ical(made).subcomponents] == ["VTIMEZONE"]
    assert (
        b"\r\nTZID:UTC\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0000\r\nTZOFFSETTO:+0000\r\n"
        in made
    )


def test_a_change_has_a_higher_revision() -> None:
    assert [int(read(entry(revision=n))["sequence"]) for n in (0, 1)] == [0, 1]


@pytest.mark.parametrize(
    ("zone", "utc_hours"),
    [
        ("Europe/Paris", [9, 8]),
        ("America/Miquelon", [12, 12]),
        ("Pacific/Tahiti", [20, 20]),
        ("Indian/Reunion", [6, 6]),
    ],
)
def test_a_series_stands_at_its_hour_on_both_sides_of_summer_time(zone: str, utc_hours: list[int]) -> None:
    days = [date(2027, 3, 27), date(2027, 4, 3)]
    entries = []
    for day in days:
        starts_at, ends_at = dates.hours(day, time(10), time(12), zone)
        entries.append(entry(uid=str(day), starts_at=starts_at, ends_at=ends_at))

    events = Calendar.from_ical(calendar("Valmont", entries, now=START)).walk("VEVENT")

    starts = [event.decoded("dtstart") for event in events]
    assert [start.hour for start in starts] == utc_hours
    assert [start.astimezone(ZoneInfo(zone)) for start in starts] == [
        datetime.combine(day, time(10), tzinfo=ZoneInfo(zone)) for day in days
    ]
