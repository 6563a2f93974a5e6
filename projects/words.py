"""What changed, in words: one sentence per change, the same on the page, in the mail and in the API."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from itertools import groupby

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from projects.as_of import STALE_DAYS, Row
from projects.differences import Change, Part
from projects.models import DIMENSIONS, Light, Phase
from ui.amounts import MILLION, adds_up, in_millions
from ui.dates import long

# Amounts that differ by a million or by a tenth of one are told with so many decimals of a million; less in kronor.
DECIMALS = ((MILLION, 1), (MILLION // 10, 2))


def million(sek: Decimal | int, decimals: int = 1) -> str:
    return number_format(in_millions(sek, decimals), decimals, use_l10n=True)


COLUMNS = {
    "actual_sek": gettext_lazy("Spent"),
    "forecast_sek": gettext_lazy("Forecast"),
    "plan_sek": gettext_lazy("Budget"),
}


def rounding(rows: Iterable[Row], shown: Iterable[str] = tuple(COLUMNS)) -> str:
    """What is said where each project's money is shown, and the sum, to which the figures do not add up (0046)."""
    rows = list(rows)
    unlike = [str(COLUMNS[name]) for name in shown if not adds_up(getattr(row, name) for row in rows)]
    if not unlike:
        return ""
    told = _("Every figure is rounded by itself, the total too, so these columns do not add up exactly: %(columns)s.")
    return told % {"columns": ", ".join(unlike)}


def sentence(part: Part) -> str:
    """One change as a sentence with its full stop."""
    return WORDS[part.kind](part)


def sentences(change: Change, *, but: Iterable[str] = ()) -> str:
    """All that changed but parts of these kinds, most serious first; dimensions that moved alike in one sentence."""
    told = [part for part in change.parts if part.kind not in but]
    found = []
    for (kind, *_alike), parts in groupby(told, key=_alike_with):
        alike = list(parts)
        found.append(_dimensions(alike) if kind == "dimension" else " ".join(WORDS[one.kind](one) for one in alike))
    late = [part.on for part in told if part.is_late and part.on]
    return " ".join([*found, *([_("Dated %(day)s, entered since then.") % {"day": long(min(late))}] if late else [])])


def _alike_with(part: Part) -> tuple[object, ...]:
    return (part.kind, part.before, part.after, part.stale) if part.kind == "dimension" else (part.kind,)


def quiet(count: int) -> str:
    """The one line about those in which nothing moved; "" for none."""
    told = ngettext(
        "%(count)s project has a new report in which nothing moved.",
        "%(count)s projects have a new report in which nothing moved.",
        count,
    ) % {"count": count}
    return told if count else ""


def mark(change: Change) -> str:
    """One to three words for the margin of a change that is not a light."""
    part = change.first
    if part.days:
        return _("%(days)+d d") % {"days": part.days}
    if part.kind == "passed":
        return str(part.before)
    if part.kind == "gate":
        return part.gate
    return str(DIMENSIONS[part.dimension] if part.dimension else MARKS[part.kind])


MARKS = {
    "stopped": gettext_lazy("Stop"),
    "closed": gettext_lazy("Closed"),
    "new": gettext_lazy("New"),
    "reopened": gettext_lazy("Open again"),
    "gone": gettext_lazy("Gone"),
    "phase": gettext_lazy("Phase"),
    "next_gate": gettext_lazy("Gate"),
    "end": gettext_lazy("End"),
    "plan": gettext_lazy("Budget"),
    "forecast": gettext_lazy("Cost"),
    "actual": gettext_lazy("Cost"),
    "report": gettext_lazy("Report"),
    "title": gettext_lazy("Name"),
}


def _of_lights(part: Part) -> str:
    names = {"before": Light(part.before).label, "after": str(Light(part.after).label).lower()}
    told = _("%(before)s → %(after)s") % names
    if part.stale:
        told = _("%(change)s, since the report is more than %(days)d days old") % {"change": told, "days": STALE_DAYS}
    return told


def _light(part: Part) -> str:
    return f"{_of_lights(part)}."


def _dimensions(parts: list[Part]) -> str:
    """ "Scope, time: on track → watch." """
    names = [str(DIMENSIONS[part.dimension]) for part in parts]
    named = ", ".join([names[0], *(name.lower() for name in names[1:])])
    told = _of_lights(parts[0])
    return f"{named}: {told[0].lower()}{told[1:]}."


def _gate(part: Part) -> str:
    told = {"gate": part.gate, "days": abs(part.days), "day": long(part.after)}
    if part.after is None:
        return _("%(gate)s has no planned day.") % told
    if part.before is None:
        return _("%(gate)s is planned for %(day)s.") % told
    if part.days > 0:
        return ngettext(
            "%(gate)s moved %(days)d day later, to %(day)s.",
            "%(gate)s moved %(days)d days later, to %(day)s.",
            part.days,
        ) % (told)
    return ngettext(
        "%(gate)s moved %(days)d day earlier, to %(day)s.",
        "%(gate)s moved %(days)d days earlier, to %(day)s.",
        -part.days,
    ) % (told)


def _end(part: Part) -> str:
    told = {"days": abs(part.days), "day": long(part.after), "before": long(part.before)}
    if part.after is None:
        return _("Planned end taken away, was %(before)s.") % told
    if part.before is None:
        return _("Planned end %(day)s.") % told
    if part.days > 0:
        return ngettext(
            "Planned end %(days)d day later, %(day)s.", "Planned end %(days)d days later, %(day)s.", part.days
        ) % (told)
    return ngettext(
        "Planned end %(days)d day earlier, %(day)s.", "Planned end %(days)d days earlier, %(day)s.", -part.days
    ) % (told)


def _amounts(part: Part) -> dict[str, str]:
    """In the largest unit that shows the change."""
    moved = abs(part.after - part.before)
    for least, decimals in DECIMALS:
        if moved >= least:
            before, after = million(part.before, decimals), million(part.after, decimals)
            return {"before": before, "after": _("%(amount)s m") % {"amount": after}}
    return {
        name: number_format(amount, 0, use_l10n=True, force_grouping=True)
        for name, amount in (("before", part.before), ("after", part.after))
    }


def _passed(part: Part) -> str:
    if not part.after:
        return _("%(gate)s passed.") % {"gate": part.before}
    return _("%(gate)s passed; next is %(next)s.") % {"gate": part.before, "next": part.after}


def _next_gate(part: Part) -> str:
    return _("Next gate: %(before)s → %(after)s.") % {"before": part.before or "–", "after": part.after or "–"}


def _phase(part: Part) -> str:
    return _("Phase: %(before)s → %(after)s.") % {"before": Phase(part.before).label, "after": Phase(part.after).label}


def _stopped(part: Part) -> str:
    if not part.before:
        return _("Started and stopped.")
    return _with_light(_("Stopped in the phase %(phase)s") % {"phase": Phase(part.before).label}, part)


def _closed(part: Part) -> str:
    return _with_light(_("Closed"), part) if part.before else _("Started and closed.")


def _reopened(part: Part) -> str:
    return _with_light(_("Runs again in the phase %(phase)s") % {"phase": Phase(part.after).label}, part)


def _with_light(told: str, part: Part) -> str:
    """The light with which a project came or went; runs frozen before it was kept do not tell it."""
    return f"{told}." if part.light is None else f"{told} ({str(Light(part.light).label).lower()})."


def _report(part: Part) -> str:
    return _("New report %(day)s.") % {"day": long(part.after)} if part.after else _("The report was taken back.")


WORDS: dict[str, Callable[[Part], str]] = {
    "light": _light,
    "dimension": lambda part: _dimensions([part]),
    "gate": _gate,
    "end": _end,
    "plan": lambda part: _("Budget SEK %(before)s → %(after)s.") % _amounts(part),
    "forecast": lambda part: _("Forecast SEK %(before)s → %(after)s.") % _amounts(part),
    "actual": lambda part: _("Spent SEK %(before)s → %(after)s.") % _amounts(part),
    "passed": _passed,
    "next_gate": _next_gate,
    "phase": _phase,
    "stopped": _stopped,
    "closed": _closed,
    "reopened": _reopened,
    "new": lambda part: _with_light(_("New in the portfolio"), part),
    "gone": lambda part: _with_light(_("No longer in the portfolio"), part),
    "report": _report,
    "title": lambda part: _("Was called “%(before)s”.") % {"before": part.before},
}
