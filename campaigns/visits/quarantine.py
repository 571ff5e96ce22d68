"""Whatever was refused is kept with its exact text, until a person replays or dismisses it."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from campaigns.doors import notes
from campaigns.errors import DomainError
from campaigns.people.models import Device, Membership
from campaigns.visits.clock import Envelope
from campaigns.visits.events import CONTACT, NOTE, RARE_TYPES, VISIT_TYPES, is_storable
from campaigns.visits.models import Quarantine

ID_IN_TEXT = re.compile(r'"id"\s*:\s*"([^"\\]{1,64})"')
OPEN = (VISIT_TYPES | RARE_TYPES) - {CONTACT, NOTE}
ENVELOPE = ("id", "type", "schema", "campaign", "turf", "device_seq", "at")
NUMBER_IN_TEXT = re.compile(r'"device_seq"\s*:\s*([0-9]{1,16})(?![0-9.eE])')


@dataclass(frozen=True)
class RefusedEvent:
    """A refusal on its way to quarantine: an event, or the raw text of one that could not be read otherwise."""

    raw: object
    digest: bytes
    code: str

    @property
    def event_id(self) -> str:
        """As the phone wrote it, where it is a text that can be stored; else empty."""
        told = self._field("id", ID_IN_TEXT)
        return str(told) if is_storable(told, longest=64) else ""

    @property
    def device_seq(self) -> int | None:
        """Also out of a raw text, so that no number is missed for ever."""
        told = self._field("device_seq", NUMBER_IN_TEXT)
        number = int(told) if isinstance(told, str) and isinstance(self.raw, str) else told
        return number if isinstance(number, int) and not isinstance(number, bool) and 0 < number < 2**53 else None

    @property
    def is_private(self) -> bool:
        """Whether it may hold a person's details or a door code."""
        if isinstance(self.raw, dict):
            return str(self.raw.get("type")) not in OPEN
        return isinstance(self.raw, str) and any(name in self.raw for name in (CONTACT, NOTE))

    def stored(self) -> dict[str, Any]:
        """The columns that keep what came: readable, or its envelope with the whole encrypted beside it."""
        # A NUL cannot be stored as text; its escape can, and is what JSON would say.
        exact = json.dumps(self.raw, ensure_ascii=True)
        if not self.is_private:
            return {"text": exact}
        known = self.raw if isinstance(self.raw, dict) else {}
        envelope = {name: known[name] for name in ENVELOPE if name in known}
        return {"text": json.dumps(envelope, ensure_ascii=True), "sealed_text": notes.encrypt(exact)}

    def _field(self, name: str, in_text: re.Pattern[str]) -> object:
        if isinstance(self.raw, dict):
            return self.raw.get(name)
        found = in_text.search(self.raw) if isinstance(self.raw, str) else None
        return found[1] if found else None


def keep(device: Device, refused: Sequence[RefusedEvent], envelope: Envelope) -> dict[bytes, Quarantine]:
    """Store them once each, with the clocks of their batch, so that one replayed is what it would have been.

    A repeat finds the row of the first time. Returns the rows by digest of the event.
    """
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
                digest=item.digest,
                received_at=envelope.received_at,
                sent_at=envelope.sent_at,
                sent_mono_ms=envelope.mono_ms,
                **item.stored(),
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


def event_of(item: Quarantine) -> object:
    """The event kept in the item; out of its raw text where the phone could get it through no other way."""
    raw = _read(item.text if item.sealed_text is None else notes.decrypt(item.sealed_text))
    inside = _read(raw) if isinstance(raw, str) else None
    return inside if isinstance(inside, dict) else raw


def _read(text: str) -> object:
    """What the JSON says, or the text itself when it is none or nested beyond reason."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def dismiss(item: Quarantine, *, by: Membership, now: datetime) -> None:
    """Somebody read it and it is nothing. Raises DomainError ``already_decided``."""
    _decide(item, Quarantine.Verdict.DISMISSED, by=by, now=now)


def mark_replayed(item: Quarantine, *, by: Membership | None, now: datetime) -> None:
    """It was taken after all. Raises DomainError ``already_decided``."""
    _decide(item, Quarantine.Verdict.REPLAYED, by=by, now=now)


def _decide(item: Quarantine, verdict: Quarantine.Verdict, *, by: Membership | None, now: datetime) -> None:
    waiting = Quarantine.objects.filter(pk=item.pk, verdict=Quarantine.Verdict.WAITING)
    # Taken, the details are where they belong; set aside, nobody needs them.
    if not waiting.update(verdict=verdict, decided_by=by, decided_at=now, sealed_text=None):
        raise DomainError("already_decided", _("Somebody has already decided about this event."))
    item.refresh_from_db()
