"""What a phone is asked to do, besides taking in changes: said again at each pull until its reason is gone."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _

from campaigns.errors import DomainError
from campaigns.people import voting
from campaigns.people.models import Device
from campaigns.turfs.models import Relay, Turf
from campaigns.visits import events
from campaigns.visits.changes import Page

Command = dict[str, str]


def of(device: Device, page: Page, schema: str | None, *, known: Collection[int] = (), now: datetime) -> list[Command]:
    """``wipe_turf`` for each turf taken away since the cursor, ``update_app`` for a phone that writes an older
    schema of events than ours, ``show_message`` when an area came to those it has (``known``), or nobody is to be
    sent to doors. ``schema``: as the phone says it."""
    told = [{"command": "wipe_turf", "turf": f"t-{turf}"} for turf in page.withdrawn]
    if schema is not None and schema.isdecimal() and len(schema) < 9 and int(schema) < events.NEWEST_SCHEMA:
        told.append({"command": "update_app"})
    texts = [*_relayed(device, page), *_gained(page, known), *_messages(device, now)]
    return told + [{"command": "show_message", "text": text} for text in texts]


def _relayed(device: Device, page: Page) -> list[str]:
    """Whoever offered a walk and looked elsewhere when it was taken hears why its doors leave the phone."""
    if not page.withdrawn:
        return []
    taken = Relay.objects.filter(campaign=device.campaign_id, giver=device, turf__in=page.withdrawn)
    names = taken.exclude(taker=None).values_list("taker__first_name", flat=True)
    return [_("%(name)s took over your area. Thank you.") % {"name": name} for name in names]


def _gained(page: Page, known: Collection[int]) -> list[str]:
    """Whoever walks already would not look at the list, where an area of a team that did not come has appeared."""
    turfs = [int(change["id"].removeprefix("t-")) for change in page.changes if change["kind"] == "turf"]
    new = [turf for turf in turfs if known and turf not in known]
    if not new:
        return []
    names = ", ".join(str(turf) for turf in Turf.objects.filter(pk__in=new).order_by("number"))
    return [_("You have a new area: %(areas)s. It is among your areas.") % {"areas": names}]


def _messages(device: Device, now: datetime) -> list[str]:
    if device.campaign.closed_at is not None:
        return [_("The campaign is closed: nobody rings any more. What you recorded is safe.")]
    try:
        voting.refuse_in_silence(device.campaign, now=now)
    except DomainError as error:
        return [error.message]
    return []
