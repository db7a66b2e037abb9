"""The pack itself: its files put together, sealed, and packed so that the same report gives the same bytes."""

import io
import json
import re
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.utils import translation

from cchc.common.journal import SEALED
from cchc.common.models import JournalEntry
from cchc.documents import blobs
from cchc.documents.models import StoredFile
from cchc.indicators.models import Observation
from cchc.indicators.tree import Tree

from ..figures import Finder, Scope
from ..models import Figure, Report
from ..outline import form_of
from ..rules.outline import FigureSpec, ReportForm
from ..rules.wording import printed_period
from ..words import source_of
from .contents import contents_page
from .definitions import NAMES, Plain, Told
from .rowsets import cell, local, rowsets
from .verify import digest

SCRIPT = Path(__file__).with_name("verify.py")
GUIDE = Path(__file__).with_name("guide.txt")
ENCLOSED = 10 * 1024 * 1024
"""Bytes: evidence larger than this is named by its digest and not enclosed."""
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,5}$")
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Packed:
    """The pack as a ZIP file, the seal over its manifest, and what is in it."""

    data: bytes
    seal: str
    files: int
    rows: int


def pack_of(report: Report, at: datetime) -> Packed:
    """The evidence pack of a sent report, made at a moment. Raises FileNotFoundError when a file of it is gone."""
    form = form_of(report.form_code, report.form_version)
    scopes = Scope.of(report).compared()
    frozen = {row.key: row for row in Figure.objects.filter(report=report)}
    told = Told(Finder(form, scopes), scopes, Tree(report.agency), frozen)
    definitions = [_definition(told, form, spec) for spec in form.figures if spec.key in frozen]
    tables = rowsets(told, definitions, report.agency)
    observed = [int(row[0]) for table in tables if table.name == "observations" for row in table.rows]
    papers, (listed, evidence) = _papers(report), _evidence(observed)
    title = f"Báo cáo {printed_period(report.period)} của {report.whose}"
    files = {
        "MUC-LUC.html": contents_page(title, definitions, listed, list(papers)),
        "figures.json": _json(definitions),
        "queries.json": _json([table.query for table in tables]),
        "journal.json": _json(_journal(report, observed)),
        "rows/index.json": _json({table.name: table.digests for table in tables}),
        "verify.py": SCRIPT.read_bytes(),
        "HUONG-DAN.txt": GUIDE.read_bytes(),
        **{f"rows/{table.name}.csv": table.csv for table in tables},
        **papers,
        **evidence,
    }
    manifest = _manifest(report, at, definitions, files)
    data = _zipped({**files, "manifest.json": _json(manifest)})
    return Packed(data, manifest["seal"], len(files) + 1, sum(len(table.rows) for table in tables))


def _json(content: Any) -> bytes:
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def _definition(told: Told, form: ReportForm, spec: FigureSpec) -> Plain:
    row = told.frozen[spec.key]
    names = {one.key: one.name.vi for one in form.figures}
    found = told.finder.behind(spec, told.scopes[0]) if spec.kind.value == "indicator" else None
    indicator = None
    if found is not None:
        of = found.definition
        indicator = {"code": of.code, "version": of.version, "valid_from": of.valid_from.isoformat(),
                     "name": of.name.vi, "definition": of.definition.vi}  # fmt: skip
        names |= {of.code: of.name.vi}
    return {
        "key": spec.key, "name": spec.name.vi, "unit": spec.unit, "decimals": spec.decimals, "basis": spec.basis.value,
        "words": _words(spec, names), "indicator": indicator, "source": row.source, "as_of": cell(row.as_of),
        "estimate": row.estimate, "gap": row.gap, "said": {name: _number(getattr(row, name)) for name in NAMES},
        "how": told.how(spec),
    }  # fmt: skip


def _words(spec: FigureSpec, names: dict[str, str]) -> str:
    """Where the figure comes from, in Vietnamese whoever makes the pack."""
    with translation.override("vi"):
        return source_of(spec, names)


def _number(value: Any) -> str | None:
    return None if value is None else cell(value)


def _journal(report: Report, observed: list[int]) -> Plain:
    """What the journal says of the report and of the figures that were entered, as it was sealed."""
    ours = JournalEntry.objects.filter(record_type="reports.report", record_id=str(report.pk))
    keys = [str(key) for key in observed]
    theirs = JournalEntry.objects.filter(record_type=Observation._meta.label_lower, record_id__in=keys)
    rows = (ours | theirs).order_by("seq").values_list(*SEALED, "digest")
    return {"columns": [*SEALED, "digest"], "entries": [_sealed(row) for row in rows]}


def _sealed(row: tuple[Any, ...]) -> list[Any]:
    """An entry with its moment in the words that its digest was taken of."""
    return [row[0], row[1].astimezone(UTC).isoformat(timespec="microseconds"), *row[2:]]


def _papers(report: Report) -> dict[str, bytes]:
    papers = [paper for paper in (report.docx, report.pdf, report.xlsx) if paper]
    return {f"papers/{paper.name}": blobs.read(paper.sha256) for paper in papers}


def _evidence(observed: list[int]) -> tuple[dict[str, Plain], dict[str, bytes]]:
    """The files behind what was entered, each once, under its digest and with its ending, so that it opens; one that is
    too large is only listed."""
    kept = StoredFile.objects.filter(pk__in=Observation.objects.filter(pk__in=observed).values("evidence"))
    listed: dict[str, Plain] = {}
    files: dict[str, bytes] = {}
    for one in kept.order_by("sha256", "pk"):
        enclosed = one.size <= ENCLOSED
        ending = _ENDING.search(one.name)
        file = f"evidence/{one.sha256}{ending.group().lower() if ending else ''}" if enclosed else ""
        listed[one.sha256] = {"name": one.name, "size": one.size, "enclosed": enclosed, "file": file}
        if file:
            files[file] = blobs.read(one.sha256)
    return listed, {"evidence/index.json": _json(listed), **files}


def _manifest(report: Report, at: datetime, definitions: list[Plain], files: dict[str, bytes]) -> Plain:
    agency = report.agency
    found = {
        "pack": 1,
        "report": {
            "key": report.pk, "of": report.whose, "agency": agency.name, "form": report.form_code,
            "form_version": report.form_version, "period": report.period_code, "as_of": report.as_of.isoformat(),
            "version": report.version, "number": report.number, "signed_on": cell(report.signed_on),
            "submitted_at": local(report.submitted_at), "digest": report.digest,
        },
        "made_at": local(at),
        "files": {name: digest(files[name]) for name in sorted(files)},
        "definitions": {one["key"]: digest(one) for one in definitions},
    }  # fmt: skip
    return {**found, "seal": digest(found)}


def _zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name in sorted(files):
            info = zipfile.ZipInfo(name, date_time=_EPOCH)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            target.writestr(info, files[name])
    return out.getvalue()
