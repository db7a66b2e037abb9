"""The states of an initiative (sáng kiến) and the steps between them; each step rests on a paper."""

from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """Where an initiative stands."""

    PROPOSED = "proposed"
    APPRAISED = "appraised"
    PILOTED = "piloted"
    REPLICATED = "replicated"
    REJECTED = "rejected"


class Step(StrEnum):
    """What is done about an initiative."""

    APPRAISE = "appraise"
    PILOT = "pilot"
    REPLICATE = "replicate"
    REJECT = "reject"
    REOPEN = "reopen"


@dataclass(frozen=True)
class Way:
    """One step: the stages it starts from, the one it leads to, whether it must be explained."""

    sources: frozenset[Stage]
    target: Stage
    reasoned: bool = False


STEPS: dict[Step, Way] = {
    Step.APPRAISE: Way(frozenset({Stage.PROPOSED}), Stage.APPRAISED),
    Step.PILOT: Way(frozenset({Stage.APPRAISED}), Stage.PILOTED),
    Step.REPLICATE: Way(frozenset({Stage.APPRAISED, Stage.PILOTED}), Stage.REPLICATED),
    Step.REJECT: Way(frozenset({Stage.PROPOSED, Stage.APPRAISED, Stage.PILOTED}), Stage.REJECTED, reasoned=True),
    Step.REOPEN: Way(frozenset({Stage.REJECTED}), Stage.PROPOSED, reasoned=True),
}
"""The whole table."""


def possible(stage: Stage) -> tuple[Step, ...]:
    """The steps that a stage allows, in the order of `Step`."""
    return tuple(step for step, way in STEPS.items() if stage in way.sources)
