"""Passkeys: made, used, taken away."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cchc.common import journal
from cchc.common.errors import Refused

from ..models import Account, Passkey
from ..signin import passkeys
from .checks import given, own
from .notices import tell_of_security
from .second_factor import first_codes, settle_loss
from .sign_in import Outcome, admit, count_attempt, prove_password, settle_attempt


@transaction.atomic
def add_passkey(*, by: Account, at: datetime, name: str, handle: str, challenge: str, answer: str) -> list[str]:
    """Take the passkey into use that the person's browser made for the challenge, which was given for the password.

    Returns recovery codes where this is the first second step of the account, kept nowhere else.
    """
    name = given(name, "name")
    held = Passkey.objects.filter(account=by)
    if held.count() >= passkeys.LIMIT:
        raise Refused(_("Mỗi tài khoản có tối đa %(n)d khóa truy cập.") % {"n": passkeys.LIMIT})
    if held.filter(name=name).exists():
        raise Refused(_("Bạn đã có khóa truy cập tên này."), field="name")
    try:
        made = passkeys.made(answer, challenge=challenge)
    except passkeys.Unproven as error:
        raise Refused(_("Thiết bị không tạo được khóa truy cập hợp lệ. Hãy thử lại từ đầu.")) from error
    if Passkey.objects.filter(credential_id=made.credential_id).exists():
        raise Refused(_("Khóa truy cập này đã được đăng ký."))
    Passkey.objects.create(
        account=by, name=name, credential_id=made.credential_id, public_key=made.public_key, handle=handle,
        sign_count=made.sign_count, since=at,
    )  # fmt: skip
    by.second_factor_due_on = None
    by.save(update_fields=["second_factor_due_on"])
    entry = journal.write(by=by, at=at, action="organisation.add_passkey", record=by, after={"name": name})
    said = gettext_noop("Khóa truy cập “%(name)s” đã thêm vào tài khoản của bạn.")
    tell_of_security(said, by, key=entry.seq, at=at, name=name)
    return first_codes(by)


def remove_passkey(*, by: Account, at: datetime, passkey: Passkey, password: str, address: str) -> None:
    """Do without one of one's own passkeys; the password is asked for, and a role may forbid it of the last one."""
    own(by, passkey.account)
    prove_password(by=by, at=at, password=password, address=address)
    _remove(by, at, passkey)


@transaction.atomic
def _remove(by: Account, at: datetime, passkey: Passkey) -> None:
    if not Passkey.objects.filter(pk=passkey.pk, account=by).delete()[0]:
        raise Refused(_("Khóa truy cập này không còn."))
    settle_loss(by, at)
    before = {"name": passkey.name}
    entry = journal.write(by=by, at=at, action="organisation.remove_passkey", record=by, before=before)
    said = gettext_noop("Khóa truy cập “%(name)s” đã bỏ khỏi tài khoản của bạn.")
    tell_of_security(said, by, key=entry.seq, at=at, name=passkey.name)


def check_passkey(
    *, at: datetime, answer: str, challenge: str, address: str, account: Account | None = None
) -> Outcome:
    """Whose passkey answered the challenge: the one of `account`, who took the first step, or else anybody's.

    Failures count like wrong passwords; before it is known who it is, by their address alone.
    """
    name = account.username if account else ""
    until = count_attempt(at=at, username=name, address=address)
    if until:
        return Outcome(locked_until=until)
    owner = _take(at, answer, challenge, account)
    if owner is None:
        return Outcome(locked_until=settle_attempt(at=at, username=name, address=address, right=False))
    if account is None:
        return admit(at=at, account=owner, address=address)
    settle_attempt(at=at, username=name, address=address, right=True)
    return Outcome(owner)


@transaction.atomic
def _take(at: datetime, answer: str, challenge: str, account: Account | None) -> Account | None:
    """Take the answer if it holds; what was answered once is never taken again, not even by two at the same moment."""
    credential, handle = passkeys.named(answer)
    rows = Passkey.objects.select_for_update(of=("self",)).select_related("account__person")
    held = rows.filter(credential_id=credential, suspect_at=None, account__is_active=True).first()
    if held is None or held.last_challenge == challenge or handle not in (held.handle, "" if account else held.handle):
        return None
    if account is not None and held.account_id != account.pk:
        return None
    try:
        count = passkeys.used(answer, challenge=challenge, public_key=held.public_key)
    except passkeys.Unproven:
        return None
    if passkeys.went_back(held.sign_count, count):
        held.suspect_at = at
        held.save(update_fields=["suspect_at"])
        after = {"name": held.name, "count": count}
        entry = journal.write(by=None, at=at, action="organisation.suspect_passkey", record=held.account, after=after)
        said = gettext_noop("Khóa truy cập “%(name)s” có thể đã bị sao chép nên không dùng được nữa; hãy tạo khóa mới.")
        tell_of_security(said, held.account, key=entry.seq, at=at, name=held.name)
        return None
    held.sign_count, held.last_challenge, held.last_used_at = count, challenge, at
    held.save(update_fields=["sign_count", "last_challenge", "last_used_at"])
    return held.account
