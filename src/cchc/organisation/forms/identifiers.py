"""Electronic identifiers as people type them, in either writing."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cchc.common.forms import DayField

from . import BASIS_HELP, OfDepartment, UnitField

CODE_HELP = _("Ghi theo một trong hai cách viết, ví dụ: H19.12 hoặc 000.00.12.H19")


class IdentifierForm(OfDepartment):
    """A code that a decision gives the department or a unit."""

    unit = UnitField(label=_("Cấp cho"), required=False, empty_label=_("Sở"))
    code = forms.CharField(label=_("Mã định danh"), max_length=60, help_text=CODE_HELP)
    on = DayField(label=_("Có hiệu lực từ ngày"))
    basis = forms.CharField(label=_("Quyết định cấp mã"), max_length=300, help_text=BASIS_HELP)


class CorrectIdentifierForm(forms.Form):
    """What was typed wrongly."""

    code = forms.CharField(label=_("Mã định danh"), max_length=60, help_text=CODE_HELP)
    basis = forms.CharField(label=_("Quyết định cấp mã"), max_length=300, help_text=BASIS_HELP)


class OtherWritingForm(forms.Form):
    """A code whose other writing is wanted."""

    ma = forms.CharField(label=_("Đổi cách viết của mã"), max_length=60, required=False, help_text=CODE_HELP)
