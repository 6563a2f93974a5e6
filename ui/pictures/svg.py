"""The parts every picture shares: the frame with its words, per cent, and the shapes of the lights."""

from collections.abc import Iterable
from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ui.lights import SHAPES, Light

DIAMOND = "M0-5 5 0 0 5-5 0Z"

# Put once on a page that draws many shapes; each is then some twenty characters.
SYMBOLS = SafeString(
    '<svg hidden width="0" height="0" aria-hidden="true">'
    '<symbol id="st-g" viewBox="0 0 14 14"><circle cx="7" cy="7" r="4.6"/></symbol>'
    '<symbol id="st-a" viewBox="0 0 14 14"><path d="M7 .9 13.7 12.9H.3Z" stroke-linejoin="round"/></symbol>'
    '<symbol id="st-r" viewBox="0 0 14 14"><rect x=".9" y=".9" width="12.2" height="12.2" rx=".6"/></symbol>'
    '<symbol id="st-n" viewBox="0 0 14 14"><path d="M3.5 7h7"/></symbol>'
    '<path id="dia" d="M0-5 5 0 0 5-5 0Z"/></svg>'
)


def named_diamonds(names: Iterable[str]) -> SafeString:
    """A diamond with its name at its shoulder, #G3 or in bold #bG3, and before it at the right edge, #lG3 and #lbG3;
    put once on the page, inside nothing hidden."""
    found = []
    for name in names:
        for key, css in ((name, "t"), (f"b{name}", "t tb")):
            for side, place in (("", 'x="8"'), ("l", 'x="-8" text-anchor="end"')):
                words = f'<text class="{css}" stroke="none" {place} y="-3">{name}</text>'
                found.append(f'<g id="{side}{key}" class="gname"><use href="#dia"/>{words}</g>')
    return SafeString(
        f'<svg class="scale defs" width="0" height="0" aria-hidden="true"><defs>{"".join(found)}</defs></svg>'
    )


def percent(value: float) -> str:
    """One decimal, unless it is zero: half a pixel at the widest."""
    return f"{value:.1f}".removesuffix(".0") + "%"


def frame(height: int, parts: Iterable[str], *, title: str = "", desc: str = "", css: str = "scale") -> SafeString:
    """The whole picture; without a title it is decoration beside figures that say the same.

    `parts` are markup made here, never a user's text unescaped.
    """
    body = SafeString("".join(parts))
    if not title:
        return format_html('<svg class="{}" width="100%" height="{}" aria-hidden="true">{}</svg>', css, height, body)
    told = format_html("<title>{}</title>", title) + (format_html("<desc>{}</desc>", desc) if desc else SafeString(""))
    return format_html('<svg class="{}" width="100%" height="{}" role="img">{}{}</svg>', css, height, told, body)


def text(words: str, x: float, y: float, css: str = "t", extra: str = "") -> str:
    return format_html('<text class="{}" x="{}" y="{}"{}>{}</text>', css, percent(x), y, SafeString(extra), words)


def line(css: str, x1: float, x2: float, y1: float, y2: float) -> str:
    return f'<line class="{css}" x1="{percent(x1)}" x2="{percent(x2)}" y1="{y1:g}" y2="{y2:g}"/>'


def rect(css: str, x: float, width: float, y: float, height: float) -> str:
    return f'<rect class="{css}" x="{percent(x)}" y="{y:g}" width="{percent(width)}" height="{height:g}"/>'


def light(value: str, was: str | None = None) -> SafeString:
    """The light as a shape whose words are there for those who listen; before it, hollow, what it was, if another.

    Half the size of an SVG each, for boards with hundreds of them (ui/css/portfolio.css draws it).
    """
    return _light(value, was, get_language())


@lru_cache(maxsize=256)
def _light(value: str, was: str | None, _language: str | None) -> SafeString:
    if was is None or was == value:
        return SafeString(f'<b class="l {SHAPES[value]}">{Light(value).label}</b>')
    now, before = str(Light(value).label), str(Light(was).label).lower()
    words = _("%(now)s, was %(before)s") % {"now": now, "before": before}
    return SafeString(f'<b class="l w {SHAPES[was]}"></b><b class="l {SHAPES[value]}">{words}</b>')
