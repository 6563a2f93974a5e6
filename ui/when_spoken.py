"""Clauses for what people say rather than write: "halv tre", "kvart i tio", "half past two", "nyss", "lunch igår"."""

import re
from datetime import time

from django.utils.translation import gettext as _

from ui.when_clauses import AT, EARLIER, LATER, Refused, Slots, Today, clause

# After folding: "åtta" is "atta".
HOURS = ["ett|one", "tva|two", "tre|three", "fyra|four", "fem|five", "sex|six", "sju|seven", "atta|eight", "nio|nine",
         "tio|ten", "elva|eleven", "tolv|twelve"]  # fmt: skip
HOUR_OF = {word: number for number, words in enumerate(HOURS, 1) for word in words.split("|")}
SAID_HOUR = "|".join(sorted(HOUR_OF, key=len, reverse=True))
HOUR = rf"{SAID_HOUR}|\d{{1,2}}"
MINUTES_OF = {
    "fem": 5,
    "five": 5,
    "tio": 10,
    "ten": 10,
    "tjugo": 20,
    "twenty": 20,
    "kvart": 15,
    "quarter": 15,
    "half": 30,
}
# An hour that is said without its half of the day lies from seven in the morning on.
FIRST_HOUR = 7
HALF_A_DAY = 12 * 60


@clause(r"(?:alldeles |precis |just |right )?(?:nu|nyss|now)", "day")
def _just_now(found: re.Match[str], today: Today) -> Slots:
    """Today; no clock time is made up, which would be another one when the form is saved (decision 0051)."""
    return {"day": today.on}


@clause(r"(?:pa |at |vid |over |under |during |till |kring )?lunch(?:en|tid|time)?", "part")
def _lunch(_found: re.Match[str], _today: Today) -> Slots:
    return {"part": "lunch"}


@clause(rf"{AT}()()halv ({HOUR})", "start", "is_spoken")
@clause(rf"{AT}(fem|5) (i|over) halv ({HOUR})", "start", "is_spoken")
def _halfway(found: re.Match[str], _today: Today) -> Slots:
    """ "Halv tre" is half an hour before three."""
    beside = {"i": -5, "over": 5}.get(found[3], 0)
    return _spoken(found[4], beside - 30)


@clause(rf"{AT}(?:en |a )?(kvart|fem|tio|tjugo|5|10|20) (i|over) ({HOUR})", "start", "is_spoken")
@clause(rf"{AT}(?:a )?(half|quarter|five|ten|twenty) (past|after) ({HOUR})", "start", "is_spoken")
# "From ten to three" is a span.
@clause(rf"(?<!from ){AT}(?:a )?(quarter|five|ten|twenty) (to) ({HOUR})", "start", "is_spoken")
def _beside_the_hour(found: re.Match[str], _today: Today) -> Slots:
    minutes = MINUTES_OF.get(found[2]) or int(found[2])
    return _spoken(found[4], -minutes if found[3] in {"i", "to"} else minutes)


@clause(rf"(?:kl\.?|klockan|at) ?({SAID_HOUR})", "start", "is_spoken")
def _hour(found: re.Match[str], _today: Today) -> Slots:
    return _spoken(found[1], 0)


@clause(rf"{AT}half ({HOUR})", "start", "is_spoken")
def _half_the_hour(_found: re.Match[str], _today: Today) -> Slots:
    raise Refused(_("Half before or half past the hour? Write it in figures, like 14:30."))


def _spoken(hour: str, beside: int) -> Slots:
    number = HOUR_OF.get(hour) or int(hour)
    if not 0 < number <= 24:
        raise Refused(_("There is no such time of the day."))
    minute, is_spoken = number * 60 + beside, number <= 12
    minute %= HALF_A_DAY if is_spoken else 2 * HALF_A_DAY
    return {"start": time(minute // 60, minute % 60), "is_spoken": is_spoken}


def as_meant(start: time, said: Slots) -> time:
    """The half of the day that the part of it says, or that an hour which is only said must lie in."""
    part, is_spoken = said.get("part"), said.get("is_spoken")
    is_early = start.hour < (1 if part in EARLIER else FIRST_HOUR)
    is_late = part in LATER or (part == "lunch" and start.hour < 4) or (is_spoken and is_early)
    return start.replace(hour=start.hour + 12) if is_late and start.hour < 12 else start
