"""The tests of this room read its sentences in English, whatever the default language is."""

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield
