"""The walk, one door, and what happened there: each outcome is one button, and the next door follows."""

from __future__ import annotations

import secrets
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.doors.identifiers import uuid7
from campaigns.doors.models import AccessNote
from campaigns.people.models import Device
from campaigns.turfs.models import Turf
from campaigns.visits import changes, events, projection, refolding, tallies
from campaigns.visits.models import Outcome, Quarantine, Visit, Welcome
from campaigns.visits.writing import Told
from canvass.field.simple import saving, walking
from canvass.field.simple.counting import Counts
from canvass.field.simple.phones import event_id, held, turf_of


@require_safe
@held()
def walk(request: HttpRequest, device: Device, turf: int) -> HttpResponse:
    """``?cote=pairs|impairs``: the addresses in walking order, by street."""
    way = walking.of(turf_of(device, turf), side=side_of(request))
    context = {"walk": way, "next": way.next(), "saved": _saved(request, device), "device": device}
    return render(request, "field/simple/walk.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@held(after_lease=True)
def door(request: HttpRequest, device: Device, turf: int, door: UUID) -> HttpResponse:
    """One door. Posting an outcome records it and goes on to the next one."""
    held_turf = turf_of(device, turf, once=request.method == "POST")
    if request.method == "POST":
        outcome = request.POST.get("outcome", "")
        if outcome not in events.OUTCOMES:
            raise Http404
        payload = {"door": str(door), "outcome": outcome, "requests": []}
        told = Told(event_id(request), "visit.recorded", payload)
        saving.take(device, turf, told, now=timezone.now())
        return _go_on(request, device, held_turf, door, told.id)
    way = walking.of(held_turf, side=side_of(request))
    spot = way.spot(door) or walking.of(held_turf).spot(door)
    if spot is None:
        raise Http404
    context = {"walk": way, "spot": spot, "next": way.next(door), "saved": _saved(request, device), "event": uuid7(),
               "notes": notes_at(held_turf, spot.place.address.pk), "past": _past(device, door)}  # fmt: skip
    return render(request, "field/simple/door.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@held(after_lease=True)
def discussion(request: HttpRequest, device: Device, turf: int, door: UUID) -> HttpResponse:
    """After a conversation: welcome and topics, counted apart, and what is asked for. All of it optional."""
    held_turf = turf_of(device, turf, once=request.method == "POST")
    spot = walking.of(held_turf).spot(door)
    if spot is None:
        raise Http404
    station = spot.place.address.station
    if request.method == "POST":
        asked = [name for name in events.REQUESTS if name in request.POST.getlist("requests")]
        payload = {"door": str(door), "outcome": Outcome.CONVERSATION, "requests": asked}
        told = Told(event_id(request), "visit.recorded", payload)
        saving.take(device, turf, told, now=timezone.now())
        response = _go_on(request, device, held_turf, door, told.id)
        if station is not None:
            _count(request, response, device, station.code)
        return response
    context = {"walk": walking.Walk(held_turf, side_of(request), [], [], 0, 0), "spot": spot, "station": station,
               "event": uuid7(), "mark": secrets.token_hex(4), "welcomes": Welcome.values, "requests": events.REQUESTS,
               "topics": tallies.TOPICS}  # fmt: skip
    return render(request, "field/simple/discussion.html", context)


@require_POST
@held(after_lease=True)
def undo(request: HttpRequest, device: Device, turf: int, door: UUID) -> HttpResponse:
    """Write the correction of a visit of this phone; the door is to see again. Nothing is deleted."""
    turf_of(device, turf, once=True)
    try:
        wrong = UUID(request.POST.get("supersedes", ""))
    except ValueError as error:
        raise Http404 from error
    if not Visit.objects.filter(pk=wrong, device=device, door=door).exists():
        raise Http404
    told = Told(event_id(request), "visit.corrected", {"door": str(door), "outcome": None}, supersedes=wrong)
    saving.take(device, turf, told, now=timezone.now())
    response = redirect(address_of("simple-door", request, turf=turf, door=door, saved=told.id))
    counts = Counts.of(request, device)
    counts.undo(request.POST.get("mark", ""))
    counts.keep(response, device)
    return response


def side_of(request: HttpRequest) -> str:
    side = request.GET.get("cote", "")
    return side if side in walking.SIDES else ""


def address_of(route: str, request: HttpRequest, *, saved: UUID | None = None, **named: Any) -> str:
    """The page on the side that is walked; ``saved``: what it confirms and offers to undo."""
    query = {"cote": side_of(request), "apres": str(saved or "")}
    asked = urlencode({name: value for name, value in query.items() if value})
    return reverse(route, kwargs=named) + (f"?{asked}" if asked else "")


def _go_on(request: HttpRequest, device: Device, turf: Turf, door: UUID, saved: UUID) -> HttpResponse:
    if not Turf.objects.held_by(device).filter(pk=turf.pk).exists():
        return redirect("simple-home")
    spot = walking.of(turf, side=side_of(request)).next(door)
    if spot is None:
        return redirect(address_of("simple-walk", request, turf=turf.pk, saved=saved))
    return redirect(address_of("simple-door", request, turf=turf.pk, door=spot.door.pk, saved=saved))


def _count(request: HttpRequest, response: HttpResponse, device: Device, station: str) -> None:
    said = [(station, "topic", topic) for topic in tallies.TOPICS if topic in request.POST.getlist("topics")]
    if request.POST.get("welcome") in Welcome.values:
        said.append((station, "welcome", request.POST["welcome"]))
    counts = Counts.of(request, device)
    counts.add(request.POST.get("mark", "")[:16], said)
    counts.send(device, now=timezone.now())
    counts.keep(response, device)


def _saved(request: HttpRequest, device: Device) -> dict[str, Any] | None:
    """What the page confirms: the visit just recorded, with its undo, or that it waits for the leader."""
    try:
        event = UUID(request.GET.get("apres", ""))
    except ValueError:
        return None
    rows = Visit.objects.select_related("door__floor__staircase", "door__address__street")
    visit = rows.filter(pk=event, device=device).first()
    if visit is None:
        kept = Quarantine.objects.filter(device=device, event_id=str(event)).first()
        return {"refused": kept} if kept else None
    marks = Counts.of(request, device).marks
    return {"visit": visit, "event": uuid7(), "mark": marks[-1] if marks else ""}


def notes_at(turf: Turf, address: int) -> list[dict[str, str]]:
    """The latest of each kind, while the outing lasts."""
    readable = changes.readable_notes(Turf.objects.filter(pk=turf.pk), timezone.now()).filter(address=address)
    told = [changes.told_note(note) for note in readable.order_by("noted_at")]
    latest = {note["kind"]: note for note in told}
    return [latest[kind] for kind in AccessNote.Kind.values if kind in latest and latest[kind]["text"]]


def _past(device: Device, door: UUID) -> list[dict[str, Any]]:
    """This phone's visits of the door that still say something, the latest first, each with an id for its undo."""
    rows = {visit.pk: visit for visit in Visit.objects.filter(device=device, door=door).select_related("device")}
    living = projection.living(refolding.as_event(visit) for visit in rows.values())
    told = [rows[event.id] for event in living if event.outcome is not None]
    return [{"visit": visit, "event": uuid7()} for visit in reversed(told)]
