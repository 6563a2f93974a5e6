from crm.models.client import Client, Confidentiality, NamedReader, Origin, Stage, StageMove
from crm.models.community import Community, Membership, MembershipState
from crm.models.draft import MeetingDraft
from crm.models.erasure import Erasure, Ground, ToRead
from crm.models.likeness import Likeness
from crm.models.meeting import Meeting, MeetingKind, MeetingState
from crm.models.municipality import Municipality
from crm.models.organisation import Domain, NumberScheme, Organisation, OrganisationKind
from crm.models.person import Affiliation, Person
from crm.models.s3area import S3Area
from crm.models.service_area import ServiceArea
from crm.models.task import Task

__all__ = [
    "Affiliation",
    "Client",
    "Community",
    "Confidentiality",
    "Domain",
    "Erasure",
    "Ground",
    "Likeness",
    "Meeting",
    "MeetingDraft",
    "MeetingKind",
    "MeetingState",
    "Membership",
    "MembershipState",
    "Municipality",
    "NamedReader",
    "NumberScheme",
    "Organisation",
    "OrganisationKind",
    "Origin",
    "Person",
    "S3Area",
    "ServiceArea",
    "Stage",
    "StageMove",
    "Task",
    "ToRead",
]
