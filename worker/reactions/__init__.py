"""What follows what in the same transaction, one file each (`journal.reactions`)."""

from journal import reactions
from worker.reactions import clients_renamed, project_states


def register() -> None:
    reactions.register("organisation.changed", clients_renamed.rename_clients)
    for verb in project_states.VERBS:
        reactions.register(verb, project_states.rebuild_states)
