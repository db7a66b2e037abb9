"""Addresses of the door: signing in and out, and one's own account. They stand at the root, without a namespace."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from .access import public
from .views import sign_in

urlpatterns = [
    path("dang-nhap/", sign_in.sign_in, name="sign_in"),
    path("dang-xuat/", public(LogoutView.as_view()), name="sign_out"),
    path("doi-mat-khau/", sign_in.change_password, name="change_password"),
]
