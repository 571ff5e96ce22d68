"""Outings as an iCalendar file (RFC 5545), which every telephone and every office reads. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from icalendar import Calendar, Event


@dataclass(frozen=True)
class Entry:
    """One outing. ``uid`` never changes, so that a calendar which is read again moves the outing it knows."""

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


def calendar(name: str, entries: Iterable[Entry], *, now: datetime) -> bytes:
    """The whole file, with its line ends. Times are written in UTC, which every reader puts on its own clock."""
    made = Calendar()
    made.add("prodid", "-//Canvass//Outings//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    for entry in entries:
        made.add_component(_event(entry, now))
    return bytes(made.to_ical())


def _event(entry: Entry, now: datetime) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", entry.starts_at.astimezone(UTC))
    event.add("dtend", entry.ends_at.astimezone(UTC))
    event.add("summary", entry.title)
    event.add("status", "CANCELLED" if entry.called_off else "CONFIRMED")
    for name, value in (("location", entry.place), ("description", entry.text), ("url", entry.url)):
        if value:
            event.add(name, value)
    if entry.lon is not None and entry.lat is not None:
        event.add("geo", (entry.lat, entry.lon))
    return event
