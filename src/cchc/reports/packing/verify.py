"""Kiểm tra bộ chứng cứ của báo cáo, không cần CCHC: python3 verify.py [tệp .zip hoặc thư mục đã giải nén].

Checks the digest of every file, row and definition, recomputes every figure from the rows, names each difference, and
exits with 1 if there is any. Reads nothing but the pack; needs nothing but Python 3.
"""

import csv
import hashlib
import io
import json
import operator
import sys
import zipfile
from decimal import ROUND_HALF_EVEN, Decimal
from itertools import product
from pathlib import Path
from typing import Any

SCOPES = {"value": "kỳ báo cáo", "previous": "kỳ trước", "last_year": "cùng kỳ năm trước"}
ORDERS: dict[str, Any] = {"lt": operator.lt, "lte": operator.le, "gt": operator.gt, "gte": operator.ge}
Parts = tuple[Any, Any, Any]  # value, numerator, denominator


def digest(content: Any) -> str:
    """SHA-256 of bytes, or of a content in the one way of writing it that digests are taken of."""
    if not isinstance(content, bytes):
        content = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return hashlib.sha256(content).hexdigest()


class Pack:
    """The pack by path and content, with what was found wrong in it."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files, self.faults, self.known = files, [], {}  # type: dict[str, bytes], list[str], dict[str, list[str]]
        self.rows: dict[str, list[dict[str, str]]] = {}
        self.manifest = self.read("manifest.json", {})
        self.figures = self.read("figures.json", {}, lambda data: {one["key"]: one for one in json.loads(data)})
        for name in (name for name in sorted(files) if name.startswith("rows/") and name.endswith(".csv")):
            self.rows[name[5:-4]] = self.read(name, [], lambda data: list(csv.DictReader(io.StringIO(data.decode()))))

    def read(self, name: str, otherwise: Any, how: Any = json.loads) -> Any:
        """A file of the pack, JSON unless told otherwise."""
        try:
            found = how(self.files[name])
            return found if isinstance(found, type(otherwise)) else otherwise
        except (KeyError, TypeError, ValueError, csv.Error):
            self.faults.append(f"{name}: không có hoặc không đọc được")
            return otherwise

    def check_digests(self) -> None:
        """The manifest against its seal, every file and definition against it, every row against the list of rows."""
        if digest({key: part for key, part in self.manifest.items() if key != "seal"}) != self.manifest.get("seal"):
            self.faults.append("manifest.json: bị sửa, mã niêm phong không khớp")
        found = {name: digest(data) for name, data in self.files.items() if name != "manifest.json"}
        self.compare(self.manifest.get("files", {}), found, "{}: tệp {}")
        found = {key: digest(one) for key, one in self.figures.items()}
        self.compare(self.manifest.get("definitions", {}), found, "figures.json: định nghĩa của {} {}")
        index = self.read("rows/index.json", {})
        for name, rows in self.rows.items():
            found = {row.get("key") or "": digest(list(row.values()))[:16] for row in rows}
            self.compare(index.get(name, {}), found, f"rows/{name}.csv: dòng {{}} {{}}")
            self.faults += [f"rows/{name}.csv: có dòng lặp lại"] if len(rows) != len(found) else []

    def compare(self, kept: dict[str, str], found: dict[str, str], words: str) -> None:
        """Name everything whose digest is not the one that was kept."""
        for key in sorted(key for key in kept.keys() | found.keys() if kept.get(key) != found.get(key)):
            how = "bị mất" if key not in found else "bị thêm vào" if key not in kept else "bị sửa"
            self.faults.append(words.format(key, how))

    def check_journal(self) -> None:
        """Every entry of the journal against its own digest, and against the entry before it where that is here."""
        entries = {entry[0]: entry for entry in self.read("journal.json", {}).get("entries", [])}
        for seq, (*sealed, own) in sorted(entries.items()):
            if digest(sealed) != own:
                self.faults.append(f"journal.json: mục {seq} bị sửa")
            elif seq - 1 in entries and entries[seq - 1][-1] != sealed[-1]:
                self.faults.append(f"journal.json: mục {seq} không nối với mục {seq - 1}")

    def check_figures(self) -> int:
        """Every figure recomputed for its three periods; how many numbers were compared."""
        for key, scope in product(self.figures, SCOPES):
            name = f"{key} ({self.figures[key].get('name')}), {SCOPES[scope]}"
            try:
                said, found = self.figures[key]["said"][scope], self.value(key, scope)
                again = found and found.quantize(Decimal("1e-8"), ROUND_HALF_EVEN)
                if again != (said and Decimal(said)):
                    self.faults.append(f"{name}: báo cáo ghi {said}, tính lại được {found}")
            except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as fault:
                self.faults.append(f"{name}: không tính lại được ({fault!r})")
        return len(self.figures) * len(SCOPES)

    def value(self, key: str, scope: str) -> Any:
        """A figure of a period; None where there is none."""
        how = self.figures[key]["how"][scope]
        if how["kind"] == "targets":  # by the verdict that stands in the report's second annex
            verdicts = [row["verdict"] for row in self.rows["plan_targets"] if row["day"] == how["day"]]
            return Decimal(verdicts.count(how["verdict"]) if how["verdict"] else len(verdicts)) if verdicts else None
        if how["kind"] == "tasks":
            name = f"{how['day']} {how['units']}"
            self.known[name] = found = self.known[name] if name in self.known else self.tasks(how)
            return Decimal(found.count(how["measure"])) if found else None
        if how["kind"] in ("entered", "counted"):
            parts = self.entered(how) if how["kind"] == "entered" else self.counted(how)
            return parts[("value", "numerator", "denominator").index(how["part"])]
        numbers = [self.value(one, scope) for one in how["of"]]
        if None in numbers or not numbers or (how["kind"] == "share" and not numbers[1]):
            return None
        if how["kind"] == "share":
            return numbers[0] / numbers[1] * 100
        return sum(numbers, Decimal(0)) if how["kind"] == "sum" else Decimal(numbers[0] > 0)

    def tasks(self, how: Any) -> list[str]:
        """The measures that tasks of plans fall under on a day, told by what had happened to them until then."""
        found: list[str] = []
        for task in self.rows["plan_tasks"]:
            events = [event for event in self.rows["plan_task_events"] if event["task"] == task["key"]]
            past = [event for event in events if event["day"] <= how["day"]]
            long, year = task["first_year"] != task["last_year"], how["day"][:4]
            ours = how["units"] is None or task["unit"] in how["units"]
            if not (ours and past and task["first_year"] <= year <= task["last_year"]):
                continue
            state, due = past[-1]["state"], (events[len(past)]["due"] if len(past) < len(events) else task["due"])
            while len(past) > 1 and past[-1]["state"] == past[-2]["state"] == "done":
                past.pop()
            done = state == "done"
            if state == "cancelled" or (long and (past[-1]["day"][:4] != year if done else due[:4] > year)):
                continue
            if done:
                late = past[-1]["due"] and past[-1]["day"] > past[-1]["due"]
                found += ["tasks_done", "tasks_done_late" if late else "tasks_on_time"]
            found += ["tasks"] if done else ["tasks", "tasks_overdue" if due and due < how["day"] else "tasks_in_time"]
        return found

    def entered(self, how: Any) -> Parts:
        """Entered figures put together: over time for each unit, then over units."""
        rows, units = {row["key"]: row for row in self.rows["observations"]}, {}  # type: Any, dict[str, list[Parts]]
        for row in (rows[key] for key in how["rows"]):
            value, above, under = (Decimal(row[name]) if row[name] else None for name in ("value", "above", "under"))
            units.setdefault(row["unit"], []).append((value, above, under))
        return together(how, [together(how, some, mean=how["over_time"] == "mean") for some in units.values()])

    def counted(self, how: Any) -> Parts:
        """Counted from the rows of registers: measures added up, each with its sign."""
        parts = ("value", "numerator", "denominator")
        value, above, under = (sum((t["sign"] * self.measured(t) for t in how[part]), Decimal(0)) for part in parts)
        if not how["numerator"]:
            return Decimal(value > 0) if how["formula"] == "existence" else value, None, None
        return divided(how, above, under), above, under

    def measured(self, term: Any) -> Decimal:
        """The rows that a measure counts, what an amount of theirs adds up to, or how many differ in something."""
        met = [row for row in self.rows[term["source"]] if counts(row, term)]
        if term["amount"]:
            return sum((Decimal(row[term["amount"]] or 0) for row in met), Decimal(0))
        return Decimal(len({row[term["by"]] for row in met} - {""}) if term["by"] else len(met))


def counts(row: dict[str, str], term: Any) -> bool:
    """Whether a row counts in a measure: its event in the days, its unit among the units, its flags as they must be."""
    day, spans = row[term["on"]], [["", ""]] if term["units"] is None else term["units"].get(row["unit"], [])
    return (bool(day) and term["first"] <= day <= term["last"]
            and any(since <= day and (not until or day < until) for since, until in spans)
            and all(holds(row, one) for one in term["having"])
            and not any(holds(row, one) for one in term["lacking"]))  # fmt: skip


def holds(row: dict[str, str], condition: Any) -> bool:
    """Whether a condition holds of a row; of an empty cell only one that asks for it, or a denied one."""
    for word, joined in (("all", all), ("any", any)):
        if word in condition:
            return joined(holds(row, one) for one in condition[word]) is not condition["not"]
    cell, op, against = row[condition["column"]], condition["op"], condition["value"]
    other, kind = (row[against["column"]], str) if isinstance(against, dict) else (against, Decimal)  # of days, numbers
    if op in ("isnull", "exact", "in"):
        found = (not cell) is other if op == "isnull" else cell in (other if op == "in" else [other])
    else:
        found = bool(cell and other) and ORDERS[op](kind(cell), kind(other))
    return found is not condition["not"]


def together(how: Any, some: list[Parts], *, mean: bool = False) -> Parts:
    """Several figures as one: parts added up and divided anew, values added, the largest of them, or their mean."""
    shares = how["formula"] in ("ratio", "change_against_base") and not (mean and len(some) > 1)
    if shares and not any(above is None or under is None for _value, above, under in some):
        above, under = (sum((one[part] for one in some), Decimal(0)) for part in (1, 2))
        return divided(how, above, under), above, under
    values = [value for value, _above, _under in some if value is not None]
    if shares or not values or len(some) == 1:
        return some[0] if len(some) == 1 else (None, None, None)
    total = max(values) if how["formula"] == "existence" and not mean else sum(values, Decimal(0))
    return total / len(values) if mean else total, None, None


def divided(how: Any, above: Decimal, under: Decimal) -> Any:
    """A share, a cut in percent, or a mean; of nothing what the definition says."""
    if not under:
        return {"no_data": None, "full": Decimal(100), "zero": Decimal(0)}[how["zero"]]
    share = above / under * (1 if how["formula"] == "mean" else 100)
    return 100 - share if how["formula"] == "change_against_base" else share


def main(place: Path) -> int:
    """Check everything, print what was found, and say whether anything differs."""
    if place.is_dir():
        found = {p.relative_to(place).as_posix(): p.read_bytes() for p in sorted(place.rglob("*")) if p.is_file()}
    else:
        with zipfile.ZipFile(place) as file:
            found = {name: file.read(name) for name in file.namelist()}
    pack = Pack(found)
    pack.check_digests()
    pack.check_journal()
    count = pack.check_figures()
    print(f"Mã niêm phong: {pack.manifest.get('seal')} (đối chiếu với mã ghi trong nhật ký)")
    print(f"{len(pack.files)} tệp, {sum(map(len, pack.rows.values()))} dòng, {count} con số được tính lại")
    print("\n".join(pack.faults) or "Không có sai khác.")
    return 1 if pack.faults else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent))
