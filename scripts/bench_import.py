"""The register of dossiers out of a spreadsheet: how long a hundred thousand take to come in, and to come in again.

    python scripts/bench_import.py [ROWS]      (100,000 unless given)

Makes an XLSX of that many rows with every field that the import knows, and brings it into a database of its own
(SQLite unless DATABASE_URL names another) as the pages do: given, checked and taken over by a worker. Then the same
file once more, which must change nothing. Prints the seconds of each step, the seconds of processor time, rows a second
of all steps together, the ratio to reading the same cells with python-calamine alone, and the largest memory of the
process. Exits with 1 where an import takes more than 2 minutes for 100,000 rows or 500 MB, where the second one would
change anything, or where the tallies are not what a full recount gives.
"""

import io
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "cchc.config.settings"
os.environ["CCHC_VAR"] = tempfile.mkdtemp(prefix="cchc-bench-")

import django

django.setup()

import xlsxwriter  # noqa: E402  # the models are there only after set-up
from django.core.management import call_command  # noqa: E402  # the same
from django.db import connection  # noqa: E402  # the same
from django.utils import timezone  # noqa: E402  # the same
from python_calamine import CalamineWorkbook  # noqa: E402  # the same

from cchc.dossiers import actions  # noqa: E402  # the same
from cchc.dossiers.importing import LABELS  # noqa: E402  # the same
from cchc.dossiers.measures import SOURCE  # noqa: E402  # the same
from cchc.dossiers.models import Dossier, RegisterImport  # noqa: E402  # the same
from cchc.indicators.tallies import differences  # noqa: E402  # the same
from cchc.organisation.models import Account  # noqa: E402  # the same
from cchc.organisation.testing import make_account, make_agency, make_unit  # noqa: E402  # the same

UNITS, PROCEDURES = 8, 130
MOST_SECONDS, MOST_MEGABYTES = 120 / 100_000, 500  # a row; of the process
YES = ("có", "không")


def row_of(number: int, chance: random.Random) -> dict[str, Any]:
    """A dossier drawn by chance, as a one-stop system exports it."""
    received = datetime(2026, 11, 20, 7, 30) - timedelta(days=chance.randrange(700), minutes=-chance.randrange(400))
    finished: datetime | None = received + timedelta(days=chance.randrange(1, 12), minutes=chance.randrange(300))
    if finished and finished > datetime(2026, 11, 24):
        finished = None
    procedure = chance.randrange(PROCEDURES)
    return {
        "code": f"H99.12-{received:%y%m%d}-{number:06d}", "procedure": f"2.{procedure:06d}",
        "procedure_name": f"Cấp giấy chứng nhận đủ điều kiện kinh doanh loại số {procedure}",
        "field": f"Lĩnh vực {procedure % 12}", "service": chance.choice(("toàn trình", "một phần")),
        "unit": f"Phòng số {number % UNITS}", "applicant": chance.choice(("Cá nhân", "Doanh nghiệp")),
        "channel": chance.choice(("Trực tuyến", "Trực tiếp")), "state": "Đã trả kết quả" if finished else "Đang xử lý",
        "filed_at": received - timedelta(minutes=chance.randrange(600)), "received_at": received,
        "due_at": received + timedelta(days=chance.choice((3, 5, 7, 15))), "finished_at": finished,
        "returned_at": finished, "fee": chance.choice((0, 150_000, 1_200_000)), "supplements": chance.choice((0, 0, 1)),
        "rating": chance.choice((None, 4, 5)) if finished else None,
        **{name: chance.choice(YES) for name in ("paid_online", "digitised", "reused", "personal_store", "e_result",
                                                 "verified", "apologised", "complained")},
    }  # fmt: skip


def made(rows: int, path: Path) -> None:
    """The workbook; run in a process of its own, so that its memory is not counted."""
    chance = random.Random(5)
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Hồ sơ")
        moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        sheet.write_row(0, 0, [str(label) for label in LABELS.values()])
        for at in range(1, rows + 1):
            drawn = row_of(at, chance)
            for place, fact in enumerate(LABELS):
                value = drawn.get(fact)
                if isinstance(value, datetime):
                    sheet.write_datetime(at, place, value, moment)
                elif value is not None:
                    sheet.write(at, place, value)


def bare(content: bytes) -> int:
    """Every cell of the file, read by python-calamine alone."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return sum(len(row) for row in book.get_sheet_by_index(0).iter_rows())


def timed(name: str, work: Callable[[], Any]) -> tuple[float, float, Any]:
    """Seconds, seconds of processor time, and what the work gave; printed."""
    start, busy = time.perf_counter(), time.process_time()
    found = work()
    took, used = time.perf_counter() - start, time.process_time() - busy
    print(f"  {name:34} {took:7.1f} s   {used:7.1f} s of processor time", flush=True)
    return took, used, found


def megabytes() -> float:
    """The largest memory that the process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def brought(content: bytes, by: Account, word: str) -> tuple[float, float, RegisterImport]:
    """A file given, checked and taken over; seconds, processor time, and how the file stands."""
    name = "so-ho-so.xlsx"
    took, used, run = timed(
        f"{word}: given", lambda: actions.start_import(content=content, name=name, by=by, at=timezone.now())
    )
    for kind, ask in (("checked", lambda: actions.ask_check(run=run, columns=run.columns, by=by, at=timezone.now())),
                      ("taken", lambda: actions.ask_take(run=run, by=by, at=timezone.now()))):  # fmt: skip
        ask()
        more, busy, _did = timed(f"{word}: {kind}", lambda: actions.work_on_files(clock=timezone.now))
        took, used = took + more, used + busy
    run.refresh_from_db()
    return took, used, run


def main() -> int:
    """Bring a register in, twice; 1 where a limit is not met."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    path = Path(os.environ["CCHC_VAR"]) / "so-ho-so.xlsx"
    subprocess.run([sys.executable, __file__, "--make", str(rows), str(path)], check=True)
    call_command("migrate", verbosity=0)
    call_command("load_reference", verbosity=0)
    agency = make_agency()
    for number in range(UNITS):
        make_unit(agency, f"Phòng số {number}")
    by, content = make_account(agency, ["office"]), path.read_bytes()
    print(f"{connection.vendor}, {rows:,} dossiers of {len(LABELS)} columns, {len(content) / 1e6:.1f} MB; "
          f"{megabytes():.0f} MB before")  # fmt: skip
    reading, plain, _cells = timed("the cells, by python-calamine", lambda: bare(content))
    good = True
    for word, expected in (("first", (rows, 0, 0)), ("again", (0, 0, rows))):
        took, used, run = brought(content, by, word)
        print(f"  {word}: {took:.1f} s, {rows / took:,.0f} rows a second, {took / reading:.1f} × reading alone "
              f"({used / plain:.1f} × in processor time); {megabytes():.0f} MB at most")  # fmt: skip
        met = took <= MOST_SECONDS * max(rows, 10_000) and megabytes() <= MOST_MEGABYTES
        good = good and met and run.state == "taken" and (run.new, run.changed, run.same) == expected
    wrong = list(differences(SOURCE))
    print(f"  {Dossier.objects.count():,} dossiers; tallies that differ from a full recount: {len(wrong)}; "
          f"{'within' if good else 'ABOVE'} the limits ({MOST_SECONDS * rows:.0f} s, {MOST_MEGABYTES} MB)")  # fmt: skip
    return 0 if good and not wrong else 1


if __name__ == "__main__":
    if "--make" in sys.argv:
        made(int(sys.argv[2]), Path(sys.argv[3]))
        raise SystemExit(0)
    raise SystemExit(main())
