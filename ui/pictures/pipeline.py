"""A row of a pipeline: one shape per project, placed by its age; shapes that would cover each other are stacked."""

from collections.abc import Iterable
from math import ceil

from django.utils.formats import number_format
from django.utils.safestring import SafeString

from ui.lights import SHAPES
from ui.pictures.svg import frame, line, percent, rect, text

LEVELS = 3


def pipeline(items: Iterable[tuple[float, str]], longest: float) -> SafeString:
    """`items` are (months, light); `longest` is the age at the right edge."""
    parts = [line("hair", 0, 100, 47, 47)]
    parts += [line("hair", x * 100 / longest, x * 100 / longest, 0, 54) for x in range(6, int(longest) + 1, 6)]
    placed: list[tuple[float, int]] = []
    for months, light in sorted(items):
        x = min(months, longest) * 96 / longest + 2
        level = next((n for n in range(LEVELS) if all(abs(x - px) >= 4.5 or pn != n for px, pn in placed)), LEVELS - 1)
        placed.append((x, level))
        shape = SHAPES[light]
        parts.append(
            f'<use class="st {shape}" href="#st-{shape}" x="{percent(x)}" y="{33 - level * 13}" width="12" height="12"'
            ' transform="translate(-6 0)"/>'
        )
    return frame(54, parts)


def pipeline_axis(longest: float, words: str) -> SafeString:
    """The bar of months under the rows; `words` names the unit at its right end, "months in phase"."""
    step = ceil(longest / 12) or 1
    parts = [rect("box", 0, 100, 0.5, 5)]
    parts += [rect("alt", n * 100 / longest, step * 100 / longest, 0.5, 5) for n in range(step, int(longest), 2 * step)]
    parts.append(text("0", 0, 19))
    parts.append(text(number_format(longest / 2, 0), 50, 19, "t mid"))
    parts.append(text(words, 100, 19, "t end"))
    return frame(22, parts)
