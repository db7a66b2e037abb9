"""Trying an action with a form: a refusal becomes the form's error, and what was typed stays."""

from collections.abc import Callable
from typing import TypeVar

from django import forms
from django.utils.translation import gettext as _

from cchc.common.errors import Refused
from cchc.plans.actions.versions import Overtaken

T = TypeVar("T")


def attempt(form: forms.Form, act: Callable[[], T]) -> T | None:
    """Do it if the form holds; None when the form does not hold or the action says no, with the reason in the form."""
    if not form.is_valid():
        return None
    try:
        return act()
    except Refused as refusal:
        form.overtaken = isinstance(refusal, Overtaken)  # type: ignore[attr-defined]  # asked by answers.version_of
        form.add_error(refusal.field if refusal.field in form.fields else None, sentence(refusal))
        return None


def sentence(refusal: Refused) -> str:
    """The refusal with who may do it instead."""
    if not refusal.who_can:
        return str(refusal)
    helper = _("Người làm được việc này:")
    return f"{refusal} {helper} {refusal.who_can}."
