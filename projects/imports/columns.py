"""The sheets and columns of a workbook of projects."""

from django.utils.translation import gettext_lazy

from imports.plan import Column, users

PROJECTS, STATUSES, MILESTONES = "Projekt", "Statushistorik", "Milstolpar"
KEY = Column("code", gettext_lazy("Code"), ("projektkod", "kod", "code"), is_required=True)
SHEETS = {
    PROJECTS: [
        KEY,
        Column("title", gettext_lazy("Title"), ("namn", "titel", "title", "name"), is_required=True),
        Column(
            "phase",
            gettext_lazy("Phase"),
            ("fas", "phase"),
            is_required=True,
            supposed=gettext_lazy(
                "The file does not say since when a project is in its phase: from its start, an ended one from its end."
            ),
        ),
        Column("lead", gettext_lazy("Project lead"), ("projektledare", "lead"), options=users),
        Column("owner", gettext_lazy("Need owner"), ("behovsagare", "need owner")),
        Column("partners", gettext_lazy("Partners"), ("ovriga parter", "parter", "partners")),
        Column("s3", gettext_lazy("S3 area"), ("s3", "s3-omrade")),
        Column("starts", gettext_lazy("Start"), ("start",), is_required=True, is_day=True),
        Column("ends", gettext_lazy("Planned end"), ("planerat slut", "slut", "planned end"), is_day=True),
        Column(
            "budget",
            gettext_lazy("Budget"),
            ("budget (kr)", "budget"),
            supposed=gettext_lazy("A new project’s forecast is taken to be its budget, or what it has spent if more."),
        ),
        Column(
            "actual",
            gettext_lazy("Spent"),
            ("utfall (kr)", "utfall", "spent"),
            supposed=gettext_lazy(
                "What a new project has spent is dated today, or at its planned end if that is past."
            ),
        ),
        Column("confidential", gettext_lazy("Confidential"), ("konfidentiell", "sekretess", "confidential")),
    ],
    MILESTONES: [
        KEY,
        Column("title", gettext_lazy("Milestone"), ("milstolpe", "milestone"), is_required=True),
        Column("planned", gettext_lazy("Planned"), ("planerad", "planned"), is_required=True, is_day=True),
        Column("forecast", gettext_lazy("Forecast"), ("prognos", "forecast"), is_day=True),
        Column("done", gettext_lazy("Done"), ("klar", "done"), is_day=True),
    ],
    STATUSES: [
        KEY,
        Column("day", gettext_lazy("Date"), ("datum", "date"), is_required=True, is_day=True),
        Column("overall", gettext_lazy("Overall"), ("helhet", "overall")),
        Column("time", gettext_lazy("Time"), ("tid", "time")),
        Column("cost", gettext_lazy("Cost"), ("kostnad", "cost")),
        Column("scope", gettext_lazy("Scope"), ("omfattning", "scope")),
        Column("risk", gettext_lazy("Risk"), ("risk",)),
        Column("comment", gettext_lazy("Comment"), ("kommentar", "comment")),
        Column("recovery", gettext_lazy("Recovery plan"), ("atgard", "atgarder", "recovery plan")),
    ],
}
SHOWN = {
    PROJECTS: ("code", "title", "phase", "lead"),
    STATUSES: ("code", "day", "overall", "comment"),
    MILESTONES: ("code", "title", "planned", "done"),
}
