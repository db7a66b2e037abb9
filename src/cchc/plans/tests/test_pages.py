"""The pages of plans: each shows, does, refuses, and shows nothing to the stranger."""

from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cchc.documents.actions import store_file
from cchc.organisation.testing import make_account, make_agency, make_unit
from cchc.plans import actions
from cchc.plans.models import Draft, DraftItem, Evidence, Plan, Target, Task
from cchc.plans.rules.confirmed import Confirmed, ConfirmedDuty, ConfirmedObjective, Place
from cchc.plans.rules.contents import Content
from cchc.plans.rules.tasks import Move
from cchc.plans.testing import (
    MORNING,
    confirmed_target,
    confirmed_task,
    make_draft,
    make_plan,
    make_target,
    make_task,
)
from cchc.plans.views.places import place_url

pytestmark = pytest.mark.django_db
TODAY = datetime(2026, 7, 1, 2, 0, tzinfo=UTC)  # a Wednesday


@pytest.fixture(autouse=True)
def _first_of_july(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: TODAY)


@pytest.fixture
def agency():
    return make_agency()


@pytest.fixture
def room(agency):
    return make_unit(agency, "Phòng Quản lý công nghiệp")


@pytest.fixture
def office(agency):
    return make_account(agency, ["office"], unit=make_unit(agency, "Văn phòng Sở"))


@pytest.fixture
def officer(agency, room):
    return make_account(agency, ["officer"], unit=room)


@pytest.fixture
def head(agency, room):
    return make_account(agency, ["head"], unit=room, full_name="Trưởng Phòng Thử")


@pytest.fixture
def stranger():
    return make_account(make_agency(), ["office", "director"])


@pytest.fixture
def ask(client):
    """Ask for a page, or send a form to it, as somebody."""

    def ask(account, name, *args, post=None, query="", follow=False):
        client.force_login(account)
        url = reverse(f"plans:{name}", args=args) + query
        return client.get(url) if post is None else client.post(url, post, follow=follow)

    return ask


def text_of(response):
    return response.content.decode()


# ---- the stranger ----


def test_the_stranger_finds_nothing_and_changes_nothing(ask, office, room, stranger):
    plan = make_plan(office, confirmed_target(owner=room.pk), confirmed_task(lead=room.pk))
    target, task = plan.targets.get(), plan.tasks.get()
    file = SimpleUploadedFile("a.txt", "tài liệu".encode())
    evidence = actions.attach_evidence(to=task, content=file, name="a.txt", by=office, at=MORNING)
    for name, key in [
        ("plan", plan.pk), ("plan_edit", plan.pk), ("plan_adopt", plan.pk), ("plan_discard", plan.pk),
        ("plan_source", plan.pk), ("target_new", plan.pk), ("task_new", plan.pk), ("target", target.pk),
        ("target_edit", target.pk), ("target_withdraw", target.pk), ("task", task.pk), ("task_edit", task.pk),
        ("evidence_file", evidence.pk), ("evidence_withdraw", evidence.pk),
    ]:  # fmt: skip
        assert ask(stranger, name, key).status_code == 404, name
    for name, key in [
        ("task_update", task.pk), ("task_move", task.pk), ("task_note", task.pk), ("task_evidence", task.pk),
        ("task_assign", task.pk), ("target_judge", target.pk), ("target_evidence", target.pk),
    ]:  # fmt: skip
        assert ask(stranger, name, key, post={}).status_code == 404, name
    assert plan.title not in text_of(ask(stranger, "plan_list"))
    assert task.text not in text_of(ask(stranger, "my_work", query="?cua=so"))
    ask(stranger, "batch", post={"move": "start", "viec": [task.pk], "xac-nhan": "1"})
    assert Task.objects.get().state == "not_started"


def test_without_sign_in_every_page_asks_for_it(client, office):
    plan = make_plan(office)
    for url in (reverse("plans:plan_list"), reverse("plans:my_work"), reverse("plans:plan", args=[plan.pk])):
        assert client.get(url).status_code == 302


# ---- plans ----


def test_the_list_counts_targets_tasks_and_what_is_late(ask, office):
    make_plan(office, confirmed_target(), confirmed_task(), confirmed_task(deadline="Quý IV"), number="5/KH-SCT")
    make_draft(office, title="Kế hoạch đang soạn")
    page = text_of(ask(office, "plan_list", query="?trang-thai=adopted"))
    assert "5/KH-SCT" in page
    assert "Kế hoạch đang soạn" not in page
    row = ask(office, "plan_list", query="?trang-thai=adopted").context["page"].rows[0].object
    assert (row.target_count, row.task_count, row.late_count) == (1, 2, 1)
    assert reverse("plans:plan_new") in page


def test_the_tree_shows_contents_objectives_targets_and_tasks(ask, office, room):
    plan = make_draft(office)
    items = Confirmed(
        objectives=(ConfirmedObjective("o", Content.PROCEDURES, "Thủ tục đơn giản"),),
        targets=(confirmed_target(owner=room.pk, objective="o"),),
        tasks=(confirmed_task(lead=room.pk, objective="o"), confirmed_task("Tuyên truyền", content=Content.STEERING)),
        duties=(ConfirmedDuty("Theo dõi chung", unit_text="các phòng"),),
    )
    actions.adopt_plan(plan=plan, by=office, at=MORNING, items=items)
    page = text_of(ask(office, "plan", plan.pk))
    for words in ("Cải cách thủ tục hành chính", "Thủ tục đơn giản", "ít nhất 98%", "Rà soát thủ tục hành chính",
                  "quá hạn, chưa bắt đầu", "Phòng Quản lý công nghiệp", "30/06/2026", "Theo dõi chung",
                  "chưa có số liệu"):  # fmt: skip
        assert words in page, words
    assert page.index("Tuyên truyền") < page.index("Thủ tục đơn giản")


def test_the_tree_counts_each_content_and_the_whole_and_each_number_leads_to_its_lines(ask, office, room):
    plan = make_plan(office, confirmed_target(owner=room.pk), confirmed_task(lead=room.pk, deadline="30/6/2026"))
    actions.move_task(task=plan.tasks.get(), move=Move.CANCEL, reason="Không còn cần", by=office, at=MORNING)
    response = ask(office, "plan", plan.pk)
    assert "1 chỉ tiêu, 1 nhiệm vụ" in text_of(response)
    totals = response.context["totals"]
    assert {(code, number) for code, _word, number, _url in totals} == {("no_data", 1), ("stopped", 1)}
    url = next(url for code, _word, _number, url in totals if code == "no_data")
    narrowed = ask(office, "plan", plan.pk, query=url).context["contents"]
    assert [item.target is not None for content in narrowed for item in content.items] == [True]


@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ("?loai=target", {"Chỉ tiêu một"}),
        ("?loai=task", {"Việc một", "Việc hai"}),
        ("?trang-thai=late", {"Việc một"}),
        ("?trang-thai=no_data", {"Chỉ tiêu một"}),
        ("?han=late", {"Việc một"}),
        ("?han=quarter", {"Việc hai"}),
        ("?q=VIEC HAI", {"Việc hai"}),
        ("?q=khong co gi", set()),
        ("?don-vi=x&trang-thai=y&han=z&loai=w", {"Chỉ tiêu một", "Việc một", "Việc hai"}),
    ],
)
def test_the_tree_is_narrowed(ask, office, query, seen):
    plan = make_plan(
        office, confirmed_target("Chỉ tiêu một"), confirmed_task("Việc một"), confirmed_task("Việc hai", "Quý III")
    )
    page = text_of(ask(office, "plan", plan.pk, query=query))
    assert {words for words in ("Chỉ tiêu một", "Việc một", "Việc hai") if words in page} == seen


def test_the_tree_is_narrowed_to_a_unit(ask, office, room):
    plan = make_plan(office, confirmed_task("Của phòng", lead=room.pk), confirmed_task("Của ai đó"))
    page = text_of(ask(office, "plan", plan.pk, query=f"?don-vi={room.pk}"))
    assert "Của phòng" in page
    assert "Của ai đó" not in page


def test_the_lines_of_a_plan_come_as_a_file(ask, office):
    plan = make_plan(office)
    answer = ask(office, "plan", plan.pk, query="?xuat=csv")
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert "Rà soát thủ tục hành chính" in body.decode("utf-8-sig")
    assert ask(office, "plan", plan.pk, query="?xuat=xlsx").status_code == 200


def test_a_plan_of_many_lines_costs_no_more_queries_than_one_of_few(ask, office, room, django_assert_max_num_queries):
    few = make_plan(office, confirmed_target(owner=room.pk), confirmed_task(lead=room.pk))
    many = make_plan(
        office,
        *[confirmed_target(f"Chỉ tiêu {number}", owner=room.pk) for number in range(30)],
        *[confirmed_task(f"Việc {number}", lead=room.pk) for number in range(60)],
    )
    for plan in (few, many):
        ask(office, "plan", plan.pk)
        with django_assert_max_num_queries(27):
            ask(office, "plan", plan.pk)


def test_a_plan_is_begun_by_hand_filled_and_adopted(ask, office, room):
    sent = {"title": "Kế hoạch nhập tay", "kind": "remedial", "first_year": "2026", "last_year": "2026", "number": "",
            "issued_on": "", "issuer": "", "parent": ""}  # fmt: skip
    assert "Năm cuối đứng trước năm đầu" in text_of(ask(office, "plan_new", post={**sent, "last_year": "2025"}))
    ask(office, "plan_new", post=sent)
    plan = Plan.objects.get()
    assert "Kế hoạch chưa có chỉ tiêu" in text_of(ask(office, "plan", plan.pk))
    assert "chưa có chỉ tiêu" in text_of(ask(office, "plan_adopt", plan.pk, post={}))
    task = {
        "content": "procedures",
        "text": "Rà soát",
        "lead": room.pk,
        "deadline_text": "Quý III",
        "product": "Báo cáo",
    }
    ask(office, "task_new", plan.pk, post=task)
    target = {"content": "procedures", "text": "Đúng hạn 98%", "kind": "threshold", "comparator": "ge", "value": "98,5",
              "unit": "percent", "direction": "higher", "course": "hold", "change_by": "percent",
              "starts": "01/01/2026", "due": "31/12/2026", "milestones": "30/06/2026: 97",
              "owner": room.pk}  # fmt: skip
    ask(office, "target_new", plan.pk, post=target)
    page = text_of(ask(office, "plan_adopt", plan.pk))
    assert "1 chỉ tiêu chưa gắn chỉ số" in page
    ask(office, "plan_adopt", plan.pk, post={"supersedes": ""})
    plan.refresh_from_db()
    assert plan.state == "adopted"
    assert (str(plan.targets.get().value), plan.targets.get().milestones.count()) == ("98.5000", 1)
    assert plan.tasks.get().due_on == date(2026, 9, 30)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("value", "chín tám", "không phải là số"),
        ("value", "", "cần một con số"),
        ("due", "01/01/2025", "Hạn đứng trước ngày bắt đầu"),
        ("milestones", "cuối năm: 97", "chưa đúng"),
        ("milestones", "30/06/2026: 97\n30/06/2026: 98", "Mỗi ngày chỉ có một mốc"),
    ],
)
def test_a_target_that_is_not_right_is_sent_back_with_what_was_typed(ask, office, field, value, words):
    plan = make_draft(office)
    sent = {"content": "procedures", "text": "Đúng hạn", "kind": "threshold", "comparator": "ge", "value": "98",
            "unit": "percent", "direction": "higher", "course": "hold", "change_by": "percent",
            "starts": "01/01/2026", "due": "31/12/2026", field: value}  # fmt: skip
    page = text_of(ask(office, "target_new", plan.pk, post=sent))
    assert words in page
    assert "Đúng hạn" in page
    assert not Target.objects.exists()


def test_a_draft_is_thrown_away_from_its_page(ask, office):
    plan = make_draft(office)
    assert "Lý do" in text_of(ask(office, "plan_discard", plan.pk))
    ask(office, "plan_discard", plan.pk, post={"reason": "nạp nhầm"})
    assert not Plan.objects.exists()


def test_the_particulars_of_a_plan_are_corrected(ask, office):
    plan = make_draft(office)
    sent = {"title": plan.title, "kind": "plan", "first_year": "2026", "last_year": "2026", "number": "9/KH-SCT",
            "issued_on": "15/01/2026"}  # fmt: skip
    ask(office, "plan_edit", plan.pk, post=sent)
    plan.refresh_from_db()
    assert plan.reference == "9/KH-SCT, 15/01/2026"


@pytest.mark.parametrize("name", ["plan_new", "plan_edit", "plan_adopt", "plan_discard", "target_new", "task_new"])
def test_an_officer_may_not_change_plans(ask, office, officer, name):
    plan = make_draft(office)
    assert ask(officer, name, *([] if name == "plan_new" else [plan.pk])).status_code == 403


# ---- targets ----


def test_the_page_of_a_target_shows_its_words_in_their_place(ask, office, room):
    plan = make_draft(office, source_text="Phần II. Tỷ lệ hồ sơ đúng hạn đạt ít nhất 98%. Hết.")
    place = Place("Tỷ lệ hồ sơ đúng hạn đạt ít nhất 98%", 9, 45, 2, ("II", "2. Thủ tục"))
    items = Confirmed(targets=(confirmed_target(owner=room.pk, place=place),))
    actions.adopt_plan(plan=plan, by=office, at=MORNING, items=items)
    page = text_of(ask(office, "target", plan.targets.get().pk))
    assert "<mark>Tỷ lệ hồ sơ đúng hạn đạt ít nhất 98%</mark>" in page
    assert "II › 2. Thủ tục" in page
    assert "Chưa có số liệu trong kỳ từ 01/01/2026 đến 31/12/2026." in page
    assert "Chỉ tiêu chưa gắn chỉ số" in page


def test_a_target_is_changed_judged_and_withdrawn_from_its_pages(ask, office, head, room):
    target = make_target(office, owner=room)
    sent = {"text": target.text, "kind": "judged", "comparator": "ge", "value": "", "unit": "percent",
            "direction": "higher", "course": "hold", "change_by": "percent", "starts": "01/01/2026",
            "due": "31/12/2026", "owner": room.pk, "reason": ""}  # fmt: skip
    assert "Lý do sửa" in text_of(ask(office, "target_edit", target.pk, post=sent))
    ask(office, "target_edit", target.pk, post={**sent, "reason": "chuyển thành định tính"})
    page = text_of(ask(head, "target", target.pk))
    assert "Xác nhận kết quả" in page
    assert "chuyển thành định tính" in page
    ask(head, "target_judge", target.pk, post={"j-verdict": "reached", "j-reason": "đã có quy chế"})
    assert "đã có quy chế" in text_of(ask(head, "target", target.pk))
    ask(office, "target_withdraw", target.pk, post={"reason": "hết thẩm quyền"})
    assert "hết thẩm quyền" in text_of(ask(head, "target", target.pk))


def test_evidence_of_a_target_is_handed_in_opened_and_withdrawn(ask, office, head, room):
    target = make_target(office, owner=room)
    file = SimpleUploadedFile("bien-ban.txt", "Biên bản".encode())
    ask(head, "target_evidence", target.pk, post={"e-file": file, "e-title": "Biên bản họp"})
    evidence = Evidence.objects.get()
    assert "Biên bản họp" in text_of(ask(head, "target", target.pk))
    answer = ask(head, "evidence_file", evidence.pk)
    assert b"".join(answer.streaming_content).decode() == "Biên bản"
    ask(head, "evidence_withdraw", evidence.pk, post={"reason": "nhầm tệp"})
    assert "nhầm tệp" in text_of(ask(head, "target", target.pk))


# ---- tasks ----


def test_a_task_is_worked_on_from_its_page(ask, office, officer, head, room):
    task = make_task(office, lead=room)
    page = text_of(ask(officer, "task", task.pk))
    assert "quá hạn, chưa bắt đầu" in page
    assert "quá hạn 1 ngày làm việc" in page
    file = SimpleUploadedFile("bao-cao.txt", "Báo cáo".encode())
    ask(officer, "task_update", task.pk, post={"u-progress": "80", "u-note": "gần xong", "u-file": file})
    ask(officer, "task_move", task.pk, post={"m-move": "submit", "m-reason": ""})
    page = text_of(ask(head, "task", task.pk))
    assert "gần xong" in page
    assert "bao-cao.txt" in page
    assert "Chấp nhận hoàn thành" in page
    ask(head, "task_move", task.pk, post={"m-move": "return", "m-reason": ""})
    assert Task.objects.get().state == "submitted"
    ask(head, "task_move", task.pk, post={"m-move": "finish", "m-reason": ""})
    assert Task.objects.get().state == "done"


def test_a_refused_step_is_told_on_the_page_and_keeps_what_was_typed(ask, office, officer, room):
    task = make_task(office, lead=room)
    page = text_of(ask(officer, "task_move", task.pk, post={"m-move": "submit", "m-reason": "đã làm xong"}))
    assert "Chưa có tài liệu kiểm chứng" in page
    assert "đã làm xong" in page
    page = text_of(ask(officer, "task_update", task.pk, post={"u-progress": "150", "u-note": "ghi chú dở"}))
    assert "ghi chú dở" in page
    assert "m-reason" in text_of(ask(office, "task_move", task.pk, post={"m-move": "x"}))
    assert Task.objects.get().state == "not_started"


def test_the_buttons_are_those_a_person_may_press(ask, agency, office, officer, room):
    task = make_task(office, lead=room)
    outsider = make_account(agency, ["officer"], unit=make_unit(agency, "Phòng khác"))
    moves = [move["value"] for move in ask(officer, "task", task.pk).context["moves"]]
    assert moves == ["start", "wait", "submit"]
    assert ask(outsider, "task", task.pk).context["moves"] == []
    assert "cancel" in [move["value"] for move in ask(office, "task", task.pk).context["moves"]]


def test_the_head_puts_somebody_of_the_unit_in_charge(ask, agency, office, officer, head, room):
    task = make_task(office, lead=room)
    other = make_account(agency, ["officer"], unit=make_unit(agency, "Phòng khác"))
    ask(head, "task_assign", task.pk, post={"a-person": other.person.pk})
    assert Task.objects.get().person is None
    ask(head, "task_assign", task.pk, post={"a-person": officer.person.pk})
    assert Task.objects.get().person == officer.person


def test_a_task_is_assigned_anew_from_its_page(ask, office, room):
    task = make_task(office)
    sent = {"text": task.text, "lead": room.pk, "product": task.product, "deadline_text": "", "due_on": "15/08/2026",
            "reason": "giao lại"}  # fmt: skip
    ask(office, "task_edit", task.pk, post=sent)
    task.refresh_from_db()
    assert (task.lead, task.due_on) == (room, date(2026, 8, 15))


def test_a_note_is_written(ask, office, officer, room):
    task = make_task(office, lead=room)
    ask(officer, "task_note", task.pk, post={"n-note": "đã họp"})
    assert "đã họp" in text_of(ask(officer, "task", task.pk))
    assert "n-note" in text_of(ask(officer, "task_note", task.pk, post={"n-note": ""}))


def test_next_and_previous_follow_the_list_the_person_came_from(ask, office, room):
    plan = make_plan(
        office,
        confirmed_task("Ba", "Ngày 03/6/2026", lead=room.pk),
        confirmed_task("Một", "Ngày 01/6/2026", lead=room.pk),
        confirmed_task("Hai", "Ngày 02/6/2026", lead=room.pk),
    )
    first, second, third = (plan.tasks.get(text=words) for words in ("Một", "Hai", "Ba"))
    answer = ask(office, "task", second.pk, query="?cua=so&xem=qua-han")
    assert (answer.context["before"], answer.context["after"]) == (first.pk, third.pk)
    in_plan = ask(office, "task", third.pk)
    assert (in_plan.context["before"], in_plan.context["after"]) == (None, first.pk)


# ---- the worklist ----


def test_the_worklist_counts_by_due_date(ask, office, officer, room):
    due = ["Ngày 30/6/2026", "Ngày 01/7/2026", "Ngày 05/7/2026", "Quý IV", "Thường xuyên"]
    make_plan(office, *[confirmed_task(words, words, lead=room.pk) for words in due])
    answer = ask(officer, "my_work")
    assert {tab["label"]: tab["count"] for tab in answer.context["tabs"]} == {
        "Quá hạn": 1, "Đến hạn hôm nay": 1, "Tuần này": 1, "Sắp tới": 1, "Không có ngày": 1,
        "Chờ người khác": 0, "Đã xong": 0,
    }  # fmt: skip
    page = text_of(answer)
    assert "quá hạn 1 ngày làm việc" in page
    assert "còn thiếu: Báo cáo kết quả rà soát" in page
    assert "Quý IV" not in page
    assert "Quý IV" in text_of(ask(officer, "my_work", query="?cua=phong&xem=sap-toi"))


def test_ones_own_work_comes_first_and_the_units_else(ask, office, officer, room):
    make_plan(office, confirmed_task("Của phòng", lead=room.pk))
    assert "Của phòng" in text_of(ask(officer, "my_work"))
    make_plan(office, confirmed_task("Của tôi", lead=room.pk, person=officer.person.pk))
    page = text_of(ask(officer, "my_work"))
    assert "Của tôi" in page
    assert ">Của phòng" not in page
    assert "cua=so" not in page
    assert "cua=so" in text_of(ask(office, "my_work"))


def test_a_task_is_updated_without_leaving_the_list(ask, office, officer, room):
    task = make_task(office, lead=room)
    back = reverse("plans:my_work") + "?cua=phong&xem=qua-han"
    answer = ask(officer, "task_update", task.pk, post={"u-progress": "40", "next": back})
    assert answer.headers["Location"] == back
    elsewhere = ask(officer, "task_update", task.pk, post={"u-progress": "50", "next": "//example.org/"})
    assert elsewhere.headers["Location"] == reverse("plans:task", args=[task.pk])


def test_the_list_searches_without_marks(ask, office, officer, room):
    make_plan(office, confirmed_task("Đào tạo kỹ năng số", lead=room.pk), confirmed_task("Rà soát", lead=room.pk))
    page = text_of(ask(officer, "my_work", query="?cua=phong&xem=qua-han&q=dao tao ky nang"))
    assert "Đào tạo kỹ năng số" in page
    assert page.count('class="row-link"') == 1


def test_many_tasks_are_moved_after_a_preview(ask, agency, office, officer, room):
    plan = make_plan(
        office,
        confirmed_task("Làm được", lead=room.pk),
        confirmed_task("Của phòng khác", lead=make_unit(agency, "Phòng khác").pk),
    )
    keys = [task.pk for task in plan.tasks.all()]
    page = text_of(ask(officer, "batch", post={"move": "start", "viec": keys}))
    assert "cho 1 nhiệm vụ" in page
    assert "không thuộc quyền của bạn" in page
    assert not Task.objects.filter(state="in_progress").exists()
    ask(officer, "batch", post={"move": "start", "viec": keys, "xac-nhan": "1"})
    assert [task.text for task in Task.objects.filter(state="in_progress")] == ["Làm được"]
    assert ask(officer, "batch", post={"move": "cancel", "viec": keys}).status_code == 302
    assert ask(officer, "batch", post={"move": "start", "viec": ["x"]}).status_code == 302


def test_the_list_costs_no_more_queries_for_many_tasks(ask, office, officer, room, django_assert_max_num_queries):
    make_plan(office, *[confirmed_task(f"Việc {number}", lead=room.pk) for number in range(30)])
    ask(officer, "my_work")
    with django_assert_max_num_queries(31):
        ask(officer, "my_work")


def test_the_pages_speak_english_too(ask, client, office, room):
    task = make_task(office, lead=room)
    client.cookies["django_language"] = "en"
    assert "late, not started" in text_of(ask(office, "task", task.pk))
    assert "My work and my unit" in text_of(ask(office, "my_work"))


def test_whoever_has_no_work_and_no_unit_with_work_begins_with_the_whole_department(ask, agency, office, room):
    director = make_account(agency, ["director"], unit=make_unit(agency, "Lãnh đạo Sở"))
    plan = make_plan(office, confirmed_task(lead=room.pk))
    assert plan.tasks.get().text in text_of(ask(director, "my_work"))
    assert next(one["label"] for one in ask(director, "my_work").context["scopes"] if one["current"]) == "Toàn Sở"


def test_an_empty_tab_says_where_there_is_something(ask, office, officer, room):
    make_plan(office, confirmed_task(lead=room.pk))
    page = ask(officer, "my_work", query="?cua=phong&xem=hom-nay")
    assert "Xem “Quá hạn” (1)" in text_of(page)
    assert "cua=phong&amp;xem=qua-han" in text_of(page)
    mine = text_of(ask(officer, "my_work", query="?cua=toi"))
    assert "trưởng đơn vị giao việc" in mine
    assert "?cua=phong" in mine


def test_the_page_of_a_target_leads_to_its_neighbours_and_the_tasks_of_its_objective(ask, office, room):
    plan = make_draft(office)
    items = Confirmed(
        objectives=(ConfirmedObjective("o", Content.PROCEDURES, "Thủ tục đơn giản"),),
        targets=(confirmed_target(owner=room.pk, objective="o"), confirmed_target("Ít nhất 90% hồ sơ", owner=room.pk)),
        tasks=(confirmed_task("Rà soát quy trình", lead=room.pk, objective="o"),),
    )
    actions.adopt_plan(plan=plan, by=office, at=MORNING, items=items)
    first, second = plan.targets.all()
    page = text_of(ask(office, "target", first.pk))
    assert reverse("plans:target", args=[second.pk]) in page
    assert "Rà soát quy trình" in page
    assert "Rà soát quy trình" not in text_of(ask(office, "target", second.pk))


def test_who_cannot_update_a_task_reads_who_can(ask, agency, office, room):
    other = make_account(agency, ["officer"], unit=make_unit(agency, "Phòng Quản lý năng lượng"))
    task = make_plan(office, confirmed_task(lead=room.pk)).tasks.get()
    page = text_of(ask(other, "task", task.pk))
    assert "cập nhật tiến độ và nộp tài liệu" in page
    assert "Ghi cập nhật" not in page
    assert reverse("plans:task_note", args=[task.pk]) not in page


def test_a_task_that_waits_to_be_accepted_offers_no_report_of_progress(ask, office, officer, room):
    task = make_plan(office, confirmed_task(lead=room.pk, no_product=True)).tasks.get()
    assert "Ghi cập nhật" in text_of(ask(officer, "task", task.pk))
    actions.move_task(task=task, move=Move.SUBMIT, by=officer, at=MORNING)
    assert "Ghi cập nhật" not in text_of(ask(officer, "task", task.pk))


def test_an_item_opens_the_document_at_its_place_for_whoever_may_read_it(ask, office, officer, room):
    item = confirmed_task(lead=room.pk, place=Place("Rà soát thủ tục", 5, 20))
    plan = make_plan(office, item)
    task = plan.tasks.get()
    assert place_url(office, task) == ""  # entered by hand: there is no document
    source = store_file(content=b"van ban", name="a.txt", by=office, at=MORNING)
    draft = Draft.objects.create(state="adopted", agency=office.agency, source=source, plan=plan,
                                 first_year=2026, last_year=2026,
                                 created_by=office, created_at=MORNING, changed_by=office, changed_at=MORNING,
                                 alive_at=MORNING)  # fmt: skip
    row = DraftItem.objects.create(draft=draft, kind="task", sort=5, quote="Rà soát thủ tục", span_start=5, span_end=20)
    assert place_url(office, task).endswith(f"/{draft.pk}/?muc={row.pk}#m{row.pk}")
