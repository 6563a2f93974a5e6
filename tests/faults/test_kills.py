"""Workers killed again and again at random moments of a large mailing: no second mail, and nobody silently missed."""

import os
import random
import threading
from collections import Counter
from datetime import timedelta

import pytest

from reports.models import Delivery, Run
from tests.reports.conftest import FIRST, expire_leases, scheduled
from tests.reports.killing import kill, until
from worker.tasks import carry_out_all

pytestmark = pytest.mark.django_db(transaction=True)

RECIPIENTS = int(os.environ.get("FAULT_RECIPIENTS", "100"))
KILLS = int(os.environ.get("FAULT_KILLS", "20"))
SEEDS = [int(seed) for seed in os.environ.get("FAULT_SEEDS", "1").split(",")]


@pytest.mark.parametrize("seed", SEEDS)
def test_killed_at_random_moments_of_a_mailing(portfolio, mailbox, worker, seed):
    dice = random.Random(seed)
    scheduled(portfolio, to=([], [f"r{number}@region.example" for number in range(RECIPIENTS)]), formats=[])
    pause = threading.Event()
    kills = 0
    for _ in range(KILLS):
        process, before = worker(), mailbox.asked
        # The start takes seconds; what matters is where in its mails it is when it dies.
        until(lambda p=process, b=before: mailbox.asked > b or p.poll() is not None, seconds=60)
        if process.poll() is not None:
            break
        pause.wait(dice.random() * 0.3)
        if process.poll() is None:
            kill(process)
            kills += 1
        expire_leases()
    for hours in range(1, 30):
        carry_out_all(FIRST + timedelta(hours=hours))
    got = Counter(to for _, addresses in mailbox.envelopes for to in addresses)
    ended = Counter(Delivery.objects.values_list("state", flat=True))
    print(
        f"\nseed {seed}: {kills} kills in {RECIPIENTS} mails: {dict(ended)}, twice: {sum(n > 1 for n in got.values())}"
    )
    assert [to for to, count in got.items() if count > 1] == []
    assert set(ended) <= {"accepted", "unknown"}
    accepted = {d.recipient.email for d in Delivery.objects.filter(state="accepted").select_related("recipient")}
    assert accepted <= set(got)
    assert sum(ended.values()) == RECIPIENTS
    assert Run.objects.get().state == "done"
