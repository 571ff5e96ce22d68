"""The real French files, each row accounted for."""

from __future__ import annotations

import gzip
import shutil
from pathlib import Path

import pytest

from campaigns.territory import addresses, results
from campaigns.territory.models import Address, PollingStation, StationResult
from campaigns.territory.reading import FileProblem
from campaigns.territory.report import Report

ADDRESSES = {
    "bal_1.4-valid.csv": ("bal", 2),
    "bal_sample.csv": ("bal", 15),
    "ban_93010_bondy.csv.gz": ("ban", 8_413),
    "ban_93010_bondy_export_r.csv.gz": ("ban", 8_413),
    "bano_sample.csv": ("bano", 37),  # without a header, the first line is an address too
    "reu_adresses_29039_29116.csv.gz": ("reu", 6_904),
    "val_de_marne_adresses_bureaux.csv.gz": ("val_de_marne", 70_180),
}
RESULTS = {
    "2014-europeennes_par_bureau_large.csv.gz": ("wide", 68_246),
    "2017-legislatives-1_par_bureau_large.csv.gz": ("wide", 69_242),
    "2017-legislatives-1_participation_ministere_94_29.csv.gz": ("turnout", 1_636),
    "2017-presidentielle-1_par_bureau_large.csv.gz": ("wide", 69_242),
    "2017-presidentielle-2_par_bureau_large.csv.gz": ("wide", 69_242),
    "2017-presidentielle-2_par_bureau_long_94.csv.gz": ("long", 1_626),
    "2024-legislatives-1_bureaux_brest_29_2_3_ministere.csv.gz": ("ministry", 201),
}


def accounted(report: Report) -> int:
    return report.imported + report.updated + report.unchanged + report.duplicates + report.set_aside


@pytest.mark.parametrize("name", ADDRESSES)
def test_each_address_file_is_read_to_its_last_row_and_only_once(db, samples, tmp_path, name: str) -> None:
    layout, rows = ADDRESSES[name]

    first = addresses.import_file(samples / "addresses" / name, set_aside=tmp_path / "aside.csv")
    again = addresses.import_file(samples / "addresses" / name, set_aside=tmp_path / "aside.csv")

    assert (first.layout, first.read, accounted(first)) == (layout, rows, rows)
    assert first.imported == Address.objects.count() == again.unchanged
    assert (again.imported, again.updated) == (0, 0)


@pytest.mark.parametrize("name", RESULTS)
def test_each_results_file_is_read_to_its_last_row(db, samples, tmp_path, name: str) -> None:
    layout, rows = RESULTS[name]

    report = results.import_file(samples / "elections" / name, set_aside=tmp_path / "aside.csv")

    assert (report.layout, report.read, accounted(report)) == (layout, rows, rows)
    assert report.set_aside == 0
    assert report.stations == StationResult.objects.count()


def test_both_spellings_of_the_same_results_agree(db, samples, tmp_path) -> None:
    folder = samples / "elections"
    results.import_file(folder / "2017-presidentielle-2_par_bureau_large.csv.gz", set_aside=tmp_path / "a.csv")

    report = results.import_file(
        folder / "2017-presidentielle-2_par_bureau_long_94.csv.gz", set_aside=tmp_path / "b.csv"
    )

    assert (report.imported, report.updated, report.unchanged) == (0, 0, 1_626)


def test_every_station_of_val_de_marne_has_its_results_of_2017(db, samples, tmp_path) -> None:
    table = samples / "addresses" / "val_de_marne_adresses_bureaux.csv.gz"
    addresses.import_file(table, set_aside=tmp_path / "a.csv")
    walked = PollingStation.objects.filter(addresses__isnull=False).distinct()

    for vote in ("2017-presidentielle-1", "2017-presidentielle-2", "2017-legislatives-1"):
        file = samples / "elections" / f"{vote}_par_bureau_large.csv.gz"
        results.import_file(only_department(file, "94", tmp_path), set_aside=tmp_path / "b.csv", election=vote)

        assert walked.exclude(results__election__code=vote).count() == 0
    assert walked.count() == 398


def test_a_station_table_after_the_ban_makes_no_twins(db, samples, tmp_path) -> None:
    ban = samples / "addresses" / "ban_93010_bondy.csv.gz"
    addresses.import_file(ban, set_aside=tmp_path / "a.csv")
    before = Address.objects.count()
    one = Address.objects.filter(suffix="").order_by("pk").first()
    table = tmp_path / "reu.csv"
    header = "id_brut_bv_reu,code_commune_ref,longitude,latitude,geo_type,geo_score,nb_adresses"
    table.write_text(f"{header}\n93010_7,93010,{one.lon},{one.lat},housenumber,0.96,5\n")

    report = addresses.import_file(table, set_aside=tmp_path / "b.csv")

    one.refresh_from_db()
    assert (report.updated, Address.objects.count()) == (1, before)
    assert (one.station.code, one.dwellings, one.dwellings_source) == ("93010-0007", 5, "letter_boxes")


def test_a_truncated_file_changes_nothing_and_says_so(db, samples, tmp_path) -> None:
    cut = tmp_path / "ban.csv.gz"
    shutil.copy(samples / "addresses" / "ban_93010_bondy.csv.gz", cut)
    cut.write_bytes(cut.read_bytes()[:90_000])

    with pytest.raises(FileProblem, match="damaged or incomplete gzip"):
        addresses.import_file(cut, set_aside=tmp_path / "a.csv")

    assert not Address.objects.exists()


def only_department(file: Path, department: str, folder: Path) -> Path:
    """The rows of one département, so that a test need not read the country."""
    small = folder / f"{file.stem}.{department}.csv"
    with gzip.open(file, "rt", encoding="utf-8") as whole, small.open("w", encoding="utf-8") as part:
        part.write(next(whole))
        part.writelines(line for line in whole if line.startswith(department + ","))
    return small
