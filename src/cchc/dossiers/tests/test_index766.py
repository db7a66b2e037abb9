"""The index of service quality: points from shares, departments recomputed from planted rows, and its page."""

from datetime import date
from decimal import Decimal

import pytest
import yaml
from django.urls import reverse

from cchc.common.periods import Period
from cchc.dossiers.index766 import added_up, scored, versions
from cchc.dossiers.measures import SOURCE
from cchc.dossiers.models import Dossier
from cchc.dossiers.testing import NOW, build_dossier, make_dossier
from cchc.indicators import testing
from cchc.indicators.actions.tallies import recount
from cchc.indicators.models import CountedFrom
from cchc.organisation.testing import make_account, make_agency, make_unit

SEPTEMBER = Period.parse("2026-M09")
NEAR = Decimal("0.02")


def items():
    return {item.code: item for index in versions() for group in index.groups for item in group.items}


def test_the_groups_and_their_points_are_those_of_the_decision():
    (index,) = versions()
    assert {group.code: int(group.points) for group in index.groups} == {
        "CKMB": 18, "TDGQ": 20, "ONLINE": 12, "TTTT": 10, "MDSH": 22, "MDHL": 18,
    }  # fmt: skip
    assert sum(group.points for group in index.groups) == 100


@pytest.mark.parametrize(
    ("code", "share", "points"),
    [("2.1", "97.96", "19.592"), ("3.3", "40.84", "4.9008"), ("3.3", "71.45", "6"), ("3.5b", "34", "0.85"),
     ("3.6", "49.83", "2.9898"), ("4.3", "63.74", "1.5935"), ("5.4", "85.56", "5.704"), ("2.1", "-3", "0")],
)  # fmt: skip
def test_points_grow_with_the_share_up_to_the_full_ones(code, share, points):
    assert items()[code].earned(Decimal(share)) == Decimal(points)
    assert items()[code].earned(None) is None


@pytest.mark.parametrize(
    ("total", "name"), [("94.23", "Xuất sắc"), ("90", "Xuất sắc"), ("89.96", "Tốt"), ("78.62", "Khá"), ("0", "Yếu")]
)
def test_the_grade_goes_by_the_total(total, name):
    assert versions()[0].grade(Decimal(total)).name.vi == name


@pytest.mark.real
def test_items_and_points_agree_with_what_the_province_published(samples):
    told = yaml.safe_load((samples.parent / "domain" / "index_766.yaml").read_text(encoding="utf-8"))
    seen = {}
    for group in told["groups"]:
        for row in group["indicators"]:
            seen[row["code"]] = item = items()[row["code"]]
            assert item.points == row["max_points"], row["code"]
            assert item.full_at == Decimal(str(row["rule"]["full_at"])) * 100, row["code"]
            if "province_2025_11_05" in row and "ratio_percent" in row["province_2025_11_05"]:
                here = item.earned(Decimal(str(row["province_2025_11_05"]["ratio_percent"])))
                assert abs(here - Decimal(str(row["province_2025_11_05"]["points"]))) <= Decimal("0.01"), row["code"]
    assert seen.keys() == items().keys()


def plant(agency, unit, ratios, rows=1200):
    """So many dossiers that carry each published share, all settled in September."""

    def first(share):
        return round(Decimal(str(share)) / 100 * rows)

    on_time, online, paid, made = (
        first(ratios[name]) for name in ("on_time", "online_dossiers", "dossiers_paid", "payment_made")
    )
    reused, e_result = first(ratios["reuse"]), first(ratios["e_result"])
    planted = []
    for number in range(rows):
        # 100 procedures: those below the published share have one dossier paid online, the others none.
        pays = number < paid if made == rows else number % 100 < round(Decimal(str(ratios["payment_made"])))
        planted.append(
            build_dossier(
                agency, unit, received=date(2026, 9, 1), due=date(2026, 9, 10),
                finished=date(2026, 9, 9) if number < on_time else date(2026, 9, 14),
                channel="online" if number < online else "direct", procedure=f"2.{number % 100:06d}",
                fee=100_000, paid_online=pays, reused=number < reused, e_result=number < e_result,
            )
        )  # fmt: skip
    Dossier.objects.bulk_create(planted)


@pytest.mark.real
@pytest.mark.django_db
def test_the_figures_of_the_thirteen_departments_recompute_from_planted_rows(samples):
    testing.load()
    told = yaml.safe_load((samples.parent / "domain" / "index_766.yaml").read_text(encoding="utf-8"))
    placed = []
    for number, row in enumerate(told["units_2025_11_06"]):
        agency = make_agency(f"T{number:02d}")
        unit = make_unit(agency, row["unit_vi"])
        plant(agency, unit, row["ratios"])
        CountedFrom.objects.create(agency=agency, source="dossiers", month=202601, said_at=NOW)
        placed.append((agency, row))
    recount(SOURCE, at=NOW)
    for agency, row in placed:
        points = {one.item.code: one.points for one in scored(agency, SEPTEMBER)}
        expected, ratios = row["points"], row["ratios"]
        agree(points["2.1"], ratios["on_time"] * 0.2, row)
        agree(points["3.2"], expected["services_with_online_dossier"], row)
        agree(points["3.3"], expected["online_dossiers"], row)
        agree(points["4.1"], ratios["e_result"] * 0.06, row)
        agree(points["4.3"], expected["reuse"], row)
        agree(points["5.4"], expected["satisfied_reception"], row)
        made, paid = ratios["payment_made"], ratios["dossiers_paid"]
        if made == 100:  # one planted row cannot be paid and not paid: the two shares are planted apart
            agree(points["3.6"], expected["dossiers_paid"], row)
        else:
            assert paid == 100
            agree(points["3.5b"], expected["payment_made"], row)
        # what the register cannot tell is taken as published; with it the department's total comes out
        online = points["3.2"] + points["3.3"] + Decimal(str(expected["payment_enabled"]))
        online += points["3.5b"] if made != 100 else Decimal(str(expected["payment_made"]))
        online += points["3.6"] if made == 100 else Decimal(str(expected["dossiers_paid"]))
        given = Decimal(str(row["groups"]["transparency"])) + Decimal(str(ratios["digitisation_group"])) * 22 / 100
        feedback = Decimal(str(expected["satisfied_feedback"])) + Decimal(str(expected["feedback_on_time"]))
        total = given + points["2.1"] + online + feedback + points["5.4"]
        assert abs(total - Decimal(str(row["total_chart"]))) <= Decimal("0.04"), row["unit_vi"]
        assert versions()[0].grade(total).name.vi == row["grade"], row["unit_vi"]


def agree(found, expected, row):
    assert abs(found - Decimal(str(expected))) <= NEAR, (row["unit_vi"], found, expected)


@pytest.fixture
def place(db):
    testing.load()
    agency = make_agency()
    unit = make_unit(agency, "Phòng Một")
    for number in range(10):
        make_dossier(agency, unit, received=date(2026, 9, 1), due=date(2026, 9, 10), finished=date(2026, 9, 8),
                     channel="online" if number < 4 else "direct")  # fmt: skip
    make_dossier(agency, unit, received=date(2026, 9, 2), due=date(2026, 9, 9))  # pending, late
    make_dossier(agency, unit, received=date(2026, 9, 2), due=date(2026, 12, 9))  # pending, in time
    recount(SOURCE, at=NOW)
    return agency, unit


def test_pending_dossiers_count_as_in_time_until_their_date_has_passed(place):
    agency, unit = place
    CountedFrom.objects.create(agency=agency, source="dossiers", month=202601, said_at=NOW)
    rows = {one.item.code: one for one in scored(agency, SEPTEMBER, unit)}
    assert (rows["2.1"].value.numerator, rows["2.1"].value.denominator) == (11, 12)
    assert rows["3.1"].points is None  # not measured at a department
    whole = added_up(list(rows.values()))
    assert whole.points < whole.known < whole.most == 100


def test_the_page_tells_the_month_where_counting_begins_and_opens_the_rows(place, client):
    agency, unit = place
    url = reverse("dossiers:service_index")
    client.force_login(make_account(agency=agency, roles=("office",)))
    before = client.get(url, {"ky": "2026-M09"}).content.decode()
    assert "chưa được dùng để đếm" in before
    assert "chưa có số liệu nào để chấm điểm" in before
    CountedFrom.objects.create(agency=agency, source="dossiers", month=202608, said_at=NOW)
    page = client.get(url, {"ky": "2026-M09", "don-vi": unit.pk}).content.decode()
    assert "đếm từ tháng 8/2026" in page
    assert "dem=received_online" in page
    assert "không đo ở cấp sở" in page
    assert client.get(url, {"ky": "2026-M09", "xuat": "xlsx"}).status_code == 200
    assert "chưa có số liệu nào để chấm điểm" in client.get(url, {"ky": "2026-M07"}).content.decode()


def test_another_department_sees_nothing_of_it(place, client):
    agency, unit = place
    CountedFrom.objects.create(agency=agency, source="dossiers", month=202601, said_at=NOW)
    client.force_login(make_account(agency=make_agency("H98"), roles=("office",)))
    page = client.get(reverse("dossiers:service_index"), {"ky": "2026-M09", "don-vi": unit.pk}).content.decode()
    assert "dem=received_online" not in page
    assert unit.name not in page
