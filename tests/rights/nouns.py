"""All nouns behind the table's words."""

from tests.rights import (
    of_accounts,
    of_clients,
    of_contacts,
    of_hooks,
    of_imports,
    of_journal,
    of_lists,
    of_mail,
    of_meetings,
    of_projects,
    of_reports,
)

ROOMS = (
    of_clients,
    of_contacts,
    of_meetings,
    of_projects,
    of_imports,
    of_reports,
    of_journal,
    of_hooks,
    of_lists,
    of_mail,
    of_accounts,
)
NOUNS = {name: noun for room in ROOMS for name, noun in room.NOUNS.items()}
VERBS = [(noun, verb) for noun, said in NOUNS.items() for verb in said.verbs]
