"""Cells of tables, made at once: a page has hundreds, and a template for each costs more than its rows."""

from collections.abc import Iterable
from typing import Any

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from ui.templatetags.ui import icon


def cell(content: Any, css: str = "") -> SafeString:
    css = f' class="{css.strip()}"' if css else ""
    return SafeString(f"<td{css}>{_text(content)}</td>")


def head_cell(content: Any) -> SafeString:
    """The cell that names its row."""
    return SafeString(f'<th scope="row">{_text(content)}</th>')


def line(cells: list[SafeString], ident: str = "") -> SafeString:
    """A row of cells; `ident` where what has been done to one leads back to it."""
    named = f' id="{conditional_escape(ident)}"' if ident else ""
    return SafeString(f"<tr{named}>{''.join(cells)}</tr>\n")


def _text(content: Any) -> str:
    return "" if content is None else conditional_escape(content)


def linked(url: str, text: Any, beside: Any = "") -> SafeString:
    """A link, and a few dim words beside it."""
    link = format_html('<a href="{}">{}</a>', url, text) if url else SafeString(conditional_escape(text))
    return format_html('{} <span class="dim">{}</span>', link, beside) if beside else link


def aside(text: Any, beside: Any, css: str = "dim") -> SafeString:
    """A text with a dim one beside it."""
    return format_html('{} <span class="{}">{}</span>', text, css, beside)


def dim(text: Any) -> SafeString:
    return format_html('<span class="dim">{}</span>', text)


def links(pairs: Iterable[tuple[Any, str]]) -> SafeString:
    """Records with their addresses, parted by commas."""
    return format_html_join(", ", '<a href="{}">{}</a>', ((url, record) for record, url in pairs))


def with_icon(name: str, text: Any) -> SafeString:
    return format_html("{} {}", icon(name, "i-sm"), text)


def options(names: dict[str, Any], picked: str) -> SafeString:
    """<option>s, of which one is picked: three hundred in a template loop cost more than the rows of a page."""
    lines = [
        f'<option value="{conditional_escape(key)}"{" selected" if key == picked else ""}>{conditional_escape(label)}'
        for key, label in names.items()
    ]
    return SafeString("".join(lines))
