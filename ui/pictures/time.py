"""Time along a picture: where a day stands between two others, and the alternating bar of months under it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format, get_format
from django.utils.safestring import SafeString

from ui.pictures.svg import frame, line, rect, text


@dataclass(frozen=True)
class Span:
    """From the first day to the last; days outside stand at the edge."""

    first: date
    last: date

    def x(self, day: date) -> float:
        """Per cent from the left."""
        share = (day - self.first).days * 100 / ((self.last - self.first).days or 1)
        return min(max(share, 0.0), 100.0)

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last

    def months(self) -> Iterator[date]:
        day = self.first.replace(day=1)
        while day <= self.last:
            if day >= self.first:
                yield day
            day = (day.replace(year=day.year + 1, month=1)) if day.month == 12 else day.replace(month=day.month + 1)


def month_bar(span: Span, y: float) -> str:
    """The chart's border: every other month filled."""
    months = [*span.months(), span.last]
    filled = [
        rect("alt", span.x(begin), span.x(end) - span.x(begin), y, 5)
        for begin, end in zip(months, months[1:], strict=False)
        if begin.month % 2 == 0
    ]
    return rect("box", 0, 100, y, 5) + "".join(filled)


def month_names(span: Span, y: float, quarters: tuple[int, ...] = (1, 4, 7, 10)) -> str:
    """The names of the quarters' first months, with the year in January; none so far right that it would be cut."""
    short = short_month()
    return "".join(
        text(
            date_format(month, f"{short} Y" if month.month == 1 else short),
            span.x(month),
            y,
            "t tb" if month.month == 1 else "t",
        )
        for month in span.months()
        if month.month in quarters and span.x(month) < 95
    )


def short_month() -> str:
    """The format of a month in the language: "Nov" in English, "nov" in Swedish."""
    return str(get_format("MONTH_DAY_FORMAT")).removeprefix("j ")


def month_head(span: Span, now: date | None = None) -> SafeString:
    """Names over the bar, as the head of a column of pictures of the same span."""
    parts = [month_names(span, 11), month_bar(span, 20.5)]
    if now:
        parts.append(line("now", span.x(now), span.x(now), 14, 34))
    return frame(34, parts)
