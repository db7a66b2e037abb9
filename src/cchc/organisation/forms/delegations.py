"""Who acts in whose place."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cchc.common.forms import DayField

from ..access import own_rights
from ..models import Account, DelegationKind, Permission
from . import BASIS_HELP, OfDepartment, UnitField

if TYPE_CHECKING:
    AccountChoice = forms.ModelChoiceField[Account]
else:
    AccountChoice = forms.ModelChoiceField


class StandInField(AccountChoice):
    """A choice among those who can sign in."""

    def label_from_instance(self, obj: Account) -> str:
        """The person's name, with the user name where two are called the same."""
        return f"{obj.get_full_name()} ({obj.username})"


class DelegateForm(OfDepartment):
    """Stand-in, days, scope; offers only what the absent person holds and may lend."""

    stand_in = StandInField(label=_("Người làm thay"), queryset=Account.objects.none())
    kind = forms.ChoiceField(label=_("Hình thức"), choices=DelegationKind.choices)
    started_on = DayField(label=_("Từ ngày"))
    ended_on = DayField(label=_("Đến hết ngày"))
    unit = UnitField(
        label=_("Ở đơn vị"), required=False, empty_label=_("Mọi đơn vị mà người vắng có quyền"),
        help_text=_("Chọn một đơn vị để giới hạn ở đơn vị này và các đơn vị dưới nó"),
    )  # fmt: skip
    permissions = forms.MultipleChoiceField(
        label=_("Việc được làm thay"), widget=forms.CheckboxSelectMultiple,
        help_text=_("Chỉ gồm việc mà chính người vắng được làm"),
    )  # fmt: skip
    basis = forms.CharField(label=_("Căn cứ"), max_length=300, required=False, help_text=BASIS_HELP)

    def __init__(self, *args: Any, absent: Account, **kwargs: Any) -> None:
        super().__init__(*args, account=absent, **kwargs)
        held = own_rights(absent, timezone.localdate())
        offered = list(Permission.objects.filter(code__in=list(held), delegable=True))
        self.fields["permissions"].choices = [(row.code, row.name) for row in offered]  # type: ignore[attr-defined]  # Django's choice field
        if not self.is_bound:
            self.initial.setdefault("permissions", [row.code for row in offered])
        others = Account.objects.filter(person__agency_id=absent.agency_id, is_active=True).exclude(pk=absent.pk)
        self.fields["stand_in"].queryset = (  # type: ignore[attr-defined]  # Django's choice field
            others.select_related("person").order_by("person__folded")
        )

    @property
    def terms(self) -> dict[str, Any]:
        """What `actions.delegate` takes: the end is the first day without it."""
        return {**self.cleaned_data, "ended_on": self.cleaned_data["ended_on"] + timedelta(days=1)}
