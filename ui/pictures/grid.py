"""Lights period by period: one row of shapes per dimension or project under one bar of months."""

from collections.abc import Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.safestring import SafeString

from ui.lights import SHAPES
from ui.pictures.svg import frame, percent, rect, text
from ui.pictures.time import short_month


def period_head(months: Sequence[date]) -> SafeString:
    """Month names over an alternating bar, a cell per month."""
    width = 100 / (len(months) or 1)
    parts, short = [rect("box", 0, 100, 20.5, 5)], short_month()
    for number, month in enumerate(months):
        if number % 2:
            parts.append(rect("alt", number * width, width, 20.5, 5))
        if number == 0 or (month.month == 1 and number > 2):
            parts.append(text(date_format(month, f"{short} Y"), number * width, 13, "t tb"))
        elif month.month in (5, 9) and number > 2:
            parts.append(text(date_format(month, short), number * width, 13))
    return frame(30, parts)


def period_row(lights: Sequence[str | None], *, big: bool = False, title: str = "") -> SafeString:
    """One shape per period; None is a period before the beginning, which stays empty."""
    width, size = 100 / (len(lights) or 1), 13 if big else 11
    parts = []
    for number, value in enumerate(lights):
        if value is not None:
            shape = SHAPES[value]
            quiet = " q" if shape == "g" and not big else ""
            parts.append(
                f'<use class="st {shape}{quiet}" href="#st-{shape}" x="{percent((number + 0.5) * width)}"'
                f' y="{13 - size / 2:g}" width="{size}" height="{size}" transform="translate({-size / 2:g} 0)"/>'
            )
    return frame(26, parts, title=title, css="scale strip")
