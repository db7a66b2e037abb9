"""What `check_report.py` counts from rows by plain SQL: the tasks of plans, and the registers that a department counts
from, as `check_report.yaml` says. Nothing of CCHC is imported.
"""

from collections import defaultdict
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

VIETNAM = timedelta(hours=7)
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


COUNTED = yaml.safe_load(Path(__file__).with_name("check_report.yaml").read_text(encoding="utf-8"))


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
