"""The demo's yearly report as DOCX, PDF and XLSX, and an evidence pack: how long each takes.

    python scripts/bench_report.py [ROUNDS]      (5 unless given)

Builds the demo in a database of its own and writes its yearly report round after round. Prints the median of each
format, of all three together (limit 2 seconds) and of finding the figures, by the clock and of the processor, then how
long the evidence pack takes, and how long its own script takes to check it. Exits with 1 beyond the limit.
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
    """How long something takes by the clock, how long of the processor, and what it gives."""
    started, used = time.perf_counter(), time.process_time()
    made = work()
    return time.perf_counter() - started, time.process_time() - used, made


def main(rounds: int) -> int:
    """Measure, print, and say whether the limit holds."""
    logging.disable(logging.INFO)
    call_command("migrate", verbosity=0)
    call_command("load_reference", verbosity=0)
    today = timezone.localdate()
    build(today, lambda _said: None)
    report = Report.objects.filter(unit=None, period_code__endswith="-Y").first()
    if report is None:  # in the first weeks of January
        office, period = Account.objects.get(username="vanphong"), Period(Kind.YEAR, today.year)
        report = actions.create_report(period=period, as_of=today, by=office, at=timezone.now())
    names = ("figures", "docx", "pdf", "xlsx", "three")
    spent: dict[str, list[tuple[float, float]]] = {name: [] for name in names}
    for _round in range(rounds):
        *took, paper = timed(lambda: paper_of(report, (s := Screen(report)).form, s.texts, s.values))
        spent["figures"].append(tuple(took))
        for name, write in (("docx", to_docx), ("pdf", to_pdf), ("xlsx", to_xlsx)):
            *took, data = timed(lambda write=write, paper=paper: write(paper))
            spent[name].append(tuple(took))
            print(f"{name:8} {took[0]:6.2f} s, {took[1]:.2f} s of the processor, {len(data):9} bytes")
        both = [sum(spent[name][-1][part] for name in ("docx", "pdf", "xlsx")) for part in (0, 1)]
        spent["three"].append((both[0], both[1]))
    medians = {name: [statistics.median(one[part] for one in took) for part in (0, 1)] for name, took in spent.items()}
    for name, (clock, used) in medians.items():
        print(f"{name:8} median {clock:5.2f} s, {used:.2f} s of the processor, of {rounds}")
    sent = Report.objects.filter(unit=None).exclude(pack=None).first()
    if sent is not None:
        seconds, _used, packed = timed(lambda: pack_of(sent, timezone.now()))
        print(f"{'pack':8} {seconds:6.2f} s {len(packed.data):9} bytes, {packed.files} files, {packed.rows} rows")
        with tempfile.TemporaryDirectory() as place:
            (Path(place) / "pack.zip").write_bytes(blobs.read(sent.pack.sha256))
            script = Path(sys.modules["cchc.reports.packing"].__path__[0]) / "verify.py"
            run = [sys.executable, "-I", script, Path(place) / "pack.zip"]
            seconds, _used, ran = timed(lambda: subprocess.run(run, capture_output=True, text=True, check=False))
            print(f"{'script':8} {seconds:6.2f} s: {ran.stdout.splitlines()[1:]}")
    return 1 if medians["three"][0] > LIMIT else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 5))
