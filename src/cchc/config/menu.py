"""The frame of every page: the places of the menu, the department, the person's choices of appearance."""

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from cchc.common.periods import Kind, Period
from cchc.organisation.access import may, stands_in_for
from cchc.organisation.models import Account, Agency, Notice


@dataclass(frozen=True)
class Place:
    """One entry of the menu."""

    label: str
    url: str
    icon: str
    current: bool


# name of the page, label, icon, permission
_PLACES = (
    ("reports:board", gettext_lazy("Tình hình"), "board", "reports.board"),
    ("plans:my_work", gettext_lazy("Việc của tôi"), "tasks", "plans.view"),
    ("plans:plan_list", pgettext_lazy("menu", "Kế hoạch"), "plan", "plans.view"),
    ("dossiers:register", pgettext_lazy("menu", "Hồ sơ"), "folder", "dossiers.view"),
    ("indicators:catalogue", pgettext_lazy("menu", "Chỉ số"), "indicator", "indicators.view"),
    ("reports:report_list", pgettext_lazy("menu", "Báo cáo"), "report", "reports.view"),
    ("organisation:unit_list", gettext_lazy("Tổ chức"), "organisation", "organisation.view"),
    ("journal", gettext_lazy("Nhật ký"), "journal", "journal.view"),
)


def _places(request: HttpRequest) -> list[Place]:
    places: list[Place] = []
    for name, label, icon, permission in _PLACES:
        if not may(request.user, permission):
            continue
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        places.append(Place(str(label), url, icon, current=False))
    longest = max((p.url for p in places if request.path.startswith(p.url)), key=len, default=None)
    return [Place(p.label, p.url, p.icon, current=p.url == longest) for p in places]


def _period_in_force(today: date) -> str:
    return _("Kỳ hiện tại: %(period)s") % {"period": Period.of(Kind.QUARTER, today).label}


def _unread(account: Account | None) -> int:
    """How many notices wait, up to a hundred."""
    return Notice.objects.visible_to(account).unread().order_by()[:100].count() if account else 0


def frame(request: HttpRequest) -> dict[str, Any]:
    """What `common/page.html` needs on every page."""
    user = getattr(request, "user", None)
    account = user if isinstance(user, Account) else None
    agency = account.agency if account else Agency.objects.order_by("pk").first()
    row = getattr(getattr(request, "session", None), "row", None) if account else None
    theme = request.COOKIES.get("theme", "")
    density = request.COOKIES.get("density", "")
    return {
        "agency": agency,
        "demo_mode": bool(agency and agency.is_demo),
        "menu": _places(request) if account else [],
        "may_search": may(request.user, "search.use") if account else False,
        "may_see_personal": may(request.user, "personal.view") if account else False,
        "may_administer": may(request.user, "system.view") if account else False,
        "unread_notices": partial(_unread, account),  # asked for only where the head of the page is drawn
        "standing_in_for": ", ".join(stands_in_for(account)) if account else "",
        "session_ends": row.expire_date if row else None,
        "session_idle": settings.IDLE_MINUTES * 60 - 60,  # its use is noted once a minute
        "period_in_force": _period_in_force(timezone.localdate()),
        "theme": theme if theme in ("light", "dark") else "",
        "density": "comfortable" if density == "comfortable" else "",
        "languages": settings.LANGUAGES,
    }
