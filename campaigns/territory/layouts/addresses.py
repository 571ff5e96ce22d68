"""The layouts of address files: which header each has, and what its columns say. Pure.

A layout declares; it does not read files or touch the database. `read` is called once per row, so it stays plain.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from operator import itemgetter
from typing import ClassVar, NamedTuple

from campaigns.territory import numbers, station_codes
from campaigns.territory.layouts import columns
from campaigns.territory.layouts.bad_row import BadRow
from campaigns.territory.sentences import gettext_noop

NO_NUMBER = 99_999  # of a place without numbers, in a BAL
_LABEL = re.compile(r"(.*?)\s*\b(\d{5})\s+(\D.*)")


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


def identity(street_key: str, number: int | None, suffix: str, lon: float | None, lat: float | None) -> str:
    """What makes an address the same in two files: its street, number and suffix, else its place; empty without."""
    if street_key:
        return f"{street_key}|{'' if number is None else number}|{suffix}"
    return "" if lon is None or lat is None else f"@{lon:.6f},{lat:.6f}"


class Layout:
    """One kind of file. ``needs`` are the columns that tell it; ``uses`` all it reads, the others are dropped."""

    name: ClassVar[str]
    title: ClassVar[str]
    needs: ClassVar[tuple[str, ...]]
    also: ClassVar[tuple[str, ...]] = ()
    has_header: ClassVar[bool] = True
    dwellings_source: ClassVar[str] = "unknown"
    tells_stations: ClassVar[bool] = False

    def __init__(self, header: Sequence[str]) -> None:
        self.header = list(header)
        self.width = len(header)
        place: dict[str, int] = {}
        for index, column in enumerate(header):
            place.setdefault(columns.bare(column), index)
        self.places = [place.get(columns.bare(column), -1) for column in (*self.needs, *self.also)]
        self._pick = itemgetter(*self.places)

    @classmethod
    def recognises(cls, header: Sequence[str]) -> bool:
        return {columns.bare(column) for column in cls.needs} <= {columns.bare(column) for column in header}

    def dropped(self) -> list[str]:
        """Columns of the file that are not read: their content goes nowhere (law:P5)."""
        return sorted({name for index, name in enumerate(self.header) if name and index not in self.places})

    def read(self, row: Sequence[str]) -> AddressRow:
        """The address of one row, which may lack its last cell. Raises BadRow or NotANumber."""
        raise NotImplementedError

    def cells(self, row: Sequence[str]) -> list[str]:
        """What stands under `needs`, then under `also`; empty where the file writes “NA” or has no such column."""
        # One pick for the whole row: of a million rows each question more costs a second. The empty cell at the end
        # is that of the columns which are not there.
        return ["" if cell in numbers.MISSING else cell for cell in map(str.strip, self._pick((*row, "")))]


class Ban(Layout):
    """Base Adresse Nationale, as published by département, and its export from R."""

    name, title = "ban", gettext_noop("Base Adresse Nationale (CSV)")
    needs = ("id", "numero", "rep", "nom_voie", "code_insee", "nom_commune", "lon", "lat")
    also = ("code_postal",)

    def read(self, row: Sequence[str]) -> AddressRow:
        identity, number, suffix, street, code, town, lon, lat, postcode = self.cells(row)
        return AddressRow(
            station_codes.commune(code),
            town,
            postcode,
            street,
            numbers.whole(number),
            numbers.suffix(suffix),
            numbers.decimal(lon),
            numbers.decimal(lat),
            "",
            None,
            identity,
        )


class Bal(Layout):
    """Base Adresse Locale, versions 1.0 to 1.4: a commune's own file."""

    name, title = "bal", gettext_noop("Base Adresse Locale 1.x")
    needs = ("cle_interop", "voie_nom", "numero", "long", "lat")
    also = ("suffixe", "commune_nom", "commune_insee")

    def read(self, row: Sequence[str]) -> AddressRow:
        identity, street, house, lon, lat, suffix, town, code = self.cells(row)
        interop = identity.split("_")
        number = numbers.whole(house)
        if number == NO_NUMBER:
            raise BadRow(gettext_noop("a place name without a number"))
        return AddressRow(
            station_codes.commune(code or interop[0]),
            town,
            "",
            street,
            number,
            numbers.suffix(suffix or (interop[3] if len(interop) > 3 else "")),
            numbers.decimal(lon),
            numbers.decimal(lat),
            "",
            None,
            identity,
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

    def read(self, row: Sequence[str]) -> AddressRow:
        identity, house, street, postcode, town, _source, lat, lon = self.cells(row)
        number, suffix, _rest = numbers.house(house)
        return AddressRow(
            station_codes.commune(identity[:5]),
            town,
            postcode.split(";")[0],
            street,
            number,
            suffix,
            numbers.decimal(lon),
            numbers.decimal(lat),
            "",
            None,
            identity,
        )


class ValDeMarne(Layout):
    """Addresses of an electoral roll with their station, raw spelling, and their BAN geocoding beside."""

    name, title = "val_de_marne", gettext_noop("address to station table with geocoding (Val-de-Marne)")
    needs = ("bureau", "adresse", "cp", "ville", "latitude", "longitude", "result_type", "result_citycode")
    also = ("result_housenumber", "result_name", "result_street", "result_id", "result_city", "result_score")
    dwellings_source = "roll"
    tells_stations = True
    certain = 0.5  # below that the geocoder found another street

    def read(self, row: Sequence[str]) -> AddressRow:
        (bureau, raw, postcode, raw_town, lat, lon, found, code, house, name, named_street, identity, town,
         score) = self.cells(row)  # fmt: skip
        certain = (numbers.decimal(score) or 0) >= self.certain
        placed = certain and found == "housenumber"  # a street's middle is no address
        number, suffix, street = numbers.house(house if placed else raw)
        if placed:
            street = named_street or name
        elif certain and found == "street":
            street = name
        return AddressRow(
            station_codes.commune(code),
            town or raw_town,
            postcode,
            street,
            number,
            suffix,
            numbers.decimal(lon) if placed else None,
            numbers.decimal(lat) if placed else None,
            _station(code, bureau),
            1,
            identity if placed else "",
        )


class Reu(Layout):
    """INSEE's table of the electoral register (2022): positions with their station and number of letter boxes."""

    name, title = "reu", gettext_noop("address to station table of INSEE (REU)")
    needs = ("id_brut_bv_reu", "code_commune_ref", "longitude", "latitude", "nb_adresses")
    also = ("geo_adresse", "geo_type", "geo_score")
    dwellings_source = "letter_boxes"
    tells_stations = True

    def read(self, row: Sequence[str]) -> AddressRow:
        bureau, code, lon, lat, boxes, address, kind, _score = self.cells(row)
        label = _LABEL.fullmatch(address)  # "12 Rue du Bac 29900 Concarneau", as the geocoder found it
        line, postcode, town = label.groups() if label else (address, "", "")
        number, suffix, street = numbers.house(line)
        return AddressRow(
            station_codes.commune(code),
            town,
            postcode,
            "" if kind == "municipality" else street,
            number,
            suffix,
            numbers.decimal(lon),
            numbers.decimal(lat),
            _station(code, bureau.rpartition("_")[2]),
            numbers.whole(boxes),
            "",
        )


def _station(commune: str, text: str) -> str:
    number = station_codes.number_in(commune, text)
    if number is None:
        raise BadRow(gettext_noop("not a polling station: “%(text)s”"), text=text)
    return number


LAYOUTS: tuple[type[Layout], ...] = (Ban, Bal, ValDeMarne, Reu, Bano)


def recognise(header: Sequence[str], sample: Sequence[Sequence[str]] = ()) -> Layout | None:
    """The layout of a file by its header, or by its first row; None when it is none that we know."""
    return next((layout(header) for layout in LAYOUTS if layout.recognises(header)), None)
