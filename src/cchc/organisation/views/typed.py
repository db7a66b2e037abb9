"""Forms whose session ended: not wanted any more, or sent with the mark of a session that was replaced."""

from urllib.parse import urlsplit
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from .. import actions
from ..access import account_of, signed_in
from ..models import Account
from ..typed import keeping


@signed_in
@require_POST
def typed_discard(request: HttpRequest) -> HttpResponse:
    """Forget what was kept."""
    kept = request.get_signed_cookie(keeping.WORK, default=None, salt=keeping.WORK)
    if kept:
        actions.forget_typed(account=account_of(request), session=UUID(kept))
    messages.success(request, _("Đã bỏ nội dung được giữ lại."))
    response = redirect("home")
    response.delete_cookie(keeping.WORK)
    return response


@signed_in
@require_POST
def session_stay(request: HttpRequest) -> HttpResponse:  # that it was asked for is all
    """Somebody is still there: like any other request, it prolongs the session."""
    return HttpResponse(status=204)


def _is_ours(request: HttpRequest) -> bool:
    """Whether the browser says that the form stood on one of our own pages."""
    said = urlsplit(request.headers.get("Origin") or request.headers.get("Referer", ""))
    return (said.scheme, said.netloc) == (request.scheme, request.get_host())


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # the signature is Django's
    """A form without a valid mark is refused; one of our own pages, opened before signing in again, is kept."""
    row = getattr(request.session, "row", None)
    if isinstance(request.user, Account) and row and _is_ours(request) and keeping.may_be_kept(request):
        messages.info(request, _("Bạn đã đăng nhập lại ở cửa sổ khác nên biểu mẫu cũ hết hạn. Xem lại rồi gửi."))
        return keeping.keep(request, request.user, row.handle, keeping.page_of(request))
    return render(request, "403_csrf.html", status=403)
