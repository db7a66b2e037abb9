"""Check every figure that a report's DOCX prints against a computation of its own.

    python scripts/check_report.py DATABASE REPORT_ID FILE.docx

DATABASE is a SQLite file or a postgres:// address. Nothing of CCHC is imported: rows are read with plain SQL, the rules
are written again here in the plainest way, and the numbers are read out of the DOCX as a reader sees them. The only
thing shared is the form's data file, which says what each figure is. What is counted from registers is in
`check_report.yaml`. Prints each difference; exit code 1 when there is
one. Of the targets' verdicts only their sum is checked here: the verdict itself has its own oracle in the plans' tests.
"""

import io
import json
import re
import sqlite3
import sys
import zipfile
from collections import defaultdict
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import yaml

FORM = Path(__file__).parents[1] / "src" / "cchc" / "reports" / "data" / "periodic"
ANNEXES = {1: "figures.yaml", 2: "annex_2.yaml"}
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VIETNAM = timedelta(hours=7)
NAMES = ("value", "previous", "last_year")
Number = Decimal | None


def day_of(value: Any) -> date | None:
    """A day or the local day of a moment, whichever of the databases it comes from."""
    if value is None:
        return None
    if isinstance(value, str):
        value = datetime.fromisoformat(value) if len(value) > 10 else date.fromisoformat(value)
    if isinstance(value, datetime):
        return (value.replace(tzinfo=None) - (value.utcoffset() or timedelta()) + VIETNAM).date()
    return value


def number(value: Any) -> Number:
    """An exact number from whatever the database gives."""
    return None if value is None else Decimal(str(value))


# ---------- what the DOCX says


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


# ---------- tasks as they stood


def tasks(sql: Any, agency: int, units: set[int] | None, day: date) -> dict[str, int]:
    """The counts of tasks on a day."""
    counts: dict[str, int] = defaultdict(int)
    rows = sql(
        "select t.id, t.lead_id, t.due_on, p.first_year, p.last_year from plans_task t "
        "join plans_plan p on p.id=t.plan_id "
        f"where t.agency_id={agency} and p.state='adopted' and p.first_year<={day.year} and p.last_year>={day.year}"
    )
    for task, lead, due_now, first, last in rows:
        if units is not None and lead not in units:
            continue
        happened = sql(f"select at, state, due_on from plans_taskevent where task_id={task} order by at, id")
        events = [(day_of(at), state, day_of(due)) for at, state, due in happened]
        past, future = [e for e in events if e[0] <= day], [e for e in events if e[0] > day]
        if not past or past[-1][1] == "cancelled":
            continue
        done = past[-1][1] == "done"
        if done:
            finish = past[-1]
            for event in reversed(past):
                if event[1] != "done":
                    break
                finish = event
            if first != last and finish[0].year != day.year:
                continue
            counts["tasks_done_late" if finish[2] and finish[0] > finish[2] else "tasks_on_time"] += 1
        else:
            due = future[0][2] if future else day_of(due_now)
            if first != last and due and due.year > day.year:
                continue
            counts["tasks_overdue" if due and due < day else "tasks_in_time"] += 1
        counts["tasks"] += 1
        counts["tasks_done"] += done
    return counts


# ---------- registers that a department counts from

COUNTED = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))


class Registers:
    """The registers of a department, counted by plain SQL as `check_report.yaml` says."""

    def __init__(self, sql: Any, agency: int, units: set[int] | None) -> None:
        self.sql, self.agency, self.units = sql, agency, units
        self.since = dict(sql(f"select source, month from indicators_countedfrom where agency_id={agency}"))

    def terms_of(self, term: str) -> dict[str, str]:
        """A term with what its register says of all of them."""
        return COUNTED["registers"][term.partition(".")[0]] | COUNTED["terms"][term]

    def there(self, term: str) -> bool:
        """Whether the register of a term has any row of the units: one without rows has no nought either."""
        if term.partition(".")[0] not in self.since:  # not counted here, and perhaps not known to this script
            return False
        return bool(self.select(term, "count(*)", f"{self.terms_of(term)['day']} is not null"))

    def number(self, term: str, more: str) -> int | None:
        """What a term comes to over the rows that meet its condition and something more."""
        told = self.terms_of(term)
        where = told["where"]
        for word, meant in COUNTED["words"].items():
            where = where.replace(word, meant)
        return self.select(term, told.get("what", "count(*)"), f"{where} and {more}")

    def select(self, term: str, what: str, where: str) -> int | None:
        """A number over the rows of the department's units."""
        told = self.terms_of(term)
        mine = f"{told['mine']}={self.agency} and {told['base']}"
        if self.units is not None:
            mine += f" and x.unit_id in ({','.join(map(str, sorted(self.units)))})"
        [[found]] = self.sql(f"select {what} from {told['rows']} where {mine} and {where}")
        return found

    def value(self, terms: list[str], first: date, last: date) -> Decimal | None:
        """What terms come to between two days; None where a register is not counted then, or has no row of theirs."""
        total = Decimal(0)
        for term in terms:
            if self.since.get(term.partition(".")[0], 999999) > first.year * 100 + first.month:
                return None
            told = self.terms_of(term)
            day, until = told["day"], told.get("until", "")
            total += self.number(term, f"{day}<='{last}'" + ("" if until else f" and {day}>='{first}'")) or 0
            total -= (self.number(term, f"{until}<='{last}'") or 0) if until else 0
        return total


# ---------- indicators

SPLITS = {"Y": (("H1", "H2"), ("N", "Q4"), ("Q1", "Q2", "Q3", "Q4")), "N": (("H1", "Q3"), ("Q1", "Q2", "Q3")),
          "H1": (("Q1", "Q2"),), "H2": (("Q3", "Q4"),)}  # fmt: skip
LENGTH = {"Y": 12, "N": 9, "H1": 6, "H2": 6, "Q1": 3, "Q2": 3, "Q3": 3, "Q4": 3}


def cover(part: str, entries: dict[str, Any]) -> tuple[list[Any], int]:
    """The entries that cover most months of a part of a year, and how many months they cover."""
    if part in entries:
        return [entries[part]], LENGTH.get(part, 1)
    if part[0] == "Q":
        quarter = int(part[1])
        months = [f"M{month:02}" for month in range(3 * quarter - 2, 3 * quarter + 1)]
        found = [entries[month] for month in months if month in entries]
        return found, len(found)
    best: tuple[list[Any], int] = ([], 0)
    for split in SPLITS.get(part, ()):
        some = [cover(piece, entries) for piece in split]
        entries_of, months_of = [e for es, _n in some for e in es], sum(n for _es, n in some)
        if (months_of, -len(entries_of)) > (best[1], -len(best[0])):
            best = entries_of, months_of
    return best


def last_of(year: int, part: str, entries: dict[str, Any], rows: list[Any], *, growing: bool) -> list[Any]:
    """The entry that holds at the end of a part of a year, for what is not added up."""
    if part in entries:
        return [entries[part]]
    first, last = bounds(year, part)
    within = [row for row in rows if first <= row["first"] and row["last"] <= last]
    if growing:
        within += [row for row in rows if row["first"] < first <= row["last"] <= last]
    return [max(within, key=lambda row: (row["last"], row["as_of"], row["first"]))] if within else []


def bounds(year: int, part: str) -> tuple[date, date]:
    """The first and the last day of a part of a year."""
    if part[0] == "M":
        start, length = int(part[1:]), 1
    elif part[0] in "YN":
        start, length = 1, LENGTH[part]
    else:
        length = LENGTH[part]
        start = (int(part[1]) - 1) * length + 1
    end = date(year + (start + length - 1) // 12, (start + length - 1) % 12 + 1, 1) - timedelta(days=1)
    return date(year, start, 1), end


def window(year: int, part: str, begins: int) -> tuple[date, date]:
    """The days of a part of a year whose figures begin on a day of the month before it."""
    first, last = bounds(year, part)
    if begins == 1:
        return first, last
    return (first - timedelta(days=1)).replace(day=begins), last.replace(day=begins) - timedelta(days=1)


class Indicators:
    """The observed figures of a department, read once."""

    def __init__(self, sql: Any, agency: int) -> None:
        self.rows: dict[tuple[str, int | None], list[Any]] = defaultdict(list)
        wanted = "o.period, o.first, o.last, o.value, o.numerator, o.denominator, o.as_of"
        query = (
            f"select i.code, o.unit_id, {wanted} from indicators_observation o join indicators_indicator i on i.id="
            f"o.indicator_id where o.agency_id={agency} and i.agency_id is null and o.superseded_at is null"
            " and not o.is_withdrawal"
        )
        for code, unit, period, first, last, value, numerator, denominator, as_of in sql(query):
            self.rows[code, unit].append({
                "period": period, "first": day_of(first), "last": day_of(last), "value": number(value),
                "numerator": number(numerator), "denominator": number(denominator), "as_of": day_of(as_of),
            })  # fmt: skip
        self.children: dict[int | None, list[int]] = defaultdict(list)
        for unit, parent in sql(f"select id, parent_id from organisation_unit where agency_id={agency} order by sort"):
            self.children[parent].append(unit)
        self.rules, self.counts = {}, {}
        for row in sql(
            "select i.code, v.formula, v.over_time, v.cumulative, v.zero, v.counts from indicators_version v "
            "join indicators_indicator i on i.id=v.indicator_id where i.agency_id is null order by v.number"
        ):
            self.rules[row[0]] = row[1:5]
            self.counts[row[0]] = json.loads(row[5]) if isinstance(row[5], str) else row[5]

    def value(self, code: str, year: int, part: str, unit: int | None) -> dict[str, Number] | None:
        """Value, numerator and denominator of a unit, or None."""
        if code not in self.rules:
            return None
        formula, over_time, cumulative, zero = self.rules[code]
        rows = self.rows[code, unit]
        entries = {row["period"].partition("-")[2]: row for row in rows if row["period"].startswith(f"{year}-")}
        adds = formula in ("ratio", "change_against_base", "count", "sum")
        if over_time == "last":
            chosen, months = last_of(year, part, entries, rows, growing=bool(cumulative) or adds), 99
        else:
            chosen, months = cover(part, entries)
        if chosen and months >= LENGTH.get(part, 1):
            return self.together(chosen, formula, over_time, zero)
        below = [self.value(code, year, part, child) for child in self.children[unit]]
        there = [one for one in below if one is not None]
        if there and not chosen and (adds or formula == "existence"):
            return self.together(there, formula, "sum", zero)
        return self.together(chosen, formula, over_time, zero) if chosen else None

    def counted(self, code: str, registers: Registers, first: date, last: date) -> dict[str, Number] | None:
        """Value, numerator and denominator counted from registers, or None where they are not counted."""
        counts = self.counts.get(code) or {}
        if not any(registers.there(term) for terms in counts.values() if isinstance(terms, list) for term in terms):
            return None
        parts = {part: registers.value(terms, first, last) for part, terms in counts.items() if isinstance(terms, list)}
        if not parts or None in parts.values():
            return None
        if "value" in parts:
            return {"value": parts["value"], "numerator": None, "denominator": None}
        formula, _over_time, _cumulative, zero = self.rules[code]
        return {"value": divided(parts["numerator"], parts["denominator"], formula, zero), **parts}

    def together(self, some: list[Any], formula: str, over_time: str, zero: str) -> dict[str, Number]:
        """Several figures as one: parts added up and divided anew, values added, averaged, or the last."""
        parts = formula in ("ratio", "change_against_base")
        if parts and all(one["numerator"] is not None and one["denominator"] is not None for one in some):
            above, under = (sum((one[part] for one in some), Decimal(0)) for part in ("numerator", "denominator"))
            return {"value": divided(above, under, formula, zero), "numerator": above, "denominator": under}
        values = [one["value"] for one in some if one["value"] is not None]
        if not values or (parts and len(some) > 1):
            return {"value": None, "numerator": None, "denominator": None}
        if len(some) == 1:
            return {part: some[0][part] for part in ("value", "numerator", "denominator")}
        total = max(values) if formula == "existence" else sum(values, Decimal(0))
        value = total / len(values) if over_time == "mean" else total
        return {"value": value, "numerator": None, "denominator": None}


def divided(above: Decimal, under: Decimal, formula: str, zero: str) -> Number:
    """A share, or a cut, in percent."""
    if under == 0:
        return {"no_data": None, "full": Decimal(100), "zero": Decimal(0)}[zero]
    share = above / under * 100
    return 100 - share if formula == "change_against_base" else share


# ---------- the report


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
