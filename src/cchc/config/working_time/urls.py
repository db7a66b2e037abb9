"""Addresses under /lich-lam-viec/."""

from django.urls import path

from . import dated, days, importing, years

urlpatterns = [
    path("", years.year_page, name="calendar"),
    path("<int:year>/", years.year_page, name="calendar_year"),
    path("ngay/", days.day_list, name="calendar_days"),
    path("ngay/them/", days.day_new, name="calendar_day_new"),
    path("ngay/<int:pk>/", days.day_edit, name="calendar_day"),
    path("ngay/<int:pk>/bo/", days.day_remove, name="calendar_day_remove"),
    path("nhap/", importing.import_days, name="calendar_import"),
    path("gio-va-quy-tac/", dated.settings_page, name="calendar_settings"),
    path("gio-va-quy-tac/gio/", dated.hours_new, name="calendar_hours_new"),
    path("gio-va-quy-tac/gio/<int:pk>/bo/", dated.hours_remove, name="calendar_hours_remove"),
    path("gio-va-quy-tac/quy-tac/", dated.rule_new, name="calendar_rule_new"),
    path("gio-va-quy-tac/quy-tac/<int:pk>/bo/", dated.rule_remove, name="calendar_rule_remove"),
    path("doi-chieu/<int:year>/", years.cross_check, name="calendar_check"),
    path("phien-ban/", years.version_list, name="calendar_versions"),
    path("tinh-lai/", years.recount_page, name="calendar_recount"),
]
