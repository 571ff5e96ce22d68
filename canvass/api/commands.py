"""What a phone is asked to do, besides taking in changes: said again at each pull until its reason is gone."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from campaigns.errors import DomainError
from campaigns.people import voting
from campaigns.people.models import Device
from campaigns.visits import events
from campaigns.visits.changes import Page

Command = dict[str, str]


def of(device: Device, page: Page, schema: str | None, *, now: datetime) -> list[Command]:
    """``wipe_turf`` for each turf taken away since the cursor, ``update_app`` for a phone that writes an older schema
    of events than ours, ``show_message`` when nobody is to be sent to doors. ``schema``: as the phone says it."""
    told = [{"command": "wipe_turf", "turf": f"t-{turf}"} for turf in page.withdrawn]
    if schema is not None and schema.isdecimal() and len(schema) < 9 and int(schema) < events.NEWEST_SCHEMA:
        told.append({"command": "update_app"})
    return told + [{"command": "show_message", "text": text} for text in _messages(device, now)]


def _messages(device: Device, now: datetime) -> list[str]:
    if device.campaign.closed_at is not None:
        return [_("The campaign is closed: nobody rings any more. What you recorded is safe.")]
    try:
        voting.refuse_in_silence(device.campaign, now=now)
    except DomainError as error:
        return [error.message]
    return []
