"""Check every figure that a report's DOCX prints against a computation of its own.

    python scripts/check_report.py DATABASE REPORT_ID FILE.docx

DATABASE is a SQLite file or a postgres:// address. Nothing of CCHC is imported: rows are read with plain SQL
(`check_report_rows.py`), the rules are written again in the plainest way (`check_report_indicators.py`), and the
numbers are read out of the DOCX as a reader sees them. The only thing shared is the form's data file, which says what
each figure is. Prints each difference; exit code 1 when there is one. Of the targets' verdicts only their sum is
checked here: the verdict itself has its own oracle in the plans' tests.
"""

import io
import re
import sqlite3
import sys
import zipfile
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import yaml
from check_report_indicators import Indicators, window
from check_report_rows import Number, Registers, day_of, number, tasks

FORM = Path(__file__).parents[1] / "src" / "cchc" / "reports" / "data" / "periodic"
ANNEXES = {1: "figures.yaml", 2: "annex_2.yaml"}
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NAMES = ("value", "previous", "last_year")


def printed(data: bytes) -> dict[str, list[str]]:
    """Row label ("2.1" of form 1 is "1:2.1") → the figure and those beside it, as the statistics annex prints them."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        body = ElementTree.fromstring(file.read("word/document.xml"))  # our own file
    found: dict[str, list[str]] = {}
    form = 0
    for element in body.find(f"{W}body"):  # type: ignore[union-attr]  # a document has a body
        text = "".join(part.text or "" for part in element.iter(f"{W}t"))
        caption = re.match(r"Biểu mẫu (\d+)\. ", text)
        if element.tag == f"{W}p" and caption:
            form = int(caption[1])
        elif element.tag == f"{W}tbl" and form:
            for row in element.iter(f"{W}tr"):
                cells = ["".join(part.text or "" for part in cell.iter(f"{W}t")) for cell in row.iter(f"{W}tc")]
                if len(cells) in (5, 7, 8) and re.fullmatch(r"[\d.]+", cells[0]):
                    found[f"{form}:{cells[0]}"] = cells[3 : {5: 4, 7: 5, 8: 6}[len(cells)]]
            form = 0
    return found


def form_of(version: int) -> dict[str, Any]:
    """The data of a version of the form, with the figures of the version it goes on from."""
    form = yaml.safe_load((FORM / ANNEXES[version]).read_text(encoding="utf-8"))
    if "like" in form:
        form["figures"] = yaml.safe_load((FORM / form["like"]).read_text(encoding="utf-8"))["figures"] + form["figures"]
    return form


def figure_of(row: list[Any]) -> str:
    """The figure of a row of the annex: its second word, or its third where it has a name; none for a heading."""
    last = row[-1]
    return last if len(row) > 1 and isinstance(last, str) and " | " not in last else ""


def so_far(part: str) -> str:
    """From January to the end of a part of the year."""
    return {"Q1": "Q1", "Q2": "H1", "H1": "H1", "Q3": "N", "N": "N"}.get(part, "Y")


def below(children: dict[int | None, list[int]], unit: int) -> set[int]:
    """A unit and all under it."""
    return {unit}.union(*(below(children, child) for child in children[unit]))


def before(year: int, part: str) -> tuple[int, str]:
    """The period before one of the same kind."""
    if part[0] in "QH" and part[1] != "1":
        return year, f"{part[0]}{int(part[1]) - 1}"
    return year - 1, {"Q": "Q4", "H": "H2"}.get(part[0], part)


def expected(sql: Any, report: int) -> tuple[list[dict[str, Number]], dict[str, Any]]:
    """Key → figure, computed here, for the period, the one before and the same last year; and the form's data."""
    [[agency, unit, period, as_of, version, since]] = sql(
        f"select agency_id, unit_id, period_code, as_of, form_version, since from reports_report where id={report}"
    )
    begins = day_of(since).day if since else 1
    form = form_of(version)
    year, part = int(period[:4]), period.partition("-")[2]
    observed = Indicators(sql, agency)
    units = below(observed.children, unit) if unit else None
    registers = Registers(sql, agency, units)
    compared = (before(year, part), (year - 1, part))
    asked = [(year, part, day_of(as_of)), *((*when, window(*when, begins)[1]) for when in compared)]
    found = []
    for of_year, of_part, day in asked:
        counts = tasks(sql, agency, units, day or date.max)
        first = window(of_year, of_part, begins)[0]
        found.append(figures_of(form, observed, registers, counts, (of_year, of_part, unit, first, day)))
    return found, form


def figures_of(
    form: dict[str, Any], observed: Indicators, registers: Registers, counts: dict[str, int], of: tuple[Any, ...]
) -> dict[str, Number]:
    """Every figure of a period but the verdicts."""
    year, part, unit, first, last = of
    found: dict[str, Number] = {}
    for spec in form["figures"]:
        yearly = spec.get("basis") == "year"
        when = so_far(part) if yearly else part
        if "plan" in spec and spec["plan"].startswith("tasks"):
            found[spec["key"]] = Decimal(counts[spec["plan"]]) if counts["tasks"] else None
        elif "indicator" in spec:
            code = spec["indicator"]
            days = (date(year, 1, 1) if yearly else first), last
            value = observed.counted(code, registers, *days) or observed.value(code, year, when, unit)
            found[spec["key"]] = value[spec.get("part", "value")] if value else None
        elif "share" in spec:
            above, under = (found[key] for key in spec["share"])
            found[spec["key"]] = above / under * 100 if above is not None and under else None
        elif "whether" in spec:
            part_of = found[spec["whether"]]
            found[spec["key"]] = None if part_of is None else Decimal(part_of > 0)
        elif "sum" in spec:
            parts = [found[key] for key in spec["sum"]]
            found[spec["key"]] = None if None in parts else sum((p for p in parts if p is not None), Decimal(0))
    return found


def as_printed(value: Number, spec: dict[str, Any]) -> str:
    """The figure in Vietnamese form as the annex prints it; a dash for none."""
    if value is None:
        return "-"
    decimals = spec.get("decimals", 0)
    percent = spec.get("unit", "%") == "%"
    if not percent and not decimals:
        text = f"{value.normalize():,f}"
    else:
        decimals = 0 if percent and value == value.to_integral_value() else decimals
        text = f"{value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP):,f}"
    return text.translate(str.maketrans(",.", ".,"))


def differences(sql: Any, report: int, docx: bytes) -> tuple[int, list[str]]:
    """How many numbers were compared, and a sentence for each that differs."""
    said, (figures, form) = printed(docx), expected(sql, report)
    specs = {spec["key"]: spec for spec in form["figures"]}
    compared, faults = 0, []
    for place, annex in enumerate(form["forms"], 1):
        for row in annex["rows"]:
            label, key = row[0], figure_of(row)
            if not key:
                continue
            shown = said.get(f"{place}:{label}", ["?"])
            for name, here, of in zip(NAMES, shown, figures, strict=False):
                compared += 1
                there = as_printed(of[key], specs[key])
                if here != there:
                    faults.append(
                        f"form {place} row {label} ({key}), {name}: the report prints {here}, computed {there}"
                    )
    kept = {key: list(map(number, values)) for key, *values in
            sql(f"select key, {', '.join(NAMES)} from reports_figure where report_id={report}")}  # fmt: skip
    for key in sorted(set(kept) & set(figures[0])):
        for name, here, of in zip(NAMES, kept[key], figures, strict=True):
            compared += 1
            if rounded(here) != rounded(of[key]):
                faults.append(f"{key}, {name}: the report was frozen with {here}, computed {of[key]}")
    verdicts = [values[0] or 0 for key, values in kept.items() if key.startswith("targets_")]
    if kept and sum(verdicts) != (kept["targets"][0] or 0):
        faults.append(f"targets: {kept['targets'][0]} in all, but their verdicts add up to {sum(verdicts)}")
    return compared, faults


def rounded(value: Number) -> Number:
    """To the eight decimals that are kept."""
    return None if value is None else value.quantize(Decimal(1).scaleb(-8), rounding=ROUND_HALF_UP)


def main(database: str, report: str, path: str) -> int:
    """Compare, print, and say whether anything differs."""
    if database.startswith("postgres"):
        import psycopg  # noqa: PLC0415  # only where it is asked for

        connection: Any = psycopg.connect(database)
    else:
        connection = sqlite3.connect(database)

    def sql(query: str) -> list[Any]:
        return connection.execute(query).fetchall()

    count, faults = differences(sql, int(report), Path(path).read_bytes())
    print("\n".join(faults) or f"{count} figures, no difference")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:4]))
