"""Two people at once, in real transactions: exactly one adopts, the other is told."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from cchc.plans.models import Plan

from . import race


def holds(plans: int, answers: list[str]) -> None:
    assert plans == 1
    assert sorted(answer == "plan" for answer in answers) == [False, True], answers
    assert any("ban hành vào hệ thống" in answer for answer in answers), answers


@pytest.mark.django_db(transaction=True)
def test_of_two_who_adopt_at_once_one_succeeds_on_a_server_database():
    if connection.vendor == "sqlite":
        pytest.skip("SQLite in memory has one connection; see the test with a file")
    answers = race.adopt_twice(*race.prepare())
    holds(Plan.objects.count(), answers)


@pytest.mark.sqlite_only
def test_of_two_who_adopt_at_once_one_succeeds_on_a_file_of_sqlite(tmp_path):
    source = str(Path(__file__).parents[3])
    paths = os.pathsep.join([source, os.environ.get("PYTHONPATH", "")])
    environment = {**os.environ, "CCHC_VAR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "cchc.config.settings",
                   "PYTHONPATH": paths}  # fmt: skip
    environment.pop("DATABASE_URL", None)
    done = subprocess.run(
        [sys.executable, "-m", "cchc.plans.tests.race"], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    plans, *answers = done.stdout.splitlines()
    holds(int(plans), answers)
