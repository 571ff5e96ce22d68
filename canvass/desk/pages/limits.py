"""Stations whose limits changed: headquarters says what became of them, and their past follows the addresses."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from campaigns.errors import DomainError
from campaigns.people.models import Campaign
from campaigns.people.roles import Action
from campaigns.targeting import ground, redrawn
from campaigns.targeting.gathering import Place
from campaigns.targeting.redrawn import Told
from campaigns.territory.reading import FileProblem
from campaigns.territory.wording import say
from canvass.desk import ranked_words
from canvass.desk.membership import MemberRequest, allowed

LARGEST_FILE = 60_000_000  # bytes; the table of a département packed. That of the country is for the command line


class LimitsForm(forms.Form):
    since = forms.DateField(
        label=gettext_lazy("Day from which the new limits count"), widget=forms.DateInput({"type": "date"})
    )
    before = forms.FileField(label=gettext_lazy("Old table of addresses and stations, or table of shares"))
    after = forms.FileField(label=gettext_lazy("New table; without it, today’s imported addresses"), required=False)

    def tell(self, campaign: Campaign) -> Told:
        """Raises FileProblem and DomainError, as `redrawn.from_files` does, and DomainError ``file_too_large``."""
        sent = self.cleaned_data
        with ExitStack() as stack:
            folder = Path(stack.enter_context(TemporaryDirectory()))
            before, after = (_kept(sent[name], folder / name) for name in ("before", "after"))
            assert before is not None
            return redrawn.from_files(campaign, sent["since"], before, after)


@dataclass(frozen=True)
class Old:
    """One old station: where its addresses are now, as (number, share)."""

    name: str
    parts: list[tuple[str, float]]


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(Action.SEE_STATIONS)
def shown(request: MemberRequest) -> HttpResponse:
    """POST, for who sets targets: ``since``, ``before`` and maybe ``after``; or ``take_back``, a day told before."""
    campaign, may_set = request.member.campaign, request.member.may(Action.SET_TARGETS)
    form = LimitsForm()
    if request.method == "POST":
        if not may_set:
            return HttpResponse(status=403)
        if "take_back" in request.POST:
            return _taken_back(request, campaign)
        form = LimitsForm(request.POST, request.FILES)
        if form.is_valid() and _told(request, campaign, form):
            return redirect("limits")
    moved, carried = _places(campaign)
    page = {
        "form": form,
        "may_set": may_set,
        "days": [(since, _olds(shares)) for since, shares in reversed(redrawn.standing(campaign).items())],
        "moved": moved,
        "carried": carried,
    }
    return render(request, "desk/targeting/limits.html", page, status=422 if request.method == "POST" else 200)


def _told(request: HttpRequest, campaign: Campaign, form: LimitsForm) -> bool:
    """Keep what the files tell; False, with the reason at the form, where they cannot be used."""
    try:
        told = form.tell(campaign)
    except FileProblem as problem:
        form.add_error("before", say(problem))
        return False
    except DomainError as error:
        form.add_error("since" if error.code == "redrawn_later" else "before", error.message)
        return False
    for sentence in _report(told):
        messages.success(request, sentence)
    return True


def _report(told: Told) -> list[str]:
    count = len(told.changed)
    said = ngettext(
        "%(n)s station gave ground to others; its past follows the addresses.",
        "%(n)s stations gave ground to others; their past follows the addresses.",
        count,
    )
    found = [said % {"n": count}]
    if told.found is not None:
        found.append(
            _("%(share)s %% of the old addresses are in the new table; %(n)s stations did not change.")
            % {"share": round(100 * told.found), "n": told.unchanged}
        )
    if told.unsure:
        found.append(
            _("Left as they were, for want of addresses in common: %(stations)s.")
            % {"stations": ranked_words.stations(told.unsure)}
        )
    if told.without_results:
        found.append(
            _("No past election was imported for %(stations)s: what took over from them has no past yet.")
            % {"stations": ranked_words.stations(told.without_results)}
        )
    return found


def _taken_back(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    try:
        day = date.fromisoformat(request.POST["take_back"])
    except ValueError:
        day = None
    if day and redrawn.take_back(campaign, day):
        messages.success(request, _("Forgotten: stations have the past of their own code again."))
    return redirect("limits")


def _kept(file: UploadedFile | None, folder: Path) -> Path | None:
    """The file under its own name, for as long as it is read."""
    if file is None:
        return None
    if (file.size or 0) > LARGEST_FILE:
        raise DomainError("file_too_large", _("This file is too large for a page: use the command redraw_stations."))
    folder.mkdir()
    path = folder / (Path(file.name or "").name[-100:] or "table.csv")
    with path.open("wb") as kept:
        for piece in file.chunks():
            kept.write(piece)
    return path


def _olds(shares: Mapping[tuple[str, str], float]) -> list[Old]:
    parts: dict[str, list[tuple[str, float]]] = {}
    for (old, new), share in shares.items():
        parts.setdefault(old, []).append((ranked_words.stations([new]), share))
    return [Old(ranked_words.stations([old]), sorted(news, key=lambda part: -part[1])) for old, news in parts.items()]


def _places(campaign: Campaign) -> tuple[list[Place], list[Place]]:
    """Stations with an election on other ground, and those whose past is carried over; none before any result."""
    try:
        places = ground.ground_of(campaign).found.places
    except DomainError:
        return [], []
    return [place for place in places if place.moved], [place for place in places if place.carried]
