"""Outings as an iCalendar file (RFC 5545), which every telephone and every office reads. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event, Timezone, TimezoneStandard, vDuration, vText

READ_AGAIN = timedelta(hours=1)


@dataclass(frozen=True)
class Entry:
    """One outing. ``uid`` never changes, so that a calendar which is read again finds the outing it knows; ``revision``
    grows with each change, and a strict reader takes no other."""

    uid: str
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str = ""
    lon: float | None = None
    lat: float | None = None
    text: str = ""
    url: str = ""
    called_off: bool = False
    revision: int = 0


def calendar(name: str, entries: Iterable[Entry], *, now: datetime) -> bytes:
    """The whole file, with its line ends. Times are instants in UTC: no table of clocks is needed, not even for outings
    on both sides of a change to summer time. Readers are told twice to come back hourly, and twice the name: in the
    words of RFC 7986 and in the older ones that more of them know."""
    made = Calendar()
    made.add("prodid", "-//Canvass//Outings//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    for told in ("name", "x-wr-calname"):
        made.add(told, _text(name))
    made.add("refresh-interval", vDuration(READ_AGAIN), parameters={"value": "DURATION"})
    made.add("x-published-ttl", vDuration(READ_AGAIN))
    for entry in entries:
        made.add_component(_event(entry, now))
    if not made.subcomponents:
        made.add_component(_clock())
    return bytes(made.to_ical())


def _clock() -> Timezone:
    """The format knows no empty calendar: one without an outing holds the clock that outings would stand by."""
    zone, always = Timezone(), TimezoneStandard()
    zone.add("tzid", "UTC")
    always.add("dtstart", datetime(1970, 1, 1))
    for edge in ("tzoffsetfrom", "tzoffsetto"):
        always.add(edge, timedelta())
    zone.add_component(always)
    return zone


def _event(entry: Entry, now: datetime) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", entry.starts_at.astimezone(UTC))
    event.add("dtend", entry.ends_at.astimezone(UTC))
    event.add("sequence", entry.revision)
    event.add("summary", _text(entry.title))
    event.add("status", "CANCELLED" if entry.called_off else "CONFIRMED")
    for name, value in (("location", entry.place), ("description", entry.text)):
        if value:
            event.add(name, _text(value))
    if entry.url:
        event.add("url", entry.url)
    if entry.lon is not None and entry.lat is not None:
        event.add("geo", (entry.lat, entry.lon))
    return event


def _text(value: str) -> vText:
    """Its signs escaped, and without the characters that the format forbids in a text."""
    lines = value.replace("\r\n", "\n").replace("\r", "\n")
    return vText("".join(sign for sign in lines if sign in "\n\t" or unicodedata.category(sign) != "Cc"))
