"""Projects of the demo: sixty of them, from needs just heard to effects measured, each with two years of dated rows."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from accounts.models import User
from contacts.models import Organisation
from crm.models import Client
from demo import clock, names, plan, status
from demo.insert import Rows
from demo.partners import CLINICS
from demo.project_texts import BENEFITS, GOALS, LINE_OWNERS, MILESTONES, RISKS, TITLES
from projects.models import (
    Benefit,
    BenefitReading,
    BudgetLine,
    Milestone,
    Partner,
    PhaseMove,
    Project,
    ProjectReader,
    Risk,
)
from ui.text import fold

# Fate and gates passed of the projects in the order of the titles; c = closed, s = stopped, a digit = gates passed.
FATES = (
    "433233" + "111122222" + "3343" + "56566" + "s" + "3c3423" + "c56s3" + "1c4352" + "c3s2c54" + "31623c2" + "345231s4"
)
TEAM_ONLY, NAMED_ONLY = {13, 37, 51}, {34, 46}
CLOSED = "Målen nådda, linjen har tagit över."
SOURCES = ["Region Sund", "Region Sund", "Region Sund", "Innovationsmyndigheten i Sund"]


def start(
    number: int, leads: list[User], decider: User, partners: list[Organisation],
    clients: list[tuple[Organisation, Client]], s3_areas: dict[str, int], today: date, random: Random, rows: Rows,
) -> Project:  # fmt: skip
    """Project `number` with everything that hangs on it, but for its states, which are rebuilt from these rows."""
    place = number % len(TITLES)
    fate = FATES[place % len(FATES)]
    kinds = {"c": ("closed", 7), "s": ("stopped", 2)}
    its_plan = plan.make(*kinds.get(fate, ("running", int(fate) if fate.isdigit() else 1)), today, random)
    title, owner, summary = TITLES[place]
    lead = leads[number % len(leads)]
    project = Project(
        title=title if number < len(TITLES) else f"{title} {names.STEMS[number // len(TITLES) % len(names.STEMS)]}by",
        code=f"IS{its_plan.starts_on:%y}-{number + 1:03}",
        summary=summary,
        kind=random.choice(["innovation"] * 6 + ["test_bed", "procurement", "internal"]),
        lead=lead,
        team=lead.team,
        line_owner=random.choice(LINE_OWNERS),
        goal=random.choice(GOALS),
        s3_area_id=s3_areas["life-science"] if random.random() < 0.75 else random.choice(list(s3_areas.values())),
        confidentiality="team" if place in TEAM_ONLY else "named" if place in NAMED_ONLY else "open",
        starts_on=its_plan.starts_on,
        created_at=clock.at(its_plan.starts_on, 9),
        pk=rows.key(Project),
    )
    project.search_key = fold(project.title)
    project.path = "" if its_plan.passed < 2 else random.choice(["build", "co_develop", "co_develop", "buy"])
    rows.happened("project.started", project, at=project.created_at, by=lead)
    _hang_on(project, its_plan, owner, lead, decider, leads, partners, clients, today, random, rows)
    return project


def _hang_on(
    project: Project, its_plan: plan.Plan, owner: int, lead: User, decider: User, leads: list[User],
    partners: list[Organisation], clients: list[tuple[Organisation, Client]], today: date, random: Random, rows: Rows,
) -> None:  # fmt: skip
    plan.write(project, its_plan, lead, decider, random, rows)
    _enter_phases(project, its_plan, lead, rows)
    story = status.months(its_plan, today, random.random() < 0.07, random)
    milestones = _milestones(project, its_plan, lead, today, random, rows)
    risks = _risks(project, lead, random, rows)
    status.write(project, its_plan, story, milestones, risks, lead, random, rows)
    _budget(project, its_plan, story, lead, today, random, rows)
    _benefits(project, its_plan, lead, today, random, rows)
    _partners(project, owner, lead, partners, clients, random, rows)
    if project.confidentiality == "named":
        for user in (decider, next(user for user in leads if user != lead)):
            rows.add(ProjectReader(project=project, user=user))
    rows.add(project)


def _enter_phases(project: Project, its_plan: plan.Plan, by: User, rows: Rows) -> None:
    for place, (on, phase) in enumerate(its_plan.moves()):
        project.phase, project.phase_since, project.version = phase, on, place + 1
        at = clock.at(on, 15)
        reason = CLOSED if phase == "closed" else ""
        move = rows.add(PhaseMove(project=project, phase=phase, on=on, reason=reason, by=by, recorded_at=at))
        rows.remember(project, "~" if place else "+", at=at, by=by)
        if phase == "closed":
            rows.happened("project.closed", project, at=at, by=by, move=move.pk)
    if project.phase == "results":
        project.in_use_on = its_plan.latest[4] + timedelta(days=30)


def _milestones(
    project: Project, its_plan: plan.Plan, by: User, today: date, random: Random, rows: Rows
) -> list[Milestone]:
    made = []
    for title, gate in random.sample(MILESTONES, k=random.randint(5, 8)):
        before = random.randint(3, 25)
        milestone = Milestone(project=project, title=title, planned_on=its_plan.first[gate] - timedelta(days=before))
        due_on = max(its_plan.latest[gate] - timedelta(days=before), its_plan.starts_on)
        milestone.planned_on = max(milestone.planned_on, its_plan.starts_on)
        if due_on < today and gate <= its_plan.passed:
            milestone.done_on, milestone.forecast_on = due_on, due_on
        else:
            milestone.forecast_on = max(due_on, today + timedelta(days=random.randint(4, 30)))
        made.append(milestone)
    for milestone in sorted(made, key=lambda row: row.planned_on):
        rows.add(milestone, at=clock.at(its_plan.starts_on, 15), by=by)
        if milestone.done_on:
            facts: dict[str, Any] = {"milestone": milestone.pk}
            rows.happened("project.milestone_met", project, at=clock.at(milestone.done_on, 15), by=by, **facts)
    return sorted(made, key=lambda row: row.planned_on)


def _risks(project: Project, by: User, random: Random, rows: Rows) -> list[Risk]:
    risks = [
        Risk(project=project, text=text, action=action, owner=random.choice(LINE_OWNERS),
             probability=random.randint(1, 4), consequence=random.randint(2, 5))
        for text, action in random.sample(RISKS, k=random.randint(2, 4))
    ]  # fmt: skip
    for risk in risks:
        rows.add(risk, at=clock.at(project.starts_on, 15), by=by)
    return sorted(risks, key=lambda risk: -risk.score)


def _budget(
    project: Project, its_plan: plan.Plan, story: list[status.Month], by: User, today: date, random: Random, rows: Rows
) -> None:
    """A row on the first of each month: what is planned in all, expected in all and spent so far."""
    whole = random.choice([180, 250, 400, 750, 900, 1200, 1500, 1800, 2400, 2800, 3300]) * 1000
    source = random.choice(SOURCES)
    costly = {(month.on.year, month.on.month) for month in story if month.dimension == "cost"}
    end = its_plan.closed_on or its_plan.stopped_on or today
    length = max((its_plan.latest[-1] - its_plan.starts_on).days, 1)
    over, spent, told = 1.0, 0, whole
    for back in range(status.MONTHS, -1, -1):
        on = clock.months_back(today.replace(day=1), back)
        if not its_plan.starts_on <= on <= end:
            continue
        over = min(over + 0.04, 1.12) if (on.year, on.month) in costly else over
        done = min(max((on - its_plan.starts_on).days / length, 0.0), 1.0)
        share = done * done * (3 - 2 * done) * random.uniform(0.92, 1.04)
        spent = max(spent, round(whole * over * share / 1000) * 1000)
        line = BudgetLine(project=project, on=on, source=source, by=by, recorded_at=clock.at(on, 8))
        line.plan_sek, line.actual_sek = Decimal(whole), Decimal(spent)
        line.forecast_sek = Decimal(max(round(whole * over / 1000) * 1000, spent))
        rows.add(line)
        if line.forecast_sek != told:
            told = line.forecast_sek
            facts: dict[str, Any] = {"line": line.pk, "on": on, "forecast_sek": line.forecast_sek}
            rows.happened("project.budget_set", project, at=line.recorded_at, by=by, **facts)


def _benefits(project: Project, its_plan: plan.Plan, by: User, today: date, random: Random, rows: Rows) -> None:
    if its_plan.passed < 2:
        return
    for measure, kind, unit, before, target in random.sample(BENEFITS, k=random.randint(1, 3)):
        benefit = Benefit(
            project=project, measure=measure, kind=kind, unit=unit, owner=random.choice(LINE_OWNERS),
            baseline=Decimal(str(before)), baseline_on=its_plan.latest[1], target=Decimal(str(target)),
            planned_on=its_plan.latest[6],
        )  # fmt: skip
        rows.add(benefit, at=clock.at(its_plan.latest[1], 15), by=by)
        for gate in range(3, its_plan.passed):
            on, share = its_plan.latest[gate], (gate - 2) / 4 * random.uniform(0.7, 1.1)
            value = round(Decimal(str(before + (target - before) * share)), 1)
            if on <= today:
                rows.add(BenefitReading(benefit=benefit, on=on, value=value, source="Klinikens egen statistik"))
                facts: dict[str, Any] = {"benefit": benefit.pk, "value": value}
                rows.happened("project.benefit_read", project, at=clock.at(on, 15), by=by, **facts)


def _partners(
    project: Project, owner: int, by: User, partners: list[Organisation], clients: list[tuple[Organisation, Client]],
    random: Random, rows: Rows,
) -> None:  # fmt: skip
    """The need owner first; often a company that is our client, at times a university and a funder."""
    chosen: list[tuple[Organisation, str, Client | None]] = [(partners[owner], "need_owner", None)]
    clinic = partners[random.randrange(CLINICS)]
    chosen += [(clinic, "clinic", None)] if clinic != partners[owner] else []
    company, client = random.choice(clients)
    chosen += [(company, random.choice(["co_developer", "supplier"]), client)]
    chosen += [(partners[29 + random.randrange(3)], "university", None)] if random.random() < 0.5 else []
    chosen += [(partners[32], "research_institute", None)] if random.random() < 0.25 else []
    chosen += [(partners[28], "funder", None)] if random.random() < 0.3 else []
    for place, (organisation, role, of_client) in enumerate(chosen):
        rows.add(Partner(project=project, organisation=organisation, role=role, contact=random.choice(LINE_OWNERS)))
        at = clock.at(project.starts_on + timedelta(days=10 * place), 14)
        about = [organisation, *([of_client] if of_client else [])]
        rows.happened("project.partner_added", project, at=at, by=by, about=about, role=role)
