"""What a user may see is composed once, and still asked anew each time."""

import pytest
from django.db.models import F

from crm.models import Client, Meeting, Task
from tests.world import NOW, client_named

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


def test_rows_are_whole_until_something_is_asked(world):
    rows = Client.objects.all
    assert Client.objects.get_queryset().is_whole
    asked = [
        rows().filter(pk=1), rows().order_by("pk"), rows().only("pk"), rows().values("pk"), rows().using("default"),
        rows().select_related("lead"), rows().prefetch_related("meetings"), rows()[:1], rows().reverse(), rows().none(),
        rows().distinct(), rows().annotate(one=F("pk")), rows() | rows(), Client.objects.using("default"),
        world.advisor.clients_led.all(), Meeting.objects.create(kind="video", starts_at=NOW).clients.all(),
    ]  # fmt: skip
    assert [one.is_whole for one in asked] == [False] * len(asked)


def test_the_rows_of_one_record_stay_its_own(world):
    client_named("Alpha AB", lead=world.colleague)
    assert list(world.advisor.clients_led.visible_to(world.colleague)) == [world.client]
