"""The parts of a page that hold other parts: sections, menus, bars, empty states; built in, see docs/ui.md."""

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_block_tag
def menu(content: str, label: str, icon_name: str = "ellipsis", css: str = "", button: str = "") -> SafeString:
    """A button that opens a list; the content is its `<li>`s. Works without JavaScript."""
    return _opened(format_html("<ul>{}</ul>", content), label, icon_name, css, button)


@register.simple_block_tag
def popover(
    content: str, label: str, icon_name: str = "ellipsis", css: str = "", button: str = "", key: str = ""
) -> SafeString:
    """A button that opens what is more than a list, such as a form; `key` opens it too."""
    return _opened(content, label, icon_name, css, button, key)


def _opened(content: str, label: str, icon_name: str, css: str, button: str, key: str = "") -> SafeString:
    context = {"label": label, "icon_name": icon_name, "css": css, "button": button, "key": key, "content": content}
    return SafeString(render_to_string("ui/menu.html", context))


@register.simple_block_tag
def section(content: str, title: str, count: str = "", ident: str = "", css: str = "", end: str = "") -> SafeString:
    """A section: a heading on an ink line; `count` beside it, `end` (safe HTML) at the right."""
    context = {"title": title, "count": count, "ident": ident, "css": css, "end": end, "content": content}
    return SafeString(render_to_string("ui/section.html", context))


@register.simple_block_tag
def empty(content: str, title: str) -> SafeString:
    """What will appear here; the content is the sentence and the action."""
    return format_html('<div class="void"><h2>{}</h2>{}</div>', title, content)


@register.simple_block_tag
def filterbar(content: str) -> SafeString:
    """The line above a list: what it is narrowed by, and what is done with all of it."""
    return format_html('<div class="filterbar">{}</div>', content)


@register.inclusion_tag("ui/pager.html")
def pager(first: str = "", following: str = "") -> dict[str, Any]:
    """The addresses of a list's first page and of its next, each when there is one."""
    return {"first": first, "next": following}
