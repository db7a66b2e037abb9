"""Addresses under /du-lieu-ca-nhan/."""

from django.urls import path

from . import limits, readings, register

urlpatterns = [
    path("", register.personal_register, name="personal"),
    path("het-han/", limits.personal_limits, name="personal_limits"),
    path("da-xem/", readings.reading_list, name="personal_readings"),
    path("da-xem/<int:pk>/", readings.reading, name="personal_reading"),
]
