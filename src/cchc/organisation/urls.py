"""Addresses of the organisation."""

from django.urls import path

from .views import accounts, delegations, identifiers, people, sessions, units

app_name = "organisation"
urlpatterns = [
    path("", units.unit_list, name="unit_list"),
    path("don-vi/moi/", units.unit_new, name="unit_new"),
    path("don-vi/<int:pk>/", units.unit_detail, name="unit_detail"),
    path("don-vi/<int:pk>/doi-ten/", units.unit_rename, name="unit_rename"),
    path("don-vi/<int:pk>/chuyen/", units.unit_move, name="unit_move"),
    path("don-vi/<int:pk>/sap-nhap/", units.unit_merge, name="unit_merge"),
    path("don-vi/<int:pk>/giai-the/", units.unit_dissolve, name="unit_dissolve"),
    path("ma-dinh-danh/", identifiers.identifier_list, name="identifier_list"),
    path("ma-dinh-danh/moi/", identifiers.identifier_new, name="identifier_new"),
    path("ma-dinh-danh/<int:pk>/", identifiers.identifier, name="identifier"),
    path("ma-dinh-danh/<int:pk>/sua/", identifiers.identifier_correct, name="identifier_correct"),
    path("nguoi/", people.person_list, name="person_list"),
    path("nguoi/moi/", people.person_new, name="person_new"),
    path("nguoi/<int:pk>/", people.person_detail, name="person_detail"),
    path("nguoi/<int:pk>/sua/", people.person_change, name="person_change"),
    path("nguoi/<int:pk>/bo-nhiem/", people.person_appoint, name="person_appoint"),
    path("nguoi/<int:pk>/tai-khoan/", accounts.account_new, name="account_new"),
    path("chuc-vu/<int:pk>/thoi/", people.tenure_end, name="tenure_end"),
    path("tai-khoan/", accounts.account_list, name="account_list"),
    path("tai-khoan/<int:pk>/mat-khau/", accounts.account_password, name="account_password"),
    path("tai-khoan/<int:pk>/khoa/", accounts.account_deactivate, name="account_deactivate"),
    path("tai-khoan/<int:pk>/mo/", accounts.account_reactivate, name="account_reactivate"),
    path("tai-khoan/bi-chan/<int:pk>/mo/", accounts.unlock, name="unlock"),
    path("tai-khoan/<int:pk>/hai-buoc/dat-lai/", accounts.second_factor_reset, name="second_factor_reset"),
    path("tai-khoan/<int:pk>/dung-chung/gan/", accounts.account_bind, name="account_bind"),
    path("tai-khoan/<int:pk>/dung-chung/bo/", accounts.account_unbind, name="account_unbind"),
    path("tai-khoan/phien/", sessions.session_list, name="session_list"),
    path("tai-khoan/<int:pk>/phien/ket-thuc/", sessions.account_sessions_end, name="account_sessions_end"),
    path("tai-khoan/<int:pk>/vai-tro/", accounts.assignment_new, name="assignment_new"),
    path("vai-tro/<int:pk>/thoi/", accounts.assignment_end, name="assignment_end"),
    path("uy-quyen/", delegations.delegation_list, name="delegation_list"),
    path("uy-quyen/moi/", delegations.delegate, name="delegate"),
    path("uy-quyen/<int:pk>/", delegations.delegation, name="delegation"),
    path("uy-quyen/<int:pk>/thu-hoi/", delegations.delegation_revoke, name="delegation_revoke"),
    path("tai-khoan/<int:pk>/nguoi-thay/", delegations.delegate_for, name="delegate_for"),
    path("vai-tro/", accounts.role_matrix, name="role_matrix"),
]
