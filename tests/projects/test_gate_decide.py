from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from journal.models import Entry
from tests.world import NOW, TODAY


def decide(world, gate="G0", verdict="go", **decision):
    by = decision.pop("by", world.manager)
    return world.project.decide_gate(gate, verdict, by=by, at=NOW, **decision)


def test_a_go_at_g1_opens_planning_and_is_told(world):
    decide(world, on=date(2025, 3, 1))
    decide(world, "G1", on=date(2025, 5, 8), decider="Styrgruppen", criteria={"path": True, "market": False})
    world.project.refresh_from_db()
    assert (world.project.phase, world.project.phase_since, world.project.next_gate()) == (
        "planning",
        date(2025, 5, 8),
        "G2",
    )
    state = world.project.states.now_known().get(effective__contains=TODAY)
    assert (state.phase, state.next_gate) == ("planning", "G2")
    assert Entry.objects.filter(verb="project.gate_decided").count() == 2


def test_gates_come_in_order(world):
    with pytest.raises(ValidationError, match="next is G0"):
        decide(world, "G2")


def test_a_hold_leaves_the_gate_open_and_needs_a_reason(world):
    with pytest.raises(ValidationError, match="Write the reason"):
        decide(world, verdict="hold")
    decide(world, verdict="hold", reason="Väntar på kliniken")
    assert world.project.next_gate() == "G0"


def test_a_go_with_conditions_needs_them(world):
    with pytest.raises(ValidationError, match="Write the conditions"):
        decide(world, verdict="go_with_conditions")


def test_a_stop_stops_the_project_with_its_reason_and_nothing_follows(world):
    decide(world, verdict="stop", reason="Journalsystemet löser det 2027")
    world.project.refresh_from_db()
    assert world.project.phase == "stopped"
    assert world.project.phase_moves.get(phase="stopped").reason == "Journalsystemet löser det 2027"
    with pytest.raises(ValidationError, match="has ended"):
        decide(world)


def test_a_decision_is_not_dated_tomorrow(world):
    with pytest.raises(ValidationError, match="dated when it was made"):
        decide(world, on=date(2026, 11, 18))


def test_a_lead_does_not_decide_gates(world):
    with pytest.raises(PermissionDenied, match="decided by a manager"):
        decide(world, by=world.lead)


def test_a_gate_planned_anew_keeps_its_first_date(world):
    world.project.plan_gate("G0", date(2026, 12, 1), by=world.lead, at=NOW, on=date(2026, 9, 1))
    world.project.plan_gate("G0", date(2027, 1, 15), by=world.lead, at=NOW)
    state = world.project.states.now_known().get(effective__contains=TODAY)
    assert (state.next_gate_on, state.next_gate_first_on) == (date(2027, 1, 15), date(2026, 12, 1))
    entry = Entry.objects.filter(verb="project.gate_planned").latest("pk")
    assert entry.facts == {"gate": "G0", "from": "2026-12-01", "to": "2027-01-15"}


def test_a_passed_gate_is_not_planned_again(world):
    decide(world)
    with pytest.raises(ValidationError, match="has been passed"):
        world.project.plan_gate("G0", date(2027, 1, 15), by=world.lead, at=NOW)


def test_a_closed_project_takes_no_status_and_no_second_close(world):
    world.project.close(by=world.lead, at=NOW, reason="Klart")
    assert world.project.states.now_known().get(effective__contains=TODAY).phase == "closed"
    with pytest.raises(ValidationError, match="has ended"):
        world.project.close(by=world.lead, at=NOW)
