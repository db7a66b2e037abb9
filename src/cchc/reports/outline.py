"""The forms of periodic reports as they ship: `data/*/form.yaml` with the annex of each version, read and checked."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from .rules import text
from .rules.outline import (
    AnnexForm,
    Basis,
    FigureSpec,
    FormRow,
    ReportForm,
    SectionSpec,
    SourceKind,
    Whose,
    Words,
)

FOLDER = Path(__file__).parent / "data"
PERIODIC = "periodic"
SHORT = "short"
"""The outline of months, weeks and what is asked for once."""


class FormError(Exception):
    """A form cannot be used; the message names the form, the key and the fault."""


@cache
def shipped() -> tuple[ReportForm, ...]:
    """Every form that ships with CCHC, earliest first. Raises FormError."""
    folders = [folder for folder in sorted(FOLDER.iterdir()) if (folder / "form.yaml").exists()]
    found = [form for folder in folders for form in _read(folder)]
    return tuple(sorted(found, key=lambda form: (form.code, form.valid_from, form.version)))


def form_on(code: str, day: date) -> ReportForm:
    """The version of a form that holds on a day; before the first one, the first. Raises KeyError."""
    versions = [form for form in shipped() if form.code == code]
    if not versions:
        raise KeyError(code)
    known = max(day, versions[0].valid_from)
    return next(form for form in reversed(versions) if form.valid_from <= known)


def form_of(code: str, version: int) -> ReportForm:
    """One version of a form, as a report was begun with. Raises KeyError."""
    return {(form.code, form.version): form for form in shipped()}[code, version]


def _load(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def _read(folder: Path) -> list[ReportForm]:
    head = _load(folder / "form.yaml")
    return [_version(folder, head, row) for row in head["versions"]]


def _version(folder: Path, head: Mapping[str, Any], version: Mapping[str, Any]) -> ReportForm:
    annex = _load(folder / version["annex"])
    before = _load(folder / annex["like"])["figures"] if "like" in annex else []
    levels: dict[str, int] = {}
    sections = tuple(_section(row, levels) for row in head["sections"])
    form = ReportForm(
        code=head["code"],
        version=version["version"],
        valid_from=version["valid_from"],
        basis=head["basis"],
        kinds=tuple(head["kinds"]),
        name=_words(head["name"]),
        kind=head["kind"],
        title=head["title"].strip(),
        opening=head["opening"],
        closing=head["closing"],
        nothing=head["nothing"],
        addressees=tuple(head["addressees"]),
        recipients=tuple(head["recipients"]),
        unit_addressees=tuple(head["unit_addressees"]),
        unit_recipients=tuple(head["unit_recipients"]),
        sections=sections,
        figures=tuple(_figure(row) for row in (*before, *annex["figures"])),
        forms=tuple(_annex_form(number, row) for number, row in enumerate(annex["forms"], 1)),
        standings=head["standings"],
    )
    _check(form)
    return form


def _words(row: Mapping[str, str]) -> Words:
    if set(row) != {"vi", "en"}:
        raise FormError(f"{row}: a text has “vi” and “en”, and quotes around a comma")
    return Words(row["vi"], row["en"])


_SECTION = {"key", "in", "label", "title", "ask", "draft", "content", "offer", "optional"}
_FIGURE = {"key", "plan", "indicator", "share", "sum", "whether", "part", "basis", "unit", "decimals", "name"}


def _section(row: Mapping[str, Any], levels: dict[str, int]) -> SectionSpec:
    if set(row) - _SECTION:
        raise FormError(f"section {row['key']}: unknown {sorted(set(row) - _SECTION)}")
    parent = row.get("in", "")
    levels[row["key"]] = levels[parent] + 1 if parent else 1
    return SectionSpec(
        key=row["key"],
        label=row["label"],
        title=_words(row["title"]),
        level=levels[row["key"]],
        parent=parent,
        ask=_words(row["ask"]) if "ask" in row else None,
        draft=row.get("draft", "").strip(),
        content=row.get("content", ""),
        offer=row.get("offer", ""),
        optional=row.get("optional", False),
    )


def _figure(row: Mapping[str, Any]) -> FigureSpec:
    if set(row) - _FIGURE:
        raise FormError(f"figure {row['key']}: unknown {sorted(set(row) - _FIGURE)}")
    kind = next(kind for kind in SourceKind if kind.value in row)
    of = row[kind.value]
    return FigureSpec(
        key=row["key"],
        name=_pair(row["name"]),
        unit=row.get("unit", "%"),
        kind=kind,
        of=(of,) if isinstance(of, str) else tuple(of),
        part=row.get("part", "value"),
        basis=Basis(row.get("basis", "period")),
        decimals=row.get("decimals", 0),
    )


def _annex_form(number: int, row: Mapping[str, Any]) -> AnnexForm:
    return AnnexForm(number, _words(row["title"]), tuple(_form_row(*given) for given in row["rows"]))


def _form_row(number: str, name: str | Mapping[str, str], source: str | Mapping[str, str] = "") -> FormRow:
    """[number, figure], [number, heading], [number, name, figure] or [number, name, {away: whose}]."""
    if not isinstance(name, str):
        return FormRow(number, title=_words(name))
    if " | " not in name:
        return FormRow(number, figure=name)
    if isinstance(source, str):
        return FormRow(number, figure=source, title=_pair(name))
    return FormRow(number, title=_pair(name), away=Whose(source["away"]))


def _pair(text: str) -> Words:
    """ "vi | en" as a pair."""
    vi, _, en = text.partition(" | ")
    return Words(vi, en)


def _check(form: ReportForm) -> None:
    """Every key once; every figure that a text, a form or another figure names is there; words do not hide figures."""
    keys = [figure.key for figure in form.figures]
    faults = [f"figure {key} is there twice" for key in set(keys) if keys.count(key) > 1]
    names = [section.key for section in form.sections]
    faults += [f"section {key} is there twice" for key in set(names) if names.count(key) > 1]
    faults += [f"figure {key} has the name of a word" for key in set(keys) & text.WORDS]
    known = set(keys) | text.WORDS
    for section in form.sections:
        faults += [f"section {section.key} names {key}" for key in text.tokens(section.draft) if key not in known]
    for whole in (form.title, form.opening, form.closing):
        faults += [f"the frame names {key}" for key in text.tokens(whole) if key not in text.WORDS]
    worked_out = {SourceKind.SHARE, SourceKind.SUM, SourceKind.WHETHER}
    for figure in form.figures:
        faults += [
            f"figure {figure.key} names {key}" for key in figure.of if figure.kind in worked_out and key not in keys
        ]
    for row in (row for annex in form.forms for row in annex.rows if row.figure):
        faults += [] if row.figure in keys else [f"an annex form names {row.figure}"]
    if faults:
        raise FormError(f"{form.code} {form.version}: {'; '.join(sorted(faults))}")
