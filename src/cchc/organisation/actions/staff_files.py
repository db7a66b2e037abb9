"""Units, positions and people out of a file: given, tried out without a trace, then taken whole or not at all."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cchc.common import journal, media
from cchc.common.errors import Refused
from cchc.common.spreadsheets.cells import text_of
from cchc.common.spreadsheets.reading import first_full_sheet, is_table, read_table
from cchc.common.uploads import Upload, read_upload

from ..access import require
from ..models import Account, StaffFile, StaffMapping
from ..rules.staff_files import HEADINGS, FileKind
from ..staff_files import Plan, plan_of
from .imports import columns_by, keep_mapping, mapping_for, note_findings, open_run, require_checked
from .positions import STAFFING

MANAGE = "organisation.manage"
LINES_KEPT = 100
State = StaffFile.State


def may_bring(by: Account, kind: str) -> None:
    """Raise Denied unless the account may do by hand what a file of the kind does."""
    require(by, MANAGE)
    if kind != FileKind.UNITS:
        require(by, STAFFING)


@transaction.atomic
def start_staff_file(*, content: Upload, name: str, kind: str, by: Account, at: datetime) -> StaffFile:
    """Read a file and guess its columns: by a kept mapping with the same headings, else by their words.

    The cells are kept as text, and only until the file is taken or dropped. Raises Refused for a file that is too
    large, empty, broken or no table.
    """
    may_bring(by, kind)
    shown = media.clean_name(name)
    data = read_upload(content, shown, "file")
    media_type = media.media_type(data, shown)
    if not is_table(media_type, shown):
        said = _("“%(name)s” không phải bảng tính. Nhận XLSX, XLS, ODS hoặc CSV.")
        raise Refused(said % {"name": shown}, field="file")
    table = read_table(data, media_type, first_full_sheet(data, media_type))
    rows = [[text_of(cell) for cell in row] for row in table.rows]
    run = StaffFile(agency=by.agency, kind=kind, name=shown, sheet=table.name, given_by=by, given_at=at)
    run.sha256 = hashlib.sha256(data).hexdigest()
    run.table = {"rows": rows, "broken": [[*place, text] for place, text in table.broken.items()]}
    place = HEADINGS[kind].row_in(rows)
    run.header_row, run.headings = place + 1, rows[place]
    mapping = mapping_for(StaffMapping.objects.filter(kind=kind), by.agency, run.headings)
    run.columns = columns_by(mapping, run.headings) if mapping else HEADINGS[kind].match(run.headings)
    run.save(force_insert=True)
    after = {"name": shown, "kind": kind, "file": run.sha256}
    journal.write(by=by, at=at, action="organisation.file_start", record=run, after=after)
    return run


class _Undone(Exception):  # noqa: N818 - no error: it ends a trial so that the database forgets it
    """Leaves a trial, taking everything with it that was done."""


def _try_out(plan: Plan, by: Account, at: datetime) -> None:
    """Do every step and undo all of it: what an action refuses is a fault of the row."""
    try:
        with transaction.atomic(), journal.together(trial=True):
            for step in plan.steps:
                try:
                    step.do(by, at)
                except Refused as refused:
                    name = step.fields.get(refused.field, refused.field or "")
                    plan.rows.fault(step.place, name, str(refused))
            raise _Undone
    except _Undone:
        plan.rows.faults.sort(key=lambda fault: fault.row)


@transaction.atomic
def check_staff_file(*, run: StaffFile, columns: Mapping[str, int], by: Account, at: datetime) -> StaffFile:
    """Say what the file would do with these columns, by doing it and undoing all of it; nothing is left but the report.

    Raises Refused when the columns themselves do not do.
    """
    may_bring(by, run.kind)
    held = open_run(StaffFile.objects.all(), run, by, MANAGE)
    held.columns = dict(columns)
    plan = plan_of(held)
    _try_out(plan, by, at)
    note_findings(held, plan.counts, plan.rows.faults, plan.digest)
    held.lines = [asdict(line) for line in plan.lines if line.state != "same"][:LINES_KEPT]
    held.save()
    journal.write(by=by, at=at, action="organisation.file_check", record=held, after=_summary(held))
    return held


@transaction.atomic
def take_staff_file(*, run: StaffFile, by: Account, at: datetime) -> StaffFile:
    """Take over every row of a checked file by the actions that do the same by hand; no account is made.

    Raises Refused while a row is at fault, and when the department changed since the check; then nothing is written.
    """
    may_bring(by, run.kind)
    held = open_run(StaffFile.objects.all(), run, by, MANAGE)
    require_checked(held)
    plan = plan_of(held)
    if plan.rows.faults or plan.digest != held.digest:
        raise Refused(_("Tổ chức, nhân sự đã thay đổi từ lúc kiểm tra. Kiểm tra lại tệp rồi xác nhận."))
    with journal.together():
        for step in plan.steps:
            _do(step, by, at)
        held.state, held.taken_by, held.taken_at = State.TAKEN, by, at
        _forget_content(held)
        journal.write(by=by, at=at, action="organisation.file_take", record=held, after=_summary(held))
    return held


def _do(step: Any, by: Account, at: datetime) -> None:
    try:
        step.do(by, at)
    except Refused as refused:
        message = _("Dòng %(row)s: %(why)s") % {"row": step.place + 1, "why": refused}
        raise Refused(message) from refused


def _summary(run: StaffFile) -> dict[str, Any]:
    return {
        "kind": run.kind, "new": run.new, "changed": run.changed, "same": run.same, "faults": run.fault_count,
        "file": run.sha256,
    }  # fmt: skip


def _forget_content(run: StaffFile) -> None:
    """What the file said of people goes with the need of it."""
    run.table, run.lines, run.faults = {}, [], []
    run.save()


@transaction.atomic
def drop_staff_file(*, run: StaffFile, by: Account, at: datetime) -> None:
    """Give a file up: nothing is taken from it, its content goes."""
    may_bring(by, run.kind)
    held = open_run(StaffFile.objects.all(), run, by, MANAGE)
    held.state = State.DROPPED
    _forget_content(held)
    journal.write(by=by, at=at, action="organisation.file_drop", record=held)


@transaction.atomic
def save_staff_mapping(*, run: StaffFile, name: str, by: Account, at: datetime) -> StaffMapping:
    """Keep how the run's columns are read under a name; the same name again replaces it. Raises Refused without one."""
    may_bring(by, run.kind)
    mapping: StaffMapping = keep_mapping(
        StaffMapping.objects.all(), run, run.headings, name=name, by=by, at=at, action="organisation.save_mapping",
        same={"kind": run.kind},
    )  # fmt: skip
    return mapping
