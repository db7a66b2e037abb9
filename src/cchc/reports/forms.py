"""What people type about reports."""

from datetime import date, time
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cchc.common.forms import DayField
from cchc.common.periods import Kind, Period
from cchc.indicators.forms import NumberField
from cchc.organisation.access import units_for
from cchc.organisation.models import Account, Unit
from cchc.plans.contents import title_on
from cchc.plans.models.duty import Cadence
from cchc.plans.rules.contents import ORDER, Content

from .actions.write import LONGEST
from .models import Obligation, Report, Who
from .words import WEEKDAYS


def periods_to_report(today: date, kinds: tuple[str, ...]) -> list[Period]:
    """The periods begun in this year and the last that a form knows, the latest first."""
    found = []
    for kind in (Kind(code) for code in kinds):
        period = Period.of(kind, today)
        while period.year >= today.year - 1:
            if period.first <= today:
                found.append(period)
            period = period.previous()
    return sorted(found, key=lambda period: (period.last, period.first), reverse=True)


class NewReportForm(forms.Form):
    """Which report is begun."""

    period = forms.ChoiceField(label=_("Kỳ báo cáo"))
    unit = forms.ChoiceField(label=_("Báo cáo của"), required=False)
    as_of = DayField(label=_("Chốt số liệu đến hết ngày"), help_text=_("Một ngày trong kỳ, không sau hôm nay"))

    def __init__(self, *args: Any, account: Account, today: date, kinds: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        periods = periods_to_report(today, kinds)
        self.fields["period"].choices = [(one.code, one.label) for one in periods]  # type: ignore[attr-defined]
        self.fields["unit"].choices = self._bodies(account)  # type: ignore[attr-defined]
        if periods:
            self.initial.setdefault("as_of", min(today, periods[0].last))

    def _bodies(self, account: Account) -> list[tuple[str, object]]:
        may = units_for(account, "reports.write")
        units = Unit.objects.filter(agency=account.agency, closed_on=None)
        chosen = units if may is None else units.filter(pk__in=may)
        whole: list[tuple[str, object]] = [("", _("Toàn Sở"))] if may is None else []
        return [*whole, *((str(unit.pk), unit.name) for unit in chosen)]

    def clean_period(self) -> Period:
        """The chosen period."""
        return Period.parse(self.cleaned_data["period"])

    def clean_unit(self) -> Unit | None:
        """The chosen unit; None is the department."""
        chosen = self.cleaned_data["unit"]
        return Unit.objects.get(pk=chosen) if chosen else None


class SectionForm(forms.Form):
    """The text of a section, and the version the writer had before him."""

    text = forms.CharField(
        label=_("Nội dung"),
        required=False,
        max_length=LONGEST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14, "class": "report-text"}),
        help_text=_(
            "Mỗi dòng là một đoạn; “- ” hoặc “+ ” ở đầu dòng là gạch đầu dòng; {tên_số_liệu} in ra con số; "
            "[[chú thích]] in ở chân trang."
        ),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class FrameForm(forms.Form):
    """What stands around the text."""

    as_of = DayField(label=_("Chốt số liệu đến hết ngày"))
    number = forms.CharField(
        label=_("Số văn bản"),
        required=False,
        max_length=20,
        help_text=_("Lấy từ sổ, hoặc ghi số đã cấp ở nơi khác; để trống khi chưa có số"),
    )
    signed_on = DayField(label=_("Ngày ký"), required=False)
    addressees = forms.CharField(
        label=_("Kính gửi"), required=False, widget=forms.Textarea(attrs={"rows": 2}), help_text=_("Mỗi nơi một dòng")
    )
    recipients = forms.CharField(
        label=_("Nơi nhận"), required=False, widget=forms.Textarea(attrs={"rows": 4}), help_text=_("Mỗi nơi một dòng")
    )
    signer_authority = forms.CharField(
        label=_("Thẩm quyền ký"),
        required=False,
        max_length=60,
        help_text=_("Ví dụ: KT. GIÁM ĐỐC; để trống nếu người đứng đầu ký"),
    )
    signer_title = forms.CharField(label=_("Chức vụ người ký"), required=False, max_length=60)
    signer_name = forms.CharField(label=_("Họ tên người ký"), required=False, max_length=100)

    @classmethod
    def of(cls, report: Report) -> dict[str, Any]:
        """What the form starts with."""
        return {name: getattr(report, name) for name in cls.base_fields}


class CorrectForm(forms.Form):
    """Why a sent report is corrected."""

    reason = forms.CharField(label=_("Lý do đính chính"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class RevisionForm(forms.Form):
    """The state of the draft that the sender saw."""

    revision = forms.IntegerField(widget=forms.HiddenInput)


class ObligationForm(forms.Form):
    """What is to be reported, by whom, to whom, how often and by when."""

    title = forms.CharField(label=_("Báo cáo"), max_length=300)
    who = forms.ChoiceField(label=_("Ai báo cáo"), choices=Who.choices)
    unit = forms.ModelChoiceField(label=_("Đơn vị"), queryset=Unit.objects.none(), required=False,
                                  help_text=_("Chỉ chọn khi báo cáo của một đơn vị"))  # fmt: skip
    to = forms.CharField(label=_("Gửi đến"), max_length=300)
    cadences = forms.MultipleChoiceField(
        label=_("Định kỳ"), choices=Cadence.choices, widget=forms.CheckboxSelectMultiple,
        help_text=_("Các kỳ cùng kết thúc một tháng thì chỉ lập báo cáo của kỳ dài nhất"),
    )  # fmt: skip
    day = forms.IntegerField(label=_("Hạn: ngày trong tháng"), min_value=1, max_value=31, required=False,
                             help_text=_("1–31; để trống là ngày cuối tháng"))  # fmt: skip
    shift = forms.TypedChoiceField(
        label=_("Hạn: tháng nào"), coerce=int, initial=0,
        choices=[(0, _("tháng cuối của kỳ")), (1, _("tháng sau kỳ")), (2, _("tháng thứ hai sau kỳ")),
                 (-1, _("tháng liền trước tháng cuối kỳ"))],
    )  # fmt: skip
    weekday = forms.TypedChoiceField(
        label=_("Hạn: thứ trong tuần"), coerce=int, initial=4, choices=list(enumerate(WEEKDAYS)),
        help_text=_("Chỉ dùng cho báo cáo tuần"),
    )  # fmt: skip
    on = DayField(label=_("Hạn: ngày của báo cáo đột xuất"), required=False)
    hour = forms.TimeField(label=_("Trước giờ"), required=False, help_text=_("Ví dụ 16:00; để trống là hết ngày"),
                           widget=forms.TimeInput(format="%H:%M"))  # fmt: skip
    window_day = forms.IntegerField(
        label=_("Số liệu tính từ ngày"), min_value=2, max_value=28, required=False,
        help_text=_("Ví dụ 15: từ ngày 15 tháng trước kỳ đến ngày 14 tháng cuối kỳ; để trống là theo tháng dương lịch"),
    )  # fmt: skip
    in_system = forms.BooleanField(
        label=_("Lập trong hệ thống"), required=False,
        help_text=_("Quý, 6 tháng, 9 tháng, năm theo đề cương chuẩn; tháng, tuần, đột xuất theo đề cương rút gọn"),
    )  # fmt: skip
    locks = forms.BooleanField(label=_("Khóa báo cáo của đơn vị và số liệu khi đến hạn"), required=False)
    remind_days = forms.IntegerField(label=_("Nhắc trước (ngày làm việc)"), min_value=0, max_value=30, initial=3)
    starts_on = DayField(label=_("Áp dụng từ ngày"))
    ends_on = DayField(label=_("Đến ngày"), required=False)
    basis = forms.CharField(label=_("Căn cứ"), max_length=300, required=False)

    def __init__(self, *args: Any, account: Account, obligation: Obligation | None = None, **kwargs: Any) -> None:
        if obligation is not None:
            kwargs["initial"] = {name: getattr(obligation, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)
        units = Unit.objects.filter(agency=account.agency, closed_on=None)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]  # a choice of rows


class FilingForm(forms.Form):
    """When and how a report that is not written here was sent."""

    sent_on = DayField(label=_("Ngày gửi"))
    hour = forms.TimeField(
        label=_("Giờ gửi"), help_text=_("giờ:phút, ví dụ 15:20"), widget=forms.TimeInput(format="%H:%M")
    )
    reference = forms.CharField(label=_("Số, ký hiệu văn bản hoặc cách gửi"), max_length=300)


class HandBackForm(forms.Form):
    """What has to be changed."""

    reason = forms.CharField(label=_("Điều cần sửa"), widget=forms.Textarea(attrs={"rows": 4}), max_length=2000)


class _UntilForm(forms.Form):
    """A reason, and until when something is open."""

    reason = forms.CharField(label=_("Lý do"), widget=forms.Textarea(attrs={"rows": 3}), max_length=500)
    until_day = DayField(label=_("Mở khóa đến ngày"))
    until_hour = forms.TimeField(label=_("Đến giờ"), initial=time(17), widget=forms.TimeInput(format="%H:%M"))


class UnlockForm(_UntilForm):
    """Why a closed return is opened, and until when."""


class ReturnForm(_UntilForm):
    """Why a return is sent back; after the cut-off also until when the unit may change it."""

    def __init__(self, *args: Any, locked: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not locked:
            del self.fields["until_day"], self.fields["until_hour"]


class FocalForm(forms.Form):
    """Which unit gathers a content, from when."""

    content = forms.ChoiceField(label=_("Nội dung"))
    unit = forms.ModelChoiceField(label=_("Đơn vị đầu mối"), queryset=Unit.objects.none(), required=False,
                                  empty_label=_("Văn phòng Sở (không phân công)"))  # fmt: skip
    since = DayField(label=_("Từ ngày"))

    def __init__(self, *args: Any, account: Account, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        english = (get_language() or "vi").startswith("en")
        titles = [(one, title_on(one, today)) for one in ORDER]
        choices = [(one.value, title.en if english else title.vi) for one, title in titles]
        self.fields["content"].choices = choices  # type: ignore[attr-defined]  # a choice
        units = Unit.objects.filter(agency=account.agency, closed_on=None)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]  # a choice of rows
        self.initial.setdefault("since", today)

    def clean_content(self) -> Content:
        """The chosen content."""
        return Content(self.cleaned_data["content"])


class NoteForm(forms.Form):
    """Which figure of a sent report is put right, what it is, and why."""

    key = forms.ChoiceField(label=_("Số liệu"))
    value = NumberField(label=_("Số đính chính"), required=False, help_text=_("Để trống là không có số"))
    reason = forms.CharField(label=_("Lý do"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000)

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].choices = choices  # type: ignore[attr-defined]  # a choice
