"""What hangs on two records of which one is kept, what was open when it was written, and what only counts or dates."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from contacts.models import Membership, Organisation, Person
from contacts.models.community import Community
from crm.models import Meeting, MeetingDraft, Task
from journal.timeline import timeline
from projects.models import ProjectMeeting
from tests.crm.conftest import api  # noqa: F401 - the fixture
from tests.world import NOW, client_named, contact, project_named

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(world):
    """A client kept to Cilla by name."""
    return client_named("Hemligan AB", lead=world.outsider, confidentiality="named")


def joint(world, kept, **values):
    """Held by Cilla with the open client and the kept one, with a follow-up at the open one."""
    values = {"kind": "video", "starts_at": NOW - timedelta(days=1), "contact_minutes": 30} | values
    tasks = [Task(text="Viskaren", owner=world.outsider)]
    return Meeting.log(by=world.outsider, at=NOW, clients=[world.client, kept], tasks=tasks, **values)


def verbs(shown) -> list[str]:
    return [line.entry.verb for line in shown.lines]


def test_the_follow_up_of_a_hidden_meeting_is_hidden(world, kept, client):
    joint(world, kept)
    client.force_login(world.advisor)
    assert list(Task.objects.visible_to(world.advisor)) == []
    for url in (f"/crm/clients/{world.client.pk}/", "/crm/clients/", "/crm/tasks/?whose=all"):
        assert "Viskaren" not in client.get(url).text, url
    assert [task.text for task in Task.objects.visible_to(world.outsider)] == ["Viskaren"]


def test_a_follow_up_of_a_meeting_about_a_kept_project_alone_is_hidden(world):
    secret = project_named("Hemligt", lead=world.outsider, confidentiality="named")
    Meeting.log(
        by=world.outsider, at=NOW, kind="video", subject="Om det", starts_at=NOW, about=[secret],
        tasks=[Task(text="Viskaren")],
    )  # fmt: skip
    assert list(Task.objects.visible_to(world.advisor)) == []
    assert list(Meeting.objects.visible_to(world.advisor)) == []


def test_an_open_meeting_does_not_show_a_kept_clients_task(world, kept, client):
    meeting = Meeting.log(by=world.advisor, at=NOW, kind="video", starts_at=NOW, clients=[world.client])
    Task.objects.create(text="Viskaren", client=kept, meeting=meeting, owner=world.outsider)
    client.force_login(world.advisor)
    page = client.get(reverse("crm:meeting_detail", args=[meeting.pk])).text
    assert ("Viskaren" in page, "Hemligan" in page) == (False, False)


def test_a_person_met_only_by_a_kept_client_is_hidden_and_one_met_openly_too_is_not(world, kept):
    met = Person.add(name="Vera Viskare", by=world.outsider, at=NOW)
    meeting = joint(world, kept, people=[met])
    assert met not in Person.objects.visible_to(world.advisor)
    assert met in Person.objects.visible_to(world.outsider)
    meeting.change(by=world.outsider, at=NOW, clients=[world.client])
    assert met in Person.objects.visible_to(world.advisor)


def test_a_person_known_at_two_places_is_known_by_the_open_one(world, kept):
    both = contact("Vera Viskare", kept, "VD")
    both.affiliations.create(organisation=world.client.organisation, role="Styrelse")
    assert both in Person.objects.visible_to(world.advisor)
    assert [role.role for role in both.affiliations.visible_to(world.advisor)] == ["Styrelse"]


def test_people_are_not_found_by_a_role_that_is_hidden(world, kept, api):  # noqa: F811
    both = contact("Vera Viskare", kept, "VD")
    both.affiliations.create(organisation=world.client.organisation)
    asked = f"/api/v1/people/?organisation={kept.organisation_id}"
    assert [len(api(user).get(asked).data["results"]) for user in (world.advisor, world.outsider)] == [0, 1]


def test_a_draft_does_not_name_a_client_that_was_kept_since(world, client):
    MeetingDraft.objects.create(
        user=world.outsider, key="6f8c1f1e-0000-4000-8000-000000000001", client=world.client,
        typed={"clients": [str(world.client.pk)], "note": ["mina ord"]}, saved_at=NOW,
    )  # fmt: skip
    client.force_login(world.outsider)
    assert world.client.name in client.get("/").text
    world.client.set_confidentiality("named", by=world.advisor, at=NOW)
    assert world.client.name not in client.get("/").text
    form = client.get(reverse("crm:draft_continue", args=["6f8c1f1e-0000-4000-8000-000000000001"])).text
    assert (world.client.name in form, "mina ord" in form) == (False, True)


def test_a_timeline_counts_what_it_lists(world, kept):
    meeting = Meeting.log(by=world.advisor, at=NOW, kind="video", starts_at=NOW, clients=[world.client])
    Task.add(by=world.advisor, at=NOW, text="Ring", client=world.client)
    joint(world, kept)
    secret = project_named("Hemligt", lead=world.outsider, confidentiality="named")
    ProjectMeeting.objects.create(project=secret, meeting=meeting)
    for user in (value for value in vars(world).values() if hasattr(value, "role")):
        for record in (world.client, world.client.organisation):
            shown = timeline(record, user)
            assert shown.total == len(shown.lines), (user, record)
    assert timeline(world.client, world.advisor).counts == {"task": 1}
    assert timeline(world.client, world.auditor).counts == {"meeting": 2, "task": 2}


def test_a_hidden_meeting_does_not_move_the_last_contact(world, kept):
    Meeting.log(by=world.advisor, at=NOW, kind="video", starts_at=NOW - timedelta(days=40), clients=[world.client])
    meeting = joint(world, kept)
    for one in (world.client, kept):
        one.refresh_from_db()
    assert world.client.last_contact_on == timezone.localdate(NOW - timedelta(days=40))
    assert kept.last_contact_on == timezone.localdate(meeting.starts_at)


def test_the_last_contact_follows_what_is_kept_and_opened(world):
    other = client_named("Annan AB", lead=world.outsider)
    Meeting.log(by=world.outsider, at=NOW, kind="video", starts_at=NOW, clients=[world.client, other])
    days = []
    for level in ("named", "open"):
        other.set_confidentiality(level, by=world.outsider, at=NOW)
        world.client.refresh_from_db()
        days.append(world.client.last_contact_on)
    assert days == [None, timezone.localdate(NOW)]


def test_the_last_contact_follows_a_kept_project_too(world):
    Meeting.log(by=world.advisor, at=NOW, kind="video", starts_at=NOW, clients=[world.client], about=[world.project])
    world.client.refresh_from_db()
    assert world.client.last_contact_on == timezone.localdate(NOW)
    world.project.set_confidentiality("named", by=world.lead, at=NOW)
    world.client.refresh_from_db()
    assert world.client.last_contact_on is None


def test_who_was_last_met_when_is_known_of_meetings_one_may_read(world, kept, client):
    met = contact("Vera Öppen", world.client)
    joint(world, kept, people=[met])
    days = []
    for user in (world.advisor, world.auditor):
        client.force_login(user)
        days.append([role.last_met for role in client.get(f"/crm/clients/{world.client.pk}/").context["page"].people])
    assert days == [[None], [NOW - timedelta(days=1)]]


def test_a_hidden_parent_is_not_named(world, kept, api):  # noqa: F811
    child = Organisation.objects.create(name="Dottern AB", parent=kept.organisation)
    for user, parent in ((world.advisor, None), (world.outsider, kept.organisation_id)):
        one = api(user).get(f"/api/v1/organisations/{child.pk}/").data
        listed = {row["id"]: row for row in api(user).get("/api/v1/organisations/").data["results"]}
        assert (one["parent"], listed[child.pk]["parent"]) == (parent, parent)


def test_a_hidden_contact_of_a_membership_is_not_named(world, kept, api, client):  # noqa: F811
    community = Community.objects.create(name="HealthTech Nordic")
    hidden = contact("Vera Viskare", kept)
    Membership.objects.create(community=community, organisation=world.client.organisation, contact=hidden)
    client.force_login(world.advisor)
    assert "Viskare" not in client.get(reverse("contacts:membership_list", args=[community.pk])).text
    assert api(world.advisor).get("/api/v1/memberships/").data["results"][0]["contact"] is None


NOWHERE = 987_654_321


@pytest.mark.parametrize(
    ("url", "field", "more"),
    [
        ("organisations/", "parent", {"name": "A"}),
        ("memberships/", "organisation", {"community": 1}),
        ("partners/", "organisation", {"role": "clinic"}),
        ("clients/", "organisation_id", {}),
    ],
)
def test_what_is_hidden_is_as_unknown_as_what_is_not_there(world, kept, api, url, field, more):  # noqa: F811
    answers = []
    for key in (kept.organisation_id, NOWHERE):
        answer = api(world.advisor).post(f"/api/v1/{url}", more | {field: key}, format="json")
        said = [one for one in answer.data["errors"] if one["field"] == field]
        answers.append((answer.status_code, str(said).replace(str(key), "KEY")))
    assert answers[0] == answers[1]
    assert answers[0][0] == 400


@pytest.mark.parametrize(
    "url", ["partners/?organisation=", "partners/?project=", "milestones/?project=", "runs/?schedule="]
)
def test_a_list_narrowed_by_what_is_hidden_answers_as_by_what_is_not_there(world, kept, api, url):  # noqa: F811
    secret = project_named("Hemligt", lead=world.outsider, confidentiality="named")
    key = {"organisation": kept.organisation_id, "project": secret.pk, "schedule": NOWHERE + 1}[url[:-1].split("?")[1]]
    answers = [api(world.advisor).get(f"/api/v1/{url}{one}") for one in (key, NOWHERE)]
    assert answers[0].status_code == answers[1].status_code == 400


def test_no_verb_writes_about_what_its_doer_cannot_read(world, kept):
    from django.core.exceptions import PermissionDenied

    hidden = contact("Vera Viskare", kept)
    seen = contact("Ove Öppen", world.client)
    who = {"by": world.advisor, "at": NOW}
    for refused in (
        lambda: kept.change({"needs": "x"}, **who),
        lambda: kept.organisation.change({"summary": "x"}, **who),
        lambda: hidden.change({"phone": "1"}, **who),
        lambda: seen.join(kept.organisation, **who),
        lambda: Meeting.log(kind="video", starts_at=NOW, clients=[kept], **who),
        lambda: Meeting.log(kind="video", starts_at=NOW, clients=[world.client], people=[hidden], **who),
        lambda: Task.add(text="x", client=kept, **who),
        lambda: Membership.apply(Community(name="x"), kept.organisation, **who),
    ):
        with pytest.raises(PermissionDenied):
            refused()
