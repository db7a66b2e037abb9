"""Dossiers out of a file: given, examined without writing a dossier, then taken over whole or not at all."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cchc.common import journal
from cchc.common.errors import Refused
from cchc.common.spreadsheets.cells import text_of
from cchc.common.spreadsheets.reading import is_table
from cchc.documents.actions import store_file
from cchc.dossiers import importing
from cchc.dossiers.importing import CHUNK, KEPT, Line, Walk
from cchc.dossiers.measures import SOURCE
from cchc.dossiers.models import Dossier, Past, RegisterImport, RegisterMapping
from cchc.dossiers.rules.register import HEADINGS
from cchc.indicators.actions.tallies import arrived, moving
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

PERMISSION = "dossiers.import"
State = RegisterImport.State


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
    rows = importing.table_of(run).rows
    place = HEADINGS.row_in(rows)
    run.header_row, run.headings = place + 1, [text_of(cell) for cell in rows[place]]
    mapping = mapping_for(RegisterMapping.objects.all(), by.agency, run.headings)
    run.columns = columns_by(mapping, run.headings) if mapping else HEADINGS.match(run.headings)
    run.save(force_insert=True)
    journal.write(by=by, at=at, action="dossiers.import_start", record=run, after={"file": stored.sha256})
    return run


@transaction.atomic
def check_import(*, run: RegisterImport, columns: Mapping[str, int], by: Account, at: datetime) -> RegisterImport:
    """Examine the file with these columns and keep what was found; no dossier is written.

    Raises Refused when the columns themselves do not do.
    """
    held = open_run(RegisterImport.objects.select_related("file"), run, by, PERMISSION)
    held.columns = dict(columns)
    found = Walk(held, timezone.localtime(at).date()).finish()
    note_findings(held, found.counts, found.faults, found.digest)
    held.save()
    journal.write(by=by, at=at, action="dossiers.import_check", record=held, after=_summary(held))
    return held


@transaction.atomic
def take_import(*, run: RegisterImport, by: Account, at: datetime) -> RegisterImport:
    """Take over every row of a checked file: new dossiers entered, changed ones changed with what they were kept.

    Raises Refused while a row is at fault, and when the register changed since the check; then nothing is written.
    """
    held = open_run(RegisterImport.objects.select_related("file"), run, by, PERMISSION)
    require_checked(held)
    walk = Walk(held, timezone.localtime(at).date())
    chunk: list[Line] = []
    for line in walk.lines():
        chunk.append(line)
        if len(chunk) == CHUNK:
            _take(held, chunk, at)
            chunk = []
    _take(held, chunk, at)
    if walk.found.faults or walk.found.digest != held.digest:
        raise Refused(_("Sổ hồ sơ đã thay đổi từ lúc kiểm tra. Kiểm tra lại tệp rồi xác nhận."))
    held.state, held.taken_by, held.taken_at = State.TAKEN, by, at
    held.save(update_fields=["state", "taken_by", "taken_at"])
    journal.write(by=by, at=at, action="dossiers.import_take", record=held, after=_summary(held))
    return held


def _summary(run: RegisterImport) -> dict[str, Any]:
    return {
        "new": run.new, "changed": run.changed, "same": run.same, "faults": run.fault_count, "file": run.file.sha256,
    }  # fmt: skip


def _take(run: RegisterImport, lines: list[Line], at: datetime) -> None:
    """Write some lines; the tallies move with them."""
    new = [
        Dossier(agency=run.agency, code=line.code, run=run, changed_at=at, **line.facts)
        for line in lines
        if line.state == "new"
    ]
    made = Dossier.objects.bulk_create(new)
    arrived(SOURCE, [dossier.pk for dossier in made], at=at)
    changed = [line for line in lines if line.state == "changed"]
    if not changed:
        return
    pasts = [_change(run, line, at) for line in changed]
    rows = [past.dossier for past in pasts]
    with moving(SOURCE, [row.pk for row in rows], at=at):
        Dossier.objects.bulk_update(rows, [*KEPT, "run", "changed_at"], batch_size=20)
    Past.objects.bulk_create(pasts)


def _change(run: RegisterImport, line: Line, at: datetime) -> Past:
    """Make the dossier that is there what the line says; what it said before."""
    row, changes = line.there, line.changes
    if row is None:
        raise ValueError(f"row {line.row} changes nothing that is there")
    before = {name: _plain(getattr(row, name)) for name in changes}
    for name, value in changes.items():
        setattr(row, name, value)
    row.run, row.changed_at = run, at
    return Past(dossier=row, run=run, at=at, before=before)


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int | str) else str(value)


@transaction.atomic
def drop_import(*, run: RegisterImport, by: Account, at: datetime) -> None:
    """Give a file up; it stays kept, no dossier is taken from it."""
    held = open_run(RegisterImport.objects.select_related("file"), run, by, PERMISSION)
    held.state = State.DROPPED
    held.save(update_fields=["state"])
    journal.write(by=by, at=at, action="dossiers.import_drop", record=held)


@transaction.atomic
def save_mapping(*, run: RegisterImport, name: str, by: Account, at: datetime) -> RegisterMapping:
    """Keep how the run's columns are read under a name; the same name again replaces it. Raises Refused without one."""
    require(by, PERMISSION)
    mapping: RegisterMapping = keep_mapping(
        RegisterMapping.objects.all(), run, run.headings, name=name, by=by, at=at, action="dossiers.save_mapping"
    )
    return mapping
