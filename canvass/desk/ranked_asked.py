"""What a page of the ranking was asked: assumptions tried without being kept, the order, the hours, the stations
ticked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest

from campaigns.targeting.assumptions import PERSUASION
from campaigns.targeting.ground import Ground

SLIDERS = ("turnout_shift", "opponents_share", "spread")
HOUR, RESERVOIR = "heure", "abstention"
MOST_HOURS = 5_000
USUAL_HOURS = 40


@dataclass(frozen=True)
class Asked:
    """``values`` go before what the campaign said; empty while nobody has touched a slider."""

    values: Mapping[str, Any]
    order: str = HOUR
    hours: int = USUAL_HOURS
    view: str = "carte"
    chosen: frozenset[str] = frozenset()

    def query(self, **changed: Any) -> str:
        """The same question as part of an address, with these fields changed."""
        fields: dict[str, Any] = {"ordre": self.order, "heures": self.hours, "vue": self.view}
        if self.values:
            fields |= {"reglages": 1, **{name: self.values[name] for name in SLIDERS if name in self.values}}
            fields |= {PERSUASION: 1} if self.values.get(PERSUASION) else {}
        fields["bureau"] = sorted(self.chosen)
        return urlencode(fields | changed, doseq=True)


def read(request: HttpRequest) -> Asked:
    """From the address, or from what a form sent. What cannot be read is as if it had not been said."""
    said = request.POST if request.method == "POST" else request.GET
    values: dict[str, Any] = {}
    if "reglages" in said:
        values = {name: said[name] for name in SLIDERS if name in said}
        values[PERSUASION] = PERSUASION in said
    hours = said.get("heures", "")
    return Asked(
        values=values,
        order=RESERVOIR if said.get("ordre") == RESERVOIR else HOUR,
        hours=min(int(hours), MOST_HOURS) if hours.isdecimal() else USUAL_HOURS,
        view="liste" if said.get("vue") == "liste" else "carte",
        chosen=frozenset(said.getlist("bureau")),
    )


def sliders(ground: Ground) -> dict[str, Any]:
    """Where each slider stands: what is asked, else what the campaign said, else the default."""
    assumed = ground.assumed
    stands = {name: getattr(assumed, name) for name in SLIDERS}
    if ground.values.get(PERSUASION):  # the mode sets it; the slider shows what it goes back to
        stands["opponents_share"] = ground.values.get("opponents_share", type(assumed)().opponents_share)
    return stands | {PERSUASION: bool(ground.values.get(PERSUASION))}
