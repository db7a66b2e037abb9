"""Form parts that every package uses: a day as Vietnamese offices write it, a refusal put where it belongs."""

import re
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .errors import Refused

DAY_FORMATS = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"]


class DayField(forms.DateField):
    """A day typed as dd/mm/yyyy; never month before day."""

    default_error_messages = {
        "invalid": _("Ghi ngày theo dạng ngày/tháng/năm, ví dụ 05/09/2026."),
        "absent": _("Không có ngày %(day)s (ngày/tháng/năm) trong lịch: hãy xem lại ngày và tháng."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("input_formats", DAY_FORMATS)
        kwargs.setdefault("help_text", _("ngày/tháng/năm, ví dụ 05/09/2026"))
        attrs = {"inputmode": "numeric", "autocomplete": "off", "size": 12}
        kwargs.setdefault("widget", forms.DateInput(format="%d/%m/%Y", attrs=attrs))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        """The day; one that is written rightly and in no calendar, such as 31/02/2026, is told apart."""
        try:
            return super().to_python(value)
        except forms.ValidationError:
            if re.fullmatch(r"\d{1,2}/\d{1,2}/\d{4}", text := str(value).strip()):
                raise forms.ValidationError(self.error_messages["absent"], "absent", {"day": text}) from None
            raise


def refuse(form: forms.BaseForm, refused: Refused) -> None:
    """Show a refusal at its field, or above the form where it names none of the form's."""
    form.add_error(refused.field if refused.field in form.fields else None, str(refused))
