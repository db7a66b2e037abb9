"""Versions of plans beside each other: what is the same item, what was added, removed, changed, kept."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from cchc.organisation.testing import make_account, make_agency
from cchc.plans import actions
from cchc.plans.actions import Succession
from cchc.plans.plan_versions import against_plan, since_adoption
from cchc.plans.rules.compared import Change, Item, compare_versions
from cchc.plans.rules.confirmed import Confirmed
from cchc.plans.rules.tasks import Move
from cchc.plans.testing import confirmed_target, confirmed_task, make_draft, make_goal, make_plan

LATER = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)


def item(key, words, kind="target", **facts):
    more = {name: facts.pop(name) for name in ("measure", "same_as") if name in facts}
    return Item(key, kind, words, facts, **more)


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        (item(1, "a b c", due="x"), item(2, "a b c", due="x"), ["kept"]),
        (item(1, "a b c", due="x"), item(2, "a b c", due="y"), ["changed"]),
        (item(1, "a b c d"), item(2, "a b c e"), ["kept"]),
        (item(1, "a b c d"), item(2, "a x y z"), ["added", "removed"]),
        (item(1, "a b", measure="7"), item(2, "x y", measure="7", due="x"), ["changed"]),
        (item(1, "a b"), item(2, "x y", same_as=1), ["kept"]),
        (item(1, "a b"), item(1, "a b", kind="task"), ["added", "removed"]),
    ],
)
def test_the_same_item_is_known_by_its_follower_its_words_its_measure_or_nearly_its_words(old, new, changes):
    assert [line.change for line in compare_versions([old], [new])] == changes


def test_what_differs_is_said_fact_by_fact():
    line = compare_versions([item(1, "a", due="x", lead="b")], [item(2, "a", due="y", lead="b")])[0]
    assert line.rows == (("due", "x", "y"),)


ITEMS = st.lists(
    st.builds(item, st.integers(1, 40), st.text("ab ", max_size=6), st.sampled_from(["target", "task"])),
    max_size=12, unique_by=lambda one: one.id,
)  # fmt: skip


@given(ITEMS, ITEMS)
def test_every_item_stands_in_exactly_one_line(old, new):
    lines = compare_versions(old, new)
    assert sorted(line.old.id for line in lines if line.old) == sorted(one.id for one in old)
    assert [line.new.id for line in lines if line.new] == [one.id for one in new]


@given(ITEMS)
def test_a_version_beside_itself_is_all_kept(version):
    assert {line.change for line in compare_versions(version, version)} <= {Change.KEPT}


def told(lines):
    return {(line.change.value, next(iter(line.item.facts.values()))) for line in lines}


def test_a_plan_is_held_to_what_was_adopted_of_it(office):
    plan = make_plan(office, confirmed_target("Đạt 98%"), confirmed_target("Bỏ đi"), confirmed_task("Việc một"),
                     confirmed_task("Việc hủy"))  # fmt: skip
    target = plan.targets.get(text="Đạt 98%")
    wanted = confirmed_target("Đạt 97%", goal=make_goal(97))
    actions.edit_target(target=target, wanted=wanted, by=office, at=LATER, reason="Tỉnh điều chỉnh")
    actions.withdraw_target(target=plan.targets.get(text="Bỏ đi"), by=office, at=LATER, reason="Trùng")
    actions.move_task(task=plan.tasks.get(text="Việc hủy"), move=Move.CANCEL, reason="Thôi", by=office, at=LATER)
    actions.add_items(plan=plan, items=Confirmed(tasks=(confirmed_task("Việc thêm"),)), by=office, at=LATER)
    lines = since_adoption(plan)
    assert told(lines) == {("changed", "Đạt 97%"), ("removed", "Bỏ đi"), ("kept", "Việc một"), ("removed", "Việc hủy"),
                           ("added", "Việc thêm")}  # fmt: skip
    changed = next(line for line in lines if line.change is Change.CHANGED)
    assert ("Mức phải đạt", "ít nhất 98%", "ít nhất 97%") in changed.rows


def test_a_successor_is_held_to_the_plan_it_replaced_and_the_page_shows_old_and_new(client, office):
    old = make_plan(office, confirmed_target("Giữ"), confirmed_task("Việc dở"))
    new = make_draft(office, title="Kế hoạch điều chỉnh")
    items = Confirmed(targets=(confirmed_target("Thêm mới hẳn"),), tasks=(confirmed_task("Việc dở", "Ngày 31/8/2026"),))
    new = actions.adopt_plan(plan=new, by=office, at=LATER, items=items,
                             supersedes=Succession(old, date(2026, 6, 1), "Tỉnh giao thêm"))  # fmt: skip
    assert ("added", "Thêm mới hẳn") in told(against_plan(old, new))
    client.force_login(office)
    shown = client.get(reverse("plans:versions", args=[new.pk])).content.decode()
    assert "Thêm mới hẳn" in shown
    file = client.get(reverse("plans:versions", args=[new.pk]) + "?xuat=csv&thay-doi=added")
    assert "Thêm mới hẳn" in b"".join(file.streaming_content).decode()


def test_the_stranger_compares_nothing(client, office):
    plan = make_plan(office)
    client.force_login(make_account(make_agency(), ["office"]))
    assert client.get(reverse("plans:versions", args=[plan.pk])).status_code == 404
