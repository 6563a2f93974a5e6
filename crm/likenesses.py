"""Today's list of likenesses: new records called as ones that whoever brought them could not see."""

from datetime import date

from accounts.access import sees_everything
from accounts.rights import Reader
from contacts.access import can_work_with_contacts
from contacts.models import Likeness
from crm.sections import Section, to_settle


def likenesses(user: Reader, on: date) -> Section | None:
    """For those who see all there is and may act on it; others would see pairs by chance, a few of them."""
    if not sees_everything(user) or not can_work_with_contacts(user):
        return None
    found = Likeness.objects.visible_to(user).select_related("organisation__client", "other__client", "by")
    return to_settle("crm/likenesses.html", found.open(), found, "settled_at", on)
