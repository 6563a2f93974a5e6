from crm.models.client import Client, Confidentiality, NamedReader, Origin, Stage, StageMove
from crm.models.draft import MeetingDraft
from crm.models.meeting import Meeting, MeetingKind, MeetingState
from crm.models.morning import SeenTo
from crm.models.service_area import ServiceArea
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
