"""What this room puts into the rooms below: search, the client page and Today."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import F, Model, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.rights import Reader, rights_of
from crm.imports import meetings
from crm.models import Client, Meeting, Task
from crm.sections import Section, client_sections
from crm.ties import Tie, ties
from crm.today import contributors
from journal.timeline import noun_names
from projects import waiting
from projects.access import can_decide_gates, can_keep_project
from projects.models import Partner, Phase, Project, ProjectMeeting, ProjectState, ProjectTask, StatusDraft
from projects.models.phase import RUNNING
from ui import near, search
from ui.search import Hit
from ui.swedish import SwedishOrder
from ui.text import fold, words_in

# A status is reported each month.
DUE_DAYS = 30
SHOWN = ("pk", "title", "code", "phase", "search_key")
# Of the titles with a word that begins nearly so, so many are compared.
CANDIDATES = 500
# Of the decisions that wait; the rest open below.
AT_ONCE = 8


def find_projects(user: Reader, words: list[str], limit: int) -> list[Hit]:
    """Projects whose title has every word, or whose code begins with the text; titles that begin with it first."""
    text = " ".join(words)
    has_words = Q()
    for word in words:
        has_words &= Q(search_key__contains=word)
    rows = Project.objects.visible_to(user).filter(has_words | Q(code__istartswith=text))
    found = list(rows.order_by("search_key").values_list(*SHOWN)[: limit * 4])
    found.sort(key=lambda row: not row[4].startswith(text))
    return _project_hits(found[:limit])


def near_projects(user: Reader, words: list[str], limit: int) -> list[Hit]:
    """Projects whose title has each word but for typing errors."""
    rows = Project.objects.visible_to(user).order_by("search_key")
    for word in words:
        rows = rows.filter(search_key__regex=near.pattern(word))
    compared = [(near.errors(words, words_in(row[4])), row) for row in rows.values_list(*SHOWN)[:CANDIDATES]]
    counted = [(count, row) for count, row in compared if count is not None]
    return _project_hits([row for _count, row in sorted(counted, key=lambda pair: pair[0])[:limit]])


def _project_hits(rows: Sequence[tuple[Any, ...]]) -> list[Hit]:
    return [
        Hit(
            "project", title, reverse("projects:project_detail", args=[pk]), f"{code}, {Phase(phase).label}", "flag", -n
        )
        for n, (pk, title, code, phase, _key) in enumerate(rows)
    ]


def client_projects(client: Client, user: Reader) -> Section | None:
    """The projects this client's organisation is a partner of, as far as the reader may see them."""
    visible = Project.objects.visible_to(user).order_by()
    roles = Partner.objects.filter(organisation=client.organisation_id, project__in=visible)
    rows = list(roles.select_related("project").order_by(SwedishOrder("project__title")))
    return Section("projects/client_projects.html", {"roles": rows}) if rows else None


def status_due(user: Reader, on: date) -> Section | None:
    """The running projects the user leads whose status is a month old or was never reported, oldest first."""
    states = ProjectState.objects.now_known().filter(
        effective__contains=on, phase__in=RUNNING, project__lead=rights_of(user).who
    )
    old = Q(reported_on=None) | Q(reported_on__lte=on - timedelta(days=DUE_DAYS))
    rows = list(states.filter(old).select_related("project").order_by(F("reported_on").asc(nulls_first=True))[:10])
    return Section("projects/status_due.html", {"states": rows}) if rows else None


def status_drafts(user: Reader, on: date) -> Section | None:
    """The status reports she has begun, as she left them."""
    rows = list(StatusDraft.objects.visible_to(user).select_related("project")[:10])
    return Section("projects/status_drafts.html", {"drafts": rows}) if rows else None


def decisions_wait(user: Reader, on: date) -> Section | None:
    """What waits for a decision, for those who decide: the late first."""
    rows = waiting.decisions(user, on) if can_decide_gates(user) else []
    late = sum(1 for one in rows if one.on and one.on < on)
    told = {"first": rows[:AT_ONCE], "more": rows[AT_ONCE:], "count": len(rows), "late": late}
    return Section("projects/decisions_wait.html", told, late) if rows else None


def called(reader: Reader, text: str) -> list[Project]:
    """The projects a text may mean: by code, by "code title" as lists complete it, by title, by part of a title."""
    visible = Project.objects.visible_to(reader)
    exactly = Q(code__iexact=text) | Q(code__iexact=text.split(" ")[0]) | Q(title__iexact=text)
    return list(visible.filter(exactly)[:6]) or list(visible.filter(search_key__contains=fold(text))[:6])


def at_hand(reader: Reader, clients: Sequence[Client]) -> QuerySet[Project]:
    """The running projects in which these clients take part."""
    roles = Partner.objects.filter(organisation__in=[client.organisation_id for client in clients])
    return Project.objects.visible_to(reader).filter(pk__in=roles.values("project"), phase__in=RUNNING)


def _tie(noun: type[Model], through: type[Model], mine: str) -> Tie:
    return Tie(
        noun,
        through,
        mine,
        "project",
        "projects",
        _("Project"),
        ("projekt", "project", "projektkod", "project code"),
        called,
        at_hand,
        lambda project: reverse("projects:project_detail", args=[project.pk]),
        lambda project: f"{project.code} {project.title}",
        can_keep_project,
    )


def register() -> None:
    ties.extend([_tie(Meeting, ProjectMeeting, "meeting"), _tie(Task, ProjectTask, "task")])
    meetings.add_column(ties[-2])
    search.register("projects", _("Projects"), 30, find_projects, near_projects)
    client_sections.append(client_projects)
    contributors.extend([decisions_wait, status_due, status_drafts])
    noun_names["project"] = _("Projects")
