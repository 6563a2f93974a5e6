"""A move is of a local day, and whoever brings a kept client in for another goes on reading it."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError

from contacts.models import Organisation
from crm.models import Client, Confidentiality

pytestmark = pytest.mark.django_db
HALF_PAST_MIDNIGHT = datetime(2026, 11, 27, 23, 30, tzinfo=UTC)


def test_half_past_midnight_in_sweden_is_today(world):
    client = Client.objects.get(pk=world.client.pk)
    who = {"by": world.advisor, "at": HALF_PAST_MIDNIGHT, "reason": "x"}
    moved = client.move_to(client.next_stages[0], on=date(2026, 11, 28), **who)
    assert moved.stage_since == date(2026, 11, 28)
    with pytest.raises(ValidationError, match="future"):
        moved.move_to(moved.next_stages[0], on=date(2026, 11, 29), **who)


def test_whoever_brings_a_kept_client_in_for_another_reads_it_still(world):
    organisation = Organisation(name="Tyst Medicin AB")
    client = Client(
        organisation=organisation,
        lead=world.colleague,
        team=world.health,
        confidentiality=Confidentiality.NAMED,
        opened_on=date(2026, 11, 1),
        stage_since=date(2026, 11, 1),
    )
    [made] = Client.open_all([client], by=world.outsider, at=HALF_PAST_MIDNIGHT)
    assert list(made.named_readers.values_list("user", flat=True)) == [world.outsider.pk]
    assert Client.objects.visible_to(world.outsider).filter(pk=made.pk).exists()
