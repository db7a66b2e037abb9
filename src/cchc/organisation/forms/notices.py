"""How somebody wants to be told."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..actions.notices import HOURS
from ..models import ChannelName, NoticeSetting
from ..notices import Kind
from ..rules.notices import channel_for

_PREFIX = "kind-"


class NoticesForm(forms.Form):
    """A channel for each kind, the hour of the digest, and the language of mail."""

    digest_hour = forms.TypedChoiceField(
        label=_("Thư tổng hợp gửi từ"), coerce=int, choices=[(hour, f"{hour:02}:00") for hour in HOURS],
        help_text=_("Mỗi ngày làm việc nhiều nhất một thư; không có gì mới thì không gửi"),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Ngôn ngữ của thư"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, kinds: Sequence[Kind], setting: NoticeSetting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = kinds
        self.initial.update({"digest_hour": setting.hour, "language": setting.language})
        for kind in kinds:
            choices = [(channel.value, self._word(kind, channel.value)) for channel in kind.channels]
            name = f"{_PREFIX}{kind.code}"
            self.fields[name] = forms.ChoiceField(label=str(kind.title), choices=choices, help_text=str(kind.help))
            self.initial[name] = channel_for(setting.channels.get(kind.code), kind.usual, kind.channels).value

    @staticmethod
    def _word(kind: Kind, channel: str) -> str:
        word = str(ChannelName(channel).label)
        return gettext("%(channel)s (mặc định)") % {"channel": word} if channel == kind.usual else word

    def groups(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        """The fields of kinds under the words of their groups."""
        by_group: dict[str, list[forms.BoundField]] = {}
        for kind in self.kinds:
            by_group.setdefault(str(kind.group), []).append(self[f"{_PREFIX}{kind.code}"])
        yield from by_group.items()

    @property
    def terms(self) -> dict[str, Any]:
        """What `actions.choose_notices` takes."""
        given = self.cleaned_data
        channels = {kind.code: given[f"{_PREFIX}{kind.code}"] for kind in self.kinds}
        return {"channels": channels, "digest_hour": given["digest_hour"], "language": given["language"]}
