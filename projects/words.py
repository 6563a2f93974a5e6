"""What changed, in words: one sentence per change, the same on the page, in the mail and in the API."""

from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.compare import Change, Part
from projects.models import Light, Phase
from ui.dates import long


def million(sek: Decimal | int) -> str:
    return number_format(round(Decimal(sek) / 1_000_000, 1), 1, use_l10n=True)


def sentence(part: Part, change: Change) -> str:
    """One change as a sentence with its full stop."""
    return WORDS[part.kind](part, change)


def sentences(change: Change) -> str:
    return " ".join(sentence(part, change) for part in change.parts)


def mark(change: Change) -> str:
    """One to three words for the margin of a change that is not a light."""
    part = change.first
    if part.kind in {"gate", "end"}:
        return _("%(days)+d d") % {"days": part.days}
    if part.kind == "passed":
        return str(part.before)
    names = {"stopped": _("Stop"), "closed": _("Closed"), "new": _("New"), "forecast": _("Cost"), "gone": _("Gone")}
    return names.get(part.kind, _("Phase"))


def _light(part: Part, change: Change) -> str:
    names = {"before": Light(part.before).label, "after": str(Light(part.after).label).lower()}
    return _("%(before)s → %(after)s.") % names


def _day(part: Part) -> str:
    return long(part.after)


def _gate(part: Part, change: Change) -> str:
    gate = change.now.next_gate if change.now else ""
    told = {"gate": gate, "days": abs(part.days), "day": _day(part)}
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


def _end(part: Part, change: Change) -> str:
    told = {"days": abs(part.days), "day": _day(part)}
    if part.days > 0:
        return ngettext(
            "Planned end %(days)d day later, %(day)s.", "Planned end %(days)d days later, %(day)s.", part.days
        ) % (told)
    return ngettext(
        "Planned end %(days)d day earlier, %(day)s.", "Planned end %(days)d days earlier, %(day)s.", -part.days
    ) % (told)


def _forecast(part: Part, change: Change) -> str:
    told = {"before": million(part.before), "after": million(part.after)}
    return _("Forecast SEK %(before)s m → %(after)s m.") % told


def _passed(part: Part, change: Change) -> str:
    if not part.after:
        return _("%(gate)s passed.") % {"gate": part.before}
    return _("%(gate)s passed; next is %(next)s.") % {"gate": part.before, "next": part.after}


def _phase(part: Part, change: Change) -> str:
    return _("Phase: %(before)s → %(after)s.") % {"before": Phase(part.before).label, "after": Phase(part.after).label}


WORDS = {
    "light": _light,
    "gate": _gate,
    "end": _end,
    "forecast": _forecast,
    "passed": _passed,
    "phase": _phase,
    "stopped": lambda part, change: _("Stopped in the phase %(phase)s.") % {"phase": Phase(part.before).label},
    "closed": lambda part, change: _("Closed."),
    "new": lambda part, change: _("New in the portfolio."),
    "gone": lambda part, change: _("No longer in the portfolio."),
}
