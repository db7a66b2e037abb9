"""Numbers as the page writes them: the one place where its language decides between 1.234,5 and 1,234.5."""

from decimal import Decimal

from django.utils.translation import get_language

from .text import format_number


def number(value: Decimal | int, decimals: int | None = None) -> str:
    """A number in the language of the page; `decimals` None keeps what is there, bare of zeros.

    For what is read on the screen. What is typed, printed on papers or kept is `common.text.format_number`'s.
    """
    return format_number(value, decimals, get_language() or "vi")
