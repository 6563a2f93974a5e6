"""What people write of a change stands on a row that can be masked, and on the timeline from there."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm.models import Meeting
from journal.models import Entry
from journal.record import record
from journal.timeline import timeline
from tests.world import NOW, client_named

WHY = "Kanarina är borta"


def test_reasons_are_in_no_entry_and_are_told_from_their_row(world, client):
    world.client.move_to("dormant", on=NOW.date(), reason=WHY, by=world.advisor, at=NOW)
    world.project.set_budget(source=WHY, plan_sek=10, by=world.lead, at=NOW)
    world.project.close(reason=WHY, by=world.lead, at=NOW)
    start = NOW + timedelta(days=1)
    planned = {"kind": "video", "state": "planned", "starts_at": start}
    Meeting.log(by=world.advisor, at=NOW, clients=[world.client], **planned).cancel(
        by=world.advisor, at=NOW, reason=WHY
    )
    assert [entry for entry in Entry.objects.all() if WHY in str(entry.facts)] == []
    said = [line.said for line in timeline(world.client, world.advisor).lines if line.said]
    assert said == [WHY, WHY]
    assert [line.said for line in timeline(world.project, world.lead).lines if line.said] == [WHY, WHY]
    client.force_login(world.administrator)
    for page, times in ((f"/crm/clients/{world.client.pk}/", 2), (f"/projects/{world.project.pk}/", 2)):
        assert client.get(page).content.decode().count(WHY) >= times


def changes_told(record, reader):
    return [line.changes for line in timeline(record, reader).lines if line.changes]


def test_texts_as_changed_are_told_from_history_alone(world, client):
    organisation = world.client.organisation
    for hours, summary in ((1, "Skalpeller"), (2, WHY)):
        organisation.change({"summary": summary, "employees": hours}, by=world.advisor, at=NOW + timedelta(hours=hours))
    figures = [{"field": "employees", "from": None, "to": 1}, {"field": "employees", "from": 1, "to": 2}]
    facts = Entry.objects.filter(verb="organisation.changed").order_by("pk").values_list("facts", flat=True)
    assert list(facts) == [{"changes": [{"field": "summary"}, one]} for one in figures]
    words = [("Skalpeller", WHY), ("", "Skalpeller")]
    texts = [{"field": "summary", "from": before, "to": after} for before, after in words]
    assert changes_told(organisation, world.advisor) == [[texts[0], figures[1]], [texts[1], figures[0]]]
    client.force_login(world.advisor)
    page = client.get(f"/crm/clients/{world.client.pk}/").content.decode()
    assert f'Skalpeller → <b class="b">{WHY}' in page
    told = client.get(f"/api/v1/organisations/{organisation.pk}/timeline/").json()["results"]
    assert told[0]["facts"] == {"changes": [texts[0], figures[1]]}


def test_what_is_masked_in_history_is_masked_on_timelines(world):
    organisation = world.client.organisation
    for hours, summary in ((1, "Skalpeller"), (2, WHY)):
        organisation.change({"summary": summary}, by=world.advisor, at=NOW + timedelta(hours=hours))
    organisation.history.filter(summary=WHY).update(summary="[raderad] är borta")
    assert changes_told(organisation, world.advisor)[0][0]["to"] == "[raderad] är borta"


def test_what_a_noun_leaves_untold_is_named_alone(world):
    for hours, needs in ((1, "Kapital"), (2, WHY)):
        world.client.change({"needs": needs}, by=world.advisor, at=NOW + timedelta(hours=hours))
    assert changes_told(world.client, world.advisor) == [[{"field": "needs"}], [{"field": "needs"}]]


def test_words_are_read_under_the_condition_of_their_row(world):
    """A row of another record, though an entry had its key, is not told."""
    other = client_named("Annan AB", lead=world.outsider, confidentiality="named")
    move = other.stage_moves.create(from_stage="active", to_stage="dormant", on=NOW.date(), reason=WHY)
    told = {"from": "active", "to": "dormant", "days": 1, "move": move.pk}
    record("client.stage_changed", world.client, by=world.advisor, at=NOW, **told)
    assert [line.said for line in timeline(world.client, world.advisor).lines] == [""]


def test_what_changes_cost_a_timeline_is_the_same_for_one_and_for_three(world):
    organisation = world.client.organisation

    def queries():
        with CaptureQueriesContext(connection) as captured:
            changes_told(organisation, world.advisor)
        return len(captured)

    organisation.change({"summary": "0"}, by=world.advisor, at=NOW)
    organisation.change({"summary": "1"}, by=world.advisor, at=NOW + timedelta(hours=1))
    one = queries()
    for hours in (2, 3, 4):
        organisation.change({"summary": str(hours)}, by=world.advisor, at=NOW + timedelta(hours=hours))
    assert queries() == one
