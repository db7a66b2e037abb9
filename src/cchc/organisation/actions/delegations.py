"""Delegations: who acts in whose place, from when to when, with what; and their early end."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cchc.common import journal
from cchc.common.errors import Refused
from cchc.common.text import format_date

from ..access import own_rights, require
from ..models import Account, Delegation, Permission, Unit
from ..notice_kinds import DELEGATED
from ..notices import Event
from ..rules import Span
from .checks import is_open, own
from .notices import tell


@transaction.atomic
def delegate(
    *,
    by: Account,
    at: datetime,
    absent: Account,
    stand_in: Account,
    kind: str,
    permissions: Sequence[str],
    started_on: date,
    ended_on: date,
    unit: Unit | None = None,
    basis: str = "",
) -> Delegation:
    """Let somebody act in another's place up to (not on) `ended_on`.

    One delegates one's own; for somebody else only who manages the organisation does. Raises Refused for what the
    absent person does not hold itself, for an end before the start or in the past, and for the same thing twice.
    """
    own(by, absent, stand_in, unit)
    require(by, "organisation.delegate" if by.pk == absent.pk else "organisation.manage")
    _between(absent, stand_in)
    _within(started_on, ended_on, at)
    if unit:
        is_open(unit, started_on, "unit")
    Account.objects.select_for_update().get(pk=absent.pk)
    codes = _lendable(absent, permissions, unit, max(started_on, timezone.localdate(at)))
    _not_twice(absent, stand_in, unit, codes, Span(started_on, ended_on))
    made = Delegation.objects.create(
        agency_id=absent.agency_id, absent=absent, stand_in=stand_in, kind=kind, unit=unit, permissions=codes,
        started_on=started_on, ended_on=ended_on, basis=basis,
    )  # fmt: skip
    after = {"absent": absent.get_full_name(), "stand_in": stand_in.get_full_name(), "kind": kind,
             "unit": unit.name if unit else "", "permissions": codes, "started_on": started_on, "ended_on": ended_on,
             "basis": basis}  # fmt: skip
    journal.write(by=by, at=at, action="organisation.delegate", record=made, after=after)
    _tell_given(made, by, at)
    return made


def _words(delegation: Delegation) -> dict[str, str]:
    last = date.fromordinal(delegation.ended_on.toordinal() - 1)
    return {"absent": delegation.absent.get_full_name(), "stand_in": delegation.stand_in.get_full_name(),
            "first": format_date(delegation.started_on), "last": format_date(last)}  # fmt: skip


def _tell_given(made: Delegation, by: Account, at: datetime) -> None:
    words, key = _words(made), f"given:{made.pk}"
    tell(
        Event(DELEGATED, key, [made.stand_in_id],
              gettext_noop("%(absent)s giao bạn làm thay từ ngày %(first)s đến hết ngày %(last)s."), words, made),
        Event(DELEGATED, key, [made.absent_id],
              gettext_noop("%(stand_in)s được cử làm thay bạn từ ngày %(first)s đến hết ngày %(last)s."), words, made),
        at=at, by=by,
    )  # fmt: skip


@transaction.atomic
def tell_of_ended_delegations(*, at: datetime) -> int:
    """Tell both sides of delegations that ran out within the last week; returns how many notices were written."""
    today = timezone.localdate(at)
    over = Delegation.objects.filter(ended_on__lte=today, ended_on__gt=today - timedelta(days=7), revoked_at=None)
    sentence = gettext_noop("%(stand_in)s thôi làm thay %(absent)s sau ngày %(last)s.")
    ended = over.select_related("absent__person", "stand_in__person")
    return tell(
        *(Event(DELEGATED, f"ended:{one.pk}", [one.absent_id, one.stand_in_id], sentence, _words(one), one)
          for one in ended), at=at,
    )  # fmt: skip


def _between(absent: Account, stand_in: Account) -> None:
    if absent.pk == stand_in.pk:
        raise Refused(_("Không thể tự thay mình. Chọn người khác."), field="stand_in")
    for account, field in ((absent, "absent"), (stand_in, "stand_in")):
        if not account.is_active:
            message = _("Tài khoản của %(person)s đã khóa.")
            raise Refused(message % {"person": account.get_full_name()}, field=field)


def _within(started_on: date, ended_on: date, at: datetime) -> None:
    if ended_on <= started_on:
        raise Refused(_("Ngày cuối phải từ ngày bắt đầu trở đi."), field="ended_on")
    if ended_on <= timezone.localdate(at):
        raise Refused(_("Thời gian này đã qua; ủy quyền không có hiệu lực lùi ngày."), field="ended_on")


def _lendable(absent: Account, permissions: Sequence[str], unit: Unit | None, day: date) -> list[str]:
    """The codes, in the matrix's order. Raises Refused for one that the absent person lacks or that is not lent."""
    wanted = set(permissions)
    if not wanted:
        raise Refused(_("Chọn ít nhất một việc được làm thay."), field="permissions")
    known = {row.code: row for row in Permission.objects.filter(code__in=wanted)}
    held = own_rights(absent, day)
    for code in sorted(wanted):
        row = known.get(code)
        if row is None or code not in held:
            message = _("%(person)s không có quyền “%(what)s” nên không giao lại được.")
            words = {"person": absent.get_full_name(), "what": row.name if row else code}
            raise Refused(message % words, field="permissions")
        if not row.delegable:
            message = _("Quyền “%(what)s” không được ủy quyền.")
            raise Refused(message % {"what": row.name}, field="permissions")
        units = held[code]
        if unit and units is not None and unit.pk not in units:
            message = _("%(person)s không có quyền “%(what)s” ở %(unit)s.")
            words = {"person": absent.get_full_name(), "what": row.name, "unit": unit.name}
            raise Refused(message % words, field="unit")
    return list(known)


def _not_twice(absent: Account, stand_in: Account, unit: Unit | None, codes: Sequence[str], span: Span) -> None:
    for other in Delegation.objects.filter(absent=absent, stand_in=stand_in, unit=unit):
        if Span(other.started_on, other.ended_on).overlaps(span) and set(codes) & set(other.codes):
            message = _("%(person)s đã được giao việc này từ ngày %(first)s đến hết ngày %(last)s.")
            last = date.fromordinal(other.ended_on.toordinal() - 1)
            words = {"person": stand_in.get_full_name(), "first": format_date(other.started_on),
                     "last": format_date(last)}  # fmt: skip
            raise Refused(message % words, field="started_on")


@transaction.atomic
def revoke(*, by: Account, at: datetime, delegation: Delegation) -> Delegation:
    """End a delegation at once: from this moment nothing is done by it any more; what was done stays."""
    own(by, delegation.absent)
    require(by, "organisation.delegate" if by.pk == delegation.absent_id else "organisation.manage")
    held = Delegation.objects.select_for_update().get(pk=delegation.pk)
    today = timezone.localdate(at)
    if held.ended_on <= today:
        raise Refused(_("Ủy quyền này đã hết hiệu lực."))
    before = {"ended_on": held.ended_on}
    held.ended_on, held.revoked_at = max(today, held.started_on), at
    held.save(update_fields=["ended_on", "revoked_at"])
    journal.write(by=by, at=at, action="organisation.revoke_delegation", record=held, before=before,
                  after={"ended_on": held.ended_on})  # fmt: skip
    words = {**_words(held), "day": format_date(today)}
    sentence = gettext_noop("Việc %(stand_in)s làm thay %(absent)s đã bị thu hồi ngày %(day)s.")
    both = [held.absent_id, held.stand_in_id]
    tell(Event(DELEGATED, f"revoked:{held.pk}", both, sentence, words, held), at=at, by=by)
    return held
