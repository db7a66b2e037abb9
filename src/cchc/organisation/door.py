"""Addresses of the door: signing in and out, one's own account and notices; at the root, without a namespace."""

from django.urls import path

from .views import my_account, notices, openid, passkeys, sessions, sign_in, tokens, typed

urlpatterns = [
    path("dang-nhap/", sign_in.sign_in, name="sign_in"),
    path("dang-nhap/ma-xac-thuc/", sign_in.sign_in_code, name="sign_in_code"),
    path("dang-nhap/khoa-truy-cap/", passkeys.passkey_sign_in, name="passkey_sign_in"),
    path("dang-nhap/khoa-truy-cap/yeu-cau/", passkeys.passkey_challenge, name="passkey_challenge"),
    path("dang-nhap/ma-xac-thuc/khoa-truy-cap/", passkeys.passkey_second, name="passkey_second"),
    path(
        "dang-nhap/ma-xac-thuc/khoa-truy-cap/yeu-cau/",
        passkeys.passkey_second_challenge,
        name="passkey_second_challenge",
    ),
    path("dang-nhap/dung-chung/", openid.openid_start, name="openid_start"),
    path("dang-nhap/dung-chung/ve/", openid.openid_callback, name="openid_callback"),
    path("dang-xuat/", openid.sign_out, name="sign_out"),
    path("dang-xuat/xong/", openid.signed_out, name="signed_out"),
    path("con-lam-viec/", typed.session_stay, name="session_stay"),
    path("dang-go/bo/", typed.typed_discard, name="typed_discard"),
    path("doi-mat-khau/", sign_in.change_password, name="change_password"),
    path("tai-khoan-cua-toi/", my_account.my_account, name="my_account"),
    path("tai-khoan-cua-toi/phien/", sessions.my_sessions, name="my_sessions"),
    path("tai-khoan-cua-toi/phien/ket-thuc/", sessions.my_sessions_end, name="my_sessions_end"),
    path("tai-khoan-cua-toi/phien/<uuid:handle>/ket-thuc/", sessions.my_session_end, name="my_session_end"),
    path("tai-khoan-cua-toi/ma-ket-noi/", tokens.my_tokens, name="my_tokens"),
    path("tai-khoan-cua-toi/ma-ket-noi/moi/", tokens.token_new, name="token_new"),
    path("tai-khoan-cua-toi/ma-ket-noi/<int:pk>/thu-hoi/", tokens.token_revoke, name="token_revoke"),
    path("thong-bao/", notices.notice_list, name="notices"),
    path("thong-bao/da-doc/", notices.notices_read, name="notices_read"),
    path("thong-bao/cach-nhan/", notices.notice_preferences, name="notice_preferences"),
    path("thong-bao/<int:pk>/", notices.notice, name="notice"),
    path("thong-bao/<int:pk>/mo/", notices.notice_open, name="notice_open"),
    path("tai-khoan-cua-toi/hai-buoc/", my_account.second_factor_enrol, name="second_factor_enrol"),
    path("tai-khoan-cua-toi/hai-buoc/tat/", my_account.second_factor_off, name="second_factor_off"),
    path("tai-khoan-cua-toi/khoa-truy-cap/", passkeys.my_passkeys, name="my_passkeys"),
    path("tai-khoan-cua-toi/khoa-truy-cap/moi/", passkeys.passkey_new, name="passkey_new"),
    path("tai-khoan-cua-toi/khoa-truy-cap/moi/yeu-cau/", passkeys.passkey_options, name="passkey_options"),
    path("tai-khoan-cua-toi/khoa-truy-cap/<int:pk>/bo/", passkeys.passkey_remove, name="passkey_remove"),
    path("tai-khoan-cua-toi/ma-du-phong/", my_account.recovery_codes, name="recovery_codes"),
    path("tai-khoan-cua-toi/ma-du-phong/moi/", my_account.recovery_renew, name="recovery_renew"),
]
