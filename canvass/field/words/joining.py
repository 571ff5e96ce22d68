"""Coming in, and the areas that a phone holds."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

WORDS: dict[str, Any] = {
    # Joining.
    "join.title": _("Join the walk"),
    "join.intro": _("Your first name is enough."),
    "join.intro_code": _("Type the code your team leader gave you."),
    "join.code": _("Code of the day"),
    "join.code_hint": _("Two words and digits, for example MOULIN-42-…"),
    "join.first_name": _("Your first name"),
    "join.enter": _("Join"),
    "join.notice": _("A first name is enough. Only your campaign team sees it; it is erased after the election."),
    "join.code_missing": _("Type the code of the day."),
    "join.name_missing": _("Write your first name."),
    "join.code_unknown": _("This code is not known. Check it with your team leader."),
    "join.code_expired": _("This code has expired. Ask your team leader for today’s QR."),
    "join.code_full": _("This code has been used by everyone it was meant for. Ask for a new one."),
    "join.too_many_tries": _("Too many tries. Wait a minute, then type the code again."),
    "join.token_taken": _("This request has already been used. Scan the QR again."),
    "join.other_campaign": _(
        "This phone still holds visits of another campaign. Join with a code of that campaign, so that they are sent."
    ),
    "join.refused": _("Your team leader did not accept this request. Talk to them, then type the code again."),
    "join.offline": _("No network. Joining needs it once; afterwards everything works offline."),
    "join.failed": _("The server did not answer as expected. Nothing is lost: try again."),
    "join.waiting": _("Your team leader is being asked"),
    "join.waiting_note": _("Stay on this page: it goes on by itself."),
    "join.other_code": _("Use another code"),
    "join.no_turf": _("You are in. Your area is coming"),
    "join.no_turf_note": _("Your team leader chooses it on their screen."),
    "join.downloading": _("Storing the area on this phone"),
    "join.downloading_note": _("A few seconds, then no network is needed."),
    "join.awaits": _("{name} awaits you"),
    "join.told": lambda n: ngettext("{n} door, {span}. Start at {place}.", "{n} doors, {span}. Start at {place}.", n),
    "join.stored": _("Area saved on this phone"),
    "join.size": lambda n: ngettext(
        "{n} door and script: {size} kB. Everything works offline.",
        "{n} doors and script: {size} kB. Everything works offline.",
        n,
    ),
    "join.begin": _("Start the walk"),
    "location.note": _("Your location stays on this phone."),
    # Areas held by this phone.
    "turfs.title": _("My areas"),
    "turfs.none": _("No area on this phone"),
    "turfs.done": _("Area handed back, thank you"),
    "turfs.none_note": _("Scan your team leader’s QR, or type the code of the day."),
    "turfs.code": _("Type a code"),
    "turf.numbered": _("Area {number}"),
}
