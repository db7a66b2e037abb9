"""The addresses of the intake, under ke-hoach/."""

from django.urls import path

from .views.intake import adding, adoption, listing, review, upload

urlpatterns = [
    path("nap/", upload.upload, name="intake_upload"),
    path("ban-nap/", listing.draft_list, name="intake_list"),
    path("ban-nap/<int:pk>/", review.review, name="intake_review"),
    path("ban-nap/<int:pk>/muc/<int:item>/", review.step, name="intake_step"),
    path("ban-nap/<int:pk>/them/", adding.add, name="intake_add"),
    path("ban-nap/<int:pk>/nhieu-muc/", adding.batch, name="intake_batch"),
    path("ban-nap/<int:pk>/thong-tin/", adoption.facts, name="intake_facts"),
    path("ban-nap/<int:pk>/toan-ke-hoach/", adoption.preview, name="intake_preview"),
    path("ban-nap/<int:pk>/ban-hanh/", adoption.adopt, name="intake_adopt"),
    path("ban-nap/<int:pk>/bo/", adoption.drop, name="intake_drop"),
    path("ban-nap/<int:pk>/doc-lai/", upload.read_again, name="intake_read_again"),
    path("ban-nap/<int:pk>/nhap-tay/", upload.by_hand, name="intake_by_hand"),
    path("ban-nap/<int:pk>/tep-goc/", upload.source, name="intake_source"),
]
