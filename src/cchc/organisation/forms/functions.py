"""Functions of the department, and the units that carry them out."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cchc.common.forms import DayField

from ..models import FunctionPart
from . import BASIS_HELP, OfDepartment, UnitField, UnitsField

_DOCUMENT = _("Văn bản giao")


def _text() -> forms.CharField:
    return forms.CharField(
        label=_("Chức năng, nhiệm vụ"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Như trong quyết định quy định chức năng, nhiệm vụ, quyền hạn của Sở"),
    )  # fmt: skip


class FunctionForm(OfDepartment):
    """A function that the department has, and who carries it out by the same document."""

    text = _text()
    on = DayField(label=_("Từ ngày"))
    basis = forms.CharField(label=_DOCUMENT, max_length=300, help_text=BASIS_HELP)
    lead = UnitField(label=_("Đơn vị chủ trì"), required=False, empty_label=_("Chưa giao đơn vị nào"))
    supports = UnitsField(label=_("Đơn vị phối hợp"), required=False)


class CorrectFunctionForm(forms.Form):
    """What was typed wrongly."""

    text = _text()
    basis = forms.CharField(label=_DOCUMENT, max_length=300, help_text=BASIS_HELP)


class ShareForm(OfDepartment):
    """The part of a unit."""

    unit = UnitField(label=_("Đơn vị"))
    part = forms.ChoiceField(label=_("Phần việc"), choices=FunctionPart.choices)
    on = DayField(label=_("Từ ngày"))
    basis = forms.CharField(label=_DOCUMENT, max_length=300, help_text=BASIS_HELP)
