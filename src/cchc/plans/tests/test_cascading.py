"""Targets tied to those above, plans that take the place of others: what is done, what is refused, what is shown."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from cchc.common.errors import Refused
from cchc.common.models import JournalEntry
from cchc.indicators.testing import make_indicator
from cchc.organisation.testing import make_account, make_agency, make_unit
from cchc.plans import actions, cascade_tree
from cchc.plans.actions import Succession
from cchc.plans.cascading import comparison
from cchc.plans.models import Level, Plan, Target, Task
from cchc.plans.rules.confirmed import Confirmed
from cchc.plans.rules.goals import Course, Unit
from cchc.plans.rules.tasks import Move
from cchc.plans.testing import MORNING, confirmed_target, confirmed_task, make_draft, make_goal, make_plan

pytestmark = pytest.mark.django_db
LATER = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)


@pytest.fixture
def agency():
    return make_agency()


@pytest.fixture
def office(agency):
    return make_account(agency, ["office"], unit=make_unit(agency, "Văn phòng Sở"))


@pytest.fixture
def above(office):
    """A programme of the province for five years, kept to go by."""
    plan = make_draft(office, title="Chương trình của tỉnh", kind="programme", issuer="UBND tỉnh", last_year=2030)
    long = make_goal(95, due=date(2030, 12, 31), course=Course.HOLD)
    items = Confirmed(targets=(confirmed_target("Tỷ lệ đúng hạn từ 95% hằng năm", goal=long),))
    return actions.adopt_plan(plan=plan, by=office, at=MORNING, items=items, reference=True)


def tied(office, above, value, reason=""):
    plan = make_plan(office, confirmed_target(goal=make_goal(value)), parent=above)
    target = plan.targets.get()
    return actions.serve_target(target=target, parent=above.targets.get(), reason=reason, by=office, at=LATER)


# ---- ties ----


def test_a_target_that_asks_for_as_much_is_tied_and_the_journal_says_so(office, above):
    target = tied(office, above, 95)
    assert comparison(target).verdict == "equal"
    assert JournalEntry.objects.filter(action="plans.serve").latest("seq").after["cascade"] == "equal"


def test_a_weaker_target_is_kept_only_with_a_reason(office, above):
    with pytest.raises(Refused, match="chưa đạt yêu cầu ít nhất 95% của cấp trên vào 31/12/2026"):
        tied(office, above, 90)
    target = tied(office, above, 90, reason="Năm đầu làm thí điểm")
    assert target.weaker_reason == "Năm đầu làm thí điểm"
    assert JournalEntry.objects.filter(action="plans.serve").latest("seq").after["reason"] == "Năm đầu làm thí điểm"


def test_only_a_target_of_a_plan_above_can_be_served(office, above):
    other = make_plan(office, confirmed_target("Chỉ tiêu khác"), title="Kế hoạch khác").targets.get()
    with pytest.raises(Refused, match="phải thuộc kế hoạch mà kế hoạch này thực hiện"):
        actions.serve_target(target=other, parent=above.targets.get(), by=office, at=LATER)


def test_a_draft_with_a_weaker_target_without_a_reason_is_not_adopted(office, above):
    draft = make_draft(office, parent=above)
    actions.add_items(
        plan=draft, items=Confirmed(targets=(confirmed_target(goal=make_goal(96)),)), by=office, at=MORNING
    )
    target = draft.targets.get()
    actions.serve_target(target=target, parent=above.targets.get(), by=office, at=MORNING)
    Target.objects.filter(pk=target.pk).update(value=Decimal(90))
    with pytest.raises(Refused, match="thấp hơn chỉ tiêu cấp trên mà chưa ghi lý do"):
        actions.adopt_plan(plan=draft, by=office, at=LATER)


def test_lowering_a_living_target_below_the_one_above_keeps_the_reason_of_the_change(office, above):
    target = tied(office, above, 96)
    wanted = confirmed_target(goal=make_goal(92))
    changed = actions.edit_target(target=target, wanted=wanted, by=office, at=LATER, reason="Thiếu nhân lực")
    assert Target.objects.get(pk=changed.pk).weaker_reason == "Thiếu nhân lực"
    raised = actions.edit_target(target=changed, wanted=confirmed_target(goal=make_goal(97)), by=office, at=LATER,
                                 reason="Bổ sung nhân lực")  # fmt: skip
    assert Target.objects.get(pk=raised.pk).weaker_reason == ""


def test_suggestions_tie_what_has_the_same_indicator_and_leave_what_is_weaker(office, agency, above):
    one, two = make_indicator("mot"), make_indicator("hai")
    for indicator, words in ((one, "Một"), (two, "Hai")):
        item = confirmed_target(words, goal=make_goal(95, due=date(2030, 12, 31)), indicator=indicator.code)
        actions.add_items(plan=above, items=Confirmed(targets=(item,)), by=office, at=MORNING)
    plan = make_plan(office, confirmed_target("Một của Sở", goal=make_goal(96), indicator="mot"),
                     confirmed_target("Hai của Sở", goal=make_goal(90), indicator="hai"), parent=above)  # fmt: skip
    keys = set(plan.targets.values_list("pk", flat=True))
    assert actions.serve_as_suggested(plan=plan, targets=keys, by=office, at=LATER) == 1
    assert plan.targets.exclude(serves=None).get().text == "Một của Sở"


def test_counts_of_units_are_compared_together(office, agency, above):
    count = make_goal(10, unit=Unit.COUNT, course=Course.TALLY, noun="hội nghị")
    actions.add_items(plan=above, items=Confirmed(targets=(confirmed_target("Mười hội nghị", goal=count),)), by=office,
                      at=MORNING)  # fmt: skip
    whole = above.targets.get(text="Mười hội nghị")
    rooms = [make_unit(agency, f"Phòng {number}") for number in range(2)]
    share = make_goal(5, unit=Unit.COUNT, course=Course.TALLY, noun="hội nghị")
    parts = [confirmed_target(f"Năm hội nghị của {room}", goal=share, scope=room.pk) for room in rooms]
    plan = make_plan(office, *parts, parent=above)  # fmt: skip
    first, second = plan.targets.all()
    actions.serve_target(target=first, parent=whole, reason="Chưa giao hết", by=office, at=LATER)
    actions.serve_target(target=second, parent=whole, by=office, at=LATER)
    first.refresh_from_db()
    assert comparison(first).reason.text().startswith("Cộng chỉ tiêu của 2 đơn vị: ít nhất 10 hội nghị, đúng bằng")


# ---- levels, reference, succession ----


def test_the_level_of_a_plan_follows_from_its_kind_years_and_unit(office, agency, above):
    room = make_unit(agency, "Phòng Thử")
    assert [above.level, make_draft(office, last_year=2030).level, make_draft(office).level,
            make_draft(office, unit=room).level] == [Level.PROGRAMME, Level.PERIOD, Level.YEAR, Level.UNIT]  # fmt: skip


def test_a_plan_of_reference_gives_nobody_work_and_names_who_issued_it(office, above):
    assert not Target.objects.live().exists()
    nameless = make_draft(office, title="Văn bản không rõ nơi ban hành")
    with pytest.raises(Refused, match="cơ quan ban hành"):
        actions.adopt_plan(
            plan=nameless, by=office, at=LATER, items=Confirmed(tasks=(confirmed_task(),)), reference=True
        )


def test_what_is_open_in_a_superseded_plan_goes_on_in_the_new_one(office, agency):
    room = make_unit(agency, "Phòng Thử")
    begun = confirmed_task("Việc dở", lead=room.pk, supporters=(room.pk,))
    old = make_plan(office, confirmed_target("Giữ nguyên"), begun,
                    confirmed_task("Việc có ở cả hai"), confirmed_task("Việc đã xong", no_product=True))  # fmt: skip
    done = old.tasks.get(text="Việc đã xong")
    for move in (Move.SUBMIT, Move.FINISH):
        done = actions.move_task(task=done, move=move, by=office, at=MORNING)
    actions.report_progress(task=old.tasks.get(text="Việc dở"), progress=40, by=office, at=MORNING)
    new = make_draft(office, title="Kế hoạch điều chỉnh")
    items = Confirmed(targets=(confirmed_target("Chỉ tiêu mới"),), tasks=(confirmed_task("Việc có ở cả hai"),))
    new = actions.adopt_plan(plan=new, by=office, at=LATER, items=items,
                             supersedes=Succession(old, date(2026, 6, 1), "Tỉnh giao thêm"))  # fmt: skip
    old.refresh_from_db()
    assert (old.state, old.superseded_on, old.superseded_reason) == ("superseded", date(2026, 6, 1), "Tỉnh giao thêm")
    carried = new.tasks.get(text="Việc dở")
    assert (carried.progress, carried.state, carried.lead, carried.supporters.get()) == (40, "in_progress", room, room)
    assert sorted(new.tasks.values_list("text", flat=True)) == ["Việc có ở cả hai", "Việc dở"]
    assert sorted(new.targets.values_list("text", flat=True)) == ["Chỉ tiêu mới", "Giữ nguyên"]
    left = old.tasks.get(text="Việc dở")
    assert (left.state, left.replaced_by, left.events.first().kind) == ("cancelled", carried, "carry")
    assert old.targets.get().replaced_by.text == "Giữ nguyên"
    assert old.tasks.get(text="Việc đã xong").replaced_by is None
    assert not Task.objects.filter(plan=old).open().exists()


def test_a_plan_is_not_superseded_without_day_and_reason(office):
    old, new = make_plan(office), make_draft(office, title="Kế hoạch mới")
    for day, reason, said in ((None, "Vì", "ngày"), (date(2026, 6, 1), " ", "lý do")):
        with pytest.raises(Refused, match=said):
            actions.adopt_plan(plan=new, by=office, at=LATER, items=Confirmed(tasks=(confirmed_task(),)),
                               supersedes=Succession(old, day, reason))  # fmt: skip
    assert Plan.objects.get(pk=old.pk).state == "adopted"


def test_a_task_that_goes_on_elsewhere_is_not_reopened(office):
    old = make_plan(office)
    new, items = make_draft(office, title="Mới"), Confirmed(tasks=(confirmed_task(),))
    given = Succession(old, date(2026, 6, 1), "Điều chỉnh")
    actions.adopt_plan(plan=new, by=office, at=LATER, items=items, supersedes=given)
    Plan.objects.filter(pk=old.pk).update(state="adopted")
    with pytest.raises(Refused, match="đã chuyển sang một nhiệm vụ khác"):
        actions.move_task(task=old.tasks.get(), move=Move.REOPEN, reason="Thử", by=office, at=LATER)


# ---- pages ----


@pytest.fixture
def page(client):
    def page(account, name, key, query="", post=None):
        client.force_login(account)
        url = reverse(f"plans:{name}", args=[key]) + query
        return client.get(url) if post is None else client.post(url, post)

    return page


def test_the_tree_shows_parent_child_verdict_and_sentence_and_is_narrowed(page, office, above):
    target = tied(office, above, 96)
    shown = page(office, "cascade", target.plan_id).content.decode()
    assert "Tỷ lệ đúng hạn từ 95% hằng năm" in shown
    assert "vượt yêu cầu ít nhất 95% của cấp trên vào 31/12/2026" in shown
    assert "Không có dòng nào khớp" in page(office, "cascade", target.plan_id, "?ket-qua=weaker").content.decode()
    kept = page(office, "cascade", target.plan_id, "?ket-qua=stronger").context["nodes"]
    assert [(node.depth, node.code) for node in kept] == [(0, ""), (1, "stronger")]
    file = b"".join(page(office, "cascade", target.plan_id, "?xuat=csv").streaming_content).decode()
    assert file.count("cao hơn cấp trên") == 1


def test_a_gap_and_a_loose_target_are_named(office, above):
    plan = make_plan(office, confirmed_target("Chỉ tiêu rời"), parent=above)
    assert [node.code for node in cascade_tree.build(plan, cascade_tree.Choice())] == ["gap", "loose"]


def test_the_tree_asks_the_same_number_of_queries_for_any_plan(
    office, above, django_assert_max_num_queries
):  # fmt: skip
    plan = make_plan(office, *(confirmed_target(f"Chỉ tiêu {number}") for number in range(30)), parent=above)
    plan.targets.update(serves=above.targets.get())
    with django_assert_max_num_queries(14):
        assert len(cascade_tree.build(plan, cascade_tree.Choice())) == 31


def test_the_page_of_a_target_says_how_it_compares_and_what_serves_it(page, office, above):
    target = tied(office, above, 90, reason="Năm đầu")
    assert "Lý do giữ mức thấp hơn" in page(office, "target", target.pk).content.decode()
    assert target.text in page(office, "target", target.serves_id).content.decode()


def test_the_form_of_ties_keeps_what_was_typed_and_tells_why_not(page, office, above):
    plan = make_plan(office, confirmed_target(goal=make_goal(90)), parent=above)
    target, parent = plan.targets.get(), above.targets.get()
    answer = page(office, "target_serve", target.pk, post={"parent": parent.pk, "reason": ""})
    assert "Chỉ giữ được mức này khi ghi lý do" in answer.content.decode()
    page(office, "target_serve", target.pk, post={"parent": parent.pk, "reason": "Đã báo cáo"})
    assert Target.objects.get(pk=target.pk).serves == parent


def test_the_stranger_finds_no_cascade(page, office, above):
    stranger = make_account(make_agency(), ["office", "director"])
    target = tied(office, above, 96)
    for name, key in (("cascade", target.plan_id), ("target_serve", target.pk)):
        assert page(stranger, name, key).status_code == 404
    assert page(stranger, "cascade_suggested", target.plan_id, post={}).status_code == 404
