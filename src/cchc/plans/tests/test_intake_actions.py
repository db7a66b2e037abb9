"""What people do to a plan document between its upload and its adoption: each step does, records, and refuses."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from cchc.common.errors import Refused
from cchc.common.journal import verify
from cchc.common.models import JournalEntry
from cchc.documents.models import StoredFile
from cchc.indicators.actions import load_catalogue
from cchc.organisation.models import Unit
from cchc.organisation.testing import make_account, make_agency, make_unit
from cchc.plans.actions import intake as actions
from cchc.plans.models import Draft, DraftItem, DraftState, Plan, Task
from cchc.plans.models.intake import SILENCE
from cchc.plans.rules.goals import GoalKind
from cchc.plans.rules.intake.facts import Doubt, Facts, How, ItemKind
from cchc.plans.testing import MORNING, make_plan

from .intake_data import LOST, PLAN, accept_all, item, make_office, make_read_draft

pytestmark = pytest.mark.django_db
LATER = MORNING + timedelta(hours=1)


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def draft(office):
    return make_read_draft(office)


def do(step, draft, found, by, **more):
    return step(draft=draft.pk, item=found.pk, version=found.version, by=by, at=LATER, **more)


def change_of(found, **facts):
    return actions.Change(ItemKind(found.kind), found.quote, replace(found.says, **facts))


def last_entry():
    return JournalEntry.objects.order_by("-seq").first()


def test_a_read_document_opens_with_its_facts_and_its_items_in_order(draft):
    assert (draft.state, draft.number, draft.issued_on) == (DraftState.REVIEW, "21/KH-SCT", date(2026, 1, 15))
    assert (draft.first_year, draft.last_year) == (2026, 2026)
    assert draft.title.endswith("năm 2026")
    kinds = set(draft.items.values_list("kind", flat=True))
    assert kinds == {"measure", "task", "duty", "reporting", "citation"}
    for one in draft.items.exclude(span_start=None):
        assert draft.text[one.span_start : one.span_end].split()[:3] == one.quote.split()[:3]
    starts = [one.span_start for one in draft.items.all()]
    assert starts == sorted(starts)


def test_units_are_matched_and_the_unit_in_charge_of_the_content_gets_its_targets(draft):
    room = Unit.objects.get(name="Văn phòng Sở")
    facts = item(draft, "measure", "đúng hạn").says
    assert (facts.lead, facts.lead_how) == ((room.pk,), How.CHARGED)
    assert (facts.value, facts.indicator) == (98, "on_time_share")
    assert facts.indicator_why.startswith("Cùng nói về")


def test_opening_keeps_the_file_and_tells_the_journal(draft):
    assert StoredFile.objects.get().name == "ke-hoach.txt"
    assert last_entry().action == "plans.intake.open"
    assert verify().whole


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02 not a document"])
def test_a_file_that_cannot_be_kept_leaves_nothing_behind(office, content):
    with pytest.raises(Refused):
        actions.open_draft(content=content, name="a.bin", reading={}, by=office, at=MORNING)
    assert not Draft.objects.exists()
    assert not StoredFile.objects.exists()


def test_accepting_corrects_and_settles_and_says_so_in_the_journal(office, draft):
    found = item(draft, "measure", "đúng hạn")
    do(actions.settle_item, draft, found, office, change=change_of(found, value=Decimal("98.5")), accept=True)
    found.refresh_from_db()
    assert (found.decision, found.says.value, found.version) == ("accepted", Decimal("98.5"), 2)
    entry = last_entry()
    assert entry.action == "plans.intake.accept"
    assert (entry.before["decision"], entry.after["decision"]) == ("open", "accepted")


def test_a_correction_alone_leaves_the_decision(office, draft):
    found = item(draft, "task")
    do(actions.settle_item, draft, found, office, change=change_of(found, product="Báo cáo"), accept=False)
    found.refresh_from_db()
    assert (found.decision, found.says.product) == ("open", "Báo cáo")


def test_a_target_without_its_number_is_not_accepted(office, draft):
    found = item(draft, "measure")
    change = change_of(found, goal=GoalKind.THRESHOLD, value=None)
    with pytest.raises(Refused, match="con số") as refusal:
        do(actions.settle_item, draft, found, office, change=change, accept=True)
    assert refusal.value.field == "value"
    found.refresh_from_db()
    assert found.decision == "open"


def test_a_unit_of_another_department_is_refused(office, draft):
    stranger = make_unit(make_agency(), "Phòng Lạ")
    found = item(draft, "task")
    with pytest.raises(Refused, match="không thuộc Sở"):
        do(actions.settle_item, draft, found, office, change=change_of(found, lead=(stranger.pk,)), accept=False)


def test_the_second_of_two_people_is_told_who_was_first(office, draft):
    other = make_account(office.agency, ["office"], full_name="Người Thứ Hai")
    found = item(draft, "task")
    do(actions.drop_item, draft, found, other)
    with pytest.raises(actions.Stale, match="Người Thứ Hai"):
        do(actions.settle_item, draft, found, office, change=change_of(found), accept=True)


def test_a_dropped_item_can_be_taken_up_again(office, draft):
    found = item(draft, "task")
    do(actions.drop_item, draft, found, office)
    found.refresh_from_db()
    assert found.decision == "dropped"
    do(actions.reopen_item, draft, found, office)
    found.refresh_from_db()
    assert found.decision == "open"


def test_undoing_brings_back_what_was_before_the_last_step(office, draft):
    found = item(draft, "task")
    do(actions.settle_item, draft, found, office, change=change_of(found, product="Sai"), accept=True)
    found.refresh_from_db()
    do(actions.undo_step, draft, found, office)
    found.refresh_from_db()
    assert (found.decision, found.says.product) == ("open", "")
    with pytest.raises(Refused, match="hoàn tác"):
        do(actions.undo_step, draft, found, office)


TWO = "100% thủ tục hành chính được công khai và 60% giao dịch thanh toán trực tuyến"


@pytest.fixture
def double(office, draft):
    return actions.add_item(
        draft=draft.pk, kind=ItemKind.MEASURE, sentence=TWO, start=None, end=None,
        facts=Facts(goal=GoalKind.THRESHOLD, due_on=date(2026, 12, 31)), by=office, at=MORNING,
    )  # fmt: skip


def test_a_sentence_cut_in_two_gives_each_part_its_own_number(office, draft, double):
    one, two = do(actions.split_item, draft, double, office, place=TWO.index("và 60%"))
    assert (one.says.value, two.says.value) == (100, 60)
    assert (one.decision, two.decision, two.split_from) == ("open", "open", one)
    assert f"{one.quote} {two.quote}" == TWO


def test_the_parts_of_a_sentence_know_their_places(office, draft):
    found = item(draft, "task", "Rà soát")
    at = found.quote.index("trong lĩnh vực")
    one, two = do(actions.split_item, draft, found, office, place=at)
    assert draft.text[one.span_start : one.span_end] == one.quote
    assert draft.text[two.span_start : two.span_end] == two.quote


@pytest.mark.parametrize("place", [0, 500])
def test_a_cut_that_leaves_nothing_is_refused(office, draft, double, place):
    with pytest.raises(Refused, match="giữa câu"):
        do(actions.split_item, draft, double, office, place=place)


def test_undoing_a_cut_takes_the_second_part_away(office, draft, double):
    one, two = do(actions.split_item, draft, double, office, place=TWO.index("và 60%"))
    do(actions.undo_step, draft, one, office)
    assert not DraftItem.objects.filter(pk=two.pk).exists()
    assert DraftItem.objects.get(pk=one.pk).quote == TWO


def test_a_cut_whose_second_part_was_worked_on_is_not_undone(office, draft, double):
    one, two = do(actions.split_item, draft, double, office, place=TWO.index("và 60%"))
    do(actions.drop_item, draft, two, office)
    one.refresh_from_db()
    with pytest.raises(Refused, match="sửa tiếp"):
        do(actions.undo_step, draft, one, office)


def test_two_items_become_one_and_come_apart_again(office, draft):
    first, second = draft.items.filter(kind="task")
    do(actions.merge_items, draft, first, office)
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.quote.endswith(second.quote)
    assert draft.text[first.span_start : first.span_end].endswith(second.quote)
    assert second.merged_into == first
    do(actions.undo_step, draft, first, office)
    second.refresh_from_db()
    assert (second.merged_into, second.decision) == (None, "open")


def test_the_last_item_of_its_kind_has_nothing_to_be_joined_with(office, draft):
    last = draft.items.filter(kind="task").last()
    with pytest.raises(Refused, match="Không có mục nào cùng loại"):
        do(actions.merge_items, draft, last, office)


def test_an_added_sentence_finds_its_place_in_the_text(office, draft):
    start = draft.text.index("Công khai đầy đủ")
    found = actions.add_item(
        draft=draft.pk, kind=ItemKind.TASK, sentence="Công khai đầy  đủ thủ tục", start=start, end=start + 25,
        facts=Facts(), by=office, at=MORNING,
    )  # fmt: skip
    assert (found.span_start, found.added) == (start, True)


def test_an_empty_sentence_is_not_added(office, draft):
    with pytest.raises(Refused, match="chọn một đoạn"):
        actions.add_item(draft=draft.pk, kind=ItemKind.TASK, sentence="  ", start=None, end=None, facts=Facts(),
                         by=office, at=MORNING)  # fmt: skip


def test_accepting_many_leaves_what_lacks_something_and_what_somebody_changed(office, draft, double):
    stale = item(draft, "task")
    seen = dict(draft.items.values_list("pk", "version"))
    do(actions.settle_item, draft, stale, office, change=change_of(stale, product="Mới"), accept=False)
    done = actions.accept_many(draft=draft.pk, seen=seen, by=office, at=LATER)
    assert (done.lacking, done.stale) == (1, 1)
    assert set(draft.items.filter(decision="open")) == {double, stale}
    assert len(last_entry().after["items"]) == done.done


def test_many_items_without_an_owner_get_one(office, draft):
    room = Unit.objects.get(name="Phòng Quản lý Thương mại")
    for one in draft.items.filter(kind="task"):
        one.facts = {**one.facts, "lead": [], "doubts": ["unit"]}
        one.save()
    seen = dict(draft.items.values_list("pk", "version"))
    done = actions.assign_many(draft=draft.pk, seen=seen, unit=room.pk, by=office, at=LATER)
    assert done.done == draft.items.filter(kind="task").count()
    facts = item(draft, "task").says
    assert (facts.lead, facts.lead_how, facts.doubts) == ((room.pk,), How.PERSON, ())


def test_an_unreadable_text_is_refused_until_somebody_enters_it_by_hand(office):
    draft = make_read_draft(office, LOST)
    assert draft.state == DraftState.UNREADABLE
    assert not draft.items.exists()
    actions.begin_by_hand(draft=draft.pk, by=office, at=LATER)
    draft.refresh_from_db()
    assert (draft.state, draft.by_hand, draft.number) == (DraftState.REVIEW, True, "12/KH-SCT")
    assert draft.items.filter(kind="reporting").exists()
    assert set(draft.items.values_list("kind", flat=True)) <= {"duty", "reporting"}
    assert all(Doubt.BY_HAND in one.says.doubts for one in draft.items.all())


def test_a_readable_text_is_not_entered_by_hand(office, draft):
    with pytest.raises(Refused, match="đọc được"):
        actions.begin_by_hand(draft=draft.pk, by=office, at=LATER)


@pytest.fixture
def waiting(office):
    return actions.open_draft(content=PLAN.encode(), name="quet.txt", reading=None, by=office, at=MORNING)


def test_a_long_reading_tells_how_far_it_is_and_fills_its_draft(office, waiting):
    assert actions.beat(draft=waiting.pk, done=3, total=9, at=LATER)
    waiting.refresh_from_db()
    assert (waiting.done, waiting.total, waiting.alive_at) == (3, 9, LATER)
    assert not waiting.broken_off(LATER + SILENCE)
    from cchc.reading import read  # noqa: PLC0415  # only here

    actions.finish_reading(draft=waiting.pk, reading=read(PLAN.encode(), "a.txt").as_json(), at=LATER)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.number) == (DraftState.REVIEW, "21/KH-SCT")
    assert waiting.items.exists()


def test_a_reading_that_gives_no_sign_of_life_can_be_begun_again(office, waiting):
    assert waiting.broken_off(MORNING + SILENCE * 2)
    with pytest.raises(Refused, match="đang được đọc"):
        actions.read_again(draft=waiting.pk, by=office, at=MORNING + SILENCE / 2)
    again = actions.read_again(draft=waiting.pk, by=office, at=MORNING + SILENCE * 2)
    assert again.alive_at == MORNING + SILENCE * 2


def test_a_failed_reading_says_why_and_a_dropped_draft_is_not_filled(office, waiting):
    actions.fail_reading(draft=waiting.pk, why_vi="Hỏng.", why_en="Broken.", at=LATER)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.trouble) == (DraftState.FAILED, "Hỏng.")
    actions.drop_draft(draft=waiting.pk, reason="nạp nhầm", by=office, at=LATER)
    actions.finish_reading(draft=waiting.pk, reading={}, at=LATER)
    assert not actions.beat(draft=waiting.pk, done=1, total=1, at=LATER)
    waiting.refresh_from_db()
    assert waiting.state == DraftState.DROPPED


def facts_of(draft, **changes):
    names = ("kind", "title", "number", "issued_on", "issuer", "first_year", "last_year", "parent_id")
    return {**{name: getattr(draft, name) for name in names}, **changes}


def test_the_facts_of_the_document_are_put_right_once_for_each_version(office, draft):
    actions.set_facts(draft=draft.pk, version=1, facts=facts_of(draft, number="22/KH-SCT"), by=office, at=LATER)
    draft.refresh_from_db()
    assert (draft.number, draft.version) == ("22/KH-SCT", 2)
    with pytest.raises(actions.Stale, match="Người Rà Soát"):
        actions.set_facts(draft=draft.pk, version=1, facts=facts_of(draft, number="23"), by=office, at=LATER)


def test_the_plan_above_must_be_of_the_department(office, draft):
    load_catalogue(by=None, at=MORNING)
    stranger = make_plan(make_account(make_agency(), ["office"]))
    with pytest.raises(Refused, match="không thuộc Sở"):
        actions.set_facts(draft=draft.pk, version=1, facts=facts_of(draft, parent_id=stranger.pk), by=office, at=LATER)


def test_adoption_makes_one_living_plan_of_what_was_accepted(office, draft):
    load_catalogue(by=None, at=MORNING)
    dropped = item(draft, "task", "Công khai")
    do(actions.drop_item, draft, dropped, office)
    accept_all(draft, office)
    plan = actions.adopt_draft(draft=draft.pk, by=office, at=LATER)
    draft.refresh_from_db()
    assert (draft.state, draft.plan, plan.state) == (DraftState.ADOPTED, plan, "adopted")
    assert (plan.number, plan.source, plan.source_text) == ("21/KH-SCT", draft.source, draft.text)
    task = Task.objects.get(plan=plan)
    assert (task.due_on, task.lead.name) == (date(2026, 6, 29), "Văn phòng Sở")
    target = plan.targets.get(text__contains="đúng hạn")
    assert (target.value, target.indicator.code, target.owner.name) == (98, "on_time_share", "Văn phòng Sở")
    assert plan.source_text[target.span_start : target.span_end] == target.quote
    assert verify().whole


def test_the_director_may_adopt_what_the_office_reviewed(office, draft):
    load_catalogue(by=None, at=MORNING)
    accept_all(draft, office)
    director = make_account(office.agency, ["director"])
    assert actions.adopt_draft(draft=draft.pk, by=director, at=LATER).adopted_by == director


def test_a_draft_with_open_items_is_not_adopted(office, draft):
    with pytest.raises(Refused, match="chưa nhận cũng chưa bỏ"):
        actions.adopt_draft(draft=draft.pk, by=office, at=LATER)
    assert not Plan.objects.exists()


def test_a_draft_without_a_title_is_not_adopted_and_nothing_is_left(office, draft):
    load_catalogue(by=None, at=MORNING)
    accept_all(draft, office)
    Draft.objects.filter(pk=draft.pk).update(title="")
    with pytest.raises(Refused, match="tên"):
        actions.adopt_draft(draft=draft.pk, by=office, at=LATER)
    assert not Plan.objects.exists()


def test_an_adopted_draft_is_closed(office, draft):
    load_catalogue(by=None, at=MORNING)
    accept_all(draft, office)
    actions.adopt_draft(draft=draft.pk, by=office, at=LATER)
    found = item(draft, "task")
    with pytest.raises(Refused, match="đã được Người Rà Soát ban hành"):
        do(actions.drop_item, draft, found, office)
    with pytest.raises(Refused, match="đã được Người Rà Soát ban hành"):
        actions.drop_draft(draft=draft.pk, reason="thôi", by=office, at=LATER)
    with pytest.raises(Refused, match="đã được Người Rà Soát ban hành"):
        actions.adopt_draft(draft=draft.pk, by=office, at=LATER)
    assert Plan.objects.count() == 1


def test_a_draft_is_dropped_only_with_a_reason_and_keeps_everything(office, draft):
    with pytest.raises(Refused, match="lý do"):
        actions.drop_draft(draft=draft.pk, reason=" ", by=office, at=LATER)
    actions.drop_draft(draft=draft.pk, reason="nạp nhầm tệp", by=office, at=LATER)
    draft.refresh_from_db()
    assert (draft.state, draft.dropped_reason) == (DraftState.DROPPED, "nạp nhầm tệp")
    assert draft.items.exists()
    with pytest.raises(Refused, match="đã được Người Rà Soát bỏ"):
        do(actions.drop_item, draft, item(draft, "task"), office)


def test_another_department_cannot_touch_a_draft(draft):
    stranger = make_account(make_agency(), ["office"])
    with pytest.raises(Draft.DoesNotExist):
        do(actions.drop_item, draft, item(draft, "task"), stranger)
