"""Who may change organisations, people and what ties them."""

from typing import TYPE_CHECKING

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from accounts.access import YES, Answer, can_administer, can_write, no, sees_everything
from accounts.hanging import can_read
from accounts.rights import Rights, rule
from accounts.roles import Role

if TYPE_CHECKING:
    from contacts.models import Affiliation, Likeness, Membership, Organisation, Person


@rule
def can_work_with_contacts(by: Rights) -> Answer:
    """Auditors and programme editors only read."""
    if not (answer := can_write(by)):
        return answer
    if by.role == Role.PROGRAMME_EDITOR:
        return no(_("Programme editors read clients; advisors change them."))
    return YES


def worked_on(by: Rights, row: Model) -> Answer:
    return can_read(by, row) if (may := can_work_with_contacts(by)) else may


@rule
def can_edit_organisation(by: Rights, organisation: "Organisation") -> Answer:
    return worked_on(by, organisation)


@rule
def can_edit_person(by: Rights, person: "Person") -> Answer:
    return worked_on(by, person)


@rule
def can_lift_protection(by: Rights, person: "Person") -> Answer:
    """Whoever meets her may say that her identity is protected; that it is so no more shows where she is to all who
    read her, so a manager or an administrator answers for that. The journal tells who did; no text holds the ground."""
    if not (answer := worked_on(by, person)):
        return answer
    if by.role in {Role.MANAGER, Role.ADMINISTRATOR}:
        return YES
    return no(_("Only a manager or an administrator may say that an identity is protected no more."))


@rule
def can_erase_person(by: Rights, person: "Person") -> Answer:
    """What is erased is gone for everybody, so an administrator answers for its ground."""
    return can_read(by, person) if (may := can_administer(by)) else may


@rule
def can_edit_affiliation(by: Rights, affiliation: "Affiliation") -> Answer:
    return worked_on(by, affiliation)


@rule
def can_edit_membership(by: Rights, membership: "Membership") -> Answer:
    return worked_on(by, membership)


@rule
def can_settle_likeness(by: Rights, likeness: "Likeness") -> Answer:
    """Whoever reads both, and may work with clients, can tell whether they are two."""
    return worked_on(by, likeness)


@rule
def can_look_through_likenesses(by: Rights) -> Answer:
    """For those who see all there is and may act on it; others would see pairs by chance, a few of them."""
    if not sees_everything(by):
        return no(_("Administrators look through the organisations that may be the same."))
    return can_work_with_contacts(by)
