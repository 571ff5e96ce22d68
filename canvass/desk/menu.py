"""The menu: one table of pages with the right each needs, so that nobody is shown a door that stays shut."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from campaigns.people.roles import Action


@dataclass(frozen=True)
class Entry:
    label: str | Promise
    route: str
    icon: str
    action: Action
    prefix: str


GROUPS: tuple[tuple[str | Promise, tuple[Entry, ...]], ...] = (
    (
        _("Ground"),
        (
            Entry(_("Dashboard"), "dashboard", "layout-dashboard", Action.SEE_PROGRESS, "/"),
            Entry(_("Polling stations"), "stations", "landmark", Action.SEE_STATIONS, "/bureaux/"),
            Entry(_("Targeting"), "targeting", "target", Action.SEE_STATIONS, "/ciblage/"),
            Entry(_("Hold-outs"), "holdouts", "dices", Action.PLAN_HOLDOUTS, "/ciblage/temoins/"),
            Entry(_("Outings"), "outings", "map", Action.SEE_OUTINGS, "/sorties/"),
            Entry(_("Roll-call"), "roll-calls", "phone-call", Action.SEE_OUTINGS, "/appel/"),
            Entry(_("Requests"), "requests", "hand-heart", Action.SEE_REQUESTS, "/demandes/"),
            Entry(_("Teams"), "teams", "users", Action.SEE_OUTINGS, "/equipes/"),
            Entry(_("Members"), "members", "user-cog", Action.MANAGE_USERS, "/membres/"),
            Entry(_("Quarantine"), "quarantine", "shield-alert", Action.JUDGE_QUARANTINE, "/quarantaine/"),
            Entry(_("Data"), "imports", "database", Action.IMPORT_GROUND, "/donnees/"),
        ),
    ),
    (
        _("Campaign"),
        (
            Entry(_("Messages"), "messages", "message-square", Action.SEE_MESSAGES, "/messages/"),
            Entry(_("Texts"), "texts", "book-open", Action.WRITE_TEXTS, "/reglages/textes"),
            Entry(_("Sundays and holidays"), "free-days", "calendar-off", Action.FORCE_HOURS, "/reglages/jours-feries"),
        ),
    ),
)


def surroundings(request: HttpRequest) -> dict[str, Any]:
    """What every page shows around its content. Pages for phones and strangers have no menu."""
    return {"instance_name": settings.INSTANCE_NAME, "menu": _Menu(request)}


class _Menu:
    """Iterated by the layout only, so that other pages pay nothing for it."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def __iter__(self) -> Any:
        member = getattr(self.request, "member", None)
        for title, entries in GROUPS:
            open_entries = [entry for entry in entries if member and member.may(entry.action)]
            if open_entries:
                yield {"title": title, "entries": [(entry, self._is_here(entry)) for entry in open_entries]}

    def _is_here(self, entry: Entry) -> bool:
        """A page inside another's part of the site is in the nearer of the two."""
        path = self.request.path
        around = [each.prefix for _title, entries in GROUPS for each in entries if path.startswith(each.prefix)]
        return entry.prefix == max(around, key=len) and (entry.prefix != "/" or path == "/")
