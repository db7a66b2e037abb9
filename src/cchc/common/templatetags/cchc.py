"""Template words of the page kit: icons, numbers and dates in Vietnamese form, states, form controls, table cells."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from html import escape
from typing import Any

from django import template
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms import BoundField, CheckboxInput, ModelChoiceField
from django.http import QueryDict
from django.template import Context, Engine
from django.template.base import render_value_in_context
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cchc.common import shown as on_page
from cchc.common import verdicts
from cchc.common.personal import shown
from cchc.common.tables.page import Cell, ListingPage, Row

register = template.Library()
_DASHES = BLANK_CHOICE_DASH[0][1]
_NOTICES = {
    "error": ("notice--danger", "danger"),
    "danger": ("notice--danger", "danger"),
    "warning": ("notice--warn", "warn"),
    "warn": ("notice--warn", "warn"),
    "success": ("notice--good", "good"),
    "good": ("notice--good", "good"),
}


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A drawing of icons.svg; with `label` it speaks, without it is decoration."""
    speaks = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return format_html('<svg class="icon" {}><use href="{}#{}"></use></svg>', speaks, static("cchc/icons.svg"), name)


@register.filter
def big_screen(query: QueryDict | None) -> bool:
    """Whether the page was asked for the meeting room: ?man-hinh-lon=1."""
    return bool(query) and query.get("man-hinh-lon") == "1"  # type: ignore[union-attr]  # bool() has ruled None out


@register.filter
def notice_class(level: str) -> str:
    """The class of a notice for a message level or a tone."""
    return _NOTICES.get(level, ("", "info"))[0]


@register.filter
def notice_icon(level: str) -> str:
    """The drawing of a notice for a message level or a tone."""
    return _NOTICES.get(level, ("", "info"))[1]


@register.filter
def initials(name: object) -> str:
    """Two letters for a person: the first of the family name and of the given name, which stands last."""
    words = str(name).split()
    chosen = [words[0], words[-1]] if len(words) > 1 else words
    return "".join(word[0] for word in chosen).upper()


@register.filter
def vn(value: object, decimals: object = "") -> str:
    """A number as the page's language writes it, with so many decimals where given; a text stays, nothing is a dash."""
    if value is None or value == "":
        return "–"
    if isinstance(value, str):
        return value
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return str(value)
    if not number.is_finite():
        return "–"
    return on_page.number(number, int(str(decimals)) if str(decimals) not in ("", "None") else None)


@register.filter
def coord(value: float) -> str:
    """A coordinate of a drawing: with a point whatever the language of the page."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


@register.filter
def day(value: date | datetime | None) -> SafeString:
    """A date as dd/mm/yyyy, a moment with its hour, both readable by machines; nothing is a dash."""
    if not value:
        return SafeString("–")
    if isinstance(value, datetime):
        moment = timezone.localtime(value) if timezone.is_aware(value) else value
        return format_html(
            '<time datetime="{}">{}</time>', moment.isoformat("T", "minutes"), f"{moment:%d/%m/%Y %H:%M}"
        )
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), f"{value:%d/%m/%Y}")


@register.simple_tag
def options(choices: Iterable[tuple[str, Any]], chosen: str) -> SafeString:
    """What a select offers, the chosen one marked. Written here, since a list may be narrowed to hundreds of units."""
    marks = {True: " selected", False: ""}
    return SafeString(
        "".join(
            f'<option value="{escape(value)}"{marks[value == chosen]}>{escape(str(label))}</option>'
            for value, label in choices
        )
    )


@register.simple_tag(takes_context=True)
def table_rows(context: Context, page: ListingPage) -> SafeString:
    """The rows of a listing. Written here, since a template for each row and cell is what a long list would cost."""
    opened = [
        (f'<td class="{column.css}">', f'<td class="{column.css}" data-label="{escape(str(column.label))}">')
        for column in page.listing.columns[1:]
    ]
    return SafeString("\n".join(_row(context, row, page.listing.pick, opened) for row in page.rows))


def _row(context: Context, row: Row, pick: str, opened: list[tuple[str, str]]) -> str:
    """A row: the box to pick it by, the cell that names it with its link, the others.

    `opened` holds how the cell of each column begins: when it is blank, and otherwise with the name of its column,
    which stands before it where rows are cards (on a phone, where blank cells are left out).
    """
    box = ""
    if pick:
        with context.push(row=row):
            box = Engine.get_default().get_template("common/pick.html").render(context)
    head = _content(context, row, row.head)
    if row.url:
        head = f'<a class="row-link" href="{escape(row.url)}">{head}</a>'
    rest = ""
    for cell, (blank, named) in zip(row.rest, opened, strict=True):
        content = _content(context, row, cell)
        rest += f"{blank if content.strip() in ('', '–') else named}{content}</td>"
    css = f' class="{escape(row.css)}"' if row.css else ""
    return f'<tr{css}>{box}<th scope="row" class="{row.head.column.css}">{head}</th>{rest}</tr>'


def _content(context: Context, row: Row, cell: Cell) -> str:
    """What stands in a cell, safe to write, by the kind of its column; nothing is a dash."""
    if not cell.is_plain:
        with context.push(cell=cell, row=row.object):
            return Engine.get_default().get_template("common/cell.html").render(context)
    if cell.column.kind == "number":
        return escape(vn(cell.value, cell.column.decimals))
    if cell.column.kind in ("date", "moment"):
        return day(cell.value)
    if type(cell.value) is str:  # as most are; marked as safe it is of another type
        return escape(cell.value)
    return render_value_in_context("–" if cell.value is None else cell.value, context)


@register.simple_tag
def verdict(code: object, word: object = "", tone: object = "") -> verdicts.Verdict:
    """The face of a state: `{% verdict code as face %}`."""
    return verdicts.verdict(str(code or ""), str(word or ""), str(tone or ""))


@register.simple_tag
def control(field: BoundField, help_text: str = "") -> SafeString:
    """The widget of a form field, tied to its help and its error; where nothing is chosen a word says so."""
    told_by = []
    if help_text or field.help_text:
        told_by.append(f"{field.auto_id}_helptext")
    if field.errors:
        told_by.append(f"{field.auto_id}_error")
    if isinstance(field.field, ModelChoiceField) and field.field.empty_label == _DASHES:
        field.field.empty_label = _("Chọn …") if field.field.required else _("Không chọn")
    attrs: dict[str, str | bool] = {"aria-describedby": " ".join(told_by)} if told_by and not field.use_fieldset else {}
    return field.as_widget(attrs=attrs)


@register.simple_tag(takes_context=True)
def personal(context: Context, row: Any, name: str) -> Any:
    """A declared field as the page's person may see it: `{% personal person "email" %}`; nothing is a dash."""
    return shown(context["request"], row, name) or "–"


@register.filter
def is_checkbox(field: BoundField) -> bool:
    """Whether the field is one box to tick, whose label stands behind it."""
    return isinstance(field.field.widget, CheckboxInput)


@register.filter
def pairs(items: Mapping[str, Any] | Iterable[Any] | None) -> list[tuple[Any, ...]]:
    """The (label, value[, url]) rows of a fact list, from a mapping or a list."""
    if not items:
        return []
    rows = items.items() if isinstance(items, Mapping) else items
    return [(*row, "")[:3] for row in rows]
