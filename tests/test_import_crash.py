"""Workers are killed while they import a long file: it ends as the file says, counted, and never half a batch."""

import ast
import os
import random
import signal
import time

import pytest

from .processes import answer, begin, program

KILLS = int(os.environ.get("CCHC_CRASH", "2"))
ROWS = 600
pytestmark = pytest.mark.xdist_group("crash")
ASK = f"""
from django.utils import timezone
from cchc.dossiers import actions
from cchc.organisation.testing import make_account, make_agency, make_unit
agency = make_agency()
make_unit(agency, "Phòng Thử")
by, now = make_account(agency, ["office"]), timezone.now()
head = "Mã hồ sơ;Mã TTHC;Đơn vị xử lý;Hình thức nộp;Trạng thái;Ngày tiếp nhận;Ngày hẹn trả;Ngày kết thúc xử lý"
rows = [f"H99.12-260901-{{n:04d}};2.000001;phòng thử;Trực tuyến;Đã trả kết quả;01/09/2026 08:30;08/09/2026;04/09/2026"
        for n in range({ROWS})]
run = actions.start_import(content="\\n".join([head, *rows]).encode(), name="ho-so.csv", by=by, at=now)
run = actions.check_import(run=run, columns=run.columns, by=by, at=now)
actions.ask_take(run=run, by=by, at=now)
"""
# A worker with small batches and a short claim, that takes its time.
WORK = """
from datetime import timedelta
from time import sleep
from django.utils import timezone
from cchc.dossiers import actions, importing
from cchc.dossiers.actions import work
importing.BATCH, work.CLAIM, work.ATTEMPTS = 50, timedelta(seconds=2), 1000
write = work.write_lines
def slowly(*words):
    done = write(*words)
    sleep(0.03)  # written and counted, not yet kept
    return done
work.write_lines = slowly
print("ready", flush=True)
while not actions.work_on_files(clock=timezone.now):
    sleep(0.1)
"""
LOOK = """
from cchc.common.models import JournalEntry
from cchc.dossiers.measures import SOURCE
from cchc.dossiers.models import Dossier, RegisterImport
from cchc.indicators.tallies import differences
run = RegisterImport.objects.get()
print([run.state, run.new, run.same, Dossier.objects.count(), len(list(differences(SOURCE))),
       JournalEntry.objects.filter(action="dossiers.import_take").count()])
"""


def test_a_killed_import_is_gone_on_with_and_no_batch_is_ever_half_there(installation):
    dice = random.Random(3)
    answer(installation, ASK)
    seen = []
    for _turn in range(KILLS):
        worker = program(installation, WORK)
        assert worker.stdout.readline() == "ready\n"
        time.sleep(dice.uniform(0, 0.5))
        worker.send_signal(signal.SIGKILL)
        worker.communicate(timeout=60)
        state, _new, _same, there, wrong, _entries = ast.literal_eval(answer(installation, LOOK))
        assert (there % 50, wrong) == (0, 0)
        seen.append(there)
        if state == "taken":
            break
        time.sleep(2)  # its claim runs out
    assert seen == sorted(seen)
    if state != "taken":
        said, _none = program(installation, WORK).communicate(timeout=240)
        assert said == "ready\n"
    assert ast.literal_eval(answer(installation, LOOK)) == ["taken", ROWS, 0, ROWS, 0, 1]


def test_the_worker_beside_a_server_ends_with_it(installation):
    worker = begin(installation, "work", "--beside", "1", "--pause", "0.1")  # whose parent is another process
    worker.communicate(timeout=60)
    assert worker.returncode == 0
