"""Counting dossiers: a full recount beside DuckDB and Polars on the same rows, a board, and the cost of one correction.

    python scripts/bench_counting.py [ROWS]      (else CCHC_BENCH_DOSSIERS, else 5,000,000)

Rows are drawn by chance and put into a database of its own (SQLite unless DATABASE_URL names another). DuckDB and
Polars count what they read out of that very database. What is compared:
- CCHC: `recount`, from the rows in the database to tallies that are written and committed;
- the others: the same figures, from columns that lie ready for them in their own memory or in a Parquet file, to lists
  in Python. Reading the rows out of the database first, which somebody who would count with them has to do each time,
  is timed apart. Both ratios are printed; the limit holds for the harder one, without the reading.
All count in turn, three times, and the medians are compared. What DuckDB finds must be what CCHC finds, figure by
figure, how many rows each procedure and each length has among them. Prints, in one run:
- one correction at each size of the register, which must not grow with it;
- a full recount of every measure, unit and month, and its ratio to the fastest of the others (limit 3);
- a board of 60 indicators × 12 months × 9 places right after a change, its queries included (limit 100 ms).
Exits with 1 where a limit is not met.
"""

import os
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cchc.config.settings")
VAR = os.environ["CCHC_VAR"] = tempfile.mkdtemp(prefix="cchc-bench-")

import django

django.setup()

import duckdb  # noqa: E402  # the models are there only after set-up
import numpy  # noqa: E402  # the same
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
BATCH = 100_000
FIXED = {
    "procedure_name": "", "field": "", "folded": "", "personal_store": False, "waited_minutes": 0, "apologised": False,
    "complained": False, "reception_minutes": None, "changed_at": str(NOW),
}  # fmt: skip


def timed(work: Callable[[], object], times: int = 3) -> float:
    """The median of some runs, in seconds."""
    taken = []
    for _number in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def drawn(first: int, rows: int, units: list[int]) -> polars.DataFrame:
    """Dossiers drawn by chance; the same ones for the same first number."""
    chance = numpy.random.default_rng(first)
    received = numpy.datetime64(TODAY) - chance.integers(0, 1800, rows)
    due = received + numpy.array((3, 5, 7, 15, 20))[chance.integers(0, 5, rows)]
    took = 1 + chance.exponential(6, rows).astype(int)
    over = (received + took <= numpy.datetime64(TODAY)) & (chance.random(rows) > 0.01)
    bits = chance.integers(0, 256, rows)
    number = polars.Series(numpy.arange(first, first + rows)).cast(str).str.zfill(9)
    procedure = polars.Series(chance.integers(0, 130, rows)).cast(str).str.zfill(6)
    whole = polars.DataFrame(
        {
            "code": "H99.12-" + number, "procedure": "2." + procedure,
            "service": numpy.array(("part", "full"))[bits & 1], "unit_id": numpy.array(units)[bits % len(units)],
            "applicant": numpy.array(("citizen", "firm"))[bits >> 1 & 1],
            "channel": numpy.array(("online", "online", "online", "direct"))[bits & 3],
            "state": numpy.where(over, 10, 4), "received_on": received, "due_on": due, "finished_on": received + took,
            "fee": numpy.where(bits & 4, 150000, 0), "paid_online": (bits & 8) > 0, "digitised": (bits & 16) > 0,
            "reused": (bits & 32) > 0, "e_result": (bits & 64) > 0, "verified": (bits & 128) > 0,
            "supplements": (bits % 11 == 0).astype(int), "rating": numpy.where(bits & 1, 5, 0), "taken_days": took,
            "over": over,
        }
    )  # fmt: skip
    late = ~polars.col("over") | (polars.col("finished_on") > polars.col("due_on"))
    return whole.with_columns(  # what is not finished has no end, what was not rated no rating
        polars.when("over").then("finished_on").alias("finished_on"),
        polars.when("over").then("taken_days").alias("taken_days"),
        polars.when(polars.col("rating") > 0).then("rating").alias("rating"),
        polars.when(late).then(polars.col("due_on") + polars.duration(days=1)).alias("late_on"),
    ).drop("over")


def fill(first: int, last: int, agency: int, units: list[int]) -> None:
    """Add dossiers until there are so many, the indexes made afterwards."""
    with connection.schema_editor() as editor:
        for index in Dossier._meta.indexes:
            editor.remove_index(Dossier, index)
    put = copied if connection.vendor == "postgresql" else inserted
    for start in range(first, last, BATCH):
        frame = drawn(start, min(BATCH, last - start), units)
        fixed = [polars.lit(value).alias(name) for name, value in {"agency_id": agency, **FIXED}.items()]
        put(frame.with_columns(polars.col(polars.Date).cast(str), *fixed))
    with connection.schema_editor() as editor:
        for index in Dossier._meta.indexes:
            editor.add_index(Dossier, index)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE dossiers_dossier" if connection.vendor == "postgresql" else "ANALYZE")
        if connection.vendor == "postgresql":
            cursor.execute("CHECKPOINT")  # or what is measured next would still be waiting for the filling


def inserted(frame: polars.DataFrame) -> None:
    """Rows put into SQLite."""
    marks = ", ".join(["%s"] * frame.width)
    statement = f"INSERT INTO dossiers_dossier ({', '.join(frame.columns)}) VALUES ({marks})"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(statement, frame.iter_rows())


def copied(frame: polars.DataFrame) -> None:
    """Rows put into PostgreSQL."""
    statement = f"COPY dossiers_dossier ({', '.join(frame.columns)}) FROM STDIN (FORMAT csv, HEADER)"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write(frame.write_csv())


COLUMNS = (
    "unit_id", "procedure", "service", "applicant", "channel", "state", "received_on", "due_on", "finished_on",
    "late_on", "cast(fee as bigint) as fee", "paid_online", "digitised", "reused", "personal_store", "e_result",
    "verified", "supplements", "apologised", "rating", "complained", "reception_minutes", "taken_days",
)  # fmt: skip
DAYS = ("received_on", "due_on", "finished_on", "late_on")
YES_OR_NO = ("paid_online", "digitised", "reused", "personal_store", "e_result", "verified", "apologised", "complained")


def read_out() -> polars.DataFrame:
    """What is needed of the rows read out of the database, the fastest way that an engine without a driver has.

    PostgreSQL writes CSV that Polars reads; of SQLite the rows are fetched in batches, by Python's own module.
    """
    asked = f"SELECT {', '.join(COLUMNS)} FROM dossiers_dossier"
    kinds = {name.rpartition(" ")[2]: polars.Int64 for name in COLUMNS}
    kinds |= dict.fromkeys(("procedure", "service", "applicant", "channel", *DAYS), polars.String)
    if connection.vendor == "postgresql":
        kinds |= dict.fromkeys(YES_OR_NO, polars.String)
        with connection.cursor() as cursor, cursor.copy(f"COPY ({asked}) TO STDOUT (FORMAT csv, HEADER)") as copy:
            read = polars.read_csv(b"".join(copy), schema_overrides=kinds)
        read = read.with_columns(polars.col(YES_OR_NO) == "t")
    else:
        with closing(sqlite3.connect(connection.settings_dict["NAME"])) as plain:  # Django's turns days into objects
            cursor = plain.execute(asked)
            parts = iter(lambda: cursor.fetchmany(BATCH), [])
            read = polars.concat(polars.DataFrame(rows, schema=kinds, orient="row") for rows in parts)
        read = read.with_columns(polars.col(YES_OR_NO) == 1)
    return read.with_columns(polars.col(DAYS).str.to_date())


CONDITIONS = {
    "online": "channel = 'online'", "direct": "channel = 'direct'", "post": "channel = 'post'", "fee": "fee > 0",
    "paid_online": "paid_online", "digitised": "digitised", "reused": "reused", "e_result": "e_result",
    "settled": "state in (9, 10)", "stopped": "state in (7, 8)", "early": "finished_on < due_on",
    "in_time": "finished_on <= due_on", "late": "finished_on > due_on", "apologised": "apologised",
    "supplemented": "supplements >= 1", "supplemented_again": "supplements >= 2",
    "faulted": "supplements >= 2 or (channel = 'online' and reception_minutes > 480)", "rated": "rating is not null",
    "satisfied": "rating >= 4", "complained": "complained", "verified": "verified",
    "full_service": "service = 'full'", "slow_reception": "reception_minutes > 480", "firm": "applicant = 'firm'",
    "personal_store": "personal_store",
}  # fmt: skip


def statements() -> list[tuple[list[str], bool, str]]:
    """The measures as SQL of a columnar engine over the same columns: their codes, whether by member, the query.

    One query for what an event counts and one for each thing its rows are told apart by: of the ways that were tried
    the fastest for both engines (`count(distinct …)` in one query takes DuckDB twice as long).
    """
    found = []
    for event, day in SOURCE.events.items():
        for by in ("", *SOURCE.members):
            measures = [m for m in SOURCE.measures if m.on == event and m.by == by]
            parts = []
            for measure in measures:
                terms = [CONDITIONS[name] for name in measure.having]
                terms += [f"not coalesce({CONDITIONS[name]}, false)" for name in measure.lacking]
                where = f" filter (where {' and '.join(terms)})" if terms else ""
                amount = SOURCE.amounts.get(measure.amount)
                parts.append((f"sum({amount})" if amount else "count(*)") + where)
            groups = f"unit_id, extract(year from {day}) * 100 + extract(month from {day}) as m"
            groups += f", {SOURCE.members[by]}" if by else ""
            query = (
                f"select {groups}, {', '.join(parts)} from d where {day} is not null group by 1, 2{', 3' * bool(by)}"
            )
            if measures:
                found.append(([m.code for m in measures], bool(by), query))
    return found


def cells_of(results: list[tuple[list[str], bool, list[tuple]]]) -> dict[tuple[int, int], dict]:
    """What an engine found, as CCHC keeps it: what is nought left out."""
    cells: dict[tuple[int, int], dict] = {}
    for codes, by, rows in results:
        for unit, month, *rest in rows:
            cell = cells.setdefault((unit, month), {})
            for code, number in zip(codes, rest[by:], strict=True):
                if number and by and rest[0] is not None:
                    cell.setdefault(code, {})[str(rest[0])] = number
                elif number and not by:
                    cell[code] = number
    return cells


def others(frame: polars.DataFrame) -> dict[str, Callable[[], list]]:
    """Each engine's way of counting everything: from memory, and from a file."""
    asked, path = statements(), str(Path(VAR) / "rows.parquet")
    frame.write_parquet(path)
    memory, file = duckdb.connect(), duckdb.connect()
    memory.register("frame", frame.to_arrow())
    memory.execute("create table d as select * from frame")
    file.execute(f"create view d as select * from '{path}'")
    inside, outside = polars.SQLContext(d=frame), polars.SQLContext(d=polars.scan_parquet(path))

    def duck(at: duckdb.DuckDBPyConnection) -> Callable[[], list]:
        return lambda: [(codes, by, at.execute(query).fetchall()) for codes, by, query in asked]

    def polar(at: polars.SQLContext) -> Callable[[], list]:
        return lambda: [(codes, by, at.execute(query, eager=True).rows()) for codes, by, query in asked]

    return {
        "DuckDB, in memory": duck(memory), "DuckDB, from Parquet": duck(file),
        "Polars, in memory": polar(inside), "Polars, from Parquet": polar(outside),
    }  # fmt: skip


def board(agency, units) -> float:
    """A board of 60 indicators × 12 months × 8 units and the whole, right after a change: median of seven."""
    plain = [m for m in SOURCE.measures if m.on == "received" and not (m.by or m.amount)]
    settled = [m for m in SOURCE.measures if m.on == "finished" and not (m.by or m.amount)]
    terms = [(m.code, "received") for m in plain] + [(m.code, "settled") for m in settled]
    indicators = [
        make_indicator(f"bench_{n}", counts=Counts(numerator=(f"dossiers.{a}",), denominator=(f"dossiers.{b}",)))
        for n, (a, b) in enumerate((terms * 3)[:60])
    ]
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
    """One dossier turns out otherwise, or as it was again; the tallies follow in the same transaction."""
    one = Dossier.objects.earliest("pk")
    with transaction.atomic(), moving(SOURCE, [one.pk], at=NOW):
        Dossier.objects.filter(pk=one.pk).update(digitised=not one.digitised, reused=not one.reused)


def recounts() -> float:
    """A full recount held against the other engines, each one's time printed; the ratio to the fastest."""
    counted = {key[1:]: cell for key, cell in facts.count_cells(SOURCE, SOURCE.all_rows()).items()}
    start = time.perf_counter()
    frame = read_out()
    reading = time.perf_counter() - start
    ways = others(frame)
    found = cells_of(ways["DuckDB, in memory"]())
    if found != counted:
        raise SystemExit("CCHC and DuckDB count the same rows otherwise")
    print(f"{sum(map(len, counted.values())):,} figures in {len(counted)} cells, the same by CCHC and by DuckDB")
    ways = {f"CCHC, from {connection.vendor} to written tallies": lambda: recount(SOURCE, at=NOW), **ways}
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for _round in range(3):
        for name, way in ways.items():
            taken[name].append(timed(way, 1))
    whole, *rest = (statistics.median(seconds) for seconds in taken.values())
    for name, seconds in taken.items():
        middle, least, most = statistics.median(seconds), min(seconds), max(seconds)
        print(f"  full recount by {name}: {middle:.2f} s (of {least:.2f} to {most:.2f})")
    print(f"  reading the rows out of {connection.vendor} for the others: {reading:.1f} s")
    ratio = whole / min(rest)
    print(f"full recount: {ratio:.1f} × the fastest of the others on columns that lie ready (limit 3)")
    print(f"full recount: {whole / (min(rest) + reading):.2f} × the same with the rows read out of the database first")
    return ratio


def main() -> int:
    """Measure, print, and say whether every limit was met."""
    begun = time.perf_counter()
    rows = int(sys.argv[1] if len(sys.argv) > 1 else os.environ.get("CCHC_BENCH_DOSSIERS") or SIZES[-1])
    call_command("migrate", verbosity=0)
    agency = make_agency()
    units = [make_unit(agency, f"Phòng {number}") for number in range(8)]
    have, costs = 0, {}
    print(f"{rows:,} dossiers in {connection.vendor}")
    for size in sorted({size for size in SIZES if size < rows} | {rows}):
        start = time.perf_counter()
        fill(have, size, agency.pk, [unit.pk for unit in units])
        filled, have = time.perf_counter() - start, size
        recount(SOURCE, at=NOW)
        costs[size] = timed(correct, 14)  # an even number: the row is as it was
        print(f"{size:>9,} rows: filled in {filled:.0f} s; one correction {costs[size] * 1000:.1f} ms", flush=True)
    ratio = recounts()
    shown = board(agency, units)
    print(f"board of 60 indicators × 12 months × 9 places after a change: {shown * 1000:.0f} ms (limit 100)")
    growth = costs[rows] / min(costs.values())
    print(f"one correction, most rows against the cheapest: {growth:.1f} ×")
    print(f"all of it took {time.perf_counter() - begun:.0f} s")
    connection.close()
    shutil.rmtree(VAR)
    return 0 if ratio <= 3 and shown <= 0.1 and growth <= 3 else 1


if __name__ == "__main__":
    raise SystemExit(main())
