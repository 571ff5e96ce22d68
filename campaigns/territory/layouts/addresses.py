"""The layouts of address files: which header each has, and what its columns say. Pure.

A layout declares; it does not read files or touch the database. `read` is called once per row, so it stays plain.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from campaigns.territory import numbers, station_codes
from campaigns.territory.layouts.bad_row import BadRow
from campaigns.territory.sentences import gettext_noop


class AddressRow(NamedTuple):
    """An address as every layout gives it. ``dwellings``: 1 a line for a roll, the letter boxes for INSEE."""

    commune: str | None
    commune_name: str
    postcode: str
    street: str
    number: int | None
    suffix: str
    lon: float | None
    lat: float | None
    station: str
    dwellings: int | None
    source_id: str


class Layout:
    """One kind of file. ``needs`` are the columns that tell it; ``uses`` all it reads, the others are dropped."""

    name: ClassVar[str]
    title: ClassVar[str]
    needs: ClassVar[tuple[str, ...]]
    also: ClassVar[tuple[str, ...]] = ()
    has_header: ClassVar[bool] = True
    dwellings_source: ClassVar[str] = "unknown"

    def __init__(self, header: Sequence[str]) -> None:
        self.place = {column: index for index, column in enumerate(header)}

    @classmethod
    def recognises(cls, header: Sequence[str]) -> bool:
        return set(cls.needs) <= set(header)

    def dropped(self) -> list[str]:
        """Columns of the file that are not read: their content goes nowhere (law:P5)."""
        return sorted(column for column in self.place if column and column not in {*self.needs, *self.also})

    def read(self, cells: Sequence[str]) -> AddressRow:
        raise NotImplementedError

    def cell(self, cells: Sequence[str], column: str) -> str:
        index = self.place.get(column)
        text = cells[index].strip() if index is not None else ""
        return "" if text in numbers.MISSING else text


class Ban(Layout):
    """Base Adresse Nationale, as published by département, and its export from R."""

    name, title = "ban", gettext_noop("Base Adresse Nationale (CSV)")
    needs = ("id", "numero", "rep", "nom_voie", "code_insee", "nom_commune", "lon", "lat")
    also = ("code_postal",)

    def read(self, cells: Sequence[str]) -> AddressRow:
        cell = self.cell
        return AddressRow(
            station_codes.commune(cell(cells, "code_insee")),
            cell(cells, "nom_commune"),
            cell(cells, "code_postal"),
            cell(cells, "nom_voie"),
            numbers.whole(cell(cells, "numero")),
            numbers.suffix(cell(cells, "rep")),
            numbers.decimal(cell(cells, "lon")),
            numbers.decimal(cell(cells, "lat")),
            "",
            None,
            cell(cells, "id"),
        )


class Bal(Layout):
    """Base Adresse Locale, versions 1.0 to 1.4: a commune's own file."""

    name, title = "bal", gettext_noop("Base Adresse Locale 1.x")
    needs = ("cle_interop", "voie_nom", "numero", "suffixe", "commune_nom", "long", "lat")
    also = ("commune_insee",)
    no_number = 99_999  # a place name without numbers

    def read(self, cells: Sequence[str]) -> AddressRow:
        cell = self.cell
        interop = cell(cells, "cle_interop").split("_")
        number = numbers.whole(cell(cells, "numero"))
        if number == self.no_number:
            raise BadRow(gettext_noop("a place name without a number"))
        return AddressRow(
            station_codes.commune(cell(cells, "commune_insee") or interop[0]),
            cell(cells, "commune_nom"),
            "",
            cell(cells, "voie_nom"),
            number,
            numbers.suffix(cell(cells, "suffixe") or (interop[3] if len(interop) > 3 else "")),
            numbers.decimal(cell(cells, "long")),
            numbers.decimal(cell(cells, "lat")),
            "",
            None,
            cell(cells, "cle_interop"),
        )


class Bano(Layout):
    """BANO of OpenStreetMap France: no header; id, number, street, postcode, town, source, latitude, longitude."""

    name, title = "bano", gettext_noop("BANO (no header)")
    needs = ("id", "numero", "voie", "code_postal", "commune", "source", "lat", "lon")
    has_header = False

    def __init__(self, header: Sequence[str]) -> None:
        super().__init__(self.needs)

    @classmethod
    def recognises(cls, header: Sequence[str]) -> bool:
        if len(header) != len(cls.needs) or "-" not in header[0]:
            return False
        try:
            return numbers.decimal(header[6]) is not None and numbers.decimal(header[7]) is not None
        except ValueError:
            return False

    def read(self, cells: Sequence[str]) -> AddressRow:
        cell = self.cell
        number, suffix, _rest = numbers.house(cell(cells, "numero"))
        return AddressRow(
            station_codes.commune(cell(cells, "id")[:5]),
            cell(cells, "commune"),
            cell(cells, "code_postal").split(";")[0],
            cell(cells, "voie"),
            number,
            suffix,
            numbers.decimal(cell(cells, "lon")),
            numbers.decimal(cell(cells, "lat")),
            "",
            None,
            cell(cells, "id"),
        )


class ValDeMarne(Layout):
    """Addresses of an electoral roll with their station, raw spelling, and their BAN geocoding beside."""

    name, title = "val_de_marne", gettext_noop("address to station table with geocoding (Val-de-Marne)")
    needs = ("bureau", "adresse", "cp", "ville", "latitude", "longitude", "result_type", "result_citycode")
    also = ("result_housenumber", "result_name", "result_street", "result_id", "result_city", "result_score")
    dwellings_source = "roll"
    certain = 0.5  # below that the geocoder found another street

    def read(self, cells: Sequence[str]) -> AddressRow:
        cell = self.cell
        raw_number, raw_suffix, raw_street = numbers.house(cell(cells, "adresse"))
        found = cell(cells, "result_type")
        certain = (numbers.decimal(cell(cells, "result_score")) or 0) >= self.certain
        street, number, suffix = raw_street, raw_number, raw_suffix
        if certain and found == "housenumber":
            number, suffix, _rest = numbers.house(cell(cells, "result_housenumber"))
            street = cell(cells, "result_street") or cell(cells, "result_name")
        elif certain and found == "street":
            street = cell(cells, "result_name")
        placed = certain and found == "housenumber"  # a street's middle is no address
        return AddressRow(
            station_codes.commune(cell(cells, "result_citycode")),
            cell(cells, "result_city") or cell(cells, "ville"),
            cell(cells, "cp"),
            street,
            number,
            suffix,
            numbers.decimal(cell(cells, "longitude")) if placed else None,
            numbers.decimal(cell(cells, "latitude")) if placed else None,
            _station(cell(cells, "bureau")),
            1,
            cell(cells, "result_id") if placed else "",
        )


class Reu(Layout):
    """INSEE's table of the electoral register (2022): positions with their station and number of letter boxes."""

    name, title = "reu", gettext_noop("address to station table of INSEE (REU)")
    needs = ("id_brut_bv_reu", "code_commune_ref", "longitude", "latitude", "nb_adresses")
    also = ("geo_adresse", "geo_type", "geo_score")
    dwellings_source = "letter_boxes"

    def read(self, cells: Sequence[str]) -> AddressRow:
        cell = self.cell
        number, suffix, street = numbers.house(cell(cells, "geo_adresse"))
        return AddressRow(
            station_codes.commune(cell(cells, "code_commune_ref")),
            "",
            "",
            street,
            number,
            suffix,
            numbers.decimal(cell(cells, "longitude")),
            numbers.decimal(cell(cells, "latitude")),
            _station(cell(cells, "id_brut_bv_reu").partition("_")[2]),
            numbers.whole(cell(cells, "nb_adresses")),
            "",
        )


def _station(text: str) -> str:
    number = station_codes.number(text)
    if number is None:
        raise BadRow(gettext_noop("not a polling station: “%(text)s”"), text=text)
    return number


LAYOUTS: tuple[type[Layout], ...] = (Ban, Bal, ValDeMarne, Reu, Bano)


def recognise(first_row: Sequence[str]) -> Layout | None:
    """The layout of a file by its first row; None when it is none that we know."""
    return next((layout(first_row) for layout in LAYOUTS if layout.recognises(first_row)), None)
