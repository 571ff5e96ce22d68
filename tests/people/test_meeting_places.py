"""A meeting point typed by hand is found on the ground where the ground knows it."""

from __future__ import annotations

import pytest

from campaigns.people import meeting_places
from campaigns.people.models import MeetingPoint
from tests import builders


@pytest.fixture
def ground(campaign):
    station = builders.station("94033-0001", name="Gymnase du Marché", lon=2.48, lat=48.86)
    campaign.communes.add(station.commune)
    builders.address(station, 12, "Rue de l’Église", lon=2.471, lat=48.851)
    builders.address(station, 12, "Rue de l’Église", suffix="bis", lon=2.472, lat=48.852)


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("12 rue de l'Eglise", (2.471, 48.851)),
        ("12, Rue de l’Église", (2.471, 48.851)),
        ("12 bis rue de l’Église", (2.472, 48.852)),
        ("12bis rue de l’Église", (2.472, 48.852)),
        ("gymnase du marché", (2.48, 48.86)),
        ("Devant la mairie", (None, None)),
        ("14 rue de l’Église", (None, None)),
        ("12", (None, None)),
    ],
)
def test_its_place_is_found_by_its_name(campaign, ground, name, place) -> None:
    point = meeting_places.at(campaign, name)

    assert (point.lon, point.lat) == place


def test_the_same_name_is_the_same_point_and_another_campaign_has_its_own(campaign, ground) -> None:
    other = builders.campaign("ailleurs")

    mine, again, theirs = (meeting_places.at(c, "12 rue de l’Église") for c in (campaign, campaign, other))

    assert mine == again != theirs
    assert theirs.lon is None
    assert MeetingPoint.objects.count() == 2


def test_a_place_set_by_hand_is_kept(campaign, ground) -> None:
    MeetingPoint.objects.create(campaign=campaign, name="12 rue de l’Église", lon=2.5, lat=48.9)

    assert meeting_places.at(campaign, "12 rue de l’Église").lon == 2.5
