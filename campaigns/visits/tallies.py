"""Welcome and topics: counts per station and outing, apart from visits, so that no opinion can be tied to a door."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F, Sum
from django.utils.translation import gettext as _

from campaigns.errors import DomainError
from campaigns.people.models import Campaign, Device, Outing
from campaigns.territory.models import Address, PollingStation
from campaigns.turfs.models import TurfStop
from campaigns.visits.events import is_storable
from campaigns.visits.models import TallyBatch, TopicTally, Welcome, WelcomeTally

TOPICS = ("logement", "sante", "ecole", "transports", "proprete", "autre")
SMALLEST_BATCH = 5  # fewer counts at once have nothing to hide in
SHOWN_FROM = 20  # below that a figure that moves by one would reveal a door (law:P1)
MOST_PER_ITEM = 200
KEPT = timedelta(days=90)


@dataclass(frozen=True)
class Item:
    """So many times this welcome, or this topic, in one station. A negative number undoes."""

    station: str
    kind: str
    value: str
    n: int


def read(raw: Any) -> Item:
    """``{"station", "welcome" | "topic", "n"}``. Raises DomainError ``invalid``."""
    problem = DomainError("invalid", _("A count needs its station, a welcome or a topic, and a number."))
    if not isinstance(raw, dict) or not is_storable(raw.get("station"), longest=16):
        raise problem
    n = raw.get("n")
    if not isinstance(n, int) or isinstance(n, bool) or not 0 < abs(n) <= MOST_PER_ITEM:
        raise problem
    if raw.get("welcome") in Welcome.values and "topic" not in raw:
        return Item(raw["station"], "welcome", raw["welcome"], n)
    topic = raw.get("topic")
    if isinstance(topic, str) and topic and is_storable(topic, longest=40) and "welcome" not in raw:
        return Item(raw["station"], "topic", topic, n)
    raise problem


@transaction.atomic
def add(device: Device, *, batch: UUID, outing: Outing, items: Sequence[Item], now: datetime) -> bool:
    """Add the counts once; False for a batch that came before. Keeps the date of the batch and nothing finer.

    Raises DomainError ``outing_not_yours`` or ``station_not_yours``.
    """
    if outing.pk != device.outing_id:
        raise DomainError("outing_not_yours", _("This phone came to another outing."))
    today = now.astimezone(ZoneInfo(device.campaign.time_zone)).date()
    _row, new = TallyBatch.objects.get_or_create(
        id=uuid5(batch, device.campaign.slug),  # of two campaigns neither can spend an id of the other
        defaults={"campaign_id": device.campaign_id, "received_on": today},
    )
    if not new:
        return False
    stations = _stations(outing, {item.station for item in items})
    totals = Counter[tuple[str, str, str]]()
    for item in items:
        totals[item.station, item.kind, item.value] += item.n
    for (code, kind, value), n in sorted(totals.items()):
        _count(device.campaign_id, outing, stations[code], kind, value, n)
    return True


def _stations(outing: Outing, codes: set[str]) -> dict[str, PollingStation]:
    """The stations by code; all must lie in the turfs of the outing.

    Three look-ups by key instead of one join: right after a large import or cut the planner still thinks these tables
    nearly empty and would walk through all of them for each other's rows.
    """
    stops = TurfStop.objects.filter(turf__in=list(outing.turfs.values_list("pk", flat=True)))
    addresses = Address.objects.filter(pk__in=list(stops.values_list("address", flat=True)))
    walked = set(addresses.values_list("station", flat=True).distinct())
    found = {s.code: s for s in PollingStation.objects.filter(code__in=codes) if s.pk in walked}
    if found.keys() != codes:
        raise DomainError("station_not_yours", _("This polling station is not part of the outing."))
    return found


def _count(campaign_id: int, outing: Outing, station: PollingStation, kind: str, value: str, n: int) -> None:
    place: dict[str, Any] = {"campaign_id": campaign_id, "outing": outing, "station": station}
    if kind == "welcome":
        row, _made = WelcomeTally.objects.get_or_create(**place, welcome=value)
        WelcomeTally.objects.filter(pk=row.pk).update(count=F("count") + n)
    else:
        topic, _made = TopicTally.objects.get_or_create(**place, topic=value)
        TopicTally.objects.filter(pk=topic.pk).update(count=F("count") + n)


@transaction.atomic
def close_outing(outing: Outing, *, now: datetime) -> None:
    """The outing is over, and the figures of all closed ones move at once: alone, one more would reveal a door."""
    Outing.objects.filter(pk=outing.pk, closed_at=None).update(closed_at=now)
    closed = WelcomeTally.objects.filter(campaign_id=outing.campaign_id, outing__closed_at__isnull=False)
    closed.exclude(shown=F("count")).update(shown=F("count"))


def welcomes(campaign: Campaign) -> dict[int, dict[str, int]]:
    """Per station id, the welcome counts as they stood when an outing was last closed, where they are twenty or more.

    Welcomes are added up, not discussions: one without a welcome noted does not count.
    """
    rows = WelcomeTally.objects.filter(campaign=campaign).values("station", "welcome").annotate(total=Sum("shown"))
    counts: dict[int, dict[str, int]] = {}
    for row in rows:
        counts.setdefault(row["station"], dict.fromkeys(Welcome.values, 0))[row["welcome"]] = max(0, row["total"])
    return {station: each for station, each in counts.items() if sum(each.values()) >= SHOWN_FROM}


def forget_batches(*, today: date) -> int:
    """Forget which batches came more than 90 days ago; how many were forgotten. Their counts stay."""
    forgotten, _each = TallyBatch.objects.filter(received_on__lt=today - KEPT).delete()
    return forgotten
