"""Departments, their units with history, people and posts, accounts, roles and grants."""

from cchc.organisation.models.accounts import Account, AccountManager, Assignment, Grant, Named, Permission, Role
from cchc.organisation.models.delegations import Delegation, DelegationKind, DelegationQuerySet
from cchc.organisation.models.factors import OpenIdSubject, Passkey, RecoveryCode, SecondFactor
from cchc.organisation.models.functions import Function, FunctionPart, FunctionQuerySet, FunctionShare
from cchc.organisation.models.headcount import Quota, QuotaQuerySet
from cchc.organisation.models.identifiers import Identifier, IdentifierQuerySet
from cchc.organisation.models.imports import ColumnMapping, FileQuerySet, FileRun, StaffFile, StaffMapping
from cchc.organisation.models.notices import ChannelName, Digest, Notice, NoticeQuerySet, NoticeSetting
from cchc.organisation.models.people import PaySource, Person, PersonQuerySet, PersonStatus, Tenure
from cchc.organisation.models.positions import (
    Competency,
    CompetencyGroup,
    Position,
    PositionQuerySet,
    Rating,
    Requirement,
)
from cchc.organisation.models.sessions import AccountSession, AccountSessionQuerySet
from cchc.organisation.models.sign_in import SignInGuard, SignInGuardQuerySet, SignInMethod
from cchc.organisation.models.tokens import ApiToken, ApiTokenQuerySet, Opens
from cchc.organisation.models.typed import TypedForm
from cchc.organisation.models.units import (
    Agency,
    FiguresRuleName,
    Unit,
    UnitEvent,
    UnitEventKind,
    UnitKind,
    UnitQuerySet,
)
from cchc.organisation.models.webhooks import Pause, Webhook, WebhookQuerySet

__all__ = [
    "Account",
    "AccountManager",
    "AccountSession",
    "AccountSessionQuerySet",
    "Agency",
    "ApiToken",
    "ApiTokenQuerySet",
    "Assignment",
    "ChannelName",
    "ColumnMapping",
    "Competency",
    "CompetencyGroup",
    "Delegation",
    "DelegationKind",
    "DelegationQuerySet",
    "Digest",
    "FiguresRuleName",
    "FileQuerySet",
    "FileRun",
    "Function",
    "FunctionPart",
    "FunctionQuerySet",
    "FunctionShare",
    "Grant",
    "Identifier",
    "IdentifierQuerySet",
    "Named",
    "Notice",
    "NoticeQuerySet",
    "NoticeSetting",
    "OpenIdSubject",
    "Opens",
    "Passkey",
    "Pause",
    "PaySource",
    "Permission",
    "Person",
    "PersonQuerySet",
    "PersonStatus",
    "Position",
    "PositionQuerySet",
    "Quota",
    "QuotaQuerySet",
    "Rating",
    "RecoveryCode",
    "Requirement",
    "Role",
    "SecondFactor",
    "SignInGuard",
    "SignInGuardQuerySet",
    "SignInMethod",
    "StaffFile",
    "StaffMapping",
    "Tenure",
    "TypedForm",
    "Unit",
    "UnitEvent",
    "UnitEventKind",
    "UnitKind",
    "UnitQuerySet",
    "Webhook",
    "WebhookQuerySet",
]
