"""The communes of the campaign: found by name among those imported, taken in, left out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from campaigns.doors import ground
from campaigns.errors import DomainError
from campaigns.people.roles import Action
from campaigns.territory.models import Address, Commune, PollingStation
from canvass.desk.membership import MemberRequest, allowed

FOUND = 20


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(Action.IMPORT_GROUND)
def communes(request: MemberRequest) -> HttpResponse:
    """``?cherche=`` looks among imported communes by name or INSEE code; POST takes one in or leaves one out."""
    campaign = request.member.campaign
    if request.method == "POST":
        commune = get_object_or_404(Commune, pk=request.POST.get("commune", ""))
        verb = ground.leave_out if request.POST.get("answer") == "leave" else ground.take_in
        try:
            verb(campaign, commune)
        except DomainError as error:
            messages.error(request, error.message)
        return redirect("communes")
    asked = request.GET.get("cherche", "").strip()[:120]
    others = Commune.objects.exclude(campaigns=campaign)
    if asked:
        others = others.filter(Q(name__icontains=asked) | Q(code__istartswith=asked))
    page = {"mine": _with_counts(Commune.objects.filter(campaigns=campaign)), "asked": asked}
    return render(
        request, "desk/data/communes.html", page | {"others": _likeliest(_with_counts(others), asked)[:FOUND]}
    )


def _likeliest(rows: QuerySet[Any], asked: str) -> QuerySet[Any]:
    """First those that begin as asked, then those whose addresses were imported, then the largest: « Ivry-sur-Seine »
    before « Ivry-en-Montagne » and « Civry »."""
    begins = Q(name__istartswith=asked) | Q(code__istartswith=asked)
    has_addresses = Exists(Address.objects.filter(commune=OuterRef("pk")))
    if not asked:  # of the whole country; counting its stations would take long
        return rows.order_by(has_addresses.desc(), "name", "code")
    return rows.order_by(Case(When(begins, then=0), default=1), has_addresses.desc(), "-stations_known", "name", "code")


def _with_counts(rows: QuerySet[Commune]) -> QuerySet[Commune]:
    """Each commune with how much of it was imported: ``stations_known`` and ``addresses_known``."""

    def count(model: type[PollingStation] | type[Address]) -> Coalesce:
        of_commune = model.objects.filter(commune=OuterRef("pk")).order_by().values("commune")
        return Coalesce(Subquery(of_commune.annotate(n=Count("pk")).values("n")), Value(0))

    return rows.annotate(stations_known=count(PollingStation), addresses_known=count(Address)).order_by("name", "code")
