"""Signing in: the password looked at under the lock-out, and what is written when somebody is in."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.contrib.auth import authenticate
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cchc.common import journal
from cchc.common.errors import Refused
from cchc.common.text import format_date

from ..models import Account, SignInGuard
from ..signin import lockout
from ..signin.lockout import Limits, Tally
from .checks import own
from .duties import note_duty
from .notices import tell_of_security


@dataclass(frozen=True)
class Outcome:
    """Who it is; or nobody, and until when nobody is let in if the lock holds."""

    account: Account | None = None
    locked_until: datetime | None = None


def _digest(kind: str, value: str) -> str:
    return f"{kind}:{salted_hmac('cchc.sign-in', value, algorithm='sha256').hexdigest()}"


def _limits(guard: SignInGuard) -> Limits:
    failures = settings.LOCK_AFTER_ADDRESS if guard.address else settings.LOCK_AFTER
    return Limits(failures, timedelta(minutes=settings.LOCK_MINUTES))


def _guards(username: str, address: str) -> list[SignInGuard]:
    """The two tallies of an attempt, under a lock until the transaction ends; always in the same order.

    Where no name was typed (""), as with a passkey, only the address is counted.
    """
    keys: list[tuple[str, dict[str, object]]] = []
    if username:
        account = Account.objects.filter(username=username).first()
        keys.append((_digest("name", username), {"account": account}))
    if address:
        keys.append((_digest("address", address), {"address": address}))
    for key, facts in keys:
        SignInGuard.objects.update_or_create(key=key, defaults=facts)
    found = SignInGuard.objects.select_for_update(of=("self",)).filter(key__in=[key for key, _facts in keys])
    return list(found.select_related("account__person").order_by("-key"))


def _tally(guard: SignInGuard) -> Tally:
    return Tally(guard.failures, guard.since, guard.locked_until)


def _keep(guard: SignInGuard, tally: Tally) -> None:
    guard.failures, guard.since, guard.locked_until = tally.failures, tally.since, tally.locked_until
    guard.save(update_fields=["failures", "since", "locked_until"])


def _lock(guard: SignInGuard, tally: Tally, at: datetime) -> None:
    """Write the tally down, and a lock that it begins into the journal."""
    begins = tally.is_locked(at) and not _tally(guard).is_locked(at)
    _keep(guard, tally)
    if begins:
        after = {"address": guard.address, "until": tally.locked_until}
        journal.write(by=None, at=at, action="organisation.lock_out", record=guard.account or guard, after=after)
        if guard.account:
            _tell_locked(guard.account, at)


def _tell_locked(account: Account, at: datetime) -> None:
    """Tell somebody, once a day, that his name was locked."""
    day = timezone.localdate(at)
    sentence = gettext_noop(
        "Ngày %(day)s, tài khoản của bạn bị tạm chặn đăng nhập vì nhập sai nhiều lần. Nếu không phải bạn nhập, hãy báo"
        " người quản trị."
    )
    tell_of_security(sentence, account, key=f"lock-out:{day}", at=at, day=format_date(day))


@transaction.atomic
def count_attempt(*, at: datetime, username: str, address: str) -> datetime | None:
    """Count an attempt before it is looked at; returns until when nobody is let in, where a lock holds."""
    ends: list[datetime] = []
    for guard in _guards(username, address):
        if not _tally(guard).is_locked(at):
            _lock(guard, lockout.counted(_tally(guard), at, _limits(guard)), at)
        if guard.locked_until and _tally(guard).is_locked(at):
            ends.append(guard.locked_until)
    return max(ends, default=None)


@transaction.atomic
def settle_attempt(*, at: datetime, username: str, address: str, right: bool) -> datetime | None:
    """Say how a counted attempt went; returns until when nobody is let in, where it locked."""
    ends: list[datetime] = []
    for guard in _guards(username, address):
        if right:
            _keep(guard, lockout.released(_tally(guard)))
            continue
        _lock(guard, lockout.failed(_tally(guard), at, _limits(guard)), at)
        if guard.locked_until and _tally(guard).is_locked(at):
            ends.append(guard.locked_until)
    return max(ends, default=None)


def check_password(*, at: datetime, username: str, password: str, address: str) -> Outcome:
    """Who the name and the password belong to. A name that nobody has is counted, answered and timed like any other.

    Not one transaction: a failure is kept though nobody is let in, and no lock is held while the password is hashed.
    """
    username = username.strip().lower()[:60]
    until = count_attempt(at=at, username=username, address=address)
    if until:
        return Outcome(locked_until=until)
    account = authenticate(username=username, password=password)
    right = isinstance(account, Account)
    until = settle_attempt(at=at, username=username, address=address, right=right)
    return Outcome(account, until) if isinstance(account, Account) else Outcome(locked_until=until)


def admit(*, at: datetime, account: Account, address: str) -> Outcome:
    """Let in whoever proved to be the account without a name typed before, unless its name is locked.

    The attempt was counted by its address alone; it was right, so it does not count.
    """
    settle_attempt(at=at, username="", address=address, right=True)
    until = count_attempt(at=at, username=account.username, address="")
    if until:
        return Outcome(locked_until=until)
    settle_attempt(at=at, username=account.username, address="", right=True)
    return Outcome(account)


def prove_password(*, by: Account, at: datetime, password: str, address: str, field: str = "password") -> None:
    """Ask somebody who is signed in for the password again, counted like at the door; raises Refused."""
    outcome = check_password(at=at, username=by.username, password=password, address=address)
    if outcome.locked_until:
        raise Refused(locked_words(outcome.locked_until), field=field)
    if outcome.account is None:
        raise Refused(_("Mật khẩu không đúng."), field=field)


def locked_words(until: datetime) -> str:
    """The sentence of a lock; the same for names that somebody has and for those that nobody has."""
    message = _("Tạm chặn đăng nhập vì nhập sai nhiều lần. Thử lại sau %(time)s, hoặc nhờ người quản trị bỏ chặn.")
    return message % {"time": timezone.localtime(until).strftime("%H:%M %d/%m/%Y")}


@transaction.atomic
def sign_in(*, by: Account, at: datetime, address: str, method: str) -> date | None:
    """Write down that somebody is in; the failures of the name are forgotten, those of the address are not.

    Returns the day by which the account must have a second step, where a role asks for one and there is none.
    """
    SignInGuard.objects.filter(account=by).delete()
    after = {"address": address, "method": method}
    journal.write(by=by, at=at, action="organisation.sign_in", record=by, after=after)
    return note_duty(by, at)


@transaction.atomic
def unlock(*, by: Account, at: datetime, guard: SignInGuard) -> None:
    """Let a locked account or address try again at once."""
    own(by, guard.account)
    if not _tally(guard).is_locked(at):
        raise Refused(_("Không còn bị chặn."))
    _keep(guard, Tally())
    after = {"address": guard.address}
    journal.write(by=by, at=at, action="organisation.unlock", record=guard.account or guard, after=after)
