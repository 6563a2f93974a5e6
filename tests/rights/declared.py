"""What the table's words are in the product: which records stand for a tie, which rule and which doors for a verb."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.hanging import can_read
from accounts.models import Role, Team, User
from crm.models import Client
from imports import carrying, staging
from imports.access import can_import
from imports.models import ImportRun
from journal.models import Entry
from tests.world import client_named, person, project_named

TODAY = timezone.localdate()

LEVELS = {"open": "read, open to all staff", "team": "read, kept to its team", "named": "read, kept to named people"}


@dataclass
class Cast:
    """One person of each role, all in one team; two outside it, and their team. `by` is she whose cell is tried."""

    team: Team
    others: Team
    somebody: User
    another: User
    people: dict[str, User] = field(default_factory=dict)
    by: User | None = None
    run: Any = None

    @classmethod
    def gathered(cls):
        team, others = Team.objects.create(name="Hälsa"), Team.objects.create(name="Livsmedel")
        outside = [person(name, Role.ADVISOR, others) for name in ("Cilla Wik", "Dora Wik")]
        made = cls(team, others, *outside)
        made.people = {role: person(f"{role.value.title()} Ek", role, team) for role in Role}
        return made


@dataclass(frozen=True)
class Sample:
    """A record to which she has these ties; `read` is the row of the table that says who reads such a one."""

    ties: frozenset[str]
    make: Callable[[Cast, Any], Any]
    read: str = "read"


DONE = frozenset({200, 201, 204, 302})


@dataclass(frozen=True)
class Door:
    """`hidden` is how it may answer about a record that she cannot read; `trace` shows whether something was done."""

    where: str
    method: str
    name: str
    data: Callable[[Any, Cast], dict[str, Any]]
    args: Callable[[Any], list[Any]]
    hidden: frozenset[int]
    trace: Callable[[], Any] | None = None
    done: frozenset[int] = DONE


@dataclass(frozen=True)
class Verb:
    """`may(by, row)` is the rule, `act(row, by, cast)` the verb and its forms for many rows at once."""

    may: Callable[[Any, Any], Any]
    doors: tuple[Door, ...] = ()
    act: tuple[Callable[[Any, Any, Cast], Any], ...] = ()
    ready: Callable[[Any], Any] = lambda row: None
    samples: list[Sample] | None = None


def last_entry():
    """What has been done; that something was refused is told too, but is not done."""
    done = Entry.objects.exclude(verb__endswith=".taken_refused")
    return done.order_by("-pk").values_list("pk", flat=True).first()


def of_row(row):
    return [] if row is None else [row.pk]


def page(name, data=None, args=of_row, hidden=404, trace=last_entry, done=DONE):
    return Door("page", "post", name, _told(data), args, _codes(hidden), trace, done)


def shown(name, args=of_row):
    """A page that shows and changes nothing."""
    return Door("page", "get", name, _told(None), args, _codes(404))


def api(method, name, data=None, args=of_row, hidden=404, trace=last_entry):
    return Door("api", method, f"api:{name}", _told(data), args, _codes(hidden), None if method == "get" else trace)


def new(name, data=None, hidden=404, trace=last_entry):
    """An API operation at the noun's own address, which makes one."""
    return api("post", f"{name}-list", data, lambda row: [], hidden, trace)


def listed(name):
    """A list at the API: it has the record or not."""
    return Door("list", "get", f"api:{name}-list", _told(None), lambda row: [], _codes(404))


def reading(basename, *more):
    return Verb(can_read, (api("get", f"{basename}-detail"), listed(basename), *more))


def _codes(hidden):
    return frozenset({hidden} if isinstance(hidden, int) else hidden)


def _told(data):
    return data if callable(data) else lambda row, cast: dict(data or {})


def of(rule):
    """A rule that looks at no record."""
    return lambda by, row: rule(by)


def from_file(kind, cells, rule, sheet=""):
    """By import: a row of the file comes in, or does not. `cells(row)` is column → what it says."""

    def act(row, by, cast):
        before = last_entry()
        run = ImportRun.objects.create(kind=kind, file_name="rows.csv", content=b"", by=by)
        # What differs from the record is told, and taken because somebody says so.
        run.rows.create(sheet=sheet, number=2, cells=cells(row), fixes={"choice": "take"})
        staging.check(run)
        carrying.carry_out(run, at=timezone.now())
        if last_entry() == before:
            raise PermissionDenied([one.problems for one in run.rows.all()])

    return Verb(lambda by, row: can_import(by) and rule(by, row), act=(act,))


@dataclass(frozen=True)
class Noun:
    """`reads` is the rule of reading; `everybodys` are the ties that a reader outside has too."""

    samples: list[Sample]
    verbs: dict[str, Verb]
    reads: Callable[[Any, Any], Any] = can_read
    everybodys: frozenset[str] = frozenset()
    before: Callable[[Cast], None] = lambda cast: None


def tied(ties, make):
    """A sample with these ties; `make(cast, by)`."""
    return Sample(frozenset(ties.split()), make)


# What is made from nothing.
NOTHING = [Sample(frozenset(), lambda cast, by: None)]


def kept(make):
    """Every level with every tie; `make(cast, by, ties, level)`."""
    ties = [frozenset(one.split()) for one in ("", "lead", "team", "named", "unled", "unled team")]
    return [
        Sample(one, lambda cast, by, one=one, level=level: make(cast, by, one, level), read)
        for level, read in LEVELS.items()
        for one in ties
    ]


def _kept(made, cast, by, ties, level):
    made.lead = by if "lead" in ties else None if "unled" in ties else cast.somebody
    made.team = cast.team if "team" in ties else cast.others
    made.confidentiality = level
    made.save()
    if "named" in ties:
        made.named_readers.create(user=by)
    return made


def client(cast, by, ties=frozenset(), level="open"):
    return _kept(client_named(f"Klarvik {Client.objects.count()} AB"), cast, by, ties, level)


def project(cast, by, ties=frozenset(), level="open"):
    return _kept(project_named("Sårvård på distans"), cast, by, ties, level)


def led_client(cast, by):
    return client(cast, by, frozenset({"lead"}))


def hidden_client(cast, by):
    return client(cast, by, frozenset(), "named")


def led_project(cast, by):
    return project(cast, by, frozenset({"lead"}))


def hidden_project(cast, by):
    return project(cast, by, frozenset(), "named")
