"""What has changed about a report's figures since they were last told, and the correction notes of what was sent."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy

from cchc.documents.layout import Block, Column, Paper, Paragraph, Run, Table, cells

from .figures import Scope, collect, values_of
from .models import CorrectionNote, Figure, Report, ReportState
from .outline import form_of
from .papers import frame_of
from .rules.marks import Mark, Since, Told, marks
from .rules.outline import FigureSpec, ReportForm
from .rules.values import Values, printed
from .rules.wording import printed_day, printed_period

WORDS = {
    Since.VERSION: gettext_lazy("bản trước ghi %(then)s"),
    Since.PERIOD: gettext_lazy("kỳ trước đã báo cáo %(then)s, nay là %(now)s"),
    Since.SENT: gettext_lazy("nay là %(now)s"),
    Since.NOTE: gettext_lazy("đính chính: %(then)s → %(now)s"),
}


def as_told(form: ReportForm, values: Values) -> dict[str, Decimal | None]:
    """The figures as they are printed: a difference that no reader sees is none."""
    return {spec.key: rounded(spec, values[spec.key].value) for spec in form.figures if spec.key in values}


def rounded(spec: FigureSpec, value: Decimal | None) -> Decimal | None:
    """A figure to the places it is printed with."""
    if value is None:
        return None
    places = spec.decimals or (0 if spec.is_percent else 8)
    return value.quantize(Decimal(1).scaleb(-places))


def changes_of(report: Report, values: Values) -> dict[str, list[Mark]]:
    """Key → what has changed about the figure since it was last told."""
    form = form_of(report.form_code, report.form_version)
    old = report.corrects
    rows = [(form.figure(row.key), row) for row in CorrectionNote.objects.filter(report=report)]
    notes = [(spec.key, rounded(spec, row.old_value), rounded(spec, row.new_value)) for spec, row in rows]
    told = Told(
        version=as_told(form, values_of(old)) if old else None,
        before=_before(report, form),
        today=as_told(form, _today(report, form)) if not report.is_draft else None,
        notes=notes,
    )  # fmt: skip
    previous = {spec.key: rounded(spec, values[spec.key].previous) for spec in form.figures if spec.key in values}
    return marks(as_told(form, values), previous, told)


def _today(report: Report, form: ReportForm) -> Values:
    """The figures of a sent report as they would be found now."""
    return collect(form, Scope.of(report))


def _before(report: Report, form: ReportForm) -> dict[str, Decimal | None] | None:
    """The figures of the period before as they were last sent, corrected by its notes; None where it was not sent."""
    rows = Report.objects.filter(agency=report.agency_id, unit=report.unit_id, form_code=report.form_code,
                                 obligation=report.obligation_id,
                                 period_code=report.period.previous().code, state=ReportState.SUBMITTED)  # fmt: skip
    last = rows.order_by("-version").first()
    if last is None:
        return None
    found = dict(Figure.objects.filter(report=last).values_list("key", "value"))
    found |= dict(CorrectionNote.objects.filter(report=last).values_list("key", "new_value"))
    return {key: rounded(form.figure(key), value) for key, value in found.items() if key in form.keys}


def change_words(spec: FigureSpec, rows: list[Mark], language: str) -> list[str]:
    """Marks in the words of a table."""
    said = []
    for row in rows:
        then, now = (printed(spec, number, language=language) or "–" for number in (row.then, row.now))
        said.append(str(WORDS[row.since]) % {"then": then, "now": now})
    return said


def note_rows(report: Report, language: str) -> list[dict[str, Any]]:
    """The correction notes of a report as its pages list them."""
    form = form_of(report.form_code, report.form_version)
    rows = []
    for note in CorrectionNote.objects.filter(report=report).select_related("by__person"):
        spec = form.figure(note.key)
        old, new = (printed(spec, number, language=language) or "–" for number in (note.old_value, note.new_value))
        rows.append({"note": note, "name": spec.name.in_language(language), "old": old, "new": new})
    return rows


_COLUMNS = (Column(1.2, "center"), Column(6.2), Column(2.4, "center"), Column(2.6, "right"), Column(2.6, "right"))
_HEADER = (cells("STT", "Chỉ tiêu thống kê", "Đơn vị tính", "Đã báo cáo", "Đính chính"),)


def note_paper(note: CorrectionNote) -> Paper:
    """The note as an official paper, to be signed and sent after the report."""
    report, frame = note.report, frame_of(note.report)
    spec = form_of(report.form_code, report.form_version).figure(note.key)
    sent = "Báo cáo công tác cải cách hành chính"
    if report.number:
        sent = f"Báo cáo số {report.number.zfill(2) if report.number.isdigit() else report.number}/{frame.symbol}"
        sent += f" ngày {printed_day(report.signed_on)} về công tác cải cách hành chính" if report.signed_on else ""
    opening = f"{frame.issuer} đính chính số liệu của {sent} {printed_period(report.period)} như sau:"
    old = printed(spec, note.old_value, sign=False) or "-"
    row = cells("1", spec.name.vi, spec.unit, f"ước {old}" if note.old_estimate else old,
                printed(spec, note.new_value, sign=False) or "-")  # fmt: skip
    table = Table(_COLUMNS, _HEADER, (row,))
    said: list[Block] = [Paragraph((Run(opening),)), table, Paragraph((Run(f"Lý do: {note.reason}"),)),
                         Paragraph((Run("Các số liệu khác của báo cáo giữ nguyên./."),))]  # fmt: skip
    return Paper(
        parent=frame.parent, issuer=frame.issuer, symbol=frame.symbol.replace("BC-", "ĐC-"), place=frame.place,
        year=note.at.year, kind="Phiếu đính chính", title=f"Số liệu báo cáo {printed_period(report.period)}",
        addressees=frame.addressees, blocks=tuple(said), signature=frame.signature, recipients=frame.recipients,
        mark=frame.mark,
    )  # fmt: skip
