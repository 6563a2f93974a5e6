"""What changed in the portfolio between two dates, most serious first."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from projects.as_of import Row
from projects.models import Light, Phase

WORSE = {Light.ON_TRACK: 0, Light.NOT_REPORTED: 1, Light.WATCH: 2, Light.OFF_TRACK: 3}
# A slip of a gate or of the end, or a change of budget, smaller than this is not told.
SLIP_DAYS = 7
SHARE = Decimal("0.05")


@dataclass(frozen=True)
class Part:
    """One change: kind is light, stopped, closed, new, gate, end, forecast, phase or gone; before and after as values.

    For gate and end `days` is how much later; for forecast before and after are SEK.
    """

    kind: str
    before: Any = None
    after: Any = None
    days: int = 0
    weight: int = 0


@dataclass(frozen=True)
class Change:
    project: int
    code: str
    title: str
    on: date
    then: Row | None
    now: Row | None
    parts: tuple[Part, ...] = field(default_factory=tuple)

    @property
    def first(self) -> Part:
        """The most serious part, which gives the change its mark."""
        return self.parts[0]

    @property
    def weight(self) -> int:
        return self.parts[0].weight


def compare(then: Iterable[Row], now: Iterable[Row]) -> list[Change]:
    """The projects that differ, most serious first. Both lists with `ended=True`, so that an end is told as one."""
    before, after = ({row.project: row for row in then}, {row.project: row for row in now})
    changes = [_change(before.get(pk), after.get(pk)) for pk in before | after]
    found = [change for change in changes if change]
    return sorted(found, key=lambda change: (-change.weight, -change.on.toordinal(), change.title))


def _change(then: Row | None, now: Row | None) -> Change | None:
    row = now or then
    assert row is not None
    parts = sorted(_parts(then, now), key=lambda part: -part.weight)
    if not parts:
        return None
    on = row.reported_on if parts[0].kind == "light" and row.reported_on else row.since
    return Change(row.project, row.code, row.title, on, then, now, tuple(parts))


def _parts(then: Row | None, now: Row | None) -> list[Part]:
    if now is None:
        return [Part("gone", weight=10)]
    if then is None:
        return [Part("new", after=now.phase, weight=30)] if now.is_running else []
    if not now.is_running:
        return _ended(then, now)
    if not then.is_running:
        return [Part("phase", then.phase, now.phase, weight=60)]
    dated = _dates(then, now)
    # A gate passed says more than the phase it opened.
    phase = None if any(part.kind == "passed" for part in dated) else _phase(then, now)
    return [part for part in (_light(then, now), *dated, _forecast(then, now), phase) if part]


def _ended(then: Row, now: Row) -> list[Part]:
    if then.phase == now.phase:
        return []
    stopped = now.phase == Phase.STOPPED
    return [Part("stopped" if stopped else "closed", then.phase, now.phase, weight=75 if stopped else 20)]


def _light(then: Row, now: Row) -> Part | None:
    if then.overall == now.overall:
        return None
    step = WORSE[Light(now.overall)] - WORSE[Light(then.overall)]
    weight = 80 + 5 * WORSE[Light(now.overall)] + step if step > 0 else 70 + step
    return Part("light", then.overall, now.overall, weight=weight)


def _dates(then: Row, now: Row) -> list[Part]:
    parts = []
    if then.next_gate and then.next_gate == now.next_gate and then.next_gate_on and now.next_gate_on:
        parts.append(_slip("gate", then.next_gate_on, now.next_gate_on))
    elif now.next_gate > then.next_gate:
        parts.append(Part("passed", then.next_gate, now.next_gate, weight=45))
    if then.ends_on and now.ends_on:
        parts.append(_slip("end", then.ends_on, now.ends_on))
    return [part for part in parts if part]


def _slip(kind: str, before: date, after: date) -> Part | None:
    days = (after - before).days
    if abs(days) < SLIP_DAYS:
        return None
    return Part(kind, before, after, days, weight=min(40 + days // 10, 68) if days > 0 else 15)


def _forecast(then: Row, now: Row) -> Part | None:
    """The forecast moved by a twentieth of the plan or more."""
    moved = now.forecast_sek - then.forecast_sek
    if not moved or abs(moved) < SHARE * max(now.plan_sek, then.plan_sek):
        return None
    over = now.forecast_sek > now.plan_sek and moved > 0
    return Part("forecast", then.forecast_sek, now.forecast_sek, weight=65 if over else 12)


def _phase(then: Row, now: Row) -> Part | None:
    return Part("phase", then.phase, now.phase, weight=25) if then.phase != now.phase else None
