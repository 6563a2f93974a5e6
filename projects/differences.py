"""How two rows of a project differ: what moves a light, a gate, an end or money first, a mere new report last."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from projects.as_of import Row
from projects.models import DIMENSIONS, Light, Phase

WORSE = {Light.ON_TRACK: 0, Light.NOT_REPORTED: 1, Light.WATCH: 2, Light.OFF_TRACK: 3}
MONEY = ("plan", "forecast", "actual")
# A change of the forecast smaller than this share of the plan, and a slip of fewer days, are told among the last.
SHARE = Decimal("0.05")
SLIP_DAYS = 7


@dataclass(frozen=True)
class Part:
    """One change; before and after are values of what `kind` names:

    light (overall, as shown) and dimension: lights; new, closed, stopped, reopened, gone and phase: phases; gate (of
    `gate`) and end: days, `days` how much later; passed and next_gate: gates; plan, forecast and actual: SEK; report:
    the days of the newest reports; title. `light` is the overall light with which a project came or went; `stale` says
    that a light went only because its report is old; `on` is the day from which it holds, `is_late` says that
    this was entered since the earlier day.
    """

    kind: str
    before: Any = None
    after: Any = None
    days: int = 0
    weight: int = 0
    dimension: str = ""
    gate: str = ""
    light: str | None = None
    stale: bool = False
    on: date | None = None
    is_late: bool = False


@dataclass(frozen=True)
class Change:
    project: int
    code: str
    title: str
    on: date
    then: Row | None
    now: Row | None
    parts: tuple[Part, ...]

    @property
    def first(self) -> Part:
        """The most serious part, which gives the change its mark."""
        return self.parts[0]

    @property
    def weight(self) -> int:
        return self.parts[0].weight

    @property
    def is_quiet(self) -> bool:
        """A new report in which nothing moved."""
        return all(part.kind == "report" for part in self.parts)


def differences(then: Iterable[Row], now: Iterable[Row]) -> list[Change]:
    """The projects that differ. Both lists with `ended=True`, so that an end is told as one."""
    before, after = ({row.project: row for row in then}, {row.project: row for row in now})
    changes = [_change(before.get(pk), after.get(pk)) for pk in before | after]
    return [change for change in changes if change]


def _change(then: Row | None, now: Row | None) -> Change | None:
    row = now or then
    assert row is not None
    parts = sorted(_parts(then, now), key=lambda part: -part.weight)
    return Change(row.project, row.code, row.title, row.since, then, now, tuple(parts)) if parts else None


def _parts(then: Row | None, now: Row | None) -> list[Part]:
    if now is None or then is None:
        return _came_or_went(then, now)
    if then.is_running and not now.is_running:
        return [_ended(then.phase, now, light=then.shown)]
    parts = [*_lights(then, now), *_report(then, now), *_dates(then, now), *_money(then, now), *_title(then, now)]
    if now.is_running and not then.is_running:
        return [Part("reopened", then.phase, now.phase, weight=60, light=now.shown), *parts]
    return [*parts, *([Part("phase", then.phase, now.phase, weight=25)] if then.phase != now.phase else [])]


def _came_or_went(then: Row | None, now: Row | None) -> list[Part]:
    if now is None:
        return [Part("gone", before=then.phase, weight=10, light=then.shown)] if then and then.is_running else []
    if not now.is_running:
        return [_ended(None, now, light=None)]
    return [Part("new", after=now.phase, weight=30, light=now.shown)]


def _ended(before: str | None, now: Row, light: str | None) -> Part:
    if now.phase == Phase.STOPPED:
        return Part("stopped", before, now.phase, weight=75, light=light)
    return Part("closed", before, now.phase, weight=20, light=light)


def _lights(then: Row, now: Row) -> list[Part]:
    """Every light as shown; those of an ended project are counted nowhere."""
    if not (then.is_running or now.is_running):
        return []
    # A project that comes back brings its overall light with it.
    compared = [name for name in DIMENSIONS if then.is_running or name != "overall"]
    return [_light(then, now, name) for name in compared if then.light(name) != now.light(name)]


def _light(then: Row, now: Row, name: str) -> Part:
    before, after = then.light(name), now.light(name)
    step = WORSE[Light(after)] - WORSE[Light(before)]
    stale = not after and now.is_stale and getattr(now, name) == Light.ON_TRACK
    if name != "overall":
        weight = 46 + 5 * WORSE[Light(after)] + step if step > 0 else 26 + step
        return Part("dimension", before, after, weight=weight, dimension=name, stale=stale)
    weight = 80 + 5 * WORSE[Light(after)] + step if step > 0 else 70 + step
    return Part("light", before, after, weight=weight, dimension=name, stale=stale)


def _report(then: Row, now: Row) -> list[Part]:
    if then.report_id == now.report_id:
        return []
    return [Part("report", then.reported_on, now.reported_on)]


def _dates(then: Row, now: Row) -> list[Part]:
    parts = []
    if then.next_gate == now.next_gate:
        parts += _moved("gate", then.next_gate_on, now.next_gate_on, now.next_gate)
    else:
        passed = then.next_gate and (not now.next_gate or now.next_gate > then.next_gate)
        parts.append(Part("passed" if passed else "next_gate", then.next_gate, now.next_gate, weight=45))
        parts += _moved("gate", None, now.next_gate_on, now.next_gate)
    return parts + _moved("end", then.ends_on, now.ends_on)


def _moved(kind: str, before: date | None, after: date | None, gate: str = "") -> list[Part]:
    if before == after:
        return []
    if not (before and after):
        return [Part(kind, before, after, weight=8, gate=gate)]
    days = (after - before).days
    weight = min(40 + days // 10, 68) if days >= SLIP_DAYS else 15 if days <= -SLIP_DAYS else 9
    return [Part(kind, before, after, days, weight, gate=gate)]


def _money(then: Row, now: Row) -> list[Part]:
    amounts = [(name, getattr(then, f"{name}_sek"), getattr(now, f"{name}_sek")) for name in MONEY]
    plan = max(now.plan_sek, then.plan_sek)
    return [Part(*one, weight=_money_weight(*one, plan)) for one in amounts if one[1] != one[2]]


def _money_weight(name: str, before: Decimal, after: Decimal, plan: Decimal) -> int:
    if name != "forecast" or abs(after - before) < SHARE * plan:
        return 4 if name == "actual" else 7
    return 65 if after > plan and after > before else 12


def _title(then: Row, now: Row) -> list[Part]:
    return [Part("title", then.title, now.title, weight=6)] if then.title != now.title else []
