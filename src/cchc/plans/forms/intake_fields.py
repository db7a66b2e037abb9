"""A date typed as Vietnamese offices write it, or as a year alone."""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cchc.common.text import format_date

_DAY = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})")


class TypedDayField(forms.CharField):
    """A date as dd/mm/yyyy; a year alone is its last day."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"class": "is-date", "placeholder": "dd/mm/yyyy", "autocomplete": "off"})
        )
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        """The date as dd/mm/yyyy; what was typed stays as typed."""
        return format_date(value) if isinstance(value, date) else value

    def to_python(self, value: Any) -> Any:
        """The date, nothing for an empty field."""
        text = super().to_python(value)
        if not text:
            return None
        if re.fullmatch(r"\d{4}", text):
            return self._date(int(text), 12, 31, text)
        found = _DAY.fullmatch(text)
        if not found:
            raise ValidationError(_("“%(text)s” không phải là ngày; viết như 31/12/2026."), params={"text": text})
        return self._date(int(found[3]), int(found[2]), int(found[1]), text)

    def _date(self, year: int, month: int, day: int, text: str) -> date:
        try:
            found = date(year, month, day)
        except ValueError as fault:
            raise ValidationError(_("Không có ngày “%(text)s” trong lịch."), params={"text": text}) from fault
        if not 1990 <= found.year <= 2200:
            raise ValidationError(_("Năm phải từ 1990 đến 2200."))
        return found
