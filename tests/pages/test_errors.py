"""Pages of bad news look like ours, in the reader's language, and keep nobody out."""

from __future__ import annotations

from functools import partial

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import translation
from django.views import defaults

from tests import builders
from tests.pages import axe


def bad_news(language: str) -> dict[str, HttpResponse]:
    request = RequestFactory().get("/")
    with translation.override(language):
        return {
            "400": defaults.bad_request(request, ValueError()),
            "403": defaults.permission_denied(request, PermissionError()),
            "404": defaults.page_not_found(request, ValueError()),
            "500": defaults.server_error(request),
            "csrf": Client(enforce_csrf_checks=True).post("/langue", headers={"Accept-Language": language}),
        }


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_no_page_of_bad_news_keeps_anybody_out(site, open_page, look) -> None:
    page = open_page(**look)

    found = {}
    for name, answer in bad_news(look["locale"][:2]).items():
        page.route(f"**/{name}", partial(answer_with, answer.content))
        page.goto(f"/{name}", wait_until="domcontentloaded")
        found[name] = axe.faults_in_both_themes(page)

    assert found == dict.fromkeys(("400", "403", "404", "500", "csrf"), [])


def answer_with(content: bytes, route) -> None:
    route.fulfill(body=content, content_type="text/html")


@pytest.mark.parametrize(
    ("language", "said"), [("fr", "Cette page n’est pas pour votre rôle"), ("en", "not for your role")]
)
def test_a_refusal_is_said_in_the_reader_s_language(client, db, language, said) -> None:
    reader = builders.member(builders.campaign(), "auditor")
    client.force_login(reader.user)

    page = client.get("/", headers={"Accept-Language": language})

    assert page.status_code == 403
    assert said in page.content.decode()
    assert f'<html lang="{language}">' in page.content.decode()


def test_a_form_without_its_token_changes_nothing_and_says_so(db) -> None:
    answer = Client(enforce_csrf_checks=True).post("/langue", {"language": "en"})

    assert answer.status_code == 403
    assert "Ce formulaire arrive trop tard" in answer.content.decode()
    assert "django_language" not in answer.cookies
