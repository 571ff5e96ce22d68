"""Which bloc each list counts in, for one election at a time: the unknown first, all of them sent in one go."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from campaigns.errors import DomainError
from campaigns.people.roles import Action
from campaigns.targeting import blocs
from campaigns.targeting.models import TownBloc
from campaigns.territory.models import Election
from canvass.desk.membership import MemberRequest, allowed

FIELD, BEFORE = "bloc:", "was:"


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(Action.SEE_STATIONS)
def shown(request: MemberRequest) -> HttpResponse:
    """``?scrutin=CODE``, the newest without. POST, for who sets targets: ``bloc:KEY`` and, beside it, ``was:KEY``, so
    that two who correct different lines at once both keep what they did; ``do=take_back`` counts as proposed again."""
    campaign = request.member.campaign
    elections = list(blocs.elections(campaign))
    election = _asked(elections, request.GET.get("scrutin", ""))
    may_set = request.member.may(Action.SET_TARGETS)
    if request.method == "POST":
        if not may_set:
            return HttpResponse(status=403)
        if election is None or _counted(request, election):
            return redirect(reverse("blocs") + (f"?scrutin={election.code}" if election else ""))
    rows = blocs.rows(campaign, election) if election else []
    page = {
        "elections": elections,
        "election": election,
        "rows": rows,
        "undecided": [row for row in rows if row.undecided],
        "chosen": any(one.chosen for row in rows for one in (row, *row.lists)),
        "weight": _weight(rows),
        "choices": TownBloc,
        "may_set": may_set,
    }
    return render(request, "desk/targeting/blocs.html", page, status=422 if request.method == "POST" else 200)


def _asked(elections: list[Election], code: str) -> Election | None:
    """Raises Http404 for an election without results here."""
    if not code:
        return elections[0] if elections else None
    found = next((one for one in elections if one.code == code), None)
    if found is None:
        raise Http404
    return found


def _counted(request: MemberRequest, election: Election) -> bool:
    """Store what was sent; False, with the reason on the page, where it makes no sense."""
    campaign = request.member.campaign
    try:
        if request.POST.get("do") == "take_back":
            blocs.take_back(campaign, election)
        else:
            blocs.choose(campaign, election, _changed(request.POST))
    except DomainError as error:
        messages.error(request, error.message)
        return False
    messages.success(request, _("Votes are counted this way from now on."))
    return True


def _changed(sent: Mapping[str, str]) -> dict[str, str]:
    """Only the lines that were touched."""
    told = {name.removeprefix(FIELD): bloc for name, bloc in sent.items() if name.startswith(FIELD)}
    return {key: bloc for key, bloc in told.items() if bloc != sent.get(BEFORE + key)}


def _weight(rows: list[blocs.Row]) -> list[tuple[str, str, int, float]]:
    """``(bloc, label, votes, share of valid votes)`` of each bloc, as now counted."""
    votes = dict.fromkeys(TownBloc.values, 0)
    for row in rows:
        for one in row.lists or (row,):
            votes[one.bloc] += one.votes
    total = sum(votes.values()) or 1
    shown = [bloc for bloc in TownBloc if bloc in blocs.ALWAYS or votes[bloc]]
    return [(bloc.value, str(bloc.label), votes[bloc], votes[bloc] / total) for bloc in shown]
