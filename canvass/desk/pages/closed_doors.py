"""Doors that asked us not to knock: headquarters see them and, when told so by who lives there, open them again."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from campaigns.doors.models import Building, Door, DoorState
from campaigns.people.models import Campaign
from campaigns.people.roles import Action
from campaigns.territory.models import PollingStation
from campaigns.turfs.sheet import door_name
from campaigns.visits import lifting
from canvass.desk.membership import MemberRequest, allowed

SHOWN = 200


@dataclass(frozen=True)
class Closed:
    """One door, or a whole building; ``kind`` is the name of the field that opens it again."""

    kind: str
    id: UUID
    label: str
    door: str


def closed_in(campaign: Campaign, station: PollingStation) -> list[Closed]:
    """Whole buildings first, then doors of other addresses. Two queries whatever the size, 200 of each at most."""
    buildings = Building.objects.filter(campaign=campaign, address__station=station, do_not_knock=True)
    doors = (
        Door.objects.standing()
        .filter(campaign=campaign, address__station=station, state=DoorState.DO_NOT_KNOCK)
        .exclude(address__in=buildings.values("address"))
    )
    order = ("address__street__name", "address__number", "address__suffix", "pk")
    whole = buildings.select_related("address__street").order_by(*order)[:SHOWN]
    single = doors.select_related("address__street", "floor__staircase").order_by(*order)[:SHOWN]
    return [
        *(Closed("building", row.pk, row.address.label, _("the whole building")) for row in whole),
        *(Closed("door", row.pk, row.address.label, door_name(row)) for row in single),
    ]


@require_POST
@allowed(Action.OPEN_CLOSED_DOORS)
def open_again(request: MemberRequest, code: str) -> HttpResponse:
    """``door`` or ``building``: what asked not to be disturbed may be knocked at again (law:D1, nothing else does)."""
    campaign = request.member.campaign
    station = get_object_or_404(PollingStation, code=code, commune__campaigns=campaign)
    mine = {"campaign": campaign, "address__station": station}
    if "building" in request.POST:
        building = get_object_or_404(Building, pk=_uuid(request.POST["building"]), **mine)
        lifting.lift_building(building, now=timezone.now())
        label = building.address.label
    else:
        door = get_object_or_404(Door, pk=_uuid(request.POST.get("door", "")), **mine)
        lifting.lift_door(door, now=timezone.now())
        label = door.address.label
    messages.success(request, _("%(address)s: one may knock again.") % {"address": label})
    return redirect("station", station.code)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404 from error
