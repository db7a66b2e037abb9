"""The index of service quality: points from shares, departments recomputed from planted rows, and its page."""

from datetime import date
from decimal import Decimal

import pytest
import yaml
from django.urls import reverse
from django.utils import timezone

from cchc.common.periods import Period
from cchc.dossiers.index766 import added_up, scored, versions
from cchc.dossiers.measures import SOURCE
from cchc.dossiers.models import Dossier
from cchc.dossiers.rules import State
from cchc.dossiers.rules.index766 import total
from cchc.dossiers.testing import NOW, build_dossier, make_dossier
from cchc.indicators import testing
from cchc.indicators.actions.tallies import recount
from cchc.indicators.models import CountedFrom, Indicator
from cchc.organisation.testing import make_account, make_agency, make_unit

SEPTEMBER = Period.parse("2026-M09")
NEAR = Decimal("0.02")
PROCEDURES = 500


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


def share_of(rows, share):
    return round(Decimal(str(share)) / 100 * rows)


def digitisation_of(ratios):
    """Shares of 4.2, 4.4, 4.5a and 4.5b that make the group's published points, of which 4.1 and 4.3 alone were told.

    What is digitised whole has an electronic result too, so 4.2 is at most the share of 4.1; the rest is spread evenly.
    """
    left = Decimal(str(ratios["digitisation_group"])) * 22 / 100
    left -= items()["4.1"].earned(Decimal(str(ratios["e_result"]))) + items()["4.3"].earned(
        Decimal(str(ratios["reuse"]))
    )
    whole = min(Decimal(str(ratios["e_result"])), left / 12 * 80)
    rest = (left - items()["4.2"].earned(whole)) / 8 * 100
    return whole, rest


def plant(agency, unit, ratios, rows=2000):
    """So many dossiers that carry each published share, all settled in September."""
    first = {name: share_of(rows, share) for name, share in ratios.items()}
    whole, rest = (share_of(rows, share) for share in digitisation_of(ratios))
    # One row cannot be paid and not paid: where few procedures have a payment, their shares are planted and not 3.6.
    made = ratios["payment_made"]
    planted = []
    for number in range(rows):
        procedure = number % PROCEDURES
        pays = number < first["dossiers_paid"] if made == 100 else procedure < share_of(PROCEDURES, made)
        # 4.5a by the procedure, 4.5b by the dossier: as many procedures as the share, each with all of its dossiers.
        planted.append(
            build_dossier(
                agency, unit, received=date(2026, 9, 1), due=date(2026, 9, 10),
                finished=date(2026, 9, 9) if number < first["on_time"] else date(2026, 9, 14),
                channel="online" if number < first["online_dossiers"] else "direct", procedure=f"2.{procedure:06d}",
                fee=100_000, paid_online=pays, reused=number < first["reuse"], e_result=number < first["e_result"],
                digitised=number < whole, personal_store=number < rest,
                verified=procedure < share_of(PROCEDURES, Decimal(rest) / rows * 100),
            )
        )  # fmt: skip
    Dossier.objects.bulk_create(planted)


def enter(agency, row):
    """What only the portal knows, entered by hand with what it rests on: numerator and denominator of the share."""
    by = make_account(agency, ("office",))
    open_share = Decimal(str(row["groups"]["transparency"])) / 18 * 100
    told = {"1.1": open_share, "1.2": open_share, "1.3": open_share, "1.4": open_share,
            "3.5a": row["ratios"]["payment_enabled"], "5.2": row["ratios"]["feedback_on_time"],
            "5.3": row["ratios"]["satisfied_feedback"]}  # fmt: skip
    for code, share in told.items():
        indicator = Indicator.objects.get(agency=None, code=items()[code].indicator)
        part = share_of(10_000, share)
        testing.make_figure(indicator, SEPTEMBER.code, part, 10_000, by=by, note="Trang tổng hợp của Cổng, 06/11/2025")


@pytest.fixture(scope="module")
def published(samples):
    return yaml.safe_load((samples.parent / "domain" / "index_766.yaml").read_text(encoding="utf-8"))


@pytest.mark.real
@pytest.mark.django_db
def test_the_figures_of_the_thirteen_departments_recompute_from_planted_rows(published):
    testing.load()
    placed = []
    for row in published["units_2025_11_06"]:
        agency = make_agency(row["unit_vi"])
        plant(agency, make_unit(agency, row["unit_vi"]), row["ratios"])
        enter(agency, row)
        CountedFrom.objects.create(agency=agency, source="dossiers", month=202601, said_at=NOW)
        placed.append((agency, row))
    assert len(placed) == 13
    recount(SOURCE, at=NOW)
    for agency, row in placed:
        found = scored(agency, SEPTEMBER)
        points = {one.item.code: one.points for one in found}
        expected, ratios = row["points"], row["ratios"]
        agree(points["2.1"], ratios["on_time"] * 0.2, row)
        for code, name in {"3.2": "services_with_online_dossier", "3.3": "online_dossiers", "3.5a": "payment_enabled",
                           "4.1": "e_result", "4.3": "reuse", "5.2": "feedback_on_time", "5.3": "satisfied_feedback",
                           "5.4": "satisfied_reception"}.items():  # fmt: skip
            agree(points[code], expected[name], row)
        if ratios["payment_made"] == 100:
            agree(points["3.6"], expected["dossiers_paid"], row)
        else:
            agree(points["3.5b"], expected["payment_made"], row)
            points["3.6"] = Decimal(str(expected["dossiers_paid"]))  # the one figure that cannot be planted beside 3.5b
        assert points["3.1"] is points["4.2b"] is None  # not measured at a department
        groups = {group.code: total(points[item.code] for item in group.items) for group in versions()[0].groups}
        agree(groups["CKMB"], row["groups"]["transparency"], row)
        agree(groups["MDSH"], ratios["digitisation_group"] * 0.22, row)
        agree(groups["MDHL"], row["groups"]["satisfaction_from_components"], row)
        whole = total(groups.values())
        assert abs(whole - Decimal(str(row["total_chart"]))) <= Decimal("0.04"), (row["unit_vi"], whole)
        assert versions()[0].grade(whole).name.vi == row["grade"], row["unit_vi"]


@pytest.mark.real
def test_what_is_left_of_digitisation_is_what_its_four_other_items_can_give(published):
    """The province told of 4.1, 4.3 and the whole group: the rest fits 4.2 held to electronic results and the eight
    points of 4.4, 4.5a and 4.5b, and never needs 4.2b."""
    for row in published["units_2025_11_06"]:
        whole, rest = digitisation_of(row["ratios"])
        assert 0 <= whole <= Decimal(str(row["ratios"]["e_result"])), row["unit_vi"]
        assert 0 <= rest <= 100, row["unit_vi"]


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


def test_what_was_accepted_slowly_or_supplemented_twice_counts_as_late_whatever_its_date(place):
    agency, unit = place
    CountedFrom.objects.create(agency=agency, source="dossiers", month=202601, said_at=NOW)
    start, due, later = date(2026, 9, 3), date(2026, 9, 20), date(2026, 12, 9)
    slow = {"channel": "online", "reception_minutes": 481}
    for facts in (
        {"due": due, "finished": start, **slow},  # ended on its day, accepted late
        {"due": due, "finished": start, "supplements": 2},
        {"due": due, "finished": start, "channel": "direct", "reception_minutes": 900},  # in order: not filed online
        {"due": due, "finished": start, "channel": "online", "reception_minutes": 480, "supplements": 1},  # in order
        {"due": due, "finished": due, "state": State.STOPPED},  # in order: ended, if not settled
        {"due": date(2026, 9, 4), "finished": due, "state": State.WITHDRAWN},
        {"due": later, **slow},  # pending
        {"due": later, "supplements": 3},
        {"due": date(2026, 9, 9), "supplements": 2, **slow},  # pending and past its date: once
    ):
        make_dossier(agency, unit, received=start, **{"channel": "direct", **facts})
    recount(SOURCE, at=NOW)
    rows = {one.item.code: one for one in scored(agency, SEPTEMBER, unit)}
    assert (rows["2.1"].value.numerator, rows["2.1"].value.denominator) == (11 + 3, 12 + 9)
    assert rows["5.4"].value.numerator == 11 + 3, "the share of late ones is the same there"


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


def test_a_counted_indicator_shows_every_unit_and_says_where_cases_are_too_few_to_rank(client, db):
    agency = make_agency()
    one, two = make_unit(agency, "Phòng Một"), make_unit(agency, "Phòng Hai")
    month = timezone.localdate().replace(day=1)
    for unit, number in ((one, 12), (two, 3)):
        for _number in range(number):
            make_dossier(agency, unit, received=month, due=month, finished=month)
    recount(SOURCE, at=NOW)
    testing.load("unit_on_time_rank")
    url = reverse("indicators:indicator", args=["unit_on_time_rank"])
    client.force_login(make_account(agency=agency, roles=("office",)))
    assert "Phòng Một" not in client.get(url).content.decode(), "nothing is counted yet"
    CountedFrom.objects.create(agency=agency, source="dossiers", month=202501, said_at=NOW)
    assert "12 / 12" in client.get(url, {"don-vi": one.pk}).content.decode()
    assert "quá ít trường hợp để xếp hạng" in client.get(url, {"don-vi": two.pk}).content.decode()
