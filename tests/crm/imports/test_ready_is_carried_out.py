"""What the check calls ready is carried out: each column's plan asks what its verb asks, of every role and tie."""

from itertools import product

import pytest
from django.utils import timezone

from accounts.models import Role
from crm.models import Client
from imports import carrying, staging
from imports.models import ImportState
from imports.plan import TAKE
from tests.world import client_named, contact, person

ROLES = [Role.ADVISOR, Role.PROJECT_LEAD, Role.MANAGER, Role.ADMINISTRATOR]
TIES = ["led by another", "led by her", "led by nobody"]
# Heading → what it says; each alone beside the name.
CELLS = {
    "Org.nr": "556016-0680", "Kommun": "Lund", "E-post": "ny@klarvik.example", "Telefon": "070-123 45 67",
    "Hemsida": "https://klarvik.example", "Anställda": "12", "Omsättning": "1000000", "Bransch": "Medtech",
    "Status": "Vilande", "Handläggare": "Dora Wik", "Startdatum": "2024-01-02", "Ursprung": "web", "Anteckning": "Ny",
}  # fmt: skip


@pytest.fixture
def known(world):
    person("Dora Wik", Role.ADVISOR, world.food)
    person("Rut Ek", Role.ADVISOR, world.food)
    made = client_named("Havrekärna AB")
    contact("Ida Falk", made)
    return made


@pytest.mark.parametrize(("role", "tie"), list(product(ROLES, TIES)))
def test_every_row_that_is_ready_comes_in(world, known, role, tie):
    by = person("Ulla Ny", role, world.health)
    lead = {"led by another": world.advisor, "led by her": by, "led by nobody": None}[tie]
    refused, ready = [], []
    for heading, text in CELLS.items():
        Client.objects.filter(pk=known.pk).update(lead=lead)
        content = f"Namn;Kontaktperson;{heading}\nHavrekärna AB;Ida Falk;{text}\n".encode()
        run = staging.start("clients", "k.csv", content, by=by)
        staging.decide(run, {run.rows.get().pk: {"choice": TAKE}}, by=by)
        if is_refused(run):
            refused.append(heading)
            continue
        carrying.carry_out(run, at=timezone.now())
        run.refresh_from_db()
        assert (heading, run.state, run.failure) == (heading, ImportState.DONE, "")
        ready.append(heading)
    assert "Handläggare" in (refused if (role, tie) in REFUSED else ready)
    assert len(ready) >= 10


REFUSED = {(Role.ADVISOR, "led by another"), (Role.PROJECT_LEAD, "led by another")}


def is_refused(run) -> bool:
    return run.rows.filter(outcome__in=["error", "decision"]).exists()
