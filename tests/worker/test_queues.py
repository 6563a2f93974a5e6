"""The tick waits for nobody outside, and each queue has a worker that takes from it, wherever the product runs."""

from pathlib import Path

import pytest
import yaml

from config.celery import app
from embedded import up
from worker import tasks

TASKS = sorted(task.name for name, task in vars(tasks).items() if getattr(task, "name", "").startswith("worker.tasks."))
COMPOSE = yaml.safe_load((Path(__file__).parents[2] / "docker-compose.yml").read_text())["services"]


def queue(name: str) -> str:
    return app.amqp.router.route({}, name)["queue"].name


def taken(commands: list[list[str]]) -> list[str]:
    """The queues that these commands' workers take from."""
    lists = [command[command.index("-Q") + 1].split(",") for command in commands if "-Q" in command]
    return sorted(name for names in lists for name in names)


def test_only_work_that_asks_nobody_outside_shares_the_ticks_queue():
    shared = {name.rpartition(".")[2] for name in TASKS if queue(name) == queue("worker.tasks.tick")}
    assert shared == {"tick", "follow_one", "work_on_import"}


@pytest.mark.parametrize(
    "commands",
    [
        list(up.processes({"FYR_VAR": "/var"}, 8000).values()),
        [service.get("command", []) for service in COMPOSE.values()],
    ],
    ids=["up", "compose"],
)
def test_each_queue_is_taken_from_by_one_kind_of_worker(commands):
    assert taken(commands) == sorted({queue(name) for name in TASKS})
