"""Opening, changing, moving and assigning a client, and saying who may read it: the verbs themselves."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.hanging import can_read
from contacts.models import Organisation
from crm.models import Client, Confidentiality, Stage, StageMove
from journal.models import Entry
from tests.world import NOW, TODAY, client_named
from ui.versions import Changed


def last_entry() -> Entry:
    return Entry.objects.latest("pk")


def test_opening_a_client_saves_organisation_move_history_and_entry(world):
    organisation = Organisation(name="Havrekärna Livs AB", municipality_id="1285")
    client = Client.open_client(organisation, by=world.advisor, at=NOW, on=TODAY, lead=world.advisor, team=world.health)
    assert (client.stage, client.stage_since, client.name) == ("enquiry", TODAY, "Havrekärna Livs AB")
    assert list(StageMove.objects.filter(client=client).values_list("from_stage", "to_stage")) == [("", "enquiry")]
    assert (client.history.count(), organisation.history.count()) == (1, 1)
    assert client.history.get().history_user == world.advisor
    assert (last_entry().verb, last_entry().facts) == ("client.opened", {"stage": "enquiry"})


def test_an_organisation_becomes_a_client_once_only(world):
    with pytest.raises(ValidationError, match="is a client already"):
        Client.open_client(world.client.organisation, by=world.advisor, at=NOW, on=TODAY)


@pytest.mark.parametrize("role", ["auditor", "editor"])
def test_who_only_reads_cannot_open_change_move_assign_or_hide(world, role):
    by = getattr(world, role)
    with pytest.raises(PermissionDenied):
        Client.open_client(Organisation(name="Nej AB"), by=by, at=NOW, on=TODAY)
    for verb in (
        lambda: world.client.change({"needs": "x"}, by=by, at=NOW),
        lambda: world.client.move_to("dormant", on=TODAY, by=by, at=NOW),
        lambda: world.client.assign(world.colleague, by=by, at=NOW),
        lambda: world.client.set_confidentiality("team", by=by, at=NOW),
    ):
        with pytest.raises(PermissionDenied):
            verb()


def test_a_change_tells_the_journal_which_fields_but_not_what_a_note_says(world):
    world.client.change({"cadence_days": 30, "needs": "Kapital"}, by=world.advisor, at=NOW, version=1)
    world.client.refresh_from_db()
    assert (world.client.cadence_days, world.client.needs, world.client.version) == (30, "Kapital", 2)
    assert last_entry().verb == "client.changed"
    assert last_entry().facts == {
        "changes": [{"field": "cadence_days", "from": 60, "to": 30}, {"field": "needs"}],
    }


def test_a_change_that_changes_nothing_is_not_told(world):
    world.client.change({"cadence_days": 60}, by=world.advisor, at=NOW, version=1)
    assert not Entry.objects.exists()
    assert Client.objects.get().version == 1


def test_a_change_on_an_old_version_is_refused(world):
    world.client.change({"cadence_days": 30}, by=world.advisor, at=NOW)
    with pytest.raises(Changed) as refused:
        world.client.change({"cadence_days": 90}, by=world.colleague, at=NOW, version=1)
    assert refused.value.current.cadence_days == 30


def test_one_change_is_undone_and_told(world):
    world.client.change({"cadence_days": 30, "needs": "Kapital"}, by=world.advisor, at=NOW)
    entry = last_entry()
    Client.objects.get().undo(entry, by=world.colleague, at=NOW + timedelta(hours=1))
    client = Client.objects.get()
    assert (client.cadence_days, client.needs) == (60, "")
    assert last_entry().facts["undoes"] == entry.pk


def test_a_change_is_not_undone_once_the_field_has_changed_again(world):
    world.client.change({"cadence_days": 30}, by=world.advisor, at=NOW)
    entry = last_entry()
    world.client.change({"cadence_days": 45}, by=world.colleague, at=NOW + timedelta(minutes=1))
    with pytest.raises(ValidationError, match="changed again"):
        Client.objects.get().undo(entry, by=world.advisor, at=NOW + timedelta(hours=1))


def test_a_new_name_follows_to_the_client_and_back_again(world):
    organisation = world.client.organisation
    organisation.change({"name": "Ångwave AB"}, by=world.advisor, at=NOW, version=1)
    assert Client.objects.get().name == "Ångwave AB"
    Organisation.objects.get().undo(last_entry(), by=world.advisor, at=NOW + timedelta(minutes=1))
    names = [Organisation.objects.get().name, Client.objects.get().name]
    assert names == ["Klarvik Diagnostik AB", "Klarvik Diagnostik AB"]


def test_a_number_taken_by_another_organisation_is_refused(world):
    Organisation.objects.create(name="Annan AB", number="556036-0793", number_scheme="orgnr")
    with pytest.raises(ValidationError, match="taken already"):
        world.client.organisation.change({"number": "556036-0793", "number_scheme": "orgnr"}, by=world.advisor, at=NOW)


def test_a_move_keeps_its_day_reason_and_mover(world):
    moved = world.client.move_to("dormant", on=TODAY, by=world.advisor, at=NOW, reason="Föräldraledig")
    assert (moved.stage, moved.stage_since, moved.version) == ("dormant", TODAY, 2)
    move = StageMove.objects.get()
    assert (move.from_stage, move.to_stage, move.on, move.reason, move.by) == (
        *("active", "dormant", TODAY, "Föräldraledig"),
        world.advisor,
    )
    days = (TODAY - date(2025, 2, 12)).days
    assert last_entry().verb == "client.stage_changed"
    assert last_entry().facts == {"from": "active", "to": "dormant", "days": days, "move": move.pk}


@pytest.mark.parametrize(
    ("stage", "move", "refusal"),
    [
        ("active", {"stage": "enquiry"}, "cannot go from"),
        ("active", {"stage": "nonsense"}, "cannot go from"),
        ("enquiry", {"stage": "declined"}, "Say why"),
        ("completed", {"stage": "active"}, "Say why"),
        ("active", {"stage": "dormant", "on": TODAY + timedelta(days=1)}, "future"),
        ("active", {"stage": "dormant", "on": date(2024, 1, 1)}, "before the client came"),
    ],
)
def test_a_move_the_rules_forbid_is_refused_in_words(world, stage, move, refusal):
    Client.objects.update(stage=stage)
    with pytest.raises(ValidationError, match=refusal):
        world.client.move_to(**({"on": TODAY} | move), by=world.advisor, at=NOW)


def test_a_completed_client_opens_again_with_a_reason(world):
    Client.objects.update(stage=Stage.COMPLETED)
    assert world.client.move_to("active", on=TODAY, by=world.advisor, at=NOW, reason="Ny produkt").stage == "active"


def test_a_new_lead_brings_her_team(world):
    assigned = world.client.assign(world.outsider, by=world.advisor, at=NOW)
    assert (assigned.lead, assigned.team) == (world.outsider, world.food)
    assert (last_entry().verb, last_entry().facts) == (
        "client.assigned",
        {"from": world.advisor.pk, "to": world.outsider.pk},
    )


def test_somebody_who_has_left_is_not_made_lead(world):
    world.outsider.is_active = False
    with pytest.raises(ValidationError, match="no longer works here"):
        world.client.assign(world.outsider, by=world.advisor, at=NOW)


def test_a_client_kept_to_named_people_is_read_by_them_alone(world):
    world.client.set_confidentiality("named", readers=[world.outsider], by=world.advisor, at=NOW)
    readers = {name for name in vars(world) if _reads(getattr(world, name))}
    assert readers == {"advisor", "outsider", "administrator", "auditor"}
    assert last_entry().facts == {"from": "open", "to": "named"}


def _reads(one: object) -> bool:
    return hasattr(one, "role") and Client.objects.visible_to(one).exists()


def test_nobody_can_lock_everybody_out(world):
    alone = client_named("Ingens AB")
    with pytest.raises(ValidationError, match="has no team"):
        alone.set_confidentiality("team", by=world.manager, at=NOW)
    with pytest.raises(ValidationError, match="Name somebody"):
        alone.set_confidentiality("named", by=world.manager, at=NOW)


@pytest.mark.parametrize("level", Confidentiality.values)
def test_the_panel_explains_exactly_those_who_read(world, level):
    client = world.client.set_confidentiality(level, readers=[world.outsider], by=world.advisor, at=NOW)
    for user in (value for value in vars(world).values() if hasattr(value, "role")):
        assert bool(can_read(user, client)) == Client.objects.visible_to(user).exists(), user
