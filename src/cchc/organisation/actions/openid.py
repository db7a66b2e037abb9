"""Shared accounts: which account of ours somebody's account at the provider opens."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from cchc.common import journal
from cchc.common.errors import Refused

from ..models import Account, OpenIdSubject
from .checks import own
from .sign_in import admit, count_attempt, settle_attempt

_LONGEST_NAME = 60


@dataclass(frozen=True)
class SharedOutcome:
    """Who it is; or nobody: until when the lock holds, or that no account is bound, or that it is blocked."""

    account: Account | None = None
    locked_until: datetime | None = None
    unbound: bool = False
    blocked: bool = False


@transaction.atomic
def bind_subject(*, by: Account, at: datetime, account: Account, subject: str) -> None:
    """Let an account at the provider open this one; one each way."""
    own(by, account)
    subject = subject.strip()
    if not 0 < len(subject) <= 255:
        raise Refused(_("Mã người dùng có từ 1 đến 255 ký tự."), field="subject")
    if OpenIdSubject.objects.filter(account=account).exists():
        raise Refused(_("Tài khoản này đã gắn với một tài khoản dùng chung. Bỏ gắn trước."))
    if OpenIdSubject.objects.filter(issuer=settings.OIDC_ISSUER, subject=subject).exists():
        raise Refused(_("Mã người dùng này đã gắn với một tài khoản khác."), field="subject")
    _bind(by, at, account, subject)


def _bind(by: Account, at: datetime, account: Account, subject: str) -> None:
    OpenIdSubject.objects.create(account=account, issuer=settings.OIDC_ISSUER, subject=subject, since=at)
    after = {"provider": settings.OIDC_ISSUER, "subject": subject}
    journal.write(by=by, at=at, action="organisation.bind_subject", record=account, after=after)


@transaction.atomic
def unbind_subject(*, by: Account, at: datetime, account: Account) -> None:
    """Let the account at the provider open this one no more."""
    own(by, account)
    bound = OpenIdSubject.objects.filter(account=account).first()
    if bound is None:
        raise Refused(_("Tài khoản này chưa gắn với tài khoản dùng chung nào."))
    before = {"provider": bound.issuer, "subject": bound.subject}
    bound.delete()
    journal.write(by=by, at=at, action="organisation.unbind_subject", record=account, before=before)


def begin_shared(*, at: datetime, address: str) -> datetime | None:
    """Count an answer of the provider before it is looked at, by its address alone; until when nobody is let in."""
    return count_attempt(at=at, username="", address=address)


def settle_shared(*, at: datetime, address: str, failed: bool) -> None:
    """The answer proved nothing (a failure), or nothing could be found out, which counts for nobody."""
    settle_attempt(at=at, username="", address=address, right=not failed)


def admit_shared(*, at: datetime, claims: Mapping[str, Any], address: str) -> SharedOutcome:
    """Whom the verified claims let in. No account is ever made by them."""
    account = _known(at, claims)
    if account is None or not account.is_active:
        settle_shared(at=at, address=address, failed=False)
        return SharedOutcome(unbound=account is None, blocked=account is not None)
    outcome = admit(at=at, account=account, address=address)
    return SharedOutcome(outcome.account, outcome.locked_until)


@transaction.atomic
def _known(at: datetime, claims: Mapping[str, Any]) -> Account | None:
    """The account that is bound to the subject or, where a setting allows it, is named by its first sign-in."""
    rows = OpenIdSubject.objects.select_for_update(of=("self",)).select_related("account__person")
    bound = rows.filter(issuer=claims["iss"], subject=claims["sub"]).first()
    if bound:
        bound.last_used_at = at
        bound.save(update_fields=["last_used_at"])
        return bound.account
    account = _named(claims)
    if account is None or OpenIdSubject.objects.filter(account=account).exists():
        return None
    if account.is_active:
        _bind(account, at, account, str(claims["sub"]))
    return account


def _named(claims: Mapping[str, Any]) -> Account | None:
    """The one account that the claim of CCHC_OIDC_MATCH names: `email` the person's address, any other a user name."""
    claim = settings.OIDC_MATCH
    value = claims.get(claim) if claim else None
    if not isinstance(value, str) or not value.strip():
        return None
    if claim == "email":
        if claims.get("email_verified") is not True:
            return None
        found = list(Account.objects.filter(person__email__iexact=value.strip()).select_related("person")[:2])
        return found[0] if len(found) == 1 else None
    name = value.strip().lower()
    return Account.objects.filter(username=name).first() if len(name) <= _LONGEST_NAME else None
