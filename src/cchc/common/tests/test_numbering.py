"""Books of numbers: one after the other, nothing twice, nothing left out, nothing given up without a reason."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from cchc.common import actions
from cchc.common.actions.numbering import number_of
from cchc.common.errors import Refused
from cchc.common.models import JournalEntry, NumberBook, NumberCounter, TakenNumber
from cchc.common.number_forms import NumberForm, fault_of, kinds_of_papers, known_forms, period_of

AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
DAY = date(2026, 3, 2)
FORM = NumberForm(date(2020, 3, 5), "{number}/{kind}-SCT", 2, "Nghị định 30/2020/NĐ-CP, Điều 15")


class Person:
    pk, agency_id = 7, 1

    def get_full_name(self) -> str:
        return "Nguyễn An"


BY = Person()


@pytest.fixture
def book(db):
    return make_book()


def make_book(**changes):
    facts = {"agency_id": 1, "name": "Sổ kế hoạch", "kinds": ["KH"], "every": "year", "form": FORM, "by": BY, "at": AT}
    return actions.open_book(**facts | changes)


def take(book, on=DAY, **changes):
    facts = {"book": book, "on": on, "subject": "Kế hoạch kiểm tra", "kind": "KH", "by": BY, "at": AT}
    return actions.take_number(**facts | changes)


@pytest.mark.parametrize(
    ("template", "fault"),
    [("{number}/KH", ""), ("{number", "form"), ("{number}/{name}", "word"), ("{number:>9}", "word"), ("KH", "number"),
     ("{number}{number}", "number"), ("{number}/{kind}-{year}-{day}", "")],
)  # fmt: skip
def test_a_template_holds_its_number_once_and_no_strange_words(template, fault):
    assert fault_of(template) == fault


def test_numbers_are_written_as_the_decree_says():
    assert FORM.text(5, DAY, "KH") == "05/KH-SCT"
    assert FORM.text(1234, DAY, "KH") == "1234/KH-SCT"
    assert (period_of("year", DAY), period_of("day", DAY)) == ("2026", "2026-03-02")


def test_the_forms_that_are_carried_are_right_and_have_their_sources():
    by_code = {one.code: one for one in known_forms()}
    for one in by_code.values():
        assert fault_of(one.filled("SCT", "H57.132")) == ""
        assert one.source
    one = by_code["dossiers"]  # the example of a public code: H57.132-260804-0583
    form = NumberForm(one.since, one.filled("SHTT", "H57.132"), one.digits, one.source)
    assert form.text(583, date(2026, 8, 4)) == "H57.132-260804-0583"
    letter = by_code["letters"]
    assert NumberForm(letter.since, letter.filled("SCT", ""), letter.digits, letter.source).text(7, DAY) == "07/SCT"
    assert {"KH", "BC", "QĐ", "TTr", "CTr"} <= {kind.code for kind in kinds_of_papers()}


def test_numbers_follow_one_another_and_begin_anew_each_year(book):
    assert [take(book).text for _ in range(3)] == ["01/KH-SCT", "02/KH-SCT", "03/KH-SCT"]
    assert take(book, on=date(2027, 1, 4)).text == "01/KH-SCT"
    assert JournalEntry.objects.filter(action="numbers.take").count() == 4


def test_what_falls_with_its_transaction_takes_no_number(book):
    take(book)

    def fail():
        with transaction.atomic():
            take(book)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert take(book).number == 2


def test_the_form_in_force_on_the_day_writes_the_number(book):
    later = NumberForm(date(2026, 7, 1), "{number}/{kind}-SCTXD", 3, "Quy chế công tác văn thư")
    actions.change_form(book=book, form=later, by=BY, at=AT)
    assert take(book).text == "01/KH-SCT"
    assert take(book, on=date(2026, 7, 1)).text == "002/KH-SCTXD"
    with pytest.raises(Refused, match="chưa có mẫu số"):
        take(make_book(kinds=["QC"], form=later), on=DAY)


@pytest.mark.parametrize(
    ("template", "source", "field"), [("KH", "Quy chế", "template"), ("{number}/{x}", "Quy chế", "template"),
                                      ("{number}", " ", "source")],
)  # fmt: skip
def test_a_form_without_number_or_source_is_refused(book, template, source, field):
    with pytest.raises(Refused) as refused:
        actions.change_form(book=book, form=NumberForm(DAY, template, 2, source), by=BY, at=AT)
    assert refused.value.field == field


def test_a_voided_number_stays_in_the_book_and_is_not_given_out_again(book):
    first = take(book)
    with pytest.raises(Refused, match="lý do"):
        actions.void_number(taken=first, reason=" ", by=BY, at=AT)
    voided = actions.void_number(taken=first, reason="Lấy nhầm sổ", by=BY, at=AT)
    assert (voided.voided_by, voided.void_reason) == ("Nguyễn An", "Lấy nhầm sổ")
    with pytest.raises(Refused, match="đã hủy trước đó"):
        actions.void_number(taken=first, reason="Lần nữa", by=BY, at=AT)
    assert take(book).number == 2
    assert list(TakenNumber.objects.order_by("number").values_list("number", flat=True)) == [1, 2]


def test_the_database_itself_takes_no_number_twice(book):
    row = take(book)
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_a_later_number_never_bears_an_earlier_day(book):
    take(book)
    with pytest.raises(Refused, match="không thể mang ngày trước"):
        take(book, on=DAY - timedelta(days=1))


def test_a_period_begins_at_a_number_when_those_before_are_on_paper(book):
    begin = {"book": book, "on": DAY, "by": BY, "at": AT}
    with pytest.raises(Refused, match="đã cấp ở đâu"):
        actions.begin_at(first=42, reason="", **begin)
    actions.begin_at(first=42, reason="Số 1 đến 41 đã cấp trong sổ giấy", **begin)
    actions.begin_at(first=43, reason="Đếm lại sổ giấy: đến số 42", **begin)
    assert take(book).text == "43/KH-SCT"
    with pytest.raises(Refused, match="đã cấp số ở đây"):
        actions.begin_at(first=60, reason="Bỏ qua", **begin)
    assert NumberCounter.objects.get().first == 43


def test_a_kind_of_paper_has_one_open_book(book):
    with pytest.raises(Refused, match="Sổ kế hoạch"):
        make_book(name="Sổ khác", kinds=["BC", "KH"])
    make_book(agency_id=2)
    make_book(unit_id=5)
    actions.close_book(book=book, by=BY, at=AT)
    other = make_book(name="Sổ mới")
    assert NumberBook.objects.for_kind(1, None, "KH") == other
    with pytest.raises(Refused, match="đã khóa"):
        take(book)


def test_a_record_bears_one_number_and_keeps_it_once_issued(book):
    counter = NumberCounter.objects.create(book=book, period="x")  # any record will do
    taken = take(book, record=counter)
    assert number_of(counter) == taken
    with pytest.raises(Refused, match="đã có số 01/KH-SCT"):
        take(book, record=counter)
    actions.void_number(taken=taken, reason="Đổi sổ", by=BY, at=AT)
    again = take(book, record=counter)
    actions.issue_number(record=counter, at=AT)
    with pytest.raises(Refused, match="đã ban hành"):
        actions.void_number(taken=again, reason="Muộn", by=BY, at=AT)


def test_a_number_is_for_something(book):
    with pytest.raises(Refused) as refused:
        take(book, subject=" ")
    assert refused.value.field == "subject"
