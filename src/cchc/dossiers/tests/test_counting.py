"""Counting dossiers: the tallies against a plain walk over the rows, and what a change costs and leaves."""

import random
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cchc.common.periods import Period
from cchc.dossiers.measures import SOURCE
from cchc.dossiers.models import Dossier
from cchc.dossiers.testing import NOW, build_dossier, make_dossier, random_dossier
from cchc.indicators import facts, tallies
from cchc.indicators.actions.tallies import arrived, moving, recount
from cchc.indicators.models import CountedFrom, Tally
from cchc.indicators.rules import Counts, Formula
from cchc.indicators.testing import load, make_indicator
from cchc.indicators.values import readings
from cchc.organisation.testing import make_agency, make_unit

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 25)


def faulted(dossier):
    """Supplemented twice, or filed online and accepted after eight working hours."""
    return dossier.supplements > 1 or (dossier.channel == "online" and (dossier.reception_minutes or 0) > 480)


# Every measure once more, written as a person would check a row by hand.
SAYS: dict[str, Callable[[Dossier], bool]] = {
    "received": lambda d: True,
    "received_online": lambda d: d.channel == "online",
    "received_direct": lambda d: d.channel == "direct",
    "received_post": lambda d: d.channel == "post",
    "received_full_service": lambda d: d.service == "full",
    "received_full_service_online": lambda d: d.service == "full" and d.channel == "online",
    "received_fee": lambda d: d.fee > 0,
    "received_paid_online": lambda d: d.fee > 0 and d.paid_online,
    "received_digitised": lambda d: d.digitised,
    "received_reused": lambda d: d.reused,
    "received_store": lambda d: d.personal_store,
    "received_verified": lambda d: d.verified,
    "received_slow": lambda d: d.channel == "online" and (d.reception_minutes or 0) > 480,
    "received_supplemented": lambda d: d.supplements > 0,
    "received_supplemented_again": lambda d: d.supplements > 1,
    "received_firm": lambda d: d.applicant == "firm",
    "received_complained": lambda d: d.complained,
    "received_faulted": faulted,
    "ended": lambda d: True,
    "ended_faulted": faulted,
    "ended_in_order": lambda d: d.finished_on <= d.due_on and not faulted(d),
    "settled": lambda d: d.state in (9, 10),
    "settled_early": lambda d: d.state in (9, 10) and d.finished_on < d.due_on,
    "settled_in_time": lambda d: d.state in (9, 10) and d.finished_on <= d.due_on,
    "settled_late": lambda d: d.state in (9, 10) and d.finished_on > d.due_on,
    "settled_late_apologised": lambda d: d.state in (9, 10) and d.finished_on > d.due_on and d.apologised,
    "settled_in_time_once": lambda d: d.state in (9, 10) and d.finished_on <= d.due_on and d.supplements < 2,
    "settled_e_result": lambda d: d.state in (9, 10) and d.e_result,
    "settled_digitised": lambda d: d.state in (9, 10) and d.e_result and d.digitised,
    "settled_online": lambda d: d.state in (9, 10) and d.channel == "online",
    "settled_rated": lambda d: d.state in (9, 10) and d.rating is not None,
    "settled_satisfied": lambda d: d.state in (9, 10) and (d.rating or 0) >= 4,
    "stopped": lambda d: d.state in (7, 8),
    "late_ended": lambda d: d.finished_on > d.due_on,
    "late_ended_faulted": lambda d: d.finished_on > d.due_on and faulted(d),
    "went_late": lambda d: True,
    "went_late_faulted": faulted,
}


def days(dossier, event):
    return {"received": dossier.received_on, "finished": dossier.finished_on, "late": dossier.late_on}[event]


@pytest.fixture
def department():
    agency = make_agency()
    return agency, [make_unit(agency, f"Phòng {number}") for number in range(3)]


def fill(agency, units, number, seed=1):
    chance = random.Random(seed)
    rows = [random_dossier(agency, units, chance, TODAY) for _ in range(number)]
    return Dossier.objects.bulk_create(rows)


def test_every_measure_counts_what_a_person_would(department):
    agency, units = department
    fill(agency, units, 400)
    rows = list(Dossier.objects.all())
    cells = facts.count_cells(SOURCE, SOURCE.all_rows())
    by_flags = {measure.code for measure in SOURCE.measures if not (measure.by or measure.amount)}
    assert by_flags == set(SAYS)
    for measure in SOURCE.measures:
        if measure.code not in SAYS:
            continue
        expected = {}
        for row in rows:
            day = days(row, measure.on)
            if day is not None and SAYS[measure.code](row):
                key = (agency.pk, row.unit_id, day.year * 100 + day.month)
                expected[key] = expected.get(key, 0) + 1
        found = {key: cell[measure.code] for key, cell in cells.items() if measure.code in cell}
        assert found == expected, measure.code


# What the rows are told apart by, or the number added up, of the rows that a person would choose.
APART = {
    "procedures_used": (lambda d: d.procedure, lambda d: True),
    "procedures_used_online": (lambda d: d.procedure, lambda d: d.channel == "online"),
    "procedures_fee": (lambda d: d.procedure, lambda d: d.fee > 0),
    "procedures_paid_online": (lambda d: d.procedure, lambda d: d.fee > 0 and d.paid_online),
    "procedures_verified": (lambda d: d.procedure, lambda d: d.verified),
    "days_taken": (lambda d: str(d.taken_days), lambda d: d.state in (9, 10)),
}
ADDED = {
    "fees": (lambda d: int(d.fee), lambda d: d.fee > 0),
    "days_sum": (lambda d: d.taken_days, lambda d: d.state in (9, 10)),
}


def test_distributions_and_amounts_count_what_a_person_would(department):
    agency, units = department
    fill(agency, units, 300)
    cells = facts.count_cells(SOURCE, SOURCE.all_rows())
    assert {m.code for m in SOURCE.measures if m.by} == set(APART)
    assert {m.code for m in SOURCE.measures if m.amount} == set(ADDED)
    rows = list(Dossier.objects.all())
    for measure in SOURCE.measures:
        if not (measure.by or measure.amount):
            continue
        of, chosen = (APART | ADDED)[measure.code]
        expected = {}
        for row in rows:
            day = days(row, measure.on)
            if day is None or not chosen(row):
                continue
            key = (agency.pk, row.unit_id, day.year * 100 + day.month)
            if measure.amount:
                expected[key] = expected.get(key, 0) + of(row)
            else:
                spread = expected.setdefault(key, {})
                spread[of(row)] = spread.get(of(row), 0) + 1
        assert {key: cell[measure.code] for key, cell in cells.items() if measure.code in cell} == expected


def test_what_tells_rows_apart_is_read_only_where_it_is_asked_for(department):
    agency, units = department
    fill(agency, units, 30)
    recount(SOURCE, at=NOW)
    with CaptureQueriesContext(connection) as seen:
        plain = tallies.kept_cells(SOURCE, Tally.objects.all(), frozenset({"received"}))
        apart = tallies.kept_cells(SOURCE, Tally.objects.all(), frozenset({"received", "procedures_used"}))
    assert ["spreads" in query["sql"] for query in seen.captured_queries] == [False, True]
    for key, cell in plain.items():
        assert cell.get("received", 0) == sum(apart[key].get("procedures_used", {}).values())


def test_the_rows_behind_a_measure_are_as_many_as_it_counts(department):
    agency, units = department
    fill(agency, units, 300)
    recount(SOURCE, at=NOW)
    first, last = date(2026, 3, 1), date(2026, 8, 31)
    for measure in SOURCE.measures:
        if measure.by or measure.amount:
            continue
        kept = Tally.objects.filter(month__range=(202603, 202608))
        assert SOURCE.rows(measure.code, first=first, last=last).count() == sum(
            tally.content.get(measure.code, 0) for tally in kept
        )


def test_what_is_open_on_a_day_is_what_came_in_and_has_not_ended(department):
    agency, units = department
    fill(agency, units, 300)
    day = date(2026, 6, 30)
    opened = [d for d in Dossier.objects.exclude(received_on=None) if d.received_on <= day]
    still = {d.pk for d in opened if d.finished_on is None or d.finished_on > day}
    late = {pk for pk in still if (d := Dossier.objects.get(pk=pk)).due_on < day or d.due_on < day}
    assert set(SOURCE.rows("open", first=None, last=day).values_list("pk", flat=True)) == still
    assert set(SOURCE.rows("open_late", first=None, last=day).values_list("pk", flat=True)) == late


def test_tallies_follow_every_change_and_stay_equal_to_a_full_recount(department):
    agency, units = department
    chance = random.Random(7)
    rows = fill(agency, units, 120)
    recount(SOURCE, at=NOW)
    for _round in range(40):
        with transaction.atomic():
            doing = chance.random()
            if doing < 0.4:
                made = random_dossier(agency, units, chance, TODAY)
                made.save()
                arrived(SOURCE, [made.pk], at=NOW)
                rows.append(made)
            elif doing < 0.6 and rows:
                gone = rows.pop(chance.randrange(len(rows)))
                with moving(SOURCE, [gone.pk], at=NOW):
                    Dossier.objects.filter(pk=gone.pk).delete()
            else:
                chosen = [row.pk for row in chance.sample(rows, 5)]
                with moving(SOURCE, chosen, at=NOW):
                    new = random_dossier(agency, units, chance, TODAY)
                    Dossier.objects.filter(pk__in=chosen).update(
                        unit=new.unit, received_on=new.received_on, due_on=new.due_on, finished_on=new.finished_on,
                        late_on=new.late_on, state=new.state, channel=new.channel, procedure=new.procedure,
                    )  # fmt: skip
    assert list(tallies.differences(SOURCE)) == []


def test_a_tally_that_was_tampered_with_is_named(department):
    agency, units = department
    fill(agency, units, 30)
    recount(SOURCE, at=NOW)
    tally = Tally.objects.filter(content__has_key="received").first()
    was = tally.content["received"]
    tally.content["received"] = was + 1
    tally.save()
    found = list(tallies.differences(SOURCE))
    assert [(f.unit, f.month, f.measure, f.kept, f.counted) for f in found] == [
        (tally.unit_id, tally.month, "received", was + 1, was)
    ]


def test_a_change_costs_the_same_queries_however_many_rows_there_are(department, django_assert_max_num_queries):
    agency, units = department
    fill(agency, units, 200)
    recount(SOURCE, at=NOW)
    one = Dossier.objects.first()
    with django_assert_max_num_queries(40), transaction.atomic(), moving(SOURCE, [one.pk], at=NOW):
        Dossier.objects.filter(pk=one.pk).update(channel="post")


def counted(agency, month=202501):
    CountedFrom.objects.create(agency=agency, source="dossiers", month=month, said_at=timezone.now())


def values(agency, indicator, *codes, units=(None,)):
    return readings(agency=agency, indicators=[indicator], periods=[Period.parse(c) for c in codes], units=units)


def test_a_share_is_counted_for_the_department_and_for_each_unit(department):
    agency, units = department
    for number in range(10):
        make_dossier(agency, units[0], channel="online" if number < 7 else "direct")
    for _number in range(10):
        make_dossier(agency, units[1], channel="direct")
    recount(SOURCE, at=NOW)
    counted(agency)
    share = make_indicator(
        "counted_share", counts=Counts(numerator=("dossiers.received_online",), denominator=("dossiers.received",))
    )
    period = Period.parse("2026-Q3")
    found = values(agency, share, "2026-Q3", units=(None, *units))
    whole = found[share.pk, period, None]
    assert (whole.counted, whole.numerator, whole.denominator, whole.value) == (True, 7, 20, 35)
    assert found[share.pk, period, units[0].pk].value == 70
    assert not found[share.pk, period, units[2].pk].has_data  # never had a dossier


def test_before_the_register_is_whole_nothing_is_counted(department):
    agency, units = department
    make_dossier(agency, units[0])
    recount(SOURCE, at=NOW)
    counted(agency, 202607)
    number = make_indicator("counted_number", formula=Formula.COUNT, counts=Counts(value=("dossiers.received",)))
    found = values(agency, number, "2026-Q2", "2026-Q3", "2026-Y")
    assert [found[number.pk, Period.parse(code), None].has_data for code in ("2026-Q2", "2026-Q3", "2026-Y")] == [
        False, True, False,
    ]  # fmt: skip
    assert found[number.pk, Period.parse("2026-Q3"), None].value == 1


def test_a_department_without_the_source_in_use_reads_what_was_entered(department):
    agency, units = department
    make_dossier(agency, units[0])
    recount(SOURCE, at=NOW)
    number = make_indicator("counted_number", formula=Formula.COUNT, counts=Counts(value=("dossiers.received",)))
    assert not values(agency, number, "2026-Q3")[number.pk, Period.parse("2026-Q3"), None].has_data


def test_what_is_pending_late_today_leaves_out_what_falls_due_later_this_month(department):
    agency, units = department
    today = timezone.localdate()
    month = Period.parse(f"{today.year}-M{today.month:02d}")
    make_dossier(agency, units[0], received=date(2025, 1, 2), due=date(2025, 1, 10))
    make_dossier(agency, units[0], received=date(2025, 1, 2), due=month.last)  # late tomorrow at the earliest
    recount(SOURCE, at=NOW)
    counted(agency)
    number = make_indicator("late_number", formula=Formula.COUNT, counts=Counts(value=("dossiers.open_late",)))
    assert values(agency, number, month.code)[number.pk, month, None].value == 1


def test_a_procedure_used_in_two_units_counts_once_for_the_department(department):
    agency, units = department
    make_dossier(agency, units[0], procedure="2.000009")
    make_dossier(agency, units[1], procedure="2.000009")
    recount(SOURCE, at=NOW)
    counted(agency)
    number = make_indicator("used_number", formula=Formula.COUNT, counts=Counts(value=("dossiers.procedures_used",)))
    period = Period.parse("2026-M09")
    found = values(agency, number, "2026-M09", units=(None, units[0]))
    assert found[number.pk, period, None].value == 1
    assert found[number.pk, period, units[0].pk].value == 1


def test_the_median_is_read_off_the_distribution(department):
    agency, units = department
    for days_taken in (1, 2, 3, 10, 100):
        make_dossier(agency, units[0], finished=date(2026, 9, 20), taken_days=days_taken)
    recount(SOURCE, at=NOW)
    counted(agency)
    counts = Counts(value=("dossiers.days_taken",), percentile=50)
    median = make_indicator("median_days", formula=Formula.MEAN, counts=counts)
    assert values(agency, median, "2026-M09")[median.pk, Period.parse("2026-M09"), None].value == 3


def test_a_rank_is_among_the_units_of_the_department_whoever_is_asked_for_and_few_cases_have_none(department):
    agency, units = department
    below = make_unit(agency, "Đội Một", parent=units[0])
    for unit, late, number in ((units[0], 0, 60), (units[1], 30, 60), (units[2], 0, 9), (below, 0, 20)):
        for place in range(number):
            make_dossier(agency, unit, finished=date(2026, 9, 20 if place < late else 8))
    recount(SOURCE, at=NOW)
    counted(agency)
    [rank] = load("unit_on_time_rank")
    period = Period.parse("2026-M09")
    found = values(agency, rank, "2026-M09", units=(None, *units, below))
    shown = {unit: (one.value, one.numerator, one.denominator) for unit in (*units, below)
             if (one := found[rank.pk, period, unit.pk]).has_data}  # fmt: skip
    assert shown == {units[0]: (1, 80, 80), units[1]: (2, 30, 60), units[2]: (None, 9, 9)}
    assert not found[rank.pk, period, None].has_data, "the department is not ranked among its own units"
    alone = values(agency, rank, "2026-M09", units=(units[1],))
    assert alone.keys() == {(rank.pk, period, units[1].pk)}
    assert alone[rank.pk, period, units[1].pk].value == 2, "the others are looked at though nobody asked for them"


def test_a_board_reads_any_number_of_counted_indicators_in_the_same_few_queries(department, django_assert_num_queries):
    agency, units = department
    fill(agency, units, 200)
    recount(SOURCE, at=NOW)
    counted(agency)
    shares = [
        make_indicator(f"share_{n}", counts=Counts(numerator=(f"dossiers.{code}",), denominator=("dossiers.received",)))
        for n, code in enumerate(("received_online", "received_direct", "received_fee", "received_digitised"))
    ]
    periods = [Period.parse(f"2026-M{month:02d}") for month in range(1, 12)]

    def queries(indicators):
        with CaptureQueriesContext(
            connection,
        ) as seen:
            readings(agency=agency, indicators=indicators, periods=periods, units=[None, *units])
        return len(seen)

    assert queries(shares[:1]) == queries(shares) <= 8


def test_the_share_of_nothing_is_counted_as_nothing_to_divide(department):
    agency, units = department
    build = build_dossier(agency, units[0], received=date(2026, 1, 5), due=date(2026, 1, 9))
    build.save()
    recount(SOURCE, at=NOW)
    counted(agency)
    share = make_indicator(
        "counted_share", counts=Counts(numerator=("dossiers.received_online",), denominator=("dossiers.received",))
    )
    found = values(agency, share, "2026-M05")[share.pk, Period.parse("2026-M05"), None]
    assert (found.has_data, found.value, found.denominator) == (True, None, 0)
