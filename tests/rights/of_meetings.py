"""Meetings, their drafts and tasks behind the table's words."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from accounts.hanging import can_read
from crm import access
from crm.models import Client, Meeting, MeetingDraft, Task
from projects.models import ProjectMeeting, ProjectTask
from tests.rights.declared import (
    NOTHING,
    TODAY,
    Noun,
    Verb,
    api,
    client,
    from_file,
    hidden_client,
    hidden_project,
    led_client,
    new,
    of,
    page,
    project,
    reading,
    shown,
    tied,
)
from tests.world import NOW

YESTERDAY = TODAY - timedelta(days=1)
WEEK = timedelta(days=7)
HELD = {"kind": "video", "day": YESTERDAY.isoformat(), "contact": "45"}
# Whom or what a new meeting or task is about.
HOSTS = [tied("about", client), tied("about", project), tied("", hidden_client), tied("", hidden_project)]


def _about(row):
    return {"clients" if isinstance(row, Client) else "projects": [row.pk]}


def _meeting(made, tie="", state="held"):
    def make(cast, by):
        about = made(cast, by)
        starts_at = NOW if state == "held" else timezone.now() + WEEK
        meeting = Meeting.objects.create(kind="video", state=state, starts_at=starts_at, created_by=cast.somebody)
        if isinstance(about, Client):
            meeting.clients.add(about)
        else:
            ProjectMeeting.objects.create(project=about, meeting=meeting)
        if tie == "part":
            meeting.staff.add(by)
        if tie == "logged":
            meeting.created_by = by
            meeting.save()
        return meeting

    return make


def _meetings(**options):
    return [
        tied("about", _meeting(client, **options)),
        tied("about", _meeting(project, **options)),
        tied("about part", _meeting(client, "part", **options)),
        tied("about logged", _meeting(client, "logged", **options)),
        tied("part", _meeting(hidden_client, "part", **options)),
        tied("logged", _meeting(hidden_project, "logged", **options)),
    ]


def _task(made, **ties):
    """`ties` say which of the task's people she is."""

    def make(cast, by):
        about = made(cast, by)
        people = {"owner": cast.somebody, "created_by": cast.somebody} | {
            name: by if is_hers else None for name, is_hers in ties.items()
        }
        task = Task.objects.create(text="Ring", client=about if isinstance(about, Client) else None, **people)
        if not isinstance(about, Client):
            ProjectTask.objects.create(project=about, task=task)
        return task

    return make


def _of_meeting(made):
    def make(cast, by):
        return Task.objects.create(text="Ring", meeting=made(cast, by), owner=by, created_by=cast.somebody)

    return make


TASKS = [
    tied("about", _task(client)),
    tied("about", _task(project)),
    tied("about owner", _task(client, owner=True)),
    tied("about giver", _task(project, created_by=True)),
    tied("about unowned", _task(client, owner=False)),
    tied("about lead", _task(led_client)),
    tied("owner", _task(hidden_client, owner=True)),
    tied("giver", _task(hidden_project, created_by=True)),
    tied("owner", _of_meeting(_meeting(hidden_client))),
]


def _typed(row, cast):
    return {"text": "Ring snart", "owner": cast.by.pk, "due_on": ""}


def _given(row, cast):
    return _typed(row, cast) | ({"client": row.pk} if isinstance(row, Client) else {"projects": [row.pk]})


def _meant(row, cast):
    return {"text": "Ring snart"} | ({"client": row.pk} if isinstance(row, Client) else {"projects": [row.pk]})


def _add_task(row, by, cast):
    named = {"client": row} if isinstance(row, Client) else {"about": [row]}
    Task.add(by=by, at=NOW, text="Ring", **named)


def _log(row, by, cast):
    named = {"clients": [row]} if isinstance(row, Client) else {"about": [row]}
    Meeting.log(by=by, at=NOW, kind="video", starts_at=NOW, **named)


def _same(row, cast):
    """The meeting's form as it is, with other words."""
    projects = ProjectMeeting.objects.filter(meeting=row).values_list("project", flat=True)
    return HELD | {"clients": list(row.clients.values_list("pk", flat=True)), "projects": list(projects), "note": "Ny"}


def _draft(whose):
    def make(cast, by):
        user = by if whose == "own" else cast.somebody
        return MeetingDraft.objects.create(user=user, key=uuid4(), typed={"day": ["idag"]}, saved_at=NOW)

    return make


def _keyed(row, cast):
    return {"key": str(row.key), "day": "igår", "kind": "video", "is_sure": "1"}


def drafts():
    return MeetingDraft.objects.count()


LOGGED_ROW = from_file(
    "meetings",
    lambda row: {"day": f"{NOW:%Y-%m-%d}", "client": str(row), "kind": "Video", "minutes": "50"},
    lambda by, row: access.can_log_meeting(by, [row]),
)
NOUNS = {
    "Meeting": Noun(
        _meetings(),
        {
            "read": reading("meeting", shown("crm:meeting_detail")),
            "log or plan": Verb(
                lambda by, row: access.can_log_meeting(by, [row]),
                (
                    page("crm:meeting_log", lambda row, cast: HELD | _about(row), lambda row: [], hidden=422),
                    new("meeting", lambda row, cast: {"kind": "video", "starts_at": NOW} | _about(row), hidden=400),
                ),
                (_log,),
                samples=HOSTS,
            ),
            "log, from a file": replace(LOGGED_ROW, samples=[HOSTS[0], HOSTS[2]]),
            "change": Verb(
                access.can_edit_meeting,
                (page("crm:meeting_change", _same), api("patch", "meeting-detail", {"note": "Ny"})),
                (lambda row, by, cast: row.change(by=by, at=timezone.now(), note="Ny"),),
            ),
            "cancel": Verb(
                access.can_edit_meeting,
                (page("crm:meeting_cancel", {"reason": "Sjuk"}), api("post", "meeting-cancel", {"reason": "Sjuk"})),
                (lambda row, by, cast: row.cancel(by=by, at=NOW),),
                samples=_meetings(state="planned"),
            ),
            "plan again": Verb(
                access.can_edit_meeting,
                (page("crm:meeting_plan_again"), api("post", "meeting-plan-again")),
                (lambda row, by, cast: row.plan_again(by=by, at=NOW),),
                samples=_meetings(state="cancelled"),
            ),
        },
        everybodys=frozenset({"about"}),
    ),
    "Task": Noun(
        TASKS,
        {
            "read": reading("task"),
            "add": Verb(
                lambda by, row: access.can_add_tasks(by, [row]),
                (
                    page("crm:task_create", _given, lambda row: [], hidden=422),
                    new("task", _meant, hidden=400),
                ),
                (_add_task,),
                samples=HOSTS,
            ),
            "change": Verb(
                access.can_edit_task,
                (page("crm:task_change", _typed), api("patch", "task-detail", {"text": "Ring snart"})),
                (lambda row, by, cast: row.change(by=by, at=NOW, text="Ring snart"),),
            ),
            "tick off": Verb(
                access.can_edit_task,
                (page("crm:task_done"), api("post", "task-done")),
                (lambda row, by, cast: row.finish(by=by, at=NOW),),
            ),
            "open again": Verb(
                access.can_edit_task,
                (page("crm:task_reopen"), api("post", "task-reopen")),
                (lambda row, by, cast: row.reopen(by=by, at=NOW),),
                ready=lambda row: Task.objects.filter(pk=row.pk).update(done_at=NOW),
            ),
        },
        everybodys=frozenset({"about"}),
    ),
    "Draft of a meeting": Noun(
        [tied("own", _draft("own")), tied("", _draft("somebody's"))],
        {
            "read": Verb(can_read, (shown("crm:draft_continue", lambda row: [row.key]),)),
            "save": Verb(
                of(access.can_write),
                (page("crm:draft_save", {"day": "igår"}, trace=drafts),),
                samples=NOTHING,
            ),
            "see beside another": Verb(
                can_read, (page("crm:draft_both", _keyed, lambda row: [], trace=None, done=frozenset({409})),)
            ),
            "discard": Verb(can_read, (page("crm:draft_discard", _keyed, lambda row: [], hidden=302, trace=drafts),)),
        },
    ),
}
