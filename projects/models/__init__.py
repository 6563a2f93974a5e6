from projects.models.benefit import Benefit, BenefitReading
from projects.models.budget import BudgetLine
from projects.models.gate import Gate, GateDecision, GatePlan, GateVerdict
from projects.models.kind import ProjectKind, ProjectPath
from projects.models.milestone import Milestone
from projects.models.partner import Partner, PartnerRole
from projects.models.phase import EndPlan, Phase, PhaseMove
from projects.models.project import Project
from projects.models.reader import ProjectMeeting, ProjectReader, ProjectTask
from projects.models.risk import Risk
from projects.models.state import ProjectState, StateRule
from projects.models.status_draft import StatusDraft
from projects.models.status_report import DIMENSIONS, Light, StatusReport
from projects.models.title_change import TitleChange

__all__ = [
    "DIMENSIONS",
    "Benefit",
    "BenefitReading",
    "BudgetLine",
    "EndPlan",
    "Gate",
    "GateDecision",
    "GatePlan",
    "GateVerdict",
    "Light",
    "Milestone",
    "Partner",
    "PartnerRole",
    "Phase",
    "PhaseMove",
    "Project",
    "ProjectKind",
    "ProjectMeeting",
    "ProjectPath",
    "ProjectReader",
    "ProjectState",
    "ProjectTask",
    "Risk",
    "StateRule",
    "StatusDraft",
    "StatusReport",
    "TitleChange",
]
