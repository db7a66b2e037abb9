"""The second step of signing in: an authenticator, and ten recovery codes for the day it is lost."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cchc.common import journal
from cchc.common.errors import Refused

from ..models import Account, RecoveryCode, SecondFactor
from ..signin import codes
from ..signin.sealing import Unreadable, seal, unseal
from .checks import own
from .duties import is_required
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


@transaction.atomic
def enable_second_factor(*, by: Account, at: datetime, secret: str, code: str) -> list[str]:
    """Take an authenticator that has shown a right code into use; returns the recovery codes, kept nowhere else."""
    if SecondFactor.objects.filter(account=by).exists():
        raise Refused(_("Xác thực hai bước đã bật."))
    step = codes.matching_step(secret, code, at, last=0)
    if step is None:
        raise Refused(_("Mã không đúng. Kiểm tra đồng hồ của điện thoại rồi nhập mã đang hiện."), field="code")
    SecondFactor.objects.create(account=by, sealed=seal(secret, PURPOSE), since=at, last_step=step)
    by.second_factor_due_on = None
    by.save(update_fields=["second_factor_due_on"])
    journal.write(by=by, at=at, action="organisation.enable_second_factor", record=by)
    return _issue_codes(by)


def disable_second_factor(*, by: Account, at: datetime, password: str, address: str) -> None:
    """Do without the second step again; the password is asked for, and a role may forbid it."""
    prove_password(by=by, at=at, password=password, address=address)
    _disable(by, at)


@transaction.atomic
def _disable(by: Account, at: datetime) -> None:
    if is_required(by, timezone.localdate(at)):
        raise Refused(_("Vai trò của bạn bắt buộc xác thực hai bước, không tắt được."))
    if not SecondFactor.objects.filter(account=by).delete()[0]:
        raise Refused(_("Xác thực hai bước chưa bật."))
    RecoveryCode.objects.filter(account=by).delete()
    journal.write(by=by, at=at, action="organisation.disable_second_factor", record=by)


def renew_recovery_codes(*, by: Account, at: datetime, password: str, address: str) -> list[str]:
    """Ten new recovery codes; the old ones end. The password is asked for."""
    prove_password(by=by, at=at, password=password, address=address)
    return _renew(by, at)


@transaction.atomic
def _renew(by: Account, at: datetime) -> list[str]:
    if not SecondFactor.objects.filter(account=by).exists():
        raise Refused(_("Xác thực hai bước chưa bật."))
    journal.write(by=by, at=at, action="organisation.renew_recovery_codes", record=by)
    return _issue_codes(by)


@transaction.atomic
def reset_second_factor(*, by: Account, at: datetime, account: Account) -> None:
    """Help somebody who lost authenticator and codes: the password alone is enough until they set up a new one."""
    own(by, account)
    if account.pk == by.pk:
        raise Refused(_("Không tự đặt lại cho mình. Tắt bằng mật khẩu ở trang tài khoản, hoặc nhờ quản trị viên khác."))
    if not SecondFactor.objects.filter(account=account).delete()[0]:
        raise Refused(_("Tài khoản này chưa bật xác thực hai bước."))
    RecoveryCode.objects.filter(account=account).delete()
    journal.write(by=by, at=at, action="organisation.reset_second_factor", record=account)


@transaction.atomic
def _proof(account: Account, at: datetime, code: str) -> str:
    """Take the code if it is right; what was taken once is never taken again, not even by two at the same moment."""
    factor = SecondFactor.objects.select_for_update().filter(account=account).first()
    if factor is None:
        return ""
    try:
        secret = unseal(factor.sealed, PURPOSE)
    except Unreadable:  # another CCHC_SECRET_KEY: the administrator resets it
        return ""
    step = codes.matching_step(secret, code, at, factor.last_step)
    if step is not None:
        factor.last_step = step
        factor.save(update_fields=["last_step"])
        return "code"
    digest = codes.recovery_digest(account.pk, code)
    if RecoveryCode.objects.filter(account=account, digest=digest, used_at=None).update(used_at=at):
        journal.write(by=account, at=at, action="organisation.use_recovery_code", record=account)
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
