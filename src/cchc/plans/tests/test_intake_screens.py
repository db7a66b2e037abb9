"""The pages of the intake: each shows, does, refuses, and shows nothing to somebody of another department."""

import io
import threading
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cchc.documents.models import StoredFile
from cchc.indicators.actions import load_catalogue
from cchc.organisation.models import Unit
from cchc.organisation.testing import make_account, make_agency, make_person
from cchc.plans import reading_jobs
from cchc.plans.actions import intake as actions
from cchc.plans.models import Draft, DraftItem, DraftState, Plan
from cchc.plans.testing import MORNING

from .intake_data import LOST, PLAN, accept_all, item, make_office, make_read_draft

pytestmark = pytest.mark.django_db
PAGES = ("intake_review", "intake_batch", "intake_facts", "intake_preview", "intake_drop", "intake_source")


@pytest.fixture(autouse=True)
def _patient(monkeypatch):
    monkeypatch.setattr(reading_jobs, "PATIENCE", 60)  # a busy machine is no long reading


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def draft(office):
    load_catalogue(by=None, at=MORNING)
    return make_read_draft(office)


@pytest.fixture
def browser(office):
    return signed_in(office)


def signed_in(account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def url(name, draft, *more):
    return reverse(f"plans:{name}", args=[draft.pk, *more])


def page(client, draft, **query):
    answer = client.get(url("intake_review", draft), query)
    assert answer.status_code == 200
    return answer.content.decode()


def give(client, content, name="ke-hoach.txt", **more):
    return client.post(reverse("plans:intake_upload"), {"file": SimpleUploadedFile(name, content), **more})


def fields_of(client, draft, found, **changed):
    """What a browser without JavaScript would post from the card."""
    form = client.get(url("intake_review", draft), {"muc": found.pk}).context["form"]
    posted = {"version": found.version, "shown_kind": found.kind}
    for name in form.fields:
        value = form[name].value()
        posted[name] = "" if value is None else value
    return {**posted, **changed}


def step(client, draft, found, name, **changed):
    return client.post(
        url("intake_step", draft, found.pk), {**fields_of(client, draft, found, **changed), "step": name}
    )


# ---- upload ----


def test_the_upload_page_says_what_it_takes_before_anybody_errs(browser, settings):
    settings.UPLOAD_LIMIT = 7 * 1024 * 1024
    text = browser.get(reverse("plans:intake_upload")).content.decode()
    assert "DOCX, PDF có chữ, TXT, bản quét" in text
    assert "Lớn nhất 7 MB" in text


def test_a_document_is_read_and_opens_for_review(browser):
    answer = give(browser, PLAN.encode())
    draft = Draft.objects.get()
    assert answer.headers["Location"] == url("intake_review", draft)
    text = page(browser, draft)
    assert "0 / " in text
    assert "Tỷ lệ hồ sơ giải quyết đúng hạn đạt tối thiểu 98%" in text


def broken_docx() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w:document><w:body>")
    return data.getvalue()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "rong.docx"),
        (b"   \n \n", "trang.txt"),
        (b"MZ\x90\x00\x03\x00\x00\x00\x04", "phan-mem.exe"),
        (b"GIF89a\x01\x00\x01\x00", "anh.docx"),
        (broken_docx(), "hong.docx"),
        (b"PK\x03\x04 not a zip at all", "hong-nua.docx"),
        (b"%PDF-1.7\nbroken", "hong.pdf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "khoa.doc"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence_and_leaves_nothing(browser, content, name):
    answer = give(browser, content, name)
    assert answer.status_code == 422
    (said,) = answer.context["form"].errors["file"]
    assert len(said) > 15
    assert said.endswith(".")
    assert not Draft.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_file_above_the_limit_is_refused_with_both_sizes(browser, settings):
    settings.UPLOAD_LIMIT = 1024 * 1024
    answer = give(browser, bytes(3 * 1024 * 1024), "lon.pdf")
    (said,) = answer.context["form"].errors["file"]
    assert "“lon.pdf” có 3 MB" in said
    assert "1 MB" in said
    assert not StoredFile.objects.exists()


def test_the_same_file_again_leads_to_the_draft_that_there_is(browser, draft):
    answer = give(browser, PLAN.encode(), "ten-khac.txt")
    assert answer.status_code == 422
    text = answer.content.decode()
    assert url("intake_review", draft) in text
    assert "Người Rà Soát nạp lúc" in text
    assert Draft.objects.count() == 1
    assert give(browser, PLAN.encode(), again="on").status_code == 302
    assert Draft.objects.count() == 2


def test_a_fault_of_the_reader_is_told_and_leaves_nothing(browser, monkeypatch):
    monkeypatch.setattr(reading_jobs.apart, "read", lambda *_args, **_more: 1 / 0)
    answer = give(browser, PLAN.encode())
    (said,) = answer.context["form"].errors["file"]
    assert "ZeroDivisionError" in said
    assert not StoredFile.objects.exists()


class Slow:
    """A reader that waits until it is let go."""

    def __init__(self, answer=None) -> None:
        self.go, self.answer = threading.Event(), answer

    def __call__(self, data, name, *, progress):
        progress(2, 12)
        self.go.wait(timeout=20)
        if self.answer is not None:
            raise self.answer
        return REAL_READ(data, name, progress=progress)


REAL_READ = reading_jobs.apart.read


@pytest.fixture
def slow(monkeypatch):
    reader = Slow()
    monkeypatch.setattr(reading_jobs.apart, "read", reader)
    monkeypatch.setattr(reading_jobs, "PATIENCE", 0.05)
    followed = []
    monkeypatch.setattr(reading_jobs, "follow", lambda job, draft: followed.append((job, draft)))
    yield reader, followed
    reader.go.set()


def test_a_long_reading_can_be_left_and_tells_how_far_it_is(browser, slow):
    reader, followed = slow
    give(browser, PLAN.encode(), "quet.txt")
    draft = Draft.objects.get()
    assert draft.state == DraftState.READING
    ((job, followed_draft),) = followed
    assert followed_draft == draft.pk
    reading_jobs.attend(job, draft.pk, wait=lambda _seconds: (reader.go.set(), job.over.wait(20)))
    draft.refresh_from_db()
    assert (draft.state, draft.done, draft.total) == (DraftState.REVIEW, 12, 12)
    assert draft.items.exists()


def test_the_page_of_a_reading_shows_pages_done_and_looks_again_by_itself(browser, slow):
    give(browser, PLAN.encode(), "quet.txt")
    draft = Draft.objects.get()
    actions.beat(draft=draft.pk, done=3, total=9, at=timezone.now())
    text = page(browser, draft)
    assert "3 / 9" in text
    assert 'http-equiv="refresh"' in text


def test_a_reading_broken_off_says_so_and_is_begun_again_with_a_button(browser, slow):
    reader, followed = slow
    give(browser, PLAN.encode(), "quet.txt")
    draft = Draft.objects.get()
    Draft.objects.update(alive_at=MORNING)
    text = page(browser, draft)
    assert "Chưa đọc xong: việc đọc đã dừng giữa chừng" in text
    assert "Đọc lại" in text
    reader.go.set()
    assert browser.post(url("intake_read_again", draft)).status_code == 302
    for job, pk in followed[1:]:
        reading_jobs.attend(job, pk)
    draft.refresh_from_db()
    assert draft.state == DraftState.REVIEW


def test_a_long_reading_that_fails_keeps_the_file_and_says_why(browser, slow):
    reader, followed = slow
    reader.answer = reading_jobs.Unreadable("damaged", "Trang 7 bị hỏng.", "Page 7 is damaged.")
    give(browser, PLAN.encode(), "quet.txt")
    draft = Draft.objects.get()
    reader.go.set()
    ((job, _draft),) = followed
    reading_jobs.attend(job, draft.pk, wait=lambda _seconds: job.over.wait(20))
    text = page(browser, draft)
    assert "Trang 7 bị hỏng." in text
    assert "Nhập tay, giữ văn bản gốc" in text


def test_an_unreadable_text_is_refused_with_advice_and_goes_on_by_hand(browser):
    give(browser, LOST.encode(), "mat-dau.txt")
    draft = Draft.objects.get()
    text = page(browser, draft)
    assert "văn bản mất dấu tiếng Việt" in text
    assert "300 dpi" in text
    assert not draft.items.exists()
    assert browser.post(url("intake_by_hand", draft)).status_code == 302
    text = page(browser, draft)
    assert "Nhập tay: văn bản mất dấu" in text
    assert browser.get(url("intake_source", draft)).getvalue() == LOST.encode()


# ---- review ----


def test_the_review_page_shows_document_card_queue_and_why(browser, draft):
    found = item(draft, "measure", "đúng hạn")
    text = page(browser, draft, muc=found.pk)
    assert f'id="m{found.pk}"' in text
    assert "phần Tổ chức thực hiện giao đơn vị này chủ trì nội dung" in text
    assert "Cùng nói về" in text
    assert text.count('class="muc ') == draft.items.count()


def test_accepting_goes_on_to_the_next_item_and_is_saved_at_once(browser, draft):
    first, second = draft.items.exclude(kind="citation")[:2]
    answer = step(browser, draft, first, "accept")
    assert answer.headers["Location"].endswith(f"?muc={second.pk}#m{second.pk}")
    first.refresh_from_db()
    assert (first.decision, first.changed_by) == ("accepted", Draft.objects.get().created_by)
    assert "1 / " in page(browser, draft)


def test_what_was_typed_stays_when_a_field_is_wrong(browser, draft):
    found = item(draft, "measure", "đúng hạn")
    answer = step(browser, draft, found, "accept", value="chín tám", quote="Câu đã sửa")
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "“chín tám” không phải là số" in text
    assert "Câu đã sửa" in text
    found.refresh_from_db()
    assert found.version == 1


def test_a_target_without_a_number_is_refused_at_its_field(browser, draft):
    found = item(draft, "measure", "đúng hạn")
    answer = step(browser, draft, found, "accept", value="")
    assert "value" in answer.context["form"].errors


def test_every_field_of_a_target_is_taken(browser, draft):
    found = item(draft, "measure", "đúng hạn")
    changed = {"value": "98,5", "comparator": "gt", "due_on": "30/06/2026", "content": "digital", "indicator": ""}
    assert step(browser, draft, found, "save", **changed).status_code == 302
    found.refresh_from_db()
    facts = found.says
    assert (str(facts.value), facts.comparator, str(facts.due_on)) == ("98.5", "gt", "2026-06-30")
    assert (facts.content, facts.indicator) == ("digital", "")


def test_every_field_of_a_task_is_taken(browser, draft):
    found = item(draft, "task", "Công khai")
    lead, other, third = units(draft)
    person = make_person(draft.agency, "Người Phụ Trách")
    changed = {"lead": lead, "support": [other], "monitor": third, "person": person.pk, "product": "Trang công khai",
               "deadline_text": "hằng quý"}  # fmt: skip
    assert step(browser, draft, found, "accept", **changed).status_code == 302
    found.refresh_from_db()
    facts = found.says
    assert (facts.lead, facts.support, facts.monitor) == ((lead,), (other,), (third,))
    assert (facts.person, facts.product, facts.deadline_text) == (person.pk, "Trang công khai", "hằng quý")


def units(draft):
    return list(Unit.objects.filter(agency=draft.agency).values_list("pk", flat=True))


def test_a_deadline_is_shown_as_it_was_understood(browser, draft):
    found = item(draft, "task", "30/6/2026")
    assert "Hạn: 29/06/2026" in page(browser, draft, muc=found.pk)


def test_turning_a_task_into_a_target_reads_its_sentence_again(browser, draft):
    found = item(draft, "task", "Công khai")
    answer = step(browser, draft, found, "accept", kind="measure", quote="Công khai 95% thủ tục hành chính")
    assert answer.status_code == 302
    found.refresh_from_db()
    assert (found.kind, found.decision, found.says.value) == ("measure", "open", 95)
    assert 'name="comparator"' in page(browser, draft, muc=found.pk)


def test_searching_an_indicator_saves_nothing_and_keeps_what_was_typed(browser, draft):
    found = item(draft, "measure", "đúng hạn")
    answer = step(browser, draft, found, "search", indicator_search="hai long", value="77")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert 'value="77"' in text
    assert "hài lòng" in text
    found.refresh_from_db()
    assert found.version == 1


def test_dropping_undoing_and_taking_up_again(browser, draft):
    found = item(draft, "task")
    step(browser, draft, found, "drop")
    found.refresh_from_db()
    assert found.decision == "dropped"
    assert "Lấy lại mục này" in page(browser, draft, muc=found.pk)
    browser.post(url("intake_step", draft, found.pk), {"version": found.version, "step": "undo"})
    found.refresh_from_db()
    assert found.decision == "open"


def test_a_sentence_is_cut_at_the_mark_that_was_typed(browser, draft):
    found = item(draft, "task", "Rà soát")
    marked = found.quote.replace("trong lĩnh vực", "|trong lĩnh vực")
    assert step(browser, draft, found, "split", split_text=marked).status_code == 302
    found.refresh_from_db()
    assert found.quote == "Rà soát, đơn giản hóa thủ tục hành chính"
    assert DraftItem.objects.get(split_from=found).quote.startswith("trong lĩnh vực thương mại")


@pytest.mark.parametrize("text", ["không có dấu", "khác | hẳn câu gốc"])
def test_a_cut_without_a_mark_or_with_other_words_is_explained(browser, draft, text):
    found = item(draft, "task")
    answer = step(browser, draft, found, "split", split_text=text)
    assert answer.status_code == 422
    assert text in answer.content.decode()
    assert draft.items.filter(kind="task").count() == 2


def test_joining_with_the_next(browser, draft):
    first, second = draft.items.filter(kind="task")
    step(browser, draft, first, "merge")
    second.refresh_from_db()
    assert second.merged_into == first
    assert f'id="m{second.pk}"' not in page(browser, draft)


def test_the_second_persons_typing_is_kept_beside_what_the_first_wrote(browser, draft, office):
    found = item(draft, "measure", "đúng hạn")
    posted = {**fields_of(browser, draft, found, value="97"), "step": "accept"}
    other = make_account(office.agency, ["office"], full_name="Người Thứ Hai")
    step(signed_in(other), draft, found, "accept", value="99")
    answer = browser.post(url("intake_step", draft, found.pk), posted)
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "Người Thứ Hai vừa sửa mục này" in text
    assert 'value="97"' in text
    assert ("Con số", "99", "97") in answer.context["theirs"]
    found.refresh_from_db()
    assert found.says.value == 99
    again = browser.post(url("intake_step", draft, found.pk), {**posted, "version": found.version})
    assert again.status_code == 302
    found.refresh_from_db()
    assert found.says.value == 97


def test_a_step_nobody_knows_is_refused(browser, draft):
    assert step(browser, draft, item(draft, "task"), "explode").status_code == 422


def test_an_item_that_is_gone_is_told_of(browser, draft):
    answer = browser.post(url("intake_step", draft, 999_999), {"step": "accept", "version": 1})
    assert answer.status_code == 409
    assert "không còn trong bản nạp" in answer.content.decode()


@pytest.mark.parametrize("version", ["", "x", "-1", "99"])
def test_a_version_that_is_not_the_present_one_changes_nothing(browser, draft, version):
    found = item(draft, "task")
    assert step(browser, draft, found, "drop", version=version).status_code == 409
    found.refresh_from_db()
    assert found.decision == "open"


def test_the_queue_is_narrowed_by_state_and_kind(browser, draft):
    found = item(draft, "task")
    step(browser, draft, found, "accept")
    answer = browser.get(url("intake_review", draft), {"loc": "nhan", "loai": "task"})
    assert [row.item.pk for row in answer.context["board"].queue] == [found.pk]
    assert answer.context["row"].item.pk == found.pk
    odd = browser.get(url("intake_review", draft), {"loc": "'; drop", "loai": "x", "muc": "abc"})
    assert odd.status_code == 200


def test_findings_are_shown_at_their_item_and_in_their_own_sieve(browser, draft):
    found = item(draft, "task")
    inside = {"rule": "old", "severity": "warning", "span": [found.span_start, found.span_end],
              "message_vi": "Căn cứ đã hết hiệu lực.", "message_en": "The basis has lapsed."}  # fmt: skip
    outside = {"rule": "odd", "severity": "info", "span": [0, 4], "message_vi": "Đầu văn bản lạ.", "message_en": "Odd."}
    Draft.objects.update(reading={**draft.reading, "findings": [inside, outside]})
    text = page(browser, draft, muc=found.pk, loc="canh-bao")
    assert "Căn cứ đã hết hiệu lực." in text
    assert "Đầu văn bản lạ." in text
    assert 'href="#doan-1"' in text


def test_only_the_right_pane_is_sent_to_a_page_that_asks_for_it(browser, draft):
    found = item(draft, "task")
    whole = page(browser, draft)
    part = browser.get(url("intake_review", draft), {"muc": found.pk}, headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()
    assert len(part.content) < len(whole.encode())
    posted = {**fields_of(browser, draft, found), "step": "accept"}
    answer = browser.post(url("intake_step", draft, found.pk), posted, headers={"HX-Request": "true"})
    assert answer.headers["HX-Push-Url"].startswith(url("intake_review", draft))
    assert str(found.pk) in answer.headers["HX-Trigger"]
    assert "Đã nhận." in answer.content.decode()
    back = browser.get(
        url("intake_review", draft), headers={"HX-Request": "true", "HX-History-Restore-Request": "true"}
    )
    assert "<html" in back.content.decode()


# ---- adding, many at once ----


def test_a_paragraph_is_added_by_its_number(browser, draft):
    number = next(n for n, line in enumerate((x for x in draft.text.split("\n") if x.strip()), 1) if "76/NQ" in line)
    answer = browser.post(url("intake_add", draft), {"kind": "duty", "sentence": "", "paragraph": number})
    found = DraftItem.objects.get(added=True)
    assert answer.headers["Location"].endswith(f"#m{found.pk}")
    assert draft.text[found.span_start : found.span_end] == found.quote


def test_a_selected_sentence_becomes_a_target_with_its_number(browser, draft):
    browser.post(url("intake_add", draft), {"kind": "measure", "sentence": "đạt từ 60% trở lên", "start": 5, "end": 9})
    found = DraftItem.objects.get(added=True)
    assert (found.says.value, found.says.comparator) == (60, "ge")
    assert found.span_start == draft.text.index("đạt từ 60%")


@pytest.mark.parametrize("posted", [{"kind": "task"}, {"kind": "task", "paragraph": 9999}, {"kind": "odd"}])
def test_nothing_to_add_is_explained(browser, draft, posted):
    answer = browser.post(url("intake_add", draft), posted, follow=True)
    assert "notice--danger" in answer.content.decode()
    assert not DraftItem.objects.filter(added=True).exists()


def test_all_that_is_shown_is_accepted_after_a_preview(browser, draft):
    answer = browser.get(url("intake_batch", draft), {"loai": "task"})
    ready = answer.context["ready"]
    assert {row.kind for row in ready} == {"task"}
    seen = [f"{row.item.pk}:{row.item.version}" for row in ready]
    done = browser.post(url("intake_batch", draft), {"seen": seen, "loai": "task"}, follow=True)
    assert f"Đã nhận {len(ready)} mục." in done.content.decode()
    assert draft.items.filter(decision="accepted").count() == len(ready)


def test_a_unit_is_given_to_all_that_have_none(browser, draft):
    for one in draft.items.filter(kind="task"):
        one.facts = {**one.facts, "lead": []}
        one.save()
    rows = browser.get(url("intake_batch", draft)).context["ownerless"]
    seen = [f"{row.item.pk}:{row.item.version}" for row in rows]
    unit = units(draft)[0]
    browser.post(url("intake_batch", draft), {"seen": seen, "unit": unit})
    assert item(draft, "task").says.lead == (unit,)
    none = browser.post(url("intake_batch", draft), {"seen": seen, "unit": ""}, follow=True)
    assert "Chưa chọn đơn vị" in none.content.decode()


# ---- facts, preview, adoption ----


def test_the_facts_are_filled_in_and_put_right(browser, draft):
    form = browser.get(url("intake_facts", draft)).context["form"]
    assert form["number"].value() == "21/KH-SCT"
    assert 'value="15/01/2026"' in str(form["issued_on"])
    posted = {"version": draft.version, "kind": "plan", "title": "Kế hoạch mới", "number": "21/KH-SCT",
              "issued_on": "16/01/2026", "first_year": 2026, "last_year": 2027}  # fmt: skip
    assert browser.post(url("intake_facts", draft), posted).status_code == 302
    draft.refresh_from_db()
    assert (draft.title, str(draft.issued_on), draft.last_year) == ("Kế hoạch mới", "2026-01-16", 2027)
    stale = browser.post(url("intake_facts", draft), posted)
    assert "vừa sửa thông tin văn bản" in stale.content.decode()
    wrong = browser.post(url("intake_facts", draft), {**posted, "last_year": 2020, "issued_on": "32/13/2026"})
    assert set(wrong.context["form"].errors) == {"last_year", "issued_on"}


def test_the_preview_says_what_stops_the_adoption_and_what_is_missing(browser, draft):
    text = browser.get(url("intake_preview", draft)).content.decode()
    assert "Chưa ban hành được" in text
    assert "mục chưa nhận cũng chưa bỏ" in text
    accept_all(draft, draft.created_by)
    text = browser.get(url("intake_preview", draft)).content.decode()
    assert "Sẵn sàng ban hành" in text
    assert "chưa có thời hạn" in text
    assert "ít nhất 98%" in text
    assert "Tỷ lệ hồ sơ TTHC giải quyết đúng hạn" in text


def test_one_button_makes_the_plan_and_closes_the_draft(browser, draft):
    accept_all(draft, draft.created_by)
    answer = browser.post(url("intake_adopt", draft))
    plan = Plan.objects.get()
    assert answer.headers["Location"] == reverse("plans:plan", args=[plan.pk])
    text = page(browser, draft)
    assert "bản nạp này chỉ còn để xem" in text
    assert reverse("plans:plan", args=[plan.pk]) in text
    assert 'name="step"' not in text
    again = browser.post(url("intake_adopt", draft), follow=True)
    assert "đã được Người Rà Soát ban hành" in again.content.decode()
    assert Plan.objects.count() == 1


def test_a_draft_that_is_not_ready_is_not_adopted(browser, draft):
    answer = browser.post(url("intake_adopt", draft), follow=True)
    assert "hãy rà soát hết" in answer.content.decode()
    assert not Plan.objects.exists()


def test_a_draft_is_given_up_with_a_reason(browser, draft):
    assert browser.post(url("intake_drop", draft), {"reason": ""}).status_code == 422
    browser.post(url("intake_drop", draft), {"reason": "nạp nhầm"})
    text = page(browser, draft)
    assert "nạp nhầm" in text
    assert 'name="step"' not in text


def test_the_list_shows_state_progress_who_and_when(browser, draft):
    step(browser, draft, item(draft, "task"), "accept")
    text = browser.get(reverse("plans:intake_list")).content.decode()
    assert f"1 / {draft.items.count()}" in text
    assert "Người Rà Soát" in text
    assert "đang rà soát" in text


def test_an_empty_list_says_what_to_do(browser):
    assert "Chưa có văn bản nào được nạp" in browser.get(reverse("plans:intake_list")).content.decode()


# ---- rights ----

POSTS = ("intake_add", "intake_adopt", "intake_read_again", "intake_by_hand")


@pytest.mark.parametrize("name", PAGES)
def test_nobody_of_another_department_sees_a_draft(draft, name):
    stranger = signed_in(make_account(make_agency(), ["office"]))
    assert stranger.get(url(name, draft)).status_code == 404


@pytest.mark.parametrize("name", POSTS)
def test_nobody_of_another_department_acts_on_a_draft(draft, name):
    stranger = signed_in(make_account(make_agency(), ["office"]))
    assert stranger.post(url(name, draft), {"kind": "task"}).status_code == 404
    found = item(draft, "task")
    assert stranger.post(url("intake_step", draft, found.pk), {"step": "drop", "version": 1}).status_code == 404


def test_the_list_of_another_department_is_empty(draft):
    stranger = signed_in(make_account(make_agency(), ["office"]))
    assert draft.title not in stranger.get(reverse("plans:intake_list")).content.decode()


@pytest.mark.parametrize("name", [*PAGES, *POSTS])
def test_an_officer_is_refused_and_a_stranger_is_asked_to_sign_in(draft, name):
    officer = signed_in(make_account(draft.agency, ["officer"]))
    ask = officer.post if name in POSTS else officer.get
    assert ask(url(name, draft)).status_code == 403
    assert Client().get(url(name, draft)).status_code == 302


def test_the_director_sees_and_adopts_but_does_not_review(draft):
    director = signed_in(make_account(draft.agency, ["director"]))
    assert 'name="step"' not in page(director, draft)
    found = item(draft, "task")
    assert director.post(url("intake_step", draft, found.pk), {"step": "drop"}).status_code == 403
    assert director.get(reverse("plans:intake_upload")).status_code == 403
    accept_all(draft, draft.created_by)
    assert director.post(url("intake_adopt", draft)).status_code == 302
    assert Plan.objects.exists()


def test_the_inspector_sees_but_does_not_adopt(draft):
    accept_all(draft, draft.created_by)
    inspector = signed_in(make_account(draft.agency, ["inspector"]))
    assert "Văn phòng Sở hoặc lãnh đạo Sở ban hành." in inspector.get(url("intake_preview", draft)).content.decode()
    assert inspector.post(url("intake_adopt", draft)).status_code == 403


# ---- size ----


@pytest.fixture
def large(draft):
    one = item(draft, "task")
    copies = [DraftItem(draft=draft, kind="task", sort=10_000 + n, quote=f"Việc số {n}", facts=one.facts)
              for n in range(300)]  # fmt: skip
    DraftItem.objects.bulk_create(copies)
    return draft


@pytest.mark.parametrize(
    ("name", "queries"),
    [("intake_review", 16), ("intake_batch", 14), ("intake_preview", 14), ("intake_facts", 12)],
)
def test_pages_of_three_hundred_items_ask_the_database_a_fixed_number_of_times(
    browser, large, name, queries, django_assert_max_num_queries
):
    with django_assert_max_num_queries(queries):
        assert browser.get(url(name, large)).status_code == 200


def test_a_step_and_an_adoption_of_three_hundred_items_ask_a_fixed_number_of_times(
    browser, large, django_assert_max_num_queries
):
    found = item(large, "task")
    posted = {**fields_of(browser, large, found), "step": "accept"}
    with django_assert_max_num_queries(40):
        assert browser.post(url("intake_step", large, found.pk), posted).status_code == 302
    accept_all(large, large.created_by)
    with django_assert_max_num_queries(75):
        assert browser.post(url("intake_adopt", large)).status_code == 302


def test_the_list_of_many_drafts_asks_a_fixed_number_of_times(browser, office, draft, django_assert_max_num_queries):
    for number in range(8):
        make_read_draft(office, PLAN.replace("98%", f"9{number}%"), f"{number}.txt")
    with django_assert_max_num_queries(13):
        browser.get(reverse("plans:intake_list"))


def test_the_pages_speak_english_when_asked(browser, draft):
    browser.cookies["django_language"] = "en"
    text = page(browser, draft, muc=item(draft, "measure", "đúng hạn").pk)
    assert "Accept" in text
    assert "Shares “" in text
