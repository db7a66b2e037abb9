"""The units beside each other: ranks only as far as the numbers of cases allow."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from cchc.indicators.rules.league import SMALL, Row, league
from cchc.indicators.testing import make_figure, make_indicator
from cchc.organisation.testing import make_account, make_agency, make_unit


@pytest.mark.parametrize(
    ("rows", "ranks"),
    [
        ([(1, 99, 100), (2, 80, 100), (3, 60, 100)], [(1, 1, 1), (2, 2, 2), (3, 3, 3)]),
        ([(1, 48, 50), (2, 9, 10)], [(1, 1, 2), (2, 1, 2)]),  # one late case of ten is no proof
        ([(1, 960, 1000), (2, 180, 200)], [(1, 1, 1), (2, 2, 2)]),
        ([(1, 3, 3), (2, 95, 100)], [(2, 1, 1), (1, None, None)]),
        ([(1, 50, 50), (2, 20, 20)], [(1, 1, 2), (2, 1, 2)]),  # of equal shares the one with more cases first
        ([(1, 0, 0), (2, 10, 20)], [(2, 1, 1)]),
        ([], []),
    ],
)
def test_units_are_ranked_as_far_as_their_cases_allow(rows, ranks):
    assert [(one.key, one.first, one.last) for one in league(Row(*row) for row in rows)] == ranks


def test_where_less_is_better_the_smallest_share_is_first():
    found = league([Row(1, 40, 100), Row(2, 2, 100)], higher_is_better=False)
    assert [(one.key, one.first) for one in found] == [(2, 1), (1, 2)]


def test_more_cases_than_there_are_is_refused():
    with pytest.raises(ValueError, match="12 of 10"):
        league([Row(1, 12, 10)])


@pytest.mark.parametrize(
    ("cases", "of", "low", "high"),
    # Wilson's interval with z = 1,2816, worked out apart with the roots of its quadratic
    [(9, 10, "71.75", "96.96"), (48, 50, "90.75", "98.33"), (0, 20, "0.00", "7.59"), (20, 20, "92.41", "100.00")],
)
def test_the_interval_is_wilsons(cases, of, low, high):
    (place,) = league([Row(1, cases, of)])
    assert (round(place.low, 2), round(place.high, 2)) == (Decimal(low), Decimal(high))


UNITS = st.lists(st.integers(0, 400).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))), max_size=9)


@given(UNITS, st.booleans())
def test_every_rank_holds_its_place_and_turning_the_side_turns_the_order(sizes, higher):
    rows = [Row(key, cases, of) for key, (cases, of) in enumerate(sizes)]
    found = league(rows, higher_is_better=higher)
    ranked = [one for one in found if one.first is not None]
    assert {one.key for one in found} == {row.key for row in rows if row.of}
    assert all(one.of >= SMALL for one in ranked)
    assert all(one.first <= place <= one.last for place, one in enumerate(ranked, 1))
    turned = league([Row(row.key, row.of - row.cases, row.of) for row in rows], higher_is_better=not higher)
    assert [one.key for one in turned] == [one.key for one in found]
    assert [(one.first, one.last) for one in turned] == [(one.first, one.last) for one in found]


@pytest.mark.django_db
class TestPage:
    @pytest.fixture(autouse=True)
    def _autumn(self, monkeypatch):
        monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2026, 10, 5, 2, 0, tzinfo=UTC))

    @pytest.fixture
    def director(self):
        agency = make_agency()
        office = make_account(agency, ["office"])
        indicator = make_indicator("room_share")
        for name, parts in {"Phòng Một": (190, 200), "Phòng Hai": (100, 200), "Phòng Ba": (3, 3)}.items():
            make_figure(indicator, "2026-Q1", *parts, by=office, unit=make_unit(agency, name))
        make_unit(agency, "Phòng Bốn")
        return make_account(agency, ["director"])

    def test_it_shows_ranks_small_units_and_who_has_no_figure(self, client, director):
        client.force_login(director)
        page = client.get(reverse("reports:league"), {"chi-so": "room_share", "ky": "2026-Q1"}).content.decode()
        assert page.index("Phòng Một") < page.index("Phòng Hai") < page.index("ít trường hợp")
        assert "Chưa có số liệu: Phòng Bốn" in " ".join(page.split())

    def test_it_is_exported_and_unknown_choices_fall_back(self, client, director):
        client.force_login(director)
        said = client.get(reverse("reports:league"), {"chi-so": "room_share", "ky": "2026-Q1", "xuat": "csv"})
        assert "Phòng Một,1,95" in b"".join(said).decode("utf-8-sig").replace(";", ",")
        assert client.get(reverse("reports:league"), {"chi-so": "x", "ky": "y"}).status_code == 200

    def test_without_anything_it_says_so(self, client):
        client.force_login(make_account(make_agency(), ["director"]))
        assert "Chưa có đơn vị nào có số liệu" in client.get(reverse("reports:league")).content.decode()

    def test_who_may_not_see_the_board_sees_no_league(self, client):
        client.force_login(make_account(make_agency(), ["officer"]))
        assert client.get(reverse("reports:league")).status_code == 403
