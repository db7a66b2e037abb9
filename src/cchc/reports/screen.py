"""A report as its pages show it: outline with states, printed sheet with figures to open, what is missing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language

from cchc.documents.layout import Block, Bullet, Heading, Paper, Paragraph, Run

from .asking import units_to_ask
from .changes import change_words, changes_of
from .coverage import Coverage, coverage
from .figures import values_of
from .models import Ask, Report
from .outline import form_of
from .papers import frame_of, texts_of
from .rules import compose
from .rules.marks import Mark
from .rules.outline import FigureSpec, ReportForm, SectionSpec
from .rules.states import Missing, missing, states
from .rules.values import Value, difference, printed
from .words import GAPS, STATES, indicator_names, source_of


@dataclass
class Screen:
    """Everything a page of one report reads, found once."""

    report: Report
    marked: bool = False  # whether what has changed since it was last told stands beside figures
    form: ReportForm = field(init=False)
    texts: Mapping[str, str] = field(init=False)
    values: Mapping[str, Value] = field(init=False)

    def __post_init__(self) -> None:
        self.form = form_of(self.report.form_code, self.report.form_version)
        self.texts = texts_of(self.report)
        self.values = values_of(self.report)

    @cached_property
    def changes(self) -> dict[str, list[Mark]]:
        """What has changed about figures since they were last told."""
        return changes_of(self.report, self.values)

    @property
    def language(self) -> str:
        """The language of the page."""
        return get_language() or "vi"

    @property
    def missing(self) -> tuple[Missing, ...]:
        """What stands against sending."""
        return missing(self.form, self.texts, self.values)

    def outline(self, current: str = "") -> list[dict[str, Any]]:
        """The sections with their states; headings that hold no text have no address."""
        found = states(self.form, self.texts, self.values)
        return [
            {
                "label": f"{section.label} {section.title.in_language(self.language)}",
                "level": section.level,
                "url": self.section_url(section.key) if section.holds_text else "",
                "state": STATES[found[section.key]],
                "current": section.key == current,
            }
            for section in self.form.sections
        ]

    def section_url(self, key: str) -> str:
        """The page of a section."""
        return reverse("reports:section", args=[self.report.pk, key])

    def figure_url(self, key: str) -> str:
        """The page that explains a figure."""
        return reverse("reports:figure", args=[self.report.pk, key])

    @cached_property
    def paper(self) -> Paper:
        """The paper without the standings of its second annex, which the page does not show."""
        return compose.paper(self.form, frame_of(self.report), self.texts, self.values)

    def sheet(self) -> list[dict[str, Any]]:
        """The blocks of the whole text as printed."""
        return [self._block(block) for block in self.paper.blocks]

    def printed_section(self, section: SectionSpec) -> list[dict[str, Any]]:
        """The blocks of one section as printed."""
        frame = frame_of(self.report)
        blocks = compose.section_blocks(self.form, section, self.texts, frame, self.values)
        return [{**self._block(block), "level": 2} for block in blocks]

    def _block(self, block: Block) -> dict[str, Any]:
        if isinstance(block, Heading):
            text = block.text.upper() if block.level == 1 else block.text
            return {"kind": "heading", "level": block.level + 1, "text": f"{block.label} {text}".strip()}
        if isinstance(block, Paragraph):
            return {"kind": "paragraph", "runs": [self._run(run) for run in block.runs]}
        if isinstance(block, Bullet):
            dash = "-" if block.level == 1 else "+"
            return {"kind": "bullet", "dash": dash, "runs": [self._run(run) for run in block.runs]}
        raise TypeError(type(block).__name__)

    def _run(self, run: Run) -> dict[str, Any]:
        url = self.figure_url(run.figure) if run.figure else ""
        return {"text": run.text, "note": run.note, "url": url, "blank": bool(url) and run.text == compose.BLANK}

    def lacks(self) -> list[dict[str, Any]]:
        """What is missing, section by section, with the figures named and whom to ask."""
        lacks = self.missing
        units = units_to_ask(self.report, self.form, lacks) if self.report.unit_id is None else {}
        asked = {(ask.key, ask.unit_id): ask.asked_at for ask in reversed(Ask.objects.filter(report=self.report))}
        return [
            {
                "key": lack.section.key,
                "label": f"{lack.section.label} {lack.section.title.in_language(self.language)}",
                "url": self.section_url(lack.section.key),
                "figures": [self.figure_row(self.form.figure(key), {}) for key in lack.figures],
                "units": [
                    {
                        "unit": unit,
                        "asked": asked.get((lack.section.key, unit.pk)),
                        "url": reverse("reports:section_ask", args=[self.report.pk, lack.section.key, unit.pk]),
                    }
                    for unit in units.get(lack.section.key, ())
                ],
            }
            for lack in lacks
        ]

    @cached_property
    def coverage(self) -> Coverage:
        """How the rows of the annex are filled."""
        return coverage(self.form, self.values)

    def names(self) -> dict[str, str]:
        """The names of all indicators and figures, by code and key."""
        codes = {code for spec in self.form.figures for code in spec.of}
        own = {spec.key: spec.name.in_language(self.language) for spec in self.form.figures}
        return {**indicator_names(codes), **own}

    def figure_row(self, spec: FigureSpec, names: dict[str, str]) -> dict[str, Any]:
        """A figure with its comparisons, as tables and side panels show it."""
        value = self.values.get(spec.key, Value())
        return {
            "token": f"{{{spec.key}}}",
            "name": spec.name.in_language(self.language),
            "unit": spec.unit,
            "text": printed(spec, value.value, language=self.language),
            "gap": GAPS[value.gap] if value.gap else "",
            "as_of": value.as_of,
            "estimate": value.estimate,
            "changes": change_words(spec, self.changes.get(spec.key, []), self.language) if self.marked else [],
            "source": source_of(spec, names),
            "previous": printed(spec, value.previous, language=self.language),
            "last_year": printed(spec, value.last_year, language=self.language),
            "than_previous": self._change(spec, value.value, value.previous),
            "than_last_year": self._change(spec, value.value, value.last_year),
            "url": self.figure_url(spec.key),
        }

    def _change(self, spec: FigureSpec, now: Any, before: Any) -> str:
        change = difference(spec, now, before)
        if change is None:
            return ""
        sign = "+" if change > 0 else ""
        return sign + printed(spec, change, sign=False, language=self.language)
