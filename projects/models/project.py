"""A project: an innovation project through its phases, from a need to an effect measured."""

from typing import Any

from django.conf import settings
from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.models import Confidentiality
from journal.history import keep_history
from projects.access import project_readable_by
from ui.text import fold


class ProjectKind(models.TextChoices):
    INNOVATION = "innovation", _("Innovation")
    TEST_BED = "test_bed", _("Test bed")
    PROCUREMENT = "procurement", _("Procurement")
    INTERNAL = "internal", _("Internal development")


class Phase(models.TextChoices):
    NEEDS = "needs", _("Needs and environment")
    PLANNING = "planning", _("Planning and choice of path")
    EXECUTION = "execution", _("Execution")
    RESULTS = "results", _("Results")
    CLOSED = "closed", _("Closed")
    STOPPED = "stopped", _("Stopped")


class ProjectPath(models.TextChoices):
    BUILD = "build", _("Build")
    CO_DEVELOP = "co_develop", _("Co-develop")
    BUY = "buy", _("Buy")


class ProjectQuerySet(models.QuerySet["Project"]):
    def visible_to(self, user: Any) -> "ProjectQuerySet":
        return self.filter(project_readable_by(user))

    def running(self) -> "ProjectQuerySet":
        return self.exclude(phase__in=[Phase.CLOSED, Phase.STOPPED])


class Project(models.Model):
    """The project as it is today; what it was is in its dated rows and in ProjectState."""

    code = models.CharField(_("code"), max_length=30, unique=True)
    title = models.CharField(_("title"), max_length=200)
    search_key = models.CharField(max_length=460, editable=False)
    summary = models.TextField(_("summary"), blank=True)
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
    s3_area = models.ForeignKey("crm.S3Area", models.PROTECT, null=True, blank=True, related_name="+")
    confidentiality = models.CharField(
        _("confidentiality"), max_length=5, choices=Confidentiality, default=Confidentiality.OPEN
    )
    starts_on = models.DateField(_("start"))
    # The plan in force; earlier plans are PhaseMove, GatePlan and the history of this row.
    ends_on = models.DateField(_("planned end"), null=True, blank=True)
    in_use_on = models.DateField(_("in use from"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    history = keep_history()
    objects = ProjectQuerySet.as_manager()

    class Meta:
        ordering = ["search_key"]
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
            models.Index("phase", "search_key", name="project_by_phase"),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, **options: Any) -> None:
        """Keep the folded title beside the title, as organisations do."""
        self.search_key = fold(self.title)
        if (fields := options.get("update_fields")) is not None and "title" in fields:
            options["update_fields"] = {*fields, "search_key"}
        super().save(**options)


class ProjectReader(models.Model):
    """A person who may read a project that is kept to named people."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="named_readers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint("project", "user", name="projectreader_once")]

    def __str__(self) -> str:
        return str(self.user)


class ProjectMeeting(models.Model):
    """Ties a meeting to the project it was about (the pointer must go down the slope, so it is not on the meeting)."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="project_meetings")
    meeting = models.ForeignKey("crm.Meeting", models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint("project", "meeting", name="projectmeeting_once")]

    def __str__(self) -> str:
        return f"{self.project}, {self.meeting}"


class PhaseMove(models.Model):
    """The project entered this phase on this day."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="phase_moves")
    phase = models.CharField(max_length=10, choices=Phase)
    on = models.DateField()
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return f"{self.phase} {self.on}"


class EndPlan(models.Model):
    """From the day `set_on`, the project was planned to end on `ends_on`; a new plan is a new row."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="end_plans")
    ends_on = models.DateField(_("planned end"))
    set_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["set_on", "pk"]
        constraints = [models.UniqueConstraint("project", "set_on", name="endplan_once_a_day")]

    def __str__(self) -> str:
        return f"{self.ends_on}"
