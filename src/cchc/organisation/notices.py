"""Notices: the kinds that packages declare, what a notice says, and whether its reader may see what it is about.

A package registers its kinds and its subjects when it is ready, and tells people with `actions.tell`.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from cchc.common.periods import label_of

from .access import may
from .models import Account, Notice
from .rules.notices import Channel, Weight, allowed

Words = str | Promise
Pages = Callable[[Account, Collection[int]], Mapping[int, str]]


@dataclass(frozen=True)
class Kind:
    """One kind of notice.

    `permission`: the right whose work it tells of. Only who holds it chooses how to be told, and a stand-in is told
    only where it was lent; a kind without one concerns the person alone and goes to no stand-in.
    `offered`: the channels that make sense for it; `usual` the one in force until somebody chooses.
    """

    code: str
    title: Words
    group: Words
    usual: Channel
    weight: Weight = Weight.NORMAL
    permission: str = ""
    offered: Sequence[Channel] = tuple(Channel)
    help: Words = ""

    @property
    def channels(self) -> tuple[Channel, ...]:
        """What a person may choose."""
        return allowed(self.weight, self.offered)


@dataclass(frozen=True)
class Event:
    """Something that people are told of.

    `key` names it among its kind for good, so that nobody is told twice. `to`: keys of accounts. `sentence`: a text
    marked with `gettext_noop`, with places for `facts`. `record`: what it is about. `unit`: the unit whose work it is,
    for the scope of stand-ins.
    """

    kind: str
    key: str
    to: Collection[int]
    sentence: str
    facts: Mapping[str, object] = field(default_factory=dict)
    record: models.Model | None = None
    unit: int | None = None


_kinds: dict[str, Kind] = {}
_pages: dict[str, Pages] = {}


def register(*kinds: Kind) -> None:
    """Make kinds known; a second one under the same code replaces the first."""
    _kinds.update({kind.code: kind for kind in kinds})


def register_subject(record_type: str, pages: Pages) -> None:
    """Say where records of a type are seen: `pages(account, keys)` gives the page of each that the account may see."""
    _pages[record_type] = pages


def kind_of(code: str) -> Kind | None:
    """The kind of a code; None for one that this version does not know any more."""
    return _kinds.get(code)


def kinds() -> list[Kind]:
    """Every kind, in the order of the ladder."""
    return list(_kinds.values())


def kinds_for(account: Account) -> list[Kind]:
    """The kinds that the account can be told of."""
    return [kind for kind in kinds() if not kind.permission or may(account, kind.permission)]


def said(sentence: str, facts: Mapping[str, Any]) -> str:
    """The sentence in the language of the moment; a fact `{"period": code}` as that language names the period."""
    return _(sentence) % {name: _word(value) for name, value in facts.items()}


def _word(value: Any) -> Any:
    return label_of(value["period"]) if isinstance(value, Mapping) else value


@dataclass(frozen=True)
class Shown:
    """A notice as its reader may see it. `url`: the page of what it is about, "" where there is none to see."""

    notice: Notice
    url: str

    @property
    def pk(self) -> int:
        """The key of the notice."""
        return self.notice.pk

    @property
    def title(self) -> str:
        """What kind it is."""
        kind = kind_of(self.notice.kind)
        return str(kind.title) if kind else self.notice.kind

    @property
    def gone(self) -> bool:
        """Whether it is about something that the reader may not see any more, or that is no longer there."""
        return bool(self.notice.record_type) and not self.url

    @property
    def sentence(self) -> str:
        """What it says; nothing of what the reader may not see any more."""
        if self.gone:
            return _("Nội dung này không còn, hoặc bạn không còn được xem.")
        return said(self.notice.sentence, self.notice.facts)

    @property
    def weight(self) -> Weight:
        """How much it matters."""
        kind = kind_of(self.notice.kind)
        return kind.weight if kind else Weight.NORMAL

    @property
    def instead_of(self) -> str:
        """In whose place the reader is told."""
        return self.notice.absent.get_full_name() if self.notice.absent else ""


def shown(account: Account, notices: Iterable[Notice]) -> list[Shown]:
    """Notices of one account as it may see them; as many queries as there are types of records among them."""
    listed = list(notices)
    keys: dict[str, set[int]] = {}
    for one in listed:
        if one.record_id is not None:
            keys.setdefault(one.record_type, set()).add(one.record_id)
    pages = {kind: _pages[kind](account, found) for kind, found in keys.items() if kind in _pages}
    return [Shown(one, pages.get(one.record_type, {}).get(one.record_id or 0, "")) for one in listed]
