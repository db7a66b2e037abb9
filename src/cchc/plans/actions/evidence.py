"""Files are handed in as evidence, and withdrawn with a reason when they were the wrong ones."""

from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from cchc.common import journal
from cchc.common.errors import Refused
from cchc.common.text import squeeze
from cchc.documents.actions import store_file
from cchc.organisation.models import Account
from cchc.plans.models import Evidence, Target, Task, TaskEvent
from cchc.plans.rights import require_on_target, require_part
from cchc.plans.rules.tasks import OPEN, Part


@transaction.atomic
def attach_evidence(
    *, to: Task | Target, content: bytes | UploadedFile, name: str, title: str = "", by: Account, at: datetime
) -> Evidence:
    """Hand in a file for a task (for its present occurrence) or a target. The title defaults to the file's name."""
    if isinstance(to, Task):
        to = Task.objects.select_for_update(of=("self",)).select_related("plan").get(pk=to.pk)
        _require_open(to, by)
    else:
        require_on_target(by, to, "plans.task.update")
    stored = store_file(content=content, name=name, by=by, at=at)
    task, target = (to, None) if isinstance(to, Task) else (None, to)
    evidence = Evidence.objects.create(
        agency_id=to.agency_id, task=task, target=target, file=stored, title=squeeze(title)[:300] or stored.name,
        due_on=to.due_on if isinstance(to, Task) else None, added_by=by, added_at=at,
    )  # fmt: skip
    _event(evidence, "evidence", evidence.title, by, at)
    after = {"evidence": evidence.pk, "title": evidence.title, "sha256": stored.sha256}
    journal.write(by=by, at=at, action="plans.evidence.attach", record=to, after=after)
    return evidence


@transaction.atomic
def withdraw_evidence(*, evidence: Evidence, reason: str, by: Account, at: datetime) -> Evidence:
    """Take a piece of evidence back, with the reason; it stays in the record. Not for a task that was accepted."""
    evidence = Evidence.objects.select_for_update(of=("self",)).get(pk=evidence.pk)
    if evidence.task is not None:
        _require_open(evidence.task, by)
    elif evidence.target is not None:
        require_on_target(by, evidence.target, "plans.task.update")
    if evidence.withdrawn_at is not None:
        raise Refused(_("Tài liệu đã được rút."))
    if not reason.strip():
        raise Refused(_("Hãy ghi lý do rút tài liệu."), field="reason")
    evidence.withdrawn_by, evidence.withdrawn_at, evidence.withdrawn_reason = by, at, squeeze(reason)
    evidence.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_reason"])
    _event(evidence, "withdraw", f"{evidence.title}: {evidence.withdrawn_reason}", by, at)
    journal.write(by=by, at=at, action="plans.evidence.withdraw", record=evidence.task or evidence.target,
                  before={"evidence": evidence.pk, "title": evidence.title},
                  after={"reason": evidence.withdrawn_reason})  # fmt: skip
    return evidence


def _require_open(task: Task, by: Account) -> None:
    require_part(by, task, Part.WORKER)
    if task.state not in OPEN:
        raise Refused(_("Nhiệm vụ đã kết thúc; hãy đề nghị mở lại trước khi thay đổi tài liệu."))


def _event(evidence: Evidence, kind: str, note: str, by: Account, at: datetime) -> None:
    task = evidence.task
    if task is not None:
        TaskEvent.objects.create(task=task, kind=kind, at=at, by=by, note=note, state=task.state,
                                 progress=task.progress, due_on=evidence.due_on)  # fmt: skip
