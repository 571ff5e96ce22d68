"""What is concluded where no file says it: stations from contours, dwellings from the roll."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from campaigns.territory import addresses, contours, results
from campaigns.territory.models import Address, PollingStation

WEST = [[2.46, 48.84], [2.47, 48.84], [2.47, 48.86], [2.46, 48.86], [2.46, 48.84]]
EAST = [[lon + 0.01, lat] for lon, lat in WEST]
BAN = "id;numero;rep;nom_voie;code_postal;code_insee;nom_commune;lon;lat\n"
VOTES = "departement,commune,bureau,commune_libelle,inscrits,votants,exprimes,DUPONT\n"


@pytest.fixture
def ground(db, tmp_path):
    """``ground.ban(…)``, ``ground.votes(…)``, ``ground.contours(…)``: files of those rows, imported."""
    return Ground(tmp_path)


class Ground:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def ban(self, *houses: tuple[int, float]):
        """(number, longitude) on one street."""
        lines = [f"x{n};{n};;Rue des Lilas;94120;94033;Fontenay;{lon};48.85" for n, lon in houses]
        return self._take(addresses, "ban.csv", BAN + "\n".join(lines))

    def stations_of(self, *rows: tuple[int, int, float]):
        """A table of the INSEE layout: (station, letter boxes, longitude)."""
        header = "id_brut_bv_reu,code_commune_ref,longitude,latitude,geo_type,geo_score,nb_adresses\n"
        lines = [f"94033_{station},94033,{lon},48.85,housenumber,0.96,{boxes}" for station, boxes, lon in rows]
        return self._take(addresses, "reu.csv", header + "\n".join(lines))

    def votes(self, **registered: int):
        lines = [f"94,33,{station[1:]},Fontenay,{n},0,0,0" for station, n in registered.items()]
        return self._take(results, "2022-presidentielle-1.csv", VOTES + "\n".join(lines))

    def contours(self, *rings: list, first: int = 1):
        features = [
            {
                "type": "Feature",
                "properties": {"DEPCO": "94033", "BVOTE": number},
                "geometry": {"type": "Polygon", "coordinates": [ring]},
            }
            for number, ring in enumerate(rings, start=first)
        ]
        return self._take(contours, "areas.geojson", json.dumps({"type": "FeatureCollection", "features": features}))

    def _take(self, importer, name: str, text: str):
        file = self.folder / name
        file.write_text(text, encoding="utf-8")
        return importer.import_file(file, set_aside=self.folder / "aside.csv")


def stations() -> dict[int, str | None]:
    rows = Address.objects.select_related("station").order_by("number")
    return {row.number: row.station and row.station.number for row in rows}


def dwellings() -> list[tuple[int | None, str]]:
    return list(Address.objects.order_by("number", "lon").values_list("dwellings", "dwellings_source"))


def test_an_address_votes_where_the_contour_around_it_says(ground) -> None:
    ground.ban((1, 2.465), (3, 2.475), (5, 2.50))
    ground.votes(s1=10, s2=10)

    report = ground.contours(WEST, EAST)

    assert report.placed == 2
    assert stations() == {1: "0001", 3: "0002", 5: None}


def test_addresses_that_come_after_the_contours_are_placed_too(ground) -> None:
    ground.votes(s1=10)
    ground.contours(WEST)

    assert ground.ban((1, 2.465)).placed == 1
    assert stations() == {1: "0001"}


def test_the_same_contours_again_place_nobody_anew(ground) -> None:
    ground.ban((1, 2.465))
    ground.votes(s1=10)
    ground.contours(WEST)
    before = PollingStation.objects.values().get()

    report = ground.contours(WEST)

    assert (report.placed, report.unchanged) == (0, 1)
    assert PollingStation.objects.values().get() == before


def test_new_contours_move_what_was_only_concluded(ground) -> None:
    ground.ban((1, 2.465))
    ground.votes(s1=10, s2=10)
    ground.contours(WEST, EAST)

    ground.contours(EAST, WEST)

    assert stations() == {1: "0002"}


def test_a_file_that_tells_the_station_wins_before_and_after(ground) -> None:
    ground.ban((1, 2.465), (3, 2.466))
    ground.votes(s1=10, s2=10)
    ground.stations_of((2, 1, 2.465))
    ground.contours(WEST, EAST)
    assert stations() == {1: "0002", 3: "0001"}

    ground.stations_of((2, 1, 2.466))
    ground.contours(WEST, EAST)
    assert stations() == {1: "0002", 3: "0002"}


def test_dwellings_nobody_counted_are_estimated_from_the_roll(ground) -> None:
    ground.ban(*((n, 2.465) for n in range(1, 5)))
    ground.votes(s1=15)
    ground.contours(WEST)

    told = dwellings()

    assert sum(n for n, _source in told) == 10
    assert {source for _n, source in told} == {"registered"}
    assert max(n for n, _source in told) - min(n for n, _source in told) <= 1


def test_counted_dwellings_stay_and_leave_the_rest_to_the_others(ground) -> None:
    ground.ban((1, 2.461), (3, 2.462))
    ground.votes(s1=30)
    ground.stations_of((1, 14, 2.461))
    ground.contours(WEST)

    assert dwellings() == [(14, "letter_boxes"), (6, "registered")]


def test_an_address_has_one_dwelling_at_least_and_never_a_whole_town(ground) -> None:
    ground.ban((1, 2.461), (3, 2.475))
    ground.votes(s1=0, s2=6_000)
    ground.contours(WEST, EAST)

    assert dwellings() == [(1, "registered"), (400, "registered")]


def test_a_newer_roll_renews_the_estimate_and_the_same_one_changes_nothing(ground) -> None:
    ground.ban((1, 2.465))
    ground.votes(s1=15)
    ground.contours(WEST)
    assert dwellings() == [(10, "registered")]

    ground.votes(s1=30)
    assert dwellings() == [(20, "registered")]

    assert ground.ban((1, 2.465)).unchanged == 1
    assert dwellings() == [(20, "registered")]


def test_a_count_that_comes_later_replaces_the_estimate(ground) -> None:
    ground.ban((1, 2.465))
    ground.votes(s1=15)
    ground.contours(WEST)

    ground.stations_of((1, 3, 2.465))

    assert dwellings() == [(3, "letter_boxes")]


def test_without_results_the_number_stays_unknown(ground) -> None:
    ground.ban((1, 2.465))

    assert dwellings() == [(None, "unknown")]
