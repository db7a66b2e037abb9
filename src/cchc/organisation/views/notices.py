"""One's own notices: the list, the way to what they are about, and how one wants to be told."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from cchc.common.errors import Refused
from cchc.common.forms import refuse
from cchc.common.tables import Column, Filter, Listing

from .. import actions
from ..access import account_of, signed_in
from ..forms.notices import NoticesForm
from ..models import Notice, NoticeSetting
from ..notices import Shown, kinds_for, shown

_DAYS = {"hom-nay": 0, "7-ngay": 6, "30-ngay": 29}


def _since(rows: QuerySet[Notice], value: str) -> QuerySet[Notice]:
    first = timezone.localdate() - timedelta(days=_DAYS[value])
    return rows.filter(at__date__gte=first)


def _kinds(request: HttpRequest) -> list[tuple[str, str]]:
    return [(kind.code, str(kind.title)) for kind in kinds_for(account_of(request))]


def _seen(rows: list[Notice]) -> list[Shown]:
    """The notices of a page; all belong to the one who asks."""
    return shown(rows[0].account, rows) if rows else []


NOTICES = Listing(
    name="thong-bao",
    title=gettext_lazy("Thông báo"),
    columns=[
        Column("sentence", gettext_lazy("Thông báo"), value="sentence", template="organisation/cells/notice.html"),
        Column("at", gettext_lazy("Lúc"), value="notice.at", kind="moment", sort="at",
               template="organisation/cells/notice_at.html"),
    ],
    filters=[
        Filter("trang-thai", gettext_lazy("Trạng thái"),
               choices=[("chua-doc", gettext_lazy("Chưa đọc")), ("da-doc", gettext_lazy("Đã đọc"))],
               apply=lambda rows, value: rows.filter(read_at__isnull=value == "chua-doc")),
        Filter("loai", gettext_lazy("Loại"), choices=_kinds, field="kind"),
        Filter("tu", gettext_lazy("Thời gian"), apply=_since,
               choices=[("hom-nay", gettext_lazy("Hôm nay")), ("7-ngay", gettext_lazy("7 ngày qua")),
                        ("30-ngay", gettext_lazy("30 ngày qua"))]),
    ],
    search=["folded"],
    order=["seen", "-at"],
    prepare=_seen,
    row_class=lambda row: "" if row.notice.read_at else "is-unread",
    pick="notice",
    empty_title=gettext_lazy("Chưa có thông báo nào"),
    empty_text=gettext_lazy("Việc được giao, hạn thay đổi, báo cáo bị trả lại và những gì cần bạn biết sẽ hiện ở đây."),
)  # fmt: skip


def _rows(request: HttpRequest) -> QuerySet[Notice]:
    rows = Notice.objects.visible_to(account_of(request))
    return rows.select_related("account__person", "absent__person").unread_first()


@signed_in
def notice_list(request: HttpRequest) -> HttpResponseBase:
    """What one was told, unread first."""
    page = NOTICES.page(request, _rows(request))
    unread = Notice.objects.visible_to(account_of(request)).unread().exists()
    return page.download() or render(request, "organisation/notice_list.html", {"page": page, "unread": unread})


def _one(request: HttpRequest, pk: int) -> Shown:
    return shown(account_of(request), [get_object_or_404(_rows(request), pk=pk)])[0]


@signed_in
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """One notice, as the link of a mail shows it."""
    one = _one(request, pk)
    crumbs = [(_("Thông báo"), reverse("notices")), (one.title, "")]
    return render(request, "organisation/notice.html", {"one": one, "crumbs": crumbs})


@signed_in
@require_POST
def notice_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that the notice was read, and go on to what it is about, if the reader may see that."""
    one = _one(request, pk)
    actions.mark_read(by=account_of(request), at=timezone.now(), notices=[one.pk])
    if one.gone:
        messages.warning(request, one.sentence)
    return redirect(one.url or "notices")


@signed_in
@require_POST
def notices_read(request: HttpRequest) -> HttpResponse:
    """Mark the chosen ones, or all, as read."""
    chosen = None
    if not request.POST.get("all"):
        chosen = [int(key) for key in request.POST.getlist("notice") if key.isdigit() and len(key) < 19]
    count = actions.mark_read(by=account_of(request), at=timezone.now(), notices=chosen)
    said = ngettext("Đã đánh dấu %(count)s thông báo là đã đọc.", "Đã đánh dấu %(count)s thông báo là đã đọc.", count)
    messages.success(request, said % {"count": count})
    return redirect("notices")


@signed_in
def notice_preferences(request: HttpRequest) -> HttpResponse:
    """How one wants to be told, kind by kind."""
    by = account_of(request)
    setting = NoticeSetting.objects.filter(account=by).first() or NoticeSetting(account=by)
    form = NoticesForm(request.POST or None, kinds=kinds_for(by), setting=setting)
    if request.method == "POST" and form.is_valid():
        try:
            actions.choose_notices(by=by, at=timezone.now(), **form.terms)
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("Đã ghi cách nhận thông báo."))
            return redirect("notice_preferences")
    context: dict[str, Any] = {"form": form, "email": by.person.email}
    context["crumbs"] = [(_("Thông báo"), reverse("notices")), (_("Cách nhận"), "")]
    return render(request, "organisation/notice_preferences.html", context)
