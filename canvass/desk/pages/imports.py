"""Headquarters' page of imports: send a file, see how far it is, stop it, read what became of its rows."""

from __future__ import annotations

from pathlib import Path

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.errors import DomainError
from campaigns.people.models import Membership
from campaigns.people.roles import Action
from campaigns.runs import wake
from campaigns.territory import election_codes, importing, tasks
from campaigns.territory.models import ImportRun
from canvass.desk.membership import MemberRequest, allowed

SHOWN = 20


class ImportForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("What the file holds"),
        choices=ImportRun.Kind.choices,
    )
    file = forms.FileField(label=gettext_lazy("File (CSV, GeoJSON or OpenStreetMap, gzip or not)"), max_length=255)
    election = forms.CharField(
        label=gettext_lazy("Election, when the name of the file does not tell it"),
        max_length=60,
        required=False,
        widget=forms.TextInput({"list": "known-elections", "placeholder": "2022-presidentielle-1"}),
    )

    def plan(self, member: Membership) -> ImportRun:
        """Keep the file and let it wait for a worker. Raises DomainError when the election is unclear."""
        file = self.cleaned_data["file"]
        return importing.plan(
            kind=self.cleaned_data["kind"],
            file=file,
            file_name=file.name,
            owner=_owner(member),
            options={"election": self.cleaned_data["election"]} if self.cleaned_data["kind"] == "results" else {},
        )


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(Action.IMPORT_GROUND)
def imports(request: MemberRequest) -> HttpResponse:
    """The form, and the newest imports of this campaign."""
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            planned = form.plan(request.member)
        except DomainError as error:
            form.add_error("election", error.message)
        else:
            wake(tasks.run_import, planned.pk)
            return redirect("imports")
    runs = ImportRun.objects.of(_owner(request.member))[:SHOWN]
    status = 422 if request.method == "POST" else 200
    votes = [election_codes.read(code) for code in sorted(election_codes.DATES, reverse=True)]
    return render(request, "desk/data/imports.html", {"form": form, "runs": runs, "votes": votes}, status=status)


@require_safe
@allowed(Action.IMPORT_GROUND)
def import_card(request: MemberRequest, pk: int) -> HttpResponse:
    """One import alone, asked for every second while it runs."""
    return render(request, "desk/data/_run.html", {"run": _run(request.member, pk)})


@require_POST
@allowed(Action.IMPORT_GROUND)
def stop_import(request: MemberRequest, pk: int) -> HttpResponse:
    """End it with nothing changed."""
    importing.stop(_run(request.member, pk))
    return redirect("imports")


@require_POST
@allowed(Action.IMPORT_GROUND)
def restart_import(request: MemberRequest, pk: int) -> HttpResponse:
    """Begin again with the file that was kept."""
    found = _run(request.member, pk)
    try:
        importing.begin_again(found)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        wake(tasks.run_import, found.pk)
    return redirect("imports")


@require_POST
@allowed(Action.IMPORT_GROUND)
def forget_import(request: MemberRequest, pk: int) -> HttpResponse:
    """Take it off the list; what it brought stays."""
    importing.forget(_run(request.member, pk))
    return redirect("imports")


@require_safe
@allowed(Action.IMPORT_GROUND)
def set_aside(request: MemberRequest, pk: int) -> HttpResponseBase:
    """The rows that were not taken, each with its line and reason, as CSV."""
    found = _run(request.member, pk)
    place = Path(settings.MEDIA_ROOT) / found.set_aside_file
    if not found.set_aside_file or not place.is_file():
        raise Http404
    name = "-".join((found.file_name.split(".")[0], _("set-aside"))) + ".csv"
    return FileResponse(place.open("rb"), as_attachment=True, filename=name, content_type="text/csv; charset=utf-8")


def _owner(member: Membership) -> str:
    return f"campaign:{member.campaign_id}"


def _run(member: Membership, pk: int) -> ImportRun:
    return get_object_or_404(ImportRun.objects.of(_owner(member)), pk=pk)
