"""What the timeline's lines show of the project's rows that are at hand."""

from typing import Any

from django import template

from projects.models import GateDecision, Project

register = template.Library()


@register.filter
def decision(project: Project, key: Any) -> GateDecision | None:
    """The decision of that key, where the page has brought the project's along: a line alone asks for no row."""
    at_hand = getattr(project, "_prefetched_objects_cache", {}).get("gate_decisions", ())
    return next((one for one in at_hand if one.pk == key), None)
