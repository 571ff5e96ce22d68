"""Welcome and topics of the plain pages: gathered on the phone, five at least, apart from doors (law:P1)."""

from __future__ import annotations

import pytest
from django.utils import timezone

from campaigns.visits.models import TallyBatch, TopicTally, Visit, WelcomeTally
from campaigns.visits.tallies import TOPICS
from canvass.field.simple.counting import COOKIE
from tests import builders
from tests.field.simple.conftest import walker_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def street(ground, doors):
    """Six doors of one station."""
    campaign, _outing, turf, _doors = ground
    return [*doors, *(builders.door(campaign, doors[0].address, rank=rank, name=str(rank)) for rank in (2, 3))]


def counted() -> dict[str, int]:
    rows = [*WelcomeTally.objects.values_list("welcome", "count"), *TopicTally.objects.values_list("topic", "count")]
    return {name: n for name, n in rows if n}


def test_nothing_is_stored_before_five_counts_travel_together(walker, street) -> None:
    for door in street[:4]:
        walker.discuss(door, welcome="favourable")
    before = counted(), TallyBatch.objects.count()

    walker.discuss(street[4], welcome="hesitant")

    assert before == ({}, 0)
    assert counted() == {"favourable": 4, "hesitant": 1}


def test_a_topic_is_a_count_like_a_welcome(walker, street) -> None:
    walker.discuss(street[0], welcome="hesitant", topics=[*TOPICS[:4], "nonsense"])

    assert counted() == {"hesitant": 1, **dict.fromkeys(TOPICS[:4], 1)}


def test_the_rest_travels_when_the_walk_ends(walker, street) -> None:
    walker.discuss(street[0], welcome="unfavourable")

    walker.send(("/fin", {"event": walker.fields("/fin")[0]}))

    assert counted() == {"unfavourable": 1}


@pytest.mark.parametrize("answer_lost", [False, True])
def test_a_form_sent_twice_is_counted_once(walker, street, answer_lost) -> None:
    path = f"/porte/{street[0].pk}/discussion"
    (event,), (mark,) = walker.fields(path), walker.fields(path, "mark")
    form = (path, {"event": event, "mark": mark, "welcome": "favourable"})

    walker.send(form)
    if answer_lost:
        del walker.client.cookies[COOKIE]
    walker.send(form)
    walker.send(("/fin", {"event": walker.fields("/fin")[0]}))

    assert (Visit.objects.count(), counted()) == (1, {"favourable": 1})


def test_a_batch_whose_answer_was_lost_is_not_counted_again(walker, street) -> None:
    for door in street[:4]:
        walker.discuss(door, welcome="favourable")
    path = f"/porte/{street[4].pk}/discussion"
    (event,), (mark,) = walker.fields(path), walker.fields(path, "mark")
    form, held = (path, {"event": event, "mark": mark, "welcome": "favourable"}), walker.client.cookies[COOKIE].value

    walker.send(form)
    walker.client.cookies[COOKIE] = held
    walker.send(form)

    assert counted() == {"favourable": 5}


def test_undoing_a_discussion_takes_its_welcome_back(walker, street) -> None:
    noted = walker.client.get(walker.discuss(street[0], welcome="favourable")["Location"]).content.decode()
    mark = noted.split('name="mark" value="')[1].split('"')[0]
    visit = Visit.objects.get()

    event = noted.split('name="event" value="')[1].split('"')[0]
    walker.send((f"/porte/{street[0].pk}/annuler", {"event": event, "supersedes": str(visit.pk), "mark": mark}))
    walker.send(("/fin", {"event": walker.fields("/fin")[0]}))

    assert counted() == {}


def test_no_address_of_a_page_tells_the_welcome(walker, street) -> None:
    answer = walker.discuss(street[0], welcome="unfavourable")

    assert "unfavourable" not in answer["Location"]
    cookie = walker.client.cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", "/s/")


def test_a_cookie_that_is_not_ours_counts_nothing(walker, street) -> None:
    walker.client.cookies[COOKIE] = "made:up:entirely"

    walker.discuss(street[0], welcome="favourable", topics=list(TOPICS))

    assert counted() == {"favourable": 1, **dict.fromkeys(TOPICS, 1)}


def test_counts_gathered_in_another_outing_are_not_carried_into_this_one(walker, street, ground) -> None:
    walker.discuss(street[0], welcome="favourable")
    later = builders.outing(ground[0], starts_at=timezone.now())
    newcomer = walker_of(later, builders.turf(later, *{door.address for door in street}))
    newcomer.client.cookies[COOKIE] = walker.client.cookies[COOKIE].value

    newcomer.discuss(street[1], welcome="hesitant")
    newcomer.send(("/fin", {"event": newcomer.fields("/fin")[0]}))

    assert counted() == {"hesitant": 1}
