"""Markdown as people write it in notes, made into safe HTML."""

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

TAGS = {"p", "br", "em", "strong", "ul", "ol", "li", "a", "code", "pre", "blockquote", "h3", "h4", "hr", "s"}
reader = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("strikethrough")


def render(text: str) -> SafeString:
    html = nh3.clean(
        reader.render(text), tags=TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"}
    )
    return mark_safe(html)  # cleaned above by an allow-list
