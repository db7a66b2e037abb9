"""What is still missing in a report: a state per section, and what stands against sending it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from . import text
from .outline import ReportForm, SectionSpec
from .values import Values


class SectionState(StrEnum):
    """Where a section stands, the worst first."""

    NO_TEXT = "no_text"
    NO_FIGURE = "no_figure"
    DONE = "done"


@dataclass(frozen=True)
class Missing:
    """What a section lacks: its text, or the figures named."""

    section: SectionSpec
    figures: tuple[str, ...]

    @property
    def lacks_text(self) -> bool:
        """Whether nothing is written there."""
        return not self.figures


def lacking(section: SectionSpec, written: str, values: Values) -> Missing | None:
    """What one section lacks; an optional one may be left empty."""
    if not written.strip():
        return None if section.optional else Missing(section, ())
    absent = tuple(
        key
        for key in text.tokens(written)
        if key not in text.WORDS and (key not in values or values[key].value is None)
    )
    return Missing(section, absent) if absent else None


def missing(form: ReportForm, texts: Mapping[str, str], values: Values) -> tuple[Missing, ...]:
    """Everything that stands against sending the report, in the order of the outline."""
    found = (lacking(section, texts.get(section.key, ""), values) for section in form.texts)
    return tuple(one for one in found if one)


def _state(lack: Missing | None) -> SectionState:
    if lack is None:
        return SectionState.DONE
    return SectionState.NO_TEXT if lack.lacks_text else SectionState.NO_FIGURE


def states(form: ReportForm, texts: Mapping[str, str], values: Values) -> dict[str, SectionState]:
    """The state of every section; a heading has the worst state of those below it."""
    order = list(SectionState)
    found: dict[str, SectionState] = {}
    for section in reversed(form.sections):
        below = [found[s.key] for s in form.sections if s.parent == section.key and s.key in found]
        if section.holds_text:
            below.append(_state(lacking(section, texts.get(section.key, ""), values)))
        found[section.key] = min(below, key=order.index, default=SectionState.DONE)
    return found


def unknown_keys(form: ReportForm, written: str) -> tuple[str, ...]:
    """The keys in braces that are neither figures of the form nor words of the report."""
    return tuple(key for key in text.tokens(written) if key not in form.keys | text.WORDS)
