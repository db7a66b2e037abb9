"""Addresses of reports."""

from django.urls import path

from .views import boards, calendar, drafts, dues, evidence, league, lists, notes, obligations, sending, steps, writing

app_name = "reports"
urlpatterns = [
    path("", lists.report_list, name="report_list"),
    path("lap/", lists.report_new, name="report_new"),
    path("lich/", calendar.calendar, name="calendar"),
    path("lich/tep-lich.ics", calendar.calendar_file, name="calendar_file"),
    path("lich/da-den-han/", dues.due_list, name="due_list"),
    path("lich/<int:pk>/<str:code>/<int:unit>/", calendar.asked, name="asked"),
    path("lich/<int:pk>/<str:code>/<int:unit>/lap/", calendar.asked_begin, name="asked_begin"),
    path("lich/<int:pk>/<str:code>/<int:unit>/mo-khoa/", steps.unlock, name="unlock"),
    path("dau-moi/", steps.focal_units, name="focal_units"),
    path("<int:pk>/phieu-dinh-chinh/", notes.notes, name="notes"),
    path("<int:pk>/phieu-dinh-chinh/moi/", notes.note_new, name="note_new"),
    path("<int:pk>/phieu-dinh-chinh/<int:number>/<slug:kind>/", notes.note_file, name="note_file"),
    path("<int:pk>/nhan/", steps.accept, name="accept"),
    path("<int:pk>/tra-lai/", steps.give_back, name="give_back"),
    path("<int:pk>/trinh/", steps.present, name="present"),
    path("<int:pk>/duyet/", steps.approve, name="approve"),
    path("<int:pk>/yeu-cau-sua/", steps.hand_back, name="hand_back"),
    path("<int:pk>/tong-hop/", steps.gather, name="gather"),
    path("che-do/", obligations.obligation_list, name="obligation_list"),
    path("che-do/moi/", obligations.obligation_new, name="obligation_new"),
    path("che-do/dua-vao-lich/", obligations.obligations_take_up, name="obligations_take_up"),
    path("che-do/<int:pk>/", obligations.obligation, name="obligation"),
    path("tinh-hinh/", boards.board, name="board"),
    path("tinh-hinh/so-sanh/", league.league, name="league"),
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
    path("<int:pk>/chung-cu/lap/", evidence.pack_seal, name="pack_seal"),
    path("<int:pk>/chung-cu/", evidence.pack_open, name="pack_open"),
    path("<int:pk>/tai/<slug:kind>/", sending.download, name="download"),
]
