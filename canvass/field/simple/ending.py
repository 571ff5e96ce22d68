"""The end of the walk: what was done, and the area handed back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from campaigns.doors.identifiers import uuid7
from campaigns.people.models import Device
from campaigns.visits.writing import Told
from canvass.field.simple import saving, walking
from canvass.field.simple.counting import Counts
from canvass.field.simple.doors import side_of
from canvass.field.simple.phones import event_id, held, turf_of


@require_http_methods(["GET", "HEAD", "POST"])
@held(in_silence=True, after_lease=True)
def end(request: HttpRequest, device: Device, turf: int) -> HttpResponse:
    """Posting hands the area back and sends the counts that were still few."""
    held_turf = turf_of(device, turf, once=request.method == "POST")
    if request.method == "POST":
        now = timezone.now()
        payload = {"turf": f"t-{turf}", "outing": f"o-{device.outing_id}"}
        saving.take(device, turf, Told(event_id(request), "walk.handed_back", payload), now=now)
        response = redirect("simple-home")
        counts = Counts.of(request, device)
        counts.send(device, now=now, ending=True)
        counts.keep(response, device)
        return response
    way = walking.of(held_turf, side=side_of(request))
    return render(request, "field/simple/end.html", {"walk": way, "left": way.total - way.seen, "event": uuid7()})
