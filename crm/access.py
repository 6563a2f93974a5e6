"""Who may read and change clients and what hangs on them."""

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.access import YES, Answer, can_write, no, sees_everything, sees_teams
from accounts.composed import composed_once
from accounts.models import Role

if TYPE_CHECKING:
    from crm.models import Client, Meeting, Membership, Organisation, Person, Task

OPEN, TEAM, NAMED = "open", "team", "named"


def readable_by(user: Any, named_readers: QuerySet[Any], through: str = "") -> Q:
    """The condition under which a client or project (confidentiality, team, lead, named readers) is readable.

    `named_readers` are the reader rows of the outer record. `through` ("project__") leads to the client or project
    when rows of something else are asked for: a join, where a set of keys would be looked up one by one.
    """
    if not user.is_authenticated or not user.is_active:
        return Q(pk__in=[])
    if sees_everything(user):
        return Q()
    return Q((f"{through}confidentiality", OPEN)) | readable_though_kept(user, named_readers, through)


def readable_though_kept(user: Any, named_readers: QuerySet[Any], through: str = "") -> Q:
    """The condition under which a record that is not open is readable to a user who does not see everything."""
    mine = Q((f"{through}lead", user)) | Q(Exists(named_readers.filter(user=user)))
    kept_to_team = Q((f"{through}confidentiality", TEAM))
    if sees_teams(user):
        return kept_to_team | mine
    return (kept_to_team & Q((f"{through}team", user.team_id))) | mine if user.team_id else mine


def client_readable_by(user: Any) -> Q:
    return readable_by(user, _readers_of_client())


def _readers_of_client() -> QuerySet[Any]:
    return apps.get_model("crm", "NamedReader").objects.filter(client=OuterRef("pk"))


@composed_once
def clients_hidden_from(user: Any) -> QuerySet[Any]:
    client = apps.get_model("crm", "Client")
    if sees_everything(user):
        return client.objects.none()
    if not user.is_authenticated or not user.is_active:
        return client.objects.all()
    # “Not open” is said once and plainly: the small index of such clients answers it, and the planner counts it right.
    return client.objects.exclude(confidentiality=OPEN).exclude(readable_though_kept(user, _readers_of_client()))


def can_work_with_clients(user: Any) -> Answer:
    """Auditors and programme editors only read."""
    if not (answer := can_write(user)):
        return answer
    if user.role == Role.PROGRAMME_EDITOR:
        return no(_("Programme editors read clients; advisors change them."))
    return YES


def can_edit_client(user: Any, client: "Client") -> Answer:
    """Whoever reads a client, and may work with clients, may change it."""
    return can_work_with_clients(user)


def can_edit_organisation(user: Any, organisation: "Organisation") -> Answer:
    return can_work_with_clients(user)


def can_edit_person(user: Any, person: "Person") -> Answer:
    return can_work_with_clients(user)


def can_edit_membership(user: Any, membership: "Membership") -> Answer:
    return can_work_with_clients(user)


def can_log_meeting(user: Any) -> Answer:
    return can_write(user)


def can_edit_meeting(user: Any, meeting: "Meeting") -> Answer:
    if not (answer := can_write(user)):
        return answer
    if meeting.created_by_id == user.pk or meeting.staff.filter(pk=user.pk).exists():
        return YES
    if user.role in {Role.MANAGER, Role.ADMINISTRATOR}:
        return YES
    return no(_("Only those who took part, or a manager, may change this meeting."))


def can_edit_task(user: Any, task: "Task") -> Answer:
    return can_write(user)


def why_reads(user: Any, client: "Client", named: set[int]) -> Answer:
    """Why this user reads the client, or why not: `client_readable_by` in words, for one row."""
    if sees_everything(user):
        return Answer(True, _("Administrators and auditors read everything."))
    if client.lead_id == user.pk:
        return Answer(True, _("Lead advisor."))
    if user.pk in named:
        return Answer(True, _("Named reader."))
    if client.confidentiality == OPEN:
        return Answer(True, _("The client is open to all staff."))
    if client.confidentiality == NAMED:
        return no(_("The client is kept to named people."))
    if user.role == Role.MANAGER:
        return Answer(True, _("Managers read what is kept to a team."))
    if client.team_id and client.team_id == user.team_id:
        return Answer(True, _("Member of the client’s team."))
    return no(_("The client is kept to its team."))
