"""What a recipient may see: the projects, now, by the same rule as every page."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from accounts.roles import Role
from crm.models import Confidentiality
from projects.models import Project
from reports.models import Recipient


@dataclass(frozen=True)
class _Everything:
    """Reads as an auditor does: the whole report is frozen before it is cut for each reader. Never signs in."""

    is_authenticated: bool = True
    is_active: bool = True
    role: str = Role.AUDITOR
    pk: None = None
    team_id: None = None


EVERYTHING: Any = _Everything()


def projects_seen_by(recipient: Recipient) -> set[int]:
    """Keys of the projects; an outside address sees what is open."""
    if recipient.user is None:
        return set(Project.objects.filter(confidentiality=Confidentiality.OPEN).values_list("pk", flat=True))
    return set(Project.objects.visible_to(recipient.user).values_list("pk", flat=True))


def fingerprint(projects: Iterable[int]) -> str:
    """Readers with the same sight share one rendering."""
    return hashlib.sha256(",".join(str(pk) for pk in sorted(projects)).encode()).hexdigest()
