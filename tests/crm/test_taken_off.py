"""What is taken away from something kept is read by nobody new; and whatever can be taken away is tried here."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.hanging import hanging
from accounts.models import User
from accounts.rights import OUTSIDE
from contacts.models import Person
from crm.models import Meeting, Task
from tests.world import NOW, client_named, project_named, token_in_use

HELD = NOW - timedelta(days=1)

# Every way in which one record hangs on another. Those that a verb can take away are tried below.
TAKEN_AWAY = {
    "meeting.clients", "projectmeeting.project → meeting", "projecttask.project → task", "person by meeting",
}  # fmt: skip
# What a record was made for, and is not moved from: no verb sets it again.
FIXED = {
    "affiliation.organisation", "benefit.project", "benefitreading.benefit", "budgetline.project",
    "delivery.recipient", "delivery.run", "endplan.project", "gateplan.project", "gatedecision.project",
    "importrow.run", "likeness.organisation", "likeness.other", "membership.organisation", "milestone.project",
    "namedreader.client", "sending.webhook", "client one with organisation", "partner.organisation", "partner.project",
    "phasemove.project", "projectmeeting.meeting", "projectmeeting.project", "projectreader.project",
    "projectstate.project", "projecttask.project", "projecttask.task", "risk.project", "run.schedule",
    "stagemove.client", "statusdraft.project", "statusreport.project", "task.client", "task.meeting",
    "titlechange.project", "toread.erasure",
}  # fmt: skip


def test_every_way_to_hang_on_something_is_fixed_or_tried():
    found = {"person by meeting"}
    for model in apps.get_models():
        if (said := hanging(model)) is None:
            continue
        name = model._meta.model_name
        found |= {f"{name}.{field}" for field in said.on}
        found |= {f"{name} one with {field}" for field in said.one_with}
        found |= {f"{name}.{field} → {tie}" for tie in said.ties for field in said.on if field != tie}
    assert found == TAKEN_AWAY | FIXED


def readers(row) -> set[str]:
    rows = type(row).objects
    told = {user.name for user in User.objects.all() if rows.visible_to(user).filter(pk=row.pk).exists()}
    return told | ({"outside"} if rows.visible_to(OUTSIDE).filter(pk=row.pk).exists() else set())


@pytest.fixture
def kept(world):
    """A client and a project of the advisor's, kept to her and the colleague; and an open one beside each."""
    made = client_named("Hemlig AB", lead=world.advisor, confidentiality="named")
    made.named_readers.create(user=world.colleague)
    project = project_named("Hemligt", lead=world.advisor, confidentiality="named")
    project.named_readers.create(user=world.colleague)
    return made, project


def log(world, **values):
    fields = {"by": world.colleague, "at": NOW, "kind": "video", "starts_at": HELD, "subject": "Kanariefågel"}
    return Meeting.log(**(fields | values))


@pytest.mark.parametrize("kind", ["client", "project"])
def test_a_person_taken_off_a_kept_meeting_is_read_by_nobody_new(world, kept, kind):
    her = Person.add(name="Kanarie Fågel", by=world.advisor, at=NOW)
    about = {"clients": [kept[0]]} if kind == "client" else {"about": [kept[1]]}
    meeting = log(world, by=world.advisor, people=[her], **about)
    before = readers(her)
    assert before == {world.advisor.name, world.colleague.name, world.administrator.name, world.auditor.name}
    meeting.change(by=world.advisor, at=NOW, people=[])
    assert readers(her) == before - {world.colleague.name}


def test_a_person_taken_off_through_the_api_is_not_found_by_an_outsider(world, kept, client):
    her = Person.add(name="Kanarie Fågel", by=world.advisor, at=NOW)
    meeting = log(world, by=world.advisor, people=[her], clients=[kept[0]])
    headers = {"authorization": f"Bearer {token_in_use(world.advisor)}", "if-match": f'"{meeting.version}"'}
    answer = client.patch(
        f"/api/v1/meetings/{meeting.pk}/", {"people": []}, content_type="application/json", headers=headers
    )
    assert answer.status_code == 200
    client.force_login(world.outsider)
    assert client.get(f"/api/v1/people/{her.pk}/").status_code == 404
    assert client.get(reverse("contacts:person_detail", args=[her.pk])).status_code == 404
    pages = [reverse("contacts:person_list"), "/api/v1/people/", "/search/?q=Kanarie"]
    assert [page for page in pages if "Kanarie Fågel" in client.get(page).text] == []


def test_a_person_of_no_role_and_no_meeting_is_read_by_whoever_made_her(world):
    her = Person.add(name="Kanarie Fågel", by=world.advisor, at=NOW)
    assert readers(her) == {world.advisor.name, world.administrator.name, world.auditor.name}
    her.join(world.client.organisation, by=world.advisor, at=NOW)
    assert readers(her) == {user.name for user in User.objects.all()} | {"outside"}


def test_taking_a_meeting_from_a_kept_client_asks_who_may_say_who_reads_that(world, kept):
    meeting = log(world, clients=[kept[0], world.client], staff=[world.advisor])
    before = readers(meeting)
    with pytest.raises(PermissionDenied, match="Hemlig AB"):
        meeting.change(by=world.colleague, at=NOW, clients=[world.client])
    assert readers(meeting) == before
    assert list(meeting.clients.order_by("pk")) == [world.client, kept[0]]
    meeting.change(by=world.advisor, at=NOW, clients=[world.client])
    assert world.outsider.name in readers(meeting)


def test_taking_a_meeting_from_a_kept_client_is_refused_at_both_doors(world, kept, client):
    meeting = log(world, clients=[kept[0], world.client])
    client.force_login(world.colleague)
    headers = {"authorization": f"Bearer {token_in_use(world.colleague)}", "if-match": f'"{meeting.version}"'}
    url = f"/api/v1/meetings/{meeting.pk}/"
    answer = client.patch(url, {"clients": [world.client.pk]}, content_type="application/json", headers=headers)
    assert (answer.status_code, "Hemlig AB" in answer.text) == (403, True)


@pytest.mark.parametrize("verb", ["meeting", "task"])
def test_taking_a_meeting_or_a_task_from_a_kept_project_asks_the_same(world, kept, verb):
    if verb == "meeting":
        row = log(world, about=[kept[1]])
    else:
        row = Task.add(by=world.colleague, at=NOW, text="Kanariefågel", about=[kept[1]])
    before = readers(row)
    with pytest.raises(PermissionDenied, match="Hemligt"):
        row.change(by=world.colleague, at=NOW, about=[])
    assert readers(row) == before
    row.change(by=world.colleague, at=NOW, about=[kept[1], world.project])
    assert readers(row) == before


def test_what_is_open_is_taken_away_by_whoever_may_change_the_meeting(world):
    meeting = log(world, clients=[world.client], about=[world.project])
    meeting.change(by=world.colleague, at=NOW, clients=[], about=[])
    assert world.outsider.name in readers(meeting)
