"""The gallery of the page kit: every part with its states, on made-up data."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .charts import Bar, BarChart, LineChart, Part, Point, Spark, StackedBar
from .forms import DayField
from .tables import Column, Filter, Listing
from .text import fold, parse_number
from .verdicts import VERDICTS

_DAY = date(2026, 9, 1)


@dataclass(frozen=True)
class Sample:
    """A made-up task of the sample list."""

    pk: int
    title: str
    unit: str
    due_on: date
    amount: int | None
    state: str

    @property
    def folded(self) -> str:
        """What the search looks in."""
        return fold(self.title)


def _samples() -> list[Sample]:
    units = ("Văn phòng Sở", "Phòng Quản lý năng lượng", "Phòng Quản lý thương mại", "Trung tâm Khuyến công")
    titles = ("Rà soát thủ tục hành chính", "Cập nhật số liệu dịch vụ công trực tuyến", "Lập báo cáo tự chấm điểm",
              "Đối chiếu kết quả thanh toán trực tuyến", "Khảo sát mức độ hài lòng")  # fmt: skip
    states = ("done", "doing", "due_soon", "late", "not_started", "waiting")
    return [
        Sample(
            n, f"{titles[n % 5]} lần {n // 5 + 1}", units[n % 4], _DAY + timedelta(days=n * 3 % 97),
            None if n % 9 == 0 else n * 1_250_000, states[n % 6],
        )
        for n in range(1, 64)
    ]  # fmt: skip


SAMPLES = Listing(
    name="viec-mau",
    title=gettext_lazy("Danh sách mẫu"),
    columns=[
        Column("title", gettext_lazy("Việc"), sort="folded"),
        Column("unit", gettext_lazy("Đơn vị"), sort="unit"),
        Column("due", gettext_lazy("Hạn"), value="due_on", kind="date", sort="due_on"),
        Column("amount", gettext_lazy("Kinh phí (đồng)"), kind="number", decimals=0, sort="amount", total="amount"),
        Column("state", gettext_lazy("Trạng thái"), kind="state", sort="state"),
    ],
    filters=[
        Filter("state", gettext_lazy("Trạng thái"), lambda _request: [(c, VERDICTS[c].word) for c in ("done", "late")])
    ],
    search=["folded", "unit"],
    order=["due_on"],
    row_url=lambda row: f"#viec-{row.pk}",
    per_page=20,
    pick="viec",
)
NOTHING = Listing(
    name="rong",
    title=gettext_lazy("Danh sách chưa có gì"),
    columns=[Column("title", gettext_lazy("Kế hoạch"))],
    empty_title=gettext_lazy("Chưa có kế hoạch nào"),
    empty_text=gettext_lazy("Nạp văn bản kế hoạch của Sở; hệ thống đọc ra chỉ tiêu và nhiệm vụ để bạn xác nhận."),
    empty_action=("#viec-mau", gettext_lazy("Nạp kế hoạch")),
)


class SampleForm(forms.Form):
    """One of each control."""

    name = forms.CharField(label=gettext_lazy("Tên chỉ tiêu"), max_length=80)
    value = forms.CharField(
        label=gettext_lazy("Giá trị"),
        help_text=gettext_lazy("Dấu phẩy trước phần lẻ, ví dụ 98,5"),
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    day = DayField(label=gettext_lazy("Ngày"), required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("So sánh"),
        choices=[("ge", gettext_lazy("ít nhất")), ("le", gettext_lazy("nhiều nhất"))],
        widget=forms.RadioSelect,
    )
    unit = forms.ChoiceField(
        label=gettext_lazy("Đơn vị"), choices=[("", gettext_lazy("Chọn …")), ("vp", "Văn phòng Sở")]
    )
    note = forms.CharField(label=gettext_lazy("Ghi chú"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    file = forms.FileField(label=gettext_lazy("Minh chứng"), required=False)
    sure = forms.BooleanField(label=gettext_lazy("Tôi đã đối chiếu với văn bản"), required=False)

    def clean_value(self) -> object:
        """A number in Vietnamese form."""
        try:
            return parse_number(self.cleaned_data["value"])
        except ValueError:
            raise forms.ValidationError(_("“%s” không phải là số; ví dụ: 98,5") % self.cleaned_data["value"]) from None


def _charts() -> dict[str, Any]:
    months = [Point(f"T{n}", 88 + n * 0.9 if n != 4 else None) for n in range(1, 10)]
    ahead = [Point(f"T{n}", 88 + n * 0.9, forecast=True) for n in range(10, 13)]
    quarters = ("I", "II", "III", "IV")
    return {
        "line": LineChart(
            _("Hồ sơ giải quyết đúng hạn"), [*months, *ahead], unit="%", decimals=1, target=98,
            before=[86, 87, 87.5, 88, 88.2, 89, 90, 90.5, 91, 91, 92, 92.5],
        ),
        "steps": LineChart(
            _("Mục tiêu theo từng năm"), [Point(str(y), v, target=t) for y, v, t in
            ((2026, 61.5, 60), (2027, None, 70), (2028, None, 85), (2029, None, 95))], unit="%", decimals=1),
        "single": LineChart(_("Một kỳ duy nhất"), [Point("2026", 12)], unit=_("hồ sơ")),
        "nothing_chart": LineChart(_("Chưa có số liệu"), [Point(f"quý {q}") for q in quarters]),
        "bars": BarChart(
            _("Đúng hạn theo đơn vị"),
            [Bar("Văn phòng Sở", 99.2, "good", url="#"), Bar("Phòng Quản lý năng lượng", 96.4, "risk"),
             Bar("Phòng Quản lý thương mại", 81.5, "bad"), Bar("Trung tâm Khuyến công", None, note="○")],
            unit="%", decimals=1, target=98,
        ),
        "change": BarChart(
            _("Thay đổi so với cùng kỳ"), [Bar("Văn phòng Sở", 12, "good"), Bar("Phòng Kỹ thuật", -7, "bad")],
            unit=_("hồ sơ"),
        ),
        "stacked": StackedBar(
            _("62 chỉ tiêu"), [Part("reached", 31, url="#"), Part("on_track", 12), Part("at_risk", 9),
            Part("missed", 4), Part("no_data", 6), Part("needs_person", 0)]),
        "trend": Spark([88, 90, None, 93, 96.4], title=_("Đúng hạn"), target=98, unit="%"),
        "multiples": [
            Spark([60 + n * k % 17 for n in range(8)], title=title, target=75, unit="%", state=state, url="#")
            for k, (title, state) in enumerate(((_("Thể chế"), "reached"), (_("Thủ tục hành chính"), "at_risk"),
            (_("Tổ chức bộ máy"), "on_track"), (_("Chế độ công vụ"), "missed"), (_("Tài chính công"), "no_data"),
            (_("Chính quyền số"), "on_track")), start=3)
        ],
    }  # fmt: skip


def _texts() -> dict[str, Any]:
    return {
        "states": list(VERDICTS),
        "facts": [(_("Cơ quan chủ trì"), "Văn phòng Sở"), (_("Hạn"), "30/09/2026", "#"), (_("Kinh phí"), None)],
        "tabs": [
            {"label": _("Quá hạn"), "url": "#", "count": 3, "current": True, "tone": "bad"},
            {"label": _("Tuần này"), "url": "#tuan", "count": 12},
            {"label": _("Đã xong"), "url": "#xong", "count": 0},
        ],
        "crumbs": [(_("Kế hoạch"), "#"), (_("Kế hoạch năm 2026"), "#"), (_("Mục tiêu 2"), "")],
        "tree": [
            (0, _("Cải cách thể chế"), None, ""), (1, _("Mục tiêu 1"), None, ""),
            (2, _("Văn bản đúng hạn"), 100, "reached"),
            (2, _("Văn bản được rà soát"), 82.5, "at_risk"), (1, _("Mục tiêu 2"), 40, "missed"),
            (0, _("Thủ tục hành chính"), None, ""), (1, _("Hồ sơ đúng hạn"), 96.4, "on_track"),
        ],
        "steps_list": [
            {"label": _("Nạp văn bản"), "state": "done", "url": "#"},
            {"label": _("Xác nhận"), "state": "current"},
            {"label": _("Thông qua"), "state": "todo"},
        ],
        "events": [
            {"title": _("Đổi hạn thành 30/09/2026"), "who": "Văn phòng Sở", "at": _DAY, "text": _("Theo công văn 12")},
            {"title": _("Giao việc"), "who": "Văn phòng Sở", "at": _DAY - timedelta(days=40)},
        ],
        "changes": [(_("Hạn"), "31/08/2026", "30/09/2026"), (_("Chủ trì"), "Văn phòng Sở", "Phòng Quản lý năng lượng")],
    }  # fmt: skip


def gallery(request: HttpRequest) -> HttpResponseBase:
    """Every part of the page kit. A form sent here is checked and shown again; nothing is kept."""
    form = SampleForm(request.POST if "name" in request.POST else None)
    if request.method == "POST" and (form.is_valid() or not form.is_bound):
        messages.success(request, _("Đã nhận và kiểm tra; trang mẫu không ghi gì."))
        return redirect("gallery")
    page = SAMPLES.page(request, _samples())
    wrong = SampleForm({"sai-name": "", "sai-value": "chín", "sai-kind": "ge"}, prefix="sai")
    context = {
        "page": page,
        "nothing": NOTHING.page(request, []),
        "form": form,
        "wrong": wrong,
        **_charts(),
        **_texts(),
    }
    return page.download() or render(request, "common/gallery.html", context)
