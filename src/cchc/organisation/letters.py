"""Mail that tells of notices: one at once, or the digest of a day. Each goes out in the reader's own language."""

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from cchc.common.text import format_date

from .models import Account, Notice
from .notices import Shown

LONGEST = 60
"""Notices that a digest tells of one by one; the rest it counts."""


def address(path: str) -> str:
    """A page of this installation as a mail names it."""
    return f"{settings.ADDRESS}{path}"


def _lines(one: Shown) -> str:
    instead = _("Thay mặt %(who)s: ") % {"who": one.instead_of} if one.instead_of else ""
    return f"{instead}{one.sentence}\n  {address(reverse('notice', args=[one.pk]))}"


def _foot() -> str:
    words = {"all": address(reverse("notices")), "how": address(reverse("notice_preferences"))}
    return _("Mọi thông báo: %(all)s\nĐổi cách nhận thông báo: %(how)s") % words


def at_once(notice: Notice, *, agency: str, language: str) -> tuple[str, str]:
    """Subject and text of the mail that tells of one notice as soon as it is there."""
    with override(language):
        one = Shown(notice, "-")  # whoever is told just now may see it
        subject = f"[{agency}] {one.title}"
        return subject, f"{_lines(one)}\n\n{_foot()}\n"


def digest(items: Sequence[Shown], *, account: Account, day: date, language: str) -> tuple[str, str]:
    """Subject and text of the digest of a day, by kind, the latest last."""
    with override(language):
        count = {"n": len(items), "day": format_date(day)}
        subject = f"[{account.agency.short_name}] " + _("%(n)s thông báo chưa đọc, ngày %(day)s") % count
        parts: list[str] = []
        by_title: dict[str, list[Shown]] = {}
        for one in items[:LONGEST]:
            by_title.setdefault(one.title, []).append(one)
        for title, listed in by_title.items():
            rows = "\n".join(f"- {_lines(one)}" for one in listed)
            parts.append(f"{title} ({len(listed)})\n{rows}")
        if len(items) > LONGEST:
            parts.append(_("Và %(n)s thông báo khác.") % {"n": len(items) - LONGEST})
        return subject, "\n\n".join([*parts, _foot()]) + "\n"
