"""What a user may see is composed once, and still asked anew each time."""

import pytest

from crm.models import Client, Meeting, Task
from tests.world import client_named

pytestmark = pytest.mark.django_db


def test_a_change_of_rights_or_of_rows_shows_at_once(world):
    kept = client_named("Kvarnen AB", lead=world.lead, confidentiality="team")
    kept.team = world.food
    kept.save()
    user = world.advisor
    assert kept not in Client.objects.visible_to(user)
    user.team = world.food
    user.save()
    assert kept in Client.objects.visible_to(user)
    later = client_named("Senare AB", lead=world.lead)
    assert later in Client.objects.visible_to(user)
    Client.objects.filter(pk=kept.pk).update(confidentiality="named")
    assert kept not in Client.objects.visible_to(user)


def test_each_user_has_her_own(world):
    kept = client_named("Kvarnen AB", lead=world.outsider, confidentiality="named")
    Task.objects.create(text="Ring", client=kept, owner=world.outsider)
    for user, seen in ((world.outsider, True), (world.colleague, False), (world.auditor, True), (world.outsider, True)):
        assert Task.objects.visible_to(user).filter(client=kept).exists() is seen


def test_what_was_asked_before_is_kept(world):
    """The kept conditions stand only where nothing else was asked."""
    names = [client_named(name, lead=world.advisor).name for name in ("Alpha AB", "Beta AB")]
    rows = Client.objects.filter(name__in=names)
    assert [one.name for one in rows.order_by("-name").visible_to(world.advisor)] == names[::-1]
    assert list(rows.order_by("name").values_list("name", flat=True).visible_to(world.advisor)) == names
    assert Meeting.objects.prefetch_related("people").visible_to(world.advisor)._prefetch_related_lookups == ("people",)
    assert Client.objects.only("pk").visible_to(world.advisor).query.deferred_loading[1] is False
