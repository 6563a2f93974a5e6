from contacts.models.community import Community, Membership, MembershipState
from contacts.models.erasure import Erasure, Ground, ToRead
from contacts.models.likeness import Likeness
from contacts.models.municipality import Municipality
from contacts.models.organisation import Domain, NumberScheme, Organisation, OrganisationKind
from contacts.models.person import Affiliation, Person
from contacts.models.s3area import S3Area

__all__ = [
    "Affiliation",
    "Community",
    "Domain",
    "Erasure",
    "Ground",
    "Likeness",
    "Membership",
    "MembershipState",
    "Municipality",
    "NumberScheme",
    "Organisation",
    "OrganisationKind",
    "Person",
    "S3Area",
    "ToRead",
]
