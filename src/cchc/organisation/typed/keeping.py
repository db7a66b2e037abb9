"""The middleware that keeps what was typed when a session ends by itself, and gives it back after signing in again."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from .. import actions
from ..models import Account, AccountSession
from . import refill

Answer = Callable[[HttpRequest], HttpResponse]
SESSION, WORK = "cchc_phien", "cchc_dang_go"
"""Signed cookies: the handle of this browser's session, which outlasts the session; that of the session typed into."""
LATEST = timedelta(days=3)
"""How long after its session ended a form is still taken: over a weekend."""
# Forms of these pages hold secrets: what is typed there is never kept.
_SECRET = ("sign_in", "my_account", "passkeys", "openid")
_UNKEPT = ("csrfmiddlewaretoken", "password")


def _handle(request: HttpRequest, cookie: str, age: timedelta) -> UUID | None:
    value = request.get_signed_cookie(cookie, default=None, salt=cookie, max_age=age)
    return UUID(value) if value else None


def _give(response: HttpResponse, cookie: str, handle: UUID, age: timedelta) -> None:
    response.set_signed_cookie(
        cookie, str(handle), salt=cookie, max_age=int(age.total_seconds()), httponly=True, samesite="Lax",
        secure=settings.HTTPS,
    )  # fmt: skip


def _span() -> timedelta:
    return timedelta(hours=settings.SESSION_HOURS) + LATEST


def _ended_by_itself(request: HttpRequest, at: datetime) -> AccountSession | None:
    """This browser's session, if it ended a short while ago by one of the two limits and nothing else.

    Nothing is kept for a session that somebody ended, nor after the password was changed or the account blocked: then
    whoever sits at the browser may be somebody else, who could leave a text there for the person to send.
    """
    handle = _handle(request, SESSION, _span())
    if handle is None:
        return None
    row = AccountSession.objects.select_related("account__person").filter(handle=handle, ended_at=None).first()
    if row is None or row.account is None or not row.account.is_active:
        return None
    ended = min(row.expire_date, row.seen_at + timedelta(minutes=settings.IDLE_MINUTES))
    if not ended <= at < ended + LATEST:
        return None
    proof = request.session.decode(row.session_data).get("_auth_user_hash", "")
    return row if constant_time_compare(proof, row.account.get_session_auth_hash()) else None


def page_of(request: HttpRequest) -> str:
    """Where the form stood, as the browser says; else where it was sent."""
    said = urlsplit(request.headers.get("HX-Current-URL") or request.headers.get("Referer", ""))
    if said.netloc != request.get_host():
        return request.path
    return f"{said.path}?{said.query}" if said.query else said.path


def _fields(request: HttpRequest) -> list[tuple[str, str]]:
    pairs = ((name, value) for name, values in request.POST.lists() for value in values)
    return [(name, str(value)) for name, value in pairs if not any(word in name for word in _UNKEPT)]


def may_be_kept(request: HttpRequest) -> bool:
    """Whether a form is one that waits for a signed-in person and holds no secret."""
    match = request.resolver_match
    if request.method != "POST" or match is None or not getattr(match.func, "permission", ""):
        return False
    module = str(getattr(match.func, "__module__", ""))
    return module.rpartition(".")[2] not in _SECRET or not module.startswith("cchc.organisation.views")


def keep(request: HttpRequest, account: Account, session: UUID, onto: str) -> HttpResponse:
    """Keep the form and lead on to `onto`, with a sentence of what became of it."""
    page, at = page_of(request), timezone.now()
    kept = actions.keep_typed(
        account=account, at=at, session=session, page=page, target=request.path, fields=_fields(request),
        has_files=any(request.FILES.values()),
    )  # fmt: skip
    said = _("Nội dung bạn vừa gõ được giữ lại, chưa ghi vào hệ thống.") if kept else _(
        "Nội dung vừa gõ quá lớn nên không giữ lại được; bấm Quay lại của trình duyệt để chép ra.")  # fmt: skip
    messages.warning(request, said)
    response: HttpResponse = redirect(onto)
    if request.headers.get("HX-Request"):
        response = HttpResponse(status=204, headers={"HX-Redirect": onto})
    if kept:
        _give(response, WORK, session, timedelta(days=settings.TYPED_DAYS_KEPT))
    response.keeps_typed = True  # type: ignore[attr-defined]  # tells the middleware that the form was not carried out
    return response


class TypedWork:
    """Keeps a form whose session ended by itself; after the same account signs in, its page comes back filled."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; a page that waits for what was typed gets it, a form sent again makes it forgotten."""
        response = self.answer(request)
        if isinstance(request.user, Account):
            self._name_session(request, response)
            session = _handle(request, WORK, timedelta(days=settings.TYPED_DAYS_KEPT))
            if session and not hasattr(response, "keeps_typed"):
                self._settle(request, response, request.user, session)
        return response

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """A form of somebody whose session has just ended is kept, instead of lost on the way to signing in."""
        if isinstance(request.user, Account) or not may_be_kept(request):
            return None
        ended = _ended_by_itself(request, timezone.now()) if _fields(request) else None
        if ended is None or ended.account is None:
            return None
        messages.info(request, _("Phiên làm việc đã kết thúc. Đăng nhập lại để làm tiếp."))
        onto = f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': page_of(request)})}"
        return keep(request, ended.account, ended.handle, onto)

    @staticmethod
    def _name_session(request: HttpRequest, response: HttpResponse) -> None:
        """Let the browser know its session by a name that opens nothing and outlasts it."""
        row = getattr(request.session, "row", None)
        if row is None or row.session_key != request.session.session_key:
            return
        if _handle(request, SESSION, _span()) != row.handle:
            _give(response, SESSION, row.handle, _span())

    @staticmethod
    def _settle(request: HttpRequest, response: HttpResponse, account: Account, session: UUID) -> None:
        typed = actions.typed_of(account=account, session=session, at=timezone.now())
        if typed is None:
            return
        if request.method == "POST" and request.path == typed.target and response.status_code == 302:
            actions.forget_typed(account=account, session=session)
            response.delete_cookie(WORK)
        is_page = response.status_code == 200 and response.headers.get("Content-Type", "").startswith("text/html")
        if request.method == "GET" and is_page and not response.streaming and request.path == urlsplit(typed.page).path:
            response.content = _given_back(request, response, typed).encode()
            response.headers["Cache-Control"] = "private, no-store"


def _given_back(request: HttpRequest, response: HttpResponse, typed: actions.Typed) -> str:
    def notice(outcome: refill.Outcome) -> str:
        context = {"typed": typed, "outcome": outcome}
        return render_to_string("organisation/typed_back.html", context, request)

    return refill.refill(
        response.content.decode(), path=request.path, target=typed.target, fields=typed.fields, notice=notice
    )
