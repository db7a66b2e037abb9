"""The steps that a person takes on an item, by the name of the button."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cchc.common.errors import Refused
from cchc.organisation.models import Account
from cchc.plans.actions import intake as actions
from cchc.plans.forms.intake_item import ItemForm
from cchc.plans.rules.intake.drafting import with_indicator
from cchc.plans.rules.intake.facts import Facts, ItemKind
from cchc.plans.rules.intake.reread import reread

from .board import Board, Row


@dataclass(frozen=True)
class Step:
    """What came of a step: the item to show, a word about it, whether the document's marks changed."""

    item: int | None
    settled: int
    decision: str
    said: str = ""
    redraw: bool = False
    undo: int | None = None

    @property
    def trigger(self) -> str:
        """What the browser is told, so that the mark in the document follows."""
        return json.dumps({"intake:settled": {"item": self.settled, "decision": self.decision}})


@dataclass(frozen=True)
class Asked:
    """A step as it was asked for."""

    board: Board
    row: Row
    form: ItemForm
    posted: Mapping[str, Any]
    by: Account
    version: int

    @property
    def keys(self) -> dict[str, Any]:
        """What every action wants to know."""
        return {
            "draft": self.board.draft.pk, "item": self.row.item.pk, "version": self.version, "by": self.by,
            "at": timezone.now(),
        }  # fmt: skip


def run(asked: str, board: Board, row: Row, form: ItemForm, posted: Mapping[str, Any], *, by: Account) -> Step | None:
    """Do a step. None: show the same item again, with what was searched for or what is wrong."""
    version = str(posted.get("version") or "")
    whole = Asked(board, row, form, posted, by, int(version) if version.isdigit() else 0)
    if asked not in _STEPS:
        raise Refused(_("Không có thao tác này."))
    return _STEPS[asked](whole)


def _accept(asked: Asked) -> Step | None:
    return _settle(asked, accept=True)


def _save(asked: Asked) -> Step | None:
    return _settle(asked, accept=False)


def _settle(asked: Asked, *, accept: bool) -> Step | None:
    form, item, draft = asked.form, asked.row.item, asked.board.draft
    if not form.is_valid():
        return None
    kind = ItemKind(form.cleaned_data["kind"])
    turned = kind is not form.shown_kind
    facts = form.facts(asked.row.facts, draft.last_year - draft.first_year + 1)
    if turned and kind is ItemKind.MEASURE and facts.goal is None:
        facts = said_by(form.cleaned_data["quote"], facts, asked.board)
    change = actions.Change(kind, form.cleaned_data["quote"], facts)
    accept = accept and not turned
    done = actions.settle_item(change=change, accept=accept, **asked.keys)
    following = asked.board.next_after(item.pk) if accept else item.pk
    said = _("Đã nhận.") if accept else _("Đã ghi.")
    return Step(following, item.pk, done.decision, said, redraw=turned, undo=item.pk)


def said_by(sentence: str, facts: Facts, board: Board) -> Facts:
    """The promise that a sentence makes by its own words, with the indicator that fits it best."""
    found = reread(facts, sentence, board.draft.first_year, board.draft.last_year)
    asked = sentence, str(found.unit), str(found.comparator), str(found.content)
    return with_indicator(found, board.catalogue.suggest(*asked))


def _drop(asked: Asked) -> Step:
    item = asked.row.item
    done = actions.drop_item(**asked.keys)
    return Step(asked.board.next_after(item.pk), item.pk, done.decision, _("Đã bỏ."), undo=item.pk)


def _reopen(asked: Asked) -> Step:
    done = actions.reopen_item(**asked.keys)
    return Step(done.pk, done.pk, done.decision, _("Đã mở lại."))


def _undo(asked: Asked) -> Step:
    shape = (asked.row.item.undo or {}).get("step") in {"split", "merge"}
    done = actions.undo_step(**asked.keys)
    return Step(done.pk, done.pk, done.decision, _("Đã hoàn tác."), redraw=shape)


def _split(asked: Asked) -> Step:
    marked = str(asked.posted.get("split_text") or "")
    place = marked.find("|")
    if place < 0:
        raise Refused(_("Đặt dấu | vào giữa câu, ở chỗ cần tách; mỗi phần phải còn chữ."), field="split_text")
    if "".join(marked.replace("|", "").split()) != "".join(asked.row.item.quote.split()):
        raise Refused(
            _("Khi tách chỉ thêm dấu |, không sửa chữ; muốn sửa câu thì sửa ở ô Câu văn."), field="split_text"
        )
    letters = len("".join(marked[:place].split()))
    first, _second = actions.split_item(place=_at(asked.row.item.quote, letters), **asked.keys)
    return Step(first.pk, first.pk, first.decision, redraw=True)


def _at(quote: str, letters: int) -> int:
    """The place in a sentence after so many characters that are not white space."""
    seen = 0
    for place, char in enumerate(quote):
        if seen == letters:
            return place
        seen += not char.isspace()
    return len(quote)


def _merge(asked: Asked) -> Step:
    done = actions.merge_items(**asked.keys)
    return Step(done.pk, done.pk, done.decision, redraw=True)


def _search(asked: Asked) -> None:
    """Only the choices change; what was typed stays, nothing is saved."""


_STEPS: dict[str, Callable[[Asked], Step | None]] = {
    "accept": _accept,
    "save": _save,
    "drop": _drop,
    "reopen": _reopen,
    "undo": _undo,
    "split": _split,
    "merge": _merge,
    "search": _search,
}
