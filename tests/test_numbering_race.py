"""Eight processes take numbers of one book at once: no duplicate, no gap."""

import os
import sys
import time

import pytest

from .processes import answer, program

EACH = int(os.environ.get("CCHC_NUMBERS", "25"))
PROCESSES = 8
pytestmark = pytest.mark.xdist_group("crash")
OPEN = """
from datetime import date
from django.utils import timezone
from cchc.common import actions
from cchc.common.number_forms import NumberForm
form = NumberForm(date(2020, 3, 5), "{number}/KH-SCT", 2, "Nghị định 30/2020/NĐ-CP")
print(actions.open_book(agency_id=1, name="Sổ", kinds=[], every="year", form=form, by=None, at=timezone.now()).pk)
"""
TAKE = """
import sys
from datetime import date
from django.db import transaction
from django.utils import timezone
from cchc.common import actions
from cchc.common.models import NumberBook
class Person:
    pk, agency_id = 1, 1
    def get_full_name(self):
        return "Nguyễn An"
book, day = NumberBook.objects.get(), date(2026, 3, 2)
def take():
    return actions.take_number(book=book, on=day, subject="Kế hoạch", by=Person(), at=timezone.now()).number
print("ready", flush=True)
sys.stdin.readline()
taken = []
for turn in range(%d):
    if turn %% 5 == 4:  # now and then the paper is not made after all: its number must not be missing
        try:
            with transaction.atomic():
                take()
                raise LookupError
        except LookupError:
            pass
    taken.append(take())
print(*taken)
"""
COUNT = """
from cchc.common import journal
from cchc.common.models import NumberCounter, TakenNumber
print(*TakenNumber.objects.order_by("number").values_list("number", flat=True))
print(NumberCounter.objects.get().last, journal.verify().whole)
"""


def test_processes_that_take_numbers_at_once_get_no_duplicate_and_leave_no_gap(installation):
    answer(installation, OPEN)
    takers = [program(installation, TAKE % EACH) for _ in range(PROCESSES)]
    for taker in takers:
        assert taker.stdout.readline() == "ready\n"
    started = time.monotonic()
    for taker in takers:
        taker.stdin.write("go\n")
        taker.stdin.flush()
    told = [taker.communicate(timeout=1800)[0] for taker in takers]
    seconds = time.monotonic() - started
    assert [taker.returncode for taker in takers] == [0] * PROCESSES, told
    given = [[int(word) for word in said.split()] for said in told]
    wanted = list(range(1, PROCESSES * EACH + 1))
    assert [len(numbers) for numbers in given] == [EACH] * PROCESSES
    assert sorted(number for numbers in given for number in numbers) == wanted
    numbers, end = answer(installation, COUNT).strip().splitlines()
    assert [int(word) for word in numbers.split()] == wanted
    assert end == f"{PROCESSES * EACH} True"
    figure = f"{PROCESSES} processes × {EACH} numbers: {len(wanted) / seconds:.0f} a second, {seconds:.1f} s"
    sys.stdout.write(f"\n{figure}\n")
