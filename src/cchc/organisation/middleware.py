"""What holds for every signed-in request: duties that come before everything else."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from . import actions
from .models import Account, SignInMethod

MINUTE = timedelta(minutes=1)
Answer = Callable[[HttpRequest], HttpResponse]
# What somebody with a duty may still open.
_OPEN = {
    "change_password", "second_factor_enrol", "passkey_new", "passkey_options", "recovery_codes", "sign_out",
    "preferences", "health",
}  # fmt: skip
MUST_ENROL = "must-enrol"
"""Set in the session at the door where a role asks for a second step and the days of grace are over."""


class Duties:
    """Whoever holds an issued password changes it, whoever needs a second step sets it up, before anything else.

    With a shared account nobody needs a password here, nor knows the one that was issued: it is not asked for.
    """

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; the duty is asked for once the view is known. A session in use is noted once a minute.

        A page that looks again by itself says so in a header: it is no sign that anybody is there.
        """
        if isinstance(request.user, Account):  # asking who it is has read the session
            seen, now = getattr(request.session, "seen_at", None), timezone.now()
            if seen and now - seen > MINUTE and "X-Unattended" not in request.headers:
                actions.touch(key=request.session.session_key or "", at=now)
        return self.answer(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """The page of the duty instead of the one asked for."""
        account = request.user
        name = request.resolver_match.view_name if request.resolver_match else ""
        if not isinstance(account, Account) or name in _OPEN:
            return None
        if account.must_change_password and not request.session.get("method", "").startswith(SignInMethod.OPENID):
            return redirect("change_password")
        return redirect("second_factor_enrol") if request.session.get(MUST_ENROL) else None
