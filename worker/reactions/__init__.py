"""What follows what in the same transaction, one file each (`journal.reactions`)."""

from journal import reactions


def register() -> None:
    from worker.reactions.clients_renamed import rename_clients

    reactions.register("organisation.changed", rename_clients)
