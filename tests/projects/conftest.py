"""Rules answer in English here; pages answer in their reader's language anyway."""

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield
