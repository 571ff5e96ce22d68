"""« Demandes »: what was asked for at doors becomes work, and nobody is named."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from campaigns.doors.models import Door
from campaigns.errors import DomainError
from campaigns.visits import asking, recording
from campaigns.visits.clock import Envelope
from campaigns.visits.models import RequestDecision
from tests import builders

PAGE = "/demandes/"
NOON = timezone.now() - timedelta(hours=1)


def said(walk, number: int, *requests: str, outcome: str | None = "conversation", after: int = 0, **fields) -> UUID:
    """A visit of the door of that number, ``after`` so many minutes, received at once; its id."""
    walk.device.refresh_from_db()
    seq, at = walk.device.seq_high + 1, NOON + timedelta(minutes=after)
    event = builders.event(
        walk.device, walk.turf, walk.doors[number], outcome, seq=seq, at=at, requests=list(requests), **fields
    )
    answer = recording.record(walk.device, [event], envelope=Envelope(at, None, at), seq_high=seq)
    assert [result.verdict for result in answer.results] == ["ok"]
    return UUID(event["id"])


def listed(member) -> list[tuple[UUID, str, str]]:
    return [(ask.door.pk, ask.request, ask.status) for ask in asking.asks(member)]


def decide(walk, by, status: str, request: str = "proxy", *, reason: str = "", after: int = 30):
    return asking.decide(
        door=walk.doors[0].pk, request=request, status=status, reason=reason, by=by,
        now=NOON + timedelta(minutes=after),
    )  # fmt: skip


def test_each_request_of_a_door_is_listed_the_latest_first(walk, organiser) -> None:
    said(walk, 0, "proxy", "help")
    said(walk, 1, "call_back", after=5)
    said(walk, 2)

    first, second = walk.doors[0].pk, walk.doors[1].pk
    assert listed(organiser) == [(second, "call_back", "open"), (first, "proxy", "open"), (first, "help", "open")]


def test_a_visit_undone_withdraws_what_it_asked_for(walk, organiser) -> None:
    visit = said(walk, 0, "proxy")

    said(walk, 0, outcome=None, supersedes=visit, after=1)

    assert listed(organiser) == []


def test_a_correction_asks_for_what_it_says(walk, organiser) -> None:
    visit = said(walk, 0, "proxy", "help")

    said(walk, 0, "help", "host", supersedes=visit, after=1)

    assert {request for _door, request, _status in listed(organiser)} == {"help", "host"}


def test_a_later_visit_without_a_request_leaves_it_standing(walk, organiser) -> None:
    said(walk, 0, "proxy")

    said(walk, 0, outcome="not_home", after=1)

    assert listed(organiser) == [(walk.doors[0].pk, "proxy", "open")]


def test_whoever_is_not_to_be_disturbed_is_not_called_upon(walk, organiser) -> None:
    said(walk, 0, "proxy")

    said(walk, 0, outcome="do_not_knock", after=1)

    assert listed(organiser) == []


def test_a_request_is_taken_then_done_and_each_step_is_kept(walk, organiser) -> None:
    said(walk, 0, "proxy")

    decide(walk, organiser, "taken")
    taken = listed(organiser)
    decide(walk, organiser, "done", after=31)

    assert taken == [(walk.doors[0].pk, "proxy", "taken")]
    assert listed(organiser) == [(walk.doors[0].pk, "proxy", "done")]
    assert list(RequestDecision.objects.order_by("pk").values_list("status", flat=True)) == ["taken", "done"]


def test_the_same_decision_twice_is_one(walk, organiser) -> None:
    said(walk, 0, "proxy")

    for _time in range(2):
        decide(walk, organiser, "taken")

    assert RequestDecision.objects.count() == 1


def test_of_two_who_take_a_request_the_first_has_it(walk, organiser, leader) -> None:
    said(walk, 0, "proxy")
    decide(walk, leader, "taken")

    with pytest.raises(DomainError, match="Nadia Haddad") as raised:
        decide(walk, organiser, "taken")

    assert raised.value.code == "already_taken"


@pytest.mark.parametrize(("status", "reason"), [("dropped", ""), ("dropped", "because"), ("done", "moved")])
def test_only_what_is_dropped_has_a_reason_and_it_is_one_of_a_few(walk, organiser, status, reason) -> None:
    said(walk, 0, "proxy")

    with pytest.raises(DomainError) as raised:
        decide(walk, organiser, status, reason=reason)

    assert raised.value.code == "reason_missing"


@pytest.mark.parametrize(("status", "later"), [("done", "open"), ("dropped", "open"), ("taken", "taken")])
def test_asked_for_again_what_was_settled_is_open_again(walk, organiser, status, later) -> None:
    said(walk, 0, "proxy")
    decide(walk, organiser, status, reason="moved" if status == "dropped" else "")

    said(walk, 0, "proxy", after=40)

    assert listed(organiser) == [(walk.doors[0].pk, "proxy", later)]


def test_what_nobody_asked_for_cannot_be_decided(walk, organiser) -> None:
    said(walk, 0, "proxy")

    with pytest.raises(DomainError) as raised:
        decide(walk, organiser, "taken", "host")

    assert raised.value.code == "not_asked"


def test_a_leader_sees_and_decides_for_the_outings_of_their_teams_only(walk, leader) -> None:
    said(walk, 0, "proxy")
    rival = builders.member(leader.campaign, "team_leader")
    builders.team(leader.campaign, leader=rival)

    assert (len(listed(leader)), listed(rival)) == (1, [])
    with pytest.raises(DomainError) as raised:
        decide(walk, rival, "taken")
    assert raised.value.code == "not_asked"


def test_another_campaign_sees_and_decides_nothing(walk, outsider, enter) -> None:
    said(walk, 0, "proxy")
    client = enter(outsider)

    page = client.get(PAGE + "?etat=all").content.decode()
    answer = client.post(f"{PAGE}decider", {"door": walk.doors[0].pk, "request": "proxy", "status": "done"})

    assert ("Tanneurs" in page, answer.status_code) == (False, 404)
    assert RequestDecision.objects.count() == 0


def test_the_page_names_the_door_and_nobody(walk, organiser, enter) -> None:
    Door.objects.filter(pk=walk.doors[0].pk).update(name="l'étage")
    said(walk, 0, "registration")

    page = enter(organiser).get(PAGE).content.decode()

    for words in ("1 Rue des Tanneurs", "l&#x27;étage", "Inscription sur la liste", "Sans réponse 1", "Je m’en occupe"):
        assert words in page
    assert "Léa" not in page


def test_the_list_narrows_by_state_request_and_station(walk, organiser, enter) -> None:
    said(walk, 0, "proxy")
    said(walk, 1, "help")
    decide(walk, organiser, "done")
    client = enter(organiser)

    def shown(query: str) -> list[str]:
        return [row.request for row in client.get(PAGE + query).context["rows"]]

    assert shown("") == ["help"]
    assert shown("?etat=done") == ["proxy"]
    assert shown("?etat=all&demande=proxy") == ["proxy"]
    assert shown(f"?etat=all&bureau={walk.station.code}") == ["proxy", "help"]
    assert shown("?etat=all&bureau=94033-0999") == []
    assert shown("?etat=nonsense&demande=nonsense") == ["help"]


def test_a_decision_is_a_form_that_comes_back_to_the_same_list(walk, organiser, enter) -> None:
    said(walk, 0, "proxy")
    form = {
        "door": walk.doors[0].pk,
        "request": "proxy",
        "status": "dropped",
        "reason": "moved",
        "back": "?demande=proxy",
    }

    answer = enter(organiser).post(f"{PAGE}decider", form)

    assert answer["Location"] == "/demandes/?demande=proxy"
    decision = RequestDecision.objects.get()
    assert (decision.status, decision.reason, decision.by) == ("dropped", "moved", organiser)


def test_a_form_leads_to_no_other_site(walk, organiser, enter) -> None:
    said(walk, 0, "proxy")
    form = {"door": walk.doors[0].pk, "request": "proxy", "status": "done", "back": "//elsewhere.example/"}

    assert enter(organiser).post(f"{PAGE}decider", form)["Location"] == "/demandes/"


def test_somebody_who_only_reads_is_offered_no_button(walk, organiser, enter) -> None:
    said(walk, 0, "proxy")
    reader = builders.member(organiser.campaign, "hq_read")
    client = enter(reader)

    assert "Procuration" in client.get(PAGE).content.decode()
    assert "decider" not in client.get(PAGE).content.decode()
    assert client.post(f"{PAGE}decider", {"door": walk.doors[0].pk}).status_code == 403


def test_the_export_holds_what_the_page_shows_and_no_formula(walk, organiser, enter) -> None:
    Door.objects.filter(pk=walk.doors[0].pk).update(name="=1+1")
    said(walk, 0, "proxy")
    decide(walk, organiser, "taken")

    answer = enter(organiser).get(f"{PAGE}demandes.csv?etat=taken")
    header, row = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()

    assert header == "station;address;door;request;asked_at;status;by;reason"
    cells = row.split(";")
    assert [*cells[:4], *cells[5:]] == [
        "94033-0001", "1 Rue des Tanneurs", "'=1+1", "Procuration", "prise en charge", "Inès Karim", "",
    ]  # fmt: skip


def test_the_dashboard_says_how_many_wait(walk, organiser, enter) -> None:
    said(walk, 0, "proxy", "help")
    decide(walk, organiser, "taken")

    page = enter(organiser).get("/").content.decode()

    assert "1 demande sans réponse" in page
    assert 'href="/demandes/"' in page


def test_no_decision_can_be_joined_to_a_contact_or_a_welcome() -> None:
    related = {field.related_model.__name__ for field in RequestDecision._meta.get_fields() if field.is_relation}

    assert related == {"Campaign", "Door", "Membership"}
