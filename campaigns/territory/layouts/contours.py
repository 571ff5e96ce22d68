"""The layouts of files of contours: how each names its polling stations. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from campaigns.territory import station_codes
from campaigns.territory.layouts.bad_row import BadRow
from campaigns.territory.sentences import gettext_noop


class Layout:
    """``needs`` are the properties of a feature that tell the layout and name its station."""

    name: ClassVar[str]
    title: ClassVar[str]
    needs: ClassVar[tuple[str, str]]

    def code(self, properties: Mapping[str, Any]) -> str:
        """The station of a feature, e.g. ``29019-0076``. Raises BadRow where it is none."""
        commune, number = self.parts(*(_text(properties.get(name)) for name in self.needs))
        if commune is None or number is None:
            text = ", ".join(str(properties.get(name)) for name in self.needs)
            raise BadRow(gettext_noop("not a polling station: “%(text)s”"), text=text)
        return f"{commune}-{number}"

    def parts(self, first: str, second: str) -> tuple[str | None, str | None]:
        return station_codes.commune(first), station_codes.number_in(first, second)


class National(Layout):
    """Etalab's proposal of contours for the whole country, drawn from the addresses of the electoral register."""

    name, title = "national", gettext_noop("Etalab, contours of the whole country")
    needs = ("codeCommune", "numeroBureauVote")


class Town(Layout):
    """Contours as Brest publishes them."""

    name, title = "town", gettext_noop("contours of a town, with DEPCO and BVOTE")
    needs = ("DEPCO", "BVOTE")


class Paris(Layout):
    """Contours of Paris. A station is known by its arrondissement and its number there: 7 and 12 make 0712."""

    name, title = "paris", gettext_noop("contours of Paris, with arrondissement and num_bv")
    needs = ("arrondissement", "num_bv")

    def parts(self, first: str, second: str) -> tuple[str | None, str | None]:
        known = first.isdecimal() and second.isdecimal() and len(second) <= 2
        return "75056", first.zfill(2) + second.zfill(2) if known else None


LAYOUTS: tuple[type[Layout], ...] = (National, Town, Paris)


def recognise(properties: Mapping[str, Any]) -> Layout | None:
    """The layout of a file by the properties of its first feature; None when it is none that we know."""
    return next((layout() for layout in LAYOUTS if set(layout.needs) <= set(properties)), None)


def _text(value: Any) -> str:
    """A code that went through a spreadsheet may have become a number: ``76.0``."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value)
