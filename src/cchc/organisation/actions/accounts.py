"""Accounts and the roles they hold."""

import re
import secrets
from datetime import date, datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cchc.common import journal
from cchc.common.errors import Refused
from cchc.common.text import format_date

from ..models import Account, ApiToken, Assignment, Pause, Person, Role, Tenure, Unit, Webhook
from ..rules import Span
from .checks import is_open, own
from .notices import tell_of_security
from .sign_in import prove_password

_USERNAME = re.compile(r"[a-z][a-z0-9._-]{2,59}")
# No letters or digits that look like one another when read from a slip of paper.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def first_password() -> str:
    """A random password in four groups, about 79 bits, easy to copy by hand."""
    return "-".join("".join(secrets.choice(_LETTERS) for _letter in range(4)) for _group in range(4))


def _set(account: Account, password: str, field: str = "password") -> None:
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise Refused(" ".join(error.messages), field=field) from error
    account.set_password(password)


@transaction.atomic
def create_account(
    *, by: Account | None, at: datetime, person: Person, username: str, password: str, issued: bool = True
) -> Account:
    """Give somebody a way to sign in; what they may do comes with their roles.

    An `issued` password is known to whoever gave it: it must be changed before anything else is done.
    """
    own(by, person)
    if not _USERNAME.fullmatch(username):
        message = _("Tên đăng nhập gồm 3 đến 60 chữ thường không dấu, số, dấu chấm, gạch nối; bắt đầu bằng chữ.")
        raise Refused(message, field="username")
    if Account.objects.filter(username=username).exists():
        raise Refused(_("Tên đăng nhập %(name)s đã có người dùng.") % {"name": username}, field="username")
    if Account.objects.filter(person=person).exists():
        raise Refused(_("%(person)s đã có tài khoản.") % {"person": person.full_name})
    account = Account(username=username, person=person, must_change_password=issued)
    _set(account, password)
    account.save(force_insert=True)
    after = {"username": username, "person": person.full_name}
    journal.write(by=by, at=at, action="organisation.create_account", record=account, after=after)
    return account


def _end_tokens(account: Account, at: datetime) -> None:
    """What was given to other software ends with the password it was given under."""
    ApiToken.objects.filter(account=account, revoked_at=None).update(revoked_at=at)
    Webhook.objects.filter(account=account, paused_at=None).update(paused_at=at, paused_why=Pause.PASSWORD)


@transaction.atomic
def set_password(*, by: Account, at: datetime, account: Account, password: str) -> None:
    """Issue another password; the old one and every open session end."""
    own(by, account)
    _set(account, password)
    account.must_change_password = True
    account.save(update_fields=["password", "must_change_password"])
    _end_tokens(account, at)
    entry = journal.write(by=by, at=at, action="organisation.set_password", record=account)
    sentence = gettext_noop("%(who)s đã cấp mật khẩu mới cho tài khoản của bạn.")
    tell_of_security(sentence, account, key=entry.seq, at=at, who=by.get_full_name())


def change_own_password(*, by: Account, at: datetime, old: str, new: str, address: str) -> None:
    """Change one's own password; every other session of the account ends."""
    prove_password(by=by, at=at, password=old, address=address, field="old_password")
    _change(by, at, new)


@transaction.atomic
def _change(by: Account, at: datetime, new: str) -> None:
    if by.check_password(new):
        raise Refused(_("Mật khẩu mới phải khác mật khẩu đang dùng."), field="new_password1")
    _set(by, new, field="new_password1")
    by.must_change_password = False
    by.save(update_fields=["password", "must_change_password"])
    _end_tokens(by, at)
    journal.write(by=by, at=at, action="organisation.change_own_password", record=by)


def _somebody_manages(account: Account, at: datetime, *, without: Assignment | None = None) -> None:
    """Raise Refused where nobody else could change the organisation any more."""
    today = timezone.localdate(at)
    held = Assignment.objects.filter(
        account__person__agency_id=account.agency_id, account__is_active=True, started_on__lte=today,
        role__grants__permission__code="organisation.manage",
    ).exclude(ended_on__lte=today)  # fmt: skip
    rest = held.exclude(pk=without.pk) if without else held.exclude(account=account)
    if held.exists() and not rest.exists():
        raise Refused(_("Đây là quản trị viên cuối cùng của Sở. Giao vai trò quản trị cho người khác trước."))


@transaction.atomic
def deactivate_account(*, by: Account, at: datetime, account: Account) -> None:
    """Let nobody sign in with the account any more; what was done with it stays."""
    own(by, account)
    if account.pk == by.pk:
        raise Refused(_("Không thể tự khóa tài khoản của mình."))
    if not account.is_active:
        raise Refused(_("Tài khoản này đã khóa."))
    _somebody_manages(account, at)
    account.is_active = False
    account.save(update_fields=["is_active"])
    _end_tokens(account, at)
    before, after = {"is_active": True}, {"is_active": False}
    journal.write(by=by, at=at, action="organisation.deactivate_account", record=account, before=before, after=after)


@transaction.atomic
def reactivate_account(*, by: Account, at: datetime, account: Account) -> None:
    """Let the account sign in again."""
    own(by, account)
    if account.is_active:
        raise Refused(_("Tài khoản này đang dùng được."))
    account.is_active = True
    account.save(update_fields=["is_active"])
    before, after = {"is_active": False}, {"is_active": True}
    journal.write(by=by, at=at, action="organisation.reactivate_account", record=account, before=before, after=after)


@transaction.atomic
def assign_role(
    *,
    by: Account | None,
    at: datetime,
    account: Account,
    role: Role,
    unit: Unit | None = None,
    started_on: date,
    ended_on: date | None = None,
    tenure: Tenure | None = None,
) -> Assignment:
    """Let an account have a role, for a unit where the role's rights are those of a unit; may begin later.

    One that comes with a post (`tenure`) ends with it.
    """
    own(by, account, unit)
    if unit is None and role.grants.filter(scope="unit").exists():
        message = _("Vai trò %(role)s có quyền theo đơn vị: hãy chọn đơn vị.")
        raise Refused(message % {"role": role.name}, field="unit")
    if unit:
        is_open(unit, started_on, "unit")
    if ended_on and ended_on <= started_on:
        raise Refused(_("Ngày thôi vai trò phải sau ngày bắt đầu."), field="ended_on")
    span = Span(started_on, ended_on)
    for held in account.assignments.filter(role=role, unit=unit):
        if held.ended_on != held.started_on and Span(held.started_on, held.ended_on).overlaps(span):
            message = _("Tài khoản đã có vai trò này từ ngày %(day)s.")
            raise Refused(message % {"day": format_date(held.started_on)}, field="started_on")
    assignment = Assignment.objects.create(
        account=account, role=role, unit=unit, started_on=started_on, ended_on=ended_on, tenure=tenure
    )
    after = {"role": role.code, "unit": unit.name if unit else "", "started_on": started_on, "ended_on": ended_on}
    journal.write(by=by, at=at, action="organisation.assign_role", record=account, after=after)
    return assignment


def end_roles(tenure: Tenure, on: date, at: datetime) -> None:
    """With a post end the roles that came with it. Raises Refused where nobody would manage the department."""
    for held in tenure.assignments.exclude(ended_on__lte=on).select_related("account", "role"):
        _somebody_manages(held.account, at, without=held)
        held.ended_on = max(on, held.started_on)
        held.save(update_fields=["ended_on"])


@transaction.atomic
def end_assignment(*, by: Account, at: datetime, assignment: Assignment, on: date) -> None:
    """End a role; `on` is the first day without it, the day it began if it should never have held."""
    own(by, assignment.account)
    if on < assignment.started_on:
        message = _("Vai trò bắt đầu ngày %(day)s; ngày thôi không được trước ngày đó.")
        raise Refused(message % {"day": format_date(assignment.started_on)}, field="on")
    if assignment.ended_on and assignment.ended_on <= on:
        message = _("Vai trò này đã kết thúc ngày %(day)s.")
        raise Refused(message % {"day": format_date(assignment.ended_on)})
    if on <= timezone.localdate(at):
        _somebody_manages(assignment.account, at, without=assignment)
    before = {"role": assignment.role.code, "ended_on": assignment.ended_on}
    assignment.ended_on = on
    assignment.save(update_fields=["ended_on"])
    after = {"ended_on": on}
    record = assignment.account
    journal.write(by=by, at=at, action="organisation.end_assignment", record=record, before=before, after=after)
