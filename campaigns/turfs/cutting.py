"""Storing a cut for an outing. It replaces the free turfs; what a hand made or a phone had stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.doors.founding import found_doors
from campaigns.errors import DomainError
from campaigns.people import counter
from campaigns.people.models import Campaign, Outing
from campaigns.targeting import holding_out
from campaigns.territory.models import PollingStation
from campaigns.turfs import entering, journal, naming
from campaigns.turfs.choice import EVERYTHING, Choice
from campaigns.turfs.drafting import Draft, preview
from campaigns.turfs.manner import PLAIN, Manner
from campaigns.turfs.models import Turf, TurfStop
from campaigns.turfs.stops import Walk


@transaction.atomic
def cut(
    *,
    campaign: Campaign,
    outing: Outing,
    stations: Sequence[PollingStation],
    minutes: float,
    now: datetime,
    choice: Choice = EVERYTHING,
    manner: Manner = PLAIN,
) -> list[Turf]:
    """Cut as the preview shows it, and store.

    Raises the errors of `preview` and of `keep`.
    """
    outing = Outing.objects.get(pk=outing.pk, campaign=campaign)
    check_ground(campaign, stations)
    draft = preview(campaign=campaign, stations=stations, minutes=minutes, outing=outing, choice=choice, manner=manner)
    return keep(draft, outing, now=now)


@transaction.atomic
def keep(draft: Draft, outing: Outing, *, now: datetime) -> list[Turf]:
    """Store the walks of a draft in place of the free turfs of the outing.

    What a leader or a phone took since the draft was made stays where it is, and leaves the walks of the draft. Raises
    DomainError ``outing_closed``.
    """
    locked = Outing.objects.select_for_update().get(pk=outing.pk)  # one cut at a time
    if locked.closed_at is not None:
        raise DomainError("outing_closed", _("This outing is closed."))
    gone = list(locked.turfs.loose().select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    walks = _without(draft.walks, _taken(locked, gone) | _held_out(locked.campaign, draft))
    entering.close_codes(Turf.objects.filter(pk__in=gone), now=now)
    Turf.objects.filter(pk__in=gone).delete()
    found_doors(locked.campaign, [draft.ground.addresses[stop.address] for walk in walks for stop in walk.stops])
    last = locked.turfs.order_by("-number").values_list("number", flat=True).first() or 0
    turfs = _store(locked, walks, first_number=last + 1, now=now)
    journal.note_cut(locked, [*gone, *(turf.pk for turf in turfs)], now=now)
    seq = counter.take(locked.campaign_id, len(turfs))
    Turf.objects.filter(pk__in=[turf.pk for turf in turfs]).update(seq=seq)
    entering.open_codes(locked, now=now)
    return turfs


def _taken(outing: Outing, gone: Sequence[int]) -> set[int]:
    """Addresses of the turfs that stay, and those that a hand left out."""
    held = TurfStop.objects.filter(turf__outing=outing).exclude(turf__in=gone).values_list("address", flat=True)
    return {*held, *outing.left_out.values_list("address", flat=True)}


def _held_out(campaign: Campaign, draft: Draft) -> set[int]:
    """Those that a plan holds out since the draft was made."""
    return holding_out.among(campaign, [stop.address for walk in draft.walks for stop in walk.stops])


def _without(walks: Sequence[Walk], taken: set[int]) -> list[Walk]:
    """The walks without these addresses; one that has none left is dropped."""
    left = []
    for walk in walks:
        stops = tuple(stop for stop in walk.stops if stop.address not in taken)
        gone = sum(stop.minutes for stop in walk.stops) - sum(stop.minutes for stop in stops)
        if stops:
            left.append(replace(walk, stops=stops, minutes=walk.minutes - gone))
    return left


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


def check_ground(campaign: Campaign, stations: Sequence[PollingStation]) -> None:
    """The territory may be looked at by all; doors are founded on the campaign's own ground only.

    Raises DomainError ``foreign_station``.
    """
    own = set(campaign.communes.values_list("code", flat=True))
    foreign = sorted(station.code for station in stations if station.commune_id not in own)
    if foreign:
        raise DomainError(
            "foreign_station",
            _("These polling stations are not in a commune of the campaign: %(codes)s.")
            % {"codes": ", ".join(foreign)},
        )
