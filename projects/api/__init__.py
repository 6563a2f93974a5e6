"""The projects room's door for programs, one noun per file."""

from typing import Any

from projects.api.gate import GateDecisionViewSet, GatePlanViewSet
from projects.api.part import BenefitViewSet, BudgetLineViewSet, MilestoneViewSet, PartnerViewSet, RiskViewSet
from projects.api.portfolio import PortfolioViewSet
from projects.api.project import ProjectViewSet
from projects.api.status_report import StatusReportViewSet

# prefix → viewset; each viewset names its `basename`.
viewsets: dict[str, Any] = {
    "projects": ProjectViewSet,
    "status-reports": StatusReportViewSet,
    "portfolio": PortfolioViewSet,
    "gate-plans": GatePlanViewSet,
    "gate-decisions": GateDecisionViewSet,
    "milestones": MilestoneViewSet,
    "risks": RiskViewSet,
    "benefits": BenefitViewSet,
    "partners": PartnerViewSet,
    "budget-lines": BudgetLineViewSet,
}
