"""What a phone's event means for contacts: the one type of event that visits leave to this app."""

from __future__ import annotations

from campaigns.contacts import consent, reaching
from campaigns.errors import DomainError
from campaigns.people.models import Device
from campaigns.territory.models import PollingStation
from campaigns.turfs.models import TurfStop
from campaigns.visits.clock import Envelope
from campaigns.visits.events import FieldEvent, Refused
from campaigns.visits.rare import Reaction


def remember(device: Device, event: FieldEvent, envelope: Envelope) -> None:
    """Store the consent that ``contact.consented`` carries. Raises Refused when it is incomplete."""
    fields = event.payload.get("fields", {})
    agreement = consent.Agreement(
        first_name=str(fields.get("first_name", "")),
        phone=str(fields.get("phone", ""))[: reaching.LONGEST_TYPED],
        email=str(fields.get("email", "")),
        purposes=tuple(map(str, event.payload.get("purposes", []))),
        text_version=str(event.payload.get("text_version", ""))[:40],
        language=str(event.payload.get("language", ""))[:8],
        method=str(event.payload.get("method", ""))[:12],
    )
    try:
        consent.remember(
            event_id=event.id,
            device=device,
            agreement=agreement,
            agreed_at=event.at,
            now=envelope.received_at,
            station=_station(device, event),
        )
    except DomainError as error:
        raise Refused("invalid", error.message) from error


def _station(device: Device, event: FieldEvent) -> PollingStation | None:
    """The station named, if the event's turf lies in it. A contact is not refused for a map that changed meanwhile."""
    walked = TurfStop.objects.filter(campaign_id=device.campaign_id, turf=event.turf).values("address__station")
    return PollingStation.objects.filter(code=str(event.payload.get("station", ""))[:20], pk__in=walked).first()


REACTIONS: dict[str, Reaction] = {"contact.consented": remember}
