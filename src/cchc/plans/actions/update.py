"""One report from the worklist: progress, a note and a file at once; and who in the unit is in charge."""

from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from cchc.common import journal
from cchc.common.errors import Refused
from cchc.organisation.models import Account, Person
from cchc.plans.actions.evidence import attach_evidence
from cchc.plans.actions.tasks import report_progress
from cchc.plans.actions.telling import tell_assigned
from cchc.plans.actions.versions import require_unchanged
from cchc.plans.models import Task, TaskEvent
from cchc.plans.rights import require_part
from cchc.plans.rules.tasks import OPEN, Part


@transaction.atomic
def update_task(
    *,
    task: Task,
    progress: int,
    note: str = "",
    file: UploadedFile | None = None,
    by: Account,
    at: datetime,
    seen: int | None = None,
) -> Task:
    """Report progress with a note and hand in a file, all or nothing. A file alone is enough."""
    if file is not None:
        attach_evidence(to=task, content=file, name=file.name or "", by=by, at=at)
        task.refresh_from_db()
        if progress == task.progress and not note.strip():
            return task
    return report_progress(task=task, progress=progress, note=note, by=by, at=at, seen=seen)


@transaction.atomic
def assign_task(*, task: Task, person: Person | None, by: Account, at: datetime, seen: int | None = None) -> Task:
    """Say who in the leading unit is in charge of a task (nobody: the unit as a whole).

    The head of the unit decides among the people of the unit; who answers for the plan among all.
    """
    task = Task.objects.select_for_update(of=("self",)).get(pk=task.pk)
    require_part(by, task, Part.CHECKER)
    require_unchanged(task, seen)
    if task.state not in OPEN:
        raise Refused(_("Nhiệm vụ đã kết thúc nên không giao lại."))
    if person is not None and person.agency_id != task.agency_id:
        raise Refused(_("Có đơn vị hoặc người không thuộc Sở; hãy chọn lại."), field="person")
    if task.person_id == (person.pk if person else None):
        return task
    was, before = task.person_id, {"person": task.person_id}
    task.person, task.version = person, task.version + 1
    task.save(update_fields=["person", "version"])
    said = person.full_name if person else _("cả đơn vị")
    event = TaskEvent.objects.create(task=task, kind="assign", at=at, by=by, note=said, state=task.state,
                                     progress=task.progress, due_on=task.due_on)  # fmt: skip
    journal.write(
        by=by, at=at, action="plans.task.assign", record=task, before=before, after={"person": task.person_id}
    )
    tell_assigned(task, event, was=was, by=by, at=at)
    return task
