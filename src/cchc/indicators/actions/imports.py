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
from cchc.common.text import fold, squeeze
from cchc.documents import blobs
from cchc.documents.actions import store_file
from cchc.indicators import importing
from cchc.indicators.models import ImportMapping, ImportRun
from cchc.indicators.rules.cells import header_row, match_headings, text_of
from cchc.indicators.tables import is_table, read_table, sheet_names
from cchc.organisation.access import require
from cchc.organisation.models import Account

from .figures import correct, observe
from .files import open_run

PERMISSION = "indicators.import"
FAULTS_KEPT = 200


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
    sheet = _first_full_sheet(data, stored.media_type)
    run = ImportRun(agency=by.agency, file=stored, sheet=sheet, given_by=by, given_at=at)
    _guess(run, read_table(data, stored.media_type, sheet).rows)
    run.save(force_insert=True)
    journal.write(by=by, at=at, action="indicators.import_start", record=run, after={"file": stored.sha256})
    return run


def _first_full_sheet(data: bytes, media_type: str) -> str:
    """The first sheet that holds anything; the first, when none does (reading it then refuses)."""
    names = sheet_names(data, media_type)
    for name in names:
        try:
            read_table(data, media_type, name)
        except Refused:
            continue
        return name
    return names[0]


def _guess(run: ImportRun, rows: list[list[Any]]) -> None:
    place = header_row(rows)
    headings = [text_of(cell) for cell in rows[place]]
    run.header_row = place + 1
    run.columns = match_headings(headings)
    folded = [fold(heading) for heading in headings]
    for mapping in ImportMapping.objects.filter(agency=run.agency):
        if mapping.headings.split("\n") == folded:
            run.columns = {
                field: folded.index(heading) for field, heading in mapping.columns.items() if heading in folded
            }
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
    held = open_run(ImportRun.objects.all(), run, by, PERMISSION)
    held.sheet, held.header_row = sheet, header
    held.columns, held.fixed, held.fractions = dict(columns), dict(fixed), fractions
    found = importing.examine(held, by, timezone.localtime(at).date())
    held.state = ImportRun.State.CHECKED
    held.rows = len(found.lines)
    held.new, held.changed, held.same = (found.count(state) for state in ("new", "changed", "same"))
    held.fault_count = len(found.faults)
    held.faults = [{"row": f.row, "column": f.column, "text": f.text} for f in found.faults[:FAULTS_KEPT]]
    held.digest = found.digest
    held.save()
    after = {"new": held.new, "changed": held.changed, "same": held.same, "faults": held.fault_count}
    journal.write(by=by, at=at, action="indicators.import_check", record=held, after=after)
    return held


@transaction.atomic
def take_import(*, run: ImportRun, by: Account, at: datetime) -> ImportRun:
    """Take over every line of a checked file: new figures entered, changed ones corrected, the same left alone.

    Raises Refused while a line is at fault, and when figures changed since the check; then nothing is written.
    """
    held = open_run(ImportRun.objects.all(), run, by, PERMISSION)
    if held.state != ImportRun.State.CHECKED:
        raise Refused(_("Tệp chưa được kiểm tra. Ghép cột và bấm Kiểm tra trước."))
    if held.fault_count:
        raise Refused(_("Tệp còn dòng lỗi, chưa nhập dòng nào. Sửa tệp rồi nạp lại."))
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
    held = open_run(ImportRun.objects.all(), run, by, PERMISSION)
    held.state = ImportRun.State.DROPPED
    held.save(update_fields=["state"])
    journal.write(by=by, at=at, action="indicators.import_drop", record=held)


@transaction.atomic
def save_mapping(*, run: ImportRun, name: str, by: Account, at: datetime) -> ImportMapping:
    """Keep how the run's columns are read under a name; the same name again replaces it. Raises Refused without one."""
    require(by, PERMISSION)
    kept_name = squeeze(name)
    if not kept_name:
        raise Refused(_("Đặt tên cho cách ghép cột, ví dụ: Biểu số liệu một cửa."), field="name")
    table = importing.table_of(run)
    headings = [fold(text_of(cell)) for cell in table.rows[run.header_row - 1]]
    values = {
        "headings": "\n".join(headings),
        "columns": {field: headings[place] for field, place in run.columns.items()},
        "fixed": run.fixed,
        "fractions": run.fractions,
        "saved_by": by,
        "saved_at": at,
    }
    mapping, _made = ImportMapping.objects.update_or_create(agency=by.agency, name=kept_name, defaults=values)
    after = {"name": kept_name, "columns": mapping.columns, "fixed": mapping.fixed}
    journal.write(by=by, at=at, action="indicators.save_mapping", record=mapping, after=after)
    return mapping
