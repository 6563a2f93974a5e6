"""Today's list of likenesses: new records called as ones that whoever brought them could not see."""

from datetime import date

from accounts.rights import Reader
from contacts.access import can_look_through_likenesses
from contacts.models import Likeness
from crm.sections import Section, to_settle


def likenesses(user: Reader, on: date) -> Section | None:
    if not can_look_through_likenesses(user):
        return None
    found = Likeness.objects.visible_to(user).select_related("organisation__client", "other__client", "by")
    return to_settle("crm/likenesses.html", found.open(), found, "settled_at", on)
