"""Fields for numbers and milestones as Vietnamese offices write them."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cchc.common.text import format_number, parse_number
from cchc.plans.rules.goals import Milestone

_LARGEST = Decimal(10) ** 15
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


class NumberField(forms.CharField):
    """A number such as "98,5" or "1.234"."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        """The number in Vietnamese form; what was typed stays as typed."""
        return format_number(value) if isinstance(value, Decimal) else value

    def to_python(self, value: Any) -> Any:
        """The number, nothing for an empty field."""
        text = super().to_python(value)
        return read_number(text) if text else None


class MilestonesField(forms.CharField):
    """Milestones, one a line: "31/12/2027: 75"."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 3}))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        """The milestones as lines; what was typed stays as typed."""
        if not isinstance(value, tuple):
            return value
        return "\n".join(f"{stone.on:%d/%m/%Y}: {format_number(stone.value.normalize())}" for stone in value)

    def to_python(self, value: Any) -> Any:
        """The milestones, the earliest first."""
        lines = [line.strip() for line in (super().to_python(value) or "").splitlines() if line.strip()]
        found = sorted((_milestone(line) for line in lines), key=lambda stone: stone.on)
        if len({stone.on for stone in found}) != len(found):
            raise ValidationError(_("Mỗi ngày chỉ có một mốc."))
        return tuple(found)


def read_number(text: str) -> Decimal:
    """A number as typed. Raises ValidationError with a sentence that shows how to write it."""
    try:
        number = parse_number(text.rstrip("% "))
    except ValueError as fault:
        said = _("“%(text)s” không phải là số; viết như 98 hoặc 98,5.")
        raise ValidationError(said, params={"text": text}) from fault
    exponent = number.as_tuple().exponent
    if abs(number) >= _LARGEST or not isinstance(exponent, int) or exponent < -4:
        raise ValidationError(_("Số quá lớn hoặc có hơn 4 chữ số sau dấu phẩy."))
    return number


def _milestone(line: str) -> Milestone:
    day, colon, number = line.partition(":")
    match = _DAY.fullmatch(day.strip())
    try:
        on = date(int(match[3]), int(match[2]), int(match[1])) if match and colon else None
    except ValueError:
        on = None
    if on is None:
        raise ValidationError(_("Mốc “%(line)s” chưa đúng; viết như 31/12/2027: 75."), params={"line": line})
    return Milestone(on, read_number(number.strip()))
