"""French territories: which clock they live by, whose phone numbers they have, when they vote. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Territory:
    code: str
    name: str
    time_zone: str
    phone_region: str
    saturday_vote: bool = False
    """National polls are held on Saturday, so that the result at home is not known before the vote."""


METROPOLE = Territory("FR", "Métropole", "Europe/Paris", "FR")
OVERSEAS = {
    territory.code: territory
    for territory in (
        Territory("971", "Guadeloupe", "America/Guadeloupe", "GP", saturday_vote=True),
        Territory("972", "Martinique", "America/Martinique", "MQ", saturday_vote=True),
        Territory("973", "Guyane", "America/Cayenne", "GF", saturday_vote=True),
        Territory("974", "La Réunion", "Indian/Reunion", "RE"),
        Territory("975", "Saint-Pierre-et-Miquelon", "America/Miquelon", "PM", saturday_vote=True),
        Territory("976", "Mayotte", "Indian/Mayotte", "YT"),
        Territory("977", "Saint-Barthélemy", "America/St_Barthelemy", "BL", saturday_vote=True),
        Territory("978", "Saint-Martin", "America/Marigot", "MF", saturday_vote=True),
        Territory("986", "Wallis-et-Futuna", "Pacific/Wallis", "WF"),
        Territory("987", "Polynésie française", "Pacific/Tahiti", "PF", saturday_vote=True),
        Territory("988", "Nouvelle-Calédonie", "Pacific/Noumea", "NC"),
    )
}


def of_commune(insee_code: str) -> Territory:
    """The territory of a commune by its INSEE code: ``97411`` is in La Réunion, ``94033`` in métropole."""
    return OVERSEAS.get(insee_code[:3], METROPOLE)


def of_time_zone(name: str) -> Territory:
    """The territory that lives by this clock, as a campaign knows its own: ``Pacific/Tahiti`` is in Polynesia."""
    return next((territory for territory in OVERSEAS.values() if territory.time_zone == name), METROPOLE)
