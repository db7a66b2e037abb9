"""Addresses of dossiers."""

from django.urls import path

from .views import imports, index766, register

app_name = "dossiers"
urlpatterns = [
    path("", register.register, name="register"),
    path("bo-chi-so-766/", index766.index766, name="service_index"),
    path("tep/", imports.import_list, name="import_list"),
    path("tep/mau/", imports.import_template, name="import_template"),
    path("tep/<int:pk>/", imports.import_run, name="import_run"),
    path("tep/<int:pk>/nhap/", imports.import_take, name="import_take"),
    path("tep/<int:pk>/dung/", imports.import_stop, name="import_stop"),
    path("tep/<int:pk>/bo/", imports.import_drop, name="import_drop"),
    path("tep/<int:pk>/luu-cach-ghep/", imports.mapping_save, name="mapping_save"),
    path("<int:pk>/", register.dossier, name="dossier"),
]
