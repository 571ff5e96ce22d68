"""Cutting stations into turfs for an outing. A cut replaces its free turfs; what a hand made or a phone had stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.doors.founding import found_doors
from campaigns.errors import DomainError
from campaigns.people import counter
from campaigns.people.models import Campaign, Outing
from campaigns.territory.models import PollingStation
from campaigns.turfs import entering, journal, naming, planning
from campaigns.turfs.choice import EVERYTHING, Choice
from campaigns.turfs.ground import Ground, survey
from campaigns.turfs.models import Turf, TurfStop
from campaigns.turfs.stops import Walk

SHORTEST, LONGEST = 15, 600


@dataclass(frozen=True)
class Plan:
    """A cut that is not stored yet."""

    ground: Ground
    walks: tuple[Walk, ...]


def preview(
    *,
    campaign: Campaign,
    stations: Sequence[PollingStation],
    minutes: float,
    outing: Outing | None = None,
    choice: Choice = EVERYTHING,
) -> Plan:
    """What a cut would give. Changes nothing.

    Raises DomainError ``minutes_out_of_range``, ``no_station``, ``unknown_street`` or ``nothing_to_cut``.
    """
    if not SHORTEST <= minutes <= LONGEST:
        raise DomainError(
            "minutes_out_of_range",
            _("A turf takes from %(shortest)d to %(longest)d minutes.") % {"shortest": SHORTEST, "longest": LONGEST},
        )
    if not stations:
        raise DomainError("no_station", _("Choose at least one polling station."))
    ground = survey(campaign, stations, outing=outing, choice=choice)
    if not ground.stops and choice != EVERYTHING:
        raise DomainError("nothing_to_cut", _("Nothing is left to visit with this choice."))
    if not ground.stops:
        raise DomainError(
            "nothing_to_cut", _("No address is left to visit in these polling stations. Import addresses first.")
        )
    return Plan(ground, tuple(planning.plan(ground.stops, minutes, ground.metric)))


@transaction.atomic
def cut(
    *,
    campaign: Campaign,
    outing: Outing,
    stations: Sequence[PollingStation],
    minutes: float,
    now: datetime,
    choice: Choice = EVERYTHING,
) -> list[Turf]:
    """Cut and store. Free turfs are replaced; those that a hand made or somebody held keep their addresses.

    Raises the errors of `preview`, ``foreign_station`` and ``outing_closed``.
    """
    locked = Outing.objects.select_for_update().get(pk=outing.pk, campaign=campaign)  # one cut at a time
    if locked.closed_at is not None:
        raise DomainError("outing_closed", _("This outing is closed."))
    _check_ground(campaign, stations)
    plan = preview(campaign=campaign, stations=stations, minutes=minutes, outing=locked, choice=choice)
    gone = list(locked.turfs.loose().select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    entering.close_codes(Turf.objects.filter(pk__in=gone), now=now)
    Turf.objects.filter(pk__in=gone).delete()
    found_doors(campaign, plan.ground.addresses.values())
    last = locked.turfs.order_by("-number").values_list("number", flat=True).first() or 0
    turfs = _store(locked, plan.walks, first_number=last + 1, now=now)
    journal.note_cut(locked, [*gone, *(turf.pk for turf in turfs)], now=now)
    seq = counter.take(campaign.pk, len(turfs))
    Turf.objects.filter(pk__in=[turf.pk for turf in turfs]).update(seq=seq)
    entering.open_codes(locked, now=now)
    return turfs


def _store(outing: Outing, walks: Sequence[Walk], *, first_number: int, now: datetime) -> list[Turf]:
    turfs = Turf.objects.bulk_create(
        Turf(
            campaign_id=outing.campaign_id,
            outing=outing,
            created_at=now,
            number=number,
            name=name_of(walk),
            minutes=round(walk.minutes, 1),
            door_count=sum(stop.doors for stop in walk.stops),
        )
        for number, walk in enumerate(walks, start=first_number)
    )
    TurfStop.objects.bulk_create(
        (
            TurfStop.of(turf, stop, position)
            for turf, walk in zip(turfs, walks, strict=True)
            for position, stop in enumerate(walk.stops, start=1)
        ),
        batch_size=5_000,
    )
    return turfs


def name_of(walk: Walk) -> str:
    """« Rue des Tanneurs, côté pair », cut to what the column holds."""
    name = naming.name_of(walk.stops)
    sides = {"even": _("%(street)s, even side"), "odd": _("%(street)s, odd side")}
    return (sides[name.side] % {"street": name.street} if name.side else name.street)[:120]


def _check_ground(campaign: Campaign, stations: Sequence[PollingStation]) -> None:
    """The territory may be looked at by all; doors are founded on the campaign's own ground only."""
    own = set(campaign.communes.values_list("code", flat=True))
    foreign = sorted(station.code for station in stations if station.commune_id not in own)
    if foreign:
        raise DomainError(
            "foreign_station",
            _("These polling stations are not in a commune of the campaign: %(codes)s.")
            % {"codes": ", ".join(foreign)},
        )
