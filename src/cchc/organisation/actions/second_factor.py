"""The second step of signing in: an authenticator, and ten recovery codes for the day it is lost."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cchc.common import journal
from cchc.common.errors import Refused

from ..models import Account, Passkey, RecoveryCode, SecondFactor
from ..signin import codes
from ..signin.sealing import Unreadable, seal, unseal
from .checks import own
from .duties import has_second_step, is_required
from .notices import tell_of_security
from .sign_in import count_attempt, prove_password, settle_attempt

PURPOSE = "second-factor"


@dataclass(frozen=True)
class CodeOutcome:
    """How a code proved itself ("code", "recovery"), "" where it did not; until when nobody is let in."""

    proof: str = ""
    locked_until: datetime | None = None


def _issue_codes(account: Account) -> list[str]:
    issued = codes.new_recovery_codes()
    RecoveryCode.objects.filter(account=account).delete()
    digests = [codes.recovery_digest(account.pk, code) for code in issued]
    RecoveryCode.objects.bulk_create([RecoveryCode(account=account, digest=digest) for digest in digests])
    return issued


def first_codes(account: Account) -> list[str]:
    """Recovery codes for whoever has just set up a second step and had none; what is kept stays in force."""
    return [] if RecoveryCode.objects.filter(account=account).exists() else _issue_codes(account)


def settle_loss(account: Account, at: datetime) -> None:
    """After a way of the second step was taken away: the codes go with the last one, which a role may forbid."""
    if has_second_step(account):
        return
    if is_required(account, timezone.localdate(at)):
        raise Refused(_("Vai trò của bạn bắt buộc xác thực hai bước, không tắt được."))
    RecoveryCode.objects.filter(account=account).delete()


@transaction.atomic
def enable_second_factor(*, by: Account, at: datetime, secret: str, code: str) -> list[str]:
    """Take an authenticator that has shown a right code into use; returns recovery codes, kept nowhere else.

    There are none where the account has codes already, from its passkeys.
    """
    if SecondFactor.objects.filter(account=by).exists():
        raise Refused(_("Xác thực hai bước đã bật."))
    step = codes.matching_step(secret, code, at, last=0)
    if step is None:
        raise Refused(_("Mã không đúng. Kiểm tra đồng hồ của điện thoại rồi nhập mã đang hiện."), field="code")
    SecondFactor.objects.create(account=by, sealed=seal(secret, PURPOSE), since=at, last_step=step)
    by.second_factor_due_on = None
    by.save(update_fields=["second_factor_due_on"])
    journal.write(by=by, at=at, action="organisation.enable_second_factor", record=by)
    return first_codes(by)


def disable_second_factor(*, by: Account, at: datetime, password: str, address: str) -> None:
    """Do without the authenticator again; the password is asked for, and a role may forbid it."""
    prove_password(by=by, at=at, password=password, address=address)
    _disable(by, at)


@transaction.atomic
def _disable(by: Account, at: datetime) -> None:
    if not SecondFactor.objects.filter(account=by).delete()[0]:
        raise Refused(_("Xác thực hai bước chưa bật."))
    settle_loss(by, at)
    entry = journal.write(by=by, at=at, action="organisation.disable_second_factor", record=by)
    sentence = gettext_noop("Xác thực hai bước của tài khoản của bạn đã tắt.")
    tell_of_security(sentence, by, key=entry.seq, at=at)


def renew_recovery_codes(*, by: Account, at: datetime, password: str, address: str) -> list[str]:
    """Ten new recovery codes; the old ones end. The password is asked for."""
    prove_password(by=by, at=at, password=password, address=address)
    return _renew(by, at)


@transaction.atomic
def _renew(by: Account, at: datetime) -> list[str]:
    if not has_second_step(by):
        raise Refused(_("Xác thực hai bước chưa bật."))
    journal.write(by=by, at=at, action="organisation.renew_recovery_codes", record=by)
    return _issue_codes(by)


@transaction.atomic
def reset_second_factor(*, by: Account, at: datetime, account: Account) -> None:
    """Help somebody who lost authenticator, passkeys and codes: the password alone is enough from now on."""
    own(by, account)
    if account.pk == by.pk:
        raise Refused(_("Không tự đặt lại cho mình. Tắt bằng mật khẩu ở trang tài khoản, hoặc nhờ quản trị viên khác."))
    if not has_second_step(account):
        raise Refused(_("Tài khoản này chưa bật xác thực hai bước."))
    for kind in (SecondFactor, Passkey, RecoveryCode):
        kind.objects.filter(account=account).delete()
    entry = journal.write(by=by, at=at, action="organisation.reset_second_factor", record=account)
    sentence = gettext_noop("%(who)s đã đặt lại xác thực hai bước của bạn; hiện chỉ cần mật khẩu là đăng nhập được.")
    tell_of_security(sentence, account, key=entry.seq, at=at, who=by.get_full_name())


def _takes_code(account: Account, at: datetime, code: str) -> bool:
    factor = SecondFactor.objects.select_for_update().filter(account=account).first()
    if factor is None:
        return False
    try:
        secret = unseal(factor.sealed, PURPOSE)
    except Unreadable:  # another CCHC_SECRET_KEY: the administrator resets it
        return False
    step = codes.matching_step(secret, code, at, factor.last_step)
    if step is not None:
        factor.last_step = step
        factor.save(update_fields=["last_step"])
    return step is not None


@transaction.atomic
def _proof(account: Account, at: datetime, code: str) -> str:
    """Take the code if it is right; what was taken once is never taken again, not even by two at the same moment."""
    if _takes_code(account, at, code):
        return "code"
    digest = codes.recovery_digest(account.pk, code)
    if RecoveryCode.objects.filter(account=account, digest=digest, used_at=None).update(used_at=at):
        entry = journal.write(by=account, at=at, action="organisation.use_recovery_code", record=account)
        sentence = gettext_noop("Một mã dự phòng vừa được dùng để đăng nhập vào tài khoản của bạn.")
        tell_of_security(sentence, account, key=entry.seq, at=at)
        return "recovery"
    return ""


def check_code(*, by: Account, at: datetime, code: str, address: str) -> CodeOutcome:
    """Whether the code is the account's, counted and locked like a password."""
    until = count_attempt(at=at, username=by.username, address=address)
    if until:
        return CodeOutcome(locked_until=until)
    proof = _proof(by, at, code)
    until = settle_attempt(at=at, username=by.username, address=address, right=bool(proof))
    return CodeOutcome(proof, until)
