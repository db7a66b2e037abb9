"""Template words of plans: what rules say, in the language of the page; how a task looks; due dates in words."""

from datetime import date

from django import template
from django.utils import timezone
from django.utils.translation import get_language

from cchc.common.almanac import almanac_of
from cchc.indicators.rules import Text
from cchc.plans import dues, faces
from cchc.plans.cascade_tree import TONES, words
from cchc.plans.models import PlanState, ReportingDuty, Task
from cchc.plans.rules.goals import Goal
from cchc.plans.rules.sentences import Quantity, Sentence
from cchc.plans.rules.wording import promise

register = template.Library()


@register.filter
def say(words: Sentence | Quantity | None) -> str:
    """A sentence or a quantity of the rules in the language of the page; nothing for nothing."""
    if words is None:
        return ""
    return words.text("en" if (get_language() or "vi").startswith("en") else "vi")


@register.filter
def promised(goal: Goal) -> Sentence:
    """What a goal promises."""
    return promise(goal)


@register.filter
def cascade_tone(code: str) -> str:
    """The tone of a verdict of the cascade."""
    return TONES.get(str(code), "none")


@register.filter
def cascade_word(code: str) -> str:
    """The word of a verdict of the cascade."""
    return words().get(str(code), "")


@register.filter
def in_words(text: Text) -> str:
    """A text of an indicator's definition in the language of the page."""
    return text.in_language(get_language() or "vi")


@register.filter
def face(task: Task) -> tuple[str, str]:
    """The code of the state's face and its word, late before everything else."""
    return faces.of_task(task)


@register.filter
def due_words(task: Task) -> str:
    """How long until a task is due, or since, in working days."""
    if not task.is_open:
        return ""
    return faces.due_words(task.due_on, timezone.localdate(), almanac_of(task.agency_id).calendar)


@register.filter
def next_reporting(duty: ReportingDuty) -> date | None:
    """The next day on which a duty of a living plan falls due."""
    if duty.plan.state != PlanState.ADOPTED:
        return None
    found = dues.next_reporting(duty, almanac_of(duty.agency_id), timezone.localdate())
    return found[1] if found else None
