"""A department out of spreadsheets: how long its people take to come in, and to come in again.

    python scripts/bench_staff_files.py [PEOPLE]      (10,000 unless given)

Takes 200 units, a position in each, and that many people with their posts into a database of its own (SQLite unless
DATABASE_URL names another), by the files and the actions that the pages use. Prints the seconds, and the seconds of
processor time, of giving, checking and taking each file, and of checking the same people again, which must change
nothing; exits with 1 where it does.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "cchc.config.settings"
os.environ["CCHC_VAR"] = tempfile.mkdtemp(prefix="cchc-bench-")

import django

django.setup()

from django.core.management import call_command  # noqa: E402  # the models are there only after set-up
from django.db import connection  # noqa: E402  # the same
from django.utils import timezone  # noqa: E402  # the same

from cchc.common import journal  # noqa: E402  # the same
from cchc.common.spreadsheets.writing import workbook  # noqa: E402  # the same
from cchc.organisation import actions  # noqa: E402  # the same
from cchc.organisation.models import Account, StaffFile  # noqa: E402  # the same
from cchc.organisation.staff_files.words import LABELS  # noqa: E402  # the same
from cchc.organisation.testing import make_account, make_agency  # noqa: E402  # the same

UNITS = 200
SPOT = "Chuyên viên nghiệp vụ"


def rows_of(kind: str, people: int) -> list[dict[str, Any]]:
    """The rows of a file of the kind."""
    if kind == "units":
        return [{"code": f"P{at}", "name": f"Phòng số {at}", "kind": "Phòng chuyên môn", "opened_on": "01/01/2020"}
                for at in range(UNITS)]  # fmt: skip
    if kind == "positions":
        return [{"unit": f"P{at}", "name": SPOT, "kind": "công chức", "quota": 99, "started_on": "01/01/2020"}
                for at in range(UNITS)]  # fmt: skip
    return [{"code": f"CC{at:05}", "full_name": f"Nguyễn Văn {at}", "status": "công chức", "unit": f"P{at % UNITS}",
             "email": f"cc{at}@so.example", "post": "Chuyên viên", "started_on": "01/03/2021", "position": SPOT}
            for at in range(people)]  # fmt: skip


def timed(name: str, work: Callable[[], Any]) -> Any:
    """What the work gives; prints how long it took."""
    start, busy = time.perf_counter(), time.process_time()
    found = work()
    print(f"  {name:28} {time.perf_counter() - start:7.1f} s   {time.process_time() - busy:7.1f} s of processor time")
    return found


def give(kind: str, people: int, by: Account) -> StaffFile:
    """A file given and checked."""
    fields = list(LABELS[kind])
    cells = [[row.get(field) for field in fields] for row in rows_of(kind, people)]
    content = workbook("A", [(str(LABELS[kind][field]), 10) for field in fields], cells)
    now = timezone.now()
    run = timed(
        f"{kind}: given", lambda: actions.start_staff_file(content=content, name="a.xlsx", kind=kind, by=by, at=now)
    )
    checked: StaffFile = timed(
        f"{kind}: checked", lambda: actions.check_staff_file(run=run, columns=run.columns, by=by, at=now)
    )
    return checked


def main() -> int:
    """Bring a department in, twice; 1 where the second time would change anything."""
    people = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    call_command("migrate", verbosity=0)
    call_command("load_reference", verbosity=0)
    by = make_account(make_agency(), ["admin"])
    print(f"{connection.vendor}, {UNITS} units, {people:,} people")
    for kind in ("units", "positions", "people"):
        run = give(kind, people, by)
        timed(f"{kind}: taken", lambda run=run: actions.take_staff_file(run=run, by=by, at=timezone.now()))
    again = give("people", people, by)
    whole = journal.verify().whole
    print(f"again: {again.same:,} the same, {again.new + again.changed} otherwise; the journal is whole: {whole}")
    return 0 if again.same == people and whole else 1


if __name__ == "__main__":
    raise SystemExit(main())
