from datetime import date, timedelta
from decimal import Decimal

import pytest

from cchc.common import journal
from cchc.common.errors import Refused
from cchc.common.models import JournalEntry
from cchc.common.periods import Period
from cchc.indicators import actions, testing
from cchc.indicators.given import Given
from cchc.indicators.models import Observation
from cchc.indicators.rules import Formula
from cchc.organisation.access import Denied
from cchc.organisation.testing import make_account, make_agency, make_unit

pytestmark = pytest.mark.django_db
NOW = testing.NOW
SEPTEMBER = Period.parse("2026-M09")


@pytest.fixture
def agency():
    return make_agency()


@pytest.fixture
def office(agency):
    return make_account(agency, ["office"])


def given(*parts, **more):
    names = ["value"] if len(parts) == 1 else ["numerator", "denominator"]
    return Given(**dict(zip(names, map(Decimal, parts), strict=True)), **more)


def test_a_figure_is_entered_with_who_when_and_what_it_comes_to(office):
    indicator = testing.make_indicator()
    row = testing.make_figure(indicator, "2026-M09", 197, 200, by=office, as_of=date(2026, 9, 17), is_estimate=True)
    row.refresh_from_db()
    assert (row.value, row.first, row.last) == (Decimal("98.5"), date(2026, 9, 1), date(2026, 9, 30))
    assert (row.entered_by, row.entered_at, row.as_of, row.is_estimate) == (office, NOW, date(2026, 9, 17), True)
    entry = JournalEntry.objects.get(action="indicators.observe")
    assert (entry.record_id, entry.after["numerator"]) == (str(row.pk), "197")
    assert journal.verify().whole


def test_the_day_of_a_figure_is_the_end_of_its_period_unless_that_is_still_to_come(office):
    indicator = testing.make_indicator()
    assert testing.make_figure(indicator, "2026-M09", 1, 2, by=office).as_of == date(2026, 9, 30)
    assert testing.make_figure(indicator, "2026-M11", 1, 2, by=office).as_of == date(2026, 11, 25)


@pytest.mark.parametrize(
    ("figure", "field"),
    [
        (Given(), "value"),
        (Given(numerator=Decimal(3)), "denominator"),
        (given(4, 3), "numerator"),
        (given(-1, 3), "value"),
        (given(1, 3, as_of=date(2026, 8, 31)), "as_of"),
        (given(1, 3, as_of=date(2026, 11, 26)), "as_of"),
    ],
)
def test_a_figure_that_cannot_be_is_refused_beside_its_field_and_nothing_is_kept(office, figure, field):
    indicator = testing.make_indicator()
    with pytest.raises(Refused) as refused:
        actions.observe(indicator=indicator, period=SEPTEMBER, given=figure, by=office, at=NOW)
    assert refused.value.field == field
    assert not Observation.objects.exists()
    assert not JournalEntry.objects.filter(action="indicators.observe").exists()


def test_a_period_that_has_not_begun_has_no_figure(office):
    with pytest.raises(Refused, match="chưa bắt đầu"):
        testing.make_figure(testing.make_indicator(), "2026-M12", 1, 2, by=office)


def test_an_indicator_that_no_longer_holds_takes_no_figure(office):
    indicator = testing.make_indicator(valid_to=date(2025, 6, 30))
    testing.make_figure(indicator, "2025-M06", 1, 2, by=office)
    with pytest.raises(Refused, match="hết hiệu lực"):
        testing.make_figure(indicator, "2025-M07", 1, 2, by=office)


def test_a_unit_that_was_closed_has_no_figure(office, agency):
    unit = make_unit(agency)
    unit.closed_on = date(2026, 7, 1)
    unit.save()
    indicator = testing.make_indicator()
    testing.make_figure(indicator, "2026-M06", 1, 2, by=office, unit=unit)
    with pytest.raises(Refused, match="không hoạt động"):
        testing.make_figure(indicator, "2026-M07", 1, 2, by=office, unit=unit)


def test_a_second_figure_for_the_same_period_is_refused(office):
    indicator = testing.make_indicator()
    testing.make_figure(indicator, "2026-M09", 1, 2, by=office)
    with pytest.raises(Refused, match="đã có số liệu"):
        testing.make_figure(indicator, "2026-M09", 1, 2, by=office)


def test_a_manual_indicator_wants_evidence_or_what_it_rests_on(office):
    indicator = testing.make_indicator(manual=True)
    with pytest.raises(Refused) as refused:
        testing.make_figure(indicator, "2026-M09", 1, 2, by=office, note=" ")
    assert refused.value.field == "note"
    testing.make_figure(indicator, "2026-M09", 1, 2, by=office, note="Quyết định công bố")


def test_a_correction_keeps_the_old_figure_and_says_why(office):
    old = testing.make_figure(testing.make_indicator(), "2026-M09", 1, 2, by=office)
    later = NOW + timedelta(days=1)
    new = actions.correct(observation=old, given=given(2, 2), reason="Đếm thiếu 1 hồ sơ", by=office, at=later)
    old.refresh_from_db()
    assert (new.supersedes, new.reason, old.superseded_at) == (old, "Đếm thiếu 1 hồ sơ", later)
    assert list(Observation.objects.current()) == [new]
    assert list(Observation.objects.known_at(NOW)) == [old]
    entry = JournalEntry.objects.get(action="indicators.correct")
    assert Decimal(entry.before["numerator"]) == 1
    assert entry.after["numerator"] == "2"


@pytest.mark.parametrize(("reason", "figure", "field"), [(" ", given(2, 2), "reason"), ("Vì", given(1, 2), "value")])
def test_a_correction_needs_a_reason_and_a_difference(office, reason, figure, field):
    old = testing.make_figure(testing.make_indicator(), "2026-M09", 1, 2, by=office, note="")
    with pytest.raises(Refused) as refused:
        actions.correct(observation=old, given=figure, reason=reason, by=office, at=NOW)
    assert refused.value.field == field
    assert list(Observation.objects.current()) == [old]


def test_the_second_of_two_people_who_correct_at_once_is_told(office):
    old = testing.make_figure(testing.make_indicator(), "2026-M09", 1, 2, by=office)
    actions.correct(observation=old, given=given(2, 2), reason="Một", by=office, at=NOW)
    with pytest.raises(Refused, match="người khác"):
        actions.correct(observation=old, given=given(0, 2), reason="Hai", by=office, at=NOW)


def test_a_figure_that_was_withdrawn_is_no_data_and_can_be_entered_again(office):
    indicator = testing.make_indicator()
    old = testing.make_figure(indicator, "2026-M09", 1, 2, by=office)
    actions.withdraw(observation=old, reason="Nhầm kỳ", by=office, at=NOW)
    assert not Observation.objects.current().exists()
    again = testing.make_figure(indicator, "2026-M09", 2, 2, by=office)
    assert list(Observation.objects.current()) == [again]
    assert Observation.objects.count() == 3


def test_an_officer_enters_for_the_own_unit_only(agency):
    mine, other = make_unit(agency), make_unit(agency, "Phòng khác")
    officer = make_account(agency, ["officer"], unit=mine)
    indicator = testing.make_indicator()
    testing.make_figure(indicator, "2026-M09", 1, 2, by=officer, unit=mine)
    for unit in (other, None):
        with pytest.raises(Denied):
            testing.make_figure(indicator, "2026-M09", 1, 2, by=officer, unit=unit)


def test_nobody_enters_or_corrects_for_another_department(office):
    stranger = make_account(make_agency(), ["office"])
    unit = make_unit(office.agency)
    indicator = testing.make_indicator()
    row = testing.make_figure(indicator, "2026-M09", 1, 2, by=office, unit=unit)
    with pytest.raises(Denied):
        testing.make_figure(indicator, "2026-M08", 1, 2, by=stranger, unit=unit)
    with pytest.raises(Denied):
        actions.correct(observation=row, given=given(2, 2), reason="Lạ", by=stranger, at=NOW)
    own = actions.add_indicator(definition=testing.make_definition("own"), by=office, at=NOW)
    with pytest.raises(Denied):
        testing.make_figure(own, "2026-M09", 1, 2, by=stranger)
    assert row not in Observation.objects.visible_to(stranger)


def test_a_sheet_is_taken_whole_or_not_at_all(office, agency):
    unit = make_unit(agency)
    share, count = testing.make_indicator("a"), testing.make_indicator("b", formula=Formula.COUNT)
    lines = [actions.Line(share, given(1, 2)), actions.Line(count, given("1.5"))]
    with pytest.raises(actions.SheetFaults) as faults:
        actions.fill_sheet(lines=lines, period=SEPTEMBER, unit=unit, reason="", by=office, at=NOW)
    assert set(faults.value.lines) == {count.pk}
    assert not Observation.objects.exists()
    lines[1] = actions.Line(count, given("2"))
    assert actions.fill_sheet(lines=lines, period=SEPTEMBER, unit=unit, reason="", by=office, at=NOW) == (2, 0)
    there = Observation.objects.get(indicator=count)
    changed = [actions.Line(count, given("3"), there)]
    with pytest.raises(actions.SheetFaults):
        actions.fill_sheet(lines=changed, period=SEPTEMBER, unit=unit, reason="", by=office, at=NOW)
    assert actions.fill_sheet(lines=changed, period=SEPTEMBER, unit=unit, reason="Sót", by=office, at=NOW) == (0, 1)
