"""Which column of a file is which field, as a form; and the first rows beside it."""

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import Any

from django import forms

from .cells import Cell, text_of
from .reading import column_letter

MOST_SHOWN = 30
"""How many columns of a file its sample shows."""


class OneOf(forms.ChoiceField):
    """A choice that may be left empty without being called optional: whether it is needed depends on the others."""

    def validate(self, value: Any) -> None:
        """One of the choices, or nothing."""
        if value:
            super().validate(value)


def column_choices(headings: Sequence[str]) -> list[tuple[str, str]]:
    """No column, or one of them by its letter and heading."""
    return [("", "–"), *((str(at), f"{column_letter(at)}: {text}"[:80]) for at, text in enumerate(headings))]


class ColumnsForm(forms.Form):
    """A column for each field of `labels`; a `needed` one may be left out: the check then says which, in words."""

    use_required_attribute = False

    def __init__(
        self, data: Any, columns: Mapping[str, int], headings: Sequence[str], labels: Mapping[str, Any],
        needed: Collection[str],
    ) -> None:  # fmt: skip
        super().__init__(data, initial={field: str(place) for field, place in columns.items()})
        for field, label in labels.items():
            kind = OneOf if field in needed else partial(forms.ChoiceField, required=False)
            self.fields[field] = kind(label=label, choices=column_choices(headings))

    @property
    def columns(self) -> dict[str, int]:
        """Field → the place of its column."""
        return {field: int(place) for field, place in self.cleaned_data.items() if place}


def sample(rows: Sequence[Sequence[Cell]], header_row: int) -> list[list[str]]:
    """The row of headings, counted from 1, and five rows below it, as text."""
    return [[text_of(cell) for cell in row[:MOST_SHOWN]] for row in rows[header_row - 1 : header_row + 5]]
