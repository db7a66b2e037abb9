"""Dossiers out of a file: given, examined without writing a dossier, then taken over whole or not at all."""

from collections.abc import Mapping
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cchc.common import journal
from cchc.common.errors import Refused
from cchc.common.spreadsheets.cells import text_of
from cchc.common.spreadsheets.columns import sample
from cchc.common.spreadsheets.reading import is_table
from cchc.documents.actions import store_file
from cchc.dossiers.files import opened
from cchc.dossiers.importing import Walk
from cchc.dossiers.models import RegisterImport, RegisterMapping, RegisterWork
from cchc.dossiers.rules.register import HEADINGS
from cchc.organisation.access import require
from cchc.organisation.actions.imports import (
    columns_by,
    keep_mapping,
    mapping_for,
    note_findings,
    open_run,
    require_checked,
)
from cchc.organisation.models import Account

from .writing import write_lines

PERMISSION = "dossiers.import"
State = RegisterImport.State
_HEAD = 40
"""So many rows from the top are looked at for headings and shown as a sample."""


@transaction.atomic
def start_import(*, content: Any, name: str, by: Account, at: datetime) -> RegisterImport:
    """Keep a file and guess how its columns are read: by a kept mapping with the same headings, else by their words.

    Raises Refused for a file that is too large, empty, broken or no table.
    """
    require(by, PERMISSION)
    stored = store_file(content=content, name=name, by=by, at=at)
    if not (is_table(stored.media_type, stored.name) or stored.name.lower().endswith(".json")):
        said = _("“%(name)s” không phải bảng hồ sơ. Nhận XLSX, XLS, ODS, CSV hoặc JSON.")
        raise Refused(said % {"name": name}, field="file")
    run = RegisterImport(agency=by.agency, file=stored, given_by=by, given_at=at)
    table = opened(run)
    rows = list(islice(table.rows(), _HEAD))
    place = HEADINGS.row_in(rows)
    run.header_row, run.headings = place + 1, [text_of(cell) for cell in rows[place]]
    run.rows, run.sample = max(0, table.height - run.header_row), sample(rows, run.header_row)
    mapping = mapping_for(RegisterMapping.objects.all(), by.agency, run.headings)
    run.columns = columns_by(mapping, run.headings) if mapping else HEADINGS.match(run.headings)
    run.save(force_insert=True)
    journal.write(by=by, at=at, action="dossiers.import_start", record=run, after={"file": stored.sha256})
    return run


def idle_run(run: RegisterImport, by: Account) -> RegisterImport:
    """A file of the account's department, locked, that is open and that no worker has in hand. Raises Refused."""
    held = open_run(RegisterImport.objects.select_related("file"), run, by, PERMISSION)
    if held.works.filter(state__in=RegisterWork.OPEN).exists():
        raise Refused(_("Tệp đang được xử lý. Đợi xong, hoặc dừng lại nếu còn dừng được."))
    return held


@transaction.atomic
def check_import(*, run: RegisterImport, columns: Mapping[str, int], by: Account, at: datetime) -> RegisterImport:
    """Examine the file with these columns and keep what was found; no dossier is written.

    Raises Refused when the columns themselves do not do.
    """
    held = idle_run(run, by)
    held.columns = dict(columns)
    walk = Walk(held, timezone.localtime(at).date())
    walk.finish()
    keep_check(held, walk, by=by, at=at)
    return held


def keep_check(held: RegisterImport, walk: Walk, *, by: Account, at: datetime) -> None:
    """Keep what a walk to the end of a locked run's file found; a part of the action that walked."""
    found = walk.found
    note_findings(held, found.counts, found.faults, found.digest)
    held.rows, held.fault_count, held.ground = found.rows, found.fault_count, walk.ground
    held.save()
    journal.write(by=by, at=at, action="dossiers.import_check", record=held, after=_summary(held))


@transaction.atomic
def take_import(*, run: RegisterImport, by: Account, at: datetime) -> RegisterImport:
    """Take over every row of a checked file: new dossiers entered, changed ones changed with what they were kept.

    Raises Refused while a row is at fault, and when the register changed since the check; then nothing is written.
    """
    held = idle_run(run, by)
    require_checked(held)
    under_way = RegisterWork.objects.filter(run__agency=held.agency, kind=RegisterWork.Kind.TAKE)
    if under_way.filter(state__in=RegisterWork.OPEN).exists():
        raise Refused(_("Một tệp khác đang được nhập vào sổ. Đợi tệp đó xong rồi kiểm tra lại tệp này."))
    walk = Walk(held, timezone.localtime(at).date())
    for rows in walk.batches():
        write_lines(held, walk.beside(rows), at)
    if walk.found.fault_count or walk.found.digest != held.digest:
        raise Refused(_("Sổ hồ sơ đã thay đổi từ lúc kiểm tra. Kiểm tra lại tệp rồi xác nhận."))
    keep_taken(held, by=by, at=at)
    return held


def keep_taken(held: RegisterImport, *, by: Account, at: datetime) -> None:
    """Note that a locked run's file is in the register, whole; a part of the action that wrote it."""
    held.state, held.taken_by, held.taken_at, held.sample = State.TAKEN, by, at, []
    held.save(update_fields=["state", "taken_by", "taken_at", "sample", "new", "changed", "same"])
    journal.write(by=by, at=at, action="dossiers.import_take", record=held, after=_summary(held))


def _summary(run: RegisterImport) -> dict[str, Any]:
    return {
        "new": run.new, "changed": run.changed, "same": run.same, "faults": run.fault_count, "file": run.file.sha256,
    }  # fmt: skip


@transaction.atomic
def drop_import(*, run: RegisterImport, by: Account, at: datetime) -> None:
    """Give a file up; it stays kept, no dossier is taken from it."""
    held = idle_run(run, by)
    held.state, held.sample = State.DROPPED, []
    held.save(update_fields=["state", "sample"])
    journal.write(by=by, at=at, action="dossiers.import_drop", record=held)


@transaction.atomic
def save_mapping(*, run: RegisterImport, name: str, by: Account, at: datetime) -> RegisterMapping:
    """Keep how the run's columns are read under a name; the same name again replaces it. Raises Refused without one."""
    require(by, PERMISSION)
    mapping: RegisterMapping = keep_mapping(
        RegisterMapping.objects.all(), run, run.headings, name=name, by=by, at=at, action="dossiers.save_mapping"
    )
    return mapping
