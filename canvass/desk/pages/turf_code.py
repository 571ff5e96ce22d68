"""The QR of one area, large, for the pair that is about to walk it."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from campaigns.people import joining
from campaigns.people.roles import Action
from campaigns.turfs import entering
from campaigns.turfs.models import Turf
from canvass.desk import qr
from canvass.desk.membership import MemberRequest, allowed
from canvass.desk.outing import outing_of


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(Action.ADMIT_PHONES)
def turf_code(request: MemberRequest, pk: int, turf: int) -> HttpResponse:
    """Who scans it walks this area at once. Asked for again every few minutes because part of it changes; POST opens
    codes for the areas of the outing that have none any more."""
    now = timezone.now()
    outing = outing_of(request.member, pk)
    found = get_object_or_404(Turf, pk=turf, outing=outing)
    open_to_people = outing.closed_at is None and outing.ends_at > now and found.state != Turf.State.DONE
    if request.method == "POST":
        if open_to_people:
            entering.open_codes(outing, now=now)
        return redirect("turf-code", outing.pk, found.pk)
    page = {"outing": outing, "turf": found, "may_open_code": open_to_people}
    code = entering.codes(outing, now=now).get(found.pk) if open_to_people else None
    if code is not None:
        address = settings.PUBLIC_BASE_URL + joining.qr_path(code, now)
        page |= {"code": code, "join_address": address, "qr": qr.svg(address)}
    fragment = request.headers.get("HX-Request")
    return render(request, f"desk/outings/{'_turf_code' if fragment else 'turf_code'}.html", page)
