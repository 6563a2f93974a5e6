"""What the table's words are in the product: which records stand for a tie, which rule and which doors for a verb."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from accounts.models import Role, Team, User
from crm.models import Client
from journal.models import Entry
from tests.world import client_named, person, project_named

LEVELS = {"open": "read, open to all staff", "team": "read, kept to its team", "named": "read, kept to named people"}


@dataclass
class Cast:
    """One person of each role, all in one team; two outside it, and their team."""

    team: Team
    others: Team
    somebody: User
    another: User
    people: dict[str, User] = field(default_factory=dict)

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


@dataclass(frozen=True)
class Door:
    """`hidden` is how it answers about a record that she cannot read; `trace` is what shows that something was done."""

    where: str
    method: str
    name: str
    data: Callable[[Any, Cast], dict[str, Any]]
    args: Callable[[Any], list[Any]]
    hidden: int = 404
    trace: Callable[[], Any] | None = None


def last_entry():
    return Entry.objects.order_by("-pk").values_list("pk", flat=True).first()


def of_row(row):
    return [] if row is None else [row.pk]


def page(name, data=None, args=of_row, hidden=404, trace=last_entry):
    return Door("page", "post", name, _told(data), args, hidden, trace)


def shown(name, args=of_row):
    """A page that shows and changes nothing."""
    return Door("page", "get", name, _told(None), args)


def api(method, name, data=None, args=of_row, hidden=404, trace=last_entry):
    return Door("api", method, f"api:{name}", _told(data), args, hidden, None if method == "get" else trace)


def _told(data):
    return data if callable(data) else lambda row, cast: dict(data or {})


@dataclass(frozen=True)
class Verb:
    """`may(by, row)` is the rule, `act(row, by, cast)` the verb and its forms for many rows at once."""

    may: Callable[[Any, Any], Any]
    doors: tuple[Door, ...] = ()
    act: tuple[Callable[[Any, Any, Cast], Any], ...] = ()
    ready: Callable[[Any], None] = lambda row: None
    samples: list[Sample] | None = None


@dataclass(frozen=True)
class Noun:
    samples: list[Sample]
    verbs: dict[str, Verb]


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


def hidden_client(cast, by):
    return client(cast, by, frozenset(), "named")


def hidden_project(cast, by):
    return project(cast, by, frozenset(), "named")
