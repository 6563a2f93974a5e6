from crm.models.client import Client, Origin
from crm.models.confidentiality import Confidentiality
from crm.models.draft import MeetingDraft
from crm.models.meeting import Meeting
from crm.models.meeting_state import MeetingKind, MeetingState
from crm.models.morning import SeenTo
from crm.models.reader import NamedReader
from crm.models.service_area import ServiceArea
from crm.models.stage import Stage, StageMove
from crm.models.task import Task

__all__ = [
    "Client",
    "Confidentiality",
    "Meeting",
    "MeetingDraft",
    "MeetingKind",
    "MeetingState",
    "NamedReader",
    "Origin",
    "SeenTo",
    "ServiceArea",
    "Stage",
    "StageMove",
    "Task",
]
