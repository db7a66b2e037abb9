"""The demo's yearly report as DOCX, PDF and XLSX, and an evidence pack: how long each takes.

    python scripts/bench_report.py [ROUNDS]      (5 unless given)

Builds the demo in a database of its own, begins the yearly report, and writes it round after round. Prints the median
of each format, of all three together (limit 2 seconds) and of finding the figures, then how long the evidence pack of
the report that the demo has sent takes, and how long its own script takes to check it. Exits with 1 beyond the limit.
"""

import logging
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "cchc.config.settings"
os.environ["CCHC_VAR"] = tempfile.mkdtemp(prefix="cchc-bench-")

import django

django.setup()

from django.core.management import call_command  # noqa: E402  # the models are there only after set-up
from django.utils import timezone  # noqa: E402  # the same

from cchc.common.periods import Kind, Period  # noqa: E402  # the same
from cchc.config.demo.build import build  # noqa: E402  # the same
from cchc.documents import blobs  # noqa: E402  # the same
from cchc.documents.layout import to_docx, to_pdf, to_xlsx  # noqa: E402  # the same
from cchc.organisation.models import Account  # noqa: E402  # the same
from cchc.reports import actions  # noqa: E402  # the same
from cchc.reports.models import Report  # noqa: E402  # the same
from cchc.reports.packing.archive import pack_of  # noqa: E402  # the same
from cchc.reports.papers import paper_of  # noqa: E402  # the same
from cchc.reports.screen import Screen  # noqa: E402  # the same

LIMIT = 2.0  # seconds for the three formats


def timed(work):  # anything
    """How long something takes, and what it gives."""
    started = time.perf_counter()
    made = work()
    return time.perf_counter() - started, made


def main(rounds: int) -> int:
    """Measure, print, and say whether the limit holds."""
    logging.disable(logging.INFO)
    call_command("migrate", verbosity=0)
    call_command("load_reference", verbosity=0)
    today = timezone.localdate()
    build(today, lambda _said: None)
    office = Account.objects.get(username="vanphong")
    period = Period(Kind.YEAR, today.year)
    found = Report.objects.filter(unit=None, period_code=period.code).first()
    report = found or actions.create_report(period=period, as_of=today, by=office, at=timezone.now())
    spent: dict[str, list[float]] = {name: [] for name in ("figures", "docx", "pdf", "xlsx", "three")}
    for _round in range(rounds):
        seconds, paper = timed(lambda: paper_of(report, (s := Screen(report)).form, s.texts, s.values))
        spent["figures"].append(seconds)
        for name, write in (("docx", to_docx), ("pdf", to_pdf), ("xlsx", to_xlsx)):
            seconds, data = timed(lambda write=write, paper=paper: write(paper))
            spent[name].append(seconds)
            print(f"{name:8} {seconds:6.2f} s {len(data):9} bytes")
        spent["three"].append(sum(spent[name][-1] for name in ("docx", "pdf", "xlsx")))
    for name, times in spent.items():
        print(f"{name:8} median {statistics.median(times):5.2f} s of {rounds}")
    sent = Report.objects.filter(unit=None).exclude(pack=None).first()
    if sent is not None:
        seconds, packed = timed(lambda: pack_of(sent, timezone.now()))
        print(f"{'pack':8} {seconds:6.2f} s {len(packed.data):9} bytes, {packed.files} files, {packed.rows} rows")
        with tempfile.TemporaryDirectory() as place:
            (Path(place) / "pack.zip").write_bytes(blobs.read(sent.pack.sha256))
            script = Path(sys.modules["cchc.reports.packing"].__path__[0]) / "verify.py"
            run = [sys.executable, "-I", script, Path(place) / "pack.zip"]
            seconds, ran = timed(lambda: subprocess.run(run, capture_output=True, text=True, check=False))
            print(f"{'script':8} {seconds:6.2f} s: {ran.stdout.splitlines()[1:]}")
    return 1 if statistics.median(spent["three"]) > LIMIT else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 5))
