"""Every sentence a person reads has its French, and the French of yesterday's sentences is gone."""

from __future__ import annotations

import string

import pytest
from django.utils import translation
from django.utils.translation import trans_real

from canvass import catalogues, translations

PARTS = list(translations.PARTS)


@pytest.mark.parametrize("part", PARTS)
def test_every_sentence_is_translated(part: str) -> None:
    assert translations.missing(part) == []


@pytest.mark.parametrize("part", PARTS)
def test_no_catalogue_keeps_what_the_code_no_longer_says(part: str) -> None:
    assert translations.superfluous(part) == []


@pytest.mark.parametrize("part", PARTS)
def test_a_translation_fills_in_the_same_names(part: str) -> None:
    wrong = []
    for message in translations._stored(part):
        if message.id:
            originals = message.id if isinstance(message.id, tuple | list) else [message.id]
            spoken = message.string if isinstance(message.string, tuple | list) else [message.string]
            wrong += [text for text in spoken if names(text) != names(originals[-1])]

    assert wrong == []


@pytest.mark.parametrize("part", PARTS)
def test_french_marks_stand_after_a_narrow_space(part: str) -> None:
    texts = [str(text) for message in translations._stored(part) for text in spoken(message)]

    assert [text for text in texts if any(f" {mark}" in text for mark in ";:?!")] == []


def test_a_sentence_has_the_same_french_on_every_face() -> None:
    """Django merges the catalogues: of two translations of one sentence, one would silently win everywhere."""
    known: dict[tuple, set] = {}
    for part in PARTS:
        for message in translations._stored(part):
            known.setdefault((message.id, message.context), set()).add(tuple(spoken(message)))

    assert {sentence: french for sentence, french in known.items() if len(french) > 1} == {}


def test_a_catalogue_that_was_compiled_is_read_at_once(tmp_path, monkeypatch) -> None:
    """A first start compiles them and makes the demo in one process."""
    source = tmp_path / "desk" / "fr" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text('msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "a"\nmsgstr "b"\n')
    monkeypatch.setattr(catalogues, "LOCALE", tmp_path)
    with translation.override("fr"):
        stale = trans_real.translation("fr"), trans_real._active.value

        first, second = catalogues.compile_changed(), catalogues.compile_changed()

        assert trans_real.translation("fr") not in stale
        assert trans_real._active.value not in stale
        assert translation.gettext("odd side") == "côté impair"
    assert (first, second) == ([source], [])


def test_templates_are_read_like_code() -> None:
    counted = "{% blocktranslate count n=n %}one{% plural %}{{ n }}{% endblocktranslate %}"
    source = '{% load i18n %}<p>{% translate "Hello" %}</p>' + counted

    python = translations._as_python(source)

    assert "Hello" in python
    assert "ngettext" in python


def test_the_site_speaks_french_first_and_english_on_demand(client, db) -> None:
    assert 'lang="fr"' in client.get("/compte/login/").content.decode()

    client.post("/langue", {"language": "en"})

    assert 'lang="en"' in client.get("/compte/login/").content.decode()
    translation.deactivate()


def spoken(message) -> list:
    return list(message.string) if isinstance(message.string, tuple | list) else [message.string]


def names(text: str) -> set[str]:
    """The fields of a sentence: %(name)s and {name}."""
    percent = {part.split(")")[0] for part in text.split("%(")[1:]}
    try:
        braces = {field for _text, field, _spec, _conversion in string.Formatter().parse(text) if field}
    except ValueError:
        braces = set()
    return percent | braces
