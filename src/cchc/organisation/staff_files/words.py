"""The words of files of units, positions and people: what columns are called, how values read, what is wrong."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from cchc.common.text import format_date

from ..models import PaySource, PersonStatus, UnitKind
from ..rules.staff_files import FileKind, Slip

KINDS: Mapping[str, str | Promise] = {
    FileKind.UNITS: gettext_lazy("Đơn vị"),
    FileKind.POSITIONS: gettext_lazy("Vị trí việc làm"),
    FileKind.PEOPLE: gettext_lazy("Người"),
}
_BASIS = gettext_lazy("Căn cứ")
LABELS: Mapping[str, Mapping[str, str | Promise]] = {
    FileKind.UNITS: {
        "code": gettext_lazy("Mã đơn vị"),
        "name": gettext_lazy("Tên đơn vị"),
        "short_name": gettext_lazy("Tên gọn"),
        "kind": gettext_lazy("Loại đơn vị"),
        "parent": gettext_lazy("Trực thuộc"),
        "opened_on": gettext_lazy("Thành lập từ ngày"),
        "closed_on": gettext_lazy("Giải thể từ ngày"),
        "identifier": gettext_lazy("Mã định danh"),
        "identifier_on": gettext_lazy("Mã định danh từ ngày"),
        "changed_on": gettext_lazy("Thay đổi từ ngày"),
        "basis": _BASIS,
    },
    FileKind.POSITIONS: {
        "unit": gettext_lazy("Đơn vị"),
        "name": gettext_lazy("Vị trí việc làm"),
        "kind": gettext_lazy("Dành cho"),
        "quota": gettext_lazy("Số người được duyệt"),
        "started_on": gettext_lazy("Từ ngày"),
        "ended_on": gettext_lazy("Thôi từ ngày"),
        "basis": gettext_lazy("Quyết định phê duyệt"),
    },
    FileKind.PEOPLE: {
        "code": gettext_lazy("Mã công chức, viên chức"),
        "full_name": gettext_lazy("Họ và tên"),
        "status": gettext_lazy("Chế độ làm việc"),
        "pay_source": gettext_lazy("Nguồn lương"),
        "email": gettext_lazy("Thư công vụ"),
        "unit": gettext_lazy("Đơn vị"),
        "post": gettext_lazy("Chức vụ, chức danh"),
        "heads": gettext_lazy("Đứng đầu đơn vị"),
        "concurrent": gettext_lazy("Kiêm nhiệm"),
        "started_on": gettext_lazy("Giữ chức vụ từ ngày"),
        "position": gettext_lazy("Vị trí việc làm"),
        "basis": _BASIS,
    },
}
_CHOICES: Mapping[tuple[str, str], Any] = {
    (FileKind.UNITS, "kind"): UnitKind,
    (FileKind.POSITIONS, "kind"): PersonStatus,
    (FileKind.PEOPLE, "status"): PersonStatus,
    (FileKind.PEOPLE, "pay_source"): PaySource,
}


def words_of(choices: Any) -> list[str]:
    """The words that a column takes, as files have them."""
    with override("vi"):
        return [str(label) for label in choices.labels]


def said(kind: str, field: str, value: Any) -> str:
    """A fact as people read it."""
    if isinstance(value, bool):
        return _("có") if value else _("không")
    if isinstance(value, date):
        return format_date(value)
    choices = _CHOICES.get((kind, field))
    return str(choices(value).label) if choices and value else str(value or "" if value != 0 else 0)


def sentence(kind: str, slip: Slip) -> str:
    """What is wrong with a cell, said to whoever mends the file."""
    choices = _CHOICES.get((kind, slip.field))
    words = {
        "heading": LABELS[kind][slip.field],
        "text": slip.text,
        "most": slip.most,
        "known": ", ".join(words_of(choices)) if choices else "",
    }
    told = {
        "missing": _("Thiếu “%(heading)s”."),
        "unknown": _("Không hiểu “%(text)s” ở mục “%(heading)s”. Ghi một trong: %(known)s."),
        "day": _("“%(text)s” ở mục “%(heading)s” không phải là ngày. Ghi ngày/tháng/năm, như 17/09/2026."),
        "number": _("“%(text)s” ở mục “%(heading)s” không phải số người hợp lệ. Ghi số nguyên, như 3."),
        "flag": _("“%(text)s” ở mục “%(heading)s”: ghi “có” hoặc để trống."),
        "mail": _("“%(text)s” không phải địa chỉ thư."),
        "long": _("Mục “%(heading)s” dài quá %(most)s ký tự."),
    }[slip.what]
    return told % words


_UNIT_WAYS = gettext_lazy("Mã, tên gọn, tên hoặc mã định danh của đơn vị đang có")
HELP: Mapping[str, Mapping[str, str | Promise]] = {
    FileKind.UNITS: {
        "code": gettext_lazy("Bắt buộc. Nhận ra đơn vị; mã định danh được nhận ở cả hai cách viết"),
        "name": gettext_lazy("Bắt buộc với đơn vị mới. Như trong quyết định thành lập"),
        "short_name": gettext_lazy("Dùng trong bảng, tối đa 60 ký tự; để trống thì lấy tên"),
        "kind": gettext_lazy("Bắt buộc với đơn vị mới"),
        "parent": gettext_lazy("Mã hoặc tên đơn vị cấp trên, đang có hoặc ở dòng khác của tệp; “Sở” nếu trực thuộc Sở"),
        "opened_on": gettext_lazy("Bắt buộc với đơn vị mới"),
        "closed_on": gettext_lazy("Ngày đầu tiên không còn hoạt động; sáp nhập thì ghi ở trang của đơn vị"),
        "identifier": gettext_lazy("H19.12.03 hoặc, theo cách viết cũ, 000.03.12.H19"),
        "identifier_on": gettext_lazy("Để trống thì lấy ngày thành lập; bắt buộc khi đổi mã"),
        "changed_on": gettext_lazy("Bắt buộc khi tên hoặc cấp trên khác với đang ghi"),
        "basis": gettext_lazy("Số, ngày của quyết định; để trống thì ghi tên tệp"),
    },
    FileKind.POSITIONS: {
        "unit": _UNIT_WAYS,
        "name": gettext_lazy("Bắt buộc. Như trong đề án được duyệt; cùng đơn vị thì nhận ra nhau bằng tên"),
        "kind": gettext_lazy("Bắt buộc với vị trí mới"),
        "quota": gettext_lazy("Bắt buộc với vị trí mới. Số nguyên"),
        "started_on": gettext_lazy("Bắt buộc với vị trí mới"),
        "ended_on": gettext_lazy("Ngày đầu tiên không còn vị trí này"),
        "basis": gettext_lazy("Số, ngày của quyết định; để trống thì ghi tên tệp"),
    },
    FileKind.PEOPLE: {
        "code": gettext_lazy("Bắt buộc. Nhận ra người; mỗi chức vụ đang giữ một dòng, cùng mã"),
        "full_name": gettext_lazy("Bắt buộc với người mới"),
        "status": gettext_lazy(
            "Bắt buộc với người mới; khác với đang ghi là sửa lỗi, đổi từ một ngày thì ghi ở trang cá nhân"
        ),
        "pay_source": gettext_lazy("Viên chức chỉ được đếm vào biên chế khi đã nêu nguồn lương"),
        "email": gettext_lazy("Để nhận thông báo; số điện thoại không được giữ"),
        "unit": _UNIT_WAYS,
        "post": gettext_lazy("Như trong quyết định bổ nhiệm; để trống cả đơn vị và chức vụ thì giữ chức vụ đang ghi"),
        "heads": gettext_lazy("“có” với người đứng đầu đơn vị"),
        "concurrent": gettext_lazy("“có” với chức vụ giữ thêm bên cạnh chức vụ chính"),
        "started_on": gettext_lazy("Bắt buộc với chức vụ mới; chức vụ chính đang giữ kết thúc từ ngày này"),
        "position": gettext_lazy("Tên một vị trí đang dùng của đơn vị, dành cho chế độ làm việc của người đó"),
        "basis": gettext_lazy("Số, ngày của quyết định; để trống thì ghi tên tệp"),
    },
}
_EXAMPLES: Mapping[str, Mapping[str, str]] = {
    FileKind.UNITS: {
        "code": "PM", "name": "Phòng Mẫu", "short_name": "P. Mẫu", "parent": "Sở",
        "opened_on": "01/03/2025", "identifier": "H99.12.03", "basis": "Quyết định số 12/QĐ-UBND ngày 20/02/2025",
    },
    FileKind.POSITIONS: {
        "unit": "PM", "name": "Chuyên viên về việc mẫu", "quota": "3", "started_on": "01/03/2025",
        "basis": "Quyết định số 45/QĐ-UBND ngày 25/02/2025",
    },
    FileKind.PEOPLE: {
        "code": "CC001", "full_name": "Nguyễn Văn A", "email": "nva@so.example", "unit": "PM",
        "post": "Chuyên viên", "started_on": "01/03/2025", "position": "Chuyên viên về việc mẫu",
    },
}  # fmt: skip


def guide(kind: str) -> list[tuple[str, str, str]]:
    """Each column of a kind of file: its heading, how it is filled in, and an example or the words it takes.

    Headings and words are those of the file, which is written in Vietnamese whatever the language of the page.
    """
    rows = []
    for field, label in LABELS[kind].items():
        choices = _CHOICES.get((kind, field))
        example = "; ".join(words_of(choices)) if choices else _EXAMPLES[kind].get(field, "")
        with override("vi"):
            heading = str(label)
        rows.append((heading, str(HELP[kind][field]), example))
    return rows
