"""What the tables of this package keep of people."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from . import personal
from .personal import Datum, declare, doers

STAFF = _("công chức, viên chức, người lao động của Sở")
ANYBODY = _("người soạn, người ký, người được nhắc tên trong văn bản")
DUTY = _("ghi nhận ai đã làm việc gì, để quy trách nhiệm công vụ")
MAIL_RIGHT = "organisation.mail"


def _journal() -> None:
    declare(
        "common.journalentry",
        label=_("Nhật ký"),
        whose=_("người làm việc trong hệ thống; người được nói đến trong việc đã làm"),
        purpose=_("chứng minh ai đã làm gì, lúc nào, và không ai sửa được về sau"),
        keeps="journal",
        data=[
            *doers("actor_id actor_name"),
            Datum("record_id", _("số của bản ghi, có thể là bản ghi về một người")),
            *personal.free("before after"),
            Datum("folded", _("chữ để tìm, lấy từ tên người làm và nội dung")),
        ],
        clean="action record_type previous digest",
    )
    declare("common.journalhead", clean="digest")
    declare(
        "common.calendarversion",
        label=_("Phiên bản lịch làm việc"),
        whose=STAFF,
        purpose=_("cho biết ai đã đổi lịch mà các hạn được tính theo"),
        keeps="work",
        data=[*doers("by_name"), *personal.free("reason")],
        clean="what token",
    )


def _mail() -> None:
    told: dict[str, Any] = {
        "whose": _("người nhận thư, tin nhắn của hệ thống; người được nói đến trong đó"),
        "purpose": _("gửi thư, tin nhắn và gửi lại khi hỏng"),
        "keeps": "mail",
    }
    written = [
        Datum("recipient", _("địa chỉ nhận"), right=MAIL_RIGHT, mask=personal.mask_mail),
        Datum("subject", _("tiêu đề"), right=MAIL_RIGHT),
        Datum("body", _("nội dung thư, tin nhắn"), right=MAIL_RIGHT, recorded=True),
    ]
    error = Datum(
        "last_error", _("lời của máy chủ thư, có thể nhắc địa chỉ"), right=MAIL_RIGHT, mask=personal.mask_mail
    )
    declare("common.outboxmessage", label=_("Hộp thư đi"), data=[*written, error], clean="trace", **told)
    declare("common.delivered", label=_("Thư ở bản thay thế"), data=written, clean="channel message_id",
            **{**told, "keeps": "stand-in"})  # fmt: skip


def _readings() -> None:
    declare(
        "common.jobrun",
        label=_("Việc định kỳ đã chạy"),
        whose=STAFF,
        purpose=_("cho biết việc định kỳ nào đã chạy, ai cho chạy"),
        keeps="runs",
        data=doers("by_name"),
        clean="job period error",
    )
    declare(
        "common.reading",
        label=_("Nhật ký xem dữ liệu nhạy cảm"),
        whose=_("người đã xem dữ liệu; người có bản ghi được xem"),
        purpose=_("biết ai đã xem dữ liệu nhạy cảm của ai, để phát hiện xem không vì công việc"),
        keeps="readings",
        data=[*doers("reader_id reader_name"), Datum("folded", _("họ tên người xem, không dấu, để tìm")),
              Datum("keys", _("số của các bản ghi được xem"))],
        clean="record_type fields page trace",
    )  # fmt: skip


def _numbers() -> None:
    declare(
        "common.takennumber",
        label=_("Số văn bản đã cấp"),
        whose=ANYBODY,
        purpose=_("đăng ký văn bản: số nào cấp cho văn bản nào, ai lấy, ai hủy, vì sao"),
        keeps="work",
        data=[*doers("taken_by voided_by"), *personal.free("subject void_reason folded")],
        clean="period text kind record_type record_id",
    )
    declare("common.numberbook", clean="name kinds")
    declare("common.bookform", clean="template source")
    declare("common.numbercounter", clean="period")


def declare_all() -> None:
    """Declare every table of the package, and what goes by itself."""
    _journal()
    _mail()
    _readings()
    _numbers()
    for model, clean in (
        ("calendarday", "name source"), ("officehours", "sessions source"), ("countingrule", "source"),
        ("worker", "name version"),
    ):  # fmt: skip
        declare(f"common.{model}", clean=clean)
