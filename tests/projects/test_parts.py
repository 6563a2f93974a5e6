"""Milestones, risks, partners, benefits and the budget of a project."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from contacts.models import Organisation
from journal.models import Entry
from projects.models import Benefit, Milestone, Partner, Risk
from tests.world import NOW, TODAY


def told():
    return list(Entry.objects.order_by("pk").values_list("verb", flat=True))


def test_what_the_sources_come_to_is_no_more_than_can_be_held(world):
    world.project.set_budget(source="Region", plan_sek=10**14 - 1, by=world.lead, at=NOW)
    with pytest.raises(ValidationError, match="more than Fyr can hold"):
        world.project.set_budget(source="Vinnova", plan_sek=1, by=world.lead, at=NOW)
    assert world.project.set_budget(source="Region", plan_sek=10, by=world.lead, at=NOW).plan_sek == 10


def test_a_milestone_is_added_moved_and_met_once(world):
    milestone = Milestone.add(world.project, by=world.lead, at=NOW, title="Länk", planned_on=date(2026, 11, 14))
    assert milestone.change({"forecast_on": date(2026, 12, 12)}, by=world.lead, at=NOW, version=1).slip_days == 28
    assert milestone.finish(by=world.lead, at=NOW).done_on == TODAY
    assert told() == ["project.milestone_added", "milestone.changed", "project.milestone_met"]
    with pytest.raises(ValidationError, match="met already"):
        milestone.finish(by=world.lead, at=NOW)


def test_a_risk_is_added_changed_and_closed_once(world):
    risk = Risk.add(world.project, by=world.lead, at=NOW, text="Sent", probability=4, consequence=4)
    assert risk.change({"probability": 2}, by=world.lead, at=NOW).score == 8
    risk.close(by=world.lead, at=NOW)
    assert told() == ["project.risk_added", "risk.changed", "project.risk_closed"]
    with pytest.raises(ValidationError, match="closed already"):
        risk.close(by=world.lead, at=NOW)


def test_a_risk_is_scored_one_to_five(world):
    with pytest.raises(ValidationError):
        Risk.add(world.project, by=world.lead, at=NOW, text="Sent", probability=6, consequence=4)


def test_a_partner_is_added_once_per_role_and_removed(world):
    clinic = Organisation.objects.create(name="Hudkliniken")
    partner = Partner.add(world.project, by=world.lead, at=NOW, organisation=clinic, role="need_owner")
    with pytest.raises(ValidationError):
        Partner.add(world.project, by=world.lead, at=NOW, organisation=clinic, role="need_owner")
    partner.remove(by=world.lead, at=NOW)
    assert (world.project.partners.count(), told()) == (0, ["project.partner_added", "project.partner_removed"])


def test_a_benefit_is_read_even_after_the_project_has_closed(world):
    benefit = Benefit.add(
        world.project, by=world.lead, at=NOW, measure="Dagar till svar", kind="access", baseline=19, target=2
    )
    world.project.close(by=world.lead, at=NOW)
    benefit.read(3, by=world.lead, at=NOW, source="Journal")
    assert benefit.share == 94
    with pytest.raises(ValidationError, match="dated when it was made"):
        benefit.read(3, by=world.lead, at=NOW, on=date(2027, 1, 1))


def test_the_budget_is_the_portfolios_from_its_day(world):
    world.project.set_budget(plan_sek=1_200_000, on=date(2026, 1, 1), by=world.lead, at=NOW)
    assert world.project.states.now_known().get(effective__contains=TODAY).plan_sek == 1_200_000
    assert told() == ["project.budget_set"]


def test_an_outsider_adds_nothing(world):
    clinic = Organisation.objects.create(name="Hudkliniken")
    for noun, fields in (
        (Milestone, {"title": "x", "planned_on": TODAY}),
        (Risk, {"text": "x", "probability": 1, "consequence": 1}),
        (Partner, {"organisation": clinic, "role": "clinic"}),
        (Benefit, {"measure": "x", "kind": "access"}),
    ):
        with pytest.raises(PermissionDenied):
            noun.add(world.project, by=world.outsider, at=NOW, **fields)
    with pytest.raises(PermissionDenied):
        world.project.set_budget(plan_sek=1, by=world.outsider, at=NOW)
