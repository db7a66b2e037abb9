"""Addresses under /so-van-ban/."""

from django.urls import path

from . import books, taken

urlpatterns = [
    path("", books.book_list, name="books"),
    path("mo/", books.book_new, name="book_new"),
    path("<int:pk>/", taken.book, name="book"),
    path("<int:pk>/lay-so/", taken.take, name="book_take"),
    path("<int:pk>/mau-so/", books.form_change, name="book_form"),
    path("<int:pk>/so-dau/", books.first_number, name="book_first"),
    path("<int:pk>/khoa/", books.close, name="book_close"),
    path("so/<int:pk>/", taken.number, name="number"),
]
