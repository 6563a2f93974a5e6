"""Today's list of texts to read through after an erasure, until each has been."""

from datetime import date

from accounts.access import can_administer
from accounts.rights import Reader
from contacts.models import ToRead
from crm.sections import Section, to_settle


def texts_to_read(user: Reader, on: date) -> Section | None:
    if not can_administer(user):
        return None
    found = ToRead.objects.visible_to(user).select_related("erasure", "record_type").prefetch_related("record")
    return to_settle("crm/to_read.html", found.open(), found, "done_at", on)
