"""What stands on the paper sheets of an outing, in words and drawings: the same for the page and for the PDF."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.utils import formats, timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from campaigns.people import joining
from campaigns.people.models import JoinCode, Outing
from campaigns.territory import surroundings
from campaigns.turfs.sheet import Page, Row, Sheet
from canvass.desk import qr, walk_map

STREET_LETTERS, DOOR_LETTERS = 44, 24  # in two lines of their columns, at ten points


@dataclass(frozen=True)
class PrintedRow:
    """A door as it is printed: its place told where it changes."""

    number: str
    numbering: str
    street: str
    door: str
    first: bool


@dataclass(frozen=True)
class PrintedPage:
    rows: tuple[PrintedRow, ...]
    foot: str


@dataclass(frozen=True)
class Printed:
    """One sheet. ``qr`` and ``map`` are drawings (SVG), None where there is nothing to draw."""

    title: str
    lines: tuple[str, ...]
    places: tuple[tuple[str, str], ...]
    code: str
    qr: SafeString | None
    map: SafeString | None
    pages: tuple[PrintedPage, ...]


def printed(outing: Outing, sheets: Sequence[Sheet], codes: Mapping[int, JoinCode]) -> list[Printed]:
    """The sheets, each with its map and the QR of its turf where one is open. Two queries for the maps of all."""
    grounds = surroundings.around_each([[(spot.lon, spot.lat) for spot in sheet.spots] for sheet in sheets])
    return [
        _printed(outing, sheet, codes.get(sheet.turf.pk), ground) for sheet, ground in zip(sheets, grounds, strict=True)
    ]


def told(outing: Outing, sheets: Sequence[Printed]) -> dict[str, Any]:
    """The same as data for sheet.typ."""
    return {
        "title": f"{_('Paper sheets')} · {outing.name}",
        "language": get_language() or settings.LANGUAGE_CODE,
        "words": {
            "rule": rule(),
            "scan": _("Scan to record on a phone"),
            "destroy": destroy(),
            "add": add(),
            "columns": ["N°", _("Street"), _("Door"), *boxes(), _("Practical note")],
        },
        "sheets": [asdict(sheet) for sheet in sheets],
    }


def rule() -> str:
    return _("Tick one box per door. No name, no opinion on this sheet: it may get lost.")


def destroy() -> str:
    return _("Give back to the team leader, then destroy after entry")


def add() -> str:
    """In the two empty rows at the foot of each page."""
    return _("add…")


def boxes() -> list[str]:
    """The columns to tick, in the order of the entry screen."""
    return [_("Not home"), _("Conv."), _("Refused"), _("See again"), _("Closed"), _("Do not ring")]


def door_line(row: Row) -> PrintedRow:
    """A row in words; a street is told with its side where either changes."""
    street = _street(row) if row.first_of_street else ""
    numbering = row.numbering if row.first_of_address else ""
    if not row.numbering and row.first_of_address:
        street = street or shortened(row.street, STREET_LETTERS)  # no plaque tells it from the address above
    door = shortened(row.door, DOOR_LETTERS)
    return PrintedRow(str(row.number), numbering, street, door, row.first_of_address)


def shortened(text: str, most: int) -> str:
    """At most so many letters, the last one an ellipsis where some are left out: what two lines of a column hold."""
    return text if len(text) <= most else text[: most - 1].rstrip(" ,") + "…"


def _street(row: Row) -> str:
    """The street with its side, told more briefly where the name is long."""
    room = STREET_LETTERS - len(row.numbering)  # the plaque takes its part of the column
    if not row.side:
        return shortened(row.street, room)
    long = {"even": _("%(street)s, even side"), "odd": _("%(street)s, odd side")}[row.side] % {"street": row.street}
    if len(long) <= room:
        return long
    brief = {"even": _("even"), "odd": _("odd")}[row.side]
    return f"{shortened(row.street, room - len(brief) - 2)}, {brief}"


def _printed(outing: Outing, sheet: Sheet, code: JoinCode | None, ground: dict[str, Any]) -> Printed:
    drawn = walk_map.svg(sheet.spots, ground)
    opened = "" if code is None else code.words
    return Printed(
        title=title(sheet.turf.number, sheet.turf.name),
        lines=tuple(_lines(outing, sheet)),
        places=tuple(_places(outing, sheet)),
        code=opened,
        qr=None if code is None else qr.svg(settings.PUBLIC_BASE_URL + joining.printed_path(code)),
        map=mark_safe(drawn) if drawn else None,  # shapes, and names that were escaped
        pages=tuple(_page(sheet, page) for page in sheet.pages),
    )


def title(number: int, name: str) -> str:
    return _("Area %(number)d, %(name)s") % {"number": number, "name": name} if name else _("Area %d") % number


def _lines(outing: Outing, sheet: Sheet) -> list[str]:
    starts, ends = timezone.localtime(outing.starts_at), timezone.localtime(outing.ends_at)
    day = capfirst(formats.date_format(starts, "l j F, G \\h i"))
    until = formats.date_format(ends, "G \\h i")
    when = f"{day} – {until}"
    names = {"even": _("even side"), "odd": _("odd side")}
    told = [names[side] for side in sheet.sides]
    then = _("then")
    sides = capfirst(f", {then} ".join(told)) + "." if told else ""
    return [line for line in (when, sides, str(sheet.turf.team or "")) if line]


def _places(outing: Outing, sheet: Sheet) -> list[tuple[str, str]]:
    """Where the walk starts, when and where it ends."""
    found = [(_("Start"), sheet.start)] if sheet.start else []
    if outing.meeting_point:
        hour = formats.date_format(timezone.localtime(outing.ends_at), "G \\h i")
        found.append((_("Return"), f"{hour}, {outing.meeting_point}"))
    return found


def _page(sheet: Sheet, page: Page) -> PrintedPage:
    told = {"page": page.number, "pages": len(sheet.pages), "doors": sheet.doors, "mark": sheet.mark}
    if page.rows:
        told |= {"first": page.rows[0].number, "last": page.rows[-1].number}
        foot = _("Page %(page)d of %(pages)d, doors %(first)d to %(last)d of %(doors)d · mark %(mark)s") % told
    else:
        foot = _("Page %(page)d of %(pages)d, no door to see") % told
    return PrintedPage(tuple(door_line(row) for row in page.rows), foot)
