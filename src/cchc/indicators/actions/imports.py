"""Figures out of a file: given, examined without writing a figure, then taken over whole or not at all."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cchc.common import journal
from cchc.common.errors import Refused
from cchc.common.spreadsheets.cells import text_of
from cchc.common.spreadsheets.reading import first_full_sheet, is_table, read_table
from cchc.documents import blobs
from cchc.documents.actions import store_file
from cchc.indicators import importing
from cchc.indicators.models import ImportMapping, ImportRun
from cchc.indicators.rules.cells import HEADINGS
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

from .figures import correct, observe

PERMISSION = "indicators.import"


@transaction.atomic
def start_import(*, content: Any, name: str, by: Account, at: datetime) -> ImportRun:
    """Keep a file and guess how its columns are read: by a kept mapping with the same headings, else by their words.

    Raises Refused for a file that is too large, empty, broken or no table.
    """
    require(by, PERMISSION)
    stored = store_file(content=content, name=name, by=by, at=at)
    if not is_table(stored.media_type, stored.name):
        raise Refused(
            _("“%(name)s” không phải bảng tính. Nhận XLSX, XLS, ODS hoặc CSV.") % {"name": name}, field="file"
        )
    data = blobs.read(stored.sha256)
    sheet = first_full_sheet(data, stored.media_type)
    run = ImportRun(agency=by.agency, file=stored, sheet=sheet, given_by=by, given_at=at)
    _guess(run, read_table(data, stored.media_type, sheet).rows)
    run.save(force_insert=True)
    journal.write(by=by, at=at, action="indicators.import_start", record=run, after={"file": stored.sha256})
    return run


def _guess(run: ImportRun, rows: list[list[Any]]) -> None:
    place = HEADINGS.row_in(rows)
    headings = [text_of(cell) for cell in rows[place]]
    run.header_row, run.columns = place + 1, HEADINGS.match(headings)
    mapping = mapping_for(ImportMapping.objects.all(), run.agency, headings)
    if mapping:
        run.columns = columns_by(mapping, headings)
        run.fixed, run.fractions = mapping.fixed, mapping.fractions


@transaction.atomic
def check_import(
    *,
    run: ImportRun,
    sheet: str,
    header: int,
    columns: Mapping[str, int],
    fixed: Mapping[str, str],
    fractions: bool,
    by: Account,
    at: datetime,
) -> ImportRun:
    """Examine the file with these columns and keep what was found; no figure is written.

    `header` is the row of headings as the spreadsheet counts. Raises Refused when the columns themselves do not do.
    """
    held = open_run(ImportRun.objects.select_related("file"), run, by, PERMISSION)
    held.sheet, held.header_row = sheet, header
    held.columns, held.fixed, held.fractions = dict(columns), dict(fixed), fractions
    found = importing.examine(held, by, timezone.localtime(at).date())
    counts = {state: found.count(state) for state in ("new", "changed", "same")}
    note_findings(held, counts, found.faults, found.digest)
    held.save()
    after = {"new": held.new, "changed": held.changed, "same": held.same, "faults": held.fault_count}
    journal.write(by=by, at=at, action="indicators.import_check", record=held, after=after)
    return held


@transaction.atomic
def take_import(*, run: ImportRun, by: Account, at: datetime) -> ImportRun:
    """Take over every line of a checked file: new figures entered, changed ones corrected, the same left alone.

    Raises Refused while a line is at fault, and when figures changed since the check; then nothing is written.
    """
    held = open_run(ImportRun.objects.select_related("file"), run, by, PERMISSION)
    require_checked(held)
    found = importing.examine(held, by, timezone.localtime(at).date())
    if found.digest != held.digest or found.faults:
        raise Refused(_("Số liệu đã thay đổi từ lúc kiểm tra. Kiểm tra lại tệp rồi xác nhận."))
    source = _("Nhập từ tệp “%(name)s”") % {"name": held.file.name}
    for line in found.lines:
        given = replace(line.given, evidence=held.file, note=line.given.note or source)
        if line.state == "new":
            observe(indicator=line.indicator, period=line.period, given=given, by=by, at=at, unit=line.unit, run=held)
        elif line.state == "changed" and line.there:
            correct(observation=line.there, given=given, reason=source, by=by, at=at, run=held)
    held.state, held.taken_by, held.taken_at = ImportRun.State.TAKEN, by, at
    held.save(update_fields=["state", "taken_by", "taken_at"])
    after = {"new": held.new, "changed": held.changed, "same": held.same, "file": held.file.sha256}
    journal.write(by=by, at=at, action="indicators.import_take", record=held, after=after)
    return held


@transaction.atomic
def drop_import(*, run: ImportRun, by: Account, at: datetime) -> None:
    """Give a file up; it stays kept, no figure is taken from it."""
    held = open_run(ImportRun.objects.select_related("file"), run, by, PERMISSION)
    held.state = ImportRun.State.DROPPED
    held.save(update_fields=["state"])
    journal.write(by=by, at=at, action="indicators.import_drop", record=held)


@transaction.atomic
def save_mapping(*, run: ImportRun, name: str, by: Account, at: datetime) -> ImportMapping:
    """Keep how the run's columns are read under a name; the same name again replaces it. Raises Refused without one."""
    require(by, PERMISSION)
    headings = [text_of(cell) for cell in importing.table_of(run).rows[run.header_row - 1]]
    mapping: ImportMapping = keep_mapping(
        ImportMapping.objects.all(), run, headings, name=name, by=by, at=at, action="indicators.save_mapping",
        more={"fixed": run.fixed, "fractions": run.fractions},
    )  # fmt: skip
    return mapping
