"""The list of doors, the map, one door, the script."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

WORDS: dict[str, Any] = {
    # The list of doors.
    "doors.progress": lambda n: ngettext("{n} door of {total}", "{n} doors of {total}", n),
    "doors.begin": _("Start at {number}"),
    "doors.go_on": _("Go on at {number}"),
    "doors.side_done": lambda n: ngettext(
        "This side is done. {n} door left on the other.", "This side is done. {n} doors left on the other.", n
    ),
    "doors.all_done": _("All doors have been seen."),
    "ribbon.label": _("{seen} of {total} doors seen."),
    "side.label": _("Side of the street"),
    "side.even": _("Even"),
    "side.odd": _("Odd"),
    "side.both": _("Both sides"),
    "street.unnamed": _("No street name"),
    "street.range": _("{first} to {last}{way}"),
    "street.up": _(", going up"),
    "street.down": _(", going down"),
    "street.none": _(" "),
    "find.open": _("Look a door up"),
    "find.label": _("Number or street"),
    "find.nothing": _("No address of this walk is called that."),
    "row.next": _("next"),
    "row.doors": lambda n: ngettext("{n} door", "{n} doors", n),
    "row.unknown": _("Number of doors unknown"),
    "row.to_count": _("Count on site"),
    "row.all_seen": _("all seen"),
    "row.seen": lambda n: ngettext("{n} seen", "{n} seen", n),
    "row.code": _("code {code}"),
    "row.dog": _("dog"),
    # The map.
    "map.label": _("Map of the walk"),
    "map.key": _("What the marks mean"),
    "map.list": _("List"),
    "map.position": _("My position"),
    "map.closer": _("Zoom in"),
    "map.farther": _("Zoom out"),
    "map.i_am_here": _("I am here"),
    "map.left": lambda n: ngettext("{n} door of {total} to see", "{n} doors of {total} to see", n),
    "map.away": _("{metres} m away"),
    "map.streets_guessed": _("Streets drawn from the addresses"),
    "map.osm": _("© OpenStreetMap contributors"),
    "map.unplaced": lambda n: ngettext(
        "{n} address whose place is not known", "{n} addresses whose place is not known", n
    ),
    "map.position_refused": _("This phone does not share its position with the app. The walk goes on without it."),
    "map.position_unavailable": _("The position cannot be found here. The walk goes on without it."),
    # One door.
    "door.house": _("House"),
    "door.named": _("Door {name}"),
    "door.within": _("door {name}"),
    "door.staircase": _("Staircase {name}"),
    "floor.ground": _("Ground floor"),
    "floor.below": _("Basement {floor}"),
    "floor.first": _("{floor}^st^ floor"),
    "floor.second": _("{floor}^nd^ floor"),
    "floor.third": _("{floor}^rd^ floor"),
    "floor.nth": _("{floor}^th^ floor"),
    "address.line": _("{number}, {street}"),
    "station.name": _("polling station {number}"),
    "door.never_seen": _("Never seen"),
    "door.to_see_again": _("To see again"),
    "door.seen_at": _("{outcome}, {time}"),
    "door.later": _("Later"),
    "door.later_note": _("The door comes back at the end of the street. A swipe to the left does the same."),
    "door.forbid_note": _("Leaves every future walk. No reason is asked."),
    "note.code": _("Door code"),
    "note.intercom": _("Intercom"),
    "note.dog": _("Dog"),
    "note.hours": _("Hours"),
    "note.other": _("Good to know"),
    "note.title": _("Practical note"),
    "note.add": _("Code, intercom, dog, hours"),
    "note.change": _("Add or change a note"),
    "note.kind": _("What it is about"),
    "note.warning": _("About the place, never about people. Only the team of this outing sees it."),
    "note.save": _("Save the note"),
    "note.replace": _("Change the note"),
    "note.erase": _("Erase the note"),
    "note.saved": _("{kind}: noted for the whole address."),
    "note.erased": _("{kind}: erased for the whole address."),
    "note.missing": _("Write the note first."),
    "building.all": _("The whole building"),
    "building.estimated": lambda n: ngettext("{n} door of about {total}", "{n} doors of about {total}", n),
    "building.door": _("{door}, {state}"),
    "building.is_one": _("This is a building"),
    # The script.
    "script.privacy": _(
        "We note what happened at the door, never what people think. Opinions are only counted, by polling station."
    ),
    "script.empty": _("Your campaign has not written a script yet."),
}
