"""The code of one area: it leads there at once, and dies with it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.errors import DomainError
from campaigns.people import joining
from campaigns.people.models import JoinCode
from campaigns.turfs import cutting, entering, handing_out
from campaigns.turfs.models import Turf
from tests import builders


@pytest.fixture
def outing(campaign):
    return builders.outing(campaign, starts_at=timezone.now() - timedelta(minutes=10))


@pytest.fixture
def station(campaign):
    station = builders.station()
    campaign.communes.add(station.commune)
    for number in (1, 3, 5):
        builders.address(station, number, dwellings=2)
    return station


def cut(outing, station) -> list[Turf]:
    return cutting.cut(campaign=outing.campaign, outing=outing, stations=[station], minutes=15, now=timezone.now())


def test_each_area_of_a_cut_has_a_code_of_its_own(outing, station) -> None:
    turfs = cut(outing, station)

    codes = entering.codes(outing, now=timezone.now())

    assert sorted(codes) == sorted(turf.pk for turf in turfs)
    assert len({code.words for code in codes.values()}) == len(turfs)


def test_who_scans_it_walks_that_area(outing, station) -> None:
    turf = cut(outing, station)[-1]
    code = entering.codes(outing, now=timezone.now())[turf.pk]

    asked = joining.ask(code_text=joining.qr_path(code, timezone.now())[3:], first_name="Léa", now=timezone.now())
    device, _token = joining.issue_token(asked, now=timezone.now())

    assert handing_out.turf_for(code, device) == turf


def test_asking_twice_keeps_the_code_that_works(outing, station) -> None:
    cut(outing, station)
    before = entering.codes(outing, now=timezone.now())

    entering.open_codes(outing, now=timezone.now())

    assert entering.codes(outing, now=timezone.now()) == before


def test_a_code_used_up_is_replaced(outing, station) -> None:
    turf = cut(outing, station)[0]
    JoinCode.objects.filter(turf=turf).update(uses=entering.USES)

    entering.open_codes(outing, now=timezone.now())

    turf.refresh_from_db()
    assert entering.codes(outing, now=timezone.now())[turf.pk] == turf.join_code
    assert turf.join_code.uses == 0


def test_a_sheet_of_an_old_cut_opens_nothing(outing, station) -> None:
    turf = cut(outing, station)[0]
    printed = turf.refresh_from_db() or turf.join_code.words
    cut(outing, station)

    with pytest.raises(DomainError) as refusal:
        joining.ask(code_text=printed, first_name="Léa", network="192.0.2.1", now=timezone.now())

    assert refusal.value.code == "code_expired"


def test_the_code_of_an_area_is_never_taken_for_the_code_of_the_outing(outing, station) -> None:
    cut(outing, station)
    cut(outing, station)

    assert joining.code_in_use(outing, now=timezone.now()) in (
        None,
        *JoinCode.objects.filter(turf=None, revoked_at=None),
    )


def test_a_code_made_days_before_works_until_the_outing_ends(campaign) -> None:
    now = timezone.now()
    outing = builders.outing(campaign, starts_at=now + timedelta(days=3))

    code = joining.open_code(outing=outing, now=now)

    assert code.expires_at == outing.ends_at


def test_a_code_lives_twelve_hours_at_most_once_the_outing_has_begun(campaign) -> None:
    now = timezone.now()
    outing = builders.outing(campaign, starts_at=now)
    outing.ends_at = now + timedelta(hours=30)

    assert joining.open_code(outing=outing, now=now).expires_at == now + timedelta(hours=12)
