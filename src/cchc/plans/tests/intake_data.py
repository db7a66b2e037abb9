"""A small plan of an invented department, and a draft read from it."""

from cchc.organisation.models import Account
from cchc.organisation.testing import make_account, make_agency, make_unit
from cchc.plans.actions import intake as actions
from cchc.plans.models import Draft, DraftItem
from cchc.plans.testing import MORNING
from cchc.reading import read

PLAN = """SỞ CÔNG THƯƠNG TỈNH THỬ NGHIỆM
Số: 21/KH-SCT
Thử Nghiệm, ngày 15 tháng 01 năm 2026

KẾ HOẠCH
Cải cách hành chính của Sở Công Thương năm 2026

Căn cứ Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ, Sở Công Thương xây dựng kế hoạch như sau:

I. MỤC TIÊU

1. Cải cách thủ tục hành chính

- Tỷ lệ hồ sơ giải quyết đúng hạn đạt tối thiểu 98%.

- 100% thủ tục hành chính có yêu cầu nghĩa vụ tài chính được thanh toán trực tuyến và tỷ lệ giao dịch thanh toán trực tuyến đạt từ 60% trở lên.

II. NHIỆM VỤ

1. Cải cách thủ tục hành chính

- Rà soát, đơn giản hóa thủ tục hành chính trong lĩnh vực thương mại, hoàn thành trước ngày 30/6/2026.

- Công khai đầy đủ thủ tục hành chính tại Bộ phận Một cửa.

III. TỔ CHỨC THỰC HIỆN

1. Văn phòng Sở

- Chủ trì, đôn đốc thực hiện nội dung cải cách thủ tục hành chính.

2. Các phòng, đơn vị thuộc Sở

- Báo cáo kết quả thực hiện trước ngày 20 hằng tháng gửi Văn phòng Sở để tổng hợp.
"""  # noqa: E501  # the lines of a document

LOST = """SO CONG THUONG
S6: 12/KH-SCT Thu Nghiem, ngay 10 thang 3 nam 2026
KE HOACH
Khac phuc ton tai, han che nam 2026

I. MUC TIEU
- Nang cao chat luong phuc vu nguoi dan, doanh nghiep trong nam 2026 va nhung nam tiep theo.

II. TO CHUC THUC HIEN
1. Van phong So
- Dinh ky vao ngay 25 hang thang, bao cao ket qua thuc hien nhiem vu duoc giao ve Van phong So de tong hop, danh gia.
- Tham muu Giam doc So phan cong nhiem vu cu the doi voi tung phong, don vi thuoc So trong nam.
"""


def make_office() -> Account:
    """Somebody of the office of a department with units."""
    agency = make_agency()
    make_unit(agency, "Văn phòng Sở", kind="office")
    make_unit(agency, "Phòng Quản lý Thương mại")
    make_unit(agency, "Trung tâm Khuyến công", kind="centre")
    return make_account(agency, ["office"], full_name="Người Rà Soát")


def make_read_draft(by: Account, text: str = PLAN, name: str = "ke-hoach.txt") -> Draft:
    """A draft read from a text by the real reader."""
    data = text.encode()
    return actions.open_draft(content=data, name=name, reading=read(data, name).as_json(), by=by, at=MORNING)


def item(draft: Draft, kind: str, words: str = "") -> DraftItem:
    """The first item of a kind whose sentence holds the words."""
    found = draft.items.filter(kind=kind, quote__contains=words).first()
    assert found is not None, list(draft.items.values_list("kind", "quote"))
    return found


def accept_all(draft: Draft, by: Account) -> None:
    """Accept every open item."""
    seen = dict(draft.items.values_list("pk", "version"))
    actions.accept_many(draft=draft.pk, seen=seen, by=by, at=MORNING)
