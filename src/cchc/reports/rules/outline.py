"""What a periodic report consists of: sections, figures and annex forms, as one version of a form says."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


@dataclass(frozen=True)
class Words:
    """A text in Vietnamese and English."""

    vi: str
    en: str

    def in_language(self, language: str) -> str:
        """The text in the language of the page."""
        return self.en if language.startswith("en") else self.vi


class SourceKind(StrEnum):
    """Where a figure comes from."""

    PLAN = "plan"  # a count of tasks or targets of the plans in force
    INDICATOR = "indicator"  # an observation of the catalogue, or one of its parts
    SHARE = "share"  # the first of two figures in percent of the second
    SUM = "sum"  # several figures added up
    WHETHER = "whether"  # 1 where another figure is above nought, else 0


class Whose(StrEnum):
    """The body that fills in a row which is not in a department's power."""

    PROVINCE = "province"
    COMMUNE = "commune"
    VERTICAL = "vertical"  # bodies of the State that do not stand under the province


class Basis(StrEnum):
    """The time a figure covers."""

    PERIOD = "period"
    YEAR = "year"  # from 1 January to the last day of the period (lũy kế)


@dataclass(frozen=True)
class FigureSpec:
    """One figure of a report. `of` is the measure or indicator it is taken from, or the figures it is worked out of."""

    key: str
    name: Words
    unit: str  # as the annex prints it; "%" for a share
    kind: SourceKind
    of: tuple[str, ...]
    part: str = "value"  # of an indicator: value, numerator or denominator
    basis: Basis = Basis.PERIOD
    decimals: int = 0

    @property
    def is_percent(self) -> bool:
        """Whether the value is in percent."""
        return self.unit == "%"


@dataclass(frozen=True)
class SectionSpec:
    """One section. A section with `ask` holds text; one without is only a heading for those in it."""

    key: str
    label: str
    title: Words
    level: int
    parent: str = ""
    ask: Words | None = None
    draft: str = ""
    content: str = ""
    offer: str = ""
    optional: bool = False

    @property
    def holds_text(self) -> bool:
        """Whether somebody writes here."""
        return self.ask is not None


@dataclass(frozen=True)
class FormRow:
    """A row of an annex form: a figure by its key, a heading, or a row that another body fills in (`away`).

    `title` None: the row bears the figure's own name.
    """

    number: str
    figure: str = ""
    title: Words | None = None
    away: Whose | None = None

    @property
    def is_heading(self) -> bool:
        """Whether nothing is filled in here."""
        return not self.figure and self.away is None


@dataclass(frozen=True)
class AnnexForm:
    """One form (biểu mẫu) of the statistics annex."""

    number: int
    title: Words
    rows: tuple[FormRow, ...]

    @property
    def printed(self) -> tuple[FormRow, ...]:
        """The rows that a department prints: without those of others, and without headings over nothing."""
        kept = [row for row in self.rows if row.away is None]
        return tuple(row for row in kept if not row.is_heading or any(_under(other, row) for other in kept))


def _under(row: FormRow, heading: FormRow) -> bool:
    return bool(row.figure) and row.number.startswith(f"{heading.number}.")


@dataclass(frozen=True)
class ReportForm:
    """One version of a periodic report's form, valid from a day on."""

    code: str
    version: int
    valid_from: date
    basis: str
    kinds: tuple[str, ...]
    name: Words
    kind: str
    title: str
    opening: str
    closing: str
    nothing: str
    addressees: tuple[str, ...]
    recipients: tuple[str, ...]
    unit_addressees: tuple[str, ...]
    unit_recipients: tuple[str, ...]
    sections: tuple[SectionSpec, ...]
    figures: tuple[FigureSpec, ...]
    forms: tuple[AnnexForm, ...]
    standings: bool  # whether a second annex tells of every target and task

    def section(self, key: str) -> SectionSpec:
        """The section of this key. Raises KeyError."""
        return {section.key: section for section in self.sections}[key]

    def figure(self, key: str) -> FigureSpec:
        """The figure of this key. Raises KeyError."""
        return {figure.key: figure for figure in self.figures}[key]

    @property
    def keys(self) -> frozenset[str]:
        """The keys of all figures."""
        return frozenset(figure.key for figure in self.figures)

    @property
    def texts(self) -> tuple[SectionSpec, ...]:
        """The sections that hold text, in order."""
        return tuple(section for section in self.sections if section.holds_text)
