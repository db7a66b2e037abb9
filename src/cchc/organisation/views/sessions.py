"""Sessions: one's own, and for the administrator those of everybody in the department."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from cchc.common.answers import act
from cchc.common.tables import Column, Listing

from .. import actions
from ..access import account_of, needs, signed_in
from ..models import Account, AccountSession
from ..signin.devices import device_words


def _device(session: AccountSession) -> str:
    return device_words(session.agent) or _("thiết bị không rõ")


OPEN_SESSIONS = Listing(
    name="phien",
    title=gettext_lazy("Phiên đang mở"),
    columns=[
        Column("person", gettext_lazy("Của"), value="account.person.full_name", sort="account__person__folded"),
        Column("device", gettext_lazy("Thiết bị"), value=_device, personal="agent"),
        Column("address", gettext_lazy("Địa chỉ mạng"), personal="address"),
        Column("started", gettext_lazy("Đăng nhập lúc"), value="started_at", kind="moment", sort="started_at"),
        Column("seen", gettext_lazy("Dùng lần cuối"), value="seen_at", kind="moment", sort="seen_at"),
    ],
    search=["account__person__folded", "account__username"],
    order=["-seen_at"],
    row_url=lambda session: reverse("organisation:person_detail", args=[session.account.person_id]),
    empty_title=gettext_lazy("Không có phiên nào"),
)


@signed_in
def my_sessions(request: HttpRequest) -> HttpResponse:
    """Where one is signed in."""
    rows = AccountSession.objects.alive(timezone.now()).filter(account=account_of(request)).order_by("-seen_at")
    shown = [{"session": row, "device": _device(row), "here": row.pk == request.session.session_key} for row in rows]
    crumbs = [(_("Tài khoản của tôi"), reverse("my_account")), (_("Phiên đăng nhập"), "")]
    return render(request, "organisation/my_sessions.html", {"rows": shown, "crumbs": crumbs})


@signed_in
@require_POST
def my_session_end(request: HttpRequest, handle: str) -> HttpResponse:
    """End one of one's own sessions."""
    by, at = account_of(request), timezone.now()
    own = AccountSession.objects.filter(account=by).exclude(pk=request.session.session_key)
    session = get_object_or_404(own, handle=handle)
    done = _("Đã kết thúc phiên.")
    return act(request, lambda: actions.end_session(by=by, at=at, session=session), done, "my_sessions")


@signed_in
@require_POST
def my_sessions_end(request: HttpRequest) -> HttpResponse:
    """End all of one's own sessions but this one."""
    account, here = account_of(request), request.session.session_key or ""
    return act(
        request, lambda: actions.end_sessions(by=account, at=timezone.now(), account=account, besides=here),
        lambda ended: _("Đã kết thúc %(count)s phiên khác.") % {"count": ended}, "my_sessions",
    )  # fmt: skip


@needs("organisation.manage")
def session_list(request: HttpRequest) -> HttpResponseBase:
    """Who is signed in now."""
    rows = AccountSession.objects.visible_to(account_of(request)).alive(timezone.now())
    page = OPEN_SESSIONS.page(request, rows.select_related("account__person"))
    return page.download() or render(request, "organisation/session_list.html", {"page": page})


@needs("organisation.manage")
@require_POST
def account_sessions_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End every session of somebody; of one's own, every other."""
    by = account_of(request)
    account = get_object_or_404(Account.objects.filter(person__agency=by.agency), pk=pk)
    here = (request.session.session_key or "") if account == by else ""
    return act(
        request, lambda: actions.end_sessions(by=by, at=timezone.now(), account=account, besides=here),
        lambda ended: _("Đã kết thúc %(count)s phiên.") % {"count": ended},
        reverse("organisation:person_detail", args=[account.person_id]),
    )  # fmt: skip
