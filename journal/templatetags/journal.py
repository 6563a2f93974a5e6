"""One line of a timeline, from the template of its verb."""

from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.template import Context, NodeList
from django.template.base import Template
from django.template.loader import select_template
from django.template.loader_tags import BlockNode, ExtendsNode

from journal.timeline import Line

register = template.Library()


@register.simple_tag(takes_context=True)
def timeline_line(context: Context, line: Line, record: Any) -> str:
    """As {% include %} of the verb's template would, but the template and the one it extends are put together once."""
    values = {
        "entry": line.entry,
        "subject": line.subject,
        "said": line.said,
        "changes": line.changes,
        "record": record,
        "on": line.on,
        "day": line.day,
        "csrf_token": context.get("csrf_token"),
    }
    nodes = _put_together.__wrapped__(line.templates) if settings.DEBUG else _put_together(line.templates)
    return nodes.render(context.new(values))


@lru_cache(maxsize=256)
def _put_together(names: tuple[str, ...]) -> NodeList:
    """The nodes of the template at the root, with the blocks of those that extend it in their places."""
    found: Template = select_template(names).template
    blocks: dict[str, BlockNode] = {}
    while extends := next((node for node in found.nodelist if isinstance(node, ExtendsNode)), None):
        blocks = extends.blocks | blocks
        found = found.engine.get_template(extends.parent_name.resolve(Context()))  # type: ignore[union-attr]
    nodes = NodeList()
    for node in found.nodelist:
        nodes.extend(blocks.get(node.name, node).nodelist if isinstance(node, BlockNode) else [node])
    if nodes.get_nodes_by_type(BlockNode):
        raise template.TemplateSyntaxError(f"{names[0]}: a block inside another has no place on a timeline")
    return nodes
