"""An event is known again by its digest, whatever its layout and whoever wrote its canonical form."""

from __future__ import annotations

import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.visits import events

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


def plain(raw: object) -> bytes:
    """The definition: keys sorted, no white space, UTF-8."""
    text = json.dumps(raw, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


@given(st.dictionaries(TEXTS, JSON, max_size=5))
def test_the_digest_is_of_the_canonical_form(raw) -> None:
    assert events.digest(raw) == plain(raw)


@pytest.mark.parametrize("odd", ["half a character: \ud83d", 2**70, {"é\ud83d": 1}, -(2**64)])
def test_an_event_that_the_quick_writer_refuses_has_its_digest_too(odd) -> None:
    assert events.digest({"id": "a", "odd": odd}) == plain({"odd": odd, "id": "a"})
