"""A volunteer whose shift ends hands the rest of the walk to a newcomer, phone to phone.

The code must come from the server, so both phones need the network once. Whoever scans it stands beside the giver: it
holds 128 random bits, lives ten minutes and lets one phone in. The giver keeps the walk until another phone holds it,
and loses it then: the leader sees who took over from whom, and may take an offer back.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.errors import DomainError
from campaigns.people import joining, voting
from campaigns.people.models import Device, JoinCode, JoinRequest, Outing
from campaigns.turfs import handing_out
from campaigns.turfs.models import Relay, Turf

LIFE = timedelta(minutes=10)


@transaction.atomic
def offer(turf: Turf, giver: Device, *, now: datetime) -> Relay:
    """Open a code that leads to this turf only; the one shown before, if any, ends.

    Raises DomainError ``turf_not_held``, ``outing_over`` or ``silence``.
    """
    voting.refuse_in_silence(turf.campaign, now=now)
    handing_out.lock(turf)
    if not _holds(turf, giver):
        raise DomainError("turf_not_held", _("This phone does not hold the area any more."))
    outing = turf.outing
    if outing is None or outing.closed_at is not None or outing.ends_at <= now:
        raise DomainError("outing_over", _("The outing is over: give the area back instead."))
    close(giver, turf, now=now)
    code = joining.open_code(outing=outing, team=turf.team, now=now, max_uses=1, until=now + LIFE)
    return Relay.objects.create(campaign_id=turf.campaign_id, turf=turf, giver=giver, code=code, offered_at=now)


def close(giver: Device, turf: Turf | None = None, *, now: datetime) -> None:
    """Take back what this phone offers: of one turf, or of all. A walk already taken stays where it is."""
    standing = Relay.objects.standing(now).filter(campaign_id=giver.campaign_id, giver=giver)
    offers = standing.filter(turf=turf) if turf is not None else standing
    JoinCode.objects.filter(relay__in=offers, revoked_at=None).update(revoked_at=now)


def last_offer(turf: Turf, giver: Device) -> Relay | None:
    """The latest offer of this phone, whatever became of it."""
    found = Relay.objects.filter(campaign_id=giver.campaign_id, turf=turf, giver=giver)
    return found.select_related("code", "taker").order_by("-offered_at", "-pk").first()


def state(relay: Relay, *, now: datetime) -> tuple[str, str]:
    """``open``, ``asked``, ``taken`` or ``over``, with the first name of whoever asked or took."""
    if relay.taken_at is not None:
        return "taken", relay.taker.first_name if relay.taker else ""
    asked = relay.code.requests.exclude(status=JoinRequest.Status.REFUSED).first()
    if relay.code.revoked_at is None and asked is not None:
        return "asked", asked.first_name
    return ("open" if joining.is_open(relay.code, now=now) else "over"), ""


def shown(outing: Outing, *, now: datetime) -> list[Relay]:
    """What the leader follows: the walks of the outing that changed hands, and the offers that stand; latest first."""
    ours = Relay.objects.filter(campaign_id=outing.campaign_id, turf__outing=outing)
    told = ours.exclude(taken_at=None) | ours.standing(now)
    return list(told.select_related("turf", "giver", "taker", "code").order_by("-offered_at"))


@transaction.atomic
def let_in(code: JoinCode, device: Device, *, now: datetime) -> None:
    """Give a newcomer the walk behind its code: the one handed over, else what the leader put there."""
    relay = Relay.objects.select_related("turf__outing", "giver").filter(code=code).first()
    if relay is None:
        turf = handing_out.turf_for(code, device)
        if turf is not None:
            handing_out.place(device, turf, now=now)
    elif _stands(relay):
        _pass_on(relay, device, now=now)


def _stands(relay: Relay) -> bool:
    """An offer taken back, of a phone reported lost or of a walk withdrawn leads nowhere: the leader places."""
    handing_out.lock(relay.turf)
    taken_back = JoinCode.objects.filter(pk=relay.code_id).exclude(revoked_at=None).exists()
    return not taken_back and relay.giver.revoked_at is None and _holds(relay.turf, relay.giver)


def _pass_on(relay: Relay, device: Device, *, now: datetime) -> None:
    """The newcomer holds it before the giver no longer does."""
    handing_out.give_to_phone(relay.turf, device, now=now)
    handing_out.hand_over(relay.turf, relay.giver, now=now)
    Relay.objects.filter(pk=relay.pk).update(taker=device, taken_at=now)


def _holds(turf: Turf, device: Device) -> bool:
    return turf.assignments.filter(device=device, ended_at=None).exists()
