"""kill −9 in the middle of a restore, a backup, a burst of actions: the whole or nothing, and the next try succeeds."""

import ast
import os
import random
import signal
import time
from pathlib import Path

import pytest

from .processes import answer, command, kill_after, program

TIMES = int(os.environ.get("CCHC_CRASH", "3"))
ARCHIVE = Path(__file__).parent / "upgrades" / "0.1.0.zip"
pytestmark = pytest.mark.xdist_group("crash")
LOOK = """
from cchc.config import backup
from cchc.common.models import JournalEntry
print(backup.is_empty(), JournalEntry.objects.count())
"""


def test_a_restore_that_is_killed_leaves_an_empty_installation_or_the_whole(installation, tmp_path):
    started = time.monotonic()
    command(installation, "restore", "--check", str(ARCHIVE))
    start_up = time.monotonic() - started
    dice, killed, empty = random.Random(4), 0, True
    for _ in range(TIMES):
        killed += kill_after(installation, start_up + dice.random() * 4 * start_up, "restore", str(ARCHIVE))
        said = answer(installation, LOOK).split()
        assert said in (["True", "0"], ["False", "1535"])
        if said[0] == "False":
            empty = False
            break
    assert killed
    if empty:
        assert "journal of 1535 entries, whole" in command(installation, "restore", str(ARCHIVE))
    said = command(installation, "verify")
    assert "journal: 1535 entries, whole" in said
    assert "files: 150, whole" in said
    assert not list((tmp_path / "var").glob("files.restoring"))


def test_a_backup_that_is_killed_leaves_no_archive_that_could_be_taken_for_one(installation, tmp_path):
    command(installation, "restore", str(ARCHIVE))
    started = time.monotonic()
    command(installation, "backup", str(tmp_path / "whole.zip"))
    length, dice = time.monotonic() - started, random.Random(5)
    for number in range(TIMES):
        target = tmp_path / f"{number}.zip"
        kill_after(installation, dice.uniform(0.3, 1) * length, "backup", str(target))
        if target.exists():
            command(installation, "restore", "--check", str(target))
    assert "whole" in command(installation, "verify")


BURSTS = int(os.environ.get("CCHC_CRASH", "10"))
ACT = """
from django.db import transaction
from django.utils import timezone
from cchc.common import journal, outbox
while True:
    with transaction.atomic():
        message = outbox.post(channel="mail", recipient="a@so.example", body="…", at=timezone.now())
        entry = journal.write(by=None, at=timezone.now(), action="test.burst", record=message)
    print(entry.seq, message.pk, flush=True)
"""
COUNT = """
from cchc.common import journal
from cchc.common.models import JournalEntry, OutboxMessage
verdict = journal.verify()
print("whole" if verdict.whole else verdict.reason)
rows = JournalEntry.objects.filter(action="test.burst").values_list("seq", "record_id")
told = {(seq, int(key)) for seq, key in rows}
print(len(told), OutboxMessage.objects.count())
print(sorted(told))
"""


def test_actions_that_are_killed_in_bursts_lose_nothing_that_was_confirmed(installation):
    """Three processes act as fast as they can and are killed at once, again and again."""
    dice, confirmed = random.Random(6), set()
    for _ in range(BURSTS):
        workers = [program(installation, ACT) for _ in range(3)]
        first = workers[0].stdout.readline()  # the burst is on
        time.sleep(dice.random() * 0.3)
        for worker in workers:
            worker.send_signal(signal.SIGKILL)
        said = [first, *(line for worker in workers for line in worker.communicate()[0].splitlines(keepends=True))]
        confirmed |= {tuple(map(int, line.split())) for line in said if line.endswith("\n")}
    verdict, counts, told = answer(installation, COUNT).strip().splitlines()
    entries, messages = map(int, counts.split())
    assert verdict == "whole"
    assert entries == messages
    assert len(confirmed) >= BURSTS
    assert not confirmed - set(ast.literal_eval(told))
