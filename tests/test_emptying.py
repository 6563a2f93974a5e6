"""What a test without a transaction wrote is gone after it, and what migrations brought is as it was."""

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType

from contacts.models import Municipality
from projects.models import StatusReport
from tests.world import NOW


def filled():
    return {model for model in apps.get_models(include_auto_created=True) if model._base_manager.exists()}


@pytest.mark.django_db(transaction=True)
def test_all_that_was_written_is_gone_and_what_was_changed_is_back(request, django_db_setup):
    brought, names = filled(), list(Municipality.objects.order_by("pk").values())
    assert {ContentType, Municipality} <= brought
    world = request.getfixturevalue("world")
    world.project.post_status(by=world.lead, at=NOW, overall="on_track", summary="Först")
    ContentType.objects.create(app_label="nowhere", model="nothing")
    Municipality.objects.filter(code="1281").update(name="Någon annanstans")
    assert {StatusReport, type(world.client)} <= filled() - brought
    django_db_setup.empty()
    assert filled() == brought
    assert list(Municipality.objects.order_by("pk").values()) == names
    assert not ContentType.objects.filter(app_label="nowhere").exists()
