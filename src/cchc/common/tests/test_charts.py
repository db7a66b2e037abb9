"""Charts: every coordinate lies on the paper, missing values stay missing, texts are Vietnamese."""

import math
from decimal import Decimal
from itertools import pairwise

import pytest
from django.template import engines
from django_cotton.compiler_regex import CottonCompiler
from hypothesis import given
from hypothesis import strategies as st

from cchc.common.charts import Bar, BarChart, LineChart, Part, Point, Spark, StackedBar
from cchc.common.charts.lines import HEIGHT
from cchc.common.charts.scale import scale_for

numbers = st.one_of(
    st.none(),
    st.floats(min_value=-1e15, max_value=1e15),
    st.sampled_from([math.nan, math.inf, -math.inf, 0, -0.0, 5e-324, Decimal("98.5")]),
    st.integers(min_value=-(10**15), max_value=10**15),
)
points = st.lists(st.builds(Point, label=st.text(max_size=5), value=numbers, forecast=st.booleans(), target=numbers))
finite = st.floats(min_value=-1e15, max_value=1e15)


def coordinates(paths):
    return [tuple(map(float, pair.split(","))) for path in paths for pair in path.split()]


def render(text, **context):
    return engines["django"].from_string(CottonCompiler().process(text)).render(context)


@pytest.mark.parametrize(
    ("last", "ahead", "expected"),
    [
        (96.1, 96.0, [(False, False), (True, False)]),  # beside each other: the lower one goes beneath
        (96.0, 96.1, [(True, False), (False, False)]),
        (96.0, 80.0, [(False, False), (False, False)]),  # far apart in height: both as they were
        (50.0, 50.0, [(False, True), (False, False)]),  # on the names of the periods: only the last on a phone
    ],
)
def test_the_last_two_numbers_do_not_touch_on_a_phone(last, ahead, expected):
    steps = [Point(str(month), 50 + month * 3) for month in range(1, 11)]
    marks = LineChart("t", [*steps, Point("11", last), Point("12", ahead, forecast=True)], unit="%").marks[-2:]
    assert [(mark.below, mark.thin) for mark in marks] == expected
    assert marks[0].thin or not marks[0].touches(marks[1])


@given(points, numbers, st.lists(numbers), st.booleans(), st.sampled_from(["", "%", "hồ sơ"]))
def test_every_point_of_a_line_chart_lies_on_the_paper(given_points, target, before, from_zero, unit):
    chart = LineChart("t", given_points, target=target, before=before, from_zero=from_zero, unit=unit)
    marks = [*chart.marks, *chart.before_marks]
    assert all(0 <= mark.x <= 100 and 0 <= mark.y <= HEIGHT for mark in marks)
    paths = [*chart.lines, *chart.forecast_lines, *chart.before_lines, *chart.target_lines]
    assert all(0 <= x <= 1000 and 0 <= y <= HEIGHT for x, y in coordinates(paths))
    assert all(0 <= label.at <= 100 for label in chart.x_labels)
    assert all(0 <= label.at <= HEIGHT for label in chart.y_labels)
    assert chart.target_y is None or 0 <= chart.target_y <= HEIGHT
    there = [p for p in given_points if p.value is not None and math.isfinite(p.value)]
    assert len(chart.marks) == len(there)
    assert len(chart.gaps) == len(given_points) - len(there)
    assert chart.summary


@given(points, st.lists(numbers))
def test_a_value_never_stands_among_the_names_of_periods_nor_off_the_paper(given_points, before):
    chart = LineChart("t", given_points, before=before)
    assert all(10 <= mark.text_y < chart.base for mark in chart.marks)


def test_a_value_leaves_a_falling_target_free():
    ways = {"on": (6, 6), "far": (6, 5), "above": (8, 8.2)}
    marks = {}
    for name, (value, target) in ways.items():
        steps = [Point("2025", 12, target=12), Point("2026", value, target=target), Point("2027", target=0)]
        marks[name] = LineChart("t", steps).marks[1].below
    assert marks == {"on": True, "far": False, "above": True}


@given(st.lists(finite), st.booleans(), st.sampled_from(["", "%"]))
def test_a_scale_holds_its_values_and_has_few_round_steps(values, from_zero, unit):
    scale = scale_for(values, from_zero=from_zero, unit=unit)
    assert scale.low < scale.high
    slack = 1e-6 * max(1.0, abs(scale.high), abs(scale.low))
    assert all(scale.low - slack <= value <= scale.high + slack for value in values)
    assert 2 <= len(scale.ticks) <= 9
    assert list(scale.ticks) == sorted(scale.ticks)


@given(st.lists(st.floats(min_value=0, max_value=100), min_size=1))
def test_a_percentage_below_100_never_gets_a_scale_beyond_100(values):
    assert scale_for(values, unit="%").high <= 100


@given(st.lists(st.integers(min_value=-(10**9), max_value=10**9)), st.booleans())
def test_what_is_counted_is_marked_by_whole_numbers(values, from_zero):
    scale = scale_for(values, from_zero=from_zero, whole=True)
    assert all(tick == int(tick) for tick in scale.ticks)
    assert all(scale.low <= value <= scale.high for value in values)
    assert 2 <= len(scale.ticks) <= 9


def test_a_line_of_people_has_no_half_person_beside_it():
    line = LineChart("t", [Point("2025", 6, target=6), Point("2026", 5, target=5)], unit="người", decimals=0)
    assert line.scale.ticks == (5.0, 6.0)


@given(st.lists(st.builds(Bar, label=st.just("x"), value=numbers, target=numbers)), numbers)
def test_bars_lie_on_the_paper(bars, target):
    for item in BarChart("t", bars, target=target).drawn:
        assert 0 <= item.x <= 100
        assert 0 <= item.width <= 100.01
        assert item.x + item.width <= 100.02
        assert item.target_x is None or 0 <= item.target_x <= 100


@given(st.lists(st.integers(min_value=-3, max_value=10_000)))
def test_the_parts_of_a_whole_fill_it_exactly(counts):
    drawn = StackedBar("t", [Part("reached", count) for count in counts]).drawn
    assert all(0 <= item.x <= 100 and item.width >= 0 for item in drawn)
    if drawn:
        assert drawn[0].x == 0
        assert drawn[-1].x + drawn[-1].width == pytest.approx(100)
        assert all(b.x == pytest.approx(a.x + a.width, abs=0.01) for a, b in pairwise(drawn))


@given(st.lists(numbers), numbers)
def test_a_spark_lies_on_its_paper(values, target):
    spark = Spark(values, target=target)
    assert all(0 <= x <= 100 and 0 <= y <= 100 for x, y in coordinates(spark.lines))
    assert all(0 <= mark.x <= 100 and 0 <= mark.y <= 100 for mark in spark.marks)
    assert spark.summary


def test_a_larger_value_is_never_drawn_lower():
    chart = LineChart("t", [Point(str(n), n * n) for n in range(10)])
    heights = [mark.y for mark in chart.marks]
    assert heights == sorted(heights, reverse=True)
    assert heights[0] > heights[-1]


def test_a_gap_breaks_the_line_instead_of_becoming_zero():
    chart = LineChart("t", [Point("1", 90), Point("2", 91), Point("3", None), Point("4", 92), Point("5", 93)])
    assert len(chart.lines) == 2
    assert [gap.text for gap in chart.gaps] == ["3"]
    assert chart.rows[2].value == "–"


def test_the_forecast_is_a_line_of_its_own_from_the_last_value_counted():
    chart = LineChart("t", [Point("1", 90), Point("2", 92), Point("3", 96, forecast=True)])
    assert len(chart.lines) == len(chart.forecast_lines) == 1
    assert chart.lines[0].split()[-1] == chart.forecast_lines[0].split()[0]
    assert [mark.labelled for mark in chart.marks] == [False, True, True]


def test_one_value_and_equal_values_are_drawn():
    assert LineChart("t", [Point("1", 5)]).marks[0].x == 50
    assert len({mark.y for mark in LineChart("t", [Point("1", 5), Point("2", 5)]).marks}) == 1


def test_targets_by_period_are_a_line_and_a_common_one_a_level():
    by_year = LineChart("t", [Point("2026", 60, target=60), Point("2027", None, target=70)])
    assert by_year.target_y is None
    assert len(by_year.target_lines) == 1
    common = LineChart("t", [Point("2026", 60)], target=70)
    assert common.target_y is not None
    assert common.target_lines == []


def test_numbers_are_read_the_vietnamese_way():
    chart = LineChart(
        "t", [Point("quý I", Decimal("1234.5")), Point("quý II", 98.25)], unit="hồ sơ", decimals=1, target=99
    )
    assert [row.value for row in chart.rows] == ["1.234,5 hồ sơ", "98,3 hồ sơ"]
    assert chart.summary == "quý I: 1.234,5 hồ sơ; quý II: 98,3 hồ sơ; mục tiêu: 99,0 hồ sơ."


def test_a_share_of_the_bar_is_the_share_of_the_number():
    bars = BarChart("t", [Bar("a", 50), Bar("b", 25)], unit="%").drawn
    assert (bars[0].width, bars[1].width) == (50, 25)


def test_a_negative_bar_grows_to_the_left_of_zero():
    chart = BarChart("t", [Bar("a", 10), Bar("b", -10)])
    up, down = chart.drawn
    assert up.x == chart.zero == down.x + down.width


def test_drawings_have_names_and_tables_and_no_style():
    html = render(
        '<c-line-chart :chart="line" /><c-bar-chart :chart="bars" /><c-stacked-bar :chart="stacked" />'
        '<c-spark :chart="spark" /><c-multiples :charts="sparks" />',
        line=LineChart("Đúng hạn", [Point("I", 98.5), Point("II", None)], unit="%", target=98),
        bars=BarChart("Theo đơn vị", [Bar("Phòng <A>", 1), Bar("Phòng B", None)], target=2),
        stacked=StackedBar("Tất cả", [Part("reached", 3), Part("missed", 1)]),
        spark=Spark([1, 2], title="Xu hướng"),
        sparks=[Spark([1, 2], title="Một", state="reached")],
    )
    assert html.count('role="img"') == 4
    assert 'aria-label="Đúng hạn. I: 98,5%' in html
    assert "Phòng &lt;A&gt;" in html
    assert html.count("<table") == 2
    assert "style=" not in html
    assert "3 đạt, 1 không đạt" in html


def test_a_chart_of_nothing_says_so():
    html = render('<c-line-chart :chart="line" />', line=LineChart("t", [Point("I")]))
    assert "Chưa có số liệu." in html
    assert "chart__svg" not in html
