"""The language switch of every footer."""

from __future__ import annotations

import pytest


def test_the_chosen_language_is_remembered_and_the_page_comes_back(enter, organiser) -> None:
    client = enter(organiser)

    answer = client.post("/langue", {"language": "en", "next": "/bureaux/?tri=nom"})

    assert (answer.status_code, answer.url) == (302, "/bureaux/?tri=nom")
    assert '<html lang="en">' in client.get("/bureaux/").content.decode()
    cookie = answer.cookies["django_language"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "http:///evil.example",
        "",
        "\nhttps://evil.example",
    ],
)
def test_the_way_back_never_leaves_the_site(client, db, elsewhere) -> None:
    assert client.post("/langue", {"language": "en", "next": elsewhere}).url == "/"


@pytest.mark.parametrize("language", ["de", "", "../fr", "EN"])
def test_a_language_that_the_site_does_not_speak_is_not_remembered(client, db, language) -> None:
    answer = client.post("/langue", {"language": language, "next": "/t/"})

    assert (answer.url, "django_language" in answer.cookies) == ("/t/", False)


def test_the_browser_s_language_is_spoken_until_one_is_chosen(enter, organiser) -> None:
    client = enter(organiser)

    pages = [client.get("/", headers={"Accept-Language": said}).content.decode() for said in ("en-GB", "de", "fr-BE")]

    assert [page.split('<html lang="')[1][:2] for page in pages] == ["en", "fr", "fr"]


def test_looking_changes_no_language(client, db) -> None:
    assert client.get("/langue").status_code == 405
