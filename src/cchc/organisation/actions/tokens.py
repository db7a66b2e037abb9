"""Tokens of the interface for other software: made, shown, revoked."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cchc.common import journal
from cchc.common.errors import Refused

from ..access import require
from ..models import Account, ApiToken, Opens
from .checks import given, own
from .notices import tell_of_security
from .sign_in import prove_password

PREFIX = "cchc_"
LONGEST = timedelta(days=366)
"""A token that nobody renews ends within a year."""
LIMIT = 10
"""Living tokens an account may have."""
NOTED = timedelta(hours=1)
"""How exactly the last use is kept."""


def make_token(
    *, by: Account, at: datetime, name: str, days: int, password: str, address: str, opens: str = Opens.API
) -> tuple[ApiToken, str]:
    """Make a token of one's own for so many days; the password is asked for. Returns its secret, kept nowhere else.

    Refuses a name in use, more than a year, and more than `LIMIT` tokens.
    """
    name = given(name, "name")
    if not timedelta() < timedelta(days=days) <= LONGEST:
        raise Refused(_("Mã kết nối dùng được từ 1 đến %(n)d ngày.") % {"n": LONGEST.days}, field="days")
    prove_password(by=by, at=at, password=password, address=address)
    return _make(by, at, name, days, Opens(opens))


@transaction.atomic
def _make(by: Account, at: datetime, name: str, days: int, opens: Opens) -> tuple[ApiToken, str]:
    Account.objects.select_for_update().get(pk=by.pk)
    held = ApiToken.objects.alive(at).filter(account=by)
    if held.filter(name=name).exists():
        raise Refused(_("Bạn đã có mã kết nối tên này."), field="name")
    if held.count() >= LIMIT:
        raise Refused(_("Mỗi tài khoản có tối đa %(n)d mã kết nối.") % {"n": LIMIT})
    secret = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(account=by, name=name, opens=opens, head=secret[:10], digest=_digest(secret),
                                    created_at=at, expires_at=at + timedelta(days=days))  # fmt: skip
    after = {"name": name, "opens": opens.value, "head": token.head, "expires": timezone.localdate(token.expires_at)}
    entry = journal.write(by=by, at=at, action="organisation.make_token", record=by, after=after)
    said = gettext_noop("Mã kết nối “%(name)s” vừa được tạo cho tài khoản của bạn.")
    tell_of_security(said, by, key=entry.seq, at=at, name=name)
    return token, secret


@transaction.atomic
def revoke_token(*, by: Account, at: datetime, token: ApiToken) -> None:
    """End a token: one's own, or as an administrator that of anybody in the department."""
    own(by, token.account)
    if token.account_id != by.pk:
        require(by, "organisation.manage")
    if not ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=at):
        raise Refused(_("Mã kết nối này đã bị thu hồi."))
    before = {"name": token.name, "head": token.head}
    journal.write(by=by, at=at, action="organisation.revoke_token", record=token.account, before=before)


def living_token(*, secret: str, at: datetime) -> ApiToken | None:
    """The living token that the secret is of; the use is noted. Who still has an issued password has none."""
    if not secret.startswith(PREFIX):
        return None
    rows = ApiToken.objects.alive(at).select_related("account__person__agency")
    token = rows.filter(digest=_digest(secret), account__must_change_password=False).first()
    if token is not None:
        ApiToken.objects.filter(pk=token.pk).filter(Q(used_at=None) | Q(used_at__lte=at - NOTED)).update(used_at=at)
    return token


def _digest(secret: str) -> str:
    """A secret of 256 random bits needs no slow hash: nobody guesses it."""
    return hashlib.sha256(secret.encode()).hexdigest()
