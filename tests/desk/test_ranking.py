"""The page that says where the next hour pays: sliders are assumptions, and everything on it follows them."""

from __future__ import annotations

import re

import pytest

from campaigns.targeting import assumptions
from campaigns.targeting.models import Assumption
from campaigns.territory.models import Address, ElectionList, PollingStation, StationResult
from tests import builders
from tests.targeting.plans import plan

SQUARE = [[0.0, 0.0], [0.002, 0.0], [0.002, 0.002], [0.0, 0.002], [0.0, 0.0]]
PRESIDENTIAL, EUROPEAN = "2022-presidentielle-1", "2024-europeennes"


@pytest.fixture
def town(campaign):
    """Six stations, the first with the most abstainers of ours; the sixth is the right's, where a visit costs votes."""
    for number in range(1, 7):
        ring = [[2.47 + x + 0.002 * number, 48.85 + y] for x, y in SQUARE]
        station = builders.station(
            f"94033-000{number}", registered=1_000, name=f"École {number}", lon=ring[0][0] + 0.001, lat=48.851,
            contour={"type": "Polygon", "coordinates": [ring]},
        )  # fmt: skip
        builders.address(station, number, dwellings=600)
        votes = {"MÉLENCHON": 430 - 65 * number, "MACRON": 100 + 65 * number, "LE PEN": 180}
        builders.result(builders.election(PRESIDENTIAL), station, **votes)
        builders.result(builders.election(EUROPEAN), station, LUG=230 - 32 * number, LENS=60 + 30 * number, LRN=130)
    campaign.communes.add(station.commune)
    return campaign


@pytest.fixture
def page(client, organiser, town):
    """Asks for a page as headquarters and gives its text."""
    client.force_login(organiser.user)

    def ask(address: str = "/ciblage/", status: int = 200, **fields) -> str:
        answer = client.get(address, fields)
        assert answer.status_code == status
        return answer.content.decode()

    return ask


def order(text: str) -> str:
    """The last figure of each station in the order of the list."""
    return "".join(re.findall(r'name="bureau" value="94033-000(\d)"', text))


def score(text: str, number: int) -> str:
    row = text.partition(f'value="94033-000{number}"')[2]
    return re.search(r'class="number score"[^>]*>(?:<strong>)?([\d–]+)', row)[1]


@pytest.mark.parametrize("address", ["/ciblage/?vue=liste", "/ciblage/pourquoi/94033-0001"])
def test_what_is_held_out_is_told_to_who_plans_and_to_nobody_else(client, organiser, town, address: str) -> None:
    station = PollingStation.objects.get(code="94033-0001")
    plan(town, [builders.address(station, number, dwellings=6) for number in (51, 53)])

    told = []
    for member in (organiser, builders.member(town, "hq_read")):
        client.force_login(member.user)
        told.append("6 logements témoins" in client.get(address).content.decode())

    assert told == [True, False]


def test_stations_stand_by_what_an_hour_brings_and_those_that_cost_votes_say_to_walk_elsewhere(page) -> None:
    text = page()

    assert order(text)[0] == "1"
    assert (score(text, 1), score(text, 6)) == ("100", "–")
    assert text.count("coûterait plutôt des voix") == text.count('class="skipped"') >= 1
    assert 'class="tone tone-5" data-station="94033-0001"' in text
    assert 'class="tone tone-skip" data-station="94033-0006"' in text


def test_a_slider_changes_list_map_and_strip_together_and_keeps_nothing(page) -> None:
    usual, tried = page(), page("/ciblage/tableau", reglages=1, opponents_share="1", turnout_shift="0")

    assert usual.count('class="skipped"') < tried.count('class="skipped"')
    assert usual.count('"tone tone-skip"') < tried.count('"tone tone-skip"')
    assert Assumption.objects.count() == 0


def test_the_address_of_the_page_goes_along_with_the_sliders(client, organiser, town) -> None:
    client.force_login(organiser.user)

    answer = client.get("/ciblage/tableau", {"reglages": 1, "opponents_share": "0.6", "bureau": "94033-0002"})

    asked = answer["HX-Replace-Url"]
    assert 'id="tick-' in answer.content.decode()
    assert client.get(asked).content.decode().count(" checked") >= 2
    assert "opponents_share=0.6" in asked


def test_both_orders_can_differ(page) -> None:
    PollingStation.objects.filter(code="94033-0002").update(registered=1_100)

    by_hour, by_reservoir = page(), page(ordre="abstention")

    assert order(by_reservoir)[-1] in "56"
    assert score(by_reservoir, 6) != "–"
    assert score(by_hour, 6) == "–"


def test_codes_that_nobody_placed_are_said_with_what_they_weigh(page) -> None:
    known = page()
    ElectionList.objects.filter(code="LRN").update(bloc="other", bloc_is_known=False)

    unknown = page()

    assert "code n’est pas connu" not in known
    votes = sum(result.votes["LRN"] for result in StationResult.objects.filter(election__code=EUROPEAN))
    assert f"1 code n’est pas connu, ses {votes} voix" in unknown
    assert f'href="/ciblage/blocs?scrutin={EUROPEAN}"' in unknown


def test_what_is_to_be_kept_in_mind_of_every_station_is_said_once(page) -> None:
    usual = page()
    Address.objects.update(dwellings=None)

    every = page()
    Address.objects.filter(station__code="94033-0001").update(dwellings=600)
    some = page()

    said = "portes estimées d’après les inscrits"
    assert (usual.count(said), every.count(said), some.count(said)) == (0, 1, 5)
    assert f"Pour tous\u202f: {said}." in every


def test_points_near_each_other_are_small_and_bear_no_score(page) -> None:
    PollingStation.objects.update(contour=None)
    for number in range(1, 7):
        PollingStation.objects.filter(code=f"94033-000{number}").update(lon=2.47 + 0.01 * number)

    far = page()
    PollingStation.objects.exclude(code="94033-0006").update(lon=2.47)
    for number in range(1, 6):
        PollingStation.objects.filter(code=f"94033-000{number}").update(lat=48.851 + 0.0002 * number)
    near = page()

    assert (far.count('class="score"'), far.count('r="17.0"')) == (6, 6)
    assert near.count('class="score"') == 0
    assert near.count('r="7') >= 6


def test_ticked_stations_go_straight_to_the_new_outing(page, client) -> None:
    text = page(bureau=["94033-0001", "94033-0003"])

    assert "2 bureaux cochés" in text
    assert re.search(r'<form id="chosen" action="/sorties/nouvelle" method="get"', text)
    outing = client.get("/sorties/nouvelle", {"bureau": ["94033-0001", "94033-0003"]}).content.decode()
    assert "2 bureaux" in outing


def test_hours_are_shared_out_where_they_pay(page) -> None:
    none, some = page(heures="0"), page(heures="40")

    assert "10 tournées à deux" in some
    assert 'class="walked"' in some
    assert 'class="walked"' not in none


def test_a_station_without_a_result_is_hatched_and_names_the_file(page) -> None:
    StationResult.objects.filter(station__code="94033-0002", election__code=PRESIDENTIAL).delete()

    text = page()

    assert f"résultats «\u202f{builders.election(PRESIDENTIAL).name}\u202f»" in text.partition('value="94033-0002"')[2]
    assert text.count('class="hatched"') == 1


def test_without_contours_stations_are_points_and_without_places_the_list_remains(page) -> None:
    PollingStation.objects.update(contour=None)
    points = page()
    PollingStation.objects.update(lon=None, lat=None)
    nowhere = page()

    assert points.count('r="17.0"') == 6
    assert "6 bureaux ne sont pas sur la carte" in nowhere
    assert order(nowhere) == order(points)


def test_the_list_alone_has_no_map_and_every_figure(page) -> None:
    text = page(vue="liste")

    assert "choropleth" not in text
    assert "Parmi les dix premiers" in text


def test_why_a_station_has_its_score_multiplies_to_the_whole(page) -> None:
    text = page("/ciblage/pourquoi/94033-0001")

    percents = [int(found.replace("−", "-")) for found in re.findall(r"<strong>([+−]?\d+)\u202f%</strong>", text)]
    whole = 1.0
    for percent in percents:
        whole *= 1 + percent / 100
    told = float(re.search(r"rapporte ([\d,]+) fois", text)[1].replace(",", "."))
    assert len(percents) == 6
    assert whole == pytest.approx(told, abs=0.12)
    assert text.count("si la visite") + text.count("si la participation") == 6


def test_why_says_plainly_where_a_visit_would_cost_votes(page) -> None:
    text = page("/ciblage/pourquoi/94033-0006")

    assert "coûterait plutôt des voix" in text
    assert "waterfall" not in text


def test_what_the_sliders_say_is_kept_by_who_sets_targets(client, organiser, town) -> None:
    client.force_login(organiser.user)

    answer = client.post("/ciblage/garder", {"reglages": 1, "opponents_share": "0.6", "turnout_shift": "-0.2"})

    assert "Gardé pour la campagne." in answer.content.decode()
    assert assumptions.standing(town).values == {"opponents_share": 0.6, "turnout_shift": -0.2}


def test_priors_are_edited_with_their_source_and_author(client, organiser, town) -> None:
    client.force_login(organiser.user)

    client.post("/ciblage/hypotheses", {"effect_points": "2,5", "own": "left", "comparable": EUROPEAN})
    text = client.get("/ciblage/hypotheses").content.decode()

    assert assumptions.standing(town).values == {"effect_points": 2.5, "own": "left", "comparable": [EUROPEAN]}
    assert 'value="2,5"' in text
    assert text.count("Inès Karim") >= 2
    assert "Nickerson" in text


def test_a_prior_out_of_its_bounds_is_refused_with_what_was_typed(client, organiser, town) -> None:
    client.force_login(organiser.user)

    answer = client.post("/ciblage/hypotheses", {"effect_points": "40"})

    assert answer.status_code == 422
    assert 'value="40"' in answer.content.decode()
    assert "attendu de 0 à 10" in answer.content.decode()
    assert Assumption.objects.count() == 0


def test_who_only_reads_tries_sliders_and_keeps_nothing(client, campaign, town) -> None:
    client.force_login(builders.member(campaign, "hq_read").user)

    text = client.get("/ciblage/").content.decode()

    assert "Garder pour la campagne" not in text
    assert 'name="bureau"' not in text
    assert client.post("/ciblage/garder", {"reglages": 1}).status_code == 403


def test_without_results_the_page_says_what_to_import(client, organiser) -> None:
    organiser.campaign.communes.add(builders.station().commune)
    client.force_login(organiser.user)

    assert "Importez les résultats" in client.get("/ciblage/").content.decode()


def test_the_card_of_the_model_tells_data_and_gaps(page) -> None:
    StationResult.objects.filter(station__code="94033-0002", election__code=PRESIDENTIAL).update(valid_votes=1)

    text = page("/ciblage/fiche")

    assert "5 sur 6 bureaux" in text
    assert "94033-0002" in text


@pytest.mark.parametrize(
    ("lacking", "way"),
    [("communes", "/donnees/communes"), ("results", "/donnees/"), ("our list", "/ciblage/blocs")],
)
def test_what_is_lacking_is_said_with_the_page_that_puts_it_right(page, town, lacking, way) -> None:
    if lacking == "communes":
        town.communes.clear()
    elif lacking == "results":
        StationResult.objects.all().delete()
    else:
        ElectionList.objects.filter(bloc="left").update(bloc="right")

    for address in ("/ciblage/", "/ciblage/fiche", "/ciblage/pourquoi/94033-0001"):
        if lacking != "communes" or "pourquoi" not in address:
            assert f'<a class="button primary" href="{way}">' in page(address)
