"""Initiatives and their steps; communication and dialogues, recorded, counted, withdrawn."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from cchc.common.errors import Refused
from cchc.common.models import JournalEntry
from cchc.organisation.testing import make_account, make_agency, make_unit
from cchc.plans import actions
from cchc.plans.measures import INITIATIVES, OUTREACH
from cchc.plans.models import Initiative, Outreach
from cchc.plans.rules.initiatives import STEPS, Stage, Step, possible

NOW = datetime(2026, 7, 1, 2, 0, tzinfo=UTC)
TODAY = date(2026, 7, 1)


@pytest.mark.parametrize(
    ("stage", "steps"),
    [
        (Stage.PROPOSED, {Step.APPRAISE, Step.REJECT}),
        (Stage.APPRAISED, {Step.PILOT, Step.REPLICATE, Step.REJECT}),
        (Stage.PILOTED, {Step.REPLICATE, Step.REJECT}),
        (Stage.REPLICATED, set()),
        (Stage.REJECTED, {Step.REOPEN}),
    ],
)
def test_what_can_be_done_at_each_stage(stage, steps):
    assert set(possible(stage)) == steps


def test_every_step_leads_somewhere_else():
    assert all(way.target not in way.sources for way in STEPS.values())


def propose(office, room, **facts):
    told = {"title": "Nhắn kết quả", "authors": "Tổ một cửa", "content": "procedures", "proposed_on": TODAY, **facts}
    return actions.propose_initiative(unit=room, by=office, at=NOW, **told)


def step(row, which, office, **facts):
    told = {"on": TODAY, "paper": "Biên bản 03/BB-SCT", **facts}
    return actions.move_initiative(initiative=row, step=which, by=office, at=NOW, **told)


def test_an_initiative_goes_from_proposal_to_replication_each_step_by_its_paper(office, room):
    row = propose(office, room)
    for which in (Step.APPRAISE, Step.PILOT, Step.REPLICATE):
        row = step(row, which, office)
    assert (row.state, row.appraised_on, row.piloted_on, row.replicated_on) == ("replicated", TODAY, TODAY, TODAY)
    assert [one.step for one in row.steps.all()] == ["appraise", "pilot", "replicate"]


def test_a_step_is_refused_out_of_turn_without_paper_without_reason_or_ahead_of_time(office, room):
    row = propose(office, room)
    for which, facts, said in (
        (Step.PILOT, {}, "đang ở bước"),
        (Step.APPRAISE, {"paper": " "}, "văn bản làm căn cứ"),
        (Step.REJECT, {}, "lý do"),
        (Step.APPRAISE, {"on": date(2026, 7, 2)}, "chưa đến"),
    ):
        with pytest.raises(Refused, match=said):
            step(row, which, office, **facts)
    assert Initiative.objects.get().state == "proposed"


def test_only_who_works_for_a_unit_records_for_it(agency, office, room):
    stranger = make_account(agency, ["officer"], unit=make_unit(agency, "Phòng khác"))
    with pytest.raises(Refused, match="cho đơn vị này"):
        propose(stranger, room)


def record(office, room, **facts):
    told = {"kind": "dialogue", "title": "Đối thoại quý II", "held_on": TODAY, "raised": 5, "answered": 4, **facts}
    return actions.record_outreach(unit=room, by=office, at=NOW, **told)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"answered": 6}, "không được lớn hơn"),
        ({"products": 0}, "ít nhất một sản phẩm"),
        ({"title": " "}, "tên hoạt động"),
        ({"held_on": date(2026, 8, 1)}, "chưa đến"),
    ],
)
def test_an_activity_is_refused_where_its_numbers_or_day_cannot_be(office, room, facts, said):
    with pytest.raises(Refused, match=said):
        record(office, room, **facts)


def test_what_was_done_is_counted_until_it_is_withdrawn(office, room):
    first = record(office, room)
    record(office, room, kind="news", title="Tin bài", products=3, raised=0, answered=0)
    rows = OUTREACH.all_rows()
    assert OUTREACH.met(rows, OUTREACH.by_code["dialogues"]).count() == 1
    assert OUTREACH.met(rows, OUTREACH.by_code["news"]).get().products == 3
    actions.withdraw_outreach(outreach=first, reason="Ghi nhầm", by=office, at=NOW)
    assert OUTREACH.met(OUTREACH.all_rows(), OUTREACH.by_code["dialogues"]).count() == 0
    with pytest.raises(Refused):
        actions.withdraw_outreach(outreach=first, reason="Ghi nhầm", by=office, at=NOW)


def test_answers_that_come_later_are_written_down_and_counted(agency, office, room):
    row = record(office, room)
    for answered, said in ((6, "không được lớn hơn"), (-1, "không được lớn hơn"), (4, "đã được ghi")):
        with pytest.raises(Refused, match=said):
            actions.answer_outreach(outreach=row, answered=answered, by=office, at=NOW)
    stranger = make_account(agency, ["officer"], unit=make_unit(agency, "Phòng khác"))
    with pytest.raises(Refused, match="cho đơn vị này"):
        actions.answer_outreach(outreach=row, answered=5, by=stranger, at=NOW)
    actions.answer_outreach(outreach=row, answered=5, proof="Công văn 12/SCT-VP", by=office, at=NOW)
    assert OUTREACH.met(OUTREACH.all_rows(), OUTREACH.by_code["answered"]).get().answered == 5
    entry = JournalEntry.objects.get(action="plans.outreach.answer")
    assert (entry.before, entry.after) == (
        {"answered": 4, "proof": ""}, {"answered": 5, "proof": "Công văn 12/SCT-VP"},
    )  # fmt: skip
    actions.withdraw_outreach(outreach=row, reason="Ghi nhầm", by=office, at=NOW)
    with pytest.raises(Refused, match="đã rút"):
        actions.answer_outreach(outreach=row, answered=3, by=office, at=NOW)


def test_a_rejected_initiative_counts_as_proposed_and_not_as_recognised(office, room):
    row = step(propose(office, room), Step.APPRAISE, office)
    step(row, Step.REJECT, office, note="Trùng với sáng kiến cũ")
    rows = INITIATIVES.all_rows()
    assert INITIATIVES.met(rows, INITIATIVES.by_code["proposed"]).count() == 1
    assert INITIATIVES.met(rows, INITIATIVES.by_code["appraised"]).count() == 0


def test_the_pages_show_take_and_hide(client, office, room, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    client.force_login(office)
    post = {"unit": room.pk, "title": "Sáng kiến A", "authors": "Tổ A", "content": "procedures",
            "proposed_on": "01/07/2026"}  # fmt: skip
    client.post(reverse("plans:initiative_new"), post)
    row = Initiative.objects.get()
    told = {"step": "appraise", "on": "01/07/2026", "paper": "Biên bản 03", "note": ""}
    client.post(reverse("plans:initiative", args=[row.pk]), told)
    assert "Biên bản 03" in client.get(reverse("plans:initiative", args=[row.pk])).content.decode()
    assert "Sáng kiến A" in client.get(reverse("plans:initiative_list")).content.decode()
    done = {"unit": room.pk, "kind": "dialogue", "title": "Đối thoại A", "held_on": "01/07/2026", "products": 1,
            "raised": 2, "answered": 1}  # fmt: skip
    client.post(reverse("plans:outreach_new"), done)
    query = f"?dem=dialogues&tu=2026-07-01&den=2026-07-31&don-vi={room.pk}"
    assert "Đối thoại A" in client.get(reverse("plans:outreach_list") + query).content.decode()
    activity = Outreach.objects.get()
    answer = reverse("plans:outreach_answer", args=[activity.pk])
    assert answer in client.get(reverse("plans:outreach_list")).content.decode()
    assert "Trong 2 kiến nghị đã nêu" in client.get(answer).content.decode()
    client.post(answer, {"answered": 2, "proof": "Công văn 12"})
    assert Outreach.objects.get().answered == 2
    assert answer not in client.get(reverse("plans:outreach_list")).content.decode()
    client.force_login(make_account(make_agency(), ["office"]))
    assert "Đối thoại A" not in client.get(reverse("plans:outreach_list")).content.decode()
    for name, key in (("initiative", row.pk), ("outreach_withdraw", activity.pk), ("outreach_answer", activity.pk)):
        assert client.get(reverse(f"plans:{name}", args=[key])).status_code == 404
