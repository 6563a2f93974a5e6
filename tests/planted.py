"""Records of every noun full of words that stand nowhere else, told apart by how they are kept.

All records of one level have the same key, whatever their noun: an address is filled without knowing whose key it asks.
Every text begins with the same word, which may be sent to look for it, and ends with its own, which may not come back.
"""

import uuid
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.apps import apps
from django.db import connection

from contacts.models import Membership, Organisation, Person
from contacts.models.community import Community
from crm.models import Client, Meeting, MeetingDraft, Task
from imports.models import ImportRun
from lists.models import SavedView
from projects.models import Benefit, Milestone, Partner, Project, Risk, StatusDraft
from tests.world import NOW, World

SENT = "Lyktan"
ROOMS = {"contacts", "crm", "hooks", "imports", "lists", "projects", "reports", "journal"}


@dataclass
class Planted:
    """`words` are word → where it was written."""

    level: str
    key: int
    uuid: uuid.UUID
    words: dict[str, str] = field(default_factory=dict)

    def word(self, where: str) -> str:
        word = f"qvark{self.level}{len(self.words):02}x"
        self.words[word] = where
        return f"{SENT} {word}"


def plant(world: World, level: str, key: int, beside: Client | None = None) -> Planted:
    """All of Bo's; `beside` is an open client that shares its meeting, a person and a community with the kept one."""
    _next_keys(key)
    planted = Planted(level, key, uuid.UUID(int=key))
    client = _client(world, planted, beside)
    project = _project(world, planted, client.organisation)
    _drafts(world, planted, client, project)
    return planted


def _next_keys(key: int) -> None:
    with connection.cursor() as cursor:
        for model in apps.get_models():
            if model._meta.app_label in ROOMS and model._meta.pk.get_internal_type() in {"AutoField", "BigAutoField"}:
                cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [model._meta.db_table, model._meta.pk.column])
                if found := cursor.fetchone()[0]:
                    cursor.execute(f"ALTER SEQUENCE {found} RESTART WITH {key}")


def _client(world: World, planted: Planted, beside: Client | None) -> Client:
    word, who = planted.word, {"by": world.colleague, "at": NOW}
    texts = {name: word(f"organisation.{name}") for name in ("name", "summary")}
    organisation = Organisation.add(tags=[word("organisation.tags")], **texts, **who)
    texts = {name: word(f"client.{name}") for name in ("origin_note", "needs", "note")}
    client = Client.open_client(
        organisation, on=NOW.date(), confidentiality=planted.level, team=world.health, **texts, **who
    )
    person = Person.add(name=word("person.name"), email=f"{word('person.email').split()[1]}@klient.example", **who)
    person.join(organisation, role=word("affiliation.role"), **who)
    clients, people = [client, *([beside] if beside else [])], [person]
    tasks = [Task(text=word("task.of_meeting"), owner=world.colleague)]
    texts = {name: word(f"meeting.{name}") for name in ("subject", "place")}
    began = NOW - timedelta(days=1)
    meeting = Meeting.log(
        clients=clients,
        people=people,
        tasks=tasks,
        kind="in_person",
        starts_at=began,
        contact_minutes=30,
        **texts,
        **who,
    )
    meeting.change(note=word("meeting.note_changed"), **who)
    Task.add(text=word("task.text"), client=client, owner=world.colleague, due_on=NOW.date(), **who)
    community, _new = Community.objects.get_or_create(name="HealthTech Nordic")
    Membership.apply(community, organisation, contact=person, category=word("membership.category"), **who)
    client.move_to("assessment", on=NOW.date(), reason=word("stage_move.reason"), **who)
    return client


def _project(world: World, planted: Planted, organisation: Organisation) -> Project:
    word, who = planted.word, {"by": world.administrator, "at": NOW}
    texts = {name: word(f"project.{name}") for name in ("title", "summary", "line_owner", "goal")}
    project = Project.start(
        code=f"{planted.key}-{word('project.code').split()[1]}", lead=world.colleague, team=world.health,
        confidentiality=planted.level, **texts, **who,
    )  # fmt: skip
    who = {"by": world.colleague, "at": NOW}
    Milestone.add(project, title=word("milestone.title"), planned_on=date(2026, 12, 1), **who)
    texts = {name: word(f"risk.{name}") for name in ("text", "action", "owner")}
    Risk.add(project, probability=4, consequence=4, **texts, **who)
    texts = {name: word(f"benefit.{name}") for name in ("measure", "unit", "owner")}
    benefit = Benefit.add(project, kind="quality", **texts, **who)
    benefit.read(Decimal(3), source=word("benefit_reading.source"), **who)
    Partner.add(project, organisation=organisation, role="need_owner", contact=word("partner.contact"), **who)
    project.set_budget(source=word("budget_line.source"), plan_sek=1000, **who)
    project.title_changes.create(title=word("title_change.title"), set_on=project.starts_on)
    project.plan_gate("G0", date(2026, 12, 24), **who)
    said = {"overall": word("status_report.comment")}, {"overall": word("status_report.recovery")}
    project.post_status(
        overall="watch", summary=word("status_report.summary"), comments=said[0], recovery=said[1],
        decisions=[{"text": word("status_report.decisions")}], **who,
    )  # fmt: skip
    texts = {name: word(f"gate_decision.{name}") for name in ("decider", "conditions", "reason")}
    project.decide_gate("G0", "go_with_conditions", by=world.administrator, at=NOW, **texts)
    about = {"subject": word("meeting.of_project"), "note": word("meeting.of_project_note")}
    tasks = [Task(text=word("task.of_project"), owner=world.colleague)]
    Meeting.log(kind="video", starts_at=NOW, contact_minutes=30, about=[project], tasks=tasks, **about, **who)
    return project


def _drafts(world: World, planted: Planted, client: Client, project: Project) -> None:
    typed = {name: [planted.word(f"meeting_draft.{name}")] for name in ("note", "place")}
    MeetingDraft.objects.create(
        user=world.colleague, key=planted.uuid, client=client, typed=typed, saved_at=NOW, tab="t"
    )
    typed = {"summary": [planted.word("status_draft.summary")]}
    StatusDraft.objects.create(user=world.colleague, project=project, typed=typed, saved_at=NOW, tab="t")
    SavedView.objects.create(
        owner=world.colleague, list="clients", name=planted.word("saved_view.name"), created_at=NOW,
        query=f"q={planted.word('saved_view.query').split()[1]}",
    )  # fmt: skip
    run = ImportRun.objects.create(
        kind="clients", file_name=planted.word("import.file_name"), by=world.colleague, state="checked",
        content=b"Namn\nA\n", mapping={}, rows_total=1,
    )  # fmt: skip
    run.rows.create(number=1, cells={"Namn": planted.word("import_row.cells")}, outcome="create")
