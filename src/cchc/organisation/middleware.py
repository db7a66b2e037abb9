"""What holds for every signed-in request: duties that come before everything else."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from .models import Account

Answer = Callable[[HttpRequest], HttpResponse]
# What somebody with a duty may still open.
_OPEN = {"change_password", "sign_out", "preferences", "health"}


class Duties:
    """Whoever holds an issued password changes it before anything else is done."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; the duty is asked for once the view is known."""
        return self.answer(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """The page of the duty instead of the one asked for."""
        account = request.user
        name = request.resolver_match.view_name if request.resolver_match else ""
        if not isinstance(account, Account) or name in _OPEN:
            return None
        return redirect("change_password") if account.must_change_password else None
