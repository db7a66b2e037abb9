"""Every address of CCHC."""

from pathlib import Path

from django.contrib.auth import views as auth
from django.urls import URLPattern, URLResolver, include, path

from cchc.common.gallery import gallery
from cchc.common.year_page import year_page
from cchc.organisation.access import needs, public, signed_in

from . import journal_views, operations, views

_HERE = Path(__file__).parents[1]
_PACKAGES = {
    "to-chuc/": "organisation",
    "tep/": "documents",
    "chi-so/": "indicators",
    "ke-hoach/": "plans",
    "bao-cao/": "reports",
}

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("dang-nhap/", public(auth.LoginView.as_view(redirect_authenticated_user=True)), name="sign-in"),
    path("dang-xuat/", public(auth.LogoutView.as_view()), name="sign-out"),
    path("doi-mat-khau/", signed_in(auth.PasswordChangeView.as_view(success_url="/")), name="change-password"),
    path("giao-dien/", views.preferences, name="preferences"),
    path("bo-giao-dien/", needs("common.gallery")(gallery), name="gallery"),
    path("nhat-ky/", journal_views.journal_list, name="journal"),
    path("nhat-ky/<int:seq>/", journal_views.journal_entry, name="journal_entry"),
    path("nhat-ky/kiem-tra/", journal_views.journal_verify, name="journal_verify"),
    path("lich-lam-viec/", signed_in(year_page), name="calendar"),
    path("lich-lam-viec/<int:year>/", signed_in(year_page), name="calendar-year"),
    path("suc-khoe/", views.health, name="health"),
    path("hop-thu-di/", operations.outbox_list, name="outbox"),
    path("hop-thu-di/gui-lai/", operations.outbox_resend, name="outbox-resend"),
    path("hop-thu-di/da-nhan/", operations.stand_in, name="outbox-stand-in"),
    *[path(at, include(f"cchc.{name}.urls")) for at, name in _PACKAGES.items() if (_HERE / name / "urls.py").exists()],
]

handler403 = "cchc.config.views.denied"
