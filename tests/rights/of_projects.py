"""Projects and their parts behind the table's words."""

from dataclasses import replace
from uuid import uuid4

from django.utils import timezone

from accounts.hanging import can_read
from contacts.models import Organisation
from projects import access, states
from projects.models import (
    Benefit,
    BudgetLine,
    GateDecision,
    GatePlan,
    Milestone,
    Partner,
    Project,
    Risk,
    StatusDraft,
    StatusReport,
)
from projects.models.post_status import post_all
from tests.rights.declared import (
    NOTHING,
    TODAY,
    Noun,
    Verb,
    api,
    from_file,
    hidden_client,
    hidden_project,
    kept,
    led_project,
    listed,
    new,
    of,
    page,
    project,
    reading,
    shown,
    tied,
)
from tests.world import NOW

DAY = TODAY.isoformat()
PARTNER = "Hudkliniken"
STATUS = {"overall": "on_track", "on": DAY}
BUDGET = {"plan_sek": "1000", "forecast_sek": "1000", "actual_sek": "0"}
RISK = {"text": "Sent", "probability": "2", "consequence": "2"}
BENEFIT = {"measure": "Dagar till svar", "kind": "access"}
START = {"title": "Tyst larm", "kind": "innovation", "confidentiality": "open", "starts_on": DAY}
GATE = {"gate": "G0", "planned_on": DAY}
DECISION = {"gate": "G0", "verdict": "go", "on": DAY, "decider": "Styrgruppen"}
MILESTONE = {"title": "Länk", "planned_on": DAY}


def clinic():
    return Organisation.objects.get_or_create(name=PARTNER)[0]


def _on(basename, **values):
    """An API operation that adds a part to the project."""
    return new(basename, lambda row, cast: {"project": row.pk} | values, hidden=400)


def _added(noun, values, kind):
    """A part is added by its form, through the API and in sets."""
    return Verb(
        access.can_edit_project,
        (page(f"projects:{kind}_add", values), _on(kind, **values)),
        (lambda row, by, cast: noun.add(row, by=by, at=NOW, **values),),
    )


def _kept_to(row, cast):
    return {"confidentiality": "named", "readers": [cast.somebody.pk]}


def _title(row, cast):
    return {"title": "Bilder av sår", "kind": row.kind, "starts_on": row.starts_on.isoformat(), "ends_on": ""}


def _with_state(row):
    states.rebuild([row], NOW)


def _beside_clinic(row, cast):
    return {"project": row.pk, "organisation": clinic().pk, "role": "clinic"}


def statuses():
    return StatusDraft.objects.count()


def _post_all(row, by, cast):
    post_all([StatusReport(project=row, on=TODAY, overall="on_track")], by=by, at=timezone.now())


def _row(sheet, rule, **cells):
    return from_file("projects", lambda row: {"code": row.code if row else "P-900"} | cells, rule, sheet)


READING = (shown("projects:project_detail"), api("get", "project-detail"), listed("project"), listed("portfolio"))
STARTED_ROW = _row("Projekt", of(access.can_start_project), title="Ny väg", phase="Behov", starts="2026-10-01")
POSTED_ROW = _row("Statushistorik", access.can_report_status, day=DAY, overall="Grön", time="Grön")
PLANNED_ROW = _row("Milstolpar", access.can_edit_project, title="Länk", planned="2027-01-15")
PROJECT = {
    **{
        f"read, {level}": Verb(can_read, READING, ready=_with_state)
        for level in ("open to all staff", "kept to its team", "kept to named people")
    },
    "start": Verb(
        of(access.can_start_project),
        (
            page(
                "projects:project_start",
                MILESTONE | {"kind": "innovation", "confidentiality": "open", "starts_on": DAY},
            ),
            new("project", {"title": "Tyst larm", "starts_on": DAY}),
        ),
        (lambda row, by, cast: Project.start(by=by, at=timezone.now(), title="Tyst larm"),),
        samples=NOTHING,
    ),
    "start, from a file": replace(STARTED_ROW, samples=NOTHING),
    "change its facts": Verb(
        access.can_edit_project,
        (page("projects:project_change", _title), api("patch", "project-detail", {"title": "Bilder av sår"})),
        (lambda row, by, cast: row.change({"title": "Bilder av sår"}, by=by, at=NOW),),
    ),
    "say who reads it": Verb(
        access.can_keep_project,
        (page("projects:project_confidentiality", _kept_to), api("post", "project-confidentiality", _kept_to)),
        (lambda row, by, cast: row.set_confidentiality("named", readers=[cast.somebody], by=by, at=NOW),),
    ),
    "close": Verb(
        access.can_edit_project,
        (page("projects:project_close", {"on": DAY}), api("post", "project-close", {})),
        (lambda row, by, cast: row.close(by=by, at=NOW),),
    ),
    "plan a gate": Verb(
        access.can_edit_project,
        (page("projects:gate_plan", GATE), _on("gate-plan", **GATE)),
        (lambda row, by, cast: row.plan_gate("G0", TODAY, by=by, at=NOW),),
    ),
    "decide a gate": Verb(
        access.can_decide_gate,
        (page("projects:gate_decide", DECISION | {"is_sure": "1"}), _on("gate-decision", **DECISION)),
        (lambda row, by, cast: row.decide_gate("G0", "go", by=by, at=NOW),),
    ),
    "post a status report": Verb(
        access.can_report_status,
        (page("projects:status_post", STATUS), _on("status-report", **STATUS)),
        (lambda row, by, cast: row.post_status(by=by, at=timezone.now(), overall="on_track"), _post_all),
    ),
    "write a draft of a status report": Verb(
        access.can_report_status,
        (page("projects:status_draft_save", STATUS | {"newest": "0"}, trace=statuses),),
    ),
    "post a status report, from a file": POSTED_ROW,
    "add a milestone, from a file": PLANNED_ROW,
    "set the budget": Verb(
        access.can_edit_project,
        (page("projects:budget_set", BUDGET | {"on": DAY}), _on("budget-line", **BUDGET)),
        (lambda row, by, cast: row.set_budget(by=by, at=NOW, plan_sek=1000),),
    ),
    "add a milestone": _added(Milestone, MILESTONE, "milestone"),
    "add a risk": _added(Risk, RISK, "risk"),
    "add a benefit": _added(Benefit, BENEFIT, "benefit"),
    "add a partner": Verb(
        access.can_edit_project,
        (
            page("projects:partner_add", {"organisation": PARTNER, "role": "clinic"}),
            new(
                "partner",
                lambda row, cast: {"project": row.pk, "organisation": clinic().pk, "role": "clinic"},
                hidden=400,
            ),
        ),
        (lambda row, by, cast: Partner.add(row, by=by, at=NOW, organisation=clinic(), role="clinic"),),
        ready=lambda row: clinic(),
    ),
}


def parts(make):
    """A part of a project that she leads, of one that she reads, of one kept from her; `make(project)`."""
    return [
        tied("project lead", lambda cast, by: make(led_project(cast, by))),
        tied("project", lambda cast, by: make(project(cast, by))),
        tied("", lambda cast, by: make(hidden_project(cast, by))),
    ]


def _part(samples, read, **verbs):
    made = {verb.replace("_", " "): Verb(access.can_edit_part, *told) for verb, told in verbs.items()}
    return Noun(samples, {"read": read} | made, everybodys=frozenset({"project"}))


def _partner(made):
    return Partner.objects.create(project=made, organisation=clinic(), role="clinic")


def _kept_partner(cast, by):
    """Of an open project, and the organisation is a client kept from her."""
    organisation = hidden_client(cast, by).organisation
    return Partner.objects.create(project=project(cast, by), organisation=organisation, role="supplier")


def _draft(leads, whose):
    def make(cast, by):
        on = led_project(cast, by) if leads else project(cast, by)
        user = by if whose == "own" else cast.somebody
        return StatusDraft.objects.create(user=user, project=on, typed={"overall": ["watch"]}, saved_at=NOW)

    return make


def _beside(row, cast):
    return STATUS | {"key": uuid4()}


NOUNS = {
    "Project": Noun(kept(project), PROJECT),
    "Milestone": _part(
        parts(lambda made: Milestone.objects.create(project=made, title="Länk", planned_on=TODAY)),
        reading("milestone"),
        change=(
            (
                page("projects:milestone_change", MILESTONE | {"title": "Ny"}),
                api("patch", "milestone-detail", {"title": "Ny"}),
            ),
            (lambda row, by, cast: row.change({"title": "Ny"}, by=by, at=NOW),),
        ),
        finish=(
            (page("projects:milestone_finish"), api("post", "milestone-finish", {})),
            (lambda row, by, cast: row.finish(by=by, at=NOW),),
        ),
        open_again=(
            (page("projects:milestone_reopen"), api("post", "milestone-reopen")),
            (lambda row, by, cast: row.reopen(by=by, at=NOW),),
            lambda row: Milestone.objects.filter(pk=row.pk).update(done_on=TODAY),
        ),
    ),
    "Risk": _part(
        parts(lambda made: Risk.objects.create(project=made, text="Sent", probability=2, consequence=2)),
        reading("risk"),
        change=(
            (page("projects:risk_change", RISK | {"text": "Ny"}), api("patch", "risk-detail", {"text": "Ny"})),
            (lambda row, by, cast: row.change({"text": "Ny"}, by=by, at=NOW),),
        ),
        close=(
            (page("projects:risk_close"), api("post", "risk-close", {})),
            (lambda row, by, cast: row.close(by=by, at=NOW),),
        ),
        open_again=(
            (page("projects:risk_reopen"), api("post", "risk-reopen")),
            (lambda row, by, cast: row.reopen(by=by, at=NOW),),
            lambda row: Risk.objects.filter(pk=row.pk).update(closed_on=TODAY),
        ),
    ),
    "Benefit": _part(
        parts(lambda made: Benefit.objects.create(project=made, measure="Dagar", kind="access")),
        reading("benefit"),
        change=(
            (page("projects:benefit_change", BENEFIT), api("patch", "benefit-detail", {"measure": "Ny"})),
            (lambda row, by, cast: row.change({"measure": "Ny"}, by=by, at=NOW),),
        ),
        read_off=(
            (page("projects:benefit_read", {"value": "3", "on": DAY}), api("post", "benefit-read", {"value": "3"})),
            (lambda row, by, cast: row.read(3, by=by, at=NOW),),
        ),
    ),
    "Partner": _part(
        [*parts(_partner), tied("", _kept_partner)],
        reading("partner"),
        remove=(
            (page("projects:partner_remove", {"is_sure": "1"}), api("delete", "partner-detail")),
            (lambda row, by, cast: row.remove(by=by, at=NOW),),
        ),
    ),
    "Status report": _part(
        parts(lambda made: StatusReport.objects.create(project=made, on=TODAY, posted_at=NOW, overall="on_track")),
        reading("status-report", shown("projects:status_detail", lambda row: [row.project_id, row.pk])),
    ),
    "Budget line": _part(parts(lambda made: BudgetLine.objects.create(project=made, on=TODAY)), reading("budget-line")),
    "Planned gate": _part(
        parts(lambda made: GatePlan.objects.create(project=made, gate="G0", planned_on=TODAY, set_on=TODAY)),
        reading("gate-plan"),
    ),
    "Gate decision": _part(
        parts(lambda made: GateDecision.objects.create(project=made, gate="G0", verdict="go", on=TODAY)),
        reading("gate-decision"),
    ),
    "Draft of a status report": Noun(
        [
            tied("own lead", _draft(True, "own")),
            tied("own", _draft(False, "own")),
            tied("", _draft(True, "somebody's")),
        ],
        {
            "read": Verb(can_read),
            "see beside another": Verb(
                lambda by, row: can_read(by, row) and access.can_report_status(by, row.project),
                (
                    page(
                        "projects:status_draft_both",
                        _beside,
                        lambda row: [row.project_id],
                        hidden=(403, 404),
                        trace=None,
                        done=frozenset({409}),
                    ),
                ),
            ),
            "discard": Verb(
                can_read,
                (
                    page(
                        "projects:status_draft_discard",
                        {"is_sure": "1"},
                        lambda row: [row.project_id],
                        hidden=302,
                        trace=statuses,
                    ),
                ),
            ),
        },
    ),
}
