"""Units, positions and people out of files: taken whole or not at all, again without a change, never by strangers."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cchc.common import journal
from cchc.common.errors import Refused
from cchc.common.media import XLSX
from cchc.common.models import JournalEntry
from cchc.common.spreadsheets.cells import text_of
from cchc.common.spreadsheets.reading import read_table
from cchc.organisation import actions, testing
from cchc.organisation.access import Denied
from cchc.organisation.actions import forgetting
from cchc.organisation.housekeeping import _waiting_files
from cchc.organisation.models import (
    Account,
    Identifier,
    Person,
    Position,
    StaffFile,
    StaffMapping,
    Tenure,
    Unit,
    UnitEvent,
)
from cchc.organisation.runs import run_state
from cchc.organisation.staff_files.words import LABELS
from cchc.organisation.staff_files.writing import current_file, empty_file

pytestmark = pytest.mark.django_db
AT = datetime(2026, 9, 15, 3, 0, tzinfo=UTC)


@pytest.fixture
def admin(agency):
    return testing.make_account(agency, ["admin"], full_name="Quản Trị")


def csv(kind, *rows):
    """A file with the columns that any of the rows has."""
    fields = [field for field in LABELS[kind] if any(field in row for row in rows)]
    lines = [
        [str(LABELS[kind][field]) for field in fields],
        *([row.get(field, "") for field in fields] for row in rows),
    ]
    return "\n".join(";".join(line) for line in lines).encode()


def bring(by, kind, *rows, content=None):
    content = content or csv(kind, *rows)
    name = "tep.xlsx" if content.startswith(b"PK") else "tep.csv"
    run = actions.start_staff_file(content=content, name=name, kind=kind, by=by, at=AT)
    return actions.check_staff_file(run=run, columns=run.columns, by=by, at=AT)


def take(by, kind, *rows, content=None):
    run = bring(by, kind, *rows, content=content)
    assert run.faults == []
    return actions.take_staff_file(run=run, by=by, at=AT)


def faults(run):
    return [(fault["row"], fault["column"], fault["text"]) for fault in run.faults]


def unit(code, **more):
    return {"code": code, "name": f"Phòng {code}", "kind": "Phòng chuyên môn", "opened_on": "01/03/2021", **more}


def position(name="Chuyên viên A", **more):
    return {"unit": "P1", "name": name, "kind": "công chức", "quota": "2", "started_on": "01/03/2022", **more}


def person(code="CC1", **more):
    return {"code": code, "full_name": f"Người {code}", "status": "công chức", **more}


def post(code="CC1", **more):
    return person(code, unit="P1", post="Chuyên viên", started_on="01/03/2022", **more)


TWO_UNITS = (unit("P1", parent="C1"), unit("C1", parent="Sở", kind="Chi cục", identifier="000.03.12.H99"))


@pytest.fixture
def home(admin):
    """Two units of the department."""
    take(admin, "units", *TWO_UNITS)
    return Unit.objects.get(code="P1")


def test_units_come_in_in_any_order_with_their_identifiers(admin):
    run = take(admin, "units", *TWO_UNITS)
    assert (run.new, run.changed, run.same) == (2, 0, 0)
    below, above = Unit.objects.get(code="P1"), Unit.objects.get(code="C1")
    assert (below.parent, above.parent, below.short_name, below.opened_on) == (
        above,
        None,
        "Phòng P1",
        date(2021, 3, 1),
    )
    assert (above.identifiers.get().code, above.identifiers.get().basis) == ("H99.12.03", "Nhập từ tệp “tep.csv”")
    again = take(admin, "units", *TWO_UNITS)
    assert (again.new, again.changed, again.same) == (0, 0, 2)
    assert UnitEvent.objects.count() == 2


def test_a_unit_is_known_by_its_identifier_in_either_writing(admin, home):
    run = take(admin, "units", {"code": "H99.12.03"}, unit("000.05.12.H99", parent="000.03.12.H99"))
    assert (run.new, run.same) == (1, 1)
    made = Unit.objects.get(code="H99.12.05")
    assert (made.parent.code, made.identifiers.get().old_code) == ("C1", "000.05.12.H99")
    people = take(admin, "people", {**post(), "unit": "000.05.12.H99"})
    assert people.new == 1
    assert Person.objects.get(code="CC1").unit == made


def test_a_renamed_moved_and_closed_unit_keeps_its_history(admin, home):
    run = take(
        admin, "units",
        {"code": "P1", "name": "Phòng Mới", "parent": "Sở", "changed_on": "01/02/2024", "basis": "Quyết định số 9"},
        {"code": "C1", "closed_on": "01/03/2024"},
    )  # fmt: skip
    assert run.changed == 2
    home.refresh_from_db()
    assert (home.name, home.parent, home.closed_on) == ("Phòng Mới", None, None)
    assert Unit.objects.get(code="C1").closed_on == date(2024, 3, 1)
    assert list(home.events.values_list("kind", "basis")) == [
        ("founded", "Nhập từ tệp “tep.csv”"), ("moved", "Quyết định số 9"), ("renamed", "Quyết định số 9"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([unit("P9", parent="P8"), unit("P8", parent="P9")], ["vòng tròn", "vòng tròn"]),
        ([{"code": "C1", "parent": "P1", "changed_on": "01/02/2024"}], ["vòng tròn"]),
        ([unit("P9", parent="Đâu đó")], ["Không có đơn vị “Đâu đó”"]),
        ([{"code": "P9", "name": "Phòng 9"}], ["Thiếu “Loại đơn vị”", "Thiếu “Thành lập từ ngày”"]),
        ([unit("P9", kind="Khoa")], ["Không hiểu “Khoa”"]),
        ([unit("P9"), unit("p9")], ["Trùng với dòng 3"]),
        ([unit("P9", name="N" * 70)], ["Tên gọn"]),
        ([unit("P9", identifier="12.H99")], ["không có dạng mã định danh"]),
        ([unit("P9", identifier="H98.12.3")], ["Mã của đơn vị phải nằm dưới"]),
        ([unit("P9", identifier="H99.12.03")], ["đã được cấp"]),
        ([unit("P9", opened_on="01/03/2027")], ["chưa đến"]),
        ([unit("P9", parent="P8"), unit("P8", kind="Khoa")], ["Không có đơn vị “P8”", "Không hiểu “Khoa”"]),
        ([unit("P9", parent="P8"), {"code": "P8", "name": "Phòng 8"}], ["dòng 4 còn lỗi", "Thiếu", "Thiếu"]),
        ([unit("P9", parent="P8"), unit("P8", opened_on="01/01/2027")], ["chưa đến"]),
        ([{"code": "P1", "name": "Phòng Mới"}], ["Thay đổi từ ngày"]),
        ([{"code": "P1", "kind": "Đội"}], ["không sửa được bằng tệp"]),
        ([{"code": "P1", "opened_on": "01/03/2020"}], ["không sửa được bằng tệp"]),
        ([{"code": "C1", "closed_on": "01/03/2024"}], ["còn trực thuộc"]),
        ([{"code": "C1", "identifier": "H99.12.4"}], ["Mã định danh từ ngày"]),
        ([{"code": "P1", "name": "Phòng Mới", "changed_on": "01/03/2020"}], ["thành lập ngày"]),
        ([{"name": "Phòng Mới", "code": ""}], ["Thiếu “Mã đơn vị”"]),
    ],
)  # fmt: skip
def test_a_faulty_unit_is_told_and_nothing_is_taken(admin, home, rows, said):
    Identifier.objects.create(
        agency=admin.agency, code="H99.12", old_code="", folded="h99.12", started_on=date(2020, 1, 1), basis="x"
    )
    run = bring(admin, "units", unit("P7"), *rows)
    found = faults(run)
    assert len(found) == len(said)
    assert all(words in text for words, (_row, _column, text) in zip(said, found, strict=True)), found
    with pytest.raises(Refused, match="còn dòng lỗi"):
        actions.take_staff_file(run=run, by=admin, at=AT)
    assert Unit.objects.filter(agency=admin.agency).count() == 2


def test_a_fault_names_its_row_and_its_column(admin, home):
    run = bring(admin, "units", unit("P7"), unit("P8", opened_on="hôm qua"), unit("P9", opened_on="01/01/2027"))
    assert [(row, column) for row, column, _text in faults(run)] == [(3, "D"), (4, "D")]
    assert run_state(run) == ("missed", "đã kiểm tra, có lỗi")
    assert run_state(bring(admin, "units", unit("P7"))) == ("doing", "đã kiểm tra, chờ xác nhận")


def test_a_check_leaves_nothing_but_its_report(admin, home):
    entries, units = JournalEntry.objects.count(), Unit.objects.count()
    run = bring(admin, "units", unit("P7"), {"code": "P1", "name": "Phòng Mới", "changed_on": "01/02/2024"})
    assert (run.new, run.changed, run.fault_count) == (1, 1, 0)
    assert Unit.objects.count() == units
    assert JournalEntry.objects.count() == entries + 2  # given, checked
    told = {"what": "Tên đơn vị", "before": "Phòng P1", "after": "Phòng Mới"}
    assert told.items() <= run.lines[1]["changes"][0].items()


def test_positions_come_in_change_and_end(admin, home):
    take(admin, "positions", position(), position("Chuyên viên B", basis="Quyết định số 5"))
    assert Position.objects.get(name="Chuyên viên B").basis == "Quyết định số 5"
    run = take(
        admin, "positions", {"unit": "Phòng P1", "name": "chuyên viên a", "quota": "3"},
        {"unit": "P1", "name": "Chuyên viên B", "ended_on": "01/01/2025"},
        position("Chuyên viên C", ended_on="01/01/2024"),
    )  # fmt: skip
    assert (run.new, run.changed) == (1, 2)
    assert list(Position.objects.order_by("pk").values_list("name", "quota", "ended_on")) == [
        ("chuyên viên a", 3, None), ("Chuyên viên B", 2, date(2025, 1, 1)), ("Chuyên viên C", 2, date(2024, 1, 1)),
    ]  # fmt: skip
    assert take(admin, "positions", position("Chuyên viên C", ended_on="01/01/2024")).same == 1


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([{**position(), "unit": "P9"}], ["Không có đơn vị “P9”"]),
        ([position("Khác"), position("khác")], ["Trùng với dòng 2"]),
        ([{"unit": "P1", "name": "Khác"}], ["Dành cho", "Số người được duyệt", "Từ ngày"]),
        ([position("Khác", quota="nhiều")], ["không phải số người"]),
        ([position("Khác", started_on="01/01/2019")], ["thành lập ngày"]),
        ([{**position(), "started_on": "01/03/2023"}], ["không sửa được bằng tệp"]),
        ([{**position(), "ended_on": "01/01/2020"}], ["Ngày thôi phải sau"]),
    ],
)  # fmt: skip
def test_a_faulty_position_is_told(admin, home, rows, said):
    take(admin, "positions", position())
    found = faults(bring(admin, "positions", *rows))
    assert len(found) == len(said)
    assert all(words in text for words, (_row, _column, text) in zip(said, found, strict=True)), found


def test_people_come_in_with_their_posts_and_no_account(admin, home):
    take(admin, "positions", position())
    accounts = Account.objects.count()
    run = take(
        admin, "people",
        person(unit="C1", post="Chuyên viên", concurrent="x", started_on="01/04/2023"),
        post(position="Chuyên viên A", heads="có", email="nguoi1@so.example"),
        person("CC2", status="viên chức", pay_source="ngân sách nhà nước"),
    )  # fmt: skip
    assert run.new == 3
    one = Person.objects.get(code="CC1")
    assert [(t.unit.code, t.concurrent, t.heads) for t in one.tenures.order_by("started_on")] == [
        ("P1", False, True), ("C1", True, False),
    ]  # fmt: skip
    assert (one.tenure.position.name, one.email) == ("Chuyên viên A", "nguoi1@so.example")
    assert (Person.objects.get(code="CC2").pay_source, Person.objects.get(code="CC2").tenure) == ("state", None)
    assert Account.objects.count() == accounts
    assert journal.verify().whole


def test_the_same_people_again_change_nothing(admin, home):
    rows = (post(), person(unit="C1", post="Phó", concurrent="x", started_on="01/04/2023"), post("CC2", heads="x"))
    take(admin, "people", *rows)
    before = list(Tenure.objects.values_list()), list(Person.objects.values_list())
    run = take(admin, "people", *rows)
    assert (run.new, run.changed, run.same) == (0, 0, 3)
    assert (list(Tenure.objects.values_list()), list(Person.objects.values_list())) == before


def test_a_new_post_ends_the_last_one_and_the_next_head_waits_for_the_last_to_leave(admin, home):
    take(admin, "people", post("CC1", heads="x"), post("CC2"))
    run = take(
        admin, "people",
        {"code": "CC2", "unit": "P1", "post": "Trưởng phòng", "heads": "x", "started_on": "01/05/2024"},
        {"code": "CC1", "unit": "C1", "post": "Chuyên viên", "started_on": "01/05/2024", "email": "mot@so.example"},
    )  # fmt: skip
    assert run.changed == 2
    assert home.tenures.get(ended_on=None, heads=True).person.code == "CC2"
    one = Person.objects.get(code="CC1")
    assert (one.unit.code, one.email, one.full_name) == ("C1", "mot@so.example", "Người CC1")
    assert one.tenures.get(unit=home).ended_on == date(2024, 5, 1)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([{"code": "CC5"}], ["Thiếu “Họ và tên”", "Thiếu “Chế độ làm việc”"]),
        ([{**post("CC5"), "unit": "P9"}], ["Không có đơn vị “P9”"]),
        ([{**post("CC5"), "post": ""}], ["Thiếu “Chức vụ"]),
        ([{**post("CC5"), "started_on": ""}], ["Thiếu “Giữ chức vụ từ ngày”"]),
        ([post("CC5", position="Không có")], ["không có vị trí việc làm “Không có”"]),
        ([post("CC5", position="Chuyên viên A", status="viên chức")], ["dành cho công chức"]),
        ([post("CC5"), {**post("CC5"), "unit": "C1"}], ["Đã có chức vụ chính ở dòng 2"]),
        ([post("CC5"), post("CC5")], ["Trùng với dòng 2"]),
        ([person("CC5"), person("CC5", full_name="Tên Khác", unit="P1", post="A", started_on="01/01/2024")],
         ["Khác với dòng 2"]),
        ([person("CC5", concurrent="x")], ["Ghi cả đơn vị"]),
        ([post("CC5", concurrent="x")], ["không giữ chức vụ chính nào"]),
        ([post("CC5", heads="x"), post("CC6", heads="x")], ["kết thúc chức vụ đó trước"]),
        ([post("CC5", email="khong phai thu")], ["không phải địa chỉ thư"]),
        ([{**post(), "started_on": "01/04/2022"}], ["không sửa được bằng tệp"]),
        ([{**post(), "post": "Trưởng phòng"}], ["một chức vụ chính tại một thời điểm"]),
        ([{**post("CC5"), "started_on": "01/01/2027"}], ["chưa đến"]),
    ],
)  # fmt: skip
def test_a_faulty_person_is_told_and_nothing_is_taken(admin, home, rows, said):
    take(admin, "positions", position())
    take(admin, "people", post())
    before = Person.objects.count(), Tenure.objects.count()
    run = bring(admin, "people", *rows)
    found = faults(run)
    assert len(found) == len(said), found
    assert all(words in text for words, (_row, _column, text) in zip(said, found, strict=True)), found
    with pytest.raises(Refused):
        actions.take_staff_file(run=run, by=admin, at=AT)
    assert (Person.objects.count(), Tenure.objects.count()) == before


NAMES = st.text(alphabet="ABĐĂÊ áạ1=+-@'\"", min_size=1, max_size=12).filter(lambda text: text.strip(" '"))


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_what_is_written_out_and_taken_in_again_changes_nothing(admin, data):
    """Any tree of units with positions and people, as XLSX."""
    number = Unit.objects.count()
    keys = [f"U{number}.{at}" for at in range(data.draw(st.integers(1, 4)))]
    for at, key in enumerate(keys):
        above = data.draw(st.sampled_from([None, *keys[:at]]))
        actions.found_unit(
            by=admin, at=AT, agency=admin.agency, code=key, name=data.draw(NAMES), short_name=data.draw(NAMES),
            kind=data.draw(st.sampled_from(["room", "branch", "team"])), on=date(2020, 1, 1),
            parent=Unit.objects.get(code=above) if above else None,
        )  # fmt: skip
        home = Unit.objects.get(code=key)
        spot = actions.add_position(
            by=admin, at=AT, unit=home, name=data.draw(NAMES), kind="contract", quota=data.draw(st.integers(0, 9)),
            on=date(2021, 1, 1), basis=data.draw(NAMES),
        )  # fmt: skip
        someone = actions.add_person(
            by=admin, at=AT, agency=admin.agency, code=f"C{key}", full_name=data.draw(NAMES), status="contract",
            pay_source=data.draw(st.sampled_from(["", "state", "own"])), email="a@so.example",
        )  # fmt: skip
        held = actions.appoint(
            by=admin, at=AT, person=someone, unit=home, post=data.draw(NAMES), on=date(2021, 1, 1),
            heads=data.draw(st.booleans()),
        )  # fmt: skip
        if data.draw(st.booleans()):
            actions.place(by=admin, at=AT, tenure=held, position=spot)
            beside = Unit.objects.get(code=keys[0])
            actions.appoint(
                by=admin, at=AT, person=someone, unit=beside, post=f"Kiêm {key}", on=date(2022, 1, 1), concurrent=True
            )
    for kind in ("units", "positions", "people"):
        run = take(admin, kind, content=current_file(kind, admin))
        assert (run.new, run.changed) == (0, 0), run.lines
        assert run.same >= len(keys)


def test_a_written_file_is_edited_and_taken_in_again(admin, home):
    take(admin, "people", post(email="mot@so.example"), post("CC2"))
    table = read_table(current_file("people", admin), XLSX)
    rows = [[text_of(cell) for cell in row] for row in table.rows]
    place = next(at for at, row in enumerate(rows) if row[0] == "CC2")
    rows[place][1] = "Người Đổi Tên"
    run = take(admin, "people", content="\n".join(";".join(row) for row in rows).encode())
    assert (run.new, run.changed) == (0, 1)
    assert Person.objects.get(code="CC2").full_name == "Người Đổi Tên"


@pytest.mark.parametrize("kind", ["units", "positions", "people"])
def test_an_empty_file_has_the_headings_and_a_guide_and_takes_nothing_in(admin, kind):
    content = empty_file(kind)
    assert [text_of(cell) for cell in read_table(content, XLSX).rows[0]] == [str(x) for x in LABELS[kind].values()]
    assert len(read_table(content, XLSX, "Cách ghi").rows) == len(LABELS[kind]) + 1
    assert [text for _row, _column, text in faults(bring(admin, kind, content=content))] == [
        "Không có dòng nào dưới dòng tiêu đề."
    ]


def test_a_department_that_changed_since_the_check_is_checked_again(admin, home):
    run = bring(admin, "people", post())
    take(admin, "people", post(email="mot@so.example"))
    with pytest.raises(Refused, match="đã thay đổi từ lúc kiểm tra"):
        actions.take_staff_file(run=run, by=admin, at=AT)


def test_a_file_is_checked_in_one_language_and_taken_in_another(admin, home):
    content = csv("people", post(heads="có"))
    with override("en"):
        run = bring(admin, "people", content=content)
        assert {"what": "Heads the unit", "before": "", "after": "yes"}.items() <= run.lines[0]["changes"][4].items()
    assert actions.take_staff_file(run=run, by=admin, at=AT).state == "taken"


def test_columns_that_do_not_do_are_refused(admin, home):
    run = actions.start_staff_file(content=csv("people", post()), name="tep.csv", kind="people", by=admin, at=AT)
    for columns, said in (({"full_name": 1}, "Mã công chức"), ({"code": 0, "full_name": 0}, "hai mục")):
        with pytest.raises(Refused, match=said):
            actions.check_staff_file(run=run, columns=columns, by=admin, at=AT)


@pytest.mark.parametrize(
    ("content", "name"), [(b"", "a.csv"), (b"PK\x03\x04hong", "a.xlsx"), (b"%PDF-1.4", "a.pdf"), (b"\n\n", "a.csv")]
)
def test_a_file_that_is_no_table_is_refused(admin, content, name):
    with pytest.raises(Refused):
        actions.start_staff_file(content=content, name=name, kind="people", by=admin, at=AT)
    assert StaffFile.objects.count() == 0


def test_a_kept_mapping_is_used_for_the_same_headings_of_the_same_kind(admin, home):
    odd = csv("people", post()).replace("Mã công chức, viên chức".encode(), "Số hiệu".encode())
    run = actions.start_staff_file(content=odd, name="la.csv", kind="people", by=admin, at=AT)
    assert "code" not in run.columns
    run = actions.check_staff_file(run=run, columns={**run.columns, "code": 0}, by=admin, at=AT)
    actions.save_staff_mapping(run=run, name="Phần mềm nhân sự", by=admin, at=AT)
    again = actions.start_staff_file(content=odd, name="la.csv", kind="people", by=admin, at=AT)
    assert again.columns["code"] == 0
    other = actions.start_staff_file(content=odd, name="la.csv", kind="units", by=admin, at=AT)
    assert "unit" not in other.columns
    assert StaffMapping.objects.get().name == "Phần mềm nhân sự"


def test_what_a_file_says_of_people_goes_with_the_need_of_it(admin, home):
    taken = take(admin, "people", post())
    dropped, waiting = bring(admin, "people", post("CC2")), bring(admin, "people", post("CC3"))
    actions.drop_staff_file(run=dropped, by=admin, at=AT)
    for run in (taken, dropped):
        run.refresh_from_db()
        assert (run.table, run.lines) == ({}, [])
        with pytest.raises(Refused):
            actions.check_staff_file(run=run, columns=run.columns, by=admin, at=AT)
    assert not _waiting_files(AT, AT).exists()
    forgetting.clear_files(_waiting_files(AT + timedelta(days=8), AT))
    waiting.refresh_from_db()
    assert (waiting.state, waiting.table, waiting.lines) == ("dropped", {}, [])


@pytest.mark.parametrize("role", ["officer", "head", "office", "director", "inspector"])
def test_whoever_may_not_change_the_organisation_may_not_bring_it_in(agency, role):
    with pytest.raises(Denied):
        actions.start_staff_file(
            content=csv("people", person()), name="a.csv", kind="people", by=testing.make_account(agency, [role]), at=AT
        )


def test_a_unit_of_another_department_is_not_found_and_its_people_are_others(admin, home):
    other = testing.make_account(testing.make_agency("Sở Khác"), ["admin"])
    assert "Không có đơn vị “P1”" in faults(bring(other, "people", post()))[0][2]
    assert "Không có đơn vị “C1”" in faults(bring(other, "units", unit("P9", parent="C1")))[0][2]
    take(admin, "people", post())
    take(other, "units", unit("P1"))
    assert take(other, "people", post(email="khac@so.example")).new == 1
    assert Person.objects.filter(code="CC1").count() == 2
    assert Person.objects.get(code="CC1", agency=admin.agency).email == ""
    shown = read_table(current_file("people", other), XLSX).rows
    assert {row[0] for row in shown[1:]} == {other.person.code, "CC1"}


def test_mail_addresses_are_written_out_only_for_whoever_may_see_them(agency, admin, home):
    take(admin, "people", post(email="mot@so.example"))
    for by, seen in ((admin, True), (testing.make_account(agency, ["inspector"]), False)):
        cells = [cell for row in read_table(current_file("people", by), XLSX).rows for cell in row]
        assert ("mot@so.example" in cells) is seen


@pytest.fixture
def page(client, admin):
    client.force_login(admin)
    return client


def test_the_pages_take_a_file_from_upload_to_result(page, admin, home):
    listed = page.get(reverse("organisation:staff_files")).content.decode()
    assert "Chưa nạp tệp nào" not in listed
    assert "cấp tài khoản ở trang của từng người" in listed
    file = SimpleUploadedFile("nguoi.csv", csv("people", post(), post("CC2")))
    answer = page.post(reverse("organisation:staff_files"), {"kind": "people", "file": file})
    run = StaffFile.objects.get(kind="people")
    assert answer["Location"] == reverse("organisation:staff_file", args=[run.pk])
    shown = page.get(answer["Location"]).content.decode()
    assert "Kiểm tra, chưa nhập" in shown
    assert "Người CC2" in shown
    answer = page.post(reverse("organisation:staff_file", args=[run.pk]), run.columns)
    shown = page.get(answer["Location"].split("#")[0]).content.decode()
    assert "2 dòng mới, 0 thay đổi, 0 giữ nguyên, 0 lỗi." in shown
    assert Person.objects.filter(code="CC1").count() == 0
    page.post(reverse("organisation:staff_mapping_save", args=[run.pk]), {"name": "Nhân sự"})
    page.post(reverse("organisation:staff_file_take", args=[run.pk]))
    shown = page.get(reverse("organisation:staff_file", args=[run.pk])).content.decode()
    assert "Quản Trị đã nhập: 2 dòng mới" in shown
    assert reverse("organisation:person_list") in shown
    assert Person.objects.filter(code__in=["CC1", "CC2"]).count() == 2
    assert JournalEntry.objects.filter(action="organisation.appoint").count() == 2


def test_the_page_shows_faults_and_refuses_what_is_no_file(page, home):
    answer = page.post(reverse("organisation:staff_files"), {"kind": "people"})
    assert "Tệp" in answer.content.decode()
    answer = page.post(
        reverse("organisation:staff_files"), {"kind": "people", "file": SimpleUploadedFile("a.pdf", b"%PDF-1.4")}
    )
    assert "không phải bảng tính" in answer.content.decode()
    file = SimpleUploadedFile("a.csv", csv("people", {**post(), "unit": "P9"}))
    page.post(reverse("organisation:staff_files"), {"kind": "people", "file": file})
    run = StaffFile.objects.get(kind="people")
    answer = page.post(reverse("organisation:staff_file", args=[run.pk]), {"full_name": "1"})
    assert "Chọn cột ghi" in answer.content.decode()
    page.post(reverse("organisation:staff_file", args=[run.pk]), run.columns)
    shown = page.get(reverse("organisation:staff_file", args=[run.pk])).content.decode()
    assert "Không có đơn vị “P9”" in shown
    assert "Xác nhận nhập" not in shown
    page.post(reverse("organisation:staff_file_drop", args=[run.pk]))
    assert "Tệp đã bỏ" in page.get(reverse("organisation:staff_file", args=[run.pk])).content.decode()


@pytest.mark.parametrize("slug", ["don-vi", "vi-tri", "nguoi"])
def test_files_to_fill_in_and_of_what_is_there_come_down(page, home, slug):
    for name in ("staff_file_empty", "staff_file_current"):
        answer = page.get(reverse(f"organisation:{name}", args=[slug]))
        assert answer.content.startswith(b"PK")
        assert page.get(reverse(f"organisation:{name}", args=["khac"])).status_code == 404


def test_the_pages_say_the_same_in_english_and_write_files_in_vietnamese(page, home):
    page.cookies["django_language"] = "en"
    assert "Bring in a file" in page.get(reverse("organisation:staff_files")).content.decode()
    assert "công chức; viên chức" in page.get(reverse("organisation:staff_files")).content.decode()
    answer = page.get(reverse("organisation:staff_file_current", args=["don-vi"]))
    assert [text_of(cell) for cell in read_table(answer.content, XLSX).rows[0]][:2] == ["Mã đơn vị", "Tên đơn vị"]


def test_strangers_see_no_file(client, page, admin, home):
    run = bring(admin, "people", post())
    urls = [reverse("organisation:staff_files"), reverse("organisation:staff_file", args=[run.pk])]
    urls += [reverse(f"organisation:{name}", args=["nguoi"]) for name in ("staff_file_empty", "staff_file_current")]
    client.force_login(testing.make_account(admin.agency, ["office"]))
    assert {client.get(url).status_code for url in urls} == {403}
    client.force_login(testing.make_account(testing.make_agency("Sở Khác"), ["admin"]))
    assert client.get(urls[1]).status_code == 404
    for name in ("staff_file_take", "staff_file_drop", "staff_mapping_save"):
        assert client.post(reverse(f"organisation:{name}", args=[run.pk])).status_code == 404
    assert "tep.csv" not in client.get(urls[0]).content.decode()
    client.logout()
    assert client.get(urls[1]).status_code == 302
