"""What every import from files does alike: a run locked while it is open, what was found kept, columns remembered."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cchc.common import journal
from cchc.common.errors import Refused
from cchc.common.spreadsheets.faults import Fault, kept
from cchc.common.text import fold, squeeze

from ..access import require
from ..models import Account, Agency
from ..models.imports import ColumnMapping, FileRun

Run = TypeVar("Run", bound=FileRun)
Mapped = TypeVar("Mapped", bound=ColumnMapping)


def open_run(rows: QuerySet[Any], run: Run, by: Account, permission: str) -> Run:
    """A file of the account's department, locked, if it is still open. Raises Refused."""
    require(by, permission)
    held: Run = rows.select_for_update(of=("self",)).select_related("agency").get(pk=run.pk, agency=by.agency)
    if held.state in (FileRun.State.TAKEN, FileRun.State.DROPPED):
        raise Refused(_("Tệp này đã nhập xong hoặc đã bỏ. Muốn nhập nữa thì nạp lại tệp."))
    return held


def require_checked(run: FileRun) -> None:
    """Raise Refused for a file that was not checked, or in which the check found faults."""
    if run.state != FileRun.State.CHECKED:
        raise Refused(_("Tệp chưa được kiểm tra. Ghép cột và bấm Kiểm tra trước."))
    if run.fault_count:
        raise Refused(_("Tệp còn dòng lỗi, chưa nhập dòng nào. Sửa tệp rồi nạp lại."))


def note_findings(run: FileRun, counts: Mapping[str, int], faults: Sequence[Fault], digest: str) -> None:
    """Put what a check found on the run, which is then checked; the caller saves it."""
    run.state, run.digest = FileRun.State.CHECKED, digest
    run.new, run.changed, run.same = (counts[state] for state in ("new", "changed", "same"))
    run.rows = sum(counts.values())
    run.faults, run.fault_count = kept(faults), len(faults)


def mapping_for(rows: "QuerySet[Mapped]", agency: Agency, headings: Sequence[str]) -> Mapped | None:
    """The kept way to read a file with these headings, the latest where there are several."""
    folded = "\n".join(fold(heading) for heading in headings)
    return rows.filter(agency=agency, headings=folded).order_by("-saved_at", "-pk").first()


def columns_by(mapping: ColumnMapping, headings: Sequence[str]) -> dict[str, int]:
    """Field → the place of its column, as a kept mapping says."""
    folded = [fold(heading) for heading in headings]
    return {field: folded.index(heading) for field, heading in mapping.columns.items() if heading in folded}


def keep_mapping(
    rows: "QuerySet[Mapped]", run: FileRun, headings: Sequence[str], *, name: str, by: Account, at: datetime,
    action: str, same: Mapping[str, Any] | None = None, more: Mapping[str, Any] | None = None,
) -> Mapped:  # fmt: skip
    """Keep how a run's columns are read under a name; the same name again (and the `same` facts) replaces it.

    Raises Refused without a name.
    """
    kept_name = squeeze(name)
    if not kept_name:
        raise Refused(_("Đặt tên cho cách ghép cột, ví dụ tên của biểu mẫu."), field="name")
    folded = [fold(heading) for heading in headings]
    columns = {field: folded[place] for field, place in run.columns.items()}
    values = {"headings": "\n".join(folded), "columns": columns, "saved_by": by, "saved_at": at, **(more or {})}
    mapping, _made = rows.update_or_create(agency=by.agency, name=kept_name, **(same or {}), defaults=values)
    after = {"name": kept_name, "columns": columns, **(same or {}), **(more or {})}
    journal.write(by=by, at=at, action=action, record=mapping, after=after)
    return mapping
