"""Units and posts as of a day, spans, circles: no database."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc.organisation.rules import Change, Span, in_tree_order, makes_a_circle, value_on

DAY = date(2026, 7, 1)
CHANGES = [Change(date(2025, 3, 1), "A", "B"), Change(date(2026, 3, 1), "B", "C")]


@pytest.mark.parametrize(
    ("day", "name"),
    [(date(2025, 2, 28), "A"), (date(2025, 3, 1), "B"), (date(2026, 2, 28), "B"), (date(2026, 3, 1), "C")],
)
def test_the_name_of_a_day_is_todays_with_later_changes_undone(day, name):
    assert value_on(day, "C", reversed(CHANGES)) == name


days = st.dates(date(2020, 1, 1), date(2030, 1, 1))


@st.composite
def spans(draw):
    first = draw(days)
    length = draw(st.one_of(st.none(), st.integers(1, 900)))
    return Span(first, None if length is None else first + timedelta(days=length))


@given(spans(), spans())
def test_spans_overlap_exactly_when_some_day_lies_in_both(one, other):
    later = max(one.first, other.first)
    assert one.overlaps(other) == other.overlaps(one) == (one.holds(later) and other.holds(later))


def test_a_span_that_ends_where_another_begins_does_not_overlap_it():
    assert not Span(DAY, date(2026, 8, 1)).overlaps(Span(date(2026, 8, 1)))


@st.composite
def forests(draw):
    size = draw(st.integers(1, 12))
    return {key: draw(st.one_of(st.none(), st.integers(0, key - 1))) if key else None for key in range(size)}


@given(forests(), st.data())
def test_a_move_makes_a_circle_exactly_when_the_new_parent_stands_below_the_unit(parents, data):
    unit, parent = (data.draw(st.sampled_from(sorted(parents))) for _side in range(2))
    above, chain = parent, []
    while above is not None:
        chain.append(above)
        above = parents[above]
    assert makes_a_circle(unit, parent, parents) == (unit in chain)


@given(forests())
def test_the_tree_names_every_unit_once_each_after_the_one_above_it(parents):
    nodes = in_tree_order(parents)
    places = {node.key: (at, node.level) for at, node in enumerate(nodes)}
    assert sorted(places) == sorted(parents)
    for key, parent in parents.items():
        if parent is None:
            assert places[key][1] == 0
        else:
            assert places[key][0] > places[parent][0]
            assert places[key][1] == places[parent][1] + 1


def test_a_unit_whose_parent_is_not_shown_stands_at_the_top():
    assert [node.level for node in in_tree_order({2: 1})] == [0]
