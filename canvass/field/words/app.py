"""Words found on many screens: outcomes, buttons, the menu, times."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

WORDS: dict[str, Any] = {
    # What happened at a door (UX, section 7).
    "outcome.todo": _("To see"),
    "outcome.not_home": _("Not home"),
    "outcome.conversation": _("Conversation"),
    "outcome.refused": _("Refused"),
    "outcome.come_back": _("Come back"),
    "outcome.come_back_at": _("Come back, {moment}"),
    "moment.daytime": _("In the daytime"),
    "moment.evening": _("In the evening"),
    "moment.weekend": _("At the weekend"),
    "outcome.no_access": _("No access"),
    "outcome.do_not_knock": _("Do not knock"),
    "pad.label": _("What happened at this door"),
    "toast.door": _("{door}: "),
    "toast.undone": _("{door}: undone, to see again"),
    "toast.contact": _("Conversation, contact noted"),
    "toast.undone_contact": _("{door}: undone, to see again. The contact stays, as the person agreed."),
    # Buttons found on many screens.
    "action.undo": _("Undo"),
    "action.back": _("Back"),
    "action.close": _("Close"),
    "action.stay": _("Not now"),
    "action.save": _("Save"),
    "action.save_next": _("Save, next door"),
    "tab.label": _("Walk"),
    "tab.doors": _("Doors"),
    "tab.map": _("Map"),
    "tab.script": _("Script"),
    "tab.end": _("Summary"),
    # The ⋮ menu.
    "menu.open": _("Menu"),
    "menu.label": _("Options"),
    "menu.language": _("Language"),
    "menu.theme": _("Appearance"),
    "theme.system": _("System"),
    "theme.light": _("Light"),
    "theme.dark": _("Dark"),
    "update.do": _("Update the app"),
    "install.do": _("Install"),
    "install.no": _("Later"),
    "install.why": _("Install the app: it opens faster and your visits are safer on this phone."),
    "install.apple": _("On iPhone, use Share, then “Add to Home Screen”: the system may otherwise clear your visits."),
    # Times.
    "time.clock": _("{hours}:{minutes}"),
    "time.on_day": _("{day}, {time}"),
    "time.minutes": _("{minutes} min"),
    "time.hours": _("{hours} h {minutes}"),
}
