"""Who is tied to the organisations of a file: by a role, as a membership's contact, by a role that has ended."""

from collections.abc import Collection
from dataclasses import dataclass

from accounts.models import User
from contacts.models import Affiliation, Membership, Person


@dataclass(frozen=True)
class Tie:
    organisation: int
    person: Person
    is_role: bool = False
    has_ended: bool = False


def ties(organisations: Collection[int], by: User) -> list[Tie]:
    """What holds today before what has ended, so that the first tie of somebody is the one that counts. A contact
    whom the reader may not read stays unknown to her file."""
    roles = Affiliation.objects.filter(organisation__in=organisations).select_related("person")
    held = Membership.objects.filter(organisation__in=organisations, contact__in=Person.objects.visible_to(by))
    by_role = [Tie(one.organisation_id, one.person, is_role=True, has_ended=one.to_on is not None) for one in roles]
    as_contact = [
        Tie(one.organisation_id, one.contact) for one in held.order_by("pk").select_related("contact") if one.contact
    ]
    return sorted([*by_role, *as_contact], key=lambda tie: (tie.has_ended, not tie.is_role))
