"""What the tables of this package keep of people."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from cchc.common import personal
from cchc.common.declared import DUTY, MAIL_RIGHT, STAFF
from cchc.common.personal import Datum, Grade, declare, secret

from .access import may_for_unit
from .models import Account, Person

MANAGE = "organisation.manage"


def _is_own_person(row: Person, viewer: Any) -> bool:
    return isinstance(viewer, Account) and viewer.person_id == row.pk


def _is_own(row: Any, viewer: Any) -> bool:
    return isinstance(viewer, Account) and row.account_id == viewer.pk


def _unit(person: Person) -> int | None:
    tenure = person.tenure
    return tenure.unit_id if tenure else None


def _people() -> None:
    declare(
        "organisation.person",
        label=_("Người của Sở"),
        whose=STAFF,
        purpose=_("biết ai làm ở đâu, giữ chức vụ gì, để giao việc và liên hệ công vụ"),
        keeps="staff",
        data=[
            Datum("code", _("mã công chức, viên chức")),
            Datum("full_name", _("họ và tên")),
            Datum("folded", _("họ tên và mã, không dấu, để tìm")),
            Datum("email", _("thư công vụ"), right=MAIL_RIGHT, mask=personal.mask_mail, keeps="leaver"),
        ],
        own=_is_own_person,
        unit=_unit,
    )
    declare(
        "organisation.tenure",
        label=_("Chức vụ đã giữ"),
        whose=STAFF,
        purpose=_("biết ai có thẩm quyền gì vào ngày nào"),
        keeps="staff",
        data=[Datum("person", _("người giữ chức vụ")), Datum("post", _("chức vụ")),
              Datum("basis", _("quyết định bổ nhiệm, điều động"))],
        clean="status_then pay_then",
    )  # fmt: skip


def _ratings() -> None:
    declare(
        "organisation.rating",
        label=_("Mức năng lực"),
        whose=STAFF,
        purpose=_("biết ai đáp ứng khung năng lực của vị trí việc làm"),
        keeps="staff",
        data=[Datum("person", _("người được đánh giá")), *personal.free("basis")],
    )


def _accounts() -> None:
    declare(
        "organisation.account",
        label=_("Tài khoản"),
        whose=STAFF,
        purpose=_("đăng nhập và làm việc theo quyền"),
        keeps="staff",
        data=[
            Datum("username", _("tên đăng nhập"), right=MANAGE),
            Datum("person", _("chủ tài khoản")),
            secret("password", _("mật khẩu, chỉ giữ dạng băm")),
            Datum("last_login", _("lần đăng nhập cuối"), right=MANAGE),
        ],
        own=lambda row, viewer: row == viewer,
    )
    declare(
        "organisation.assignment",
        label=_("Vai trò được giao"),
        whose=STAFF,
        purpose=_("biết ai được làm gì, từ ngày nào đến ngày nào"),
        keeps="staff",
        data=[Datum("account", _("người giữ vai trò"))],
    )
    declare(
        "organisation.delegation",
        label=_("Ủy quyền, cử người thay"),
        whose=STAFF,
        purpose=_("biết ai làm thay ai, việc gì, từ ngày nào đến ngày nào"),
        keeps="staff",
        data=[Datum("absent", _("người vắng")), Datum("stand_in", _("người làm thay")), *personal.free("basis")],
        clean="permissions",
    )


def _secrets() -> None:
    told: dict[str, Any] = {
        "whose": STAFF,
        "purpose": _("xác thực bước thứ hai khi đăng nhập"),
        "keeps": "credentials",
        "own": _is_own,
    }
    declare(
        "organisation.secondfactor", label=_("Xác thực hai bước"),
        data=[Datum("account", _("chủ tài khoản")),
              secret("sealed", _("khóa của ứng dụng xác thực, đã niêm phong"))],
        **told,
    )  # fmt: skip
    declare(
        "organisation.recoverycode", label=_("Mã dự phòng"),
        data=[Datum("account", _("chủ tài khoản")),
              secret("digest", _("mã dự phòng, chỉ giữ dạng băm"))],
        **told,
    )  # fmt: skip
    declare(
        "organisation.passkey",
        label=_("Khóa truy cập"),
        data=[
            Datum("account", _("chủ tài khoản")),
            Datum("name", _("tên khóa do chủ tài khoản đặt")),
            secret("credential_id", _("mã của khóa")),
            secret("handle", _("mã mà thiết bị nhận ra tài khoản")),
        ],
        clean="public_key last_challenge",
        **told,
    )


def _doors_of_software() -> None:
    told: dict[str, Any] = {
        "whose": STAFF,
        "purpose": _("phần mềm khác đọc và được báo thay người dùng"),
        "keeps": "credentials",
        "own": _is_own,
    }
    declare(
        "organisation.apitoken", label=_("Mã kết nối"),
        data=[Datum("account", _("chủ tài khoản")), Datum("name", _("tên mã do chủ tài khoản đặt")),
              secret("digest", _("mã kết nối, chỉ giữ dạng băm")), secret("head", _("mấy chữ đầu của mã"))],
        **told,
    )  # fmt: skip
    declare(
        "organisation.webhook", label=_("Webhook"),
        data=[Datum("account", _("chủ webhook")), Datum("name", _("tên webhook do chủ webhook đặt")),
              secret("sealed", _("mã ký, đã niêm phong")), secret("sealed_before", _("mã ký trước, đã niêm phong")),
              secret("url", _("địa chỉ nhận, có thể chứa mã của nơi nhận"))],
        clean="events result",
        **told,
    )  # fmt: skip


def _shared() -> None:
    declare(
        "organisation.openidsubject",
        label=_("Tài khoản dùng chung được gắn"),
        whose=STAFF,
        purpose=_("đăng nhập bằng tài khoản của tỉnh"),
        keeps="credentials",
        data=[
            Datum("account", _("chủ tài khoản")),
            Datum("subject", _("mã người dùng ở nơi cấp"), right=MANAGE),
            Datum("last_used_at", _("lần dùng cuối"), right=MANAGE),
        ],
        clean="issuer",
        own=_is_own,
    )


def _door() -> None:
    declare(
        "organisation.accountsession",
        label=_("Phiên đăng nhập"),
        whose=STAFF,
        purpose=_("giữ đăng nhập; để mỗi người và quản trị viên nhận ra phiên lạ"),
        keeps="sign-in",
        data=[
            Datum("account", _("chủ tài khoản")),
            secret("session_key", _("khóa của phiên")),
            secret("session_data", _("nội dung phiên")),
            Datum("address", _("địa chỉ mạng"), Grade.SENSITIVE, right=MANAGE, mask=personal.mask_network),
            Datum("agent", _("trình duyệt, thiết bị"), Grade.SENSITIVE, right=MANAGE),
            Datum("seen_at", _("lần dùng cuối"), Grade.SENSITIVE, right=MANAGE),
        ],
        own=_is_own,
        key=lambda row: row.account_id,  # the key of a session opens it: it is written nowhere
    )
    declare(
        "organisation.signinguard",
        label=_("Đếm lần nhập sai, tạm chặn đăng nhập"),
        whose=_("người nhập sai mật khẩu hoặc mã"),
        purpose=_("chặn dò mật khẩu"),
        keeps="sign-in",
        data=[
            Datum("account", _("tài khoản bị nhập sai")),
            Datum("address", _("địa chỉ mạng"), Grade.SENSITIVE, right=MANAGE, mask=personal.mask_network),
            secret("key", _("tên đăng nhập đã gõ hoặc địa chỉ mạng, chỉ giữ dạng băm")),
        ],
    )  # fmt: skip


def _notices() -> None:
    declare(
        "organisation.notice",
        label=_("Thông báo"),
        whose=STAFF,
        purpose=_("cho mỗi người biết việc liên quan đến mình"),
        keeps="notice",
        data=[
            Datum("account", _("người được báo")),
            Datum("absent", _("người mà người được báo đang thay")),
            *personal.free("facts folded"),
        ],
        clean="kind key sentence record_type record_id",
        own=_is_own,
    )
    declare(
        "organisation.noticesetting",
        label=_("Cách nhận thông báo"),
        whose=STAFF,
        purpose=_("báo theo cách mỗi người chọn"),
        keeps="staff",
        data=[Datum("account", _("chủ tài khoản"))],
        clean="channels language",
        own=_is_own,
    )
    declare(
        "organisation.digest",
        label=_("Thư tổng hợp đã gửi"),
        whose=STAFF,
        purpose=_("mỗi ngày gửi nhiều nhất một thư"),
        keeps="notice",
        data=[Datum("account", _("người nhận"))],
        own=_is_own,
    )


def _files() -> None:
    declare(
        "organisation.stafffile",
        label=_("Tệp đơn vị, vị trí việc làm, người chờ nhập"),
        whose=STAFF,
        purpose=_("cho xem tệp sẽ làm gì trước khi nhập; nội dung bị bỏ ngay khi đã nhập hoặc đã bỏ tệp"),
        keeps="waiting-file",
        data=[*personal.doers("given_by taken_by"), Datum("table", _("các dòng của tệp, có họ tên và thư công vụ")),
              Datum("lines", _("các dòng sẽ làm thay đổi, có họ tên và thư công vụ")),
              *personal.free("name faults")],
        clean="sheet columns digest headings sha256",
    )  # fmt: skip
    declare(
        "organisation.staffmapping", label=_("Cách ghép cột của tệp tổ chức"), whose=STAFF, purpose=DUTY, keeps="work",
        data=personal.doers("saved_by"), clean="name headings columns",
    )  # fmt: skip


def _typed() -> None:
    declare(
        "organisation.typedform",
        label=_("Nội dung đang gõ khi phiên kết thúc"),
        whose=STAFF,
        purpose=_("không mất phần đang gõ: điền lại cho chính người đó sau khi đăng nhập lại"),
        keeps="typed",
        data=[
            Datum("account", _("người gõ")),
            secret("sealed", _("nội dung đã gõ, đã niêm phong; chỉ điền lại cho người gõ")),
        ],
        clean="page target",
        own=_is_own,
    )


def declare_all() -> None:
    """Declare every table of the package, and say who decides on rights."""
    personal.ask_with(_may)
    _people()
    _ratings()
    _accounts()
    _secrets()
    _doors_of_software()
    _shared()
    _door()
    _notices()
    _typed()
    _files()
    for model, clean in (
        ("agency", "code name short_name parent_body place symbol"), ("unit", "code name short_name folded"),
        ("identifier", "code old_code folded basis"), ("unitevent", "basis name_before name_after"),
        ("quota", "kind basis"), ("function", "text folded basis"), ("functionshare", "basis"),
        ("position", "name folded basis"), ("competency", "name folded"), ("requirement", ""),
        ("role", "code name_vi name_en"),
        ("permission", "code name_vi name_en"), ("grant", ""),
    ):  # fmt: skip
        declare(f"organisation.{model}", clean=clean)


def _may(viewer: Any, right: str, unit: int | None) -> bool:
    return isinstance(viewer, Account) and may_for_unit(viewer, right, unit)
