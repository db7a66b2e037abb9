"""Backup and restore: every row and every file in one archive, each part with its digest.

The archive is a ZIP: `manifest.json`, `tables/<model>.jsonl` with one JSON list a row, `files/<digest>`. It is the same
whatever database it came from, so a backup of SQLite restores into PostgreSQL and the other way round.
"""

import hashlib
import json
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from django.apps import apps
from django.conf import settings
from django.core.management.color import no_style
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction

FORMAT = 1
BATCH = 2000
_SKIPPED = {"sessions.session"}


class Damaged(Exception):  # noqa: N818  # it says what was found, as a sentence does
    """The archive cannot be trusted; the message names the part."""


@dataclass(frozen=True)
class Part:
    """One part of an archive: its name, the digest of its content, and its rows (files have none)."""

    name: str
    digest: str
    rows: int = 0


def tables() -> list[type[models.Model]]:
    """Every table that holds data of the department, in a stable order."""
    found = [model for model in apps.get_models() if model._meta.managed and not model._meta.proxy]
    return sorted((m for m in found if m._meta.label_lower not in _SKIPPED), key=lambda model: model._meta.label_lower)


def _lines(model: type[models.Model]) -> Iterator[bytes]:
    fields = [field.attname for field in model._meta.concrete_fields]
    rows = model._base_manager.order_by("pk").values_list(*fields).iterator(chunk_size=BATCH)  # noqa: SLF001  # all rows
    for row in rows:
        yield json.dumps(row, cls=_Exact, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


class _Exact(DjangoJSONEncoder):
    """Moments with their microseconds: Django's own encoder cuts them."""

    def default(self, o: Any) -> Any:
        """One value as text."""
        return o.isoformat() if isinstance(o, datetime) else super().default(o)


def _files() -> list[Path]:
    root = Path(settings.FILES_DIR)
    return sorted(path for path in root.rglob("*") if path.is_file()) if root.exists() else []


def _put(archive: zipfile.ZipFile, name: str, lines: Iterator[bytes]) -> Part:
    digest, rows = hashlib.sha256(), 0
    with archive.open(name, "w", force_zip64=True) as out:
        for line in lines:
            out.write(line)
            digest.update(line)
            rows += 1
    return Part(name, digest.hexdigest(), rows)


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as source:
        while block := source.read(1 << 20):
            yield block


def write(target: Path, *, version: str, at: datetime) -> list[Part]:
    """Write an archive beside its name and put it in its place when it is whole; returns its parts."""
    unfinished = target.with_name(target.name + ".part")
    root = Path(settings.FILES_DIR)
    one_moment = (
        connection.vendor == "postgresql" and not connection.in_atomic_block
    )  # SQLite's reads are of one moment
    with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as archive, transaction.atomic():
        if one_moment:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        parts = [_put(archive, f"tables/{model._meta.label_lower}.jsonl", _lines(model)) for model in tables()]
        for path in _files():
            found = _put(archive, f"files/{path.relative_to(root).as_posix()}", _blocks(path))
            parts.append(Part(found.name, found.digest))
        manifest = {"format": FORMAT, "version": version, "at": at.isoformat(), "parts": [vars(part) for part in parts]}
        archive.writestr("manifest.json", json.dumps(manifest, ensure_ascii=False, indent=1))
    unfinished.replace(target)
    return parts


def _manifest(archive: zipfile.ZipFile) -> list[Part]:
    try:
        manifest = json.loads(archive.read("manifest.json"))
        parts = [Part(**part) for part in manifest["parts"]]
    except (KeyError, ValueError, TypeError, zipfile.BadZipFile) as error:
        raise Damaged("manifest.json is missing or damaged") from error
    if manifest.get("format") != FORMAT:
        raise Damaged(f"the archive has format {manifest.get('format')}, this version reads {FORMAT}")
    return parts


def _digest(source: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while block := source.read(1 << 20):
        digest.update(block)
    return digest.hexdigest()


def check(path: Path) -> list[Part]:
    """Read every part of an archive and compare its digest. Raises Damaged with the name of the part."""
    try:
        archive = zipfile.ZipFile(path)
    except (OSError, zipfile.BadZipFile) as error:
        raise Damaged(f"{path.name} is no whole ZIP archive") from error
    with archive:
        parts = _manifest(archive)
        for part in parts:
            try:
                with archive.open(part.name) as source:
                    found = _digest(source)
            except (KeyError, OSError, zipfile.BadZipFile, ValueError, EOFError) as error:
                raise Damaged(f"{part.name} is missing or damaged") from error
            except Exception as error:  # zlib reports damage by an exception of its own
                raise Damaged(f"{part.name} is damaged") from error
            if found != part.digest:
                raise Damaged(f"{part.name} was altered")
        extra = set(archive.namelist()) - {part.name for part in parts} - {"manifest.json"}
        if extra:
            raise Damaged(f"{sorted(extra)[0]} does not belong to the archive")
    return parts


def is_empty() -> bool:
    """Whether nothing was entered yet: no department, no journal, no file."""
    agencies = apps.get_model("organisation", "Agency")
    entries = apps.get_model("common", "JournalEntry")
    return not (agencies.objects.exists() or entries.objects.exists() or _files())


def _load(model: type[models.Model], lines: IO[bytes]) -> None:
    fields = list(model._meta.concrete_fields)
    batch: list[models.Model] = []
    for line in lines:
        values = {field.attname: field.to_python(value) for field, value in zip(fields, json.loads(line), strict=True)}
        batch.append(model(**values))
        if len(batch) >= BATCH:
            model._base_manager.bulk_create(batch)  # noqa: SLF001  # rows as they were, whatever a manager hides
            batch = []
    model._base_manager.bulk_create(batch)  # noqa: SLF001  # the same


def restore(path: Path) -> list[Part]:
    """Bring an archive back into an empty installation. Raises Damaged; nothing is half restored.

    Afterwards every table is read again and its digest compared with the archive's.
    """
    parts = check(path)
    try:
        _restore(path, parts)
    except BaseException:
        shutil.rmtree(settings.FILES_DIR, ignore_errors=True)  # it was empty before
        raise
    return parts


def _restore(path: Path, parts: list[Part]) -> None:
    models_by_name = {f"tables/{model._meta.label_lower}.jsonl": model for model in tables()}
    root = Path(settings.FILES_DIR)
    with zipfile.ZipFile(path) as archive, transaction.atomic():
        for model in models_by_name.values():
            model._base_manager.all()._raw_delete(connection.alias)  # noqa: SLF001  # reference data of the first start
        for part in parts:
            table = models_by_name.get(part.name)
            if table is None and part.name.startswith("tables/"):
                raise Damaged(f"{part.name}: this version has no such table")
            with archive.open(part.name) as source:
                if table is not None:
                    _load(table, source)
                else:
                    _file(root, part.name.removeprefix("files/"), source)
        _follow_on(list(models_by_name.values()))
        for part in parts:
            table = models_by_name.get(part.name)
            if table and _table_digest(table) != part.digest:
                raise Damaged(f"{part.name} came back different")


def _table_digest(model: type[models.Model]) -> str:
    digest = hashlib.sha256()
    for line in _lines(model):
        digest.update(line)
    return digest.hexdigest()


def _file(root: Path, name: str, source: IO[bytes]) -> None:
    target = (root / name).resolve()
    if not target.is_relative_to(root.resolve()):
        raise Damaged(f"files/{name} points outside the folder of files")
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as out:
        shutil.copyfileobj(source, out)


def _follow_on(restored: list[type[models.Model]]) -> None:
    """New rows get numbers after the restored ones."""
    statements = connection.ops.sequence_reset_sql(no_style(), restored)
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
