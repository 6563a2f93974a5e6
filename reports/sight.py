"""What a recipient may see: projects and the organisations in them, now, by the same rule as every page."""

import hashlib
from dataclasses import dataclass

from django.db.models import Model, QuerySet

from accounts.rights import OUTSIDE, Reader
from contacts.models import Organisation
from projects.models import Project
from reports.models import Recipient


@dataclass(frozen=True)
class Sight:
    """Keys of the projects a reader may see, and of the organisations among their partners.

    One outside is not even told how many are kept from her.
    """

    projects: frozenset[int]
    organisations: frozenset[int] = frozenset()
    is_outside: bool = False

    @property
    def fingerprint(self) -> str:
        """Readers with the same sight share one rendering."""
        keys = [",".join(map(str, sorted(seen))) for seen in (self.projects, self.organisations)]
        told = f"{'outside' if self.is_outside else 'inside'}:{keys[0]}/{keys[1]}"
        return hashlib.sha256(told.encode()).hexdigest()

    def __le__(self, other: "Sight") -> bool:
        """Whether the other sees all of this."""
        return self.projects <= other.projects and self.organisations <= other.organisations


def of_recipient(recipient: Recipient) -> Sight:
    """An outside address sees what is open."""
    return of_user(recipient.user) if recipient.user else _seen_by(OUTSIDE, is_outside=True)


def of_user(reader: Reader) -> Sight:
    return _seen_by(reader, is_outside=False)


def _seen_by(reader: Reader, *, is_outside: bool) -> Sight:
    partners = Organisation.objects.visible_to(reader).filter(project_roles__isnull=False).distinct()
    return Sight(_keys(Project.objects.visible_to(reader)), _keys(partners), is_outside)


def _keys(rows: QuerySet[Model]) -> frozenset[int]:
    return frozenset(rows.order_by().values_list("pk", flat=True))
