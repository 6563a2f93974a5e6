"""One rule, told for one row and for many: on generated worlds the words of the table, the predicate about a row and
the QuerySet's condition say the same of every noun, for every reader."""

from collections import defaultdict
from datetime import time
from functools import cache
from uuid import uuid4

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.hanging import SHOWN_TO_NOBODY, all_read, can_read, hanging, hidden, readable
from accounts.models import ApiToken, Role
from accounts.rights import ANYBODY, EVERYTHING, NOBODY, OUTSIDE
from contacts.models import Affiliation, Erasure, Likeness, Membership, Organisation, Person, ToRead
from crm.models import Client, Meeting, MeetingDraft, StageMove, Task
from hooks.models import Sending, Webhook
from imports.models import ImportRow, ImportRun
from journal.record import record
from lists.models import SavedView
from projects.access import PROJECT_KEPT
from projects.models import (
    Benefit,
    BenefitReading,
    BudgetLine,
    EndPlan,
    GateDecision,
    GatePlan,
    Milestone,
    Partner,
    PhaseMove,
    Project,
    ProjectMeeting,
    ProjectTask,
    Risk,
    StatusDraft,
    StatusReport,
    TitleChange,
)
from reports.models import Delivery, Recipient, Run, Schedule
from tests.rights.declared import LEVELS, Cast
from tests.rights.of_contacts import community
from tests.rights.table import OUTSIDE as OUTSIDE_COLUMN
from tests.rights.table import TABLE
from tests.rounds import rounds
from tests.world import NOW, TODAY, client_named, person, project_named

# Whose rows a world has, by their place in `everybody`.
whose = st.integers(0, 8)
kept = st.fixed_dictionaries(
    {
        "level": st.sampled_from(list(LEVELS)),
        "lead": st.none() | whose,
        "team": st.sampled_from([None, "team", "others"]),
        "readers": st.sets(whose, max_size=2),
    }
)
about = st.tuples(st.sets(st.integers(0, 2), max_size=2), st.sets(st.integers(0, 2), max_size=2))
worlds = st.fixed_dictionaries(
    {
        "clients": st.lists(kept, min_size=3, max_size=3),
        "projects": st.lists(kept, min_size=3, max_size=3),
        "meetings": st.lists(about, min_size=3, max_size=3),
        "tasks": st.lists(st.tuples(about, st.none() | st.integers(0, 2)), min_size=3, max_size=3),
        "met": st.lists(st.sets(st.integers(0, 2), max_size=2), min_size=3, max_size=3),
        "owner": whose,
        "recipient": whose,
    }
)
# Rows that somebody else writes, or that no world of this test has: their rule is a field of theirs alone.
ELSEWHERE = {
    "Team", "Municipality", "S3Area", "Community", "ProjectState", "Following", "Notification", "Suppression",
}  # fmt: skip


@pytest.fixture
def everybody(db):
    cast = Cast.gathered()
    alone = person("Elsa Ny", Role.ADVISOR)
    return cast, [*cast.people.values(), cast.somebody, cast.another, alone]


def readers_of(users):
    return [*(one.rights for one in users), NOBODY, OUTSIDE, ANYBODY, EVERYTHING]


@given(drawn=worlds, chosen=st.sets(st.integers(0, 12), min_size=3, max_size=3))
@settings(
    max_examples=rounds(3, 60),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
def test_the_rule_of_one_row_and_the_condition_of_many_say_the_same(everybody, drawn, chosen):
    cast, users = everybody
    readers = [one for number, one in enumerate(readers_of(users)) if number in chosen]
    with transaction.atomic():
        made = build(drawn, cast, users)
        wrong = [said for by in readers for model, rows in made.items() for said in otherwise(by, model, rows)]
        transaction.set_rollback(True)
    assert "\n".join(wrong) == ""


def test_they_say_the_same_to_each_reader_of_an_open_world(everybody):
    """To her too who is nobody's key: an address outside, and what is told of everybody."""
    cast, users = everybody
    made = build(SIMPLE, cast, users)
    wrong = [said for by in readers_of(users) for model, rows in made.items() for said in otherwise(by, model, rows)]
    assert "\n".join(wrong) == ""


def test_what_is_not_saved_yet_is_read_by_those_who_read_what_it_will_hang_on(everybody):
    cast, users = everybody
    for level in LEVELS:
        row = client_named(f"Klarvik {level} AB", lead=users[0], confidentiality=level)
        task = Task(text="Ring", client=row, meeting=Meeting.objects.create(kind="video", starts_at=NOW))
        for by in readers_of(users):
            assert bool(can_read(by, task)) == may_read(by, row), (by, level)


def otherwise(by, model, rows):
    """What is told in one way and not in another."""
    told = {row.pk: bool(may_read(by, row)) for row in rows}
    seen = set(readable(model._base_manager.filter(pk__in=told), by).values_list("pk", flat=True))
    kept_away = {pk for one in hidden(model, by) for pk in one.rows.values_list(one.key, flat=True)}
    where = f"{model.__name__} to {by}"
    if seen != {pk for pk, is_read in told.items() if is_read}:
        yield f"{where}: the condition shows {sorted(seen)}, the words {told}"
    if kept_away & set(told) != set(told) - seen:
        yield f"{where}: what is hidden is not what is not shown"
    if any(bool(can_read(by, row)) != told[row.pk] for row in rows[:2]):
        yield f"{where}: the predicate says otherwise than {told}"
    if bool(all_read(by, rows)) != all(told.values()):
        yield f"{where}: all are read is not {all(told.values())}"


def test_the_condition_through_a_join_says_the_same(everybody):
    cast, users = everybody
    rows = []
    for level in LEVELS:
        for lead, team in ((users[0], cast.team), (None, cast.others), (users[7], cast.team)):
            made = project_named("Sårvård", lead=lead, confidentiality=level)
            Project.objects.filter(pk=made.pk).update(team=team)
            made.refresh_from_db()
            made.named_readers.create(user=users[3])
            rows.append(Milestone.objects.create(project=made, title="Länk", planned_on=TODAY))
    for by in readers_of(users):
        joined = Milestone.objects.filter(PROJECT_KEPT.readable(by, Project, through="project__"))
        assert set(joined) == {row for row in rows if may_read(by, row)}, by


def test_every_noun_is_in_the_worlds(everybody):
    """But those that only the machine reads, and those that everybody does."""
    cast, users = everybody
    made = set(build(SIMPLE, cast, users))
    nouns = {
        model
        for model in apps.get_models()
        if (said := hanging(model)) and said != SHOWN_TO_NOBODY and not hasattr(model, "instance_type")
    }
    assert {model.__name__ for model in nouns - made} == ELSEWHERE


PLAIN = {"level": "open", "lead": 0, "team": "team", "readers": {1}}
SIMPLE = {
    "clients": [PLAIN] * 3, "projects": [PLAIN] * 3, "meetings": [({0}, {0})] * 3, "tasks": [(({0}, {0}), 0)] * 3,
    "met": [{0}] * 3, "owner": 0, "recipient": 1,
}  # fmt: skip


@cache
def may_read(by, row):
    """The words of docs/rights.md about a row, followed along what it hangs on, without asking the database which."""
    if by.role == "":
        return False
    if special := BY_HAND.get(type(row)):
        return special(by, row)
    said = hanging(type(row))
    if said.itself:
        return _kept_says(by, row)
    fields = [type(row)._meta.get_field(name) for name in said.on]
    return all(may_read(by, other) for field in fields for other in _at(row, field)) and all(
        may_read(by, other) for other in _tied_to(row)
    )


def _at(row, field):
    if field.many_to_many:
        return list(getattr(row, field.name).all())
    if field.concrete:
        return [other for other in [getattr(row, field.name)] if other]
    return list(field.related_model._base_manager.filter(**{field.field.name: row}))


def _tied_to(row):
    if isinstance(row, Organisation):
        return list(Client.objects.filter(organisation=row))
    if isinstance(row, Meeting):
        return [one.project for one in ProjectMeeting.objects.filter(meeting=row)]
    return [one.project for one in ProjectTask.objects.filter(task=row)] if isinstance(row, Task) else []


def _kept_says(by, row):
    noun = "Client" if isinstance(row, Client) else "Project"
    role = OUTSIDE_COLUMN if by.role == "outside" else by.role
    ties = {"lead"} if by.who and row.lead_id == by.who else set()
    ties |= {"team"} if by.team and row.team_id == by.team else set()
    ties |= {"named"} if by.who and row.named_readers.filter(user=by.who).exists() else set()
    return TABLE[noun, LEVELS[row.confidentiality]].cells[role].says(ties)


def _known(by, row):
    near = [*row.affiliations.all(), *row.meetings.all()]
    if not near:
        return _sees_all(by) or (by.who is not None and row.created_by_id == by.who)
    return any(may_read(by, one) for one in near)


def _sees_all(by):
    return by.role in {Role.ADMINISTRATOR, Role.AUDITOR}


def _schedule_read(by, row):
    return _sees_all(by) or (by.who is not None and by.who in {row.owner_id, *_recipients(row)})


def _recipients(schedule):
    return schedule.recipients.filter(ended_at=None).values_list("user", flat=True)


def _recipient_read(by, row):
    edits = by.role in {Role.MANAGER, Role.ADMINISTRATOR} and row.schedule.owner_id == by.who
    return _sees_all(by) or (by.who is not None and (row.user_id == by.who or edits))


def _own(name, *on):
    return lambda by, row: (
        by.who is not None
        and getattr(row, f"{name}_id") == by.who
        and all(may_read(by, getattr(row, one)) for one in on)
    )


def _is_shared(by, view):
    hers = view.shared == "all" or (view.shared == "team" and view.team_id == by.team)
    return hers or bool(view.shared and _sees_all(by))


BY_HAND = {
    Person: _known,
    Erasure: lambda by, row: _sees_all(by),
    ImportRun: lambda by, row: _sees_all(by) or (by.who is not None and row.by_id == by.who),
    Schedule: _schedule_read,
    Recipient: _recipient_read,
    ApiToken: _own("user"),
    Webhook: lambda by, row: _sees_all(by) or (by.who is not None and row.owner_id == by.who),
    SavedView: lambda by, row: by.who is not None and (row.owner_id == by.who or _is_shared(by, row)),
    MeetingDraft: _own("user"),
    StatusDraft: _own("user", "project"),
}


def build(drawn, cast, users):
    """Model → rows, of a drawn world."""
    rows = [
        *_kept_rows(drawn, cast, users),
    ]
    clients, projects = rows[:3], rows[3:6]
    rows += _of_clients(clients, drawn, cast)
    rows += _of_projects(projects, clients, users[drawn["owner"]])
    meetings = _meetings(clients, projects, drawn)
    rows += [*meetings, *ProjectMeeting.objects.all(), *_tasks(clients, projects, meetings, drawn)]
    rows += [*ProjectTask.objects.all(), *_people(clients, meetings, drawn), *Affiliation.objects.all()]
    rows += _reports(users[drawn["owner"]], users[drawn["recipient"]])
    rows += _own_rows(users[drawn["owner"]], projects)
    rows += [*users, *(one for row in [*clients, *projects] for one in row.named_readers.all())]
    made = defaultdict(list)
    for row in rows:
        made[type(row)].append(row)
    return made


def _kept_rows(drawn, cast, users):
    teams = {"team": cast.team, "others": cast.others, None: None}
    for number, said in enumerate([*drawn["clients"], *drawn["projects"]]):
        row = client_named(f"Klarvik {number} AB") if number < 3 else project_named("Sårvård")
        row.confidentiality, row.team = said["level"], teams[said["team"]]
        row.lead = None if said["lead"] is None else users[said["lead"]]
        row.save()
        for reader in said["readers"]:
            row.named_readers.create(user=users[reader])
        yield row


def _of_clients(clients, drawn, cast):
    free = Organisation.objects.create(name="Hudkliniken")
    organisations = [*(one.organisation for one in clients), free]
    yield from organisations
    for one in clients:
        yield StageMove.objects.create(client=one, to_stage="active", on=TODAY)
    for one in organisations:
        yield Membership.objects.create(organisation=one, community=community())
    for one, other in zip(organisations, organisations[1:], strict=False):
        yield Likeness.objects.create(organisation=one, other=other, found_at=NOW)
    erasure = Erasure.objects.create(person=1, ground="unlawful", at=NOW)
    yield erasure
    yield ToRead.objects.create(erasure=erasure, record_type=ContentType.objects.get_for_model(Client), record_id=1)


def _of_projects(projects, clients, writer):
    for one, client in zip(projects, clients, strict=True):
        on = {"project": one}
        yield Milestone.objects.create(**on, title="Länk", planned_on=TODAY)
        yield Risk.objects.create(**on, text="Sent", probability=1, consequence=1)
        yield (benefit := Benefit.objects.create(**on, measure="Dagar", kind="access"))
        yield BenefitReading.objects.create(benefit=benefit, on=TODAY, value=1)
        yield Partner.objects.create(**on, organisation=client.organisation, role="clinic")
        yield BudgetLine.objects.create(**on, on=TODAY)
        yield GatePlan.objects.create(**on, gate="G0", planned_on=TODAY, set_on=TODAY)
        yield GateDecision.objects.create(**on, gate="G0", verdict="go", on=TODAY)
        yield StatusReport.objects.create(**on, on=TODAY, posted_at=NOW, overall="on_track")
        yield PhaseMove.objects.create(**on, phase="needs", on=TODAY)
        yield EndPlan.objects.create(**on, ends_on=TODAY, set_on=TODAY)
        yield TitleChange.objects.create(**on, title="Förr", set_on=TODAY)
        yield StatusDraft.objects.create(**on, user=writer, saved_at=NOW)


def _meetings(clients, projects, drawn):
    made = [Meeting.objects.create(kind="video", state="held", starts_at=NOW) for _ in drawn["meetings"]]
    for meeting, (with_clients, on_projects) in zip(made, drawn["meetings"], strict=True):
        meeting.clients.set([clients[number] for number in with_clients])
        for number in on_projects:
            ProjectMeeting.objects.create(project=projects[number], meeting=meeting)
    return made


def _tasks(clients, projects, meetings, drawn):
    for (of_clients, on_projects), at in drawn["tasks"]:
        client = clients[min(of_clients)] if of_clients else None
        task = Task.objects.create(text="Ring", client=client, meeting=None if at is None else meetings[at])
        for number in on_projects:
            ProjectTask.objects.create(project=projects[number], task=task)
        yield task


def _people(clients, meetings, drawn):
    for number, met in enumerate(drawn["met"]):
        made = Person.objects.create(name=f"Maja {number}")
        for one in met:
            meetings[one].people.add(made)
        if number != 2:
            made.affiliations.create(organisation=clients[number].organisation)
        yield made


def _reports(owner, reader):
    schedule = Schedule.objects.create(
        name="Styrgruppen", kind="portfolio_status", owner=owner, at_time=time(7), starts_at=NOW, next_due_at=NOW
    )
    recipients = [schedule.recipients.create(user=reader), schedule.recipients.create(email="x@region.example")]
    run = Run.objects.create(schedule=schedule, period="2026-10", due_at=NOW, as_of=TODAY)
    mails = [
        Delivery.objects.create(
            subject=run.pk, run=run, recipient=one, planned_at=NOW, message_id=f"<{uuid4()}@fyr.example>"
        )
        for one in recipients
    ]
    return [schedule, *recipients, run, *mails]


def _own_rows(owner, projects):
    run = ImportRun.objects.create(kind="clients", file_name="k.csv", content=b"", by=owner)
    draft = MeetingDraft.objects.create(user=owner, key=uuid4(), saved_at=NOW)
    return [run, ImportRow.objects.create(run=run, number=2), draft, ApiToken.issue(owner, "Export", at=NOW)[0],
            *_views(owner), *_hooks(owner, projects[0])]  # fmt: skip


def _hooks(owner, project):
    webhook = Webhook.objects.create(
        owner=owner, name="Lager", url="https://lager.example/", verbs=["project.*"], seed="x", made_at=NOW
    )
    entry = record("project.changed", project, by=owner, at=NOW, changes=[])
    return [webhook, Sending.objects.create(webhook=webhook, entry=entry)]


def _views(owner):
    """Her own, her team's when she has one, and everybody's."""
    for shared in ("", "team", "all") if owner.team else ("", "all"):
        team = owner.team if shared == "team" else None
        yield SavedView.objects.create(
            owner=owner, list="clients", name="Tysta", shared=shared, team=team, created_at=NOW
        )
