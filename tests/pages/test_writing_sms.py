"""Writing a text message in a browser: the count follows the hand, and one button makes it one segment again."""

from __future__ import annotations

import pytest
from django import forms
from django.shortcuts import render
from django.test import Client
from django.urls import include, path
from playwright.sync_api import expect

from campaigns.people.roles import Action
from canvass.desk.membership import allowed
from canvass.desk.sms_field import SmsField
from tests import builders

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SHORT = "Bonjour {prenom}, porte-à-porte samedi 10 h, RDV 3 place de la Halle. Serez-vous là ? OUI 3 ou NON."


class TextForm(forms.Form):
    text = SmsField(label="Texte de l’appel", known=["prenom", "lieu"], initial=SHORT)


@allowed(Action.SEE_OUTINGS)
def writing(request):
    form = TextForm(request.POST or None)
    form.fields["text"].receivers = [{"prenom": name, "lieu": "Halle"} for name in ("Nadia", "Jean-Baptiste", "Luc")]
    return render(request, "desk/number.html", {"form": form, "person": request.member, "back": "teams"})


urlpatterns = [path("ecrire", writing), path("", include("canvass.urls"))]


@pytest.fixture
def page(settings, enter):
    """A page of the desk with the field in it, and nothing else of its own."""
    settings.ROOT_URLCONF = "tests.pages.test_writing_sms"

    def opened(**options):
        member = builders.member(builders.campaign(), "hq_manage")
        client = Client()
        client.force_login(member.user)
        written = client.get("/ecrire", headers={"accept-language": "fr"}).content
        made = enter(member, locale="fr-FR", **options)
        made.route("**/ecrire", lambda route: route.fulfill(body=written, content_type="text/html; charset=utf-8"))
        made.goto("/ecrire")
        return made

    return opened


@pytest.mark.parametrize("screen", [{}, {"viewport": {"width": 390, "height": 844}, "has_touch": True}])
def test_the_count_follows_the_hand(page, screen) -> None:
    page = page(**screen)
    count, price = page.locator("[data-count]"), page.locator("[data-price]")
    expect(count).to_have_text("104 signes sur 160\u202f: part en 1 SMS.")
    expect(price).to_contain_text("pour 3.")
    expect(page.locator("[data-longest]")).to_contain_text("Bonjour Jean-Baptiste,")

    page.get_by_label("Texte de l’appel").press("Control+End")
    page.keyboard.type(" Êtes-vous prêts ?")

    expect(count).to_have_text("122 signes sur 134\u202f: part en 2 SMS.")
    expect(page.locator("[data-marks] mark")).to_have_text(["Ê", "ê"])
    expect(page.locator("[data-guilty]")).to_contain_text("Hors de l’alphabet des SMS\u202f: Ê ê.")


def test_one_button_simplifies_and_another_puts_a_field_in(page) -> None:
    page = page()
    area = page.get_by_label("Texte de l’appel")
    area.fill("À bientôt ")

    page.get_by_role("button", name="Simplifier les accents").click()
    page.get_by_role("button", name="prénom").click()

    expect(area).to_have_value("A bientot {prenom}")
    expect(page.locator("[data-guilty]")).to_be_hidden()
    expect(page.locator("[data-longest]")).to_have_text("A bientot Jean-Baptiste")


def test_the_underlined_letters_lie_under_those_of_the_text(page) -> None:
    page = page()
    page.get_by_label("Texte de l’appel").fill("xx ê " * 60)

    placed = page.evaluate("""() => {
      const [area, marks] = [document.querySelector(".sms-box textarea"), document.querySelector("[data-marks]")];
      area.scrollTop = area.scrollHeight;
      area.dispatchEvent(new Event("scroll"));
      const [one, two] = [area, marks].map((node) => getComputedStyle(node));
      const same = ["font", "lineHeight", "paddingTop", "paddingLeft", "letterSpacing"].every((n) => one[n] === two[n]);
      return [area.clientWidth - marks.clientWidth, area.scrollTop - marks.scrollTop, same];
    }""")

    assert placed == [0, 0, True]
