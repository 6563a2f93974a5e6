"""The tests of this room read its sentences in English, whatever the default language is."""

import pytest
from django.utils import translation
from rest_framework.test import APIClient

from accounts.models import ApiToken


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def api(world):
    """`api(user)`: a program that acts for this user with a token of hers."""

    def sign_in(user):
        client = APIClient()
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {ApiToken.issue(user)[1]}")
        return client

    return sign_in
