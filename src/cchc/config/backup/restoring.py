"""Bringing an archive back: all of it or nothing, an older release's brought up to this one by its own migrations.

Rows, and the tables of an older release, come in one transaction. Files are unpacked beside their folder and moved into
it as the last step before that transaction ends; a process that is killed leaves an empty installation, at worst with
files that no row names.
"""

import json
import os
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.apps import apps
from django.conf import settings
from django.core.management.color import no_style
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from .archive import BATCH, Damaged, Manifest, Model, belongs, check, digest, line, lines, part_name, tables

_RELEASES = Path(__file__).parent / "releases.json"
Node = tuple[str, str]


@dataclass(frozen=True)
class Restored:
    """What was brought back, and how many migrations brought it up to this version."""

    manifest: Manifest
    migrations: int


@dataclass(frozen=True)
class _Source:
    """The release that an archive comes from: its migrations, and the columns of each table."""

    nodes: frozenset[Node]
    columns: dict[str, tuple[str, ...]]


def is_empty() -> bool:
    """Whether nothing was entered yet: no department, no journal."""
    agencies, entries = apps.get_model("organisation", "Agency"), apps.get_model("common", "JournalEntry")
    return not (agencies.objects.exists() or entries.objects.exists())


def _source(manifest: Manifest) -> _Source:
    """What the archive's release looked like. Raises Damaged for one that this version does not know."""
    names, columns = manifest.migrations, {part.name: part.columns for part in manifest.parts}
    if manifest.format == 1:  # it does not say; of the releases that wrote it, it is kept here
        release = json.loads(_RELEASES.read_text(encoding="utf-8")).get(manifest.version)
        if release is None:
            raise Damaged(f"it was written by {manifest.version}, which is no release that this version knows")
        names = release["migrations"]
        columns = {f"tables/{label}.jsonl": tuple(listed) for label, listed in release["columns"].items()}
    nodes = frozenset((app, name) for app, _dot, name in (one.partition(".") for one in names))
    unknown = nodes - set(MigrationExecutor(connection).loader.graph.nodes)
    if unknown:
        first = ".".join(min(unknown))
        raise Damaged(
            f"it was written by CCHC {manifest.version}, a later version than this one ({first} is not known here); "
            "install that version or a newer one"
        )
    return _Source(nodes, columns)


def restore(path: Path) -> Restored:
    """Bring an archive back into an empty installation. Raises Damaged; nothing is half restored.

    Afterwards every table is read again and its digest compared with the archive's.
    """
    manifest = check(path)
    source = _source(manifest)
    staging = Path(settings.FILES_DIR).with_name("files.restoring")
    shutil.rmtree(staging, ignore_errors=True)
    try:
        with zipfile.ZipFile(path) as archive:
            _unpack(archive, manifest, staging)
            steps = _rows(archive, manifest, source, lambda: _settle(staging))
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return Restored(manifest, steps)


def _rows(archive: zipfile.ZipFile, manifest: Manifest, source: _Source, last: Callable[[], None]) -> int:
    if source.nodes == set(MigrationRecorder(connection).applied_migrations()):
        with transaction.atomic():
            _fill(archive, manifest, source, tables())
            last()
        return 0
    with _schema_changes():
        _drop_everything()
        executor = _migrate(_ends(source.nodes))
        known = executor.loader.project_state(list(source.nodes)).apps.get_models(include_auto_created=True)
        _fill(archive, manifest, source, sorted(filter(belongs, known), key=lambda model: model._meta.label_lower))
        steps = len(executor.loader.graph.nodes) - len(source.nodes)
        _migrate(executor.loader.graph.leaf_nodes())
        emit_post_migrate_signal(0, interactive=False, db=connection.alias)
        last()
    return steps


@contextmanager
def _schema_changes() -> Iterator[None]:
    """A transaction in which tables may change; SQLite wants its checks of foreign keys off before it begins."""
    off = connection.disable_constraint_checking()
    try:
        with transaction.atomic():
            yield
            connection.check_constraints()
    finally:
        if off:
            connection.enable_constraint_checking()


def _ends(nodes: frozenset[Node]) -> list[Node]:
    """The last migration of each application."""
    return [max(node for node in nodes if node[0] == app) for app in sorted({app for app, _name in nodes})]


def _migrate(targets: list[Node]) -> MigrationExecutor:
    """Run migrations; what is deferred is settled before each, or PostgreSQL would not let a table change."""

    def settle(action: str, *_: Any, **__: Any) -> None:
        if action == "apply_start":
            connection.check_constraints()

    executor = MigrationExecutor(connection, settle)
    executor.migrate(targets)
    executor.loader.build_graph()
    return executor


def _drop_everything() -> None:
    """The tables of the empty installation make room for those of the archive's release."""
    ours = [
        *connection.introspection.django_table_names(only_existing=True),
        MigrationRecorder.Migration._meta.db_table,
    ]
    with connection.cursor() as cursor:
        for name in ours:
            cascade = " CASCADE" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TABLE IF EXISTS {connection.ops.quote_name(name)}{cascade}")


def _fill(archive: zipfile.ZipFile, manifest: Manifest, source: _Source, known: list[Model]) -> None:
    """The rows of every table; each table is read again and compared."""
    by_name = {part_name(model): model for model in known}
    parts = [part for part in manifest.parts if part.name.startswith("tables/")]
    missing = set(by_name) - {part.name for part in parts}
    if missing and manifest.format > 1:
        raise Damaged(f"{min(missing)} is missing")
    for model in known:
        model._base_manager.all()._raw_delete(connection.alias)  # noqa: SLF001  # reference data of the first start
    for part in parts:
        if part.name not in by_name:
            raise Damaged(f"{part.name}: the release it comes from has no such table")
        with archive.open(part.name) as lines_of_part:
            _load(by_name[part.name], source.columns[part.name], lines_of_part, part.name)
    _follow_on(known)
    for part in parts:
        with archive.open(part.name) as rows:  # format 1 did not put the keys of objects in order
            expected = part.digest if manifest.format > 1 else digest(line(json.loads(row)) for row in rows)
        if digest(lines(by_name[part.name], source.columns[part.name])) != expected:
            raise Damaged(f"{part.name} came back different")


def _load(model: Model, columns: tuple[str, ...], rows: IO[bytes], name: str) -> None:
    fields = {field.attname: field for field in model._meta.concrete_fields}
    if set(fields) != set(columns):
        raise Damaged(f"{name} has other columns than the release it comes from")
    batch: list[models.Model] = []
    for row in rows:
        pairs = zip(columns, json.loads(row), strict=True)
        batch.append(model(**{column: fields[column].to_python(value) for column, value in pairs}))
        if len(batch) >= BATCH:
            model._base_manager.bulk_create(batch)  # noqa: SLF001  # rows as they were, whatever a manager hides
            batch = []
    model._base_manager.bulk_create(batch)  # noqa: SLF001  # the same


def _unpack(archive: zipfile.ZipFile, manifest: Manifest, staging: Path) -> None:
    """The files, beside their folder."""
    for part in manifest.parts:
        if not part.name.startswith("files/"):
            continue
        target = (staging / part.name.removeprefix("files/")).resolve()
        if not target.is_relative_to(staging.resolve()):
            raise Damaged(f"{part.name} points outside the folder of files")
        target.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(part.name) as content, target.open("wb") as out:
            shutil.copyfileobj(content, out)
            out.flush()
            os.fsync(out.fileno())
        target.chmod(0o440)


def _settle(staging: Path) -> None:
    """The files into their place, before the rows are there for good; nothing is left where they waited."""
    root = Path(settings.FILES_DIR)
    for path in [path for path in staging.rglob("*") if path.is_file()]:
        target = root / path.relative_to(staging)
        target.parent.mkdir(parents=True, exist_ok=True)
        path.replace(target)
    shutil.rmtree(staging)


def _follow_on(restored: list[Model]) -> None:
    """New rows get numbers after the restored ones."""
    statements = connection.ops.sequence_reset_sql(no_style(), restored)
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
