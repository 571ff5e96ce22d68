"""French territories: which clock they live by, whose phone numbers they have, when they vote and rest. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Territory:
    code: str
    name: str
    time_zone: str
    phone_region: str
    calendars: tuple[str, ...] = ("",)
    """Whose public holidays are kept, as the holidays library names them; "" for those of the whole country."""
    saturday_vote: bool = False
    """National polls are held on Saturday, so that the result at home is not known before the vote."""
    other_clocks: tuple[str, ...] = ()
    """Of its far islands: nobody can tell from a number on which of them the telephone lies."""


METROPOLE = Territory("FR", "Métropole", "Europe/Paris", "FR")
# Good Friday and 26 December are free there (ordinance of 16 August 1892, kept by the Code du travail, L.3134-13).
ALSACE_MOSELLE = Territory("AM", "Alsace-Moselle", "Europe/Paris", "FR", ("57",))
OVERSEAS = {
    territory.code: territory
    for territory in (
        Territory("971", "Guadeloupe", "America/Guadeloupe", "GP", ("971",), saturday_vote=True),
        Territory("972", "Martinique", "America/Martinique", "MQ", ("972",), saturday_vote=True),
        Territory("973", "Guyane", "America/Cayenne", "GF", ("973",), saturday_vote=True),
        Territory("974", "La Réunion", "Indian/Reunion", "RE", ("974",)),
        Territory("975", "Saint-Pierre-et-Miquelon", "America/Miquelon", "PM", ("PM",), saturday_vote=True),
        Territory("976", "Mayotte", "Indian/Mayotte", "YT", ("976",)),
        Territory("977", "Saint-Barthélemy", "America/St_Barthelemy", "BL", ("BL",), saturday_vote=True),
        Territory("978", "Saint-Martin", "America/Marigot", "MF", ("MF",), saturday_vote=True),
        Territory("986", "Wallis-et-Futuna", "Pacific/Wallis", "WF", ("WF",)),
        Territory(
            "987",
            "Polynésie française",
            "Pacific/Tahiti",
            "PF",
            ("PF",),
            saturday_vote=True,
            other_clocks=("Pacific/Marquesas", "Pacific/Gambier"),
        ),
        Territory("988", "Nouvelle-Calédonie", "Pacific/Noumea", "NC", ("NC",)),
    )
}
ONE_PLAN = ("971", "977", "978")
"""Guadeloupe, Saint-Barthélemy and Saint-Martin share +590: a number does not tell which of them it is of."""


def of_commune(insee_code: str) -> Territory:
    """The territory of a commune by its INSEE code: ``97411`` is in La Réunion, ``94033`` in métropole."""
    if insee_code[:2] in {"57", "67", "68"}:
        return ALSACE_MOSELLE
    return OVERSEAS.get(insee_code[:3], METROPOLE)


def of_time_zone(name: str) -> Territory:
    """The territory that lives by this clock, as a campaign knows its own: ``Pacific/Tahiti`` is in Polynesia."""
    found = (place for place in OVERSEAS.values() if name in (place.time_zone, *place.other_clocks))
    return next(found, METROPOLE)


def of_campaign(time_zone: str, communes: Iterable[str]) -> Territory:
    """Where a campaign is at home, by its clock, with the holidays of all its communes (INSEE codes) on that clock."""
    home = of_time_zone(time_zone)
    places = {of_commune(code) for code in communes}
    kept = {calendar for place in places if place.time_zone == home.time_zone for calendar in place.calendars}
    return replace(home, calendars=tuple(sorted(kept))) if kept else home


def of_number(region: str, home: Territory) -> Territory:
    """Where somebody lives whose number is of this phone region, for a campaign at home in ``home``.

    An overseas number names its territory; any other one may be used anywhere, so its owner is taken to live where the
    campaign is.
    """
    shared = {OVERSEAS[code].phone_region for code in ONE_PLAN}
    if region == home.phone_region or {region, home.phone_region} <= shared:
        return home
    if region in shared:
        calendars = tuple(calendar for code in ONE_PLAN for calendar in OVERSEAS[code].calendars)
        return replace(OVERSEAS[ONE_PLAN[0]], calendars=calendars)
    return next((place for place in OVERSEAS.values() if place.phone_region == region), home)
