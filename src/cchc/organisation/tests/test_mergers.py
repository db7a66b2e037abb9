"""Mergers in the middle of a year: whose the figures are, by table, and as the pages tell it."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from cchc.organisation import actions, testing
from cchc.organisation.history import mergers_of
from cchc.organisation.models import UnitEvent
from cchc.organisation.rules.mergers import FiguresRule, Merger, by_unit, lineage, predecessors, successor

AT = datetime(2026, 9, 15, 3, 0, tzinfo=UTC)
OLD, NEW, LAST = 1, 2, 3
ON = date(2026, 7, 1)
YEAR, DAY, STAY = FiguresRule


@pytest.mark.parametrize(
    ("rule", "day", "whose"),
    [
        (YEAR, date(2025, 12, 31), OLD),
        (YEAR, date(2026, 1, 1), NEW),
        (YEAR, date(2026, 6, 30), NEW),
        (YEAR, date(2027, 3, 31), NEW),
        (DAY, date(2026, 1, 31), OLD),
        (DAY, date(2026, 6, 30), OLD),
        (DAY, ON, NEW),
        (DAY, date(2026, 9, 30), NEW),
        (STAY, date(2026, 6, 30), OLD),
        (STAY, date(2027, 6, 30), OLD),
    ],
)
def test_a_figure_counts_to_whom_the_rule_says(rule, day, whose):
    mergers = by_unit([Merger(OLD, NEW, ON, rule)])
    assert successor(OLD, day, mergers) == whose
    assert successor(NEW, day, mergers) == NEW
    assert predecessors(NEW, day, mergers) == ([OLD] if whose == NEW else [])


@pytest.mark.parametrize(
    ("first", "second", "day", "whose"),
    [
        (DAY, DAY, date(2026, 8, 31), NEW),
        (DAY, DAY, date(2027, 3, 31), LAST),
        (YEAR, YEAR, date(2027, 1, 31), LAST),
        (YEAR, YEAR, date(2026, 1, 31), NEW),
        (DAY, STAY, date(2027, 3, 31), NEW),
        (STAY, YEAR, date(2027, 3, 31), OLD),
        (DAY, YEAR, date(2026, 6, 30), OLD),
    ],
)
def test_a_chain_of_mergers_is_followed_to_its_end(first, second, day, whose):
    mergers = by_unit([Merger(OLD, NEW, ON, first), Merger(NEW, LAST, date(2027, 3, 1), second)])
    assert successor(OLD, day, mergers) == whose


@given(
    st.lists(
        st.tuples(
            st.integers(1, 6),
            st.integers(1, 6),
            st.dates(date(2020, 1, 1), date(2030, 1, 1)),
            st.sampled_from(list(FiguresRule)),
        ),
        max_size=6,
    ),
    st.integers(1, 6),
    st.dates(date(2019, 1, 1), date(2031, 1, 1)),
)
def test_whatever_the_mergers_every_figure_counts_once(rows, unit, day):
    mergers = by_unit(Merger(*row) for row in rows if row[0] != row[1])
    home = successor(unit, day, mergers)
    claimed = [other for other in range(1, 7) if unit in predecessors(other, day, mergers)]
    assert claimed == ([home] if home != unit else [])


def test_the_lineage_goes_back_through_every_merger_and_on_to_the_last_unit():
    a, b, c = (
        Merger(1, 2, date(2024, 1, 1), DAY),
        Merger(2, 4, date(2025, 1, 1), DAY),
        Merger(3, 2, date(2023, 1, 1), DAY),
    )
    mergers = by_unit([a, b, c])
    assert lineage(2, mergers) == [c, a, b]
    assert lineage(4, mergers) == [c, a, b]
    assert lineage(1, mergers) == [a, b]


@pytest.mark.django_db
def test_the_choice_of_a_merger_is_kept_and_told_on_both_pages(client):
    agency = testing.make_agency()
    admin = testing.make_account(agency, ["admin"])
    old, new = testing.make_unit(agency, "Phòng Cũ Thử"), testing.make_unit(agency, "Phòng Mới Thử")
    client.force_login(admin)
    values = {"into": new.pk, "on": "01/07/2026", "figures": "year"}
    assert client.post(reverse("organisation:unit_merge", args=[old.pk]), values).status_code == 302
    assert UnitEvent.objects.get(kind="merged").figures == "year"
    for unit in (old, new):
        text = client.get(reverse("organisation:unit_detail", args=[unit.pk])).content.decode()
        assert "tính cho đơn vị nhận từ đầu năm" in text
        assert old.code in text
        assert new.code in text
    other = testing.make_agency()
    assert mergers_of(agency) == {old.pk: Merger(old.pk, new.pk, date(2026, 7, 1), YEAR)}
    assert mergers_of(other) == {}


@pytest.mark.django_db
def test_a_rule_that_does_not_exist_is_refused_by_the_form(client):
    agency = testing.make_agency()
    old, new = testing.make_unit(agency, "A"), testing.make_unit(agency, "B")
    client.force_login(testing.make_account(agency, ["admin"]))
    values = {"into": new.pk, "on": "01/07/2026", "figures": "never"}
    assert client.post(reverse("organisation:unit_merge", args=[old.pk]), values).status_code == 200
    old.refresh_from_db()
    assert old.closed_on is None


@pytest.mark.django_db
def test_a_merger_without_a_choice_counts_from_its_day():
    agency = testing.make_agency()
    old, new = testing.make_unit(agency, "A"), testing.make_unit(agency, "B")
    actions.merge_units(by=None, at=AT, units=[old], into=new, on=date(2026, 7, 1))
    assert mergers_of(agency)[old.pk].rule is DAY
