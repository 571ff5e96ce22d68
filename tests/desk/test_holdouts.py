"""Hold-outs at headquarters: what a plan could see before it is drawn, what it is afterwards, and who knows of it."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta

import pytest
from django.utils import timezone, translation

from campaigns.targeting import blocks, holding_out, power
from campaigns.targeting.blocks import Unit
from campaigns.targeting.candidates import Candidates
from campaigns.targeting.models import HoldoutDeviation, HoldoutPlan
from campaigns.targeting.power import Assumed
from campaigns.targeting.proposing import Proposal, Wish
from campaigns.turfs.models import TurfStop
from canvass.desk import holdout_told
from canvass.templatetags import words
from tests import builders
from tests.targeting.plans import plan, today, unguarded

NEW = "/ciblage/temoins/nouveau"


@pytest.fixture
def station(campaign):
    """40 buildings, 10,000 people."""
    made = builders.station(name="École des Tilleuls", registered=10_000)
    campaign.communes.add(made.commune)
    for number in range(1, 41):
        builders.address(made, number, dwellings=6)
    return made


def wish(station, **changed) -> dict:
    return {
        "bureau": [station.code],
        "name": "Témoins de mars",
        "election": "Municipales 2027",
        "vote_date": "2027-06-20",
        "kind": "buildings",
        "block_size": "2",
        "outcome": "turnout",
        "round": "1",
    } | changed


def read(answer) -> str:
    return answer.content.decode().replace("\u202f", " ")


def test_before_anything_is_drawn_the_page_says_what_the_plan_could_see(enter, organiser, station) -> None:

    page = read(enter(organiser).get(NEW, wish(station, icc="0")))

    # √(.25 · .7 / (10 000 · .25)) · 2,8016 / .45
    assert "Avec 10 000 inscrits, nous ne verrions qu’un effet supérieur à 5,2 points" in page
    assert "On attend plutôt 1,5." in page
    assert "Il faudrait 13 campagnes comme celle-ci" in page
    assert HoldoutPlan.objects.count() == 0


def test_one_town_of_ten_thousand_is_told_what_it_cannot_see() -> None:
    units = [Unit(str(number), number, 1, 6, 10.0) for number in range(1_000)]
    wish_ = Wish(name="", stations=(), vote_date=date(2027, 3, 14), election="")
    seen = power.of_people(10_000, 10, 0.5, Assumed())
    proposal = Proposal(wish_, (), Candidates((), (), 0, 0, None), blocks.of_buildings(units, 2), seen)

    with translation.override("fr"):
        said = holdout_told.promise(proposal)

    assert said == (
        "Avec 10\u202f000 inscrits, nous ne verrions qu’un effet supérieur à 6,1 points sur les personnes rencontrées. "
        "On attend plutôt 1,5."
    )


def test_a_campaign_large_enough_is_told_so(enter, organiser, station) -> None:
    page = read(enter(organiser).get(NEW, wish(station, icc="0", expected_points="6,5")))

    assert "nous verrions un effet supérieur à 5,2 points" in page
    assert "ce plan est assez grand" in page
    assert "Rejoindre un plan commun" not in page


def test_committing_draws_lots_and_takes_what_they_hold_out_off_the_walks(enter, organiser, campaign, station) -> None:
    outing = builders.outing(campaign)
    builders.turf(outing, *station.addresses.all())

    answer = enter(organiser).post(NEW, wish(station, pool="Métropole 2027"))

    made = HoldoutPlan.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/ciblage/temoins/{made.pk}")
    assert (made.campaign, made.committed_by, made.pool) == (campaign, organiser, "metropole-2027")
    assert (made.units.count(), made.units.filter(held_out=True).count()) == (40, 20)
    walked = set(TurfStop.objects.values_list("address", flat=True))
    assert walked == set(made.units.filter(held_out=False).values_list("address", flat=True))
    page = read(enter(organiser).get(answer.url))
    assert "20 unités sont mises de côté. 20 adresses ont été retirées des tournées." in page


@pytest.mark.parametrize(("expected", "small"), [("1,5", True), ("9", False)])
def test_a_plan_too_small_to_see_what_is_expected_says_so_afterwards_too(
    enter, organiser, station, expected, small
) -> None:
    answer = enter(organiser).post(NEW, wish(station, icc="0", expected_points=expected))

    page = read(enter(organiser).get(answer.url))

    assert "Plus petits effets visibles" in page
    assert ("On attend plutôt 1,5 : seul, ce plan est trop petit" in page) is small


@pytest.mark.parametrize(
    ("share", "written"), [(0, "0 %"), (0.0002, "< 0,1 %"), (0.0024, "0,2 %"), (0.0996, "10 %"), (0.374, "37 %")]
)
def test_a_little_is_not_nothing(share, written) -> None:
    with translation.override("fr"):
        assert words.fine_percent(share).replace("\u202f", " ") == written


def test_what_was_shown_is_what_is_committed(enter, organiser, station) -> None:
    shown = enter(organiser).get(NEW, wish(station, block_size="4", direction="more", contact="30", own_bloc="left"))
    sent: dict = {}
    for name, value in shown.context["fields"]:
        sent.setdefault(name, []).append(value)

    enter(organiser).post(NEW, sent)

    made = HoldoutPlan.objects.get()
    assert (made.block_size, made.direction, made.terms["own_bloc"]) == (4, "more", "left")
    assert made.terms["power"]["contact"] == 0.3
    assert made.terms["power"]["mde_cace"] == shown.context["proposal"].seen.mde_cace


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"block_size": "x"}, "Mettez de côté un sur 2 à un sur 20."),
        ({"bureau": ["75101-0001"]}, "Ces bureaux ne sont pas dans une commune de la campagne"),
        ({"contact": "beaucoup"}, "Les parts vont de 0 à 100 %"),
        ({"contact": "nan"}, "Les parts vont de 0 à 100 %"),
        ({"outcome": "own_share"}, "Par immeuble, on ne peut compter que la participation."),
        ({"name": " "}, "Donnez un nom au plan"),
        ({"vote_date": "2020-01-01"}, "Ce scrutin est passé"),
        ({"kind": "streets"}, "Choisissez immeubles ou bureaux de vote"),
        ({"round": "7"}, "et le tour"),
        ({"own_bloc": "mine"}, "« mine »"),
    ],
)
def test_a_wish_without_sense_is_refused_in_words_and_nothing_is_drawn(
    enter, organiser, station, changed, sentence
) -> None:
    builders.station("75101-0001")

    answer = enter(organiser).post(NEW, wish(station, **changed))

    assert answer.status_code == 422
    assert sentence in read(answer)
    assert HoldoutPlan.objects.count() == 0


def test_where_somebody_rang_the_page_names_the_place(enter, organiser, campaign, station) -> None:
    for _ in range(6):
        builders.door(campaign, station.addresses.get(number=7), visit_count=1)

    assert "Quelqu’un a déjà sonné ici : 7 Rue des Tanneurs." in read(enter(organiser).get(NEW, wish(station)))
    assert "Avec" in read(enter(organiser).get(NEW, wish(station, without_visited="1")))


def test_the_files_are_those_that_were_hashed(enter, organiser, station) -> None:
    enter(organiser).post(NEW, wish(station))
    made = HoldoutPlan.objects.get()

    saved = {
        name: enter(organiser).get(f"/ciblage/temoins/{made.pk}/{name}").content
        for name in ("preenregistrement.json", "preenregistrement.md", "affectation.csv")
    }

    hashes = [hashlib.sha256(text).hexdigest() for text in saved.values()]
    assert hashes == [made.registration_sha256, made.registration_text_sha256, made.assignment_sha256]
    page = read(enter(organiser).get(f"/ciblage/temoins/{made.pk}"))
    assert all(each in page for each in [*hashes, made.seed, made.committed_at.isoformat()])
    assert enter(organiser).get(f"/ciblage/temoins/{made.pk}/autre.txt").status_code == 404


@pytest.mark.parametrize(("value", "written"), [(-0.0004, "0,00"), (-0.104, "−0,10"), (0.2, "0,20")])
def test_a_difference_has_its_sign_and_nothing_has_none(value, written) -> None:
    made = HoldoutPlan(balance={"covariates": ["doors"], "differences": [value], "p": 0.5})

    with translation.override("fr"):
        (row,) = holdout_told.balance(made)["rows"]

    assert row["difference"] == written


@pytest.mark.parametrize(("days", "linked"), [(0, True), (1, False)])
def test_the_result_is_reached_from_its_plan_from_the_day_of_the_vote_on(
    enter, organiser, campaign, station, days, linked
) -> None:
    made = plan(campaign, list(station.addresses.all()[:2]), vote_date=today() + timedelta(days=days))

    page = read(enter(organiser).get(f"/ciblage/temoins/{made.pk}"))

    assert (f'href="/ciblage/temoins/{made.pk}/resultat"' in page) is linked


def test_a_plan_that_was_changed_says_so_and_what_to_do(enter, organiser, station) -> None:
    enter(organiser).post(NEW, wish(station))
    made = HoldoutPlan.objects.get()
    addresses = (f"/ciblage/temoins/{made.pk}", f"/ciblage/temoins/{made.pk}/resultat")
    before = [read(enter(organiser).get(address)) for address in addresses]

    with unguarded():
        made.units.filter(block=0).update(held_out=True)
    after = [read(enter(organiser).get(address)) for address in addresses]

    for intact, changed in zip(before, after, strict=True):
        assert "Rien n’a été changé : les groupes, la graine et les fichiers" in intact
        assert "n’est plus celui du préenregistrement" not in intact
        assert "Le tirage enregistré ici n’est plus celui du préenregistrement." in changed
        assert "Les groupes enregistrés ici ne sont pas ceux du préenregistrement" in changed
        assert "le tirage donne autre chose" in changed
        assert "Rétablissez la base depuis une sauvegarde" in changed
        assert "Rien n’a été changé" not in changed


def test_the_salt_is_told_once_the_vote_is_over(enter, organiser, station) -> None:
    enter(organiser).post(NEW, wish(station))
    made = HoldoutPlan.objects.get()
    salt = made.campaign.holdout_salt.salt
    address = f"/ciblage/temoins/{made.pk}"
    before = read(enter(organiser).get(address))

    made.campaign.closed_at = timezone.now()
    made.campaign.save()
    made.delete()
    over = plan(made.campaign, list(station.addresses.all()[:2]), vote_date=date(2026, 1, 1))

    assert salt not in before
    assert salt in read(enter(organiser).get(f"/ciblage/temoins/{over.pk}"))


def test_a_deviation_is_signed_and_shown(enter, organiser, station) -> None:
    enter(organiser).post(NEW, wish(station))
    made = HoldoutPlan.objects.get()

    answer = enter(organiser).post(f"/ciblage/temoins/{made.pk}/ecart", {"text": "Une sortie a manqué"})
    empty = enter(organiser).post(f"/ciblage/temoins/{made.pk}/ecart", {"text": " "}, follow=True)

    assert answer.status_code == 302
    assert list(HoldoutDeviation.objects.values_list("text", "signed")) == [("Une sortie a manqué", "Inès Karim")]
    assert "Une sortie a manqué" in read(empty)
    assert "Écrivez ce qui a été fait autrement" in read(empty)


def test_an_abandoned_plan_says_why_and_frees_its_doors(enter, organiser, campaign, station) -> None:
    enter(organiser).post(NEW, wish(station))
    made = HoldoutPlan.objects.get()
    address = f"/ciblage/temoins/{made.pk}"

    refused = enter(organiser).post(f"{address}/abandonner", {"because": ""}, follow=True)
    enter(organiser).post(f"{address}/abandonner", {"because": "Scrutin reporté"})

    assert "Dites pourquoi" in read(refused)
    page = read(enter(organiser).get(address))
    assert "par Inès Karim : Scrutin reporté" in page
    assert f"{address}/abandonner" not in page
    assert not holding_out.addresses(campaign).exists()


def test_visits_where_nobody_was_to_ring_are_told_by_arm_and_warned_of(enter, organiser, campaign, station) -> None:
    houses = list(station.addresses.order_by("number"))
    drawn = plan(campaign, houses[:2], houses[2:4])  # 12 doors held out
    outing = builders.outing(campaign, starts_at=timezone.now() - timedelta(hours=1))
    turf = builders.turf(outing, houses[0])
    door = builders.door(campaign, houses[0])
    builders.visits(builders.device(outing, turf), turf, (door, "conversation"), at=timezone.now())

    page = read(enter(organiser).get(f"/ciblage/temoins/{drawn.pk}"))

    assert "Quelqu’un a sonné à 8 % des portes mises de côté." in page
    assert "1 Rue des Tanneurs" in page
    assert "2 Rue des Tanneurs" not in page


def test_the_list_shows_each_plan_with_its_state(enter, organiser, campaign, station) -> None:
    houses = list(station.addresses.order_by("number"))
    plan(campaign, houses[:2], name="Mars")
    plan(campaign, houses[2:4], name="Passé", vote_date=date(2026, 1, 1))
    HoldoutPlan.objects.filter(pk=plan(campaign, houses[4:6], name="Raté").pk).update(
        abandoned_at=timezone.now(), abandoned_because="Reporté"
    )

    page = read(enter(organiser).get("/ciblage/temoins/"))

    assert [page.count(word) for word in (">en vigueur<", ">scrutin passé<", ">abandonné<")] == [1, 1, 1]
    assert page.index("Raté") < page.index("Passé") < page.index("Mars")


def test_the_field_and_those_who_read_see_nothing_of_it(enter, leader, campaign, station) -> None:
    drawn = plan(campaign, list(station.addresses.all()[:2]), name="Témoins de mars")
    reader = builders.member(campaign, "hq_read")

    for member in (leader, reader):
        page = read(enter(member).get("/"))
        assert "/ciblage/temoins/" not in page
        assert enter(member).get(f"/ciblage/temoins/{drawn.pk}").status_code == 403


def test_a_part_of_the_site_inside_another_is_the_one_marked_in_the_menu(enter, organiser) -> None:
    page = read(enter(organiser).get("/ciblage/temoins/"))

    assert page.count('aria-current="page"') == 1
    assert '<a href="/ciblage/temoins/" aria-current="page">' in page


@pytest.mark.parametrize("addresses", [8, 24])
def test_a_proposal_asks_as_many_questions_whatever_its_size(
    enter, organiser, campaign, addresses, django_assert_num_queries
) -> None:
    station = builders.station()
    campaign.communes.add(station.commune)
    for number in range(addresses):
        builders.address(station, number, dwellings=6)
    client = enter(organiser)
    client.get(NEW)

    with django_assert_num_queries(11):
        client.get(NEW, wish(station))
