"""What a reader sees of a webhook's sendings: the last of them, of records that she may be told of now."""

from accounts.rights import Reader
from hooks.models import Sending, Webhook
from journal.timeline import told_to

LAST = 50


def last_sendings(webhook: Webhook, reader: Reader) -> list[Sending]:
    rows = Sending.objects.visible_to(reader).filter(webhook=webhook).select_related("entry__subject_type")
    found = list(rows[:LAST])
    told = told_to(reader, [one.entry for one in found])
    return [one for one in found if one.entry_id in told]
