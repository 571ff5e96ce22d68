"""The codes that open one turf: who scans its QR walks it at once, and need not be placed by the leader."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from campaigns.people import joining
from campaigns.people.models import JoinCode, Outing
from campaigns.turfs.models import Turf

USES = 4  # a pair, and two to spare: a third person, a phone that lost its store


@transaction.atomic
def open_codes(outing: Outing, *, now: datetime) -> None:
    """Give each turf that can be walked a code of its own, where it has none that works. Twice is once."""
    turfs = outing.turfs.exclude(state=Turf.State.DONE).exclude(join_code__in=JoinCode.objects.usable(now))
    for turf in turfs.select_for_update(of=("self",)):
        turf.join_code = joining.open_code(outing=outing, now=now, max_uses=USES)
        turf.save(update_fields=["join_code"])


def codes(outing: Outing, *, now: datetime) -> dict[int, JoinCode]:
    """The codes of the outing's turfs that work now, by the turf's id. One query."""
    usable = JoinCode.objects.usable(now).filter(outing=outing, turf__isnull=False)
    return {code.turf.pk: code for code in usable.select_related("turf")}


def close_codes(turfs: QuerySet[Turf], *, now: datetime) -> None:
    """Codes of turfs that are about to be replaced: a sheet printed before must not lead to other doors."""
    JoinCode.objects.filter(turf__in=turfs, revoked_at=None).update(revoked_at=now)
