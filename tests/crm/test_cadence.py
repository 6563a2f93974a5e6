"""How often a client is usually met is a number Today can divide by, whatever door it comes in at."""

import pytest
from django.db import IntegrityError
from rest_framework.test import APIClient

from crm.models import Client

pytestmark = pytest.mark.django_db
WRONG = ["0", "-1", "3651", "99999"]


@pytest.mark.parametrize("days", WRONG)
def test_the_page_refuses_it_in_words(world, client, days):
    client.force_login(world.advisor)
    typed = {"version": world.client.version, "cadence_days": days, "name": world.client.organisation.name}
    answer = client.post(f"/crm/clients/{world.client.pk}/change/", typed)
    assert answer.status_code == 422
    assert Client.objects.get(pk=world.client.pk).cadence_days == world.client.cadence_days


@pytest.mark.parametrize("days", WRONG)
def test_the_api_refuses_it_at_its_field(world, days):
    door = APIClient()
    door.force_authenticate(world.advisor)
    answer = door.patch(
        f"/api/v1/clients/{world.client.pk}/", {"cadence_days": int(days)}, format="json", headers={"if-match": "*"}
    )
    assert (answer.status_code, [one["field"] for one in answer.json()["errors"]]) == (400, ["cadence_days"])


def test_the_database_holds_none(world):
    with pytest.raises(IntegrityError, match="client_cadence_within"):
        Client.objects.update(cadence_days=0)
