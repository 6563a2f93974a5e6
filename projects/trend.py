"""The running portfolio over time: lights, phases and money on each of many days, counted in the database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import accumulate
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, Count, F, Func, Sum, Value, When
from django.db.models.functions import Cast, Coalesce, Greatest, Least

from accounts.rights import Reader
from projects.as_of import STALE_DAYS, readable_projects, states_of
from projects.models import Light
from projects.models.phase import RUNNING


@dataclass(frozen=True)
class Point:
    """The running portfolio on one day: projects by light shown and by phase, and its money in SEK."""

    on: date
    lights: Mapping[str, int]
    phases: Mapping[str, int]
    plan_sek: Decimal
    forecast_sek: Decimal
    actual_sek: Decimal

    @property
    def projects(self) -> int:
        return sum(self.lights.values())


def trend(reader: Reader, dates: Iterable[date], filters: Mapping[str, Any] | None = None) -> list[Point]:
    """The running portfolio on each of these days, in order of date; one query, whatever the number of days.

    Each state is counted into the stretch of dates it covers: where it begins, where its "on track" goes stale, and
    where it ends.
    """
    days = sorted(set(dates))
    sums: dict[str, Any] = {}
    for first, stale, past, phase, light, number, *money in _stretches(reader, days, filters):
        for light_then, begin, end in ((light, first, stale), (Light.NOT_REPORTED, stale, past)):
            _add(sums, f"light {light_then}", len(days), begin, end, number)
        _add(sums, f"phase {phase}", len(days), first, past, number)
        for name, amount in zip(("plan", "forecast", "actual"), money, strict=True):
            _add(sums, name, len(days), first, past, amount)
    series = {name: list(accumulate(steps)) for name, steps in sums.items()}
    return [_point(day, index, series) for index, day in enumerate(days)]


def _add(sums: dict[str, Any], name: str, length: int, begin: int, end: int, amount: Any) -> None:
    if begin < end:
        steps = sums.setdefault(name, [0] * (length + 1))
        steps[begin] += amount
        steps[end] -= amount


def _point(day: date, index: int, series: dict[str, list[Any]]) -> Point:
    def at(name: str) -> Any:
        return series[name][index] if name in series else 0

    return Point(
        on=day,
        lights={light: at(f"light {light}") for light in Light.values},
        phases={phase: at(f"phase {phase}") for phase in RUNNING},
        plan_sek=Decimal(at("plan")),
        forecast_sek=Decimal(at("forecast")),
        actual_sek=Decimal(at("actual")),
    )


def _stretches(reader: Reader, days: list[date], filters: Mapping[str, Any] | None) -> Iterable[tuple[Any, ...]]:
    """Running states grouped by the indexes in `days` of their first day, of the day they go stale, and past their
    last: (first, stale, past, phase, light, projects, plan, forecast, actual)."""
    filters = filters or {}
    states = states_of(readable_projects(reader, filters)).filter(
        phase__in=[filters["phase"]] if filters.get("phase") else RUNNING
    )
    last = Coalesce(F("effective__endswith"), Value(date.max))
    goes_stale = Case(
        When(overall=Light.ON_TRACK, then=_index("reported_on", [day - timedelta(STALE_DAYS) for day in days])),
        default=F("past"),
    )
    eves = [day + timedelta(days=1) for day in days]
    grouped = (
        states.annotate(first=_index(F("effective__startswith"), eves), past=_index(last, eves))
        .annotate(stale=Greatest("first", Least("past", goes_stale)))
        .exclude(first=F("past"))
        .order_by()
        .values_list("first", "stale", "past", "phase", "overall")
        .annotate(Count("pk"), Sum("plan_sek"), Sum("forecast_sek"), Sum("actual_sek"))
    )
    found = list(grouped)
    wanted = filters.get("light")
    return found if not wanted else _of_light(found, "" if wanted == "none" else wanted)


def _of_light(stretches: list[tuple[Any, ...]], wanted: str) -> list[tuple[Any, ...]]:
    """Only the part of each stretch during which this light is shown."""
    found = []
    for first, stale, past, phase, light, *rest in stretches:
        if light == wanted:
            found.append((first, stale, stale, phase, light, *rest))
        elif wanted == Light.NOT_REPORTED and stale < past:
            found.append((stale, past, past, phase, wanted, *rest))
    return found


def _index(day: Any, bounds: list[date]) -> Func:
    """How many of the sorted `bounds` are `day` or before it."""
    # As text, which is bound at once; a list of a hundred days would be bound day by day.
    array = Cast(Value(f"{{{','.join(map(str, bounds))}}}"), ArrayField(models.DateField()))
    return Func(day, array, function="width_bucket", output_field=models.IntegerField())
