"""What a report says in words: the same in the mail, its text, the PDF and the workbook."""

from datetime import date
from typing import Any

from django.utils.dates import WEEKDAYS as DAYS
from django.utils.formats import date_format, time_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from projects import words
from projects.differences import Change
from reports.kinds.portfolio_status import Cut
from reports.models import Rhythm, Schedule
from reports.models.schedule import Format
from ui import dates


def lede(cut: Cut) -> str:
    """How many projects, how many decisions, how many changed."""
    return " ".join([_projects(len(cut.running)), _decisions(len(cut.decisions)), _changed(cut)])


def _projects(count: int) -> str:
    return ngettext("%(count)s project.", "%(count)s projects.", count) % {"count": count}


def _decisions(count: int) -> str:
    if not count:
        return _("No decision is asked for.")
    return ngettext("%(count)s decision needed.", "%(count)s decisions needed.", count) % {"count": count}


def _changed(cut: Cut) -> str:
    """The running ones among the projects that are counted before; those that have ended beside them."""
    running, ended = cut.moved_and_running, cut.moved_and_ended
    told = {"running": running, "ended": ended, "day": dates.long(cut.compare_to)}
    if not cut.changes:
        return _("Nothing has changed since %(day)s.") % told
    if not ended:
        said = _("Changed since %(day)s: %(running)s of the projects.")
    elif not running:
        said = _("Changed since %(day)s: %(ended)s that ended or left the portfolio.")
    else:
        said = _("Changed since %(day)s: %(running)s of the projects, and %(ended)s that ended or left the portfolio.")
    return " ".join(filter(None, [said % told, words.quiet(cut.quiet)]))


def period(code: str) -> str:
    """Of a run's code: "November 2026", "Week 46 2026", "Quarter 4 2026"; by hand "November 2026, by hand (2)"."""
    base, _slash, by_hand = code.partition("/by-hand-")
    year, _dash, part = base.partition("-")
    if part.startswith("W"):
        said = _("week %(number)s %(year)s") % {"number": int(part[1:]), "year": year}
    elif part.startswith("Q"):
        said = _("quarter %(number)s %(year)s") % {"number": part[1:], "year": year}
    else:
        said = date_format(date(int(year), int(part), 1), "F Y")
    said = said[:1].upper() + said[1:]
    return _("%(period)s, by hand (%(number)s)") % {"period": said, "number": by_hand} if by_hand else said


def rhythm(schedule: Schedule) -> str:
    """ "Monthly, day 1, 07:00"."""
    at = time_format(schedule.at_time, "H:i")
    if schedule.rhythm == Rhythm.WEEKLY:
        weekday = str(DAYS[schedule.weekday - 1])
        # As Swedish writes the names of days within a sentence.
        weekday = weekday.lower() if get_language() == "sv" else weekday
        return _("Weekly, %(weekday)s, %(time)s") % {"weekday": weekday, "time": at}
    told = {"rhythm": schedule.get_rhythm_display(), "day": schedule.day, "time": at}
    return _("%(rhythm)s, day %(day)s, %(time)s") % told


def left_out(cut: Cut) -> str:
    if not cut.left_out:
        return ""
    return ngettext(
        "%(count)s project is kept from you and is in no figure here.",
        "%(count)s projects are kept from you and are in no figure here.",
        cut.left_out,
    ) % {"count": cut.left_out}


def missing(formats: list[str]) -> str:
    """That files of the report could not be made."""
    if not formats:
        return ""
    told = {"files": ", ".join(str(Format(name).label) for name in formats)}
    return (
        _("The report could not be made as %(files)s this time. All that it says can be read at the address above.")
        % told
    )


def difference(now: int, then: int) -> str:
    """ "2 more", "1 fewer" or "unchanged" since the report before."""
    count = abs(now - then)
    if now > then:
        return ngettext("%(count)s more", "%(count)s more", count) % {"count": count}
    if now < then:
        return ngettext("%(count)s fewer", "%(count)s fewer", count) % {"count": count}
    return _("unchanged")


def near(day: date | None, on: date) -> str:
    """ "19 Jan"; with its year when that is not plain from the report's day."""
    if day is None:
        return ""
    return dates.short(day, on=day) if abs((day - on).days) < 300 else dates.long(day)


def in_short(change: Change, why: str) -> str:
    """The reason of a changed light, whose shapes stand beside it; otherwise what changed."""
    is_light = any(part.kind == "light" for part in change.parts)
    if not is_light:
        return words.sentences(change)
    report = [words.sentence(part) for part in change.parts if part.kind == "report"]
    said = first_line(why) or words.sentences(change, but=["light", "report"])
    return " ".join([*report, *([said] if said else [])]) or words.sentences(change)


def in_full(change: Change, why: str) -> str:
    is_light = any(part.kind == "light" for part in change.parts)
    return " ".join([words.sentences(change), *([first_line(why)] if is_light and why else [])])


def asked(decision: dict[str, Any]) -> str:
    """A decision and what is recommended, in one line of text."""
    recommendation = decision.get("recommendation", "")
    told = _("Recommendation: %(what)s") % {"what": first_line(recommendation)} if recommendation else ""
    return " ".join(filter(None, [ended(first_line(decision.get("text", ""))), ended(told)]))


def late(decision: dict[str, Any], on: date) -> str:
    """ "3 days late" for a decision whose day has passed; "" for the others."""
    by_on = decision["by_on"]
    return dates.in_words(by_on, on) if by_on and by_on < on else ""


def ended(text: str) -> str:
    """With a full stop, unless it has an end of its own."""
    return f"{text}." if text and text[-1] not in ".!?…" else text


def first_line(text: str) -> str:
    return next((line.strip() for line in text.splitlines() if line.strip()), "")


def clipped(text: str, most: int) -> str:
    """At most that many characters, cut between words."""
    if len(text) <= most:
        return text
    return text[: most - 1].rpartition(" ")[0].rstrip(" ,;:–-") + "…"
