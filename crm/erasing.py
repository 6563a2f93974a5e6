"""What this room keeps of people in its own way: meetings she is to come to, and clients called as she is."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.erasing import Found, Part
from accounts.naming import Named
from contacts.models import Organisation, Person
from crm.models import Client, Meeting
from journal.mask import instead


def _find(person: Person, named: Named) -> Iterator[Found]:
    if count := Meeting.objects.filter(people=person).count():
        yield Found(_("Meetings she took part in"), count)


def _refuse(person: Person, named: Named, at: datetime) -> Iterator[str]:
    if Meeting.objects.filter(people=person, state="planned", starts_at__gte=at).exists():
        yield _("A meeting with her is planned: cancel it, or take her off it, first.")


def _keep(organisation: Organisation, at: datetime) -> str:
    """Support given is accounted for so long as the law asks."""
    since = at - timedelta(days=round(365.25 * settings.KEEP_SUPPORT_YEARS))
    if not Meeting.objects.held().filter(clients__organisation=organisation, starts_at__gte=since).exists():
        return ""
    years = {"years": settings.KEEP_SUPPORT_YEARS}
    return _("Support was given within %(years)s years, and is accounted for.") % years


def _erase(person: Person, named: Named) -> None:
    """A client is called as its organisation is, and a sole trader as she was."""
    erased = Organisation.objects.filter(affiliations__person=person, name=instead()).values("pk")
    past: Any = Client.history.model
    for rows in (Client.objects.filter(organisation__in=erased), past.objects.filter(organisation_id__in=erased)):
        rows.update(name=instead())


PART = Part(find=_find, erase=_erase, refuse=_refuse, keep=_keep)
