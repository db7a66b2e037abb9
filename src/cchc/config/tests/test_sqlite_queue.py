"""The queue of those who write to SQLite: nobody is shut out, nor kept by the dead, and without it all goes on."""

import os
import subprocess
import sys
import threading
import time

import pytest
from django.db import OperationalError

from cchc.config.sqlite.base import DatabaseWrapper, _held

HOLD = """
import fcntl, sys, time
files = [open(name, "w") for name in sys.argv[1:]]
for file in files:
    fcntl.flock(file, fcntl.LOCK_EX)
print("held", flush=True)
time.sleep(60)
"""


@pytest.fixture(autouse=True)
def databases_of_their_own(django_db_blocker):
    with django_db_blocker.unblock():
        yield


def connect(folder, timeout=10):
    settings = {
        "NAME": str(folder / "one.sqlite3"), "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": timeout},
        "AUTOCOMMIT": True, "CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": False, "TIME_ZONE": None, "TEST": {},
        "ATOMIC_REQUESTS": False,
    }  # fmt: skip
    return DatabaseWrapper(settings, "one")


def write(connection, seconds=0.0):
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS word (text TEXT)")
        cursor.execute("INSERT INTO word VALUES ('a')")
    time.sleep(seconds)
    connection.commit()
    connection.set_autocommit(True)


def free(folder):
    file = _held(str(folder / "one.sqlite3-turn"), time.monotonic())
    if file is not None:
        os.close(file)
    return file is not None


def test_who_writes_again_and_again_lets_another_in_between(tmp_path):
    written, stop = [], threading.Event()

    def greedy():
        mine = connect(tmp_path)
        while not stop.is_set():
            write(mine, seconds=0.005)
            written.append(1)
        mine.close()

    thread = threading.Thread(target=greedy)
    thread.start()
    other, passed = connect(tmp_path), []
    try:
        for _turn in range(20):
            before = len(written)
            write(other)
            passed.append(len(written) - before)
    finally:
        stop.set()
        thread.join()
        other.close()
    assert sorted(passed)[10] <= 2
    assert max(passed) <= 10  # without the queue: dozens, while SQLite's pauses grow


def test_the_turn_is_given_up_by_commit_rollback_and_closing(tmp_path):
    connection = connect(tmp_path)
    write(connection)
    assert free(tmp_path)
    for end in (connection.rollback, connection.close):
        connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
        assert not free(tmp_path)
        end()
        assert free(tmp_path)
        if connection.connection is not None:
            connection.set_autocommit(True)


@pytest.mark.parametrize("held", [["-line"], ["-turn"], ["-line", "-turn"]])
def test_who_holds_a_lock_and_dies_keeps_nobody_and_who_lives_no_longer_than_the_timeout(tmp_path, held):
    names = [str(tmp_path / f"one.sqlite3{end}") for end in held]
    with subprocess.Popen([sys.executable, "-c", HOLD, *names], stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout.readline() == "held\n"
        hasty = connect(tmp_path, timeout=0.2)
        write(hasty)  # the locks only order who comes when
        hasty.close()
        holder.kill()
    patient = connect(tmp_path, timeout=30)
    started = time.monotonic()
    write(patient)
    patient.close()
    assert time.monotonic() - started < 15


def test_a_folder_that_is_not_there_is_told_by_the_database(tmp_path):
    with pytest.raises(OperationalError, match="unable to open"):
        write(connect(tmp_path / "nowhere"))
