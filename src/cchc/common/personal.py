"""Personal data: each package declares what it keeps of people, why, for how long, and who sees it in full.

A package calls `declare` when it is ready, once for each of its models; a test fails while a field that may hold
personal data is not declared. Pages show such a value through `shown`, which masks it for whoever has no right to it
and notes a reading that must be recorded. The grades are those of the law in force, with their sources in
`data/personal_data.yaml`.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise
Mask = Callable[[str], str]
Judge = Callable[[Any, str, int | None], bool]
_MAIL = re.compile(r"([^\s@<>'\"{}:;,()]{1,64})@([^\s@<>'\"{}:;,()]+\.[^\s@<>'\"{}:;,()]+)")


NOBODY = "nobody"
"""The right that nobody has: to see a secret that the system keeps for its own use."""


class Grade(StrEnum):
    """The two grades of personal data (Luật Bảo vệ dữ liệu cá nhân, Điều 2)."""

    BASIC = "basic"
    SENSITIVE = "sensitive"


def mask_mail(text: str) -> str:
    """Every e-mail address in a text, down to the first letter and the domain: "n…@so.example"."""
    return _MAIL.sub(lambda found: f"{found[1][0]}…@{found[2]}", text)


def mask_network(text: str) -> str:
    """A network address down to its network: "203.0.113.…" (24 bits), "2001:db8:1:…" (48 bits)."""
    if ":" in text:
        return ":".join(text.split(":")[:3]) + ":…"
    return ".".join([*text.split(".")[:3], "…"]) if text.count(".") == 3 else ("…" if text else "")


def mask_all(text: str) -> str:
    """Nothing but the sign that something is there."""
    return "•••" if text else ""


MASK_WORDS: dict[Mask, Words] = {
    mask_mail: _("chỉ chữ đầu và tên miền"),
    mask_network: _("chỉ phần mạng của địa chỉ"),
    mask_all: _("che toàn bộ"),
}


@dataclass(frozen=True)
class Datum:
    """One field and what it tells of a person.

    `right` is the permission that shows it in full; "" is whoever may open the record, NOBODY not even its own person.
    Whoever lacks it sees `mask` of it. Reading in full is recorded where `recorded` says so, and always where the datum
    is sensitive. `keeps` names a time limit of its own, where it is not that of the other data beside it.
    """

    field: str
    what: Words
    grade: Grade = Grade.BASIC
    right: str = ""
    mask: Mask = mask_all
    recorded: bool = False
    keeps: str = ""

    @property
    def is_recorded(self) -> bool:
        """Whether each reading in full is written down."""
        return self.recorded or self.grade is Grade.SENSITIVE


def doers(names: str) -> tuple[Datum, ...]:
    """Fields (their names, separated by spaces) that say which account did something in the line of duty."""
    return tuple(Datum(name, _("người thực hiện việc")) for name in names.split())


def secret(name: str, what: Words) -> Datum:
    """A field that is shown to nobody: a digest, a sealed key, a handle."""
    return Datum(name, what, Grade.SENSITIVE, right=NOBODY)


def free(names: str) -> tuple[Datum, ...]:
    """Fields of free text: nobody is asked to name people in them, and somebody may."""
    return tuple(Datum(name, _("văn bản tự do, có thể nhắc tên người")) for name in names.split())


def _nobody(_row: Any, _viewer: Any) -> bool:
    return False


def _no_unit(_row: Any) -> int | None:
    return None


def _key(row: Any) -> object:
    return row.pk


@dataclass(frozen=True)
class Holding:
    """What one model keeps of people.

    `keeps` names a rule of `data/personal_data.yaml`. `clean` names the fields that could hold personal data by their
    kind and hold none. `own(row, viewer)` says that the row is about the viewer; `unit(row)` gives the unit for which
    the right must hold. `key(row)` is what a reading names the row by.
    """

    model: str
    label: Words = ""
    whose: Words = ""
    purpose: Words = ""
    keeps: str = ""
    data: Sequence[Datum] = ()
    clean: frozenset[str] = field(default=frozenset())
    own: Callable[[Any, Any], bool] = _nobody
    unit: Callable[[Any], int | None] = _no_unit
    key: Callable[[Any], object] = _key

    @cached_property
    def by_field(self) -> Mapping[str, Datum]:
        """The data by their field."""
        return {datum.field: datum for datum in self.data}


_holdings: dict[str, Holding] = {}


def declare(
    model: str,
    *,
    label: Words = "",
    whose: Words = "",
    purpose: Words = "",
    keeps: str = "",
    data: Iterable[Datum] = (),
    clean: str = "",
    own: Callable[[Any, Any], bool] = _nobody,
    unit: Callable[[Any], int | None] = _no_unit,
    key: Callable[[Any], object] = _key,
) -> None:
    """Make known what a model ("package.model") keeps; `clean` is its harmless fields, separated by spaces."""
    known = Holding(model, label, whose, purpose, keeps, tuple(data), frozenset(clean.split()), own, unit, key)
    if known.data and not (label and whose and purpose and keeps):
        raise ValueError(f"{model}: personal data want a label, whose they are, a purpose and a time limit")
    _holdings[model] = known


def holdings() -> list[Holding]:
    """Everything declared, by model."""
    return [_holdings[model] for model in sorted(_holdings)]


def holding_of(model: str) -> Holding | None:
    """What a model declared."""
    return _holdings.get(model)


def _nobody_may(_viewer: Any, _right: str, _unit: int | None) -> bool:
    return False


_judge: list[Judge] = [_nobody_may]


def ask_with(judge: Judge) -> None:
    """Say who decides on rights; the package that knows of accounts calls it. Until then nobody has any."""
    _judge[:] = [judge]


@dataclass
class Read:
    """What one request showed in full of one model: the fields and the keys of the rows."""

    model: str
    fields: set[str] = field(default_factory=set)
    keys: dict[str, None] = field(default_factory=dict)


class Ledger:
    """What one request showed in full. It is written down once the answer is composed, before anything of it leaves."""

    def __init__(self) -> None:
        self.reads: dict[str, Read] = {}
        self.is_export = False

    def note(self, model: str, name: str, key: object) -> None:
        """One value of one row was shown."""
        read = self.reads.setdefault(model, Read(model))
        read.fields.add(name)
        read.keys[str(key)] = None


def ledger_of(request: HttpRequest) -> Ledger:
    """The request's own ledger."""
    found: Ledger | None = getattr(request, "_cchc_ledger", None)
    if found is None:
        found = Ledger()
        request._cchc_ledger = found  # type: ignore[attr-defined]  # noqa: SLF001  # kept for as long as the request
    return found


def shown(request: HttpRequest, row: Any, name: str, value: Any = None) -> Any:
    """The field of a row as the request's person may see it; `value` is what is shown in its stead (made from it).

    Raises KeyError for a field that is not declared.
    """
    holding = _holdings[row._meta.label_lower]
    datum = holding.by_field[name]
    full = getattr(row, name) if value is None else value
    viewer = getattr(request, "user", None)
    if datum.right == NOBODY:
        return datum.mask(str(full))
    if not full or holding.own(row, viewer):
        return full
    if datum.right and not _judge[0](viewer, datum.right, holding.unit(row)):
        return datum.mask(str(full))
    if datum.is_recorded:
        ledger_of(request).note(holding.model, name, holding.key(row))
    return full
