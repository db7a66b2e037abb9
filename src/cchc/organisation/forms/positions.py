"""Positions, competency frames, and what people are rated at."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cchc.common.forms import DayField

from ..models import Competency, CompetencyGroup, PersonStatus, Position, Tenure
from ..rules.positions import HIGHEST
from . import BASIS_HELP, OfDepartment, UnitField

if TYPE_CHECKING:
    PositionChoice = forms.ModelChoiceField[Position]
else:
    PositionChoice = forms.ModelChoiceField

LEVEL_HELP = _("Từ 1 (thấp nhất) đến 5 (cao nhất)")


class PositionFacts(forms.Form):
    """What can be changed of a position."""

    name = forms.CharField(label=_("Tên vị trí việc làm"), max_length=200, help_text=_("Như trong đề án được duyệt"))
    kind = forms.ChoiceField(label=_("Dành cho"), choices=PersonStatus.choices)
    quota = forms.IntegerField(label=_("Số người được duyệt"), min_value=0, max_value=10_000)
    basis = forms.CharField(label=_("Quyết định phê duyệt"), max_length=300, help_text=BASIS_HELP)


class PositionForm(OfDepartment, PositionFacts):
    """A new position."""

    unit = UnitField(label=_("Đơn vị"))
    on = DayField(label=_("Từ ngày"))
    field_order = ["unit", "name", "kind", "quota", "on", "basis"]


class _WithCompetency(forms.Form):
    """A competency by its name, with the names in use offered."""

    competency = forms.CharField(
        label=_("Năng lực"), max_length=200,
        help_text=_("Chọn tên đã dùng hoặc ghi tên mới, ví dụ: Soạn thảo văn bản"),
    )  # fmt: skip
    group = forms.ChoiceField(label=_("Nhóm"), choices=CompetencyGroup.choices)

    def __init__(self, *args: Any, agency_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = ", ".join(Competency.objects.filter(agency_id=agency_id).values_list("name", flat=True)[:30])
        if names:
            self.fields["competency"].help_text = _("Đang dùng: %(names)s") % {"names": names}


class RequireForm(_WithCompetency):
    """The level that a position asks for."""

    level = forms.IntegerField(
        label=_("Cấp độ yêu cầu"), min_value=0, max_value=HIGHEST,
        help_text=_("Từ 1 (thấp nhất) đến 5 (cao nhất); 0 là bỏ khỏi khung năng lực"),
    )  # fmt: skip


class RateForm(_WithCompetency):
    """The level that somebody was found at."""

    level = forms.IntegerField(label=_("Cấp độ đạt"), min_value=0, max_value=HIGHEST, help_text=LEVEL_HELP)
    on = DayField(label=_("Đánh giá ngày"))
    basis = forms.CharField(label=_("Căn cứ"), max_length=300, help_text=_("Phiếu đánh giá, chứng chỉ, quyết định"))


class PlaceField(PositionChoice):
    """A position of the post's unit."""

    def label_from_instance(self, obj: Position) -> str:
        """Its name and whom it is for."""
        return f"{obj.name} ({obj.get_kind_display()})"


class PlaceForm(forms.Form):
    """Into which position."""

    position = PlaceField(
        label=_("Vị trí việc làm"),
        queryset=Position.objects.none(),
        required=False,
        empty_label=_("Không ở vị trí nào"),
    )

    def __init__(self, *args: Any, tenure: Tenure, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = Position.objects.filter(unit_id=tenure.unit_id, ended_on=None)
        self.fields["position"].queryset = offered  # type: ignore[attr-defined]  # Django's choice field
