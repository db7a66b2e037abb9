"""Addresses of reports."""

from django.urls import path

from .views import boards, drafts, lists, sending, writing

app_name = "reports"
urlpatterns = [
    path("", lists.report_list, name="report_list"),
    path("lap/", lists.report_new, name="report_new"),
    path("tinh-hinh/", boards.board, name="board"),
    path("tinh-hinh/don-vi/<int:pk>/", boards.unit_board, name="unit_board"),
    path("<int:pk>/", drafts.report, name="report"),
    path("<int:pk>/so-lieu/", drafts.figures, name="figures"),
    path("<int:pk>/so-lieu/<slug:key>/", drafts.figure, name="figure"),
    path("<int:pk>/phan/<slug:key>/", writing.section, name="section"),
    path("<int:pk>/phan/<slug:key>/lay/", writing.section_take, name="section_take"),
    path("<int:pk>/phan/<slug:key>/hoi/<int:unit>/", writing.section_ask, name="section_ask"),
    path("<int:pk>/the-thuc/", writing.frame, name="frame"),
    path("<int:pk>/lay-so/", writing.take_number, name="take_number"),
    path("<int:pk>/gui/", sending.send, name="send"),
    path("<int:pk>/dinh-chinh/", sending.correct, name="correct"),
    path("<int:pk>/xoa/", sending.discard, name="discard"),
    path("<int:pk>/tai/<slug:kind>/", sending.download, name="download"),
]
