"""Addresses under /du-lieu-ca-nhan/."""

from django.urls import path

from . import readings, register

urlpatterns = [
    path("", register.personal_register, name="personal"),
    path("da-xem/", readings.reading_list, name="personal_readings"),
    path("da-xem/<int:pk>/", readings.reading, name="personal_reading"),
]
