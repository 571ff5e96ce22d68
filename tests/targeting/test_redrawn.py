"""Headquarters tells what became of redrawn stations; the ranking carries their past over and says so."""

from __future__ import annotations

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from campaigns.errors import DomainError
from campaigns.targeting import ground, redrawn
from campaigns.targeting.models import RedrawnStation
from campaigns.territory.models import PollingStation, StationResult
from tests import builders

SINCE = date(2023, 1, 1)
PRESIDENTIAL, EUROPEAN = "2022-presidentielle-1", "2024-europeennes"
SHARES = "old,new,share\n94033-0005,94033-0001,0.25\n94033-0005,94033-0005,0.75\n"
REU = "id_brut_bv_reu,code_commune_ref,longitude,latitude,geo_type,geo_score,nb_adresses\n"


@pytest.fixture
def town(campaign):
    """Five stations of 1,000; in 2023 the fifth gave a quarter of its ground, of 1,400, to the first."""
    for number, then in enumerate((650, 1_000, 1_000, 1_000, 1_400), start=1):
        station = builders.station(f"94033-000{number}", registered=1_000)
        votes = {"MÉLENCHON": 300, "MACRON": 150, "LE PEN": 150}
        result(PRESIDENTIAL, station, then, votes)
        result(EUROPEAN, station, 1_000, {"LUG": 200, "LENS": 120, "LRN": 200})
    campaign.communes.add(station.commune)
    return campaign


def result(code: str, station, registered: int, votes: dict[str, int]) -> None:
    told = builders.result(builders.election(code), station, **votes)
    StationResult.objects.filter(pk=told.pk).update(registered=registered)


@pytest.fixture
def file(tmp_path):
    def written(text: str, name: str = "parts.csv"):
        path = tmp_path / name
        path.write_text(text)
        return path

    return written


def place(town, code: str):
    return next(each for each in ground.ground_of(town).found.places if each.code == code)


def test_the_past_is_carried_over_and_the_station_says_from_where(town, file) -> None:
    assert place(town, "94033-0001").moved == place(town, "94033-0005").moved == (builders.election(PRESIDENTIAL).name,)

    told = redrawn.from_files(town, SINCE, file(SHARES))

    name = builders.election(PRESIDENTIAL).name
    first, last = place(town, "94033-0001"), place(town, "94033-0005")
    assert (first.moved, first.carried, first.made_from) == ((), (name,), ("94033-0001", "94033-0005"))
    assert (last.moved, last.carried, last.made_from) == ((), (name,), ("94033-0005",))
    assert place(town, "94033-0002").carried == ()
    assert (told.changed, told.without_results, told.found) == (("94033-0005",), (), None)


def test_two_tables_of_addresses_tell_the_shares(town, file) -> None:
    spots = [f"94033,2.4{number},48.8,housenumber,0.9,1" for number in range(4)]
    before = file(REU + "\n".join(f"94033_5,{spot}" for spot in spots), "before.csv")
    after = file(REU + "\n".join(f"94033_{station},{spot}" for station, spot in zip("1555", spots, strict=True)), "b")

    told = redrawn.from_files(town, SINCE, before, after)

    assert redrawn.standing(town) == {SINCE: {("94033-0005", "94033-0001"): 0.25, ("94033-0005", "94033-0005"): 0.75}}
    assert (told.found, told.unsure) == (1.0, ())


def test_an_old_table_alone_is_compared_with_the_addresses_imported(town, file) -> None:
    old = "bureau,adresse,cp,ville,latitude,longitude,result_type,result_citycode\n"
    for number in range(1, 5):
        builders.address(builders.station("94033-0001" if number == 1 else "94033-0005"), number)
        old += f"5,{number} RUE DES TANNEURS,94120,FONTENAY,,,,94033\n"

    redrawn.from_files(town, SINCE, file(old))

    assert redrawn.standing(town)[SINCE] == {("94033-0005", "94033-0001"): 0.25, ("94033-0005", "94033-0005"): 0.75}


def test_a_station_without_ground_of_its_own_leaves_the_ranking(town, file) -> None:
    redrawn.from_files(town, SINCE, file("old,new,share\n94033-0005,94033-0001,1\n"))

    assert [each.code[-1] for each in ground.ground_of(town).found.places] == list("1234")


def test_a_roll_of_before_follows_the_addresses_too(town, file) -> None:
    StationResult.objects.filter(election__code=EUROPEAN).delete()
    PollingStation.objects.filter(code="94033-0001").update(registered=650)
    PollingStation.objects.filter(code="94033-0005").update(registered=1_400)

    redrawn.from_files(town, SINCE, file(SHARES))

    assert ground.ground_of(town).found.town.registered.tolist() == [1000, 1000, 1000, 1000, 1050]


def test_an_election_on_the_day_of_the_new_limits_was_held_in_them(town, file) -> None:
    redrawn.from_files(town, builders.election(PRESIDENTIAL).date, file(SHARES))

    first = place(town, "94033-0001")
    assert (first.carried, first.made_from) == ((), ())
    assert first.moved == (builders.election(PRESIDENTIAL).name,)


def test_what_was_told_and_does_not_make_today_s_roll_is_not_carried_over(town, file) -> None:
    redrawn.from_files(town, SINCE, file("old,new,share\n94033-0005,94033-0002,0.25\n94033-0005,94033-0005,0.75\n"))

    second = place(town, "94033-0002")  # 1,000 and a quarter of 1,400 are not the 1,000 of today
    assert (second.carried, second.made_from) == ((), ())
    assert second.moved == (builders.election(PRESIDENTIAL).name,)


def test_telling_again_replaces_what_was_told_of_that_day_in_that_commune_alone(town, file) -> None:
    RedrawnStation.objects.create(campaign=town, since=SINCE, old="94080-0001", new="94080-0002", share=1)
    redrawn.from_files(town, SINCE, file(SHARES))

    redrawn.from_files(town, SINCE, file("old,new,share\n94033-0002,94033-0001,1\n"))

    assert set(redrawn.standing(town)[SINCE]) == {("94080-0001", "94080-0002"), ("94033-0002", "94033-0001")}
    assert redrawn.days_of(town, "94033-0002") == [SINCE]
    assert redrawn.days_of(town, "94033-0005") == []


def test_a_result_may_have_come_a_long_way(town) -> None:
    later = date(2025, 1, 1)
    days = {SINCE: {("e", "a"): 0.5, ("e", "e"): 0.5}, later: {("a", "b"): 1.0}}

    found = redrawn.sources(
        days, {"old": date(2022, 1, 1), "that day": SINCE, "between": date(2024, 1, 1), "new": date(2026, 1, 1)}
    )

    assert found == {
        "b": {"old": ("a", "b", "e"), "that day": ("a", "b"), "between": ("a", "b")},
        "e": {"old": ("e",)},
    }


def test_what_cannot_be_told_is_refused_and_nothing_is_kept(town, file) -> None:
    redrawn.from_files(town, SINCE, file(SHARES))

    for text, since, code in (
        ("old,new,share\n94033-0005,94033-0099,1\n", SINCE, "station_unknown"),
        (SHARES, date(2999, 1, 1), "redrawn_later"),
    ):
        with pytest.raises(DomainError) as refused:
            redrawn.from_files(town, since, file(text))
        assert refused.value.code == code
    assert list(redrawn.standing(town)) == [SINCE]
    assert len(redrawn.standing(town)[SINCE]) == 2


def run(*arguments: str) -> dict:
    out = StringIO()
    call_command("redraw_stations", *arguments, "--campaign", "valmont", "--json", stdout=out)
    return json.loads(out.getvalue().splitlines()[-1])


def test_the_command_tells_and_takes_back(town, file) -> None:
    told = run(str(file(SHARES)), "--since", "2023-01-01")
    ranked = StringIO()
    call_command("rank_stations", "--campaign", "valmont", "--json", stdout=ranked)
    back = run("--since", "2023-01-01", "--take-back")

    stations = {each["station"]: each for each in json.loads(ranked.getvalue())["stations"]}
    assert (told["changed"], told["without_results"], told["addresses_found"]) == (["94033-0005"], [], None)
    assert stations["94033-0001"]["made_from"] == ["94033-0001", "94033-0005"]
    assert back == {"taken_back": 1}
    assert redrawn.standing(town) == {}


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--campaign", "nulle-part", "--since", "2023-01-01"], "There is no campaign"),
        (["--campaign", "valmont", "--since", "hier"], "--since: expected a day"),
        (["--campaign", "valmont", "--since", "2023-01-01"], "Name the old table"),
        (["nowhere.csv", "--campaign", "valmont", "--since", "2023-01-01"], "nowhere.csv cannot be read"),
    ],
)
def test_the_command_says_what_it_needs(town, arguments, sentence) -> None:
    with pytest.raises(CommandError, match=sentence):
        call_command("redraw_stations", *arguments)
