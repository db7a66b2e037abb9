"""The rows behind a report's figures as tables of a pack: only the columns that the figures need, nobody's name."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import Q, QuerySet
from django.utils import timezone

from cchc.indicators.facts import FactSource, sources
from cchc.indicators.models import Observation
from cchc.organisation.models import Agency

from ..models import Standing
from .definitions import Plain, Told, column, fields_of
from .verify import digest


@dataclass(frozen=True)
class RowSet:
    """A table of the pack: its first column is the key of a row. `words` and `sql` say how the rows were found."""

    name: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    words: str
    sql: str = ""
    params: tuple[str, ...] = ()

    @property
    def csv(self) -> bytes:
        """The table as a CSV file."""
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows([self.columns, *self.rows])
        return out.getvalue().encode()

    @property
    def digests(self) -> dict[str, str]:
        """Key → the digest of the row."""
        return {row[0]: digest(list(row))[:16] for row in self.rows}

    @property
    def query(self) -> Plain:
        """How the rows were found."""
        return {"rows": self.name, "words": self.words, "sql": self.sql, "params": list(self.params)}


def cell(value: Any) -> str:
    """A value as a cell: empty for none, 1 and 0 for yes and no, days and moments as ISO 8601."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, date) else str(value)


def _set(name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], words: str, found: Any) -> RowSet:
    """`found`: the query as it was run."""
    try:
        sql, params = found.query.sql_with_params()
    except EmptyResultSet:  # nothing is asked for, so that nothing was run
        sql, params = "", ()
    cells = tuple(tuple(cell(value) for value in row) for row in rows)
    return RowSet(name, tuple(columns), cells, words, sql, tuple(cell(one) for one in params))


def rowsets(told: Told, definitions: Sequence[Plain], agency: Agency) -> list[RowSet]:
    """Every table that the figures are recomputed from."""
    hows = [how for one in definitions for how in one["how"].values()]
    terms = [
        term
        for how in hows
        if how["kind"] == "counted"
        for part in ("numerator", "denominator", "value")
        for term in how[part]
    ]
    counted = [
        _of_register(source, [term for term in terms if term["source"] == code], agency)
        for code, source in sorted(sources().items())
        if any(term["source"] == code for term in terms)
    ]
    keys = sorted({int(key) for how in hows if how["kind"] == "entered" for key in how["rows"]})
    return [*counted, _observations(keys), *_tasks(told), _targets(told)]


def _of_register(source: FactSource, terms: Sequence[Plain], agency: Agency) -> RowSet:
    """The rows whose events lie in the days that any of the terms asks for."""
    wanted, where = set(), Q()
    for term in terms:
        measure = source.by_code[term["measure"]]
        day = source.events[measure.on]
        span = Q(**{f"{day}__lte": term["last"]}) & (Q(**{f"{day}__gte": term["first"]}) if term["first"] else Q())
        where |= span if term["units"] is None else span & Q(**{f"{source.unit}__in": sorted(map(int, term["units"]))})
        wanted |= {day}.union(*(fields_of(source.flags[name]) for name in (*measure.having, *measure.lacking)))
        wanted |= {source.amounts[measure.amount]} if measure.amount else set()
        wanted |= {source.members[measure.by]} if measure.by else set()
    fields = ("pk", source.unit, *sorted(wanted - {source.unit}))
    rows: QuerySet[Any] = source.all_rows().filter(Q(**{source.agency: agency.pk}) & where)
    found = rows.order_by("pk").values_list(*fields)
    words = f"{source.name.vi}: các dòng có sự kiện nằm trong những ngày mà các số liệu hỏi đến"
    named = ("key", "unit", *(column(field) for field in fields[2:]))
    return _set(source.code, named, found, words, found)


def _observations(keys: Sequence[int]) -> RowSet:
    fields = ("pk", "indicator__code", "unit_id", "period", "value", "numerator", "denominator", "is_estimate",
              "as_of", "entered_at", "evidence__sha256")  # fmt: skip
    found = Observation.objects.filter(pk__in=keys).order_by("pk").values_list(*fields)
    named = ("key", "indicator", "unit", "period", "value", "above", "under", "estimate", "as_of", "entered_at",
             "evidence")  # fmt: skip
    return _set("observations", named, found, "Số liệu đã nhập mà các số liệu của báo cáo được tính từ đó", found)


def _tasks(told: Told) -> list[RowSet]:
    book = told.finder.tasks
    tasks = [(row.pk, row.lead, row.due, row.first_year, row.last_year) for row in book.tasks]
    words = "Nhiệm vụ của các kế hoạch đã ban hành, còn thời gian trong các năm so sánh"
    happened = [
        (f"{task.pk}.{place}", task.pk, event.on, event.state.value, event.due)
        for task in book.tasks
        for place, event in enumerate(book.events[task.pk], 1)
    ]
    columns = ("key", "task", "day", "state", "due")
    after = "Việc đã xảy ra với từng nhiệm vụ, theo thứ tự; một lần đổi trạng thái là một dòng"
    return [
        _set("plan_tasks", ("key", "unit", "due", "first_year", "last_year"), tasks, words, book.rows),
        _set("plan_task_events", columns, happened, after, book.happened),
    ]


def _targets(told: Told) -> RowSet:
    """Of the report's own day the verdicts that were sent with it, of the days compared with those assessed now."""
    here, *compared = told.scopes
    report = next(iter(told.frozen.values())).report_id
    sent = Standing.objects.filter(report_id=report, kind="target").order_by("record").values_list("record", "verdict")
    rows = [(f"{here.as_of} {key}", key, here.as_of, verdict) for key, verdict in sent]
    for day in dict.fromkeys(scope.as_of for scope in compared if scope.as_of != here.as_of):
        stands = told.finder.targets.stands(day, told.finder.units)
        rows += sorted((f"{day} {s.target.pk}", s.target.pk, day, s.assessment.verdict.value) for s in stands)
    words = "Chỉ tiêu của các kế hoạch với kết luận của từng ngày; kết luận của kỳ báo cáo là của Phụ lục II đã gửi"
    return _set("plan_targets", ("key", "target", "day", "verdict"), rows, words, sent)


def local(moment: datetime | None) -> str:
    """A moment of the department's clock."""
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else ""
