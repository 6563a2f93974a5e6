"""What follows what, one file each: in the same transaction, and after the commit (`journal.reactions`)."""

from journal import reactions
from journal.models import notification
from worker.reactions import clients_renamed, follow_up_given, project_states, webhooks_told


def register() -> None:
    reactions.register("organisation.changed", clients_renamed.rename_clients)
    for verb in project_states.VERBS:
        reactions.register(verb, project_states.rebuild_states)
    reactions.register_after(follow_up_given.FOLLOW_UP_GIVEN)
    reactions.register_after(webhooks_told.WEBHOOKS_TOLD)
    notification.nouns[follow_up_given.Task] = follow_up_given.shown
