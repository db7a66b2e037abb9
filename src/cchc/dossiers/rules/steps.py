"""The steps of a dossier's handling as the portal's exchange tells them (TienTrinh), pure.

Who did a step is told there too; it is not kept, since nothing is counted by it.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cchc.common.text import squeeze

MOST = 200
_NAME, _PLACE = 300, 200  # as long as the register keeps them


@dataclass(frozen=True)
class Step:
    """One step: what was done, in which room as written there, and its local moments."""

    number: int
    name: str
    place: str
    started_at: datetime | None
    due_at: datetime | None
    finished_at: datetime | None


def steps_of(text: str, moment_of: Callable[[Any], datetime | None]) -> tuple[Step, ...]:
    """The steps in a list of the portal's exchange; none of an empty text. Raises ValueError otherwise."""
    if not text:
        return ()
    told = json.loads(text)  # its error is a ValueError
    if not isinstance(told, list) or len(told) > MOST or not all(isinstance(one, dict) for one in told):
        raise ValueError(text)
    return tuple(_step(number, one, moment_of) for number, one in enumerate(told, start=1))


def _step(number: int, told: dict[str, Any], moment_of: Callable[[Any], datetime | None]) -> Step:
    named = {key.lower(): value for key, value in told.items() if isinstance(value, str)}

    def moment(key: str) -> datetime | None:
        return moment_of(named.get(key))

    done = moment("thoidiemxuly")
    return Step(
        number, squeeze(named.get("noidungxuly", ""))[:_NAME], squeeze(named.get("phongbanxuly", ""))[:_PLACE],
        moment("ngaybatdau") or done, moment("ngayketthuctheoquydinh"), done,
    )  # fmt: skip


def in_words(steps: Sequence[Step]) -> str:
    """Steps as one text, for what a dossier said before."""
    return "; ".join(f"{step.number}. {step.name} {step.place}".strip() for step in steps)
