"""Whatever was refused is kept with its exact text, until a person replays or dismisses it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from campaigns.errors import DomainError
from campaigns.people.models import Device, Membership
from campaigns.visits.models import Quarantine


@dataclass(frozen=True)
class RefusedEvent:
    """A refusal on its way to quarantine."""

    raw: object
    digest: bytes
    code: str

    @property
    def event_id(self) -> str:
        return str(self.raw.get("id", ""))[:64] if isinstance(self.raw, dict) else ""

    @property
    def device_seq(self) -> int | None:
        number = self.raw.get("device_seq") if isinstance(self.raw, dict) else None
        return number if isinstance(number, int) and not isinstance(number, bool) and 0 < number < 2**53 else None


def keep(device: Device, refused: Sequence[RefusedEvent]) -> dict[bytes, Quarantine]:
    """Store them once each; a repeat finds the row of the first time. Returns the rows by digest of the event."""
    if not refused:
        return {}
    Quarantine.objects.bulk_create(
        (
            Quarantine(
                campaign_id=device.campaign_id,
                device=device,
                device_seq=item.device_seq,
                event_id=item.event_id,
                code=item.code,
                # A NUL cannot be stored as text; its escape can, and is what JSON would say.
                text=json.dumps(item.raw, ensure_ascii=True),
                digest=item.digest,
            )
            # In one order, so that the same batch on two connections cannot wait for itself.
            for item in sorted(refused, key=lambda item: item.digest)
        ),
        ignore_conflicts=True,
    )
    kept = Quarantine.objects.filter(
        Q(device=device, campaign_id=device.campaign_id), digest__in=[item.digest for item in refused]
    )
    return {bytes(row.digest): row for row in kept}


def dismiss(item: Quarantine, *, by: Membership, now: datetime) -> None:
    """Somebody read it and it is nothing. Raises DomainError ``already_decided``."""
    _decide(item, Quarantine.Verdict.DISMISSED, by=by, now=now)


def mark_replayed(item: Quarantine, *, by: Membership | None, now: datetime) -> None:
    """It was taken after all. Raises DomainError ``already_decided``."""
    _decide(item, Quarantine.Verdict.REPLAYED, by=by, now=now)


def _decide(item: Quarantine, verdict: Quarantine.Verdict, *, by: Membership | None, now: datetime) -> None:
    waiting = Quarantine.objects.filter(pk=item.pk, verdict=Quarantine.Verdict.WAITING)
    if not waiting.update(verdict=verdict, decided_by=by, decided_at=now):
        raise DomainError("already_decided", _("Somebody has already decided about this event."))
    item.refresh_from_db()
