"""Rows of a file written to the register: entered or changed, with what was there before and the tallies."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.db import connection, models
from django.utils import timezone

from cchc.dossiers.importing import KEPT, Line
from cchc.dossiers.measures import SOURCE
from cchc.dossiers.models import Dossier, DossierStep, Past, RegisterImport
from cchc.indicators.actions.tallies import arrived, moving

_SAME = ("agency_id", "run_id", "changed_at", "waited_minutes", "code")


def write_lines(run: RegisterImport, lines: Sequence[Line], at: datetime) -> tuple[int, int]:
    """Write some lines in the caller's transaction, and move the tallies with them; how many were new and changed."""
    new = [line for line in lines if line.state == "new"]
    if new:
        keys = _enter(run, new, at)
        _keep_steps({keys[line.row.code]: line for line in new if line.row.steps})
        arrived(SOURCE, list(keys.values()), at=at)
    changed = [line for line in lines if line.state == "changed"]
    if changed:
        with moving(SOURCE, [line.key for line in changed if line.key is not None], at=at):
            Dossier.objects.bulk_create(
                [_dossier(run, line, at) for line in changed], update_conflicts=True,
                unique_fields=["agency", "code"], update_fields=[*KEPT, "run", "changed_at"],
            )  # fmt: skip
        Past.objects.bulk_create([_past(run, line, at) for line in changed])
        walked = {line.key: line for line in changed if line.key is not None and "steps" in line.changes}
        DossierStep.objects.filter(dossier__in=walked).delete()
        _keep_steps(walked)
    return len(new), len(changed)


def _enter(run: RegisterImport, lines: Sequence[Line], at: datetime) -> dict[str, int]:
    """Enter dossiers as `bulk_create` would, at a third of its cost; code → key.

    For a hundred thousand rows the objects, and each value asked of its field, would be half of the whole import.
    """
    columns = (*_SAME, *KEPT)
    prepared = [_prepared(name) for name in columns]
    same = (run.agency_id, run.pk, at, 0)

    def row(line: Line) -> list[Any]:
        values = (*same, line.row.code, *(line.row.facts[name] for name in KEPT))
        return [to_column(value) for to_column, value in zip(prepared, values, strict=True)]

    quoted = ", ".join(connection.ops.quote_name(name) for name in columns)
    marks = ", ".join(["%s"] * len(columns))
    table = connection.ops.quote_name(Dossier._meta.db_table)
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({quoted}) VALUES ({marks})", [row(line) for line in lines])  # noqa: S608  # our own names
    entered = Dossier.objects.filter(agency_id=run.agency_id, code__in=[line.row.code for line in lines])
    return dict(entered.values_list("code", "pk"))


def _prepared(column: str) -> Callable[[Any], Any]:
    """How the database takes a value of a column."""
    field, adapt = Dossier._meta.get_field(column.removesuffix("_id")), connection.ops
    if isinstance(field, models.DateTimeField):
        return adapt.adapt_datetimefield_value
    if isinstance(field, models.DateField):
        return adapt.adapt_datefield_value
    if isinstance(field, models.DecimalField):
        return partial(adapt.adapt_decimalfield_value, max_digits=field.max_digits, decimal_places=field.decimal_places)
    return _as_it_is


def _as_it_is(value: Any) -> Any:
    return value


def _keep_steps(lines: Mapping[int, Line]) -> None:
    """Write the steps of dossiers that have none, by the dossier's key."""
    moments = ("started_at", "due_at", "finished_at")
    rows = []
    for key, line in lines.items():
        for step in line.row.steps or ():
            zoned = {name: timezone.make_aware(at) if (at := getattr(step, name)) else None for name in moments}
            rows.append(DossierStep(dossier_id=key, number=step.number, name=step.name, place=step.place, **zoned))
    DossierStep.objects.bulk_create(rows)


def _dossier(run: RegisterImport, line: Line, at: datetime) -> Dossier:
    return Dossier(agency_id=run.agency_id, code=line.row.code, run=run, changed_at=at, **line.row.facts)


def _past(run: RegisterImport, line: Line, at: datetime) -> Past:
    """What the dossier that is there said before the line."""
    before = {name: _plain(was) for name, (was, _becomes) in line.changes.items()}
    return Past(dossier=Dossier(pk=line.key), run=run, at=at, before=before)


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int | str) else str(value)
