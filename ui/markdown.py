"""Markdown as people write it in notes, made into safe HTML."""

import re
from html import unescape

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

TAGS = {"p", "br", "em", "strong", "ul", "ol", "li", "a", "code", "pre", "blockquote", "h3", "h4", "hr", "s"}
MARK = re.compile(r"[*_`~#>\[\]\\]|^\s*(?:[-+]|\d+[.)])\s", re.MULTILINE)
reader = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("strikethrough")


def render(text: str) -> SafeString:
    html = nh3.clean(
        reader.render(text), tags=TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"}
    )
    return mark_safe(html)  # cleaned above by an allow-list


def plain(text: str) -> str:
    """The words of a note without its marks; most notes have none, and are not read for them."""
    return unescape(nh3.clean(reader.render(text), tags=set())).strip() if MARK.search(text) else text
