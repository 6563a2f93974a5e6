"""A project: an innovation project through its phases, from a need to an effect measured."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Self, cast

from django.conf import settings
from django.contrib.postgres.indexes import OpClass
from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.access import Answer, require
from accounts.erasing import Erasing
from accounts.hanging import Hangs
from accounts.models import User
from accounts.noun import NounQuerySet
from accounts.rights import Reader, rights_of
from crm.models import Confidentiality
from journal.change import change, save
from journal.facts import CHANGED, TAKEN_REFUSED, Said, Tells
from journal.history import keep_history
from journal.record import record
from journal.taken import Taken, check_may_claim, taken_by
from projects.access import PROJECT_KEPT, can_decide_gate, can_edit_project
from projects.models.budget import AMOUNTS, BudgetLine
from projects.models.gate import DECIDED, GATES, OPENS, PASSING, Gate, GateDecision, GatePlan, GateVerdict, gate_after
from projects.models.keep import keep
from projects.models.keep_what_was import keep_what_was
from projects.models.kind import ProjectKind, ProjectPath
from projects.models.phase import ENDED, RUNNING, Phase, PhaseMove
from projects.models.plan_gate import plan
from projects.models.post_status import post_all
from projects.models.start import check_start, start_all
from projects.models.status_report import REPORTED, StatusReport
from ui.long_text import LongText
from ui.swedish import SwedishOrder
from ui.text import fold
from ui.versions import Known, anew, check, locked


class ProjectQuerySet(NounQuerySet["Project"]):
    def hidden_from(self, reader: Reader) -> models.QuerySet["Project"]:
        return PROJECT_KEPT.hidden(rights_of(reader), Project)

    def running(self) -> "ProjectQuerySet":
        return self.filter(phase__in=RUNNING)


class Project(models.Model):
    """The project as it is today; what it was is in its dated rows and in ProjectState."""

    code = models.CharField(_("code"), max_length=30, unique=True)
    title = models.CharField(_("title"), max_length=200)
    search_key = models.CharField(max_length=460, editable=False)
    summary = LongText(_("summary"), blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=ProjectKind, default=ProjectKind.INNOVATION)
    path = models.CharField(_("path"), max_length=10, choices=ProjectPath, blank=True)
    phase = models.CharField(_("phase"), max_length=10, choices=Phase, default=Phase.NEEDS)
    phase_since = models.DateField(_("in phase since"))
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="projects_led",
        verbose_name=_("project lead"),
    )
    team = models.ForeignKey("accounts.Team", models.PROTECT, null=True, blank=True, related_name="projects")
    line_owner = models.CharField(_("owner in the line"), max_length=150, blank=True)
    goal = models.CharField(_("strategic goal"), max_length=200, blank=True)
    s3_area = models.ForeignKey(
        "contacts.S3Area", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("S3 area")
    )
    confidentiality = models.CharField(
        _("confidentiality"), max_length=5, choices=Confidentiality, default=Confidentiality.OPEN
    )
    starts_on = models.DateField(_("start"))
    # The plan in force; earlier plans are PhaseMove, GatePlan and the history of this row.
    ends_on = models.DateField(_("planned end"), null=True, blank=True)
    in_use_on = models.DateField(_("in use from"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    hangs_on = Hangs(itself=PROJECT_KEPT)
    erasing = Erasing(
        nobody=("code",),
        text=("title", "search_key", "summary", "line_owner", "goal"),
        page=("projects:project_detail", "pk"),
    )
    # Its parts declare what they tell of it.
    tells = {
        "project.started": Tells(icon="flag"),
        "project.changed": CHANGED,
        "project.taken_refused": TAKEN_REFUSED,
        "project.confidentiality_set": Tells({"from": Confidentiality, "to": Confidentiality}, icon="lock"),
        "project.gate_planned": Tells({"gate": Gate, "from": date, "to": date}, icon="calendar"),
        "project.gate_decided": Tells(DECIDED, icon="flag"),
        "project.closed": Tells({"move": int}, Said("move", "phase_moves", "reason"), icon="check"),
        "project.budget_set": Tells(
            {"line": int, "on": date} | dict.fromkeys(AMOUNTS, Decimal),
            Said("line", "budget_lines", "source"),
            icon="trending-up",
        ),
        "project.status_posted": Tells(REPORTED, icon="file-text"),
        "project.status_corrected": Tells(REPORTED, icon="file-text"),
    }

    history = keep_history()
    objects = ProjectQuerySet.as_manager()

    class Meta:
        ordering = [SwedishOrder("title")]
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        constraints = [
            models.CheckConstraint(
                name="project_ends_after_start",
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")),
                violation_error_message=_("The project ends before it starts."),
            )
        ]
        indexes = [
            models.Index(OpClass("search_key", "varchar_pattern_ops"), name="project_search_prefix"),
            models.Index("phase", SwedishOrder("title"), name="project_by_phase"),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        if self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("The project ends before it starts.")})

    def unique_error_message(self, model_class: type[models.Model], unique_check: Sequence[str]) -> ValidationError:
        """Of its code, which a project that is kept from whoever types it may have."""
        return Taken(taken_by(Project, self, unique_check))

    def save(self, **options: Any) -> None:
        """Keep the folded title beside the title, as organisations do."""
        self.search_key = fold(self.title)
        if (fields := options.get("update_fields")) is not None and "title" in fields:
            options["update_fields"] = {*fields, "search_key"}
        super().save(**options)

    @property
    def is_ended(self) -> bool:
        return self.phase in ENDED

    @classmethod
    @transaction.atomic
    def start(cls, *, by: User, at: datetime, code: str = "", **fields: Any) -> Self:
        """A new project in its first phase; without a code it gets the next one of the year of its start."""
        unless_said: dict[str, Any] = {"starts_on": timezone.localdate(at), "lead": by}
        fields = unless_said | fields
        project: Any = cls(code=code or cls.next_code(fields["starts_on"]), **fields)
        check_start(project, by=by)
        if code:
            check_may_claim("code", by=by, at=at)
        project.full_clean()
        start_all([project], by=by, at=at)
        return cast(Self, project)

    @classmethod
    def next_code(cls, on: date) -> str:
        """Two who ask at once wait for each other: the second is given the one after the first's."""
        prefix = f"P{on.year}-"
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"project code {prefix}"])
        numbers = cls.objects.filter(code__regex=rf"^{prefix}\d+$").values_list("code", flat=True)
        return f"{prefix}{max((int(code.removeprefix(prefix)) for code in numbers), default=0) + 1:03}"

    @transaction.atomic
    def change(self, values: dict[str, Any], *, by: User, at: datetime, version: int | None = None) -> "Project":
        """Change facts of the project; earlier planned ends and titles are kept. Raises Changed on conflict."""
        was = locked(Project.objects.all(), self.pk, version)
        require(can_edit_project(by, was))
        return change(was, values, by=by, at=at, version=version, beside=lambda now: keep_what_was(now, was, by, at))

    @transaction.atomic
    def set_confidentiality(
        self, level: str, *, by: User, at: datetime, readers: Iterable[User] = (), version: int | None = None
    ) -> "Project":
        """Say who may read the project; `readers` are the named people besides the lead."""
        project = locked(Project.objects.all(), self.pk)
        keep(project, level, readers, by=by, at=at, version=version)
        return project

    def next_gate(self) -> str:
        """The gate to be decided next; empty when the project has ended or passed them all."""
        passed = [GATES.index(row.gate) for row in self.gate_decisions.all() if row.verdict in PASSING]
        return gate_after(self.phase, max(passed, default=-1))

    @transaction.atomic
    def plan_gate(
        self, gate: str, planned_on: date, *, by: User, at: datetime, on: date | None = None, known: Known = None
    ) -> GatePlan:
        """From `on` (today), the gate is planned for another day; earlier plans are kept. Raises Changed when there is
        a plan of that day which is not `known`."""
        project = self._open(can_edit_project, by)
        return plan(project, gate, planned_on, by=by, at=at, on=on or timezone.localdate(at), known=known)

    @transaction.atomic
    def decide_gate(
        self, gate: str, verdict: str, *, by: User, at: datetime, version: int | None = None, **decision: Any
    ) -> GateDecision:
        """Decide the next gate (`decision`: on, decider, conditions, reason, criteria); a go may open a phase."""
        project = self._open(can_decide_gate, by, version)
        made = GateDecision(
            project=project, gate=gate, verdict=verdict, by=by, **{"on": timezone.localdate(at), **decision}
        )
        made.check_decidable(project.next_gate(), timezone.localdate(at))
        made.fill_criteria()
        made.save()
        if verdict == GateVerdict.STOP:
            project._enter(Phase.STOPPED, made.on, by, at, reason=made.reason)
        elif verdict in PASSING and (opened := OPENS.get(Gate(gate))):
            project._enter(opened, made.on, by, at)
        told: dict[str, Any] = {
            "gate": gate,
            "verdict": verdict,
            "decision": made.pk,
            "met": made.met,
            "criteria": len(made.ticked),
        }
        record("project.gate_decided", project, by=by, at=at, **told)
        return made

    @transaction.atomic
    def close(
        self, *, by: User, at: datetime, on: date | None = None, reason: str = "", version: int | None = None
    ) -> "Project":
        """Close the project; its benefits are read on."""
        project = self._open(can_edit_project, by, version)
        on = on or timezone.localdate(at)
        if not project.phase_since <= on <= timezone.localdate(at):
            raise ValidationError({"on": gettext("The day must be in the present phase and not after today.")})
        move = project._enter(Phase.CLOSED, on, by, at, reason=reason)
        record("project.closed", project, by=by, at=at, move=move.pk)
        return project

    @transaction.atomic
    def post_status(self, *, by: User, at: datetime, **report: Any) -> StatusReport:
        """Post a status report (fields of StatusReport); milestones and risks are frozen with it.

        A correction is dated as what it corrects, unless said otherwise.
        """
        project = locked(Project.objects.all(), self.pk)
        corrected = report.get("corrects")
        posted = StatusReport(
            project=project, **{"on": corrected.on if corrected else timezone.localdate(at), **report}
        )
        post_all([posted], by=by, at=at)
        return posted

    @transaction.atomic
    def set_budget(
        self, *, by: User, at: datetime, on: date | None = None, source: str = "", known: Known = None, **sek: Any
    ) -> BudgetLine:
        """From `on`, the plan, forecast and amount spent of one source (plan_sek, forecast_sek, actual_sek). Raises
        Changed when there is a line of that day and source which is not `known`."""
        project = self._open(can_edit_project, by)
        line = anew(BudgetLine, known, project=project, source=source, on=on or timezone.localdate(at))
        for name, amount in sek.items():
            setattr(line, name, amount)
        line.by = by
        line.full_clean(validate_unique=False, validate_constraints=False)
        line.save()
        record("project.budget_set", project, by=by, at=at, line=line.pk, on=line.on, **sek)
        return line

    def _open(self, may: Callable[[Reader, "Project"], Answer], by: User, version: int | None = None) -> "Project":
        """The row, locked, of a project that runs and that `by` may act on."""
        project = locked(Project.objects.all(), self.pk)
        require(may(by, project))
        check(project, version)
        if project.is_ended:
            raise ValidationError(_("The project has ended; start a new one to go on."), code="ended")
        return project

    def _enter(self, phase: Phase, on: date, by: User, at: datetime, reason: str = "") -> PhaseMove:
        move = self.phase_moves.create(phase=phase, on=on, reason=reason[:300], by=by)
        self.phase, self.phase_since = phase, on
        save(self, ["phase", "phase_since"], by=by, at=at)
        return move
