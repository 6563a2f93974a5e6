"""What the lists of this room say alike."""

from typing import Any

from django.utils.translation import gettext as _

from contacts.models import Organisation
from lists.paging import count_in_words


def found_in_words(found: int) -> str:
    return _("%(count)s found") % {"count": count_in_words(found)}


def whole_number(organisation: Organisation) -> Any:
    """For files: a number without its birthday would be read as another."""
    return organisation.number if organisation.shown_number == organisation.number else ""
