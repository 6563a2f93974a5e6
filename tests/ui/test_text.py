"""Folding of text for search."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.text import fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Ångwave AB", "angwave ab"),
        ("  Möt\tÉva ", "mot eva"),
        ("Łódź Æther Straße", "lodz aether strasse"),
        ("", ""),
    ],
)
def test_case_and_marks_are_dropped(text, folded):
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)
