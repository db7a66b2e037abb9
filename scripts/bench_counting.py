"""Counting dossiers: a full recount beside DuckDB and Polars on the same rows, a board, and the cost of one correction.

    python scripts/bench_counting.py [ROWS]      (5,000,000 unless given)

Rows are drawn by chance and put into a database of its own (SQLite unless DATABASE_URL names another). DuckDB and
Polars count the same measures of the same rows, held in their own memory already: loading is printed apart and not
counted against them. Prints, in one run:
- a full recount of every measure, unit and month, and its ratio to the faster of the two (limit 3);
- a board of 60 indicators × 12 months × 8 units right after a change, its queries included (limit 100 ms);
- one correction at each size of the register, which must not grow with it.
Exits with 1 where a limit is not met.
"""

import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cchc.config.settings")
os.environ["CCHC_VAR"] = tempfile.mkdtemp(prefix="cchc-bench-")

import django

django.setup()

import duckdb  # noqa: E402  # the models are there only after set-up
import polars  # noqa: E402  # the same
from django.core.management import call_command  # noqa: E402  # the same
from django.db import connection, transaction  # noqa: E402  # the same

from cchc.common.periods import Kind, Period  # noqa: E402  # the same
from cchc.dossiers.measures import SOURCE  # noqa: E402  # the same
from cchc.dossiers.models import Dossier  # noqa: E402  # the same
from cchc.dossiers.testing import NOW  # noqa: E402  # the same
from cchc.indicators import facts  # noqa: E402  # the same
from cchc.indicators.actions.tallies import moving, recount  # noqa: E402  # the same
from cchc.indicators.models import CountedFrom  # noqa: E402  # the same
from cchc.indicators.rules import Counts  # noqa: E402  # the same
from cchc.indicators.testing import make_indicator  # noqa: E402  # the same
from cchc.indicators.values import readings  # noqa: E402  # the same
from cchc.organisation.testing import make_agency, make_unit  # noqa: E402  # the same

TODAY = date(2026, 11, 25)
SIZES = (10_000, 100_000, 1_000_000, 5_000_000)
BATCH = 50_000
COLUMNS = (
    "agency_id", "code", "procedure", "procedure_name", "field", "folded", "service", "unit_id", "applicant", "channel",
    "state", "received_on", "due_on", "finished_on", "late_on", "fee", "paid_online", "digitised", "reused",
    "personal_store", "e_result", "verified", "supplements", "waited_minutes", "apologised", "rating", "complained",
    "reception_minutes", "taken_days", "changed_at",
)  # fmt: skip


def timed(work: Callable[[], object], times: int = 3) -> float:
    """The median of some runs, in seconds."""
    taken = []
    for _number in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def drawn(chance: random.Random, number: int, agency: int, units: list[int]) -> tuple:
    """One dossier as a row of the table."""
    received = TODAY - timedelta(days=int(chance.random() * 1800))
    limit = (3, 5, 7, 15, 20)[int(chance.random() * 5)]
    due = received + timedelta(days=limit)
    took = 1 + int(chance.expovariate(1 / 6))
    finished = received + timedelta(days=took)
    is_over = finished <= TODAY and chance.random() > 0.01
    late = due + timedelta(days=1) if (finished > due if is_over else True) else None
    bits = int(chance.random() * 256)
    return (
        agency, f"H99.12-{number:09d}", f"2.{int(chance.random() * 130):06d}", "", "", "",
        "full" if bits & 1 else "part",
        units[int(chance.random() * len(units))], "firm" if bits & 2 else "citizen",
        ("online", "online", "online", "direct")[bits & 3], 10 if is_over else 4, received, due,
        finished if is_over else None, late, 150000 if bits & 4 else 0, bool(bits & 8), bool(bits & 16),
        bool(bits & 32),
        False, bool(bits & 64), bool(bits & 128), 1 if bits % 11 == 0 else 0, 0, False, 5 if bits & 1 else None, False,
        None, took if is_over else None, NOW,
    )  # fmt: skip


def fill(rows: int, agency: int, units: list[int], have: int) -> None:
    """Add dossiers until there are so many."""
    chance = random.Random(have)
    marks = ", ".join(["%s"] * len(COLUMNS))
    statement = f"INSERT INTO dossiers_dossier ({', '.join(COLUMNS)}) VALUES ({marks})"
    for start in range(have, rows, BATCH):
        batch = [drawn(chance, number, agency, units) for number in range(start, min(rows, start + BATCH))]
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(statement, batch)


def duck_measures() -> list[str]:
    """The measures as SQL of a columnar engine, over the same columns."""
    conditions = {
        "online": "channel = 'online'", "direct": "channel = 'direct'", "post": "channel = 'post'", "fee": "fee > 0",
        "paid_online": "paid_online", "digitised": "digitised", "reused": "reused", "e_result": "e_result",
        "settled": "state in (9, 10)", "stopped": "state in (7, 8)", "early": "finished_on < due_on",
        "in_time": "finished_on <= due_on", "late": "finished_on > due_on", "apologised": "apologised",
        "supplemented": "supplements >= 1", "supplemented_again": "supplements >= 2", "rated": "rating is not null",
        "satisfied": "rating >= 4", "complained": "complained", "verified": "verified",
        "full_service": "service = 'full'", "slow_reception": "reception_minutes > 480", "firm": "applicant = 'firm'",
        "personal_store": "personal_store",
    }  # fmt: skip
    statements = []
    for event, day in SOURCE.events.items():
        parts = []
        for measure in SOURCE.measures:
            if measure.on != event:
                continue
            terms = [conditions[name] for name in measure.having]
            terms += [f"not coalesce({conditions[name]}, false)" for name in measure.lacking]
            where = f" filter (where {' and '.join(terms)})" if terms else ""
            counted = {"procedure": "distinct procedure", "days": "distinct taken_days"}.get(measure.by, "*")
            amount = {"fee": "fee", "days": "taken_days"}.get(measure.amount)
            parts.append(f"sum({amount}){where}" if amount else f"count({counted}){where}")
        statements.append(
            f"select unit_id, year({day}) * 100 + month({day}) m, {', '.join(parts)} from d where {day} is not null "
            "group by all"
        )
    return statements


def polars_tables(frame: "polars.DataFrame") -> Callable[[], object]:
    """The same through Polars' own SQL, one thread pool as it comes."""
    context = polars.SQLContext(d=frame, eager=True)
    statements = [text.replace("group by all", "group by 1, 2") for text in duck_measures()]

    def run() -> object:
        return [context.execute(text) for text in statements]

    return run


def loaded() -> "polars.DataFrame":
    """Every row of the register as a frame."""
    wanted = (
        "unit_id", "procedure", "channel", "fee", "paid_online", "digitised", "reused", "e_result", "state",
        "received_on", "finished_on", "due_on", "late_on", "apologised", "supplements", "rating", "complained",
        "verified", "service", "reception_minutes", "applicant", "personal_store", "taken_days",
    )  # fmt: skip
    frames = []
    last = 0
    while True:
        rows = list(Dossier.objects.filter(pk__gt=last).order_by("pk").values_list("pk", *wanted)[:200_000])
        if not rows:
            return polars.concat(frames)
        last = rows[-1][0]
        columns = list(zip(*rows, strict=True))[1:]
        types = {
            "fee": polars.Int64,
            "rating": polars.Int64,
            "reception_minutes": polars.Int64,
            "taken_days": polars.Int64,
        }
        types |= dict.fromkeys(("received_on", "finished_on", "due_on", "late_on"), polars.Date)
        data = {name: [None if v is None else int(v) for v in c] if name == "fee" else list(c)
                for name, c in zip(wanted, columns, strict=True)}  # fmt: skip
        frames.append(polars.DataFrame(data, schema_overrides=types))


def board(agency, units) -> float:
    """A board of 60 indicators × 12 months × 8 units and the whole, right after a change: median of seven."""
    plain = [m for m in SOURCE.measures if m.on == "received" and not (m.by or m.amount)]
    settled = [m for m in SOURCE.measures if m.on == "finished" and not (m.by or m.amount)]
    terms = [(m.code, "received") for m in plain] + [(m.code, "settled") for m in settled]
    indicators = [
        make_indicator(
            f"bench_{n}", counts=Counts(numerator=(f"dossiers.{a}",), denominator=(f"dossiers.{b}",))
        )
        for n, (a, b) in enumerate((terms * 3)[:60])
    ]  # fmt: skip
    CountedFrom.objects.create(agency=agency, source="dossiers", month=202101, said_at=NOW)
    periods = [Period(Kind.MONTH, 2026, month) for month in range(1, 13)]
    taken = []
    for _number in range(7):
        correct()
        start = time.perf_counter()
        found = readings(agency=agency, indicators=indicators, periods=periods, units=[None, *units])
        taken.append(time.perf_counter() - start)
        assert len(found) == 60 * 12 * 9
    return statistics.median(taken)


def correct() -> None:
    """One dossier turns out otherwise; the tallies follow in the same transaction."""
    one = Dossier.objects.filter(received_on__gte=date(2026, 1, 1)).order_by("pk").first()
    with transaction.atomic(), moving(SOURCE, [one.pk], at=NOW):
        Dossier.objects.filter(pk=one.pk).update(digitised=not one.digitised, channel="post")


def main() -> int:
    """Measure, print, and say whether every limit was met."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else SIZES[-1]
    call_command("migrate", verbosity=0)
    agency = make_agency()
    units = [make_unit(agency, f"Phòng {number}") for number in range(8)]
    have, costs = 0, {}
    for size in sorted({size for size in SIZES if size < rows} | {rows}):
        start = time.perf_counter()
        fill(size, agency.pk, [unit.pk for unit in units], have)
        have = size
        recount(SOURCE, at=NOW)
        costs[size] = timed(correct, 7)
        print(
            f"{size:>9,} rows: filled in {time.perf_counter() - start:.0f} s; "
            f"one correction {costs[size] * 1000:.1f} ms"
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    whole = timed(lambda: facts.count_cells(SOURCE, SOURCE.all_rows()))
    start = time.perf_counter()
    frame = loaded()
    loading = time.perf_counter() - start
    duck = duckdb.connect()
    duck.register("frame", frame.to_arrow())
    duck.execute("create table d as select * from frame")
    statements = duck_measures()
    by_duck = timed(lambda: [duck.execute(text).fetchall() for text in statements])
    by_polars = timed(polars_tables(frame))
    best = min(by_duck, by_polars)
    print(f"full recount: CCHC {whole:.2f} s; DuckDB {by_duck:.2f} s, Polars {by_polars:.2f} s "
          f"(loading {loading:.0f} s, not counted); ratio {whole / best:.1f} (limit 3)")  # fmt: skip
    shown = board(agency, units)
    print(f"board of 60 indicators × 12 months × 9 places after a change: {shown * 1000:.0f} ms (limit 100)")
    growth = costs[rows] / min(costs.values())
    print(f"one correction, most rows against the cheapest: {growth:.1f} ×")
    return 0 if whole / best <= 3 and shown <= 0.1 and growth <= 3 else 1


if __name__ == "__main__":
    raise SystemExit(main())
