"""A long walk for the phone benchmark: a hundred addresses, houses and buildings of several streets."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from campaigns.doors import founding
from campaigns.people import joining
from campaigns.people.models import Campaign, ChangeCounter, Outing
from campaigns.territory.models import Address, Commune, DwellingsSource, PollingStation, Street
from campaigns.turfs.models import Turf, TurfStop

STREETS = ("Rue des Tanneurs", "Avenue de l’Abbaye", "Rue du Moulin", "Quai de la Halle", "Impasse d’Août")
PER_STREET = 20
TOWER = 120
SCRIPT = [{"title": f"Carte {n}", "text": "Bonjour, je suis bénévole de la campagne. " * 8} for n in range(6)]


def lay(doors: int) -> Turf:
    """A turf of 100 addresses that hold that many doors in all: a tower, buildings of up to thirty, and houses.

    Its join code is open; the campaign's vote is far away.
    """
    now = datetime.now(UTC)
    campaign = Campaign.objects.create(slug="phone", name="Phone", final_round_date=date(2099, 6, 20), script=SCRIPT)
    ChangeCounter.objects.create(campaign=campaign)
    outing = Outing.objects.create(campaign=campaign, name="Samedi", starts_at=now, ends_at=now + timedelta(hours=3))
    places = _addresses(_dwellings(doors, len(STREETS) * PER_STREET))
    founding.found_doors(campaign, places)
    turf = Turf.objects.create(campaign=campaign, outing=outing, number=1, minutes=400, door_count=doors)
    turf.join_code = joining.open_code(outing=outing, now=now)
    turf.save()
    stops = [TurfStop(campaign=campaign, turf=turf, address=a, position=n, minutes=4) for n, a in enumerate(places, 1)]
    TurfStop.objects.bulk_create(stops)
    return turf


def _dwellings(doors: int, addresses: int) -> list[int]:
    """One tower where the doors allow it, then every third address a building, until all are given out."""
    counts = [1] * addresses
    spare = doors - addresses
    for place in (0, *range(1, addresses, 3)):
        extra = min(spare, TOWER - 1 if place == 0 and doors > 3 * TOWER else 29)
        counts[place] += extra
        spare -= extra
    return counts


def _addresses(dwellings: list[int]) -> list[Address]:
    commune = Commune.objects.create(code="94000", name="Valmont")
    station = PollingStation.objects.create(code="94000-0001", commune=commune, number="0001", name="École du Moulin")
    streets = [Street.objects.create(commune=commune, key=name.lower(), name=name) for name in STREETS]
    return Address.objects.bulk_create(
        Address(
            commune=commune,
            street=street,
            key=f"{street.key}|{2 * n + 1}",
            number=2 * n + 1,
            suffix="bis" if n % 7 == 6 else "",
            station=station,
            source="demo",
            lon=round(2.4712 + 0.00017 * n + 0.0003 * rank, 6),
            lat=round(48.8541 + 0.0004 * rank + 0.00001 * (n * n % 17), 6),
            dwellings=dwellings[rank * PER_STREET + n],
            dwellings_source=DwellingsSource.FILE,
        )
        for rank, street in enumerate(streets)
        for n in range(PER_STREET)
    )
