"""What a recipient may see: the projects, now, by the same rule as every page."""

import hashlib
from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.rights import Reader
from crm.models import Confidentiality
from projects.models import Project
from reports.models import Recipient


@dataclass(frozen=True)
class Sight:
    """Keys of the projects a reader may see. One outside is not even told how many are kept from her."""

    projects: frozenset[int]
    is_outside: bool = False

    @property
    def fingerprint(self) -> str:
        """Readers with the same sight share one rendering."""
        keys = ",".join(str(pk) for pk in sorted(self.projects))
        return hashlib.sha256((f"outside:{keys}" if self.is_outside else keys).encode()).hexdigest()


def of_recipient(recipient: Recipient) -> Sight:
    """An outside address sees what is open."""
    if recipient.user is None:
        return Sight(_keys(Project.objects.filter(confidentiality=Confidentiality.OPEN)), is_outside=True)
    return of_user(recipient.user)


def of_user(reader: Reader) -> Sight:
    return Sight(_keys(Project.objects.visible_to(reader)))


def _keys(projects: QuerySet[Project]) -> frozenset[int]:
    return frozenset(projects.values_list("pk", flat=True))
