"""Everything the portfolio page shows, from one question: rows by phase, changes, pictures and their figures."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F, Value
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.rights import Reader
from projects import as_of
from projects.as_of import Later, Row
from projects.compare import between
from projects.differences import Change
from projects.filters import Question
from projects.models import DIMENSIONS, GateDecision, GatePlan, Light, Phase, StatusReport
from projects.models.gate import PASSING
from projects.trend import Point, trend
from projects.words import mark, million, quiet, rounding, sentences
from ui import dates
from ui.pictures.lines import Line, lines, meter
from ui.pictures.pipeline import pipeline, pipeline_axis
from ui.pictures.roadmap import Road, road
from ui.pictures.svg import light
from ui.pictures.time import Span

SHORT = {
    Phase.NEEDS: gettext_lazy("Needs"),
    Phase.PLANNING: gettext_lazy("Planning"),
    Phase.EXECUTION: gettext_lazy("Execution"),
    Phase.RESULTS: gettext_lazy("Results"),
}
CHANGES_SHOWN = 8
LINE = (
    '<li><span class="mk">{}</span><div><a class="name" href="{}">{}</a> <span class="sub">{}</span></div>'
    '<span class="end">{}</span></li>'
)
OF = gettext_lazy('{} <span class="dim">of {}</span>')


@dataclass(frozen=True)
class Item:
    """One row of the board; `row` holds the figures."""

    row: Row
    url: str
    clinic: str
    cells: SafeString


@dataclass(frozen=True)
class Group:
    phase: str
    name: str
    short: Any
    note: str
    items: list[Item]
    pipeline: SafeString


@dataclass(frozen=True)
class Told:
    """A change as the page tells it."""

    change: Change
    url: str
    mark: SafeString
    words: str
    reason: str
    on: str

    @property
    def line(self) -> SafeString:
        told = f"{self.words} {self.reason}" if self.reason else self.words
        return format_html(LINE, self.mark, self.url, self.change.title, told, self.on)


@dataclass(frozen=True)
class Board:
    question: Question
    rows: list[Row]
    groups: list[Group]
    counts: dict[str, int]
    changes: list[Told]
    quiet: str
    later: Later | None
    span: Span
    axis: SafeString
    budget: SafeString
    budget_points: list[Point]
    rounding: str
    weeks: list[Point]


def board(user: Reader, question: Question) -> Board:
    """The whole page in a dozen queries at most."""
    on = question.on
    compared = between(user, question.compare, on, question.filters, named=True)
    rows = [row for row in compared.now if row.is_running]
    span = Span(_quarter(on, -4), _quarter(on, 4))
    weeks, months = _weeks(question.today), _month_ends(on)
    points = {point.on: point for point in trend(user, [*weeks, *months, on], question.filters)}
    longest = max([12.0, *(6 * -(-row.months_in_phase // 6) for row in rows)])
    items = _items(rows, compared.before if question.compare_asked else {}, span, is_past=question.is_past)
    return Board(
        question=question,
        rows=rows,
        groups=_groups(rows, items, min(longest, 24)),
        counts=as_of.counts(rows),
        changes=_told([change for change in compared.changes if not change.is_quiet]),
        quiet=quiet(sum(change.is_quiet for change in compared.changes)),
        later=as_of.later(user, on, question.filters) if question.is_past else None,
        span=span,
        axis=pipeline_axis(min(longest, 24), _("%(months)d months in phase") % {"months": min(longest, 24)}),
        budget=_budget([points[day] for day in [*months, on]], on),
        budget_points=[points[day] for day in [*months, on]],
        rounding=rounding(rows, ["forecast_sek", "plan_sek"]),
        weeks=[points[day] for day in weeks],
    )


def _quarter(day: date, quarters: int) -> date:
    """The first day of the quarter that many quarters away."""
    number = day.year * 4 + (day.month - 1) // 3 + quarters
    return date(number // 4, number % 4 * 3 + 1, 1)


def _weeks(today: date) -> list[date]:
    """The last 104 Sundays and today: the week that runs is counted as of today, as the page is."""
    sundays = [today - timedelta(days=today.isoweekday() % 7 + 7 * number) for number in range(103, -1, -1)]
    return list(dict.fromkeys([*sundays, today]))


def _month_ends(on: date) -> list[date]:
    """The last days of the twelve months before that of `on`."""
    day, found = on.replace(day=1), []
    for _number in range(12):
        day -= timedelta(days=1)
        found.append(day)
        day = day.replace(day=1)
    return found[::-1]


def _items(rows: Sequence[Row], before: dict[int, Row], span: Span, *, is_past: bool) -> dict[int, Item]:
    gates = _gates([row.project for row in rows], rows[0].on) if rows else {}
    most = max((float(max(row.forecast_sek, row.plan_sek)) for row in rows), default=0)
    return {
        row.project: Item(
            row=row,
            url=reverse("projects:project_detail", args=[row.project]) + (f"?as_of={row.on}" if is_past else ""),
            # "Sunds universitetssjukhus, Hudkliniken": the clinic is what tells projects apart
            clinic=row.owner.rpartition(", ")[2],
            cells=_cells(row, before.get(row.project), gates[row.project], most, span),
        )
        for row in rows
    }


def _cells(row: Row, before: Row | None, gates: "Gates", most: float, span: Span) -> SafeString:
    """The row's cells after its title, made here since a template takes longer over them than over all the rest."""
    age = "–" if row.age_days is None else _("%(days)d d") % {"days": row.age_days}
    has_money = row.plan_sek or row.forecast_sek
    money = format_html(str(OF), million(row.forecast_sek), million(row.plan_sek)) if has_money else "–"
    return format_html(
        '<td class="num"><b class="b">{}</b> {}</td>{}<td class="num{}">{}</td><td class="bb">{}</td>'
        '<td class="num">{}</td><td class="rd">{}</td>',
        row.next_gate,
        _short(row.next_gate_on, row.on),
        SafeString("".join(_cell(row, before, dimension) for dimension in DIMENSIONS)),
        " late" if row.is_stale else "",
        age,
        meter(float(row.forecast_sek), float(row.actual_sek), float(row.plan_sek), most),
        money,
        road(_road(row, gates), span, row.on),
    )


def _cell(row: Row, before: Row | None, dimension: str) -> str:
    was = before.light(dimension) if before else row.previous.get(dimension)
    css = "ov" if dimension == "overall" else "q"
    return f'<td class="{css}">{light(row.light(dimension), was or None)}</td>'


def _short(day: date | None, on: date) -> str:
    if day is None:
        return "–"
    return dates.short(day, on=day) if abs((day - on).days) < 300 else dates.long(day)


@dataclass
class Gates:
    passed: dict[str, date]
    planned: dict[str, date]


def _gates(projects: list[int], on: date) -> dict[int, Gates]:
    """Each project's gates as of that day, in one query."""
    decided = GateDecision.objects.filter(project__in=projects, on__lte=on, verdict__in=PASSING).order_by()
    plans = GatePlan.objects.filter(project__in=projects, set_on__lte=on).order_by()
    columns = ("project_id", "gate")
    rows = plans.values_list(*columns, F("planned_on"), F("set_on"), Value(False)).union(
        decided.values_list(*columns, F("on"), F("on"), Value(True)), all=True
    )
    rows = rows.order_by()
    found: dict[int, Gates] = defaultdict(lambda: Gates({}, {}))
    for project, gate, day, _since, done in sorted(rows, key=lambda row: (row[0], row[1], row[3])):
        (found[project].passed if done else found[project].planned)[gate] = day
    return found


def _road(row: Row, gates: Gates) -> Road:
    planned = {gate: day for gate, day in gates.planned.items() if gate not in gates.passed}
    ends_on = row.ends_on or max([row.starts_on, row.on, *planned.values()])
    slip = (row.next_gate_first_on, row.next_gate_on) if row.gate_slip_days > 0 else None
    return Road(row.starts_on, ends_on, list(gates.passed.items()), sorted(planned.items()), slip)  # type: ignore[arg-type]


def _groups(rows: list[Row], items: dict[int, Item], longest: float) -> list[Group]:
    found = []
    for phase, of_phase in as_of.by_phase(rows).items():
        note = ngettext("%(count)d project", "%(count)d projects", len(of_phase)) % {"count": len(of_phase)}
        ages = pipeline([(row.months_in_phase, row.shown) for row in of_phase], longest)
        found.append(
            Group(
                phase,
                str(Phase(phase).label),
                SHORT[Phase(phase)],
                note,
                [items[row.project] for row in of_phase],
                ages,
            )
        )
    return found


def _told(changes: list[Change]) -> list[Told]:
    reasons = _reasons(changes)
    return [
        Told(
            change=change,
            url=reverse("projects:project_detail", args=[change.project]),
            mark=_mark(change),
            words=sentences(change),
            reason=reasons.get(change.now.report_id if change.now else None, ""),
            on=dates.short(change.on, on=change.on),
        )
        for change in changes
    ]


def _mark(change: Change) -> SafeString:
    if change.first.kind in {"light", "dimension"}:
        return light(change.first.after, change.first.before or None)
    return format_html('<span class="tag flare">{}</span>', mark(change))


def _reasons(changes: list[Change]) -> dict[int | None, str]:
    """What the lead wrote beside the overall light, for those whose light changed to watch or off track."""
    bad = {Light.WATCH, Light.OFF_TRACK}
    keys = [change.now.report_id for change in changes if change.now and change.first.after in bad]
    reports = StatusReport.objects.filter(pk__in=[key for key in keys if key]).order_by()
    rows = reports.values_list("pk", "comments__overall", "summary")
    return {pk: (comment or summary or "").split("\n")[0][:100] for pk, comment, summary in rows}


def _budget(points: list[Point], on: date) -> SafeString:
    last = points[-1]
    found = [
        Line("s4", _("%(sek)s budget") % {"sek": million(last.plan_sek)}, _series(points, "plan_sek")),
        Line("s1 sdash", _("%(sek)s forecast") % {"sek": million(last.forecast_sek)}, _series(points, "forecast_sek")),
        Line("s1 lead", _("%(sek)s spent") % {"sek": million(last.actual_sek)}, _series(points, "actual_sek")),
    ]
    told = _("As of %(day)s: budget %(plan)s, forecast %(forecast)s and spent %(actual)s million kronor.") % {
        "day": date_format(on, "j F Y"),
        "plan": million(last.plan_sek),
        "forecast": million(last.forecast_sek),
        "actual": million(last.actual_sek),
    }
    return lines(found, Span(points[0].on, on), now=on, title=told)


def _series(points: list[Point], name: str) -> list[tuple[date, float]]:
    return [(point.on, float(getattr(point, name)) / 1_000_000) for point in points]


def weeks_in_words(weeks: list[Point], shown: Point) -> str:
    """The point of the ruler's picture: then, on the day shown when that is past, and now."""
    first, last = weeks[0], weeks[-1]
    told = {"then": number_format(first.projects, 0), "now": number_format(last.projects, 0)}
    if shown.on == last.on:
        return _("Status each week: %(then)s projects two years ago, %(now)s now.") % told
    told |= {"shown": number_format(shown.projects, 0), "day": date_format(shown.on, "j F Y")}
    return _("Status each week: %(then)s projects two years ago, %(shown)s on %(day)s and %(now)s now.") % told
