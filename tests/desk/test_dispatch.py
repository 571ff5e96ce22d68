"""Handing out the walks of an outing and letting people in."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.utils import timezone

from campaigns.people import joining
from campaigns.people.models import Device, JoinCode, JoinRequest, Outing
from campaigns.turfs import walkers
from campaigns.turfs.models import Assignment, Turf, Walker
from tests import builders


@pytest.fixture
def asked(walk) -> JoinRequest:
    """Somebody typed the code and waits."""
    return joining.ask(code_text=JoinCode.objects.get().words, first_name="Omar", now=timezone.now())


def page(walk, end: str = "repartir") -> str:
    return f"/sorties/{walk.outing.pk}/{end}"


def said(client, *post) -> list[str]:
    """What the next page tells after this post."""
    return [str(message) for message in client.post(*post, follow=True).context["messages"]]


def test_the_page_shows_areas_people_and_the_code(enter, leader, walk, asked) -> None:
    context = enter(leader).get(page(walk)).context

    assert [item.turf for item in context["turfs"]] == [walk.turf]
    assert [(person.name, person.turf) for person in context["people"]] == [("Omar", None), ("Léa", walk.turf)]
    assert [person.name for person in context["to_place"]] == ["Omar"]
    assert context["code"] == JoinCode.objects.get()
    assert context["join_address"].startswith("http")


def test_a_name_is_shown_as_it_was_typed(enter, leader, walk) -> None:
    joining.ask(code_text=JoinCode.objects.get().words, first_name="D'Arc <script>", now=timezone.now())

    assert "<strong>D&#x27;Arc &lt;script&gt;</strong>" in enter(leader).get(page(walk)).content.decode()


def test_an_area_is_given_to_a_team_and_taken_back(enter, leader, walk) -> None:
    Assignment.objects.all().delete()
    team, client = leader.teams_led.get(), enter(leader)

    client.post(page(walk, f"secteurs/{walk.turf.pk}"), {"team": team.pk})
    given = Turf.objects.get()
    client.post(page(walk, f"secteurs/{walk.turf.pk}"), {"team": ""})

    taken = Turf.objects.get()
    assert ((given.team, given.state), (taken.team, taken.state)) == ((team, "assigned"), (None, "free"))
    assert given.seq < taken.seq  # phones hear of both


@pytest.mark.parametrize("team", ["0", "nonsense", "²", "9" * 30])
def test_a_team_that_does_not_exist_frees_nothing(enter, leader, walk, team) -> None:
    Turf.objects.update(team=leader.teams_led.get(), state="assigned")

    answer = enter(leader).post(page(walk, f"secteurs/{walk.turf.pk}"), {"team": team})

    assert answer.status_code == 404
    assert Turf.objects.get().team == leader.teams_led.get()


def test_a_team_that_does_not_come_gets_no_area(enter, organiser, campaign, walk) -> None:
    stranger = builders.team(campaign)

    answer = enter(organiser).post(page(walk, f"secteurs/{walk.turf.pk}"), {"team": stranger.pk})

    assert answer.status_code == 404
    assert Turf.objects.get().team is None


def test_an_area_that_is_done_stays_with_its_team(enter, leader, walk) -> None:
    Turf.objects.update(state="done")

    told = said(enter(leader), page(walk, f"secteurs/{walk.turf.pk}"), {"team": leader.teams_led.get().pk})

    assert told == ["Ce secteur est déjà terminé."]
    assert Turf.objects.get().team is None


@pytest.mark.parametrize(("answer", "status"), [("accept", "accepted"), ("refuse", "refused")])
def test_the_first_answer_to_a_person_counts(enter, leader, walk, asked, answer, status) -> None:
    client, path = enter(leader), page(walk, f"demandes/{asked.pk}")
    other = {"accept": "refuse", "refuse": "accept"}[answer]

    first, second = said(client, path, {"answer": answer}), said(client, path, {"answer": other})

    asked.refresh_from_db()
    assert (asked.status, asked.decided_by) == (status, leader)
    assert (first, second) == ([], ["Quelqu’un a déjà répondu à cette demande."])


def test_no_answer_is_no_refusal(enter, leader, walk, asked) -> None:
    answer = enter(leader).post(page(walk, f"demandes/{asked.pk}"), {"answer": "perhaps"})

    asked.refresh_from_db()
    assert (answer.status_code, asked.status) == (400, "waiting")


def test_a_person_moves_from_one_area_to_another(enter, leader, walk) -> None:
    other = builders.turf(walk.outing, number=2)

    enter(leader).post(page(walk, f"telephones/{walk.device.pk}/placer"), {"turf": other.pk})

    held = Assignment.objects.filter(ended_at=None)
    assert [assignment.turf for assignment in held] == [other]
    assert Assignment.objects.get(turf=walk.turf).ended_as == "withdrawn"


def test_choosing_no_area_changes_nothing_and_says_so(enter, leader, walk) -> None:
    told = said(enter(leader), page(walk, f"telephones/{walk.device.pk}/placer"), {"turf": ""})

    assert told == ["Choisissez un secteur pour Léa."]
    assert Assignment.objects.get().ended_at is None


def test_a_person_goes_back_to_those_to_be_placed(enter, leader, walk) -> None:
    client = enter(leader)

    client.post(page(walk, f"telephones/{walk.device.pk}/placer"), {"turf": "none"})

    assert Assignment.objects.get().ended_as == "withdrawn"
    assert [person.name for person in client.get(page(walk)).context["to_place"]] == ["Léa"]


def test_what_is_known_of_a_person_is_noted_with_a_tap_and_taken_back_with_another(enter, leader, walk) -> None:
    client, path = enter(leader), page(walk, f"telephones/{walk.device.pk}/noter")

    told = []
    for holds in ("yes", "no"):
        client.post(path, {"trait": "no_stairs", "holds": holds})
        told.append([person.remarks for person in client.get(page(walk)).context["people"]])

    assert told == [[["pas d’escaliers"]], [[]]]


def test_a_pair_is_made_moves_as_one_and_is_parted(enter, leader, walk) -> None:
    second, client = builders.device(walk.outing, first_name="Omar"), enter(leader)
    other = builders.turf(walk.outing, number=2)

    client.post(page(walk, f"telephones/{second.pk}/noter"), {"partner": walk.device.pk})
    client.post(page(walk, f"telephones/{second.pk}/placer"), {"turf": other.pk})
    held = [person.turf for person in client.get(page(walk)).context["people"]]
    paired = [person.remarks for person in client.get(page(walk)).context["people"]]
    client.post(page(walk, f"telephones/{walk.device.pk}/noter"), {"partner": ""})

    assert (held, paired) == ([other, other], [["avec Omar"], ["avec Léa"]])
    assert not Walker.objects.exclude(pair=None).exists()


@pytest.mark.parametrize(
    ("said_of", "status"),
    [
        ({}, 400),
        ({"trait": "opinion", "holds": "yes"}, 400),
        ({"partner": "nonsense"}, 404),
        ({"partner": uuid4()}, 404),
    ],
)
def test_nothing_else_is_noted_of_a_person(enter, leader, walk, said_of, status) -> None:
    answer = enter(leader).post(page(walk, f"telephones/{walk.device.pk}/noter"), said_of)

    assert (answer.status_code, Walker.objects.count()) == (status, 0)


def test_what_was_noted_of_people_goes_when_the_outing_is_closed(enter, leader, walk) -> None:
    walkers.note(walk.device, "has_car", holds=True)

    enter(leader).post(page(walk, "fermer"))

    assert not Walker.objects.exists()


def test_two_people_may_walk_one_area(enter, leader, walk) -> None:
    second = builders.device(walk.outing, first_name="Omar")

    enter(leader).post(page(walk, f"telephones/{second.pk}/placer"), {"turf": walk.turf.pk})

    assert Assignment.objects.filter(turf=walk.turf, ended_at=None).count() == 2


def test_nobody_is_placed_on_an_area_that_is_done(enter, leader, walk) -> None:
    done = builders.turf(walk.outing, number=2)
    Turf.objects.filter(pk=done.pk).update(state="done")

    told = said(enter(leader), page(walk, f"telephones/{walk.device.pk}/placer"), {"turf": done.pk})

    assert told == ["Ce secteur est déjà terminé."]
    assert Assignment.objects.get(ended_at=None).turf == walk.turf


def test_the_code_is_drawn_anew_and_opened_again_when_it_is_used_up(enter, leader, walk) -> None:
    client = enter(leader)
    JoinCode.objects.update(uses=20, max_uses=20)

    without = client.get(page(walk, "code")).content.decode()
    client.post(page(walk, "code"))
    fresh = client.get(page(walk, "code")).content.decode()

    assert ("<svg" in without, "Afficher un nouveau code" in without) == (False, True)
    assert JoinCode.objects.latest("pk").words in fresh
    assert "<html" not in fresh


def test_a_closed_outing_takes_nothing_any_more(enter, leader, walk, asked) -> None:
    Outing.objects.update(closed_at=timezone.now())
    client = enter(leader)

    told = [
        said(client, page(walk, f"secteurs/{walk.turf.pk}"), {"team": leader.teams_led.get().pk}),
        said(client, page(walk, f"demandes/{asked.pk}"), {"answer": "accept"}),
        said(client, page(walk, f"telephones/{walk.device.pk}/placer"), {"turf": walk.turf.pk}),
    ]
    client.post(page(walk, "code"))

    asked.refresh_from_db()
    assert told == [["Cette sortie est fermée."]] * 3
    assert (asked.status, Turf.objects.get().team, JoinCode.objects.count()) == ("waiting", None, 1)
    assert '<form class="inline"' not in client.get(page(walk)).content.decode()


POSTS = [
    "secteurs/{turf}", "demandes/{asked}", "telephones/{device}/placer", "telephones/{device}/perdu",
    "telephones/{device}/noter", "secteurs/{turf}/reprendre", "secteurs/{turf}/passer", "partager",
]  # fmt: skip


def test_another_campaign_and_another_leader_touch_nothing(enter, campaign, outsider, walk, asked) -> None:
    names = {"turf": walk.turf.pk, "asked": asked.pk, "device": walk.device.pk}
    rival = builders.member(campaign, "team_leader")

    for member in (rival, outsider):
        client = enter(member)
        codes = [client.post(page(walk, end.format_map(names)), {"answer": "accept"}).status_code for end in POSTS]
        assert codes == [404] * len(POSTS), member

    asked.refresh_from_db()
    assert (asked.status, Device.objects.get().revoked_at) == ("waiting", None)


def test_a_reader_sees_everything_and_may_do_nothing(enter, campaign, walk, asked) -> None:
    client = enter(builders.member(campaign, "hq_read"))

    seen = client.get(page(walk)).content.decode()

    assert "Omar" in seen
    assert ("code-words" in seen, "<select" in seen, f"/demandes/{asked.pk}" in seen) == (False, False, False)


def test_a_turf_of_another_outing_is_not_given_here(enter, leader, walk) -> None:
    other = builders.turf(builders.outing(leader.campaign, leader.teams_led.get()))

    answers = [
        enter(leader).post(page(walk, f"secteurs/{other.pk}"), {"team": leader.teams_led.get().pk}).status_code,
        enter(leader).post(page(walk, f"telephones/{walk.device.pk}/placer"), {"turf": other.pk}).status_code,
    ]

    assert answers == [404, 404]


def test_only_posts_change_something(enter, leader, walk, asked) -> None:
    names = {"turf": walk.turf.pk, "asked": asked.pk, "device": walk.device.pk}
    client = enter(leader)

    assert [client.get(page(walk, end.format_map(names))).status_code for end in POSTS] == [405] * len(POSTS)
    assert [client.post(page(walk, end)).status_code for end in ("repartir", "suivre")] == [405, 405]
