"""Every address of CCHC."""

from django.urls import URLPattern, URLResolver, include, path

from cchc.common.due_page import due_page
from cchc.common.gallery import gallery
from cchc.organisation.access import needs, signed_in
from cchc.reports.views.feeds import calendar_feed

from . import api, health, job_views, journal_views, metrics, operations, outbox_views, search, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("", include("cchc.organisation.door")),
    path("giao-dien/", views.preferences, name="preferences"),
    path("bo-giao-dien/", needs("common.gallery")(gallery), name="gallery"),
    path("nhat-ky/", journal_views.journal_list, name="journal"),
    path("nhat-ky/<int:seq>/", journal_views.journal_entry, name="journal_entry"),
    path("nhat-ky/kiem-tra/", journal_views.journal_verify, name="journal_verify"),
    path("lich-lam-viec/", include("cchc.config.working_time.urls")),
    path("so-van-ban/", include("cchc.config.numbering.urls")),
    path("han/<slug:source>/<int:key>/", signed_in(due_page), name="due"),
    path("tim/", search.search, name="search"),
    path("api/", api.api_docs, name="api_docs"),
    path("api/openapi.json", api.api_schema, name="api_schema"),
    path("api/v1/", include((api.patterns(), "api"))),
    path("suc-khoe/", health.whole, name="health"),
    path("suc-khoe/san-sang/", health.ready, name="health_ready"),
    path("suc-khoe/song/", health.alive, name="health_alive"),
    path("so-do/", metrics.metrics, name="metrics"),
    path("quan-tri/", operations.system, name="system"),
    path("quan-tri/kiem-tra-tep/", operations.verify_stored_files, name="system_verify_files"),
    path("quan-tri/viec-dinh-ky/", job_views.job_list, name="jobs"),
    path("quan-tri/viec-dinh-ky/<str:code>/", job_views.job, name="job"),
    path("quan-tri/viec-dinh-ky/<str:code>/chay/", job_views.job_run, name="job_run"),
    path("du-lieu-ca-nhan/", include("cchc.config.personal.urls")),
    path("hop-thu-di/", outbox_views.outbox_list, name="outbox"),
    path("hop-thu-di/<int:pk>/", outbox_views.outbox_message, name="outbox_message"),
    path("hop-thu-di/gui-lai/", outbox_views.outbox_resend, name="outbox_resend"),
    path("hop-thu-di/da-nhan/", outbox_views.stand_in, name="outbox_stand_in"),
    path("hop-thu-di/da-nhan/<int:pk>/", outbox_views.stand_in_message, name="outbox_received"),
    path("to-chuc/", include("cchc.organisation.urls")),
    path("chi-so/", include("cchc.indicators.urls")),
    path("ke-hoach/", include("cchc.plans.urls")),
    path("ho-so/", include("cchc.dossiers.urls")),
    path("bao-cao/", include("cchc.reports.urls")),
    path("lich/<str:secret>.ics", calendar_feed, name="calendar_feed"),
]

handler403 = "cchc.config.views.denied"
handler500 = "cchc.config.views.failed"
