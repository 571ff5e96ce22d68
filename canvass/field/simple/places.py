"""What is learned at an address: one more door, a practical note."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from campaigns.doors import notes
from campaigns.doors.identifiers import uuid7
from campaigns.doors.models import AccessNote
from campaigns.people.models import Device
from campaigns.visits.writing import Told
from canvass.field.simple import saving, walking
from canvass.field.simple.doors import address_of, notes_at, side_of
from canvass.field.simple.phones import event_id, held, turf_of

LONGEST_NAME = 40


@require_http_methods(["GET", "HEAD", "POST"])
@held(after_lease=True)
def place(request: HttpRequest, device: Device, turf: int, address: int) -> HttpResponse:
    """The doors and the notes of an address; posting adds a door (``name``) or a note (``kind``, ``text``)."""
    held_turf = turf_of(device, turf, once=request.method == "POST")
    way = walking.of(held_turf)
    found = next((p for _street, group in way.streets for p in group if p.address.pk == address), None)
    if found is None:
        raise Http404
    if request.method == "POST":
        saving.take(device, turf, _told(request, found, event_id(request)), now=timezone.now())
        return redirect(address_of("simple-place", request, turf=turf, address=address))
    way.side = side_of(request)
    context = {"walk": way, "place": found, "notes": notes_at(held_turf, address), "kinds": AccessNote.Kind.values,
               "longest_note": notes.LONGEST_NOTE, "longest_name": LONGEST_NAME, "suggested": len(found.spots) + 1,
               "door": uuid7(), "event": uuid7(), "note": uuid7()}  # fmt: skip
    return render(request, "field/simple/place.html", context)


def _told(request: HttpRequest, place: walking.Place, event: UUID) -> Told:
    address = place.address.pk
    if "kind" in request.POST:
        text = request.POST.get("text", "").strip()[: notes.LONGEST_NOTE]
        return Told(event, "access.noted", {"address": address, "kind": request.POST["kind"], "text": text})
    name = request.POST.get("name", "").strip()[:LONGEST_NAME]
    rank = max((spot.door.rank for spot in place.spots), default=0) + 1
    try:
        door = UUID(request.POST.get("door", ""))
    except ValueError as error:
        raise Http404 from error
    added = {"id": str(door), "address": address, "name": name, "position": min(rank, 400)}
    return Told(event, "door.added", added)
