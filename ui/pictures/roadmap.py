"""A roadmap row: the stretch done and to come, gates passed and planned, the first date of a gate that slipped."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString

from ui.pictures.svg import line, percent
from ui.pictures.time import Span

# Per cent from which a gate's name stands before its diamond, not to be cut off.
NEAR_THE_EDGE = 93


@dataclass
class Road:
    starts_on: date
    ends_on: date
    # (name, day)
    passed: Sequence[tuple[str, date]] = ()
    planned: Sequence[tuple[str, date]] = ()
    # (first planned day, day planned now)
    slip: tuple[date, date] | None = None


def rules(span: Span, now: date) -> SafeString:
    """The quarter lines and the now line, put once on the page and used by every row."""
    hairs = "".join(
        line("hair", span.x(day), span.x(day), 0, 30) for day in span.months() if day.month in (1, 4, 7, 10)
    )
    return SafeString(
        f'<svg class="scale defs" width="0" height="0" aria-hidden="true"><defs><g id="rules" class="rules">{hairs}'
        f"{line('now', span.x(now), span.x(now), -1, 31)}</g></defs></svg>"
    )


def road(one: Road, span: Span, now: date) -> SafeString:
    """One row, on a page with `rules`, and `named_diamonds` of the gates; the table beside it has the words."""
    begin, end, here = span.x(one.starts_on), span.x(one.ends_on), span.x(now)
    here = min(max(here, begin), max(begin, end))
    parts = ['<use href="#rules"/>']
    if one.starts_on < span.last and one.ends_on > span.first:
        parts += [_bar("done", begin, here), _bar("todo", here, end)]
    if one.slip:
        first, planned = (span.x(day) for day in one.slip)
        parts += [line("slip", first, planned, 23, 23), _diamond("ghost", first)]
    parts += [_diamond("gp", span.x(day)) for _name, day in one.passed if span.holds(day)]
    for number, (name, day) in enumerate((name, day) for name, day in one.planned if span.holds(day)):
        x = span.x(day)
        parts.append(_diamond("gn", x, ("l" if x > NEAR_THE_EDGE else "") + (name if number else f"b{name}")))
    return SafeString(f'<svg class="scale road">{"".join(parts)}</svg>')


def _bar(css: str, begin: float, end: float) -> str:
    return f'<rect class="{css}" x="{percent(begin)}" width="{percent(end - begin)}"/>'


def _diamond(css: str, x: float, shape: str = "dia") -> str:
    return f'<use class="{css}" href="#{shape}" x="{percent(x)}"/>'
