"""Headcount as it is typed from a decision."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ..headcount import kinds_of
from . import BASIS_HELP


class QuotaForm(forms.Form):
    """What a decision assigns to a unit for a year: one field for each kind that the year knows."""

    def __init__(self, *args: Any, year: int, held: dict[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codes = []
        for kind in kinds_of(year):
            self.codes.append(kind.code)
            self.fields[kind.code] = forms.IntegerField(
                label=kind.name(get_language() or "vi"), required=False, min_value=0, initial=held.get(kind.code),
                help_text=kind.source, widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 8}),
            )  # fmt: skip
        self.fields["basis"] = forms.CharField(label=_("Quyết định giao"), max_length=300, help_text=BASIS_HELP)

    @property
    def terms(self) -> dict[str, Any]:
        """What `actions.assign_quota` takes."""
        data = self.cleaned_data
        return {"numbers": {code: data[code] for code in self.codes}, "basis": data["basis"]}


class YearForm(forms.Form):
    """The year to look at."""

    nam = forms.IntegerField(
        label=_("Năm"), min_value=2000, max_value=2100, required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 6}),
    )  # fmt: skip
