"""Each part of a running product is killed: it comes back by itself, and the others go on."""

import smtplib
import socket
import urllib.error
import urllib.request
from configparser import RawConfigParser

import psutil
import pytest
import redis
from celery import Celery
from kombu.exceptions import OperationalError

from embedded import folder, postgres
from tests.begun import begun
from tests.product import PATIENCE, Product, until
from tests.rounds import rounds


@pytest.fixture(scope="module")
def product(tmp_path_factory):
    product = Product(begun(tmp_path_factory.mktemp("killed") / "var", "--empty"), "--empty")
    product.wait_until_ready()
    yield product
    assert product.stop() == 0
    assert product.processes() == []


def status(product, path="/accounts/login/"):
    try:
        with urllib.request.urlopen(product.address + path, timeout=10) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def environment(product):
    return folder.read_run(product.var)["environment"]


def takes_mail(product):
    port = int(environment(product)["SMTP_URL"].rpartition(":")[2])
    with smtplib.SMTP("127.0.0.1", port, timeout=5) as server:
        return server.noop()[0] == 250


def works_for(product, node):
    """Whether the worker of this name takes what is sent to it."""
    with Celery(broker=environment(product)["REDIS_URL"], set_as_current=False) as app:
        return app.control.ping([f"{node}@{socket.gethostname()}"], timeout=3) != []


WORKS = {
    "mail": takes_mail,
    "beat": lambda product: product.part("beat").name().startswith(("python", "celery")),
    "worker": lambda product: works_for(product, "celery") and len(product.part("worker").children()) == 2,
    "mailer": lambda product: works_for(product, "mailer"),
    "webhooks": lambda product: works_for(product, "webhooks") and len(product.part("webhooks").children()) == 2,
    "valkey": lambda product: redis.from_url(environment(product)["REDIS_URL"], socket_timeout=5).ping(),
    "postgres": lambda product: postgres.answers(product.var / "pg") and status(product) == 200,
    "web": lambda product: status(product) == 200,
}


def is_back(product, name, killed):
    try:
        part = product.part(name)
        return part is not None and part.pid != killed and WORKS[name](product)
    except (OSError, psutil.Error, AttributeError, redis.RedisError, OperationalError, smtplib.SMTPException):
        return False


def test_every_part_that_the_supervisor_keeps_is_killed_below(product):
    """As its own configuration names them; what runs once, before the others, is not brought back."""
    configuration = RawConfigParser()
    configuration.read(product.var / "supervisor.conf")
    kept = [name for name, program in configuration.items() if program.get("autorestart") == "true"]
    assert {name.removeprefix("program:") for name in kept} == WORKS.keys()


# A store, a job and a door.
@pytest.mark.parametrize("name", rounds(["postgres", "worker", "web"], list(WORKS)))
def test_a_killed_part_comes_back_by_itself(product, name):
    until(lambda: product.part(name) and is_back(product, name, 0))
    part = product.part(name)
    family = [part, *part.children(recursive=True)]
    part.kill()
    took = until(lambda: is_back(product, name, part.pid))
    print(f"\n{name}: back after {took:.1f} s")
    assert psutil.wait_procs(family, timeout=PATIENCE)[1] == []
    until(lambda: status(product, "/readyz") == 200)
    assert product.process.poll() is None


def test_a_killed_web_worker_is_followed_by_another(product):
    main = product.part("web")
    killed = main.children()[-1]
    killed.kill()
    took = until(lambda: killed not in (now := main.children()) and len(now) >= 2 and status(product) == 200)
    print(f"\nweb worker: back after {took:.1f} s")
    assert product.part("web") == main


def test_a_part_that_dies_five_times_in_a_minute_stops_the_whole(tmp_path):
    product = Product(begun(tmp_path / "var", "--empty"), "--empty")
    product.wait_until_ready()
    family = product.processes()
    port = int(folder.read_run(product.var)["environment"]["SMTP_URL"].rpartition(":")[2])
    product.part("mail").kill()
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        until(lambda: binds(taken, port))
        taken.listen()
        assert product.process.wait(PATIENCE) == 1
    log = product.var / "log" / "mail.log"
    assert product.lines[1:] == [f"fyr: The part “mail” died five times in a minute; {log} says why."]
    assert psutil.wait_procs(family, timeout=PATIENCE)[1] == []


def binds(taken, port):
    try:
        taken.bind(("127.0.0.1", port))
    except OSError:
        return False
    return True
