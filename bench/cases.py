"""What is asked of the server, with the targets; runs inside Django, on the data set that is measured."""

import json
import uuid
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.middleware.csrf import _get_new_csrf_string
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from accounts.models import ApiToken, User
from crm.models import Client, Meeting
from projects.models import Project


@dataclass
class Case:
    """`paths` and `bodies` are asked in turn; in a body "{n}" becomes a number of its own,
    "{key}" a UUID.

    Targets: milliseconds at one client, answers a second at eight, queries, bytes.
    """

    name: str
    paths: list[str]
    bare: str
    p50: float | None = None
    p95: float | None = None
    rate: float | None = None
    queries: int | None = None
    size: int | None = None
    method: str = "GET"
    bodies: list[str] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    signs_in: str = "cookie"
    expected: list[int] = field(default_factory=lambda: [200])


def session(user: User) -> str:
    store = SessionStore()
    store[SESSION_KEY], store[BACKEND_SESSION_KEY] = str(user.pk), settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return str(store.session_key)


def _reversed(name: str, *args: Any) -> str:
    """The address, or nothing while the page is not there."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def _with(path: str, *queries: str) -> list[str]:
    return [f"{path}?{query}" for query in queries] if path else []


HTMX = {"HX-Request": "true", "HX-Target": "rows"}
LETTERS = ["klar", "sun", "ås", "johan", "rehab", "berg digital", "559", "emma l", "mossb", "zzz", "a", "havre"]


def pages(today: date) -> list[Case]:
    clients = _reversed("crm:client_list")
    some = list(Client.objects.filter(stage="active", confidentiality="open").order_by("pk")[:20])
    projects = list(Project.objects.filter(phase="execution", confidentiality="open").order_by("pk")[:10])
    five = "stage=active&lead={}&domain=medtech&size=micro&quiet=60"
    leads = [str(pk) for pk in Client.objects.order_by("lead").values_list("lead", flat=True).distinct()[:6]]
    portfolio = _reversed("projects:portfolio")
    earlier, before = today - timedelta(days=140), today - timedelta(days=231)
    return [
        Case("clients list, whole page", [clients], "table", 30, 60, 60, 10, 60_000),
        Case("clients list, other sorts",
             _with(clients, "sort=contact", "sort=-contact", "sort=-opened"), "table",
             30, 60, 60, 10, 60_000),
        Case("clients list, fragment after a filter",
             _with(clients, "stage=active", "q=sund", "stage=dormant"), "table", 20, 40, 90, 8, 40_000, headers=HTMX),
        Case("clients list, five filters", _with(clients, *[five.format(lead) for lead in ["me", *leads]]), "table",
             60, 150, 25, 10),
        Case("client page, 30 timeline entries", [_reversed("crm:client_detail", one.pk) for one in some], "detail",
             35, 70, 50, 14, 60_000),
        Case("Today", ["/"], "table", 35, 70, 50, 12, 50_000),
        Case("search box, any letters",
             _with(_reversed("ui:search"), *[f"q={quote(word)}" for word in LETTERS]), "rows", 25, 80, 60, 6,
             headers={"HX-Request": "true"}),
        Case("portfolio, today", [portfolio], "portfolio", 60, 100, 25, 12, 120_000),
        Case("portfolio, as of a date", _with(portfolio, f"as_of={earlier}"), "portfolio", 60, 100, 25, 12, 120_000),
        Case("portfolio, as of and compared", _with(portfolio, f"as_of={earlier}&compare={before}"), "portfolio",
             60, 100, 25, 12, 120_000),
        Case("project page", [_reversed("projects:project_detail", one.pk) for one in projects], "detail",
             None, None, None, 15, 60_000),
        Case("organisations list", [_reversed("contacts:organisation_list")], "table", None, None, None, 15, 60_000),
        Case("people list", [_reversed("contacts:person_list")], "table", None, None, None, 15, 60_000),
        Case("meetings list", [_reversed("crm:meeting_list")], "table", None, None, None, 15, 60_000),
        Case("tasks list", [_reversed("crm:task_list")], "table", None, None, None, 15, 60_000),
    ]  # fmt: skip


def meeting_saves(user: User, csrf: str, now: Any) -> list[Case]:
    """A meeting with one person, a note and a follow-up, as the form posts it."""
    clients = Client.objects.filter(stage="active", confidentiality="open").order_by("pk")[:20]
    bodies = []
    for client in clients:
        person = client.organisation.affiliations.values_list("person", flat=True).first()
        bodies.append(form_body(csrf, user, client.pk, person, now))
    return [
        Case("save a meeting", [_reversed("crm:meeting_log")], "insert", 25, 50, 60, 25, method="POST", bodies=bodies,
             headers={"Content-Type": "application/x-www-form-urlencoded"}, expected=[200, 302, 303])
    ]  # fmt: skip


def form_body(csrf: str, user: User, client: int, person: int | None, now: Any) -> str:
    """As the form posts it; "{key}" is filled in for each save, since a form is saved once."""
    fields = {
        "csrfmiddlewaretoken": csrf,
        "clients": client,
        "people": person or "",
        "kind": "video",
        "day": str(timezone.localdate(now) - timedelta(days=1)),
        "time": "09:00",
        "contact": "45",
        "preparation": "10",
        "travel": "0",
        "services": "finance",
        "note": "Gick igenom budgeten. Kassan räcker till mars, bryggrunda öppen.",
        "substantive": "yes",
        "specific": "yes",
        "step_1": "Skicka mall för likviditetsbudget",
        "step_1_due": str(timezone.localdate(now) + timedelta(days=7)),
        "step_1_owner": user.pk,
    }
    return urlencode(fields) + "&key={key}"


def api(today: date) -> list[Case]:
    clients = _reversed("api:client-list")
    everyones = Client.objects.filter(confidentiality="open").order_by("pk").values_list("pk", flat=True)
    ones = [_reversed("api:client-detail", pk) for pk in everyones[:20]]
    new = json.dumps({"organisation": {"name": "Mätbolaget {n} AB"}, "needs": "Att mätas."})
    posted = {"Content-Type": "application/json"}
    return [
        Case("API list of clients", [clients], "serializer", 15, 30, 110, 5, signs_in="token"),
        Case("API list of meetings", [_reversed("api:meeting-list")], "serializer", 15, 30, 110, 5, signs_in="token"),
        Case("API list of projects", [_reversed("api:project-list")], "serializer", 15, 30, 110, 5, signs_in="token"),
        Case("API one client", ones, "one", 8, 15, 200, 4, signs_in="token"),
        Case("API create a client", [clients], "insert", 12, 25, 120, 8, method="POST", bodies=[new], headers=posted,
             signs_in="token", expected=[201]),
    ]  # fmt: skip


def bare() -> dict[str, list[str]]:
    """The bare views by name."""
    some = Client.objects.order_by("pk").values_list("pk", flat=True)[:20]
    return {
        "nothing": ["/bare/json/"],
        "rows": ["/bare/rows/"],
        "table": ["/bare/table/"],
        "serializer": ["/bare/serializer/"],
        "detail": [f"/bare/detail/{pk}/" for pk in some],
        "one": [f"/bare/one/{pk}/" for pk in some],
        "insert": ["/bare/insert/"],
        "portfolio": [f"/bare/portfolio/?on={timezone.localdate()}"],
    }


def everything() -> dict[str, Any]:
    """All of it as JSON, with the sign-ins: an advisor's session and token, and her anti-forgery text."""
    user = User.objects.filter(role="advisor").order_by("pk")[0]
    csrf = _get_new_csrf_string()
    today = timezone.localdate()
    cases = pages(today) + meeting_saves(user, csrf, timezone.now()) + api(today)
    _token, secret = ApiToken.issue(user, f"bench {uuid.uuid4()}", at=timezone.now())
    return {
        "cookie": f"sessionid={session(user)}; csrftoken={csrf}",
        "token": secret,
        "cases": [asdict(case) for case in cases if case.paths and all(case.paths)],
        "missing": [case.name for case in cases if not case.paths or not all(case.paths)],
        "bare": bare(),
        "rows": {
            "organisations": Client._meta.get_field("organisation").related_model.objects.count(),  # type: ignore[union-attr]
            "clients": Client.objects.count(),
            "meetings": Meeting.objects.count(),
            "projects": Project.objects.count(),
        },
    }


def say() -> None:
    print(json.dumps(everything()))
