"""Every table of this room, gathered for whoever needs the whole schema."""

from tenants.audit import AuditEvent, AuditHead
from tenants.bodies import Body, BodyMember
from tenants.delegations import Delegation
from tenants.file_space import FileSpace
from tenants.onboarding.tables import ListEffect, UploadedList
from tenants.outbox import OutboxItem
from tenants.people import Account, Membership, Person
from tenants.personal_notices import PersonalNotice
from tenants.platform.tables import (
    BreakGlassOpening,
    PlatformAccount,
    PlatformCode,
    PlatformEvent,
    PlatformInvitation,
    PlatformSecondFactor,
    PlatformSignIn,
    TenantCount,
    TenantProposal,
)
from tenants.public_codes import PublicCode
from tenants.replies import KeptReply
from tenants.signing_in.tables import (
    Authenticator,
    Invitation,
    Passkey,
    Password,
    RecoveryCode,
    SignIn,
    SignInCode,
    SignInFailures,
)
from tenants.successions import FormerUnit, SuccessionPart, UnitSuccession
from tenants.tenant import Tenant
from tenants.unit_classes.tables import KindOfUnit, SectorOfUnits
from tenants.units import OrgUnit
from tenants.working_days import OwnDay

__all__ = [
    "Account",
    "AuditEvent",
    "AuditHead",
    "Authenticator",
    "Body",
    "BodyMember",
    "BreakGlassOpening",
    "Delegation",
    "FileSpace",
    "FormerUnit",
    "Invitation",
    "KeptReply",
    "KindOfUnit",
    "ListEffect",
    "Membership",
    "OrgUnit",
    "OutboxItem",
    "OwnDay",
    "Passkey",
    "Password",
    "Person",
    "PersonalNotice",
    "PlatformAccount",
    "PlatformCode",
    "PlatformEvent",
    "PlatformInvitation",
    "PlatformSecondFactor",
    "PlatformSignIn",
    "PublicCode",
    "RecoveryCode",
    "SectorOfUnits",
    "SignIn",
    "SignInCode",
    "SignInFailures",
    "SuccessionPart",
    "Tenant",
    "TenantCount",
    "TenantProposal",
    "UnitSuccession",
    "UploadedList",
]
