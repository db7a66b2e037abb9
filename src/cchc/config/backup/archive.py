"""The archive: how it is written, and how it is read through and found whole or damaged.

It is a ZIP: `manifest.json`, `tables/<model>.jsonl` with one JSON list a row, `files/<digest>`; the ZIP's comment is
the digest of the manifest. It is the same whatever database it came from, so a backup of SQLite restores into
PostgreSQL and the other way round. The manifest names the columns of each table and every migration that had run, so
that a later version knows what it reads.
"""

import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from django.apps import apps
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder

FORMAT = 2
READS = (1, 2)
BATCH = 2000
SKIPPED = {"sessions.session", "organisation.accountsession", "organisation.typedform"}
TOLD = "manifest.json"
Model = type[models.Model]


class Damaged(Exception):  # noqa: N818  # it says what was found, as a sentence does
    """The archive cannot be trusted or not be read; the message names the part."""


@dataclass(frozen=True)
class Part:
    """One part of an archive: its name, the digest of its content, its rows and columns (files have none)."""

    name: str
    digest: str
    rows: int = 0
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Manifest:
    """What an archive says of itself. Migrations as "app.name"; none in format 1."""

    format: int
    version: str
    at: str
    parts: tuple[Part, ...]
    migrations: tuple[str, ...] = ()


def belongs(model: Model) -> bool:
    """Whether the rows of a model are data of the department."""
    return model._meta.managed and not model._meta.proxy and model._meta.label_lower not in SKIPPED


def tables() -> list[Model]:
    """Every table that holds data, those between two others included, in a stable order."""
    found = apps.get_models(include_auto_created=True)
    return sorted(filter(belongs, found), key=lambda model: model._meta.label_lower)


def part_name(model: Model) -> str:
    """The name of a table in the archive."""
    return f"tables/{model._meta.label_lower}.jsonl"


def columns_of(model: Model) -> tuple[str, ...]:
    """The columns of a table in the order of its rows in the archive."""
    return tuple(field.attname for field in model._meta.concrete_fields)


class _Exact(DjangoJSONEncoder):
    """Moments with their microseconds: Django's own encoder cuts them."""

    def default(self, o: Any) -> Any:
        """One value as text."""
        return o.isoformat() if isinstance(o, datetime) else super().default(o)


def line(row: object) -> bytes:
    """One row as it stands in an archive; keys of objects in order, since PostgreSQL does not keep theirs."""
    text = json.dumps(row, cls=_Exact, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return text.encode() + b"\n"


def lines(model: Model, columns: Iterable[str]) -> Iterator[bytes]:
    """The rows of a table as they stand in an archive."""
    rows = model._base_manager.order_by("pk").values_list(*columns).iterator(chunk_size=BATCH)  # noqa: SLF001  # all rows
    for row in rows:
        yield line(row)


def files() -> list[Path]:
    """Every file that is kept, unfinished ones left out."""
    root = Path(settings.FILES_DIR)
    found = (path for path in root.rglob("*") if path.is_file() and not path.name.startswith(".new-"))
    return sorted(found) if root.exists() else []


def blocks(source: IO[bytes]) -> Iterator[bytes]:
    """A stream in blocks of a megabyte."""
    while block := source.read(1 << 20):
        yield block


def digest(chunks: Iterable[bytes]) -> str:
    """SHA-256 over chunks."""
    found = hashlib.sha256()
    for chunk in chunks:
        found.update(chunk)
    return found.hexdigest()


def _put(archive: zipfile.ZipFile, name: str, chunks: Iterator[bytes]) -> tuple[str, int]:
    """Write one part; its digest and how many chunks it had."""
    found, count = hashlib.sha256(), 0
    with archive.open(name, "w", force_zip64=True) as out:
        for chunk in chunks:
            out.write(chunk)
            found.update(chunk)
            count += 1
    return found.hexdigest(), count


def _parts(archive: zipfile.ZipFile) -> Iterator[Part]:
    for model in tables():
        columns = columns_of(model)
        found, rows = _put(archive, part_name(model), lines(model, columns))
        yield Part(part_name(model), found, rows, columns)
    root = Path(settings.FILES_DIR)
    for path in files():
        name = f"files/{path.relative_to(root).as_posix()}"
        with path.open("rb") as source:
            yield Part(name, _put(archive, name, blocks(source))[0])


def write(target: Path, *, version: str, at: datetime) -> tuple[Part, ...]:
    """Write an archive beside its name and put it in its place when it is whole; returns its parts."""
    unfinished = target.with_name(target.name + ".part")
    one_moment = connection.vendor == "postgresql" and not connection.in_atomic_block  # SQLite reads one moment anyway
    with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as archive, transaction.atomic():
        if one_moment:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        ran = sorted(".".join(one) for one in MigrationRecorder(connection).applied_migrations())
        manifest = Manifest(FORMAT, version, at.isoformat(), tuple(_parts(archive)), tuple(ran))
        text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1).encode()
        archive.writestr(TOLD, text)
        archive.comment = digest([text]).encode()
    unfinished.replace(target)
    return manifest.parts


def _manifest(archive: zipfile.ZipFile) -> Manifest:
    try:
        text = archive.read(TOLD)
        told = json.loads(text)
        parts = tuple(Part(**{**part, "columns": tuple(part.get("columns", ()))}) for part in told["parts"])
        manifest = Manifest(**{**told, "parts": parts, "migrations": tuple(told.get("migrations", ()))})
    except Exception as error:  # zlib, zipfile and json each report damage by exceptions of their own
        raise Damaged(f"{TOLD} is missing or damaged") from error
    if manifest.format not in READS:
        raise Damaged(f"the archive has format {manifest.format}, this version reads {READS[-1]} and older")
    if manifest.format > 1 and archive.comment != digest([text]).encode():
        raise Damaged(f"{TOLD} was altered")
    return manifest


def check(path: Path) -> Manifest:
    """Read every part of an archive and compare its digest. Raises Damaged with the name of the part."""
    try:
        archive = zipfile.ZipFile(path)
    except (OSError, zipfile.BadZipFile) as error:
        raise Damaged(f"{path.name} is no whole ZIP archive") from error
    with archive:
        manifest = _manifest(archive)
        for part in manifest.parts:
            try:
                with archive.open(part.name) as source:
                    found = digest(blocks(source))
            except Exception as error:  # the same
                raise Damaged(f"{part.name} is missing or damaged") from error
            if found != part.digest:
                raise Damaged(f"{part.name} was altered")
        strange = set(archive.namelist()) - {part.name for part in manifest.parts} - {TOLD}
        if strange:
            raise Damaged(f"{min(strange)} does not belong to the archive")
    return manifest
