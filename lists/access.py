"""Who may share and change saved views of lists."""

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.access import YES, Answer, can_write, no, sees_everything
from accounts.rights import Rights, rule
from accounts.roles import Role

if TYPE_CHECKING:
    from lists.models import SavedView

TEAM, ALL = "team", "all"


def readable_views(by: Rights) -> Q:
    """Her own, and those that are shared with her until they are removed; whoever reads everything reads all that are
    shared."""
    if by.who is None:
        return Q(pk__in=[])
    shared = ~Q(shared="") if sees_everything(by) else (Q(shared=ALL) | _of_team(by)) & Q(removed_at=None)
    return Q(owner=by.who) | shared


def offered_views(by: Rights) -> Q:
    """Those that stand above her lists: of the shared ones, her team's and everybody's."""
    return Q(pk__in=[]) if by.who is None else Q(owner=by.who) | Q(shared=ALL) | _of_team(by)


def _of_team(by: Rights) -> Q:
    return Q(shared=TEAM, team=by.team) if by.team else Q(pk__in=[])


@rule
def can_save_view(by: Rights) -> Answer:
    """Whoever reads lists may keep how she looks at them."""
    return YES if by.is_somebody and by.who is not None else no(_("Sign in first."))


@rule
def can_share_with_team(by: Rights) -> Answer:
    if not (answer := can_write(by)):
        return answer
    return YES if by.team else no(_("You belong to no team to share it with."))


@rule
def can_share_with_all(by: Rights) -> Answer:
    if by.role in {Role.MANAGER, Role.ADMINISTRATOR}:
        return YES
    return no(_("Managers and administrators share views with everybody."))


@rule
def can_share_with(by: Rights, shared: str) -> Answer:
    return can_share_with_team(by) if shared == TEAM else can_share_with_all(by)


@rule
def can_share_view(by: Rights, view: "SavedView", shared: str) -> Answer:
    """With her own team only what is of it: a view of a team is its owner's team's, and the sharer's."""
    if (answer := can_share_with(by, shared)) and shared == TEAM and view.owner.team_id != by.team:
        return no(_("Its owner is not in your team."))
    return answer


@rule
def can_change_view(by: Rights, view: "SavedView") -> Answer:
    """Its owner; what is shared, while she may share it still, and an administrator too."""
    if view.shared and by.role == Role.ADMINISTRATOR:
        return YES
    if by.who is None or view.owner_id != by.who or not by.is_somebody:
        return no(_("Only its owner, or an administrator when it is shared, changes a view."))
    return _can_share_still(by, view) if view.shared else YES


def _can_share_still(by: Rights, view: "SavedView") -> Answer:
    if (answer := can_share_with(by, view.shared)) and view.shared == TEAM and view.team_id != by.team:
        return no(_("It is shared with a team that you have left; an administrator changes it."))
    return answer
