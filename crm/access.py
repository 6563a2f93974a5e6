"""Who may read and change clients and what hangs on them."""

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.access import YES, Answer, can_write, no, sees_everything, sees_teams
from accounts.composed import composed_once
from accounts.rights import Rights, rule
from accounts.roles import Role

if TYPE_CHECKING:
    from crm.models import Client, Meeting, Membership, Organisation, Person, Task

OPEN, TEAM, NAMED = "open", "team", "named"


@rule
def readable_by(by: Rights, named_readers: QuerySet[Any], through: str = "") -> Q:
    """The condition under which a client or project (confidentiality, team, lead, named readers) is readable.

    `named_readers` are the reader rows of the outer record. `through` ("project__") leads to the client or project
    when rows of something else are asked for: a join, where a set of keys would be looked up one by one.
    """
    if not by.is_somebody:
        return Q(pk__in=[])
    if sees_everything(by):
        return Q()
    return Q((f"{through}confidentiality", OPEN)) | readable_though_kept(by, named_readers, through)


@rule
def readable_though_kept(by: Rights, named_readers: QuerySet[Any], through: str = "") -> Q:
    """The condition under which a record that is not open is readable to a user who does not see everything."""
    if by.who is None:
        return Q(pk__in=[])
    mine = Q((f"{through}lead", by.who)) | Q(Exists(named_readers.filter(user=by.who)))
    kept_to_team = Q((f"{through}confidentiality", TEAM))
    if sees_teams(by):
        return kept_to_team | mine
    return (kept_to_team & Q((f"{through}team", by.team))) | mine if by.team else mine


@rule
def client_readable_by(by: Rights) -> Q:
    return readable_by(by, _readers_of_client())


def _readers_of_client() -> QuerySet[Any]:
    return apps.get_model("crm", "NamedReader").objects.filter(client=OuterRef("pk"))


@composed_once
def clients_hidden_from(by: Rights) -> QuerySet[Any]:
    client = apps.get_model("crm", "Client")
    if sees_everything(by):
        return client.objects.none()
    if not by.is_somebody:
        return client.objects.all()
    # “Not open” is said once and plainly: the small index of such clients answers it, and the planner counts it right.
    return client.objects.exclude(confidentiality=OPEN).exclude(readable_though_kept(by, _readers_of_client()))


@rule
def can_work_with_clients(by: Rights) -> Answer:
    """Auditors and programme editors only read."""
    if not (answer := can_write(by)):
        return answer
    if by.role == Role.PROGRAMME_EDITOR:
        return no(_("Programme editors read clients; advisors change them."))
    return YES


@rule
def can_edit_client(by: Rights, client: "Client") -> Answer:
    """Whoever reads a client, and may work with clients, may change it."""
    return can_work_with_clients(by)


@rule
def can_edit_organisation(by: Rights, organisation: "Organisation") -> Answer:
    return can_work_with_clients(by)


@rule
def can_edit_person(by: Rights, person: "Person") -> Answer:
    return can_work_with_clients(by)


@rule
def can_edit_membership(by: Rights, membership: "Membership") -> Answer:
    return can_work_with_clients(by)


@rule
def can_log_meeting(by: Rights) -> Answer:
    return can_write(by)


@rule
def can_edit_meeting(by: Rights, meeting: "Meeting") -> Answer:
    if not (answer := can_write(by)):
        return answer
    if meeting.created_by_id == by.who or meeting.staff.filter(pk=by.who).exists():
        return YES
    if by.role in {Role.MANAGER, Role.ADMINISTRATOR}:
        return YES
    return no(_("Only those who took part, or a manager, may change this meeting."))


@rule
def can_edit_task(by: Rights, task: "Task") -> Answer:
    return can_write(by)


@rule
def why_reads(by: Rights, client: "Client", named: set[int]) -> Answer:
    """Why this user reads the client, or why not: `client_readable_by` in words, for one row."""
    if sees_everything(by):
        return Answer(True, _("Administrators and auditors read everything."))
    if client.lead_id == by.who:
        return Answer(True, _("Lead advisor."))
    if by.who in named:
        return Answer(True, _("Named reader."))
    if client.confidentiality == OPEN:
        return Answer(True, _("The client is open to all staff."))
    if client.confidentiality == NAMED:
        return no(_("The client is kept to named people."))
    if by.role == Role.MANAGER:
        return Answer(True, _("Managers read what is kept to a team."))
    if client.team_id and client.team_id == by.team:
        return Answer(True, _("Member of the client’s team."))
    return no(_("The client is kept to its team."))
