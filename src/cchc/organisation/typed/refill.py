"""A page with what was typed back in its form: pure, by the page's own HTML.

Boxes, choices and texts are set. Hidden fields stay as the page of now has them, so that nobody unknowingly overwrites
what changed meanwhile; passwords and files are never set. What finds no place any more is given back beside the form.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml import etree, html
from lxml.html import HtmlElement

Fields = Sequence[tuple[str, str]]
_UNSET = {"hidden", "password", "file", "submit", "button", "image", "reset"}
_OURS = {"csrfmiddlewaretoken", "next"}


@dataclass(frozen=True)
class Outcome:
    """What became of the fields: those without a place, and whether the record behind the form changed meanwhile."""

    lost: Fields
    has_changed: bool


def _path(base: str, address: str) -> str:
    return urlsplit(urljoin(base, address)).path


def _controls(form: HtmlElement, page: HtmlElement) -> list[HtmlElement]:
    """The controls of a form, those that name it from outside included."""
    inside = form.xpath(".//input[@name]|.//select[@name]|.//textarea[@name]|.//button[@name]")
    outside = page.xpath("//*[@form=$id][@name]", id=form.get("id")) if form.get("id") else []
    return [*inside, *(control for control in outside if control not in inside)]


def _kind(control: HtmlElement) -> str:
    return (control.get("type") or "text").lower() if control.tag == "input" else control.tag


def _goes_to(form: HtmlElement, path: str, target: str) -> bool:
    if (form.get("method") or "").lower() != "post":
        return False
    ways = [form.get("action") or path, *form.xpath(".//*[@formaction]/@formaction")]
    return any(_path(path, way) == target for way in ways)


def _likeness(controls: Sequence[HtmlElement], fields: Fields) -> int:
    """How well a form fits what was sent: names, and hidden values above all (forms that are alike differ in these)."""
    names = {control.get("name") for control in controls}
    hidden = {(control.get("name"), control.get("value") or "") for control in controls if _kind(control) == "hidden"}
    return sum((name in names) + 10 * ((name, value) in hidden) for name, value in fields if name not in _OURS)


def _form(page: HtmlElement, path: str, target: str, fields: Fields) -> list[HtmlElement] | None:
    """The controls of the form that was sent."""
    found = [_controls(form, page) for form in page.xpath("//form") if _goes_to(form, path, target)]
    return max(found, key=lambda controls: _likeness(controls, fields), default=None)


def _mark(element: HtmlElement, name: str, *, on: bool) -> None:
    if on:
        element.set(name, name)
    elif name in element.attrib:
        del element.attrib[name]


def _set(controls: Sequence[HtmlElement], fields: Fields) -> Iterator[tuple[str, str]]:
    """Set every control; yields what found no place. A name that occurs several times is dealt out in order."""
    left: dict[str, list[str]] = {}
    for name, value in fields:
        left.setdefault(name, []).append(value)
    for control in controls:
        name, kind = control.get("name"), _kind(control)
        values = left.setdefault(name, [])
        if kind in ("checkbox", "radio"):
            value = control.get("value") or "on"
            _mark(control, "checked", on=value in values)
            left[name] = [one for one in values if one != value]
        elif kind == "select":
            left[name] = _choose(control, values)
        elif kind in _UNSET:
            left[name] = []
        elif values and kind == "textarea":
            control.text = "\n" + values.pop(0)  # the first line break after the tag is not part of the text
        elif values:
            control.set("value", values.pop(0))
    for name, values in left.items():
        yield from ((name, value) for value in values if value.strip() and name not in _OURS)


def _choose(control: HtmlElement, values: list[str]) -> list[str]:
    """Choose the options; gives back the values that are no longer offered."""
    offered = set()
    for option in control.xpath(".//option"):
        value = option.get("value") if option.get("value") is not None else (option.text or "")
        offered.add(value)
        _mark(option, "selected", on=value in values)
    return [value for value in values if value not in offered]


def _changed(controls: Sequence[HtmlElement], fields: Fields) -> bool:
    sent = dict(fields)
    hidden = [control for control in controls if _kind(control) == "hidden" and control.get("name") not in _OURS]
    return any((control.get("value") or "") != sent.get(control.get("name"), "") for control in hidden)


def refill(text: str, *, path: str, target: str, fields: Fields, notice: Callable[[Outcome], str]) -> str:
    """The page at `path` with its form to `target` filled, and the notice (HTML) at the head of its main part."""
    page: Any = html.document_fromstring(text)
    controls = _form(page, path, target, fields)
    lost = [pair for pair in fields if pair[0] not in _OURS and pair[1].strip()]
    outcome = Outcome(lost, has_changed=False)
    if controls is not None:
        outcome = Outcome(list(_set(controls, fields)), _changed(controls, fields))
    head = html.fragment_fromstring(notice(outcome), create_parent="div")
    main = page.find(".//main")
    (page.find("body") if main is None else main).insert(0, head)
    return etree.tostring(page, encoding="unicode", method="html", doctype="<!doctype html>")
