"""The façade of a building."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

WORDS: dict[str, Any] = {
    # The façade of a building.
    "facade.seen": lambda n: ngettext("{n} seen", "{n} seen", n),
    "facade.left": lambda n: ngettext("{n} to see", "{n} to see", n),
    "facade.left_estimated": lambda n: ngettext(
        "{n} to see ({total} by the intercom)", "{n} to see ({total} by the intercom)", n
    ),
    "facade.staircases": _("Staircases"),
    "facade.staircase": _("Staircase"),
    "facade.add_floor": _("Add a floor"),
    "facade.floor": _("{floor}: actions"),
    "facade.add_door": _("Add a door, {floor}"),
    "facade.door": _("Add a door"),
    "facade.basement": _("Add a basement"),
    "facade.loose": _("No floor"),
    "facade.ground": pgettext_lazy("ground floor, very short", "GF"),
    "facade.below": pgettext_lazy("basement, very short", "−{floor}"),
    "facade.first": pgettext_lazy("floor, very short", "{floor}^st^"),
    "facade.second": pgettext_lazy("floor, very short", "{floor}^nd^"),
    "facade.third": pgettext_lazy("floor, very short", "{floor}^rd^"),
    "facade.nth": pgettext_lazy("floor, very short", "{floor}^th^"),
    "facade.floor_closed": _("The whole floor out of reach"),
    "facade.floor_done": _("Floor done"),
    "facade.doors_left": lambda n: ngettext("{n} door still to see", "{n} doors still to see", n),
    "facade.floor_done_note": lambda n: ngettext("{n} door left: not home", "{n} doors left: not home", n),
    "facade.intercom": lambda n: ngettext("Intercom: {n} button", "Intercom: {n} buttons", n),
    "facade.intercom_unknown": _("Intercom: not counted"),
    "facade.leaflets": lambda n: ngettext("Leaflets left: {n}", "Leaflets left: {n}", n),
    "facade.leaflets_title": _("Leaflets left"),
    "facade.leaflets_today": _("How many today, in all"),
    "facade.change": _("Correct it"),
    "facade.count": _("Count"),
    "facade.buttons": _("Buttons on the intercom"),
    "facade.buttons_hint": _("An estimate, until the doors are found."),
    "facade.no_access": pgettext_lazy("no access, very short", "Closed"),
    "facade.rename": _("Rename"),
    "facade.details": _("Details"),
    "facade.name": _("Name of the door"),
    "facade.left_hand": pgettext_lazy("which door", "left"),
    "facade.right_hand": pgettext_lazy("which door", "right"),
    "facade.face": pgettext_lazy("which door", "facing"),
    "facade.close": _("Stop knocking in this building"),
    "facade.close_ask": _("Stop knocking at {place}?"),
    "facade.close_sure": _("Nobody knocks in this building any more"),
    "toast.floor": lambda n: ngettext("{n} door: ", "{n} doors: ", n),
    "history.title": _("History"),
    "history.by_you": _("noted by you, {time}"),
    "history.also_by": _("also seen by {name}, {time}"),
    "history.also": _("also seen, {time}"),
    "silence.now": _("The campaign is closed until the vote: no more knocking. Your earlier visits are kept."),
}
