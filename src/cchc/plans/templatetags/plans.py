"""Template words of plans: what rules say, in the language of the page; how a task looks; due dates in words."""

from django import template
from django.utils import timezone
from django.utils.translation import get_language

from cchc.indicators.rules import Text
from cchc.plans import faces
from cchc.plans.models import Task
from cchc.plans.rules.sentences import Quantity, Sentence

register = template.Library()


@register.filter
def say(words: Sentence | Quantity | None) -> str:
    """A sentence or a quantity of the rules in the language of the page; nothing for nothing."""
    if words is None:
        return ""
    return words.text("en" if (get_language() or "vi").startswith("en") else "vi")


@register.filter
def in_words(text: Text) -> str:
    """A text of an indicator's definition in the language of the page."""
    return text.in_language(get_language() or "vi")


@register.filter
def face(task: Task) -> tuple[str, str]:
    """The code of the state's face and its word, late before everything else."""
    return faces.of_task(task, timezone.localdate())


@register.filter
def due_words(task: Task) -> str:
    """How long until a task is due, or since, in working days."""
    return faces.due_words(task.due_on, timezone.localdate()) if task.is_open else ""
