"""The report as a workbook: summary, changes, every project. Text stays text, figures stay figures."""

from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter
from django.conf import settings
from django.utils.translation import gettext as _

from projects import words
from projects.as_of import Row
from projects.differences import Part
from projects.models import DIMENSIONS, Light, Phase
from reports import words as told
from reports.kinds import KINDS
from reports.kinds.portfolio_status import Cut
from reports.models import Run

# The kinds of change whose before and after are phases.
PHASES = {"new", "closed", "stopped", "reopened", "gone", "phase"}


def make(run: Run, cut: Cut) -> bytes:
    """Dated by the run, so that the same data give the same bytes."""
    content = BytesIO()
    book = xlsxwriter.Workbook(
        content,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    moment = (run.frozen_at or run.due_at).replace(tzinfo=None, microsecond=0)
    book.set_properties(
        {"title": KINDS[run.schedule.kind].title(run.as_of), "author": settings.WORKSPACE_NAME, "created": moment}
    )
    sheets = Sheets(book)
    _summary(sheets, run, cut)
    _changes(sheets, cut)
    _projects(sheets, cut)
    _decisions(sheets, cut)
    book.close()
    return content.getvalue()


class Sheets:
    """The workbook with its few formats."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.book = book
        self.head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.title = book.add_format({"bold": True, "font_size": 16})
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})
        self.money = book.add_format({"num_format": "#,##0"})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})

    def table(self, name: str, headings: list[str], widths: list[int], rows: list[list[Any]]) -> None:
        sheet = self.book.add_worksheet(name)
        for column, (heading, width) in enumerate(zip(headings, widths, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, str(heading), self.head)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                self.write(sheet, number, column, value)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(len(rows), 1), len(headings) - 1)

    def write(self, sheet: Any, row: int, column: int, value: Any) -> None:
        if value is None or value == "":
            sheet.write_blank(row, column, None)
        elif isinstance(value, Decimal | int | float):
            sheet.write_number(row, column, value, self.money)
        elif hasattr(value, "isoformat"):
            sheet.write_datetime(row, column, value, self.day)
        else:
            sheet.write_string(row, column, str(value), self.wrapped)


def _summary(sheets: Sheets, run: Run, cut: Cut) -> None:
    sheet = sheets.book.add_worksheet(_("Summary"))
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 2, 16)
    sheet.write_string(0, 0, KINDS[run.schedule.kind].title(run.as_of), sheets.title)
    rows: list[tuple[Any, ...]] = [
        (_("As of"), cut.as_of),
        (_("Compared with"), cut.compare_to),
        (),
        (_("Projects"), len(cut.running), sum(cut.counts_then.values())),
        *((str(light.label), cut.counts[light], cut.counts_then[light]) for light in Light),
        (),
        (_("Budget, SEK"), cut.money["plan_sek"]),
        (_("Forecast, SEK"), cut.money["forecast_sek"]),
        (_("Spent, SEK"), cut.money["actual_sek"]),
        (),
        (_("Changed, of the projects"), cut.moved_and_running),
        (_("Changed, ended or left the portfolio"), cut.moved_and_ended),
        (_("New report, nothing moved"), cut.quiet),
    ]
    if cut.left_out:
        rows += [(), (told.left_out(cut),)]
    for number, row in enumerate(rows, start=2):
        for column, value in enumerate(row):
            sheets.write(sheet, number, column, value)


def _changes(sheets: Sheets, cut: Cut) -> None:
    """Each part of each change with what it was and became, exactly; new reports in which nothing moved last."""
    rows = [
        [change.code, change.title, words.sentence(part), _value(part, part.before), _value(part, part.after), part.on]
        for change in [*cut.moved, *(change for change in cut.changes if change.is_quiet)]
        for part in change.parts
    ]
    headings = [_("Code"), _("Project"), _("What changed"), _("Before"), _("After"), _("Date")]
    sheets.table(_("Changes"), headings, [14, 36, 60, 16, 16, 12], rows)


def _value(part: Part, value: Any) -> Any:
    """As a figure, a day, or in the words of what it is."""
    if part.kind in {"light", "dimension"}:
        return str(Light(value).label)
    if part.kind in PHASES and value:
        return str(Phase(value).label)
    return value


def _decisions(sheets: Sheets, cut: Cut) -> None:
    rows = [
        [row.code, row.title, row.next_gate, one.get("text"), one.get("recommendation"), one["by_on"]]
        for one in cut.decisions
        for row in [one["row"]]
    ]
    headings = [_("Code"), _("Project"), _("Next gate"), _("Decision"), _("Recommendation"), _("Needed by")]
    sheets.table(_("Decisions needed"), headings, [14, 36, 10, 60, 40, 12], rows)


def _projects(sheets: Sheets, cut: Cut) -> None:
    headings = [
        *(_("Code"), _("Project"), _("Phase"), _("Project lead"), _("Need owner")),
        *(str(label) for label in DIMENSIONS.values()),
        *(_("Reported"), _("Next gate"), _("Gate date"), _("Planned end")),
        *(_("Budget, SEK"), _("Forecast, SEK"), _("Spent, SEK"), _("Comment")),
    ]
    widths = [14, 36, 24, 20, 28, *[14] * len(DIMENSIONS), 12, 10, 12, 12, 14, 14, 14, 60]
    sheets.table(_("Projects"), headings, widths, [_project(row, cut) for row in cut.running])


def _project(row: Row, cut: Cut) -> list[Any]:
    return [
        *(row.code, row.title, row.phase_name, row.lead, row.owner),
        *(str(Light(row.light(name)).label) for name in DIMENSIONS),
        *(row.reported_on, row.next_gate, row.next_gate_on, row.ends_on),
        *(row.plan_sek, row.forecast_sek, row.actual_sek, cut.whys.get(row.project, "")),
    ]
