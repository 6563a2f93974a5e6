"""The portfolio as of any date: plain rows from the states.

Two clocks: `on` is the business date; `known_at` the moment whose knowledge counts (None: what is known now).
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import models
from django.db.models import Count, F, Value
from django.db.models.functions import Cast, Coalesce

from accounts.rights import Reader, rights_of
from contacts.models import Organisation
from projects.access import PROJECT_KEPT
from projects.models import Light, Partner, PartnerRole, Phase, Project, ProjectState, TitleChange
from projects.models.phase import ENDED, RUNNING
from projects.states import FIELDS
from ui.swedish import SwedishOrder, swedish_keys

# A monthly report with two weeks' grace; an older “on track” is no longer shown as one.
STALE_DAYS = 45
FILTERS = ("lead", "team", "s3", "kind", "phase", "light")
STATE_FIELDS = tuple(name for name in FIELDS if name != "previous")


class Row(NamedTuple):
    """One project as it was; money in SEK. In the order in which `_values` asks for it."""

    project: int
    code: str
    title: str
    kind: str
    lead_id: int | None
    team_id: int | None
    s3_area_id: int | None
    starts_on: date
    lead: str
    since: date
    phase: str
    phase_since: date
    overall: str
    scope: str
    time: str
    cost: str
    people: str
    benefit: str
    clinic: str
    reported_on: date | None
    report_id: int | None
    next_gate: str
    next_gate_on: date | None
    next_gate_first_on: date | None
    ends_on: date | None
    plan_sek: Decimal
    forecast_sek: Decimal
    actual_sek: Decimal
    # As the database keeps it: few of ten thousand rows are asked for it.
    previous_json: str
    on: date
    owner: str

    @property
    def previous(self) -> dict[str, str]:
        """Light by dimension in the report before this one."""
        found: dict[str, str] = json.loads(self.previous_json)
        return found

    @property
    def age_days(self) -> int | None:
        """Days since the status was reported; None when it never was."""
        return (self.on - self.reported_on).days if self.reported_on else None

    @property
    def is_stale(self) -> bool:
        return self.reported_on is not None and (self.on - self.reported_on).days > STALE_DAYS

    @property
    def phase_name(self) -> str:
        return str(Phase(self.phase).label)

    @property
    def is_running(self) -> bool:
        return self.phase not in ENDED

    @property
    def shown(self) -> str:
        """The overall light to show and count: an old “on track” no longer is one."""
        return self.light("overall")

    def light(self, dimension: str) -> str:
        reported: str = getattr(self, dimension)
        return Light.NOT_REPORTED if reported == Light.ON_TRACK and self.is_stale else reported

    @property
    def gate_slip_days(self) -> int:
        """Days the next gate is planned later than it first was."""
        if not (self.next_gate_on and self.next_gate_first_on):
            return 0
        return (self.next_gate_on - self.next_gate_first_on).days

    @property
    def months_in_phase(self) -> float:
        return (self.on - self.phase_since).days / 30.44


@dataclass(frozen=True)
class Later:
    """What a page as of a date leaves out: projects that came later, and later changes."""

    projects: int
    changes: int


def readable_projects(reader: Reader, filters: Mapping[str, Any] | None) -> models.Q:
    """Rows of projects that this user may read and that match the filters on the project itself."""
    filters = filters or {}
    fields = {"lead": "lead", "team": "team", "s3": "s3_area__code", "kind": "kind"}
    chosen = {f"project__{fields[name]}": filters[name] for name in fields if filters.get(name)}
    return PROJECT_KEPT.readable(rights_of(reader), Project, through="project__") & models.Q(**chosen)


def states_of(projects: models.Q, known_at: datetime | None = None) -> models.QuerySet[ProjectState]:
    """What was known then, or is known now, of these projects."""
    return ProjectState.objects.known(known_at).filter(projects)


def portfolio(
    reader: Reader,
    on: date,
    known_at: datetime | None = None,
    filters: Mapping[str, Any] | None = None,
    *,
    ended: bool = False,
    named: bool = True,
) -> list[Row]:
    """The projects running on that day, by title; with `ended` also those closed or stopped by then.

    Filters: lead, team (keys), s3 (code), kind, phase, light (as shown; "none" for not reported).
    Three queries, or two without the need owners' names.
    """
    filters = filters or {}
    projects = readable_projects(reader, filters)
    states = states_of(projects, known_at).filter(effective__contains=on)
    if phase := filters.get("phase"):
        states = states.filter(phase=phase)
    elif not ended:
        states = states.filter(phase__in=RUNNING)
    owners = _owners(reader, projects) if named else {}
    found = [Row._make((*values, on, owners.get(values[0], ""))) for values in _values(states)]
    if titles := TitleChange.objects.filter(projects).on(on):
        found = in_order([row._replace(title=titles[row.project]) if row.project in titles else row for row in found])
    if wanted := filters.get("light"):
        found = [row for row in found if row.shown == ("" if wanted == "none" else wanted)]
    return found


def in_order(rows: list[Row]) -> list[Row]:
    """By the titles of the day, which are not those that the database ordered by."""
    keys = swedish_keys({row.title for row in rows})
    return sorted(rows, key=lambda row: (keys[row.title], row.project))


def _values(states: models.QuerySet[ProjectState]) -> Iterable[tuple[Any, ...]]:
    about = ("code", "title", "kind", "lead_id", "team_id", "s3_area_id", "starts_on")
    columns: tuple[Any, ...] = (F("effective__startswith"), *STATE_FIELDS, Cast("previous", models.TextField()))
    named = states.annotate(lead_name=Coalesce("project__lead__name", Value("")))
    ordered = named.order_by(SwedishOrder("project__title"), "project_id")
    return ordered.values_list("project_id", *(f"project__{name}" for name in about), "lead_name", *columns)


def _owners(reader: Reader, projects: models.Q) -> dict[int, str]:
    """The need owner's name, else the clinic's."""
    known = need_owners(projects).filter(organisation__in=Organisation.objects.visible_to(reader).order_by())
    return dict(known.distinct("project_id").values_list("project_id", "organisation__name"))


def need_owners(projects: models.Q) -> models.QuerySet[Partner]:
    """Partners who may be named as a project's need owner, by project and the one to name first."""
    partners = Partner.objects.filter(projects, role__in=[PartnerRole.NEED_OWNER, PartnerRole.CLINIC])
    # "need_owner" sorts after "clinic".
    return partners.order_by("project_id", "-role", "pk")


def counts(rows: Iterable[Row]) -> dict[str, int]:
    """How many projects show each light, in the order on track, watch, off track, not reported."""
    found = Counter(row.shown for row in rows)
    return {light: found[light] for light in Light.values}


def later(reader: Reader, on: date, filters: Mapping[str, Any] | None = None) -> Later:
    """How much a page as of `on` leaves out."""
    states = states_of(readable_projects(reader, filters)).filter(effective__startswith__gt=on)
    earlier = ProjectState.objects.now_known().filter(project=models.OuterRef("project"), effective__startswith__lte=on)
    new = models.Q(~models.Exists(earlier))
    found = states.aggregate(changes=Count("pk"), projects=Count("project", distinct=True, filter=new))
    return Later(found["projects"], found["changes"] - found["projects"])


def by_phase(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """The rows of each running phase, in phase order."""
    found = defaultdict(list)
    for row in rows:
        found[row.phase].append(row)
    return {phase: found[phase] for phase in Phase.values if phase in found}
