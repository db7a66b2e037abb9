"""What people type about units, people, accounts and roles."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cchc.common.forms import DayField

from ..models import Account, FiguresRuleName, PaySource, PersonStatus, Role, Unit, UnitKind

if TYPE_CHECKING:
    UnitChoice = forms.ModelChoiceField[Unit]
    UnitChoices = forms.ModelMultipleChoiceField[Unit]
else:
    UnitChoice = forms.ModelChoiceField
    UnitChoices = forms.ModelMultipleChoiceField


def open_units(account: Account) -> "QuerySet[Unit]":
    """The units that a form may offer."""
    return Unit.objects.filter(agency=account.agency, closed_on=None)


class UnitField(UnitChoice):
    """A choice among the open units of the department."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Unit.objects.none(), **kwargs)

    def label_from_instance(self, obj: Unit) -> str:
        """The unit's name."""
        return obj.name


class UnitsField(UnitChoices):
    """Several of the open units of the department."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Unit.objects.none(), widget=forms.CheckboxSelectMultiple, **kwargs)

    def label_from_instance(self, obj: Unit) -> str:
        """The unit's name."""
        return obj.name


class OfDepartment(forms.Form):
    """A form whose unit fields offer the units of the account's department, without `besides`."""

    def __init__(self, *args: Any, account: Account, besides: Unit | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = open_units(account)
        for field in self.fields.values():
            if isinstance(field, UnitField | UnitsField):
                field.queryset = units.exclude(pk=besides.pk) if besides else units


BASIS_HELP = _("Số, ngày của quyết định; ví dụ: Quyết định số 12/QĐ-SCT ngày 05/01/2026")


class FoundForm(OfDepartment):
    """A new unit."""

    name = forms.CharField(label=_("Tên đơn vị"), max_length=200, help_text=_("Như trong quyết định thành lập"))
    short_name = forms.CharField(label=_("Tên gọn"), max_length=60, help_text=_("Dùng trong bảng, ví dụ: QLCN"))
    code = forms.CharField(label=_("Mã"), max_length=40, help_text=_("Dùng một lần, không cấp lại"))
    kind = forms.ChoiceField(label=_("Loại"), choices=UnitKind.choices)
    parent = UnitField(label=_("Trực thuộc"), required=False, empty_label=_("Trực thuộc Sở"))
    on = DayField(label=_("Thành lập từ ngày"))
    basis = forms.CharField(label=_("Căn cứ"), max_length=300, required=False, help_text=BASIS_HELP)


class RenameForm(forms.Form):
    """Another name."""

    name = forms.CharField(label=_("Tên mới"), max_length=200)
    short_name = forms.CharField(label=_("Tên gọn"), max_length=60)
    on = DayField(label=_("Đổi tên từ ngày"))
    basis = forms.CharField(label=_("Căn cứ"), max_length=300, required=False, help_text=BASIS_HELP)


class MoveForm(OfDepartment):
    """Another place in the tree."""

    parent = UnitField(label=_("Cấp trên mới"), required=False, empty_label=_("Trực thuộc Sở"))
    on = DayField(label=_("Chuyển từ ngày"))
    basis = forms.CharField(label=_("Căn cứ"), max_length=300, required=False, help_text=BASIS_HELP)


class MergeForm(OfDepartment):
    """Into which unit, from when."""

    into = UnitField(label=_("Sáp nhập vào"))
    on = DayField(label=_("Sáp nhập từ ngày"))
    figures = forms.ChoiceField(
        label=_("Số liệu đã báo cáo của đơn vị này"), choices=FiguresRuleName.choices, initial=FiguresRuleName.DAY,
        help_text=_("Bảng và báo cáo cộng theo đơn vị theo lựa chọn này; số đã gửi vẫn giữ nguyên"),
    )  # fmt: skip
    basis = forms.CharField(label=_("Căn cứ"), max_length=300, required=False, help_text=BASIS_HELP)


class DissolveForm(forms.Form):
    """From when the unit is no more."""

    on = DayField(label=_("Giải thể từ ngày"))
    basis = forms.CharField(label=_("Căn cứ"), max_length=300, required=False, help_text=BASIS_HELP)


class PersonForm(forms.Form):
    """What is kept of somebody."""

    full_name = forms.CharField(label=_("Họ và tên"), max_length=120)
    status = forms.ChoiceField(label=_("Chế độ làm việc"), choices=PersonStatus.choices)
    pay_source = forms.ChoiceField(
        label=_("Nguồn lương"), required=False, choices=[("", _("chưa nêu")), *PaySource.choices],
        help_text=_("Viên chức chỉ được đếm vào biên chế khi đã nêu nguồn lương"),
    )  # fmt: skip
    email = forms.EmailField(label=_("Thư công vụ"), required=False)


class ChangePersonForm(PersonForm):
    """The same of somebody who is there: what is corrected, or what is otherwise from a day on."""

    since = DayField(
        label=_("Chế độ, nguồn lương thay đổi từ ngày"), required=False,
        help_text=_("Để trống nếu chỉ sửa chỗ ghi sai; có ngày thì số biên chế của các ngày trước giữ nguyên"),
    )  # fmt: skip
    field_order = ["full_name", "status", "pay_source", "since", "email"]


class NewPersonForm(PersonForm):
    """Somebody new, with the code of the personnel file."""

    code = forms.CharField(label=_("Mã công chức, viên chức"), max_length=40)
    field_order = ["code", "full_name", "status", "pay_source", "email"]


class AppointForm(OfDepartment):
    """A post in a unit."""

    unit = UnitField(label=_("Đơn vị"))
    post = forms.CharField(label=_("Chức vụ, chức danh"), max_length=120, help_text=_("Ví dụ: Trưởng phòng"))
    heads = forms.BooleanField(label=_("Là người đứng đầu đơn vị"), required=False)
    on = DayField(label=_("Từ ngày"))
    basis = forms.CharField(label=_("Căn cứ"), max_length=300, required=False, help_text=BASIS_HELP)
    ends_current = forms.BooleanField(label=_("Kết thúc chức vụ chính đang giữ từ ngày này"), required=False)
    concurrent = forms.BooleanField(
        label=_("Kiêm nhiệm: giữ thêm bên cạnh chức vụ chính"), required=False,
        help_text=_("Người kiêm nhiệm được đếm vào biên chế một lần, ở chức vụ chính"),
    )  # fmt: skip
    role = forms.ModelChoiceField(
        label=_("Vai trò đi cùng chức vụ"), queryset=Role.objects.all(), required=False, empty_label=_("Không giao"),
        help_text=_("Có hiệu lực ở đơn vị của chức vụ và hết cùng chức vụ"),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].label_from_instance = lambda role: role.name  # type: ignore[attr-defined]  # Django's hook


class EndForm(forms.Form):
    """The first day without."""

    on = DayField(label=_("Thôi từ ngày"))


class AccountForm(forms.Form):
    """A way to sign in."""

    username = forms.CharField(
        label=_("Tên đăng nhập"), max_length=60, help_text=_("Chữ thường không dấu, ví dụ: nv.minh")
    )


class AssignForm(OfDepartment):
    """A role, for a unit, from when to when."""

    role = forms.ModelChoiceField(label=_("Vai trò"), queryset=Role.objects.all())
    unit = UnitField(label=_("Đơn vị"), required=False, empty_label=_("Không gắn với đơn vị nào"),
                     help_text=_("Quyền “đơn vị mình” có hiệu lực ở đơn vị này và các đơn vị dưới nó"))  # fmt: skip
    started_on = DayField(label=_("Từ ngày"))
    ended_on = DayField(label=_("Đến trước ngày"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].label_from_instance = lambda role: role.name  # type: ignore[attr-defined]  # Django's hook


class DayForm(forms.Form):
    """The day to look at."""

    ngay = DayField(label=_("Như ngày"), required=False, help_text="")
