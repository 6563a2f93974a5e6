import re
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from rest_framework.test import APIClient

from journal.models import Entry
from projects.models.gate import CRITERIA
from tests.world import NOW, TODAY, token_in_use


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


def page(user, world, query=""):
    browser = Browser()
    browser.force_login(user)
    return browser.get(reverse("projects:project_detail", args=[world.project.pk]) + query).text


def criteria_in(html):
    """(the line that opens, what is in it) of each list of criteria on the page."""
    lists = re.findall(
        r'<details class="twin"><summary>([^<]* [ck]riteri[^<]*)</summary>(.*?)</details>', html, re.DOTALL
    )
    return [(line, " ".join(re.sub(r"<[^>]+>", " ", inside).split())) for line, inside in lists]


def test_what_was_ticked_is_shown_at_the_decision_and_on_the_timeline(world):
    decide(world)
    decide(world, "G1", on=date(2025, 5, 8), decider="Styrgruppen", criteria={"path": True, "market": True})
    said = (
        "Build, co-develop or buy is chosen with reasons fulfilled An owner in the line is named not fulfilled "
        "The market has been asked fulfilled Decided by Styrgruppen on 8 May 2025. Entered by Disa Roos on"
    )
    shown = criteria_in(page(world.colleague, world))
    assert [line for line, _inside in shown] == ["2 of 3 criteria"] * 2, "of G0 nobody has ticked any"
    assert all(inside.startswith(said) for _line, inside in shown)
    assert criteria_in(page(world.colleague, world, "?as_of=2025-05-01")) == []


def test_the_entry_says_how_many_criteria_were_met(world):
    decide(world, criteria={"need": True})
    decide(world, "G1")
    of_g0, of_g1 = Entry.objects.filter(verb="project.gate_decided").order_by("pk")
    assert (of_g0.facts["met"], of_g0.facts["criteria"], of_g1.facts["criteria"]) == (1, 2, 0)
    told = " ".join(page(world.colleague, world).split())
    assert (told.count("(1 of 2 criteria met)"), "0 criteria met" in told) == (1, False)


@pytest.mark.parametrize(
    ("said", "asks"),
    [
        ({"verdict": "go", "criteria": ["need"]}, True),
        ({"verdict": "go_with_conditions", "conditions": "Snart", "criteria": []}, True),
        ({"verdict": "go", "criteria": ["need", "owner"]}, False),
        ({"verdict": "hold", "reason": "Vänta", "criteria": []}, False),
    ],
)
def test_passing_a_gate_without_all_its_criteria_is_asked_about(client, world, said, asks):
    client.force_login(world.manager)
    typed = {"gate": "G0", "on": "2026-11-01", "decider": "Styrgruppen", "version": world.project.version} | said
    answer = client.post(reverse("projects:gate_decide", args=[world.project.pk]), typed)
    assert (answer.status_code, world.project.gate_decisions.count()) == ((200, 0) if asks else (302, 1))


def test_criteria_are_counted_in_swedish(world):
    decide(world, criteria={"need": True})
    world.manager.choose(language="sv")
    assert [line for line, _inside in criteria_in(page(world.manager, world))] == ["1 av 2 kriterier"] * 2


def test_each_decision_of_a_gate_keeps_its_own_on_the_timeline(world):
    decide(world, verdict="hold", reason="Vänta", criteria={"need": True})
    decide(world, criteria={"need": True, "owner": True})
    lines = [line for line, _inside in criteria_in(page(world.manager, world))]
    assert lines == ["2 of 2 criteria", "2 of 2 criteria", "1 of 2 criteria"]


def test_the_page_asks_as_often_with_one_decision_as_with_three(world):
    def queries():
        browser = Browser()
        browser.force_login(world.manager)
        with CaptureQueriesContext(connection) as captured:
            browser.get(reverse("projects:project_detail", args=[world.project.pk]))
        return len(captured)

    decide(world, criteria={"need": True})
    queries()
    once = queries()
    for gate in ("G1", "G2"):
        decide(world, gate, criteria=dict.fromkeys(CRITERIA[gate], True))
    assert queries() == once


def test_a_criterion_of_another_gate_is_refused_at_both_doors(world):
    with pytest.raises(ValidationError, match="G0 has no criterion path"):
        decide(world, criteria={"path": True})
    api = APIClient()
    api.credentials(HTTP_AUTHORIZATION=f"Bearer {token_in_use(world.manager)}", HTTP_ACCEPT_LANGUAGE="en")
    typed = {"project": world.project.pk, "gate": "G0", "verdict": "go", "criteria": {"path": True}}
    answer = api.post("/api/v1/gate-decisions/", typed, format="json")
    assert (answer.status_code, answer.data["errors"][0]["field"]) == (400, "criteria")
    answer = api.post("/api/v1/gate-decisions/", typed | {"criteria": {"need": True}}, format="json")
    assert (answer.status_code, answer.data["criteria"], answer.data["met"]) == (201, {"need": True, "owner": False}, 1)
