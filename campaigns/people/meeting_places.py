"""Where people meet, found on the map by the name that the leader gave it."""

from __future__ import annotations

import re

from campaigns.people.models import Campaign, MeetingPoint
from campaigns.territory import street_names
from campaigns.territory.geometry import Point
from campaigns.territory.models import Address, PollingStation

_NUMBERED = re.compile(r"\s*(\d{1,5})\s*([a-z]{0,6})?\s*,?\s+(.+)", re.IGNORECASE)


def at(campaign: Campaign, name: str) -> MeetingPoint:
    """The campaign's meeting point of that name, made when it is new, with its place as far as the ground tells it:
    an address (« 12 rue des Tanneurs »), else a polling station (« Gymnase du Marché »). Three queries at most."""
    point, _made = MeetingPoint.objects.get_or_create(campaign=campaign, name=name)
    if point.lon is None and (place := _address(campaign, name) or _station(campaign, name)):
        point.lon, point.lat = place
        point.save(update_fields=["lon", "lat"])
    return point


def _address(campaign: Campaign, name: str) -> Point | None:
    found = _NUMBERED.fullmatch(name)
    if found is None:
        return None
    number, suffix, street = found.groups()
    numbered = Address.objects.filter(commune__campaigns=campaign, number=int(number), lon__isnull=False)
    # What follows the number may be its suffix or the first word of the street: « 12 bis rue X », « 12 rue X ».
    told = {(suffix or "", street_names.key(street)), ("", street_names.key(f"{suffix or ''} {street}"))}
    for own_suffix, key in sorted(told):
        here = numbered.filter(street__key=key, suffix__iexact=own_suffix).first()
        if here is not None and here.lon is not None and here.lat is not None:
            return here.lon, here.lat
    return None


def _station(campaign: Campaign, name: str) -> Point | None:
    rows = PollingStation.objects.filter(commune__campaigns=campaign, name__iexact=name.strip(), lon__isnull=False)
    here = rows.order_by("code").first()
    return (here.lon, here.lat) if here is not None and here.lon is not None and here.lat is not None else None
