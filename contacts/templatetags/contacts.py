"""What organisations are to rooms above, for their list."""

from typing import Any

from django import template
from django.utils.functional import Promise

from contacts.standing import standings

register = template.Library()


@register.filter
def stands(organisation: Any) -> list[tuple[str, Promise]]:
    """For each room that has declared one: the address ("" when it is none) and the word for it."""
    return [(one.url(organisation), one.label) for one in standings]
