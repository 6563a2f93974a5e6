"""A few lines over time from zero, labelled at their right end; no legend."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import number_format
from django.utils.safestring import SafeString

from ui.pictures.svg import frame, line, percent, text
from ui.pictures.time import Span, month_bar, month_names

PLOT = 73


@dataclass(frozen=True)
class Line:
    """`css` draws it ("s1 lead", "s1 sdash", "s4"); `points` are (day, value); `label` stands at its end."""

    css: str
    label: str
    points: Sequence[tuple[date, float]]


def lines(found: Sequence[Line], span: Span, *, now: date, title: str, desc: str = "", height: int = 252) -> SafeString:
    base = height - 30
    top = _round_up(max((value for one in found for _day, value in one.points), default=1) or 1)
    scale = (base - 22) / top

    def x(day: date) -> float:
        return span.x(day) * PLOT / 100

    def y(value: float) -> float:
        return round(base - value * scale, 1)

    parts = []
    for number in range(5):
        value = top * number / 4
        decimals = 0 if top >= 4 else 1
        parts += [line("hair", 0, PLOT, y(value), y(value))]
        parts += [text(number_format(value, decimals), 0, y(value) - 3)] if number else []
    for one in found:
        steps = zip(one.points, one.points[1:], strict=False)
        parts += [line(one.css, x(a), x(b), y(va), y(vb)) for (a, va), (b, vb) in steps]
    parts.append(line("now", x(now), x(now), 14, base + 8))
    parts += _labels(found, y)
    parts.append(f'<svg width="{PLOT}%" height="{height}" y="{base + 8}" overflow="visible">{month_bar(span, 0.5)}')
    parts.append(month_names(span, 19) + "</svg>")
    return frame(height, parts, title=title, desc=desc)


def _labels(found: Sequence[Line], y: object) -> list[str]:
    """The lines' names at their ends, highest first and never on top of each other."""
    ends = sorted(((y(one.points[-1][1]), one) for one in found if one.points), key=lambda end: end[0])  # type: ignore[operator]
    parts, lowest = [], 0.0
    for at, one in ends:
        lowest = max(at + 4, lowest)
        css = "t tb" if "lead" in one.css else "t"
        parts.append(text(one.label, PLOT + 2, lowest, css))
        lowest += 15
    return parts


def _round_up(value: float) -> float:
    """The next of 1, 2, 4, 8 × 10ⁿ, so that four lines cut it evenly."""
    size = 10 ** (len(str(int(value))) - 1) if value >= 1 else 0.1
    return next(step * size for step in (1, 2, 4, 8, 10, 20) if step * size >= value)


def meter(forecast: float, actual: float, plan: float, most: float) -> SafeString:
    """Spent over forecast, with the budget as a line (red and thick when the forecast is over it)."""
    if not most:
        return SafeString("")
    css = "over" if forecast > plan else "sink"
    at = percent(plan * 96 / most)
    return SafeString(
        f'<svg class="scale meter">'
        f'<rect class="soft2" width="{percent(forecast * 96 / most)}"/>'
        f'<rect class="f1" width="{percent(actual * 96 / most)}"/>'
        f'<line class="{css}" x1="{at}" x2="{at}" y2="12"/></svg>'
    )


def progress(share: int, planned: int | None = None) -> SafeString:
    """How much of the way has been gone, with a line at what was planned by now."""
    width = percent(min(max(share, 0), 100))
    mark = line("sink tgt", planned, planned, 0, 14) if planned is not None else ""
    return frame(14, ['<rect class="soft" y="3" width="100%" height="8"/>',
                      f'<rect class="f1" y="3" width="{width}" height="8"/>', mark])  # fmt: skip
