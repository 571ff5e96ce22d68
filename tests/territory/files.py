"""Files as they are published, written by the tests: a header, rows, an encoding, line ends."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from campaigns.territory import addresses, results
from campaigns.territory.models import StationResult
from campaigns.territory.report import Report

BAN = "id;numero;rep;nom_voie;code_postal;code_insee;nom_commune;lon;lat"
BAL = "cle_interop;uid_adresse;voie_nom;numero;suffixe;commune_nom;position;x;y;long;lat;source;date_der_maj"
REU = "id_brut_bv_reu,code_commune_ref,longitude,latitude,geo_adresse,geo_type,geo_score,nb_adresses"
COUNTS = (
    "Inscrits;Abstentions;% Abs/Ins;Votants;% Vot/Ins;Blancs;% Blancs/Ins;% Blancs/Vot;Nuls;% Nuls/Ins;"
    "% Nuls/Vot;Exprimés;% Exp/Ins;% Exp/Vot"
)
PLACE = (
    "Code du département;Libellé du département;Code de la circonscription;Libellé de la circonscription;"
    "Code de la commune;Libellé de la commune;Code du b.vote"
)
SHARES = "% Voix/Ins;% Voix/Exp"


def write(folder: Path, name: str, lines: Iterable[str], *, encoding: str = "utf-8", end: str = "\n") -> Path:
    file = folder / name
    file.write_bytes((end.join(lines) + end).encode(encoding))
    return file


def table(rows: Iterable[Sequence[str]], *, delimiter: str = ";", end: str = "\n", quotes: bool = False) -> str:
    text = io.StringIO()
    quoting = csv.QUOTE_ALL if quotes else csv.QUOTE_MINIMAL
    csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows(rows)
    return text.getvalue()


def station(where: str, *groups: str, registered: int = 100, out: int = 60, valid: int = 50) -> str:
    """A row of the Ministry: ``where`` the cells of PLACE, then the counts, then a group of cells a candidate."""
    counts = (
        f"{registered};{registered - out};0,00;{out};0,00;4;0,00;0,00;{out - valid - 4};0,00;0,00;{valid};0,00;0,00"
    )
    return ";".join((where, counts, *groups))


def take_addresses(file: Path) -> Report:
    return addresses.import_file(file, set_aside=file.parent / "aside.csv")


def take_results(file: Path) -> Report:
    return results.import_file(file, set_aside=file.parent / "aside.csv")


def counts(report: Report) -> tuple[int, ...]:
    """Imported, updated, unchanged, duplicates, set aside; they must add up to the rows read."""
    told = report.imported, report.updated, report.unchanged, report.duplicates, report.set_aside
    assert min(told) >= 0
    assert sum(told) == report.read
    return told


def reasons(report: Report) -> list[list[str]]:
    """Line and reason of each row set aside."""
    with open(report.set_aside_file, encoding="utf-8-sig", newline="") as file:
        return [row[:2] for row in csv.reader(file, delimiter=";")][1:]


def votes() -> dict[str, dict[str, int]]:
    """Every result in the database: station → list → votes."""
    return {row.station.code: row.votes for row in StationResult.objects.select_related("station")}
