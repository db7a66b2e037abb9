"""Everything a person does to a plan document between its upload and its adoption."""

from .adoption import adopt_draft, drop_draft, set_facts
from .batch import accept_many, assign_many
from .items import Change, Stale, add_item, drop_item, reopen_item, settle_item, undo_step
from .opening import beat, begin_by_hand, fail_reading, finish_reading, open_draft, read_again
from .shape import merge_items, split_item

__all__ = [
    "Change",
    "Stale",
    "accept_many",
    "add_item",
    "adopt_draft",
    "assign_many",
    "beat",
    "begin_by_hand",
    "drop_draft",
    "drop_item",
    "fail_reading",
    "finish_reading",
    "merge_items",
    "open_draft",
    "read_again",
    "reopen_item",
    "set_facts",
    "settle_item",
    "split_item",
    "undo_step",
]
