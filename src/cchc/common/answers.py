"""How a step without a form of its own is answered: it is done, or refused, and the next page says so."""

from collections.abc import Callable
from typing import TypeVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from .errors import Refused

Result = TypeVar("Result")


def act(
    request: HttpRequest, action: Callable[[], Result], done: str | Callable[[Result], str], back: str
) -> HttpResponse:
    """Carry an action out and go to `back`, an address or a page's name, with what was done or why it was refused.

    `done` is the sentence, or a function that gives it from what the action returned.
    """
    try:
        result = action()
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done(result) if callable(done) else done)
    return redirect(back)
