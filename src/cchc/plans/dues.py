"""The due dates of plans: what is open, what a change of the calendar would move, and how each date came."""

from collections.abc import Iterator
from datetime import date, datetime, time

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cchc.common.almanac import Almanac, almanac_of
from cchc.common.dues import DuePaper, OpenDue, Source, register
from cchc.common.worktime import BeyondCalendar
from cchc.organisation.access import account_of, require
from cchc.plans import actions
from cchc.plans.models import Plan, PlanState, ReportingDuty, Target, Task, Trigger
from cchc.plans.rules.deadlines import Deadline, Event, after, terms_of
from cchc.plans.rules.reporting import next_report, stated
from cchc.plans.rules.tasks import OPEN

TASK, TARGET, REPORTING = "nhiem-vu", "chi-tieu", "che-do-bao-cao"


def declare() -> None:
    """Make the due dates of plans known."""
    register(Source(TASK, gettext_lazy("Nhiệm vụ"), open_tasks, task_paper, actions.move_due_dates))
    register(Source(TARGET, gettext_lazy("Chỉ tiêu"), lambda _agency, _almanac: (), target_paper))
    register(Source(REPORTING, gettext_lazy("Chế độ báo cáo"), open_reporting, reporting_paper))


def _counted(trigger: Trigger) -> Deadline | None:
    """The deadline that made the task's present due date out of the event."""
    if trigger.due_on != trigger.task.due_on:
        return None
    return next((one for one in trigger.task.awaited() if one.text == trigger.words), None)


def open_tasks(agency_id: int, almanac: Almanac) -> Iterator[OpenDue]:
    """Open tasks whose due date was counted from an event."""
    rows = Trigger.objects.standing().filter(agency_id=agency_id, task__state__in=OPEN)
    for trigger in rows.filter(task__plan__state=PlanState.ADOPTED).select_related("task__lead"):
        task, deadline = trigger.task, _counted(trigger)
        if deadline is None:
            continue
        try:
            due = after(deadline, Event(trigger.happened_on, almanac.clock))
        except BeyondCalendar:
            due = task.due_on
        yield OpenDue(task.pk, task.text, reverse("plans:task", args=[task.pk]), due, task.lead_name, task.due_on)


def task_paper(request: HttpRequest, key: int) -> DuePaper | None:
    """How the due date of a task came."""
    account = account_of(request)
    require(account, "plans.view")
    task = Task.objects.visible_to(account).select_related("plan", "lead").filter(pk=key).first()
    if task is None:
        return None
    almanac, back = almanac_of(task.agency_id), reverse("plans:task", args=[key])
    standing = task.triggers.standing().select_related("task", "recorded_by__person", "file")
    for trigger in standing:
        deadline = _counted(trigger)
        if deadline is not None:
            return _counted_paper(task, trigger, deadline, almanac)
    facts = [*_facts_of(task.plan), (_("Thời hạn theo văn bản"), task.deadline_text), (_("Chủ trì"), task.lead_name)]
    if task.due_on is None:
        waits = task.awaited()
        how = _("Hạn tính từ một sự kiện chưa được ghi nhận.") if waits else _("Văn bản không nêu ngày.")
        return DuePaper(task.text, back, None, how, almanac, facts, task.quote, is_open=task.is_open)
    notes = [_("Việc lặp lại: đây là hạn của kỳ hiện tại.")] if task.recurring else []
    return DuePaper(
        task.text, back, task.due_on, _fixed(task.plan, task.deadline_text), almanac, facts,
        task.quote, notes=[*notes, _("Ngày do văn bản ấn định không dời khi lịch làm việc thay đổi.")],
        is_open=task.is_open,
    )  # fmt: skip


def _counted_paper(task: Task, trigger: Trigger, deadline: Deadline, almanac: Almanac) -> DuePaper:
    happened = datetime.combine(trigger.happened_on, time.min)
    proof = almanac.clock.certificate(happened, terms_of(deadline))
    facts: list[tuple[object, ...]] = [
        (_("Sự kiện ngày"), f"{trigger.happened_on:%d/%m/%Y}"),
        (_("Căn cứ"), trigger.basis, reverse("plans:trigger_file", args=[trigger.pk]) if trigger.file_id else ""),
        (_("Người ghi"), trigger.recorded_by.get_full_name()),
        (_("Thời hạn theo văn bản"), trigger.words),
        *_facts_of(task.plan),
        (_("Chủ trì"), task.lead_name),
    ]
    how = _("Tính từ sự kiện ngày %(day)s theo thời hạn “%(words)s”.") % {
        "day": f"{trigger.happened_on:%d/%m/%Y}", "words": trigger.words,
    }  # fmt: skip
    moved = proof.due is None or proof.due.date() != task.due_on
    notes = [_("Theo lịch đang dùng thì hạn là ngày khác; hạn đang giữ chỉ đổi khi có người xác nhận tính lại.")]
    back = reverse("plans:task", args=[task.pk])
    return DuePaper(task.text, back, task.due_on, how, almanac, facts, task.quote, proof, notes if moved else (),
                    is_open=task.is_open)  # fmt: skip


def target_paper(request: HttpRequest, key: int) -> DuePaper | None:
    """How the due date of a target came: the plan fixed it."""
    account = account_of(request)
    require(account, "plans.view")
    target = Target.objects.visible_to(account).select_related("plan", "owner").filter(pk=key).first()
    if target is None:
        return None
    facts = [*_facts_of(target.plan), (_("Tính từ ngày"), f"{target.starts_on:%d/%m/%Y}"),
             (_("Đơn vị chịu trách nhiệm"), target.owner.name if target.owner else "")]  # fmt: skip
    back = reverse("plans:target", args=[key])
    return DuePaper(
        target.text, back, target.due_on, _fixed(target.plan, ""), almanac_of(target.agency_id), facts, target.quote,
        notes=[_("Ngày do văn bản ấn định không dời khi lịch làm việc thay đổi.")],
        is_open=target.withdrawn_at is None,
    )  # fmt: skip


def _fixed(plan: Plan, words: str) -> str:
    if words:
        return _("Ngày ấn định tại %(plan)s, theo thời hạn “%(words)s”.") % {"plan": plan.reference, "words": words}
    return _("Ngày ấn định tại %(plan)s.") % {"plan": plan.reference}


def _facts_of(plan: Plan) -> list[tuple[object, ...]]:
    return [(_("Văn bản"), plan.reference, reverse("plans:plan", args=[plan.pk]))]


def next_reporting(duty: ReportingDuty, almanac: Almanac, today: date) -> tuple[date, date] | None:
    """The next day on which a duty to report falls due: as stated, and where the rule for days off puts it."""
    deadlines = stated(duty.cadence, duty.day, duty.text, today.year)
    return next_report(deadlines, today, date(duty.plan.last_year, 12, 31), almanac.settled)


def open_reporting(agency_id: int, almanac: Almanac) -> Iterator[OpenDue]:
    """The next day of every duty to report of the living plans."""
    today = timezone.localdate()
    rows = ReportingDuty.objects.filter(agency_id=agency_id, plan__state=PlanState.ADOPTED)
    for duty in rows.select_related("plan", "unit"):
        found = next_reporting(duty, almanac, today)
        if found is not None:
            owner = duty.unit.short_name if duty.unit else ""
            yield OpenDue(duty.pk, duty.text, reverse("plans:plan", args=[duty.plan_id]), found[1], owner)


def reporting_paper(request: HttpRequest, key: int) -> DuePaper | None:
    """How the next day of a duty to report came."""
    account = account_of(request)
    require(account, "plans.view")
    duty = ReportingDuty.objects.visible_to(account).select_related("plan", "unit").filter(pk=key).first()
    if duty is None:
        return None
    almanac = almanac_of(duty.agency_id)
    found = next_reporting(duty, almanac, timezone.localdate())
    facts = [*_facts_of(duty.plan), (_("Định kỳ"), duty.cadence_words), (_("Gửi đến"), duty.to)]
    back = reverse("plans:plan", args=[duty.plan_id])
    if found is None:
        how = _("Văn bản không nêu ngày, hoặc kế hoạch đã hết thời gian thực hiện.")
        return DuePaper(duty.text, back, None, how, almanac, facts, duty.quote)
    day, put = found
    facts.append((_("Khi trùng ngày nghỉ"), almanac.rule_on(day).day_off.label))
    how = _("Kỳ báo cáo tới theo %(plan)s là ngày %(day)s.") % {"plan": duty.plan.reference, "day": f"{day:%d/%m/%Y}"}
    notes = []
    if put != day:
        notes = [_("Ngày đó là ngày nghỉ nên theo quy tắc đang dùng, hạn là %(day)s.") % {"day": f"{put:%d/%m/%Y}"}]
    return DuePaper(duty.text, back, put, how, almanac, facts, duty.quote, notes=notes)
