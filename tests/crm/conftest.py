"""What the tests of this room share."""

import pytest
from rest_framework.test import APIClient

from tests.world import token_in_use


@pytest.fixture
def api(world):
    """`api(user)`: a program that acts for this user with a token of hers."""

    def sign_in(user):
        client = APIClient()
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {token_in_use(user)}")
        return client

    return sign_in
