"""Workers killed again and again at random moments of a large mailing: no second mail, and nobody silently missed."""

import os
import random
import threading
from collections import Counter
from datetime import timedelta

import pytest

from reports import planning, running
from reports.models import Delivery, Run
from tests.product import until
from tests.reports.conftest import FIRST, expire_leases, scheduled
from tests.reports.killing import kill
from tests.reports.test_worker_killed import killed_before_it_closes
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
        until(lambda p=process, b=before: mailbox.asked > b or p.poll() is not None)
        if process.poll() is not None:
            break
        pause.wait(dice.random() * 0.3)
        if process.poll() is None:
            kill(process)
            kills += 1
        expire_leases()
    for hours in range(1, 30):
        carry_out_all(FIRST + timedelta(hours=hours))
    got = Counter(to for _, addresses in mailbox.envelopes for to in addresses if to != portfolio.manager.email)
    ended = Counter(Delivery.objects.values_list("state", flat=True))
    print(
        f"\nseed {seed}: {kills} kills in {RECIPIENTS} mails: {dict(ended)}, twice: {sum(n > 1 for n in got.values())}"
    )
    assert [to for to, count in got.items() if count > 1] == []
    assert set(ended) <= {"accepted", "unknown"}
    accepted = {d.recipient.email for d in Delivery.objects.filter(state="accepted").select_related("recipient")}
    assert accepted <= set(got)
    assert sum(ended.values()) == RECIPIENTS
    assert Run.objects.get().state == ("undelivered" if ended["unknown"] else "done")
    told = [mail for mail in mailbox.messages if mail["To"] == portfolio.manager.email]
    # At the first of which nobody knows, if others were still under way, and at the end.
    assert len(told) in ({1, 2} if ended["unknown"] else {0})


TRIES = int(os.environ.get("FAULT_TRIES", "5"))


def test_killed_between_the_last_mail_and_the_closing_of_its_run(portfolio, mailbox, worker):
    """Again and again, each time a run of its own."""
    for number in range(TRIES):
        scheduled(portfolio, name=str(number), to=([portfolio.manager], []), formats=[])
        [run] = planning.plan_due(FIRST)
        running.carry_out(run.pk, FIRST)
        killed_before_it_closes(run, worker)
        carry_out_all(FIRST + timedelta(minutes=1))
    states = Counter(Run.objects.values_list("state", flat=True))
    print(f"\n{TRIES} kills before the closing: {dict(states)}, mails: {len(mailbox.messages)}")
    assert (states, len(mailbox.messages)) == (Counter(done=TRIES), TRIES)


def test_a_server_that_hangs_after_it_has_the_mail(portfolio, mailbox, settings):
    """Every fifth mail is taken without a word: those are unknown, the others arrive, the owner is told once."""
    settings.SMTP_ANSWER_TIMEOUT = 1
    to = [f"r{number}@region.example" for number in range(RECIPIENTS)]
    mailbox.silent_to = set(to[::5])
    scheduled(portfolio, to=([], to), formats=[])
    for minute in range(3):
        carry_out_all(FIRST + timedelta(minutes=minute))
    got = Counter(address for _, (address,) in mailbox.envelopes)
    told = got.pop(portfolio.manager.email)
    ended = Counter(Delivery.objects.values_list("state", flat=True))
    print(f"\n{RECIPIENTS} mails, every fifth without an answer: {dict(ended)}, told: {told}")
    assert got == Counter(to)
    assert told in {1, 2}
    assert ended == Counter(unknown=len(to[::5]), accepted=len(to) - len(to[::5]))
    assert Run.objects.get().state == "undelivered"
