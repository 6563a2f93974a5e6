"""Addresses that refuse mail, behind the table's words."""

from uuid import uuid4

from accounts.access import can_administer
from mail.models import Suppression
from tests.rights.declared import NOTHING, Noun, Verb, api, of, page, reading, shown, tied
from tests.world import NOW


def _refused(cast, by):
    return Suppression.objects.create(mailbox=f"{uuid4()}@region.example", since=NOW)


def lifted():
    return list(Suppression.objects.order_by("pk").values_list("pk", "lifted_by"))


NOUNS = {
    "Refused address": Noun(
        [tied("", _refused)],
        {
            "read": reading("refused-address"),
            "list on a page": Verb(
                of(can_administer), (shown("mail:suppression_list", lambda row: []),), samples=NOTHING
            ),
            "try again": Verb(
                of(can_administer),
                (page("mail:suppression_lift", trace=lifted), api("post", "refused-address-try-again", trace=lifted)),
                (lambda row, by, cast: row.lift(by=by, at=NOW),),
            ),
        },
    ),
}
