"""The page of a result: the sentence, the picture, the counts, the pool, and what the ranking learns."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from campaigns.reports import counting, results
from campaigns.reports.effects.pooling import Belief
from campaigns.reports.models import LearnedResult, PooledResult, TurnoutCount
from campaigns.targeting import assumptions
from canvass.desk import effect_chart, result_told
from tests import builders
from tests.reports import counted
from tests.reports.test_results import CANVASS, CONTROL, conversations
from tests.targeting import plans

N = "\u202f"


@pytest.fixture
def plan(campaign):
    made = counted.of_buildings(campaign, registration_sha256="a" * 64)
    conversations(campaign, made)
    return made


@pytest.fixture
def hq(client, organiser):
    client.force_login(organiser.user)
    return client


def page(client, plan) -> str:
    answer = client.get(reverse("holdout-result", args=[plan.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def send(client, route: str, plan, **sent) -> str:
    """What the page says after it."""
    return client.post(reverse(route, args=[plan.pk]), sent, follow=True).content.decode()


def test_before_the_vote_the_page_looks_at_nothing(hq, campaign) -> None:
    plan = counted.of_buildings(campaign, 2, vote_date=plans.today())
    later = plans.today().replace(year=plans.today().year + 1)
    type(plan).objects.filter(pk=plan.pk)

    made = counted.of_stations(campaign, 1, vote_date=later)

    assert "Le scrutin n’est pas passé" in page(hq, made)
    assert "comptages" in page(hq, plan)


def test_the_sentence_comes_first_with_its_interval(hq, plan) -> None:
    counted.keep(plan, CONTROL, CANVASS)
    result = results.of(plan, today=plans.today())

    shown = page(hq, plan)

    low, high = (result_told.signed(end) for end in result.interval)
    said = f"Effet mesuré sur la participation{N}: +6,1 points (de {low} à {high}). Le hasard seul donne rarement cela."
    assert said in shown
    assert shown.index(said) < shown.index('<svg class="chart effect"')


def test_a_null_result_is_shown_like_any_other(hq, plan) -> None:
    counted.keep(plan, CONTROL, CANVASS)
    found = page(hq, plan)
    counted.keep(plan, CONTROL, [*CONTROL[1:], CONTROL[0]])

    null = page(hq, plan)

    assert "Nous ne pouvons pas exclure qu’il soit nul." in null
    for mark in ('class="card finding"', 'class="finding-said"', 'class="reach"', 'class="now"', 'class="both"'):
        assert null.count(mark) == found.count(mark) > 0


@pytest.mark.parametrize(
    ("value", "french", "english"),
    [
        (0.84, "+0,8 point", "+0.8 points"),
        (1.0, "+1,0 point", "+1.0 point"),
        (-1.9, "−1,9 point", "−1.9 points"),
        (2.04, "+2,0 points", "+2.0 points"),
        (-0.04, "0,0 point", "0.0 points"),
    ],
)
def test_points_are_said_as_people_say_them(value: float, french: str, english: str) -> None:
    with translation.override("fr"):
        assert result_told.points(value) == french
    with translation.override("en"):
        assert result_told.points(value) == english


def test_the_picture_lays_the_result_under_what_was_expected() -> None:
    chart = effect_chart.draw(Belief(1.5, 1.0), [("measured", 4.0, (-1.0, 9.0)), ("both", 1.8, (-0.1, 3.7))])

    first, second = chart.bars
    assert first.low < chart.zero < second.middle < first.middle < first.high
    assert second.y > first.y
    assert [tick.label for tick in chart.ticks] == ["−2", "0", "+2", "+4", "+6", "+8"]
    assert chart.bell.endswith("Z")


def test_a_sheet_filled_in_is_brought_in_and_a_wrong_one_says_why(hq, plan) -> None:
    sheet = hq.get(reverse("holdout-counts", args=[plan.pk]))
    text = sheet.content.decode().replace(";;", ";30;20")
    good = SimpleUploadedFile("comptages.csv", text.encode())
    bad = SimpleUploadedFile("autre.csv", b"a;b\n1;2\n")

    wrong, brought = send(hq, "holdout-counts", plan, file=bad), send(hq, "holdout-counts", plan, file=good)

    assert sheet["Content-Disposition"] == f'attachment; filename="{plan.code}-comptages.csv"'
    assert "n’a pas de colonne" in wrong
    assert "24 comptages sont gardés." in brought
    assert TurnoutCount.objects.filter(plan=plan, voted=20).count() == 24


def test_one_building_is_counted_by_hand(hq, plan) -> None:
    unit = plan.units.all()[0]

    wrong = send(hq, "holdout-counts", plan, code=unit.code, registered="30", voted="x")
    done = send(hq, "holdout-counts", plan, code=unit.code, registered="30", voted="21")

    assert "Donnez les deux nombres" in wrong
    assert "1 comptage est gardé." in done
    assert counting.standing(plan)[unit.pk].voted == 21


def test_our_result_enters_the_pool_and_leaves_as_a_file(hq, plan) -> None:
    counted.keep(plan, CONTROL, CANVASS)
    told = {
        "format": "canvass-result-1", "plan_sha256": "b" * 64, "outcome": "turnout",
        "itt_points": -1.0, "itt_se_points": 1.5, "cace_points": -2.5, "cace_se_points": 3.0,
    }  # fmt: skip
    other = SimpleUploadedFile("resultat.json", json.dumps(told).encode())

    ours, theirs = send(hq, "holdout-pool", plan), send(hq, "holdout-pool", plan, file=other)
    left = hq.get(reverse("holdout-pool", args=[plan.pk]))

    assert "aaaaaaaa" in ours
    assert "bbbbbbbb" in theirs
    assert "Effets qui diffèrent" in theirs
    assert json.loads(left.content)["plan_sha256"] == "a" * 64
    assert PooledResult.objects.count() == 2


def test_a_result_is_copied_by_hand_corrected_and_taken_out(hq, plan) -> None:
    sent = {"plan_sha256": "D" * 64, "itt": "−0,9", "itt_error": "1,8", "contact": "45"}

    brought = send(hq, "holdout-pool", plan, **sent)
    again = send(hq, "holdout-pool", plan, **sent | {"itt": "+2.7"})
    row = PooledResult.objects.get()
    gone = send(hq, "holdout-pool", plan, remove=row.pk)

    assert "dddddddd" in brought
    assert "−2,0 (4,0)" in brought
    assert "prend la place" in again
    assert (row.itt, row.cace, row.contact) == pytest.approx((2.7, 6.0, 0.45))
    assert "retiré" in gone
    assert not PooledResult.objects.exists()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"itt": ""}, "Donnez l’effet et son erreur type"),
        ({"itt_error": "petite"}, "« petite » n’est pas un nombre."),
        ({"itt_error": "0"}, "Une erreur type va de 0,01 à 100 points."),
        ({"itt": "500"}, "entre −100 et 100 points"),
        ({"contact": "450"}, "Le taux de contact est supérieur à 0"),
        ({"plan_sha256": "1234"}, "Copiez le SHA-256"),
        ({"plan_sha256": "a" * 64}, "C’est le résultat d’un plan de cette campagne"),
    ],
)
def test_a_copy_that_cannot_be_right_says_what_is_wrong(hq, plan, changed, sentence) -> None:
    sent = {"plan_sha256": "d" * 64, "itt": "1", "itt_error": "1", "contact": ""} | changed

    said = send(hq, "holdout-pool", plan, **sent).replace(N, " ")

    assert sentence in said
    assert not PooledResult.objects.exists()


def test_nobody_takes_out_what_another_campaign_put_in(hq, plan) -> None:
    together = counted.of_buildings(builders.campaign("ailleurs"), 1)
    row = PooledResult.objects.create(
        campaign=together.campaign, plan_sha256="b" * 64, outcome="turnout", itt=1, itt_error=1, at=plan.committed_at
    )

    said = send(hq, "holdout-pool", plan, remove=row.pk)

    assert "Seul ce que cette campagne a versé peut être retiré." in said
    assert PooledResult.objects.get() == row


def test_without_a_result_no_file_leaves(hq, plan) -> None:
    answer = hq.get(reverse("holdout-pool", args=[plan.pk]), follow=True)

    assert "Il n’y a pas encore de résultat" in answer.content.decode()


def test_headquarters_let_the_ranking_learn_once(hq, campaign, plan) -> None:
    counted.keep(plan, CONTROL, CANVASS)
    before = page(hq, plan)

    after = send(hq, "learn-holdout", plan)
    again = send(hq, "learn-holdout", plan)

    learned = LearnedResult.objects.get()
    assert "Le classement peut désormais supposer" in before
    assert "Le classement suppose les deux ensemble depuis" in after
    assert "déjà tiré" in again
    assert assumptions.standing(campaign).values["effect_points"] == round(learned.together, 4)


def test_uneven_outcomes_and_visits_to_the_held_out_are_said(hq, campaign, plan) -> None:
    units = list(plan.units.order_by("block", "place"))
    rows = [counting.Counted(unit.code, 30, 15) for unit in units if unit.block < 8 or unit.held_out]
    counting.keep(plan, rows, by=None, now=plan.committed_at.replace(year=plan.committed_at.year + 1))

    shown = page(hq, plan)

    assert "4 / 12" in shown
    assert "La comparaison peut être faussée" in shown
