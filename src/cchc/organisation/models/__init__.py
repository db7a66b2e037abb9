"""Departments, their units with history, people and posts, accounts, roles and grants."""

from cchc.organisation.models.accounts import Account, AccountManager, Assignment, Grant, Named, Permission, Role
from cchc.organisation.models.delegations import Delegation, DelegationKind, DelegationQuerySet
from cchc.organisation.models.factors import OpenIdSubject, Passkey, RecoveryCode, SecondFactor
from cchc.organisation.models.identifiers import Identifier, IdentifierQuerySet
from cchc.organisation.models.people import Person, PersonQuerySet, PersonStatus, Tenure
from cchc.organisation.models.sessions import AccountSession, AccountSessionQuerySet
from cchc.organisation.models.sign_in import SignInGuard, SignInGuardQuerySet, SignInMethod
from cchc.organisation.models.units import (
    Agency,
    FiguresRuleName,
    Unit,
    UnitEvent,
    UnitEventKind,
    UnitKind,
    UnitQuerySet,
)

__all__ = [
    "Account",
    "AccountManager",
    "AccountSession",
    "AccountSessionQuerySet",
    "Agency",
    "Assignment",
    "Delegation",
    "DelegationKind",
    "DelegationQuerySet",
    "FiguresRuleName",
    "Grant",
    "Identifier",
    "IdentifierQuerySet",
    "Named",
    "OpenIdSubject",
    "Passkey",
    "Permission",
    "Person",
    "PersonQuerySet",
    "PersonStatus",
    "RecoveryCode",
    "Role",
    "SecondFactor",
    "SignInGuard",
    "SignInGuardQuerySet",
    "SignInMethod",
    "Tenure",
    "Unit",
    "UnitEvent",
    "UnitEventKind",
    "UnitKind",
    "UnitQuerySet",
]
