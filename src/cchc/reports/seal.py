"""The digest of everything a sent report says, and whether sent reports still say it."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from .models import Figure, Report, ReportState, Section, Standing

_FRAME = (
    "agency_id", "unit_id", "form_code", "form_version", "period_code", "as_of", "version", "corrects_id", "number",
    "signed_on", "addressees", "recipients", "signer_authority", "signer_title", "signer_name",
)  # fmt: skip
_FIGURE = ("key", "value", "as_of", "estimate", "source", "rows", "gap", "previous", "last_year")
_STANDING = ("kind", "record", "text", "owner", "promised", "result", "verdict", "sort")


def digest_of(report: Report) -> str:
    """SHA-256 over frame, texts, figures, standings and the digests of the stored papers, read from the database."""
    papers = [paper.sha256 if paper else "" for paper in (report.docx, report.pdf, report.xlsx)]
    body = [
        [_plain(getattr(report, name)) for name in _FRAME],
        list(Section.objects.filter(report=report).order_by("key").values_list("key", "text")),
        _rows(Figure.objects.filter(report=report).order_by("key").values_list(*_FIGURE)),
        _rows(Standing.objects.filter(report=report).order_by("kind", "sort", "record").values_list(*_STANDING)),
        papers,
        *([_plain(report.since)] if report.since else []),  # nothing more where the period says it, as it always was
    ]
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _rows(rows: object) -> list[list[object]]:
    return [[_plain(value) for value in row] for row in rows]  # type: ignore[attr-defined]  # a values_list


def _plain(value: object) -> object:
    """As JSON holds it, the same from either database."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, date) else value


@dataclass(frozen=True)
class Verdict:
    """How many sent reports were read, and a sentence for each whose content is not what was sealed."""

    reports: int
    faults: tuple[str, ...]

    @property
    def whole(self) -> bool:
        """Whether every sent report still says what it said."""
        return not self.faults


def verify_reports() -> Verdict:
    """Compute the digest of every sent report again and name those that do not hold."""
    sent = Report.objects.filter(state=ReportState.SUBMITTED).select_related("docx", "pdf", "xlsx").order_by("pk")
    faults = [f"altered: {report.pk} ({report})" for report in sent if digest_of(report) != report.digest]
    return Verdict(reports=len(sent), faults=tuple(faults))
