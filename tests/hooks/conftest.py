"""An advisor's webhook, a listener on this machine, and the operator's word that it may be sent to."""

from ipaddress import ip_network

import pytest

from hooks.models import Webhook
from tests.hooks.listener import listening
from tests.world import NOW


@pytest.fixture
def listener(settings):
    settings.WEBHOOK_NETWORKS = [ip_network("127.0.0.0/8"), ip_network("::1/128")]
    with listening() as server:
        yield server


@pytest.fixture
def webhook(world, listener):
    return hook(world.advisor, listener)


def hook(owner, listener, *verbs):
    made, _secret = Webhook.make(
        by=owner, at=NOW, name="Lager", url=listener.url, verbs=verbs or ["client.*", "meeting.*"]
    )
    return made
