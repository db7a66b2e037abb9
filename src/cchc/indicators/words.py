"""The words shown for the codes of the domain; the rules themselves speak no language."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cchc.common.periods import Kind

from .rules import Content, Direction, Fault, Formula, OverTime, Unit, ZeroRule

Words = dict[str, str | Promise]

CONTENTS: Words = {
    Content.STEERING.value: _("Chỉ đạo, điều hành"),
    Content.INSTITUTION.value: _("Cải cách thể chế"),
    Content.PROCEDURES.value: _("Cải cách thủ tục hành chính"),
    Content.ORGANISATION.value: _("Cải cách tổ chức bộ máy"),
    Content.CIVIL_SERVICE.value: _("Cải cách chế độ công vụ"),
    Content.FINANCE.value: _("Cải cách tài chính công"),
    Content.DIGITAL.value: _("Chính quyền điện tử, chính quyền số"),
}
FORMULAE: Words = {
    Formula.RATIO.value: _("tỷ lệ: tử số chia mẫu số, nhân 100"),
    Formula.COUNT.value: _("số lượng"),
    Formula.CHANGE.value: _("mức giảm so với kỳ gốc"),
    Formula.RANK.value: _("thứ hạng"),
    Formula.EXISTENCE.value: _("có hoặc không"),
    Formula.MEAN.value: _("điểm hoặc số bình quân"),
    Formula.SUM.value: _("số tiền, khối lượng"),
}
UNITS: Words = {
    Unit.PERCENT.value: "%",
    Unit.COUNT.value: pgettext_lazy("unit of an indicator", "số"),
    Unit.RANK.value: _("thứ hạng"),
    Unit.DAYS.value: _("ngày"),
    Unit.POINTS.value: _("điểm"),
    Unit.VND.value: _("đồng"),
    Unit.MILLION_VND.value: _("triệu đồng"),
    Unit.YES_NO.value: _("có/không"),
}
DIRECTIONS: Words = {
    Direction.HIGHER.value: _("càng cao càng tốt"),
    Direction.LOWER.value: _("càng thấp càng tốt"),
    Direction.NEUTRAL.value: _("không xét cao thấp"),
}
ZERO_RULES: Words = {
    ZeroRule.NO_DATA.value: _("coi là chưa có số liệu"),
    ZeroRule.FULL.value: _("coi là 100%"),
    ZeroRule.ZERO.value: _("coi là 0%"),
}
OVER_TIME: Words = {
    OverTime.SUM.value: _("cộng các kỳ ngắn hơn"),
    OverTime.LAST.value: _("lấy số cuối kỳ"),
    OverTime.MEAN.value: _("bình quân các kỳ ngắn hơn"),
}
REGISTERS: Words = {
    "dossiers": _("sổ hồ sơ TTHC"),
    "procedures": _("danh mục TTHC"),
    "feedback": _("sổ phản ánh, kiến nghị"),
    "legal_documents": _("sổ văn bản QPPL"),
    "correspondence": _("sổ văn bản đi, đến"),
    "documents": _("kho văn bản"),
    "plans": _("kế hoạch và nhiệm vụ"),
    "reports": _("lịch báo cáo"),
    "staff": _("hồ sơ nhân sự"),
    "finance": _("sổ tài chính"),
    "inspections": _("sổ kiểm tra"),
    "communications": _("sổ tuyên truyền"),
}
KINDS: Words = {
    Kind.MONTH.value: _("tháng"),
    Kind.QUARTER.value: _("quý"),
    Kind.HALF.value: _("6 tháng"),
    Kind.NINE_MONTHS.value: _("9 tháng"),
    Kind.YEAR.value: _("năm"),
}
# What is wrong with a figure, and the field it is told beside.
FAULTS: dict[Fault, tuple[str, str | Promise]] = {
    Fault.MISSING: ("value", _("Chưa có số liệu. Nhập giá trị, hoặc nhập cả tử số và mẫu số.")),
    Fault.ONE_PART: ("denominator", _("Mới có một trong hai số. Nhập đủ cả tử số và mẫu số.")),
    Fault.BOTH: ("value", _("Giá trị không khớp với tử số chia mẫu số. Để trống giá trị, hệ thống sẽ tự tính.")),
    Fault.NEGATIVE: ("value", _("Số liệu không được âm.")),
    Fault.OVER_FULL: ("numerator", _("Tỷ lệ vượt 100%: tử số lớn hơn mẫu số. Kiểm tra lại hai số.")),
    Fault.NOT_WHOLE: ("value", _("Chỉ số này đếm bằng số nguyên, không có phần lẻ.")),
    Fault.NOT_YES_NO: ("value", _("Chỉ số này chỉ nhận 1 (có) hoặc 0 (không).")),
    Fault.NO_RANK: ("value", _("Thứ hạng bắt đầu từ 1.")),
    Fault.NO_PARTS: ("value", _("Chỉ số này không có tử số, mẫu số. Nhập giá trị.")),
}


def fault(code: Fault, *, has_parts: bool) -> tuple[str, str]:
    """The field and the sentence of a fault; what has no parts is told beside its value."""
    field, sentence = FAULTS[code]
    if code is Fault.OVER_FULL and not has_parts:
        return "value", str(_("Tỷ lệ vượt 100%. Kiểm tra lại con số."))
    return (field if has_parts else "value"), str(sentence)
