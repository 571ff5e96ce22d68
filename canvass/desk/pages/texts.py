"""The words that volunteers read aloud before they note a contact: the present ones, and a new version."""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import reauthentication_required
from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from campaigns.contacts import texts as consent_texts
from campaigns.contacts.models import ConsentText
from campaigns.errors import DomainError
from campaigns.people.roles import Action
from canvass.desk.membership import MemberRequest, allowed


class TextForm(forms.Form):
    """One language; its field is named after it, so that several stand on one page."""

    text = forms.CharField(
        label=gettext_lazy("What is read aloud"),
        max_length=consent_texts.LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, sent: QueryDict | None, *, language: str, present: str) -> None:
        super().__init__(sent, prefix=language, initial={"text": present})
        self.fields["text"].widget.attrs["lang"] = language


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(Action.WRITE_TEXTS)
@reauthentication_required(allow_get=True)
def texts(request: MemberRequest) -> HttpResponse:
    """The text of each language with its earlier versions; POST writes the next version of one."""
    language = request.POST.get("language", "")
    readings = consent_texts.current(request.member.campaign_id)
    forms_of = {reading.language: _form(request, reading, language) for reading in readings}
    form = forms_of.get(language)
    if form is not None and form.is_valid():
        try:
            written = consent_texts.write(
                by=request.member, language=language, text=form.cleaned_data["text"], now=timezone.now()
            )
        except DomainError as error:
            form.add_error("text", error.message)
        else:
            messages.success(request, _("Version %(n)s is read from now on.") % {"n": written.version})
            return redirect("texts")
    rows = ConsentText.objects.visible_to(request.member).select_related("written_by__user").order_by("-version")
    page = {"cards": [_card(reading, forms_of[reading.language], list(rows)) for reading in readings]}
    return render(request, "desk/texts.html", page, status=422 if request.method == "POST" else 200)


def _form(request: MemberRequest, reading: consent_texts.Reading, language: str) -> TextForm:
    sent = request.POST if reading.language == language else None
    return TextForm(sent, language=reading.language, present=reading.text)


def _card(reading: consent_texts.Reading, form: TextForm, history: list[ConsentText]) -> dict[str, Any]:
    mine = [row for row in history if row.language == reading.language]
    standard = consent_texts.STANDARD[reading.language]
    return {
        "reading": reading,
        "name": dict(settings.LANGUAGES).get(reading.language, reading.language),
        "form": form,
        "newest": mine[0] if mine else None,
        "earlier": [*mine[1:], {"text": standard, "version": ""}] if mine else [],
    }
