"""Who may keep an open client from her manager, and edit or finish anyone's task: asked and told in `crm/access.py`."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from accounts.hanging import can_read
from contacts.models import Organisation
from crm import access
from crm.models import Client, Task
from imports import carrying, kinds, staging
from journal.models import Entry
from tests.world import NOW, TODAY, client_named

NOT_HERS = "Only the client’s lead or a manager may say who reads it."
NOT_HER_TASK = "Only whose task it is, who gave it, the client’s lead or a manager may change it."


def named(world):
    return f"/crm/clients/{world.client.pk}/confidentiality/"


def task_of(world, **people):
    fields = {"owner": world.advisor, "created_by": world.advisor, "client": world.client} | people
    return Task.objects.create(text="Ring", **fields)


def test_its_lead_may_keep_a_client_from_her_manager_who_then_reads_it_no_more(world):
    kept = world.client.set_confidentiality("named", by=world.advisor, at=NOW)
    assert [bool(can_read(by, kept)) for by in (world.advisor, world.manager, world.administrator)] == [
        True,
        False,
        True,
    ]
    entry = Entry.objects.latest("pk")
    assert (entry.verb, entry.by, entry.facts) == (
        *("client.confidentiality_set", world.advisor),
        {"from": "open", "to": "named"},
    )
    for act in (lambda by: kept.set_confidentiality("open", by=by, at=NOW), lambda by: kept.assign(by, by=by, at=NOW)):
        with pytest.raises(PermissionDenied, match="Kept to named people"):
            act(world.manager)
    assert kept.set_confidentiality("open", by=world.administrator, at=NOW).confidentiality == "open"


@pytest.mark.parametrize("role", ["colleague", "outsider", "lead"])
def test_whoever_only_reads_a_client_keeps_it_from_nobody(world, role):
    with pytest.raises(PermissionDenied, match=NOT_HERS):
        world.client.set_confidentiality("named", readers=[getattr(world, role)], by=getattr(world, role), at=NOW)
    assert Client.objects.get(pk=world.client.pk).confidentiality == "open"


def test_nor_by_taking_the_lead_first(world):
    with pytest.raises(PermissionDenied, match="another lead"):
        world.client.assign(world.colleague, by=world.colleague, at=NOW)
    alone = client_named("Utan ledare AB")
    with pytest.raises(PermissionDenied, match=NOT_HERS):
        alone.set_confidentiality("named", readers=[world.colleague], by=world.colleague, at=NOW)
    alone.assign(world.colleague, by=world.colleague, at=NOW)
    assert alone.set_confidentiality("named", by=world.colleague, at=NOW).confidentiality == "named"


def test_a_client_is_not_kept_to_nobody(world):
    """By state: a team that is not there, names that are not said."""
    alone = client_named("Utan ledare AB")
    for level, field in (("team", "confidentiality"), ("named", "readers")):
        with pytest.raises(ValidationError) as refused:
            alone.set_confidentiality(level, by=world.manager, at=NOW)
        assert list(refused.value.message_dict) == [field]


def test_the_page_tells_a_colleague_who_reads_and_takes_no_answer_from_her(world, client):
    client.force_login(world.colleague)
    shown = client.get(named(world))
    assert (shown.status_code, "data-submit" in shown.text) == (200, False)
    refused = client.post(named(world), {"confidentiality": "named", "version": 1})
    assert (refused.status_code, NOT_HERS.replace("’", "&#x27;") in refused.text or NOT_HERS in refused.text) == (
        403,
        True,
    )
    client.force_login(world.advisor)
    assert client.post(named(world), {"confidentiality": "named", "version": 1}).status_code == 302
    client.force_login(world.manager)
    assert client.post(named(world), {"confidentiality": "open", "version": 2}).status_code == 404


def test_the_api_refuses_in_the_same_words(world, api):
    address, sent = f"/api/v1/clients/{world.client.pk}/confidentiality/", {"confidentiality": "named"}
    refused = api(world.colleague).post(address, sent, headers={"If-Match": "*", "Accept-Language": "en"})
    assert (refused.status_code, refused.json()["detail"]) == (403, NOT_HERS)
    assert api(world.advisor).post(address, sent, headers={"If-Match": "*"}).status_code == 200
    assert api(world.manager).post(address, sent, headers={"If-Match": "*"}).status_code == 404
    assert refused.json()["detail"] in {
        NOT_HERS,
        "Bara klientens ansvariga rådgivare eller en chef bestämmer vem som läser.",
    } or ("klient" in refused.json()["detail"])


def test_no_file_keeps_a_client_from_its_lead_and_none_takes_its_lead(world):
    columns = {column.name for sheet in kinds.KINDS["clients"].SHEETS.values() for column in sheet}
    assert columns & {"confidential", "readers"} == set()
    Organisation.objects.filter(pk=world.client.organisation_id).update(number="556036-0793", number_scheme="orgnr")
    rows = f"Org.nr;Namn;Status;Ansvarig;Sekretess\n556036-0793;{world.client};Aktiv;%s;%s\n;Ny AB;Aktiv;;\n"
    for lead, kept, column in (("Bo Sandberg", "", "lead"), ("", "Ja", "confidentiality")):
        run = staging.start("clients", "k.csv", (rows % (lead, kept)).encode(), by=world.colleague)
        told = [(row.outcome, [one["column"] for one in row.problems]) for row in run.rows.all()]
        assert told[0] == ("unchanged", [column])
        staging.choose_all(run, "differs", "take", by=world.colleague)
        told = [(row.outcome, [one["column"] for one in row.problems]) for row in run.rows.all()]
        assert told[0] == ("error", [column, column])
        carrying.carry_out(run, at=timezone.now())
        here = Client.objects.get(pk=world.client.pk)
        assert (here.lead, here.confidentiality) == (world.advisor, "open")
    assert Client.objects.filter(name="Ny AB").exists()


@pytest.mark.parametrize("verb", ["change", "finish", "reopen"])
@pytest.mark.parametrize("role", ["colleague", "outsider", "lead", "editor", "auditor"])
def test_nobody_else_edits_ticks_off_or_opens_a_task(world, role, verb):
    task = task_of(world, done_at=NOW if verb == "reopen" else None)
    values = {"text": "Nej"} if verb == "change" else {}
    with pytest.raises(PermissionDenied, match=f"{NOT_HER_TASK}|changes nothing"):
        getattr(task, verb)(by=getattr(world, role), at=NOW, **values)
    assert (Task.objects.get().version, Entry.objects.count()) == (1, 0)


def test_whose_task_it_is_who_gave_it_the_lead_and_managers_may(world):
    task = task_of(world, owner=world.colleague, created_by=world.outsider)
    assert [bool(access.can_edit_task(by, task)) for by in (world.colleague, world.outsider, world.advisor)] == [
        True
    ] * 3
    assert [bool(access.can_edit_task(by, task)) for by in (world.manager, world.administrator)] == [True] * 2
    assert access.can_edit_task(world.lead, task_of(world, owner=None)), "anybody may take one that is nobody's"
    task.finish(by=world.outsider, at=NOW)
    with pytest.raises(ValidationError, match="done already"):
        task.finish(by=world.colleague, at=NOW)


def test_a_task_is_hers_no_more_once_she_may_not_read_what_it_is_about(world):
    task = task_of(world, owner=world.colleague)
    world.client.set_confidentiality("named", by=world.advisor, at=NOW)
    with pytest.raises(PermissionDenied, match="kept to others"):
        task.finish(by=world.colleague, at=NOW)


def test_the_page_and_the_api_refuse_and_the_list_offers_no_box(world, client, api):
    task = task_of(world)
    client.force_login(world.outsider)
    for verb in ("change", "done", "reopen"):
        assert client.post(f"/crm/tasks/{task.pk}/{verb}/", {"text": "Nej", "version": 1}).status_code == 403
    for verb in ("done", "reopen"):
        refused = api(world.outsider).post(f"/api/v1/tasks/{task.pk}/{verb}/", headers={"If-Match": "*"})
        assert refused.status_code == 403
    patched = api(world.outsider).patch(f"/api/v1/tasks/{task.pk}/", {"text": "Nej"}, headers={"If-Match": "*"})
    assert (patched.status_code, Task.objects.get().text) == (403, "Ring")


def test_in_sets_tasks_are_given_only_about_what_is_read(world):
    kept = world.client.set_confidentiality("named", by=world.advisor, at=NOW)
    tasks = [Task(text="Ring"), Task(text="Skriv", client=kept, due_on=TODAY)]
    with pytest.raises(PermissionDenied):
        Task.add_all(tasks, by=world.outsider, at=NOW)
    assert not Task.objects.exists()
