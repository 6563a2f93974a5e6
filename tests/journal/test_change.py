"""Changing fields in general: which constraints are heard, and what history says of who and when."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from journal import change as changing
from journal.models import Entry
from tests.world import NOW


def test_history_is_signed_and_dated_by_the_verb(world):
    changing.change(world.client, {"cadence_days": 10}, by=world.colleague, at=NOW)
    newest = world.client.history.order_by("-history_id").first()
    assert (newest.history_user, newest.history_date, newest.cadence_days) == (world.colleague, NOW, 10)


def test_a_value_the_field_refuses_is_refused_and_nothing_is_told(world):
    with pytest.raises(ValidationError):
        changing.change(world.client, {"origin": "nonsense"}, by=world.advisor, at=NOW)
    assert not Entry.objects.exists()


def test_a_condition_over_two_fields_is_heard_when_one_of_them_changes(world):
    with pytest.raises(ValidationError, match="ends before it starts"):
        changing.change(world.project, {"ends_on": date(2020, 1, 1)}, by=world.lead, at=NOW)


def test_what_has_no_history_before_it_is_not_undone(world):
    organisation = world.client.organisation
    organisation.history.all().delete()
    changing.change(organisation, {"summary": "x"}, by=world.advisor, at=NOW)
    organisation.refresh_from_db()
    with pytest.raises(ValidationError):
        changing.undo(organisation, Entry.objects.get(), by=world.advisor, at=NOW + timedelta(hours=1))
