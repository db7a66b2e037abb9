"""The words on screen for the codes of the rules."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cchc.common.periods import label_of
from cchc.indicators.models import Indicator
from cchc.plans.models.duty import Cadence

from .models import Obligation, Report
from .rules.outline import FigureSpec, SourceKind
from .rules.progress import Progress, Stage
from .rules.schedule import Occurrence
from .rules.spans import Span, SpanKind
from .rules.states import SectionState
from .rules.values import Gap

# Code of a face of common.verdicts, word.
STATES: dict[SectionState, tuple[str, str | Promise]] = {
    SectionState.DONE: ("done", gettext_lazy("xong")),
    SectionState.NO_FIGURE: ("due_soon", gettext_lazy("thiếu số")),
    SectionState.NO_TEXT: ("not_started", gettext_lazy("thiếu nội dung")),
}
GAPS: dict[Gap, str | Promise] = {
    Gap.NO_OBSERVATION: gettext_lazy("Chưa có số liệu của kỳ này."),
    Gap.NO_PLAN: gettext_lazy("Chưa có kế hoạch đang thực hiện để đếm."),
    Gap.NOTHING_TO_DIVIDE: gettext_lazy("Không phát sinh: mẫu số bằng 0."),
    Gap.PARTS_MISSING: gettext_lazy("Thiếu một trong các số để tính."),
}
_PARTS = {"numerator": gettext_lazy("tử số của"), "denominator": gettext_lazy("mẫu số của")}


def source_of(spec: FigureSpec, names: dict[str, str]) -> str:
    """Where a figure comes from, in words; `names` gives the names of indicators and figures by their codes."""
    if spec.kind is SourceKind.PLAN:
        return _("đếm từ kế hoạch, nhiệm vụ, chỉ tiêu")
    named = [names.get(code, code) for code in spec.of]
    if spec.kind is SourceKind.SHARE:
        return _("tính: %(a)s / %(b)s") % {"a": named[0], "b": named[1]}
    if spec.kind is SourceKind.SUM:
        return _("tính: tổng của %(parts)s") % {"parts": ", ".join(named)}
    if spec.kind is SourceKind.WHETHER:
        return _("tính: bằng 1 khi có %(a)s, nếu không bằng 0") % {"a": named[0]}
    part = str(_PARTS.get(spec.part, ""))
    return _("chỉ số: %(name)s") % {"name": f"{part} {named[0]}".strip()}


def indicator_names(codes: set[str]) -> dict[str, str]:
    """Code → name in the language of the page, of the common catalogue."""
    return {row.code: str(row) for row in Indicator.objects.filter(agency=None, code__in=codes)}


PROGRESS: dict[Progress, tuple[str, str | Promise]] = {
    Progress.NOT_BEGUN: ("not_started", gettext_lazy("chưa lập")),
    Progress.IN_WORK: ("doing", gettext_lazy("đang lập")),
    Progress.RETURNED: ("due_soon", gettext_lazy("bị trả lại")),
    Progress.LATE: ("late", gettext_lazy("quá hạn, chưa gửi")),
    Progress.SENT: ("done", gettext_lazy("đã gửi")),
    Progress.ACCEPTED: ("done", gettext_lazy("đã nhận")),
}
_LATE: dict[Progress, str | Promise] = {
    Progress.SENT: gettext_lazy("đã gửi, muộn"),
    Progress.ACCEPTED: gettext_lazy("đã nhận, gửi muộn"),
}


def progress_of(found: Stage) -> tuple[str, str | Promise]:
    """Face and word of where an asked report stands; what was sent after its cut-off says so."""
    code, word = PROGRESS[found.progress]
    late = _LATE.get(found.progress) if found.late else None
    return ("due_soon", late) if late else (code, word)


def occurrence_word(at: Occurrence) -> str:
    """The period of an occurrence, as a list names it."""
    return label_of(at.code)


def times_of(obligation: Obligation) -> str:
    """How often and by when, in words."""
    cadences = dict(Cadence.choices)
    words = [", ".join(str(cadences[code]) for code in cadences if code in obligation.cadences), _by_when(obligation)]
    if obligation.hour:
        words.append(_("trước %(hour)s") % {"hour": f"{obligation.hour:%H:%M}"})
    if obligation.window_day and "weekly" not in obligation.cadences:
        words.append(_("số liệu từ ngày %(first)s đến ngày %(last)s")
                     % {"first": obligation.window_day, "last": obligation.window_day - 1})  # fmt: skip
    return "; ".join(word for word in words if word)


def _by_when(obligation: Obligation) -> str:
    if obligation.on:
        return _("ngày %(day)s") % {"day": f"{obligation.on:%d/%m/%Y}"}
    if "weekly" in obligation.cadences:
        return str(WEEKDAYS[obligation.weekday])
    day = _("ngày %(day)s") % {"day": obligation.day} if obligation.day else _("ngày cuối")
    if obligation.shift == 0:
        return _("%(day)s của tháng cuối kỳ") % {"day": day}
    if obligation.shift > 0:
        return _("%(day)s của tháng thứ %(count)s sau kỳ") % {"day": day, "count": obligation.shift}
    return _("%(day)s của tháng thứ %(count)s trước tháng cuối kỳ") % {"day": day, "count": -obligation.shift}


WEEKDAYS = (
    gettext_lazy("thứ Hai"), gettext_lazy("thứ Ba"), gettext_lazy("thứ Tư"), gettext_lazy("thứ Năm"),
    gettext_lazy("thứ Sáu"), gettext_lazy("thứ Bảy"), gettext_lazy("Chủ nhật"),
)  # fmt: skip


def name_of(report: Report) -> str:
    """What a page calls the report, in its language."""
    period = report.period
    if report.obligation and isinstance(period, Span) and period.kind is SpanKind.ONCE:
        said = _("%(title)s, hạn %(day)s") % {"title": report.obligation.title, "day": f"{period.last:%d/%m/%Y}"}
    else:
        said = _("Báo cáo %(period)s") % {"period": period.label}
    return f"{said}: {report.unit.short_name}" if report.unit else said
