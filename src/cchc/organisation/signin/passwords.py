"""Rules of passwords whose words Django does not have in Vietnamese."""

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import ngettext


class Length(MinimumLengthValidator):
    """A password is long enough; digits, capitals and signs are not asked for, and age is not counted."""

    def get_error_message(self) -> str:
        """The rule that was broken."""
        message = ngettext(
            "Mật khẩu này quá ngắn. Mật khẩu có ít nhất %d ký tự.",
            "Mật khẩu này quá ngắn. Mật khẩu có ít nhất %d ký tự.",
            self.min_length,
        )
        return message % self.min_length
