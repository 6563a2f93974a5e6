"""The report as a tagged PDF (PDF/UA-1), set by Typst from data alone; nothing a user wrote becomes Typst source."""

import json
from datetime import UTC, date
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.formats import date_format, number_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from projects import words
from projects.as_of import Row
from projects.differences import Change
from projects.models import DIMENSIONS, Light
from reports import typesetting
from reports import words as told
from reports.kinds import KINDS
from reports.kinds.portfolio_status import Cut
from reports.models import Run
from ui import dates
from ui.pictures.time import short_month

NBSP = "\u00a0"
# Characters of a change or decision on the first page; the full list follows.
IN_SHORT = 150


def make(run: Run, cut: Cut) -> bytes:
    """The same frozen data give the same bytes: the document's date is the run's, not today's."""
    moment = (run.frozen_at or run.due_at).astimezone(UTC)
    return typesetting.pdf(f"{run.schedule.kind}.typ", json.dumps(document(run, cut)), int(moment.timestamp()))


def _moment(run: Run) -> str:
    """When the data were locked, by the schedule's clock."""
    return date_format(localtime(run.frozen_at or run.due_at, ZoneInfo(run.schedule.time_zone)), "DATETIME_FORMAT")


def document(run: Run, cut: Cut) -> dict[str, Any]:
    """Everything the pages show, already in words of the reader's language."""
    moment = run.frozen_at or run.due_at
    return {
        "lang": get_language() or "sv",
        "title": KINDS[run.schedule.kind].title(run.as_of),
        "workspace": settings.WORKSPACE_NAME,
        "schedule": run.schedule.name,
        "lede": told.lede(cut),
        "labels": labels(cut),
        "counts": [count(cut, light) for light in Light],
        "decisions": [decision(one, cut.as_of) for one in cut.decisions],
        "changes": [change(one, cut.whys.get(one.project, "")) for one in cut.moved],
        "phases": [phase(one) for one in cut.phases],
        "months": [month(one) for one in cut.months],
        "money": {name: words.million(amount) for name, amount in cut.money.items()},
        "benefits": [benefit(one) for one in sorted(cut.benefits, key=lambda one: one["title"])],
        "groups": [{"name": str(one["name"]), "rows": [row(of) for of in one["rows"]]} for one in cut.phases],
        "dimensions": [str(label) for label in DIMENSIONS.values()],
        "frozen": _("Locked %(moment)s.") % {"moment": _moment(run)},
        "moment": [moment.year, moment.month, moment.day],
    }


def labels(cut: Cut) -> dict[str, str]:
    then = dates.long(cut.compare_to)
    return {
        "page": _("Page"),
        "of": _("of"),
        "more": _("and {count} more, page {page}"),
        "decisions": _("Decisions needed"),
        "all_decisions": _("All decisions needed"),
        "no_decisions": _("No decision is asked for."),
        "changes": _("Changed since %(day)s") % {"day": then},
        "all_changes": _("All that has changed since %(day)s") % {"day": then},
        "no_changes": "" if cut.quiet else _("Nothing has changed."),
        "quiet": words.quiet(cut.quiet),
        "phases": _("Status by phase"),
        "count": _("Projects"),
        "phase": _("Phase"),
        "status": _("Status"),
        "phases_note": dates.long(cut.as_of),
        "months": _("Status by month"),
        "months_note": _("number of projects"),
        "money": _("Economy"),
        "money_note": _("SEK million"),
        "plan": _("Budget"),
        "forecast": _("Forecast"),
        "actual": _("Spent"),
        "total": _("Total"),
        "benefits": _("Benefits measured"),
        "benefit": _("Benefit"),
        "before": _("Before"),
        "target": _("Target"),
        "now": _("Now"),
        "share": _("Share of target"),
        "projects": _("All projects"),
        "projects_note": f"{dates.long(cut.as_of)}, {_('SEK million')}",
        "no_projects": _("No project is running."),
        "project": _("Project"),
        "gate": _("Next gate"),
        "rounding": words.rounding(cut.running),
        "left_out": told.left_out(cut),
        "on_track": str(Light.ON_TRACK.label),
        "watch": str(Light.WATCH.label),
        "off_track": str(Light.OFF_TRACK.label),
        "none": str(Light.NOT_REPORTED.label),
        "definitions": _(
            "Off track: the goal is not reached without a decision by the steering group. "
            "Watch: a deviation that the project handles, with action taken."
        ),
    }


def count(cut: Cut, light: Light) -> dict[str, Any]:
    now, then = cut.counts[light], cut.counts_then[light]
    return {"light": light.value, "label": str(light.label), "count": now, "then": told.difference(now, then)}


def decision(one: dict[str, Any], on: date) -> dict[str, Any]:
    asked, recommendation = one.get("text", ""), one.get("recommendation", "")
    short = told.clipped(told.asked(one), IN_SHORT)
    return {
        "title": one["row"].title,
        "gate": one["row"].next_gate,
        "text": asked,
        "recommendation": _("Recommendation: %(what)s") % {"what": recommendation} if recommendation else "",
        "short": short,
        "is_cut": short != told.asked(one) or "\n" in asked + recommendation,
        "by": dates.long(one["by_on"]),
        "late": told.late(one, on),
    }


def change(one: Change, why: str) -> dict[str, Any]:
    lights = [part for part in one.parts if part.kind == "light"]
    short = told.in_short(one, why)
    return {
        "title": one.title,
        "text": told.in_full(one, why),
        "short": told.clipped(short, IN_SHORT),
        "is_cut": len(short) > IN_SHORT or bool(lights and why and words.sentences(one, but=["light", "report"])),
        "before": lights[0].before if lights else "",
        "after": lights[0].after if lights else "",
        "is_light": bool(lights),
        "mark": "" if lights else words.mark(one),
    }


def phase(one: dict[str, Any]) -> dict[str, Any]:
    """A phase's lights, and the same told for those who do not see them."""
    shown = [row.shown for row in one["rows"]]
    found = [f"{shown.count(light)} {str(light.label).lower()}" for light in Light if light in shown]
    gate = _("next gate %(day)s") % {"day": dates.long(one["next_gate_on"])} if one["next_gate_on"] else ""
    return {"name": str(one["name"]), "lights": shown, "told": ", ".join(found), "gate": gate}


def month(one: dict[str, Any]) -> dict[str, Any]:
    lights = {light or "none": number for light, number in one["lights"].items()}
    money = {name: float(one[name]) / 1_000_000 for name in ("plan_sek", "forecast_sek", "actual_sek")}
    day = one["on"]
    return {"label": date_format(day, short_month()), "month": day.month, "year": day.year, **lights, **money}


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
        "gate": f"{one.next_gate}{NBSP}{told.near(one.next_gate_on, one.on)}" if one.next_gate else "",
        "spent": words.million(one.actual_sek),
        "forecast": words.million(one.forecast_sek),
        "plan": words.million(one.plan_sek),
    }
