"""Several processes tick at once and are killed: each period is done once, with all of its work, or not at all."""

import ast
import os
import random
import signal
import time

import pytest

from .processes import answer, program

KILLS = int(os.environ.get("CCHC_CRASH", "4"))
TICKERS, DAYS = 3, 6
pytestmark = pytest.mark.xdist_group("crash")
# A job a day whose work is ten messages; the clock is walked through, past the end of a claim and a failed attempt.
TICK = """
from datetime import UTC, datetime, time as clock_time, timedelta
from time import sleep
from cchc.common import jobs, outbox
jobs._jobs.clear()
def work(at):
    for number in range(10):
        outbox.post(channel="mail", recipient=f"{at:%%Y-%%m-%%d}@so.example", body="…", at=at)
        sleep(0.01)  # long enough to be killed in
    return 10
jobs.register(jobs.Job("test.job", "Việc", jobs.Daily(clock_time(7), working=False), work))
print("ready", flush=True)
start = datetime(2026, 3, 1, 1, 0, tzinfo=UTC)
for day in range(%d, %d):
    for step in range(3):
        now = start + timedelta(days=day, minutes=11 * step)
        jobs.tick(clock=lambda: now)
"""
COUNT = """
from collections import Counter
from cchc.common.models import JobRun, OutboxMessage
print(dict(JobRun.objects.order_by("period").values_list("period", "outcome")))
print(dict(Counter(to.split("@")[0] for to in OutboxMessage.objects.values_list("recipient", flat=True))))
"""


def test_each_period_is_done_once_though_several_tick_and_are_killed(installation):
    dice = random.Random(9)
    for turn in range(KILLS):  # each turn has the days of the one before that were broken off, and as many new ones
        tickers = [program(installation, TICK % (turn * DAYS, (turn + 2) * DAYS)) for _ in range(TICKERS)]
        for ticker in tickers:
            assert ticker.stdout.readline() == "ready\n"
        time.sleep(dice.random())
        for ticker in tickers[: dice.randint(1, TICKERS)]:
            ticker.send_signal(signal.SIGKILL)
        for ticker in tickers:
            ticker.communicate(timeout=240)
    last = (KILLS + 1) * DAYS
    program(installation, TICK % (0, last)).communicate(timeout=600)
    program(installation, TICK % (0, last)).communicate(timeout=600)  # once more: nothing is left to do
    runs, messages = (ast.literal_eval(line) for line in answer(installation, COUNT).strip().splitlines())
    assert len(runs) >= last
    done = {period for period, outcome in runs.items() if outcome == "done"}
    assert messages == dict.fromkeys(done, 10)
    assert len(done) >= last // 2  # a ticker whose clock is days ahead gives up what was broken off before
