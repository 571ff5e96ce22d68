"""Random instants over ten years in all French territories: no text leaves in a forbidden window.

What is forbidden is told here a second time, by other means: written dates of holidays, Easter after Gauss, and the
hours read off each clock, minute by minute. Nothing of the product's own rules is used but its list of territories.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from benchmarks.report import Report
from campaigns.law import territories, texting
from campaigns.law.territories import Territory
from sms.windows import Case, Go, Wait, judge

INSTANTS, INSTANTS_FULL = 10_000, 1_000_000
BEGINS = datetime(2026, 1, 1, tzinfo=UTC)
YEARS = 10
MINUTES = YEARS * 365 * 24 * 60
PURPOSES = ("otp", "confirm", "rollcall", "logistics", "broadcast", "test")
PLACES = (territories.METROPOLE, territories.ALSACE_MOSELLE, *territories.OVERSEAS.values())

EVERYWHERE = {(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)}
AFTER_EASTER = {1, 39, 50}  # its Monday, Ascension, Whit Monday
GOOD_FRIDAY, MID_LENT = -2, -24
# By the code of the territory: days of the year, and days counted from Easter; those kept by custom alone as well.
ONLY_THERE: dict[str, tuple[set[tuple[int, int]], set[int]]] = {
    "AM": ({(12, 26)}, {GOOD_FRIDAY}),
    "971": ({(5, 27), (7, 21)}, {GOOD_FRIDAY, MID_LENT}),
    "972": ({(5, 22), (7, 21)}, set()),
    "973": ({(6, 10)}, set()),
    "974": ({(12, 20)}, set()),
    "976": ({(4, 27)}, set()),
    "977": ({(10, 9)}, set()),
    "978": ({(5, 28), (7, 21)}, set()),
    "986": ({(4, 28), (6, 29), (7, 29)}, set()),
    "987": ({(3, 5), (11, 20)}, {GOOD_FRIDAY}),
    "988": ({(9, 24)}, set()),
}


@dataclass
class Count:
    instants: int = 0
    left: int = 0
    left_forbidden: int = 0
    woken_forbidden: int = 0
    held_open: int = 0
    moved_forbidden: int = 0


def measure(report: Report, *, full: bool) -> None:
    count = counted(INSTANTS_FULL if full else INSTANTS, seed=1)
    report.figures["windows: instants"] = count.instants
    report.figures["windows: texts that left"] = count.left
    report.at_most("windows: left in a forbidden window", count.left_forbidden, 0)
    report.at_most("windows: told to wait until a forbidden one", count.woken_forbidden, 0)
    report.at_most("windows: held although all was open", count.held_open, 0)
    report.at_most("windows: moved earlier into a closed hour", count.moved_forbidden, 0)


def counted(instants: int, *, seed: int) -> Count:
    """Ask the product at so many instants and hold its answers against the oracle."""
    count = Count()
    for case, now in cases(instants, seed=seed):
        said, forbidden = judge(case, now=now), is_forbidden(case, now)
        count.instants += 1
        if isinstance(said, Go):
            count.left += 1
            count.left_forbidden += forbidden
        elif isinstance(said, Wait):
            count.woken_forbidden += said.until <= now or is_closed(case, said.until)
            count.held_open += not forbidden
        count.moved_forbidden += _moved_wrongly(case.place, now)
    return count


def cases(number: int, *, seed: int) -> Iterator[tuple[Case, datetime]]:
    """Half of the instants lie at the edges of hours, days and silences, where mistakes are."""
    draw = random.Random(seed)
    for _ in range(number):
        home, place = draw.choice(PLACES), draw.choice(PLACES)
        place = home if draw.random() < 0.6 else place
        now = BEGINS + timedelta(minutes=draw.randrange(MINUTES), seconds=draw.randrange(60))
        if draw.random() < 0.5:
            zone = ZoneInfo(place.time_zone)
            edge = datetime.combine(now.astimezone(zone).date(), datetime.min.time(), tzinfo=zone)
            edge = edge.replace(hour=draw.choice((0, 8, 9, 18, 19, 20)))
            now = edge.astimezone(UTC) + timedelta(seconds=draw.choice((-1, 0, 1)))
        first = (now + timedelta(days=draw.randrange(-20, 12))).date()
        yield _case(draw, home, place, now, (first, first + timedelta(days=draw.choice((7, 14))))), now


def _case(draw: random.Random, home: Territory, place: Territory, now: datetime, rounds: tuple[date, ...]) -> Case:
    return Case(
        purpose=draw.choice(PURPOSES),
        home=home,
        place=place,
        rounds=rounds,
        created_at=now - timedelta(minutes=draw.choice((0, 5, 15, 16, 600))),
        expires_at=now + timedelta(hours=draw.choice((1, 12, 400))),
        outing=now + timedelta(hours=draw.randrange(72)),
        forced=draw.random() < 0.05,
        opted_out=draw.random() < 0.05,
    )


def is_forbidden(case: Case, now: datetime) -> bool:
    """Whether a text may not leave now: somebody wants none, the campaign is silent, or the hours are closed."""
    return case.opted_out or _is_silent(case, now) or now >= case.expires_at or is_closed(case, now)


def is_closed(case: Case, now: datetime) -> bool:
    """By every clock of the receiver's territory."""
    young = now <= case.created_at + timedelta(minutes=15)
    early = case.forced or (case.purpose in ("otp", "confirm") and young)
    clocks = [now.astimezone(ZoneInfo(name)) for name in (case.place.time_zone, *case.place.other_clocks)]
    return any(
        not (8 if early else 9) <= clock.hour < 20 or (not case.forced and is_free(clock.date(), case.place.code))
        for clock in clocks
    )


def is_free(day: date, code: str) -> bool:
    """Sundays, the eleven holidays of the country, and those of one territory."""
    dates, from_easter = ONLY_THERE.get(code, (set(), set()))
    away = (day - easter(day.year)).days
    return day.isoweekday() == 7 or (day.month, day.day) in EVERYWHERE | dates or away in AFTER_EASTER | from_easter


def easter(year: int) -> date:
    """After Gauss, with his two exceptions; valid from 1900 to 2099."""
    d = (19 * (year % 19) + 24) % 30
    e = (2 * (year % 4) + 4 * (year % 7) + 6 * d + 5) % 7
    late = (d == 29 and e == 6) or (d == 28 and e == 6 and year % 19 > 10)
    return date(year, 3, 22) + timedelta(days=d + e - 7 * late)


def _is_silent(case: Case, now: datetime) -> bool:
    if case.purpose == "rollcall":
        return case.outing is not None and _in_a_round(case.outing, case.rounds, case.home)
    if case.purpose != "broadcast":
        return False
    votes_earlier = case.place.saturday_vote and not case.home.saturday_vote
    there = [day - timedelta(days=votes_earlier) for day in case.rounds]
    return any(_in_a_round(now, case.rounds, place) for place in (case.home, case.place)) or _in_a_round(
        now, tuple(there), case.place
    )


def _in_a_round(now: datetime, rounds: tuple[date, ...], place: Territory) -> bool:
    clock = now.astimezone(ZoneInfo(place.time_zone))
    eves = {day - timedelta(days=1) for day in rounds}
    return clock.date() in eves or (clock.date() in rounds and clock.hour < 20)


def _moved_wrongly(place: Territory, now: datetime) -> bool:
    moved = texting.last_opening_before(now, place)
    anything = Case("rollcall", place, place, (), now, now + timedelta(days=1))
    return moved > now or is_closed(anything, moved) or (not is_closed(anything, now) and moved != now)
