"""What people type to sign in and to keep their account safe."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.utils.translation import gettext_lazy as _

from ..models import Opens
from ..webhooks import events


def _password(label: Any, kind: str, **kwargs: Any) -> forms.CharField:
    """A secret, taken as it is typed: spaces at its ends are part of it."""
    widget = forms.PasswordInput(attrs={"autocomplete": kind})
    return forms.CharField(label=label, strip=False, max_length=128, widget=widget, **kwargs)


class SignInForm(forms.Form):
    """Who, and the secret."""

    username = forms.CharField(
        label=_("Tên đăng nhập"), max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "autofocus": True}),
    )  # fmt: skip
    password = _password(_("Mật khẩu"), "current-password")


class ChangePasswordForm(forms.Form):
    """The password in use, and the new one twice."""

    old_password = _password(_("Mật khẩu đang dùng"), "current-password")
    new_password1 = _password(_("Mật khẩu mới"), "new-password")
    new_password2 = _password(_("Nhập lại mật khẩu mới"), "new-password")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].help_text = " ".join(password_validators_help_texts())

    def clean(self) -> dict[str, Any]:
        """The two must be the same."""
        data = super().clean() or {}
        if data.get("new_password1") != data.get("new_password2") and "new_password2" in data:
            self.add_error("new_password2", _("Hai lần nhập mật khẩu mới không giống nhau."))
        return data


class CodeForm(forms.Form):
    """A one-time code, or a recovery code."""

    code = forms.CharField(
        label=_("Mã xác thực"), max_length=40, help_text=_("6 chữ số đang hiện trong ứng dụng xác thực"),
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false", "autofocus": True}
        ),
    )  # fmt: skip


class PasskeyForm(forms.Form):
    """A browser's answer, filled in by the page's script."""

    credential = forms.CharField(max_length=20_000, widget=forms.HiddenInput)


class NewPasskeyForm(PasskeyForm):
    """What a new passkey is called, and what the browser says of it."""

    name = forms.CharField(
        label=_("Tên khóa"), max_length=60, help_text=_("để bạn nhận ra thiết bị, ví dụ: Máy tính phòng 305"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip


class TokenForm(forms.Form):
    """What a new token is called, how long it holds, and the password."""

    name = forms.CharField(
        label=_("Tên mã"), max_length=60, help_text=_("phần mềm nào dùng mã này, ví dụ: Trang điều hành của tỉnh"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    opens = forms.ChoiceField(
        label=_("Dùng để"), choices=Opens.choices, initial=Opens.API,
        help_text=_("mã đăng ký lịch chỉ mở lịch, mã qua API chỉ mở API; chỉ chọn mã nhập số liệu cho phần mềm thật sự"
                    " nhập"),
    )  # fmt: skip
    days = forms.TypedChoiceField(
        label=_("Dùng được trong"), coerce=int, initial=90,
        choices=[(30, _("30 ngày")), (90, _("90 ngày")), (180, _("180 ngày")), (365, _("1 năm"))],
    )  # fmt: skip
    password = _password(_("Mật khẩu"), "current-password")


class WebhookForm(forms.Form):
    """Where to tell of what, and the password."""

    name = forms.CharField(
        label=_("Tên webhook"), max_length=60, help_text=_("phần mềm nào được báo, ví dụ: Trang điều hành của tỉnh"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    url = forms.CharField(
        label=_("Địa chỉ nhận"), max_length=500, help_text=_("https://…, do phần mềm nhận cho biết"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false",
                                      "inputmode": "url"}),
    )  # fmt: skip
    events = forms.MultipleChoiceField(
        label=_("Báo khi"), widget=forms.CheckboxSelectMultiple,
        help_text=_("chỉ báo những gì bạn được xem; nội dung báo không có dữ liệu cá nhân"),
    )  # fmt: skip
    password = _password(_("Mật khẩu của bạn"), "current-password")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        grouped: dict[str, list[tuple[str, str]]] = {}
        for one in events():
            grouped.setdefault(str(one.group), []).append((one.code, str(one.label)))
        field = self.fields["events"]
        field.choices = list(grouped.items())  # type: ignore[attr-defined]  # of a choice field


class SubjectForm(forms.Form):
    """Who somebody is at the provider of shared accounts."""

    subject = forms.CharField(
        label=_("Mã người dùng ở nơi cấp"), max_length=255,
        help_text=_("giá trị sub, chép nguyên, phân biệt hoa thường"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )  # fmt: skip


class PasswordForm(forms.Form):
    """The password once more, before something that matters."""

    password = _password(_("Mật khẩu của bạn"), "current-password")
