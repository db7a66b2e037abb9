"""Delegations: who stands in for whom, with what, until when, and what was done by it."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from cchc.common.answers import act
from cchc.common.models import JournalEntry
from cchc.common.tables import Column, Filter, Listing

from .. import actions
from ..access import account_of, may, needs
from ..forms.delegations import DelegateForm
from ..models import Account, Delegation, DelegationKind, Permission
from .editing import FormPage, edit

_WORDS = {"doing": gettext_lazy("đang hiệu lực"), "not_started": gettext_lazy("chưa đến ngày"),
          "done": gettext_lazy("đã hết hạn"), "stopped": gettext_lazy("đã thu hồi")}  # fmt: skip


def state_of(delegation: Delegation) -> tuple[str, str]:
    """Face and word of where a delegation stands today; one that ran out has only ended."""
    code = delegation.state_on(timezone.localdate())
    return "stopped" if code == "done" else code, str(_WORDS[code])


def _by_state(rows: Any, value: str) -> Any:
    today = timezone.localdate()
    states = {"doing": Q(started_on__lte=today, ended_on__gt=today), "not_started": Q(started_on__gt=today),
              "done": Q(ended_on__lte=today)}  # fmt: skip
    return rows.filter(states[value])


def _last(delegation: Delegation) -> Any:
    return max(delegation.ended_on - timedelta(days=1), delegation.started_on)


DELEGATIONS = Listing(
    name="uy-quyen",
    title=gettext_lazy("Ủy quyền, thay khi nghỉ"),
    columns=[
        Column("absent", gettext_lazy("Người vắng, người ủy quyền"), value="absent.person.full_name",
               sort="absent__person__folded"),
        Column("stand_in", gettext_lazy("Người làm thay"), value="stand_in.person.full_name",
               sort="stand_in__person__folded"),
        Column("kind", gettext_lazy("Hình thức"), value="get_kind_display", kind="short", sort="kind"),
        Column("started_on", gettext_lazy("Từ ngày"), kind="date", sort="started_on"),
        Column("ended_on", gettext_lazy("Đến hết ngày"), value=_last, kind="date", sort="ended_on"),
        Column("count", gettext_lazy("Số việc"), value=lambda row: len(row.codes), kind="number", decimals=0),
        Column("state", gettext_lazy("Trạng thái"), value=state_of, kind="state"),
    ],
    filters=[
        Filter("trang-thai", gettext_lazy("Trạng thái"), apply=_by_state,
               choices=[("doing", _WORDS["doing"]), ("not_started", _WORDS["not_started"]),
                        ("done", gettext_lazy("đã hết"))]),
        Filter("hinh-thuc", gettext_lazy("Hình thức"), choices=DelegationKind.choices, field="kind"),
    ],
    search=["absent__person__folded", "stand_in__person__folded"],
    order=["-started_on"],
    row_url=lambda row: reverse("organisation:delegation", args=[row.pk]),
    empty_title=gettext_lazy("Chưa có ai cử người thay"),
    empty_text=gettext_lazy("Trước khi nghỉ hoặc đi công tác, cử người thay để việc không dừng lại."),
)  # fmt: skip


def _rows(request: HttpRequest) -> Any:
    return Delegation.objects.visible_to(account_of(request)).select_related("absent__person", "stand_in__person")


def _may_end(account: Account, delegation: Delegation) -> bool:
    mine = delegation.absent_id == account.pk and may(account, "organisation.delegate")
    return delegation.ended_on > timezone.localdate() and (mine or may(account, "organisation.manage"))


@needs("organisation.view")
def delegation_list(request: HttpRequest) -> HttpResponseBase:
    """Who stands in for whom, now and before."""
    account = account_of(request)
    mine = may(account, "organisation.delegate")
    first = (reverse("organisation:delegate"), _("Cử người thay")) if mine else None
    page = DELEGATIONS.page(request, _rows(request), empty_action=first)
    context = {"page": page, "may_delegate": mine, "may_manage": may(account, "organisation.manage")}
    return page.download() or render(request, "organisation/delegation_list.html", context)


@needs("organisation.view")
def delegation(request: HttpRequest, pk: int) -> HttpResponse:
    """One delegation: its terms, and what was done by it."""
    account, found = account_of(request), get_object_or_404(_rows(request).select_related("unit"), pk=pk)
    done = JournalEntry.objects.filter(
        agency_id=account.agency_id, actor_id=found.stand_in_id, after__on_behalf=found.absent.get_full_name(),
        at__date__gte=found.started_on, at__date__lte=_last(found),
    )  # fmt: skip
    who = {"nguoi": found.stand_in.get_full_name(), "q": found.absent.get_full_name()}
    title = f"{who['nguoi']} ({found.get_kind_display()})"
    context = {"delegation": found, "state": state_of(found), "last": _last(found), "may_end": _may_end(account, found),
               "allowed": Permission.objects.filter(code__in=found.codes), "done": done.count(),
               "journal": may(account, "journal.view") and f"{reverse('journal')}?{urlencode(who)}",
               "crumbs": [(DELEGATIONS.title, reverse("organisation:delegation_list")), (title, "")]}  # fmt: skip
    return render(request, "organisation/delegation.html", context)


def _absent(request: HttpRequest, pk: int | None) -> Account:
    """Whose work is delegated: one's own, or of another person of the department."""
    by = account_of(request)
    if pk is None:
        return by
    return get_object_or_404(Account.objects.select_related("person").filter(person__agency=by.agency), pk=pk)


def _delegate(request: HttpRequest, absent: Account, back: str) -> HttpResponse:
    by = account_of(request)
    form = DelegateForm(request.POST or None, absent=absent, initial={"started_on": timezone.localdate()})
    who = absent.get_full_name()
    lede = _("Trong thời gian này người làm thay làm được những việc dưới đây thay %(person)s; mỗi việc được ghi là"
             " làm thay.") % {"person": who}  # fmt: skip
    home = reverse("organisation:delegation_list")
    page = FormPage(_("Cử người thay"), _("Cử người thay"), back, _("Đã ghi người làm thay."),
                    ((_("Ủy quyền, thay khi nghỉ"), home), (_("Cử người thay"), "")), lede)  # fmt: skip
    return edit(request, form, lambda _d: actions.delegate(by=by, at=timezone.now(), absent=absent, **form.terms), page)


@needs("organisation.delegate")
def delegate(request: HttpRequest) -> HttpResponse:
    """Name one's own stand-in."""
    return _delegate(request, _absent(request, None), reverse("organisation:delegation_list"))


@needs("organisation.manage")
def delegate_for(request: HttpRequest, pk: int) -> HttpResponse:
    """Name a stand-in for somebody who cannot do it."""
    absent = _absent(request, pk)
    return _delegate(request, absent, reverse("organisation:person_detail", args=[absent.person_id]))


@needs("organisation.delegate")
@require_POST
def delegation_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """End a delegation at once."""
    found = get_object_or_404(_rows(request), pk=pk)
    by, at = account_of(request), timezone.now()
    done = _("Đã thu hồi; từ lúc này không ai làm thay theo ủy quyền này nữa.")
    back = reverse("organisation:delegation", args=[found.pk])
    return act(request, lambda: actions.revoke(by=by, at=at, delegation=found), done, back)
