"""The words on screen for the codes of the rules."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cchc.indicators.models import Indicator

from .rules.outline import FigureSpec, SourceKind
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
