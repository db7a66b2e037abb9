"""The way of a report in a round: which step leads where. A unit's goes to the office, the department's to its head."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Place(StrEnum):
    """Where a version of a report is on its way."""

    DRAFT = "draft"
    PRESENTED = "presented"
    APPROVED = "approved"
    SENT = "sent"
    ACCEPTED = "accepted"
    RETURNED = "returned"


class Move(StrEnum):
    """A step somebody takes."""

    SEND = "send"
    ACCEPT = "accept"
    RETURN = "return"
    PRESENT = "present"
    APPROVE = "approve"
    HAND_BACK = "hand_back"
    EDIT = "edit"


UNIT: dict[tuple[Place, Move], Place] = {
    (Place.DRAFT, Move.EDIT): Place.DRAFT,
    (Place.DRAFT, Move.SEND): Place.SENT,
    (Place.SENT, Move.ACCEPT): Place.ACCEPTED,
    (Place.SENT, Move.RETURN): Place.RETURNED,
    (Place.ACCEPTED, Move.RETURN): Place.RETURNED,
}
"""A unit's return. What is returned stays as it was sent; its next version begins as a draft."""

DEPARTMENT: dict[tuple[Place, Move], Place] = {
    (Place.DRAFT, Move.EDIT): Place.DRAFT,
    (Place.DRAFT, Move.PRESENT): Place.PRESENTED,
    (Place.PRESENTED, Move.APPROVE): Place.APPROVED,
    (Place.PRESENTED, Move.HAND_BACK): Place.DRAFT,
    (Place.PRESENTED, Move.EDIT): Place.DRAFT,
    (Place.APPROVED, Move.HAND_BACK): Place.DRAFT,
    (Place.APPROVED, Move.EDIT): Place.DRAFT,
    (Place.APPROVED, Move.SEND): Place.SENT,
}
"""The department's report. Whoever changes a text after it was presented takes it back to the draft."""


@dataclass(frozen=True)
class Taken:
    """A step that was taken: its kind by the codes of `models.StepKind`, and the revision of the draft it was about."""

    kind: str
    revision: int


def place(*, is_draft: bool, revision: int, taken: Sequence[Taken]) -> Place:
    """Where a version is; `taken` in their order. A presentation or approval holds for the revision it was about."""
    last = taken[-1] if taken else None
    if not is_draft:
        found = {"accepted": Place.ACCEPTED, "returned": Place.RETURNED}
        return found.get(last.kind, Place.SENT) if last else Place.SENT
    if last is None or last.revision != revision:
        return Place.DRAFT
    return {"presented": Place.PRESENTED, "approved": Place.APPROVED}.get(last.kind, Place.DRAFT)


def leads(at: Place, move: Move, *, of_unit: bool) -> Place | None:
    """Where a step leads; None where it cannot be taken."""
    return (UNIT if of_unit else DEPARTMENT).get((at, move))
