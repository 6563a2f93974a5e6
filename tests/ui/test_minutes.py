"""The sum under the minutes, read as the form reads them."""

import pytest
from django.urls import reverse

from ui.dates import NBSP


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        (["1h30", "", ""], "1 h 30 min"),
        (["halvtimme", "0,5 h", ""], "1 h"),
        (["45", "15", "1 tim"], "2 h"),
        (["45", "om en", ""], "45 min"),
        (["", "", ""], "0 min"),
        (["x" * 9, "9" * 5000, "1"] * 9, "3 min"),
    ],
)
def test_minutes_are_summed_as_they_are_saved(world, client, texts, words):
    client.force_login(world.advisor)
    assert client.get(reverse("ui:minutes"), {"text": texts}).json() == {"words": words.replace(" ", NBSP)}
