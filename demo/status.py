"""Status reports of the demo: lights that worsen and recover for a reason that the comments tell."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from accounts.models import User
from demo import clock
from demo.insert import Rows
from demo.plan import Plan
from demo.project_texts import SUMMARIES, TROUBLES
from projects.models import Milestone, Project, Risk, StatusReport
from ui.lights import Light

GOOD, WATCH, OFF = Light.ON_TRACK.value, Light.WATCH.value, Light.OFF_TRACK.value
# How a trouble goes, month by month, and which of its three comments is said.
COURSES = [
    [(WATCH, 0), (OFF, 1), (OFF, 1), (OFF, 1), (WATCH, 2)],
    [(WATCH, 0), (WATCH, 2)],
    [(WATCH, 0), (OFF, 1), (WATCH, 2)],
    [(WATCH, 0), (WATCH, 0), (OFF, 1), (OFF, 1), (WATCH, 2)],
    [(WATCH, 0), (OFF, 1), (OFF, 1), (WATCH, 2), (WATCH, 2)],
]
MONTHS = 24


@dataclass
class Month:
    """What is reported on a day: a trouble's dimension, light, comment and recovery, or calm."""

    on: date
    dimension: str = ""
    light: str = GOOD
    comment: str = ""
    recovery: str = ""


def months(plan: Plan, today: date, is_silent: bool, random: Random) -> list[Month]:
    """A report a month over the last 24 months that the project ran, with a gap now and then, most often in July."""
    last = plan.closed_on or plan.stopped_on or (today - timedelta(days=random.randint(55, 80)) if is_silent else today)
    days = [clock.working(clock.months_back(today, back).replace(day=random.randint(10, 14))) for back in range(MONTHS)]
    days = [day for day in reversed(days) if plan.starts_on + timedelta(days=12) <= day <= last]
    ahead: list[Month] = []
    found: list[Any] = []
    for day in days:
        if not ahead and random.random() < 0.16:
            ahead = _trouble(random)
        month = ahead.pop(0) if ahead else Month(day)
        month.on = day
        if random.random() > (0.35 if day.month == 7 else 0.05) or not found:
            found.append(month)
    return found


def _trouble(random: Random) -> list[Month]:
    dimension, comments, recovery = random.choice(TROUBLES)
    course = random.choice(COURSES)
    return [Month(date.min, dimension, light, comments[said], recovery) for light, said in course]


def write(
    project: Project, plan: Plan, story: list[Month], milestones: list[Milestone], risks: list[Risk], by: User,
    random: Random, rows: Rows,
) -> None:  # fmt: skip
    for month in story:
        report = _report(project, plan.phase_on(month.on), month, random)
        report.by, report.posted_at = by, clock.at(month.on, 16, 20)
        report.milestones = [
            {"title": row.title, "planned_on": row.planned_on, "forecast_on": row.forecast_on or row.planned_on}
            for row in milestones
            if row.done_on is None or row.done_on > month.on
        ][:6]
        report.risks = [
            {"text": risk.text, "probability": risk.probability, "consequence": risk.consequence, "score": risk.score,
             "action": risk.action, "owner": risk.owner}
            for risk in risks
        ]  # fmt: skip
        rows.add(report)
        facts = {"report": report.pk, "overall": report.overall, "on": report.on}
        rows.happened("project.status_posted", project, at=report.posted_at, by=by, **facts)


def _report(project: Project, phase: str, month: Month, random: Random) -> StatusReport:
    lights = {"overall": GOOD, "scope": GOOD, "time": GOOD, "cost": GOOD, "people": GOOD}
    if phase != "needs":
        lights |= {"benefit": GOOD, "clinic": GOOD}
    report = StatusReport(
        project=project, on=month.on, summary=random.choice(SUMMARIES.get(phase, SUMMARIES["results"]))
    )
    if month.dimension:
        overall = WATCH if month.light == OFF and random.random() < 0.35 else month.light
        lights |= {month.dimension: month.light, "overall": overall}
        report.comments = {"overall": month.comment, month.dimension: month.comment}
        report.recovery = {"overall": month.recovery, month.dimension: month.recovery}
        report.suggested = _suggested(month)
    if month.light == OFF:
        report.decisions = [
            {"text": "Ny tidplan och budget fastställs", "recommendation": "Godkänn reviderad plan",
             "by_on": clock.working(month.on + timedelta(days=21))}
        ]  # fmt: skip
    for dimension, light in lights.items():
        setattr(report, dimension, light)
    return report


def _suggested(month: Month) -> dict[str, object]:
    """What the rules would have said where they can judge: time and cost."""
    reasons = {
        "time": {"rule": "gate_late", "gate": "G3", "days": 47 if month.light == OFF else 21},
        "cost": {"rule": "forecast_over", "percent": 12 if month.light == OFF else 4},
    }
    if month.dimension not in reasons:
        return {}
    said = {"light": month.light, "reasons": [reasons[month.dimension]]}
    return {"overall": said, month.dimension: said}
