"""One conversation with a mail server that goes wrong at a step: what is known of the mail is what has happened."""

import socketserver
import threading
from datetime import timedelta

import pytest

from mail import pausing, posting
from reports import planning, running
from reports.models import Delivery
from tests.reports.conftest import FIRST, scheduled

pytestmark = pytest.mark.django_db(transaction=True)


class Server(socketserver.ThreadingTCPServer):
    """Says `script`'s word at each step; "" closes the line, None says nothing. `taken` are the mails it has whole."""

    allow_reuse_address = daemon_threads = True

    def __init__(self, **script):
        self.script, self.taken, self.is_over = script, [], threading.Event()
        self.at_step = lambda step: None
        super().__init__(("127.0.0.1", 0), Conversation)


class Conversation(socketserver.StreamRequestHandler):
    def say(self, step, usual):
        self.server.at_step(step)
        word = self.server.script.get(step, usual)
        if word is None:
            self.server.is_over.wait(30)
        if word:
            self.wfile.write(f"{word}\r\n".encode())
        return bool(word)

    def handle(self):
        self.wfile.write(b"220 here\r\n")
        while line := self.rfile.readline():
            step = line[:4].decode().lower().strip()
            usual = {"data": "354 go on", "quit": "221 bye"}.get(step, "250 fine")
            if not self.say(step, usual) or step == "quit":
                return
            if step == "data" and not (self.take() and self.say("dot", "250 kept")):
                return

    def take(self):
        content = b""
        while not content.endswith(b"\r\n.\r\n"):
            more = self.rfile.readline()
            if not more:
                return False
            content += more
        self.server.taken.append(content)
        return True


@pytest.fixture
def sent(portfolio, mailbox, settings):
    """Delivers one mail to a server with that script: (the delivery, how many mails the server has whole)."""
    schedule = scheduled(portfolio, to=([portfolio.manager], []), formats=[])
    [run] = planning.plan_due(FIRST)
    running.carry_out(run.pk, FIRST)
    servers = []

    def send(at_step=None, answer=1, **script):
        server = Server(**script)
        servers.append(server)
        server.at_step = at_step or server.at_step
        threading.Thread(target=server.serve_forever, daemon=True).start()
        options = {"host": "127.0.0.1", "port": server.server_address[1], "timeout": 1}
        mailer = settings.MAILERS["default"]
        settings.MAILERS = {"default": mailer | {"OPTIONS": mailer["OPTIONS"] | options}}
        settings.SMTP_ANSWER_TIMEOUT = answer
        posting.post(schedule.runs.get().deliveries.get().pk, FIRST)
        return Delivery.objects.get(), len(server.taken)

    yield send
    for server in servers:
        server.is_over.set()
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize("word", ["", None, "500 what?"])
def test_an_answer_that_was_received_stands_however_the_goodbye_goes(sent, word):
    delivery, taken = sent(quit=word)
    assert (delivery.state, delivery.reply, taken) == ("accepted", "250 kept", 1)


def test_the_answer_is_written_before_the_goodbye(sent):
    seen = {}

    def look(step):
        seen[step] = list(Delivery.objects.values_list("state", flat=True))

    sent(at_step=look)
    assert (seen["data"], seen["dot"], seen["quit"]) == (["claimed"], ["sending"], ["accepted"])


@pytest.mark.parametrize("word", ["", None, "451 not now"])
def test_a_mail_the_server_never_waited_for_has_not_been_sent(sent, word):
    delivery, taken = sent(data=word)
    assert (delivery.state, taken) == ("deferred", 0)


def test_a_server_slower_than_a_command_may_be_has_its_time_for_the_whole_mail(sent):
    pause = threading.Event()
    delivery, taken = sent(at_step=lambda step: step == "dot" and pause.wait(2), answer=30)
    assert (delivery.state, taken) == ("accepted", 1)


def test_a_lease_lives_longer_than_the_answer_is_waited_for(settings):
    from journal import leases

    settings.SMTP_ANSWER_TIMEOUT = 600
    assert timedelta(seconds=settings.SMTP_ANSWER_TIMEOUT) + pausing.LEEWAY < leases.LONGEST
