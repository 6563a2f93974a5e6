"""Webhooks behind the table's words."""

from accounts.hanging import can_read
from accounts.rights import rights_of
from hooks import access
from hooks.models import Sending, SendingState, Webhook
from journal.record import record
from tests.rights.declared import NOTHING, Noun, Verb, api, client, new, page, reading, shown, tied
from tests.world import NOW

MADE = {"name": "Lager", "url": "https://lager.example/hook", "verbs": ["client.*"]}


def _webhook(whose):
    def make(cast, by):
        owner = by if whose == "own" else cast.somebody
        return Webhook.objects.create(owner=owner, seed="x", made_at=NOW, **MADE)

    return make


def _sending(whose):
    def make(cast, by):
        webhook = _webhook(whose)(cast, by)
        entry = record("client.changed", client(cast, cast.somebody), by=cast.somebody, at=NOW, changes=[])
        return Sending.objects.create(webhook=webhook, entry=entry, state=SendingState.SENT)

    return make


def _told(whose):
    def make(cast, by):
        return _sending(whose)(cast, by).webhook

    return make


def state():
    hooks = list(Webhook.objects.order_by("pk").values_list("name", "ended_at"))
    return hooks, list(Sending.objects.order_by("pk").values_list("state", flat=True))


def _first(webhook):
    return webhook.sendings.get()


NOUNS = {
    "Webhook": Noun(
        [tied("own", _told("own")), tied("", _told("somebody's"))],
        {
            "read": reading("webhook", shown("hooks:webhook_detail"), api("get", "webhook-sendings")),
            "make": Verb(
                lambda by, row: rights_of(by).who is not None,
                (
                    page("hooks:webhooks", MADE, lambda row: [], trace=state, done=frozenset({200})),
                    new("webhook", MADE, trace=state),
                ),
                (lambda row, by, cast: Webhook.make(by=by, at=NOW, **MADE),),
                samples=NOTHING,
            ),
            "end": Verb(
                access.can_end_webhook,
                (
                    page("hooks:webhook_end", {"is_sure": "1"}, trace=state),
                    api("post", "webhook-end", trace=state),
                ),
                (lambda row, by, cast: row.end(by=by, at=NOW),),
            ),
            "send again": Verb(
                access.can_send_again,
                (
                    page("hooks:send_again", args=lambda row: [_first(row).pk], trace=state),
                    api("post", "webhook-send-again", lambda row, cast: {"sending": _first(row).pk}, trace=state),
                ),
                (lambda row, by, cast: _first(row).send_again(by=by, at=NOW),),
            ),
        },
    ),
    "Sending of a webhook": Noun(
        [tied("own", _sending("own")), tied("", _sending("somebody's"))], {"read": Verb(can_read)}
    ),
}
