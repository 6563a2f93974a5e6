"""The report as a tagged PDF (PDF/UA-1), set by Typst from data alone; nothing a user wrote becomes Typst source."""

import json
import re
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.utils.formats import date_format, number_format
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from projects import words
from projects.as_of import Row
from projects.models import DIMENSIONS, Light
from reports.kinds import KINDS
from reports.kinds.portfolio_status import Cut
from reports.models import Run

FOLDER = Path(__file__).resolve().parent / "typst"
NBSP = "\u00a0"
# So many on the first page, which is to be read at a glance; all of them follow after it.
FIRST = {"changes": 7, "decisions": 4, "benefits": 5}
UNSHOWN = re.compile(r'the text `"(.+?)"` could not be displayed')
# Beyond the letters, signs and arrows of European text our fonts have nothing to show.
STRANGE = re.compile("[^\u0000-\u04ff\u1e00-\u1fff\u2000-\u22ff\u25a0-\u25ff]")


@cache
def fonts() -> typst.Fonts:
    """Read once per process: reading them is most of a small document's time."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(FOLDER / "fonts")])


def make(run: Run, cut: Cut) -> bytes:
    """The same frozen data give the same bytes: the document's date is the run's, not today's."""
    moment = (run.frozen_at or run.due_at).astimezone(UTC)
    data = STRANGE.sub("\N{WHITE SQUARE}", json.dumps(document(run, cut), ensure_ascii=False))
    return _compiled(f"{run.schedule.kind}.typ", data, int(moment.timestamp()))


def _compiled(source: str, data: str, timestamp: int) -> bytes:
    """PDF/UA refuses text that no font can show; such letters become a square, and the report still goes out."""
    for _attempt in range(20):
        try:
            return typst.compile(
                str(FOLDER / source),
                root=str(FOLDER),
                font_paths=fonts(),
                sys_inputs={"data": data},
                pdf_standards=["ua-1"],
                timestamp=timestamp,
            )
        except typst.TypstError as error:
            if (found := UNSHOWN.search(str(error))) is None:
                raise
            data = re.sub(f"[{re.escape(found[1])}]", "\N{WHITE SQUARE}", data)
    raise ValueError("The report's text cannot be shown in any font.")


def document(run: Run, cut: Cut) -> dict[str, Any]:
    """Everything the page shows, already in words of the reader's language."""
    return {
        "lang": get_language() or "sv",
        "title": KINDS[run.schedule.kind].title(run.as_of),
        "workspace": settings.WORKSPACE_NAME,
        "schedule": run.schedule.name,
        "lede": lede(cut),
        "labels": labels(cut),
        "decisions": [decision(one) for one in cut.decisions],
        "changes": [change(one, cut.whys) for one in cut.changes],
        "first": FIRST,
        "more": {name: more(name, len(getattr(cut, name))) for name in FIRST},
        "phases": [phase(one) for one in cut.phases],
        "months": [month(one) for one in cut.months],
        "money": {name: million(amount) for name, amount in cut.money.items()},
        "benefits": [benefit(one) for one in cut.benefits],
        "groups": [group(one) for one in cut.phases],
        "dimensions": [str(label) for label in DIMENSIONS.values()],
        "frozen": _("Locked %(moment)s.") % {"moment": day(run.frozen_at or run.due_at, "j F Y H:i")},
        "moment": [moment.year, moment.month, moment.day] if (moment := run.frozen_at or datetime.now(UTC)) else [],
    }


def labels(cut: Cut) -> dict[str, str]:
    then = day(cut.compare_to)
    return {
        "page": _("Page"),
        "on_page": _("page"),
        "all_changes": _("All changes since %(day)s") % {"day": then},
        "all_decisions": _("All decisions needed"),
        "all_benefits": _("All benefits measured"),
        "of": _("of"),
        "decisions": _("Decisions needed"),
        "no_decisions": _("No decision is asked for."),
        "changes": _("Changed since %(day)s") % {"day": then},
        "no_changes": _("Nothing has changed."),
        "phases": _("Status by phase"),
        "phases_note": _("one shape per project, %(day)s") % {"day": day(cut.as_of)},
        "months": _("Status by month"),
        "months_note": _("number of projects"),
        "money": _("Economy"),
        "money_note": _("SEK million"),
        "plan": _("Budget"),
        "forecast": _("Forecast"),
        "actual": _("Spent"),
        "benefits": _("Benefits measured"),
        "benefit": _("Benefit"),
        "before": _("Before"),
        "target": _("Target"),
        "now": _("Now"),
        "share": _("Share of target"),
        "projects": _("All projects"),
        "project": _("Project"),
        "phase": _("Phase"),
        "gate": _("Next gate"),
        "reported": _("Reported"),
        "left_out": left_out(cut),
        "on_track": str(Light.ON_TRACK.label),
        "watch": str(Light.WATCH.label),
        "off_track": str(Light.OFF_TRACK.label),
        "none": str(Light.NOT_REPORTED.label),
        "definitions": _(
            "Off track: the goal is not reached without a decision by the steering group. "
            "Watch: a deviation that the project handles, with action taken."
        ),
    }


def lede(cut: Cut) -> str:
    """How many projects, how many decisions, how many changed."""
    return _("%(projects)s projects. %(decisions)s decisions needed. %(changes)s changed since %(day)s.") % {
        "projects": len(cut.running),
        "decisions": len(cut.decisions),
        "changes": len(cut.changes),
        "day": day(cut.compare_to),
    }


def left_out(cut: Cut) -> str:
    if not cut.left_out:
        return ""
    return _("%(count)s projects are kept from you and are in no figure here.") % {"count": cut.left_out}


def day(value: Any, form: str = "j b Y") -> str:
    return date_format(value, form).replace(" ", NBSP) if value else ""


def million(amount: Decimal) -> str:
    return words.million(amount)


def decision(one: dict[str, Any]) -> dict[str, str]:
    return {
        "title": one["row"].title,
        "gate": one["row"].next_gate,
        "text": one.get("text", ""),
        "recommendation": one.get("recommendation", ""),
        "by": day(one["by_on"]),
    }


def more(name: str, count: int) -> str:
    """ "and 19 more", when not all of them stand on the first page."""
    rest = count - FIRST[name]
    return _("and %(count)s more") % {"count": rest} if rest > 0 else ""


def change(one: Any, whys: dict[int, str]) -> dict[str, Any]:
    lights = [part for part in one.parts if part.kind == "light"]
    return {
        "title": one.title,
        "text": words.sentences(one),
        "why": shortened(whys.get(one.project, "")) if lights else words.sentences(one),
        "before": lights[0].before if lights else "",
        "after": lights[0].after if lights else "",
        "is_light": bool(lights),
        "mark": "" if lights else words.mark(one),
    }


def shortened(text: str) -> str:
    """The first sentence, for the first page."""
    return Truncator(text.split(". ")[0].strip()).chars(90)


def group(one: dict[str, Any]) -> dict[str, Any]:
    """A phase's projects by title, as the table of all has them."""
    rows = sorted(one["rows"], key=lambda row: row.title)
    return {"name": str(one["name"]), "rows": [row(each) for each in rows]}


def phase(one: dict[str, Any]) -> dict[str, Any]:
    gate = _("next gate %(day)s") % {"day": day(one["next_gate_on"])} if one["next_gate_on"] else ""
    return {"name": str(one["name"]), "lights": [row.shown for row in one["rows"]], "gate": gate}


def month(one: dict[str, Any]) -> dict[str, Any]:
    lights = {light or "none": count for light, count in one["lights"].items()}
    money = {name: float(one[name]) / 1_000_000 for name in ("plan_sek", "forecast_sek", "actual_sek")}
    return {"label": date_format(one["on"], "b"), "year": one["on"].year, **lights, **money}


def benefit(one: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": one["title"],
        "measure": f"{one['measure']}, {one['unit']}" if one["unit"] else one["measure"],
        "before": figure(one["baseline"]),
        "target": figure(one["target"]),
        "value": figure(one["value"]),
        "share": one["share"],
    }


def figure(value: Decimal | None) -> str:
    return "" if value is None else number_format(value.normalize() + 0, use_l10n=True, force_grouping=True)


def row(one: Row) -> dict[str, Any]:
    return {
        "title": one.title,
        "lights": [one.light(name) for name in DIMENSIONS],
        "reported": day(one.reported_on, "j b") if one.reported_on else "–",
        "gate": f"{one.next_gate}{NBSP}{day(one.next_gate_on, 'j b')}" if one.next_gate else "",
        "spent": million(one.actual_sek),
        "forecast": million(one.forecast_sek),
        "plan": million(one.plan_sek),
    }
