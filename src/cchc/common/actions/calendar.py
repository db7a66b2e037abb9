"""Changes of the working calendar: shown first with every due date they move, then made in one journalled step."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cchc.common import dues, journal
from cchc.common.almanac import Almanac, almanac_of, forget
from cchc.common.errors import Refused
from cchc.common.journal import Actor
from cchc.common.models import CalendarDay, CalendarVersion, CountingRule, OfficeHours
from cchc.common.text import squeeze

_TABLES: dict[str, tuple[Any, str]] = {
    "day": (CalendarDay, "day"),
    "hours": (OfficeHours, "since"),
    "rule": (CountingRule, "since"),
}


@dataclass(frozen=True)
class Change:
    """One row that becomes another, or goes (`values` None). `table`: day, hours or rule; `on` its day."""

    table: str
    on: date
    values: Mapping[str, Any] | None


@dataclass(frozen=True)
class Proposal:
    """What somebody would like to change. `agency_id` None: for everybody. `what` says it in words."""

    agency_id: int | None
    what: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Preview:
    """What a proposal would do: each row before and after, the due dates that move, and the mark to confirm it by."""

    rows: list[tuple[Change, dict[str, Any] | None]]
    moves: list[dues.Move]
    mark: str
    after: Almanac


class _Undo(Exception):  # noqa: N818  # it ends a trial, it is no fault
    pass


@contextmanager
def _tried() -> Iterator[None]:
    """What is written inside is taken back at the end."""
    try:
        with transaction.atomic():
            yield
            raise _Undo
    except _Undo:
        forget()


def preview(proposal: Proposal, agency_id: int) -> Preview:
    """Try a proposal out and take it back: what it changes, and which due dates of the department move."""
    before = almanac_of(agency_id)
    with _tried():
        rows = _write(proposal)
        CalendarVersion.objects.create(agency_id=proposal.agency_id, at=timezone.now(), by_name="", what="", reason="")
        forget()
        after = almanac_of(agency_id)
        moves = dues.movements(agency_id, before, after)
    return Preview(rows, moves, dues.fingerprint(before.version, moves), after)


@transaction.atomic
def change_calendar(
    *, proposal: Proposal, reason: str, mark: str, agency_id: int, by: Actor, at: datetime
) -> CalendarVersion:
    """Change days, hours or rules, and move the due dates that were shown, in one step.

    Refuses without a reason, when nothing changes, and when the calendar or the list of dates is no longer what was
    shown (`mark`). Due dates of other departments stay until those departments confirm theirs (`recount`).
    """
    reason = squeeze(reason)
    if not reason:
        raise Refused(_("Hãy ghi lý do và căn cứ của thay đổi."), field="reason")
    before = _locked(agency_id)
    rows = _write(proposal)
    changed = [(change, old) for change, old in rows if old != change.values]
    if not changed:
        raise Refused(_("Không có gì thay đổi so với lịch đang dùng."))
    version = CalendarVersion.objects.create(
        agency_id=proposal.agency_id, at=at, by_name=by.get_full_name(), what=proposal.what[:500], reason=reason[:500]
    )
    forget()
    moves = dues.movements(agency_id, before, almanac_of(agency_id))
    if dues.fingerprint(before.version, moves) != mark:
        raise Refused(_("Lịch hoặc danh sách hạn vừa thay đổi sau khi bạn xem. Hãy xem lại rồi xác nhận."))
    dues.shift(moves, by, at, f"{proposal.what}: {reason}")
    CalendarVersion.objects.filter(pk=version.pk).update(moved=len(moves))
    old_facts = {_name(change): _plain(old) for change, old in changed}
    new_facts = {_name(change): _plain(change.values) for change, _old in changed}
    after = {**new_facts, "what": proposal.what, "reason": reason, "moved": _told(moves)}
    journal.write(by=by, at=at, action="calendar.change", record=version, before=old_facts, after=after)
    return version


@transaction.atomic
def recount(*, mark: str, agency_id: int, by: Actor, at: datetime) -> int:
    """Hold a department's open due dates to the calendar as it stands; refuses when the list is not what was shown."""
    current = _locked(agency_id)
    moves = dues.movements(agency_id, current, current)
    if not moves:
        raise Refused(_("Mọi hạn đang mở đều khớp với lịch."))
    if dues.fingerprint(current.version, moves) != mark:
        raise Refused(_("Lịch hoặc danh sách hạn vừa thay đổi sau khi bạn xem. Hãy xem lại rồi xác nhận."))
    reason = _("tính lại theo lịch làm việc phiên bản %(number)s") % {"number": current.version}
    dues.shift(moves, by, at, reason)
    version = CalendarVersion.objects.filter(pk=current.version).first()
    facts = {"reason": reason, "moved": _told(moves)}
    journal.write(by=by, at=at, action="calendar.recount", record=version, after=facts)
    return len(moves)


def _locked(agency_id: int) -> Almanac:
    """The calendar as it is, kept from other changes until the action ends."""
    CalendarVersion.objects.select_for_update().order_by("-pk").first()
    forget()
    return almanac_of(agency_id)


def _write(proposal: Proposal) -> list[tuple[Change, dict[str, Any] | None]]:
    """Write every row; each change with what was there before."""
    done = []
    for change in proposal.changes:
        model, name = _TABLES[change.table]
        found = model.objects.filter(**{"agency_id": proposal.agency_id, name: change.on})
        fields = [one.name for one in model._meta.concrete_fields if one.name not in ("id", "agency_id", name)]
        old = found.values(*fields).first()
        found.delete()
        if change.values is not None:
            model.objects.create(**{"agency_id": proposal.agency_id, name: change.on, **change.values})
        done.append((change, dict(old) if old else None))
    return done


def _name(change: Change) -> str:
    return f"{change.table} {change.on:%d/%m/%Y}"


def _plain(values: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Facts as the journal keeps them."""
    if values is None:
        return None
    return {name: f"{value:%H:%M}" if isinstance(value, time) else value for name, value in values.items()}


def _told(moves: list[dues.Move]) -> list[str]:
    return [f"{move.title[:120]}: {_said(move.was)} → {_said(move.becomes)}" for move in moves]


def _said(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else "–"
