"""Addresses of indicators. A common indicator is addressed by its code; its key is understood too."""

from django.urls import path, register_converter

from .rules.definition import CODE
from .views import catalogue, counting, figures, imports, indicator, sheet, staff


class Key:
    """The code or the key of an indicator."""

    regex = rf"{CODE}|[0-9]+"

    def to_python(self, value: str) -> str:
        """As it stands."""
        return value

    def to_url(self, value: object) -> str:
        """As it stands."""
        return str(value)


register_converter(Key, "indicator")
app_name = "indicators"
urlpatterns = [
    path("", catalogue.catalogue, name="catalogue"),
    path("do-phu/", catalogue.coverage, name="coverage"),
    path("moi/", catalogue.indicator_new, name="indicator_new"),
    path("phieu/", sheet.sheet, name="sheet"),
    path("tep/", imports.import_list, name="import_list"),
    path("tep/mau/", imports.import_template, name="import_template"),
    path("tep/<int:pk>/", imports.import_run, name="import_run"),
    path("tep/<int:pk>/nhap/", imports.import_take, name="import_take"),
    path("tep/<int:pk>/bo/", imports.import_drop, name="import_drop"),
    path("tep/<int:pk>/luu-cach-ghep/", imports.mapping_save, name="mapping_save"),
    path("so-lieu/<int:pk>/", figures.figure, name="figure"),
    path("so-lieu/<int:pk>/dinh-chinh/", figures.figure_correct, name="figure_correct"),
    path("so-lieu/<int:pk>/rut/", figures.figure_withdraw, name="figure_withdraw"),
    path("so-lieu/<int:pk>/minh-chung/", figures.figure_evidence, name="figure_evidence"),
    path("bao-cao/<int:pk>/thoi/", indicator.reporter_end, name="reporter_end"),
    path("nguon-dem/", counting.source_list, name="source_list"),
    path("nguon-dem/staff/dong/", staff.staff_rows, name="staff_rows"),
    path("nguon-dem/quota/dong/", staff.quota_rows, name="quota_rows"),
    path("nguon-dem/<slug:code>/", counting.source_use, name="source_use"),
    path("nguon-dem/<slug:code>/thoi/", counting.source_stop, name="source_stop"),
    path("<indicator:key>/", indicator.indicator, name="indicator"),
    path("<indicator:key>/sua/", catalogue.indicator_revise, name="indicator_revise"),
    path("<indicator:key>/nhap/", figures.figure_new, name="figure_new"),
    path("<indicator:key>/phan-cong/", indicator.reporter_new, name="reporter_new"),
]
