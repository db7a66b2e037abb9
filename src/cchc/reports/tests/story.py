"""A small department with a plan of four tasks and two targets, and a quarter of dossiers."""

import random
from datetime import date

from cchc.dossiers.measures import SOURCE
from cchc.dossiers.testing import random_dossier
from cchc.indicators import testing as indicators
from cchc.indicators.actions.counting import count_from
from cchc.indicators.actions.tallies import recount
from cchc.organisation import testing
from cchc.organisation.models import Account, Unit
from cchc.plans import testing as plans
from cchc.plans.models import Task
from cchc.reports.testing import NOW, finish

DUE = ("30/6/2026", "31/5/2026", "31/8/2026", "30/11/2026")


def make_story(office: Account) -> tuple[Unit, list[Task]]:
    """Tasks done in time, done late, overdue and under way by the end of September; a share of 95 % in the quarter."""
    agency = office.agency
    unit = testing.make_unit(agency, "Phòng Quản lý thương mại")
    tasks = [
        plans.confirmed_task(f"Việc số {number}", f"Ngày {due}", lead=unit.pk, no_product=True)
        for number, due in enumerate(DUE, 1)
    ]
    [share] = indicators.load("on_time_share")
    reached, missed = (
        plans.confirmed_target(
            f"Hồ sơ đúng hạn ít nhất {level}%", goal=plans.make_goal(level), indicator=share.code, owner=unit.pk
        )
        for level in (80, 99)
    )
    plan = plans.make_plan(office, *tasks, reached, missed)
    found = list(plan.tasks.order_by("sort"))
    finish(found[0], office, date(2026, 6, 20))
    finish(found[1], office, date(2026, 7, 5))
    indicators.make_figure(share, "2026-Q1", 95, 100, by=office)
    indicators.make_figure(share, "2026-Q2", 90, 120, by=office)
    indicators.make_figure(share, "2026-Q3", 190, 200, by=office, as_of=date(2026, 9, 28))
    indicators.make_figure(share, "2025-Q3", 80, 100, by=office)
    return unit, found


def register(office, units, seed=7, number=160):
    """A register of dossiers that the department counts from, since the beginning of last year."""
    chance = random.Random(seed)
    for _number in range(number):
        random_dossier(office.agency, units, chance, date(2026, 10, 4)).save(force_insert=True)
    recount(SOURCE, at=NOW)
    manager = testing.make_account(office.agency, ["office"])
    count_from(source=SOURCE, month=date(2025, 1, 1), by=manager, at=NOW)
