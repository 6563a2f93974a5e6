"""What people write of a change stands on a row that can be masked, and on the timeline from there."""

from datetime import timedelta

from crm.models import Meeting
from journal.models import Entry
from journal.timeline import timeline
from tests.world import NOW

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
