"""Write a report: the text of its sections and the frame of the paper."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cchc.common import journal
from cchc.common.errors import Refused
from cchc.common.text import nfc, squeeze
from cchc.organisation.models import Account
from cchc.reports.actions.numbering import check_number
from cchc.reports.figures import values_of
from cchc.reports.locks import refuse_locked
from cchc.reports.models import Report, ReportState, Section
from cchc.reports.outline import form_of
from cchc.reports.rights import require_section
from cchc.reports.rules.states import missing, unknown_keys

LONGEST = 30_000
"""Characters of one section; the longest real one has less than a third of it."""


class Overtaken(Refused):
    """Somebody else changed the section meanwhile; carries the text that is there now."""

    def __init__(self, message: object, theirs: Section) -> None:
        super().__init__(message, field="text")
        self.theirs = theirs


@transaction.atomic
def save_section(*, report: Report, key: str, text: str, version: int, by: Account, at: datetime) -> Section:
    """Write the text of a section. `version` is the one the writer had before him.

    Raises Overtaken when somebody else has written meanwhile, Refused for a figure the form does not know.
    """
    draft = _draft(report, by, at, key)
    section = Section.objects.select_for_update().get(report=draft, key=key)
    if section.version != version:
        raise Overtaken(_("Người khác vừa sửa mục này; phần bạn viết chưa được lưu."), section)
    text = _clean(text)
    unknown = unknown_keys(form_of(draft.form_code, draft.form_version), text)
    if unknown:
        raise Refused(_("Không có số liệu nào tên là: %(keys)s.") % {"keys": ", ".join(unknown)}, field="text")
    return _write(draft, section, text, "reports.write", by=by, at=at)


@transaction.atomic
def take_over(*, report: Report, key: str, text: str, version: int, by: Account, at: datetime, source: str) -> Section:
    """Add an offered text (of a unit's report, or of the system) below what a section says already."""
    draft = _draft(report, by, at, key)
    section = Section.objects.select_for_update().get(report=draft, key=key)
    if section.version != version:
        raise Overtaken(_("Người khác vừa sửa mục này; đoạn này chưa được thêm."), section)
    whole = _clean("\n".join(part for part in (section.text.rstrip(), text) if part))
    return _write(draft, section, whole, "reports.take_over", by=by, at=at, source=source)


@transaction.atomic
def say_nothing(*, report: Report, by: Account, at: datetime, key: str = "") -> int:
    """Write that nothing happened into each section of a unit's return that lacks something and that nobody has
    written, or into one section of any report. Gives how many; a text that somebody wrote stays.

    Refuses the department's report as a whole: what it lacks is asked of the units.
    """
    draft = _draft(report, by, at, key)
    if draft.unit_id is None and not key:
        raise Refused(_("Báo cáo của Sở còn thiếu thì hỏi đơn vị, không ghi không phát sinh hàng loạt."))
    form = form_of(draft.form_code, draft.form_version)
    drafted = {spec.key: spec.draft for spec in form.texts}
    texts = dict(draft.sections.values_list("key", "text"))
    lacking = [key] if key else [one.section.key for one in missing(form, texts, values_of(draft))]
    done = 0
    for section in Section.objects.select_for_update().filter(report=draft, key__in=lacking):
        if section.text in ("", drafted[section.key]):
            _write(draft, section, form.nothing, "reports.take_over", by=by, at=at, source="nothing")
            done += 1
    return done


def _clean(text: str) -> str:
    lines = [line.rstrip() for line in nfc(text).replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    clean = "\n".join(lines).strip("\n")
    if len(clean) > LONGEST:
        said = _("Mục này dài %(length)s ký tự; nhiều nhất là %(longest)s.")
        raise Refused(said % {"length": len(clean), "longest": LONGEST}, field="text")
    return clean


def _write(
    draft: Report, section: Section, text: str, action: str, *, by: Account, at: datetime, source: str = ""
) -> Section:
    if text == section.text:
        return section
    before = {"text": section.text}
    section.text, section.version, section.updated_by, section.updated_at = text, section.version + 1, by, at
    section.save(update_fields=["text", "version", "updated_by", "updated_at"])
    _grow(draft)
    after = {"section": section.key, "text": text, **({"source": source} if source else {})}
    journal.write(by=by, at=at, action=action, record=draft, before=before, after=after)
    return section


@transaction.atomic
def edit_frame(
    *, report: Report, by: Account, at: datetime, as_of: date, number: str, signed_on: date | None,
    addressees: str, recipients: str, signer_authority: str, signer_title: str, signer_name: str,
) -> Report:  # fmt: skip
    """Change what stands around the text: the day of the figures, number and date, to whom, and who signs.

    A number and its day withdraw no approval: papers are numbered once they are signed.
    """
    draft = _draft(report, by, at)
    first, last = draft.days
    if not first <= as_of <= last:
        raise Refused(_("Ngày chốt số liệu phải nằm trong kỳ báo cáo."), field="as_of")
    facts: dict[str, object] = {
        "as_of": as_of, "number": squeeze(number), "signed_on": signed_on,
        "addressees": _clean(addressees), "recipients": _clean(recipients),
        "signer_authority": squeeze(signer_authority), "signer_title": squeeze(signer_title),
        "signer_name": squeeze(signer_name),
    }  # fmt: skip
    if (draft.number, draft.signed_on) != (facts["number"], signed_on):
        check_number(draft, squeeze(number), signed_on, at)
    before = {name: getattr(draft, name) for name in facts}
    changed = {name: value for name, value in facts.items() if value != before[name]}
    if not changed:
        return draft
    for name, value in changed.items():
        setattr(draft, name, value)
    draft.save(update_fields=list(changed))
    if not changed.keys() <= {"number", "signed_on"}:  # the clerk gives both after the head has signed
        _grow(draft)
    was = {name: before[name] for name in changed}
    journal.write(by=by, at=at, action="reports.frame", record=draft, before=was, after=changed)
    return draft


def _draft(report: Report, by: Account, at: datetime, key: str = "") -> Report:
    """The report as it is now, kept from others until the action ends; `key`: the section that is written.

    Refuses one that was sent, and a unit's that the cut-off has closed.
    """
    draft = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    require_section(by, draft, key, timezone.localdate(at))
    if draft.state != ReportState.DRAFT:
        raise Refused(_("Báo cáo đã gửi và đã khóa; muốn thay đổi phải lập bản đính chính."))
    refuse_locked(draft.unit, draft.period_code, at)
    return draft


def _grow(draft: Report) -> None:
    draft.revision += 1
    draft.save(update_fields=["revision"])
