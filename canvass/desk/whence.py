"""Where the minutes of an area come from, in words: nobody should have to believe a number."""

from __future__ import annotations

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.figures import NARROW, duration, percent, thousands
from campaigns.turfs.accounts import Account


def told(account: Account) -> str:
    """« 41 portes, ouverture 27 % apprise sur 1 240 passages, 4 min par porte ouverte, 6 étages à monter, dont 3
    supposés, 12 min de marche »."""
    length = number_format(round(account.minutes_per_conversation, 1)).removesuffix(",0").removesuffix(".0")
    parts = [
        ngettext("%(n)s door", "%(n)s doors", account.doors) % {"n": account.doors},
        _opening(account),
        _("%(minutes)s for each door that opens") % {"minutes": f"{length}{NARROW}min"},
        _floors(account),
        _walking(account),
    ]
    return ", ".join(part for part in parts if part)


def _opening(account: Account) -> str:
    rate, knocks = percent(account.opening_rate), account.opening_knocks
    if not knocks:
        return _("%(rate)s of the doors open, a public figure") % {"rate": rate}
    learned = ngettext(
        "%(rate)s of the doors open, learned from %(n)s visit",
        "%(rate)s of the doors open, learned from %(n)s visits",
        knocks,
    )
    return learned % {"rate": rate, "n": thousands(knocks)}


def _walking(account: Account) -> str:
    """Nothing within one address."""
    if account.walking_minutes < 0.5:
        return ""
    return _("%(minutes)s of walking") % {"minutes": duration(account.walking_minutes)}


def _floors(account: Account) -> str:
    """Nothing where no floor is climbed."""
    floors, guessed = account.floors, account.floors_guessed
    if not floors:
        return ""
    if not guessed:
        return ngettext("%(n)s floor to climb", "%(n)s floors to climb", floors) % {"n": floors}
    if guessed == floors:
        return ngettext("%(n)s guessed floor to climb", "%(n)s guessed floors to climb", floors) % {"n": floors}
    told = ngettext(
        "%(n)s floors to climb, %(guessed)s of them guessed",
        "%(n)s floors to climb, %(guessed)s of them guessed",
        guessed,
    )
    return told % {"n": floors, "guessed": guessed}
