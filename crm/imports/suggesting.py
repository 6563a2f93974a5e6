"""What a cell about crm's nouns was probably meant to say."""

from accounts.models import User
from contacts.imports.names import core
from crm.models import Client
from imports.suggesting import Suggest, names

# Beyond this many names a look-alike costs more than it helps.
MAX_NAMES = 20_000


def clients(by: User) -> Suggest:
    found = Client.objects.visible_to(by).values_list("organisation__name", flat=True)[:MAX_NAMES]
    return names({core(name): name for name in found}, core)
