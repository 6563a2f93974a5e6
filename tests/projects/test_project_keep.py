"""Saying who reads a project: its lead and managers, by one verb, on one page and through one API operation."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.hanging import can_read
from crm.models import Meeting
from journal.models import Entry
from projects.models import Project
from tests.world import NOW, project_named, token_in_use
from ui.versions import Changed


def keep(world, level="named", **told):
    return world.project.set_confidentiality(level, **({"by": world.lead, "at": NOW} | told))


def url(project):
    return f"/projects/{project.pk}/confidentiality/"


def test_a_kept_project_is_read_by_its_lead_and_those_named(world):
    kept = keep(world, readers=[world.outsider])
    readers = [one for one in (world.lead, world.outsider, world.colleague, world.manager) if can_read(one, kept)]
    assert readers == [world.lead, world.outsider]
    entry = Entry.objects.latest("pk")
    assert (entry.verb, entry.by, entry.facts) == (
        *("project.confidentiality_set", world.lead),
        {"from": "open", "to": "named"},
    )
    assert (kept.version, kept.history.count()) == (2, 2)


def test_an_open_project_names_nobody(world):
    keep(world, readers=[world.outsider])
    keep(world, "open", readers=[world.outsider])
    assert list(world.project.named_readers.all()) == []


def test_a_project_that_nobody_could_read_is_refused_in_words(world):
    alone = project_named("Utan ledare")
    for level, field in (("team", "confidentiality"), ("named", "readers")):
        with pytest.raises(ValidationError) as refused:
            alone.set_confidentiality(level, by=world.manager, at=NOW)
        assert list(refused.value.message_dict) == [field]


def test_the_second_of_two_is_told(world):
    keep(world, version=1)
    with pytest.raises(Changed):
        keep(world, "open", version=1)


@pytest.mark.parametrize("role", ["advisor", "colleague", "editor", "auditor"])
def test_who_only_reads_the_project_does_not_keep_it_from_others(world, role):
    with pytest.raises(PermissionDenied):
        keep(world, by=getattr(world, role))
    assert Project.objects.get().confidentiality == "open"


def test_the_page_tells_who_reads_it_and_why_and_takes_another_answer(world, client):
    client.force_login(world.advisor)
    shown = client.get(url(world.project)).text
    assert "The project is open to all staff." in shown and "data-submit" not in shown
    typed = {"confidentiality": "named", "readers": [world.advisor.pk], "version": 1}
    assert client.post(url(world.project), typed).status_code == 403
    client.force_login(world.lead)
    assert client.post(url(world.project), typed | {"version": 7}).status_code == 422
    assert client.post(url(world.project), typed).status_code == 302
    assert (Project.objects.get().confidentiality, list(Project.objects.visible_to(world.colleague))) == ("named", [])
    client.force_login(world.manager)
    assert client.post(url(world.project), typed).status_code == 404


def test_whoever_keeps_a_project_from_herself_lands_on_the_portfolio(world, client):
    client.force_login(world.manager)
    answer = client.post(url(world.project), {"confidentiality": "named", "version": 1})
    assert answer["Location"] == "/projects/"


def test_the_facts_form_and_a_patch_do_not_say_who_reads(world, client):
    client.force_login(world.lead)
    assert 'name="confidentiality"' not in client.get(f"/projects/{world.project.pk}/change/").text
    headers = {"Authorization": f"Bearer {token_in_use(world.lead)}", "If-Match": "*"}
    address = f"/api/v1/projects/{world.project.pk}/"
    refused = client.patch(address, {"confidentiality": "named"}, headers=headers, content_type="application/json")
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (400, "confidentiality")
    same = client.patch(address, {"confidentiality": "open"}, headers=headers, content_type="application/json")
    assert same.status_code == 200
    told = {"confidentiality": "named", "readers": [world.outsider.pk]}
    kept = client.post(f"{address}confidentiality/", told, headers=headers, content_type="application/json")
    assert (kept.status_code, kept.json()["confidentiality"]) == (200, "named")
    assert [one.user for one in world.project.named_readers.all()] == [world.outsider]


def test_what_anybody_may_know_of_a_last_contact_follows(world):
    Meeting.log(by=world.lead, at=NOW, kind="video", starts_at=NOW, clients=[world.client], about=[world.project])
    world.client.refresh_from_db()
    assert world.client.last_contact_on == NOW.date()
    keep(world)
    world.client.refresh_from_db()
    assert world.client.last_contact_on is None
