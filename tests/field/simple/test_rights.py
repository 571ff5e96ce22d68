"""What a plain page shows to whom, and what it says when it is shut."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from campaigns.people import devices
from campaigns.people.models import Campaign, Device
from campaigns.visits.models import Visit
from tests import builders
from tests.field.simple.conftest import walker_of

pytestmark = pytest.mark.django_db


def pages(walker, door) -> list[str]:
    return ["", "/fin", f"/porte/{door.pk}", f"/porte/{door.pk}/discussion", f"/adresse/{door.address_id}"]


def statuses(client, walker, door) -> set[int]:
    return {client.get(walker.address(path)).status_code for path in pages(walker, door)}


def test_a_phone_opens_every_page_of_its_walk(walker, doors) -> None:
    assert statuses(walker.client, walker, doors[0]) == {200}


def test_no_page_holds_a_script_or_may_be_kept(walker, doors) -> None:
    answers = [walker.open(path) for path in pages(walker, doors[0])]

    assert [answer for answer in answers if "<script" in answer.content.decode()] == []
    assert {answer["Cache-Control"] for answer in answers} == {"no-store"}


def test_nobody_and_the_phone_of_another_campaign_see_nothing(walker, doors) -> None:
    elsewhere = builders.outing(builders.campaign("ailleurs"), starts_at=timezone.now())

    assert statuses(Client(), walker, doors[0]) == {401}
    assert statuses(walker_of(elsewhere).client, walker, doors[0]) == {404}


def test_a_phone_of_the_outing_without_this_turf_sees_and_tells_nothing(walker, doors) -> None:
    other = walker_of(walker.turf.outing)

    assert statuses(other.client, walker, doors[0]) == {404}
    path = walker.address(f"/porte/{doors[0].pk}")
    assert other.client.post(path, {"event": str(uuid4()), "outcome": "refused"}).status_code == 404
    assert Visit.objects.count() == 0


def test_an_unknown_turf_or_door_or_form_is_not_there(walker, doors) -> None:
    tried = [
        walker.client.get("/s/t-999999/simple"),
        walker.client.get("/s/t-99999999999999999999/simple"),
        walker.open(f"/porte/{uuid4()}"),
        walker.open("/adresse/99999999999999999999"),
        walker.send((f"/porte/{doors[0].pk}", {"event": "nonsense", "outcome": "refused"})),
        walker.send((f"/porte/{doors[0].pk}", {"event": str(uuid4()), "outcome": "sold"})),
    ]

    assert [answer.status_code for answer in tried] == [404] * len(tried)


def test_a_revoked_phone_reads_and_tells_nothing_more(walker, doors) -> None:
    form = walker.form(doors[0], "refused")
    devices.revoke(walker.device, now=timezone.now())

    assert statuses(walker.client, walker, doors[0]) == {401}
    assert walker.send(form).status_code == 401
    assert Visit.objects.count() == 0


def test_after_the_lease_the_doors_are_shut_and_a_last_form_is_taken(walker, doors) -> None:
    form = walker.form(doors[0], "refused")
    Device.objects.update(lease_until=timezone.now() - timedelta(minutes=1))

    assert statuses(walker.client, walker, doors[0]) == {410}
    assert walker.send(form).status_code == 302
    assert Visit.objects.get().outcome == "refused"


def test_in_the_silence_no_door_is_shown_and_the_walk_can_be_handed_back(walker, doors) -> None:
    form = walker.form(doors[0], "refused")
    Campaign.objects.update(final_round_date=timezone.localdate() + timedelta(days=1))

    assert statuses(walker.client, walker, doors[0]) == {200, 423}
    assert walker.send(form).status_code == 423
    assert walker.send(("/fin", {"event": walker.fields("/fin")[0]})).status_code == 302
    assert Visit.objects.count() == 0


def test_a_form_of_another_site_is_refused(walker, doors) -> None:
    form = walker.form(doors[0], "refused")
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = walker.client.cookies

    path, body = form
    assert strict.post(walker.address(path), body).status_code == 403
    assert Visit.objects.count() == 0
