"""What docker-compose.yml opens to others, and what it does not start without."""

from pathlib import Path
from typing import Any

import pytest
import yaml

SERVICES: dict[str, Any] = yaml.safe_load((Path(__file__).parent.parent / "docker-compose.yml").read_text())["services"]
OURS = [name for name, service in SERVICES.items() if "build" in service]


def test_the_web_alone_is_published_and_to_this_machine_only():
    published = {name: service["ports"] for name, service in SERVICES.items() if service.get("ports")}
    assert list(published) == ["web"]
    assert [port.startswith("127.0.0.1:") for port in published["web"]] == [True] * len(published["web"])


def test_no_mail_catcher_is_among_its_parts():
    told = [
        f"{name} {service.get('image', '')} {service.get('command', '')}".lower() for name, service in SERVICES.items()
    ]
    assert [one for one in told if any(word in one for word in ("catcher", "mailpit", "mailhog", "smtp4dev"))] == []


@pytest.mark.parametrize("name", OURS)
def test_no_part_starts_without_a_mail_server(name: str):
    assert SERVICES[name]["environment"]["SMTP_URL"].startswith("${SMTP_URL:?")
