"""What the leader knows of the people of an outing: who walks with whom, who drives, avoids stairs, is new.

It helps to place them that day and is nobody's record: it goes when the outing is closed, or a day after its end.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from campaigns.errors import DomainError
from campaigns.people.models import Device, Outing
from campaigns.turfs.models import Walker
from campaigns.turfs.sharing import MOST_TOGETHER

TRAITS = ("has_car", "no_stairs", "newcomer")
KEPT = timedelta(days=1)


def note(device: Device, trait: str, *, holds: bool) -> None:
    """Note ``has_car``, ``no_stairs`` or ``newcomer`` of this person, or that it is not so. Raises ValueError."""
    if trait not in TRAITS:
        raise ValueError(trait)
    Walker.objects.update_or_create(
        device=device, defaults={trait: holds}, create_defaults={trait: holds, "campaign_id": device.campaign_id}
    )


@transaction.atomic
def walk_together(device: Device, partner: Device) -> None:
    """Put somebody with this partner, and whoever walks with the partner already.

    Raises DomainError ``not_this_outing``, ``with_oneself`` or ``pair_full``.
    """
    if device.outing_id != partner.outing_id:
        raise DomainError("not_this_outing", _("This phone came to another outing."))
    if device.pk == partner.pk:
        raise DomainError("with_oneself", _("Choose somebody else to walk with."))
    Outing.objects.select_for_update(no_key=True).get(pk=device.outing_id)  # one number is given at a time
    part(device)
    there = Walker.objects.filter(device=partner, pair__isnull=False).first()
    pair = there.pair if there else _next_number(device.outing_id)
    if (
        Walker.objects.filter(device__outing=device.outing_id, device__revoked_at=None, pair=pair).count()
        >= MOST_TOGETHER
    ):
        raise DomainError("pair_full", _("They are three already."))
    for each in (device, partner):
        Walker.objects.update_or_create(
            device=each, defaults={"pair": pair}, create_defaults={"pair": pair, "campaign_id": each.campaign_id}
        )


@transaction.atomic
def part(device: Device) -> None:
    """This person walks alone again, and so does somebody who would be left alone."""
    pair = Walker.objects.filter(device=device).values_list("pair", flat=True).first()
    Walker.objects.filter(device=device).update(pair=None)
    others = Walker.objects.filter(device__outing=device.outing_id, pair=pair) if pair else Walker.objects.none()
    if others.count() == 1:
        others.update(pair=None)


def together(device: Device) -> list[Device]:
    """This phone, then those of the people who walk with it."""
    pair = Walker.objects.filter(device=device, pair__isnull=False).values_list("pair", flat=True).first()
    if pair is None:
        return [device]
    others = Device.objects.filter(outing=device.outing_id, revoked_at=None, walker__pair=pair).exclude(pk=device.pk)
    return [device, *others.order_by("created_at", "pk")]


def forget(*, now: datetime) -> int:
    """Forget what was known of the people of outings that are closed or ended a day ago; of how many."""
    over = Q(device__outing__closed_at__isnull=False) | Q(device__outing__ends_at__lt=now - KEPT)
    forgotten, _each = Walker.objects.filter(over).delete()
    return forgotten


def _next_number(outing_id: int) -> int:
    highest = Walker.objects.filter(device__outing=outing_id).aggregate(highest=Max("pair"))["highest"]
    return (highest or 0) + 1
