"""Functions of a department: the check by table, what is written and refused, and the pages."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from cchc.common.errors import Refused
from cchc.common.models import JournalEntry
from cchc.organisation import actions, testing
from cchc.organisation.access import Denied
from cchc.organisation.functions import rows_on
from cchc.organisation.models import Function, FunctionShare
from cchc.organisation.rules import Span
from cchc.organisation.rules.functions import Finding, Share, check, leads_on, taken

AT = datetime(2026, 9, 15, 3, 0, tzinfo=UTC)
ON, LATER = date(2025, 1, 1), date(2026, 3, 1)
A, B = 1, 2


@pytest.mark.parametrize(
    ("shares", "day", "found"),
    [
        ([], ON, Finding.GAP),
        ([Share(A, False, Span(ON))], ON, Finding.GAP),
        ([Share(A, True, Span(ON))], ON, Finding.ONE),
        ([Share(A, True, Span(ON, LATER)), Share(B, True, Span(LATER))], LATER, Finding.ONE),
        ([Share(A, True, Span(ON)), Share(B, True, Span(LATER))], LATER, Finding.OVERLAP),
        ([Share(A, True, Span(ON)), Share(B, True, Span(LATER))], date(2026, 2, 28), Finding.ONE),
        ([Share(A, True, Span(ON, LATER))], LATER, Finding.GAP),
    ],
)
def test_the_check_finds_overlaps_and_gaps_of_a_day(shares, day, found):
    assert check(shares, day) is found


spans = st.builds(
    lambda day, length: Span(date.fromordinal(day), date.fromordinal(day + length) if length else None),
    st.integers(date(2024, 1, 1).toordinal(), date(2026, 1, 1).toordinal()), st.integers(0, 300),
)  # fmt: skip
shares = st.lists(st.builds(Share, st.integers(1, 4), st.booleans(), spans), max_size=6)


@given(shares, st.dates(date(2024, 1, 1), date(2027, 1, 1)))
def test_the_check_is_the_number_of_different_leads(held, day):
    leads = {share.unit for share in held if share.leads and share.span.holds(day)}
    assert set(leads_on(held, day)) == leads
    assert check(held, day) == [Finding.GAP, Finding.ONE, Finding.OVERLAP][min(len(leads), 2)]


@given(shares, spans)
def test_a_unit_that_has_no_part_in_the_time_is_free(held, span):
    assert taken(held, Share(9, True, span)) is False


@pytest.fixture
def rooms(agency):
    return [testing.make_unit(agency, name) for name in ("Phòng Một", "Phòng Hai")]


def add(office, text="Quản lý chợ", **more):
    return actions.add_function(
        **{"by": office, "at": AT, "agency": office.agency, "text": text, "on": ON, "basis": "Quyết định số 1", **more}
    )


def share(office, function, unit, *, part="lead", on=LATER):
    return actions.share_function(
        by=office, at=AT, function=function, unit=unit, part=part, on=on, basis="Quyết định số 2"
    )


def findings(agency, day=LATER):
    return {row.function.text: (row.finding.value, [unit.name for unit in row.leads]) for row in rows_on(agency, day)}


def test_a_function_is_given_to_its_units_and_the_check_follows(agency, office, rooms):
    function = add(office, lead=rooms[0], supports=[rooms[1]])
    add(office, "Không ai làm")
    assert findings(agency) == {"Quản lý chợ": ("one", ["Phòng Một"]), "Không ai làm": ("gap", [])}
    actions.end_share(by=office, at=AT, share=function.shares.get(unit=rooms[1]), on=LATER)
    share(office, function, rooms[1])
    assert findings(agency)["Quản lý chợ"] == ("overlap", ["Phòng Một", "Phòng Hai"])
    assert findings(agency, date(2026, 2, 28))["Quản lý chợ"] == ("one", ["Phòng Một"])
    actions.end_share(by=office, at=AT, share=function.shares.get(unit=rooms[0]), on=date(2026, 4, 1))
    assert findings(agency, date(2026, 4, 1))["Quản lý chợ"] == ("one", ["Phòng Hai"])
    assert JournalEntry.objects.filter(action="organisation.share_function").count() == 1


@pytest.mark.parametrize(
    ("values", "field"),
    [({"text": "QUẢN LÝ chợ"}, "text"), ({"text": " "}, "text"), ({"basis": ""}, "basis"),
     ({"on": date(2026, 12, 1)}, "on"), ({"on": date(2019, 1, 1)}, "lead")],
)  # fmt: skip
def test_a_function_is_refused_with_the_field_at_fault(office, rooms, values, field):
    add(office)
    with pytest.raises(Refused) as refused:
        add(office, **{"text": "Việc mới", "lead": rooms[0], **values})
    assert refused.value.field == field
    assert Function.objects.count() == 1


def test_a_unit_has_one_part_in_a_function_at_a_time(office, rooms):
    function = add(office, lead=rooms[0])
    with pytest.raises(Refused, match="đang chủ trì hoặc phối hợp"):
        share(office, function, rooms[0], part="support")
    with pytest.raises(Refused, match="không đồng thời"):
        add(office, "Việc khác", lead=rooms[0], supports=[rooms[0]])
    with pytest.raises(Refused, match="không có hiệu lực"):
        share(office, function, rooms[1], on=date(2024, 1, 1))


def test_a_function_ends_with_its_parts(agency, office, rooms):
    function = add(office, lead=rooms[0], supports=[rooms[1]])
    with pytest.raises(Refused):
        actions.end_function(by=office, at=AT, function=function, on=ON)
    actions.end_function(by=office, at=AT, function=function, on=LATER)
    assert findings(agency) == {}
    assert findings(agency, ON)["Quản lý chợ"][0] == "one"
    assert set(function.shares.values_list("ended_on", flat=True)) == {LATER}
    with pytest.raises(Refused, match="đã thôi"):
        actions.end_function(by=office, at=AT, function=function, on=LATER)
    add(office)  # the same words may come back


def test_functions_of_a_merged_unit_go_to_the_one_it_went_into(agency, office, rooms):
    led, both, supported = add(office, "A", lead=rooms[0]), add(office, "B", lead=rooms[0], supports=[rooms[1]]), add(
        office, "C", lead=rooms[1], supports=[rooms[0]]
    )  # fmt: skip
    admin = testing.make_account(agency, ["admin"])
    actions.merge_units(by=admin, at=AT, units=[rooms[0]], into=rooms[1], on=LATER)
    for function in (led, both, supported):
        open_now = FunctionShare.objects.filter(function=function, ended_on=None)
        assert [(one.unit, one.part) for one in open_now] == [(rooms[1], "lead")], function
    actions.dissolve_unit(by=admin, at=AT, unit=rooms[1], on=date(2026, 4, 1))
    assert {finding for finding, _leads in findings(agency, date(2026, 4, 1)).values()} == {"gap"}


def test_who_may_not_staff_writes_nothing(agency, rooms):
    with pytest.raises(Denied):
        add(testing.make_account(agency, ["officer"]))


def url(name, *args):
    return reverse(f"organisation:{name}", args=args)


def test_functions_are_written_shown_filtered_and_exported(client, office, rooms):
    assert "Chưa có chức năng, nhiệm vụ nào" in client.get(url("function_list")).content.decode()
    values = {"text": "Quản lý điện", "on": "01/01/2025", "basis": "Quyết định số 1", "lead": rooms[0].pk,
              "supports": [rooms[1].pk]}  # fmt: skip
    assert client.post(url("function_new"), values).status_code == 302
    assert (
        client.post(url("function_new"), {**values, "text": "Bỏ trống", "lead": "", "supports": []}).status_code == 302
    )
    text = client.get(url("function_list")).content.decode()
    assert "1 việc chưa có đơn vị chủ trì" in text
    for query, found in (({"kiem-tra": "gap"}, 1), ({"don-vi": rooms[1].pk}, 1), ({"q": "quan ly dien"}, 1),
                         ({"ngay": "01/01/2020"}, 0)):  # fmt: skip
        assert client.get(url("function_list"), query).context["page"].found == found, query
    rows = b"".join(client.get(url("function_list"), {"xuat": "csv"}).streaming_content).decode()
    assert "Quản lý điện,Phòng Một,Phòng Hai" in rows
    assert "Quản lý điện" in client.get(url("unit_detail", rooms[0].pk)).content.decode()


def test_a_function_is_given_corrected_and_ended_on_its_page(client, office, rooms):
    function = add(office)
    page = url("function", function.pk)
    assert "chưa có đơn vị chủ trì" in client.get(page).content.decode()
    values = {"unit": rooms[0].pk, "part": "lead", "on": "01/03/2026", "basis": "Quyết định số 2"}
    assert client.post(url("function_share", function.pk), values).status_code == 302
    assert "đang chủ trì" in client.post(url("function_share", function.pk), values).content.decode()
    assert "một đơn vị chủ trì" in client.get(page).content.decode()
    held = function.shares.get()
    assert client.post(url("share_end", held.pk), {"on": "01/03/2026"}).status_code == 200
    assert client.post(url("share_end", held.pk), {"on": "01/04/2026"}).status_code == 302
    values = {"text": "Quản lý chợ, siêu thị", "basis": "Quyết định số 1"}
    assert client.post(url("function_correct", function.pk), values).status_code == 302
    assert "Chưa có gì thay đổi" in client.post(url("function_correct", function.pk), values).content.decode()
    assert client.post(url("function_end", function.pk), {"on": "01/05/2026"}).status_code == 302
    text = client.get(page).content.decode()
    assert "Sở không còn" in text
    assert url("function_share", function.pk) not in text


def test_the_stranger_the_officer_and_the_other_department(client, agency, rooms):
    function = add(testing.make_account(agency, ["office"]), lead=rooms[0])
    held = function.shares.get()
    ways = [("function", function.pk), ("function_correct", function.pk), ("function_end", function.pk),
            ("function_share", function.pk), ("share_end", held.pk)]  # fmt: skip
    assert client.get(url("function_list")).status_code == 302
    client.force_login(testing.make_account(agency, ["officer"]))
    assert [client.get(url(*way)).status_code for way in ways] == [200, 403, 403, 403, 403]
    client.force_login(testing.make_account(testing.make_agency(), ["office", "admin"]))
    assert {client.get(url(*way)).status_code for way in ways} == {404}
    assert "Quản lý chợ" not in client.get(url("function_list")).content.decode()
