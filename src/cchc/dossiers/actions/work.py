"""Long files: what is asked of a worker, and how a worker does it, batch by batch.

A check writes nothing to the register. An import writes batch after batch, each with its tallies in one transaction;
an import that is broken off is gone on with by the next worker, which finds what was written to be the same. So the
register never holds half a batch, and holds half a file only until the import is gone on with.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cchc.common import journal
from cchc.common.errors import Refused
from cchc.common.text import format_number
from cchc.dossiers.importing import Walk, require_columns
from cchc.dossiers.models import RegisterImport, RegisterWork
from cchc.dossiers.notice_kinds import IMPORTED
from cchc.organisation.access import require
from cchc.organisation.actions.imports import require_checked
from cchc.organisation.actions.notices import tell
from cchc.organisation.models import Account
from cchc.organisation.notices import Event

from .imports import PERMISSION, idle_run, keep_check, keep_taken
from .writing import write_lines

CLAIM = timedelta(minutes=2)
"""How long a worker may be silent before another takes over; each batch renews it."""
ATTEMPTS = 3
"""Claims of one work before it is left to a person."""
AGAIN = timedelta(seconds=30)
"""How long to wait after a failed attempt."""

Kind, State = RegisterWork.Kind, RegisterWork.State
Clock = Callable[[], datetime]
log = logging.getLogger(__name__)


class _Lost(Exception):  # noqa: N818  # it says what happened
    """The work was cancelled, or another worker has it."""


class _Stopped(Exception):  # noqa: N818  # the same
    """The worker is told to end."""


@transaction.atomic
def ask_check(*, run: RegisterImport, columns: Mapping[str, int], by: Account, at: datetime) -> RegisterWork:
    """Have a worker examine a long file with these columns. Raises Refused when the columns themselves do not do."""
    held = idle_run(run, by)
    require_columns(columns)
    held.columns = dict(columns)
    held.state = RegisterImport.State.GIVEN
    held.save(update_fields=["columns", "state"])
    return _ask(held, Kind.CHECK, by, at)


@transaction.atomic
def ask_take(*, run: RegisterImport, by: Account, at: datetime) -> RegisterWork:
    """Have a worker take a checked long file over. Raises Refused for one that is not checked, or that has faults."""
    held = idle_run(run, by)
    require_checked(held)
    return _ask(held, Kind.TAKE, by, at)


def _ask(run: RegisterImport, kind: str, by: Account, at: datetime) -> RegisterWork:
    work = RegisterWork.objects.create(run=run, kind=kind, by=by, at=at, next_at=at, total=run.rows)
    journal.write(by=by, at=at, action="dossiers.import_ask", record=run, after={"work": kind, "rows": run.rows})
    return work


@transaction.atomic
def stop_work(*, run: RegisterImport, by: Account, at: datetime) -> None:
    """Stop what a worker was asked to do with a file. Raises Refused once rows are written, and when it is over."""
    require(by, PERMISSION)
    works = RegisterWork.objects.select_for_update(of=("self",)).filter(run=run.pk, run__agency=by.agency)
    work = works.filter(state__in=RegisterWork.OPEN).first()
    if work is None:
        raise Refused(_("Việc này đã xong, không còn gì để dừng."))
    if not work.may_stop:
        raise Refused(_("Hồ sơ đang được ghi vào sổ, không dừng giữa chừng: sổ sẽ chỉ có một phần của tệp."))
    work.state, work.ended_at, work.claimed_until = State.CANCELLED, at, None
    work.save(update_fields=["state", "ended_at", "claimed_until"])
    journal.write(by=by, at=at, action="dossiers.import_stop", record=run, after={"work": work.kind})


def work_on_files(*, clock: Clock, between: Callable[[], bool] = lambda: True) -> bool:
    """Do what was asked for longest; whether there was anything to do.

    `between` is called after each batch, outside of transactions; where it says False the work is put back for the
    next worker. Whatever goes wrong is kept on the work and stops nothing else.
    """
    work = _claim(clock())
    if work is None:
        return False
    hand = _Hand(work, clock, between)
    try:
        hand.check() if work.kind == Kind.CHECK else hand.take()
    except _Lost:
        log.info("work %d on a register was cancelled or taken over", work.pk)
    except _Stopped:
        hand.mine.update(state=State.WAITING, next_at=clock(), claimed_until=None, attempts=F("attempts") - 1)
    except Refused as refused:
        _fail(hand.mine, work, str(refused), clock())  # Vietnamese is the language of messages, and of a worker
    except Exception as error:  # whatever it is, it must not stop the worker
        log.exception("work %d on a register failed, attempt %d", work.pk, work.attempts)
        again = work.attempts < ATTEMPTS
        if again:
            at = clock()
            hand.mine.update(state=State.WAITING, next_at=at + AGAIN, claimed_until=None)
        else:
            unforeseen = gettext_noop("Lỗi chưa lường trước (%(kind)s).")
            _fail(hand.mine, work, unforeseen, clock(), kind=type(error).__name__)
    return True


def _claim(now: datetime) -> RegisterWork | None:
    """Take the work that has been due for longest, one of each department at a time; None when there is none."""
    due = Q(state=State.WAITING, next_at__lte=now) | Q(state=State.RUNNING, claimed_until__lte=now)
    busy = RegisterWork.objects.filter(state=State.RUNNING, claimed_until__gt=now).values("run__agency")
    rows = RegisterWork.objects.filter(due).exclude(run__agency__in=busy).order_by("next_at", "pk")
    if not rows.exists():
        return None
    with transaction.atomic():
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True, of=("self",))
        work = rows.select_related("run", "by").first()
        if work is None:
            return None
        if work.attempts >= ATTEMPTS:
            _fail(
                RegisterWork.objects.filter(pk=work.pk), work, gettext_noop("Máy chủ dừng giữa chừng nhiều lần."), now
            )
            return None
        work.state, work.attempts, work.claimed_until = State.RUNNING, work.attempts + 1, now + CLAIM
        work.done = work.faults = 0
        work.save(update_fields=["state", "attempts", "claimed_until", "done", "faults"])
    return work


class _Hand:
    """One claim of a work, carried out."""

    def __init__(self, work: RegisterWork, clock: Clock, between: Callable[[], bool]) -> None:
        self.work, self.clock, self.between = work, clock, between
        self.run = RegisterImport.objects.select_related("file", "agency").get(pk=work.run_id)

    @property
    def mine(self) -> QuerySet[RegisterWork]:
        """The work, as long as it is in this hand."""
        return RegisterWork.objects.filter(pk=self.work.pk, state=State.RUNNING, attempts=self.work.attempts)

    def _hold(self, **facts: object) -> None:
        """Write how far it is and renew the claim; in a transaction the row is then locked until its end."""
        if not self.mine.update(claimed_until=self.clock() + CLAIM, **facts):
            raise _Lost

    def _rest(self) -> None:
        if not self.between():
            raise _Stopped

    def check(self) -> None:
        """Examine the file."""
        walk = Walk(self.run, timezone.localdate(self.clock()))

        def told(read: int, faults: int) -> None:
            self._hold(done=read, faults=faults)
            self._rest()

        walk.finish(told)
        with transaction.atomic():
            at = self._over(walk)
            held = RegisterImport.objects.select_for_update(of=("self",)).select_related("file").get(pk=self.run.pk)
            keep_check(held, walk, by=self.work.by, at=at)
            faulty = gettext_noop("Tệp “%(name)s” đã kiểm tra: %(faults)s lỗi. Sửa tệp rồi nạp lại.")
            sound = gettext_noop("Tệp “%(name)s” đã kiểm tra, không có lỗi, chờ bạn xác nhận nhập.")
            _tell(self.work, faulty if held.fault_count else sound, at, faults=held.fault_count)

    def take(self) -> None:
        """Write the file's rows to the register, batch by batch."""
        at = self.clock()
        walk = Walk(self.run, timezone.localdate(at))
        self._require_unchanged(walk)
        for rows in walk.batches():
            with transaction.atomic():
                self._hold(done=walk.read)
                new, changed = write_lines(self.run, walk.beside(rows), at)
                self._hold(new=F("new") + new, changed=F("changed") + changed)
            self._rest()
        with transaction.atomic():
            at = self._over(walk)
            held = RegisterImport.objects.select_for_update(of=("self",)).select_related("file").get(pk=self.run.pk)
            work = RegisterWork.objects.get(pk=self.work.pk)
            held.new, held.changed = work.new, work.changed
            held.same = held.rows - work.new - work.changed
            keep_taken(held, by=self.work.by, at=at)
            done = gettext_noop("Đã nhập tệp “%(name)s”: %(new)s hồ sơ mới, %(changed)s thay đổi, %(same)s giữ nguyên.")
            _tell(work, done, at, new=held.new, changed=held.changed, same=held.same)

    def _require_unchanged(self, walk: Walk) -> None:
        """Raise Refused where what was found no longer holds: names of units or, before the first row, the register."""
        if walk.ground != self.run.ground:
            raise Refused(_("Tên đơn vị đã thay đổi từ lúc kiểm tra. Kiểm tra lại tệp rồi xác nhận."))
        checks = RegisterWork.objects.filter(run=self.run, kind=Kind.CHECK, state=State.DONE)
        checked_at = checks.order_by("-ended_at").values_list("ended_at", flat=True).first()
        others = RegisterImport.objects.filter(agency=self.run.agency, state=RegisterImport.State.TAKEN)
        begun = self.work.new or self.work.changed
        if checked_at and not begun and others.filter(taken_at__gt=checked_at).exists():
            raise Refused(_("Sổ hồ sơ đã thay đổi từ lúc kiểm tra. Kiểm tra lại tệp rồi xác nhận."))

    def _over(self, walk: Walk) -> datetime:
        """Mark the work as done, in the transaction that keeps its result."""
        at = self.clock()
        facts = {"done": walk.read, "faults": walk.found.fault_count, "ended_at": at, "claimed_until": None}
        if not self.mine.update(state=State.DONE, **facts):
            raise _Lost
        return at


def _fail(rows: QuerySet[RegisterWork], work: RegisterWork, why: str, at: datetime, **facts: str) -> None:
    """Leave a work to a person, and say so. `why` is a message without its facts, for readers of either language."""
    with transaction.atomic():
        if rows.update(state=State.FAILED, ended_at=at, claimed_until=None, error=why[:500], error_facts=facts):
            _tell(work, gettext_noop("Không xử lý xong tệp “%(name)s”. Mở tệp để xem lý do."), at)


def _tell(work: RegisterWork, sentence: str, at: datetime, **facts: int) -> None:
    """Tell whoever asked how it ended."""
    facts_told = {"name": work.run.file.name, **{key: format_number(number) for key, number in facts.items()}}
    tell(Event(IMPORTED, f"{work.pk}", [work.by_id], sentence, facts_told, work.run), at=at)
