"""A report of the database as an official paper."""

from collections.abc import Mapping

from cchc.common.periods import Kind
from cchc.common.text import fold
from cchc.documents.layout import Annex, Paper, Signature
from cchc.organisation.naming import DEMO_MARK, without_place

from .annexes import annex_of
from .figures import values_of
from .models import Report, Section
from .rules import compose
from .rules.outline import ReportForm
from .rules.values import Values
from .rules.wording import heading_of, named_period, printed_day, printed_following, printed_period, subject_of

DRAFT_MARK = "Dự thảo"


def texts_of(report: Report) -> dict[str, str]:
    """Section → text."""
    return dict(Section.objects.filter(report=report).values_list("key", "text"))


def words_of(report: Report) -> dict[str, str]:
    """The words that stand in braces in the form's own text."""
    asked = report.obligation.title if report.obligation else ""
    return {
        "heading": heading_of(report.period, asked),
        "subject": subject_of(report.period, asked),
        "department": report.whose,
        "body": "đơn vị" if report.unit_id else "Sở",
        "period": printed_period(report.period),
        "named": named_period(report.period),
        "next_period": printed_following(report.period),
        "year": str(report.period.year),
        "since": printed_day(report.days[0]),
        "as_of": printed_day(report.as_of),
    }


def frame_of(report: Report) -> compose.Frame:
    """What the paper says around the text."""
    agency, unit = report.agency, report.unit
    signature = None
    if report.signer_title:
        signature = Signature(report.signer_title, report.signer_name, report.signer_authority)
    marks = [DRAFT_MARK] if report.is_draft else []
    return compose.Frame(
        parent=agency.name if unit else agency.parent_body,
        issuer=unit.name if unit else without_place(agency.name, agency.parent_body),
        symbol=f"BC-{unit.code if unit else agency.symbol}",
        place=agency.place,
        year=report.as_of.year,
        as_of=report.as_of,
        words=words_of(report),
        number=report.number,
        day=report.signed_on,
        addressees=tuple(report.addressees.splitlines()),
        recipients=tuple(report.recipients.splitlines()),
        signature=signature,
        mark=". ".join([*marks, DEMO_MARK] if agency.is_demo else marks),
        yearly=report.period.kind is Kind.YEAR,
        corrected=values_of(report.corrects) if report.corrects else {},
    )


def paper_of(report: Report, form: ReportForm, texts: Mapping[str, str], values: Values) -> Paper:
    """The whole paper."""
    frame = frame_of(report)
    annex = annex_of(report, frame.attached) if form.standings else None
    further: tuple[Annex, ...] = (annex,) if annex else ()
    return compose.paper(form, frame, texts, values, further)


def file_name(report: Report, kind: str) -> str:
    """The name of a downloaded file, without marks and within fifty characters (the limit of document systems)."""
    unit = f"-{fold(report.unit.code)}" if report.unit else ""
    version = f"-ban{report.version}" if report.version > 1 else ""
    draft = "-du-thao" if report.is_draft else ""
    return f"bao-cao-cchc{unit}-{report.period_code.lower()}{version}{draft}.{kind}"[:50]
