"""The areas of an outing changed by hand: their map, the list that says and does the same, and every tool."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from campaigns.errors import DomainError
from campaigns.people.models import Membership, Outing
from campaigns.people.roles import Action
from campaigns.territory import surroundings
from campaigns.turfs import editing, layout, picking, undoing
from campaigns.turfs.editing import Done
from campaigns.turfs.halving import How
from campaigns.turfs.journal import Seen
from campaigns.turfs.picking import Side
from canvass.desk import hand_board
from canvass.desk.hand_board import Asked
from canvass.desk.membership import MemberRequest, allowed
from canvass.desk.outing import number, outing_of

ADDRESSES_PER_WALK = 50
MOST_PLACES = 500  # to find what lies around them
ELSEWHERE = {"new": layout.NEW, "out": layout.OUT}


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(Action.PREPARE_OUTINGS)
def areas(request: MemberRequest, pk: int) -> HttpResponse:
    """GET shows the areas. POST carries out what the button ``do`` says on what ``seen`` shows: see `ACTIONS`.

    A refusal shows the areas as they are now, with everything that was ticked and chosen: 409 when somebody else
    changed them meanwhile, else 422. Asked by htmx, the answer is the form alone.
    """
    outing = outing_of(request.member, pk)
    asked, status = hand_board.NOTHING_ASKED, 200
    page: dict[str, object] = {}
    if request.method == "POST":
        try:
            page["said"] = _carry_out(request, outing)
        except DomainError as error:
            page["error"], asked = error.message, Asked.of(request.POST)
            status = 409 if error.code == "changed_meanwhile" else 422
        else:
            if not request.headers.get("HX-Request"):
                messages.success(request, str(page["said"]))
                return redirect("areas", outing.pk)
    template = "desk/areas/_hand.html" if request.headers.get("HX-Request") else "desk/areas/areas.html"
    shown = hand_board.board(outing, asked)
    last = shown["last"]
    return render(request, template, shown | page | {"undo": hand_board.told(last) if last else ""}, status=status)


@require_safe
@allowed(Action.PREPARE_OUTINGS)
@cache_control(private=True, max_age=3_600)
def ground(request: MemberRequest, pk: int) -> HttpResponse:
    """Streets and outlines around the addresses of the outing, as `surroundings.around` tells them."""
    outing = outing_of(request.member, pk)
    rows = list(picking.addresses_of(outing).order_by("lon", "lat", "pk").values_list("lon", "lat"))
    placed = [(lon, lat) for lon, lat in rows if lon is not None and lat is not None]
    some = placed[:: max(1, len(placed) // MOST_PLACES)]
    return JsonResponse(surroundings.around(some, walks=1 + len(placed) // ADDRESSES_PER_WALK))


def _carry_out(request: MemberRequest, outing: Outing) -> str:
    """Do what the pressed button says, « split:12 » for the area 12; what to tell about it."""
    verb, _colon, turf = request.POST.get("do", "").partition(":")
    act = ACTIONS.get(verb)
    if act is None:
        raise BadRequest
    done = act(Hand(outing, request.POST, request.member, timezone.now(), number(turf)))
    if not done.stayed:
        return _("Done.")
    stayed = len(done.stayed)
    return ngettext(
        "Done. %(n)s address stays where it was: somebody rang there.",
        "Done. %(n)s addresses stay where they were: somebody rang there.",
        stayed,
    ) % {"n": stayed}


@dataclass(frozen=True)
class Hand:
    """One press of a button: the outing, the form, who pressed it when, and the area it is about."""

    outing: Outing
    form: QueryDict
    by: Membership
    now: datetime
    turf: int

    @property
    def who(self) -> dict[str, Any]:
        return {"seen": Seen.read(self.form.get("seen", "")), "by": self.by, "now": self.now}

    def number(self, name: str) -> int:
        return number(self.form.get(name, ""))

    def some(self, name: str) -> int | None:
        """A number, or None where nothing is written."""
        return self.number(name) if self.form.get(name, "").strip() else None

    def numbers(self, name: str) -> list[int]:
        return [number(text) for text in self.form.getlist(name)]

    def target(self, name: str) -> int:
        chosen = self.form.get(name, "")
        if not chosen:
            raise DomainError("no_target", _("Choose where these addresses go."))
        return ELSEWHERE[chosen] if chosen in ELSEWHERE else number(chosen) or layout.NOWHERE


def _move(hand: Hand) -> Done:
    return editing.move(hand.outing, hand.numbers("address"), hand.target("to"), **hand.who)


def _move_street(hand: Hand) -> Done:
    """Addresses of one street; a range that is not numbers reaches nothing."""
    side = hand.form.get("side", Side.BOTH)
    found = picking.along(
        hand.outing,
        hand.number("street"),
        side=Side(side) if side in list(Side) else Side.BOTH,
        first=hand.some("first"),
        last=hand.some("last"),
    )
    return editing.move(hand.outing, found, hand.target("street-to"), **hand.who)


def _split(hand: Hand) -> Done:
    return editing.split(hand.outing, hand.turf, How.WALK, **hand.who)


def _split_ground(hand: Hand) -> Done:
    return editing.split(hand.outing, hand.turf, How.GROUND, **hand.who)


def _split_at(hand: Hand) -> Done:
    return editing.split(hand.outing, hand.turf, How.WALK, at=hand.number(f"stop-{hand.turf}"), **hand.who)


def _merge(hand: Hand) -> Done:
    return editing.merge(hand.outing, hand.numbers("area"), **hand.who)


def _reorder(hand: Hand) -> Done:
    address, place = hand.number(f"stop-{hand.turf}"), hand.number(f"place-{hand.turf}")
    return editing.reorder(hand.outing, hand.turf, address, place, **hand.who)


def _undo(hand: Hand) -> Done:
    return Done(undoing.undo(hand.outing, hand.turf, by=hand.by, now=hand.now))


ACTIONS: dict[str, Callable[[Hand], Done]] = {
    "move": _move,
    "street": _move_street,
    "split": _split,
    "split-ground": _split_ground,
    "split-at": _split_at,
    "merge": _merge,
    "reorder": _reorder,
    "shorten": lambda hand: editing.shorten(hand.outing, hand.turf, **hand.who),
    "number": lambda hand: editing.number(hand.outing, hand.turf, hand.number(f"number-{hand.turf}"), **hand.who),
    "count": lambda hand: editing.count_again(hand.outing, **hand.who),
    "pin": lambda hand: editing.pin(hand.outing, hand.turf, True, **hand.who),
    "unpin": lambda hand: editing.pin(hand.outing, hand.turf, False, **hand.who),
    "undo": _undo,
}
