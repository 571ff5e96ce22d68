"""What members of the demo wrote about some polling stations: places, never people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from campaigns.doors import comments
from campaigns.people.models import Campaign, Membership
from campaigns.people.roles import Role
from campaigns.territory.models import PollingStation, Street

PINNED = "Digicode à presque toutes les entrées : passer par la loge, ouverte de 9 h à 12 h."
SAID = (
    "Marché le samedi matin : commencer par l’autre bout de la rue.",
    "Beaucoup de studios : mieux vaut le soir, après 18 h.",
    "Rue barrée par des travaux jusqu’à la fin du mois, on passe par la cour.",
    "Les entrées B et C donnent sur l’arrière, côté parc.",
)


def comment(campaign: Campaign, stations: Sequence[PollingStation], *, now: datetime) -> None:
    """One pinned comment of headquarters and some of leaders, on each of these stations."""
    members = list(Membership.objects.filter(campaign=campaign).order_by("pk"))
    leaders = [member for member in members if Role.TEAM_LEADER in member.roles]
    chief = next(member for member in members if Role.HQ_MANAGE in member.roles)
    for number, station in enumerate(stations):
        first = comments.write(chief, station, PINNED, now=now - timedelta(days=12 - number))
        comments.pin(first, by=chief, now=now)
        street = Street.objects.filter(addresses__station=station).order_by("name").first()
        for turn in range(1 + number % 2):
            text = SAID[(number + turn) % len(SAID)]
            about = street if turn == 0 else None
            comments.write(leaders[turn], station, text, street=about, now=now - timedelta(days=5 + turn))
