"""The seven contents of administrative reform: which one a heading names, which one a sentence is about."""

import re
from functools import lru_cache

from cchc.reading.keyed import Keyed

AREAS = ("institution", "procedures", "organisation", "civil_service", "finance", "digital", "steering", "general")

# In a heading the first that matches decides.
_HEADINGS = tuple(
    (area, Keyed(pattern))
    for area, pattern in (
        (
            "institution",
            r"(?<!thay )\bthe che\b(?! so\b)|(?:hoan thien|xay dung)[^.]{0,20}(?:co che|chinh sach, phap luat)"
            r"|quy pham phap luat|\bqppl\b|(?:theo doi|to chuc) thi hanh phap luat"
            r"|ban hanh (?:(?:dong bo|day du|toan dien|kip thoi|cac),? )*(?:van ban\b|chu truong,? chinh sach)"
            r"|^(?:giai phap )?ve (?:co che,? )?chinh sach$",
        ),
        ("organisation", r"to chuc bo may|bo may (?:hanh chinh|nha nuoc)|sap xep,? (?:tinh gon|kien toan)"),
        ("procedures", r"thu tuc hanh chinh|\btthc\b|mot cua|(?:cat giam|don gian hoa|rut gon),? (?:\w+,? )?thu tuc"),
        (
            "finance",
            r"tai chinh cong|tai san cong|(?:mua sam|quan ly|khai thac|su dung)\b[^.;:]{0,30} tai san(?! tri tue| so)"
            r"|ngan sach|thuc hanh tiet kiem|tru so|chi thuong xuyen|dau tu cong"
            r"|ke hoach,? (?:va )?tai chinh|huy dong[^.;:]{0,30} phan bo[^.;:]{0,40}nguon luc",
        ),
        (
            "digital",
            r"(?:chinh quyen|chinh phu|nen hanh chinh|cong dan) (?:dien tu|so)\b|chuyen doi so"
            r"|(?:kinh te|xa hoi|ha tang|nen tang|ky nang|du lieu) so\b"
            r"|cong nghe so\b|vien thong"
            r"|khong dung tien mat"
            r"|ung dung (?:cong nghe(?! cao| sinh)|cntt)|cong nghe thong tin"
            r"|(?<!cong nghiep hoa, )(?<!cong nghiep hoa va )hien dai hoa",
        ),
        (
            "civil_service",
            r"cong vu|van hoa cong so|xa hoi hoc tap|cong tac can bo|ky luat, ky cuong"
            r"|(?:quan ly|su dung)(?: (?:can bo|doi ngu),?)? (?:cong|vien) chuc"
            r"|^(?:xay dung |phat trien |nang cao chat luong )*doi ngu can bo"
            r"|chat luong (?:doi ngu )?(?:can bo|cong chuc)|can bo, cong chuc$",
        ),
        (
            "steering",
            r"chi dao,? (?:va )?dieu hanh|cong tac chi dao|lanh dao, chi dao|kiem tra,? (?:giam sat )?cai cach"
            r"|chi dao (?:quyet liet|cong tac cai cach)|tuyen truyen[^.]{0,20}(?:cai cach hanh chinh|cchc)"
            r"|^(?:tang cuong |day manh )?(?:cong tac )?kiem tra, ?(?:don doc|giam sat)"
            r"(?=$|,|:| (?:thuc hien|viec|tinh hinh|cong tac|don vi|cac|don doc|danh gia|va))",
        ),
    )
)

_WORK_ON = "(?:ve|cong tac|thi dua|nang cao|hoan thien|day manh|tang cuong|xay dung|phat trien|doi moi|chat luong|va)"
# A short heading below the parts on tasks and solutions that names a content in other words ("2. Về vốn").
_SHORT_HEADINGS = tuple(
    (area, Keyed(rf"^(?:{_WORK_ON} )*(?:{pattern})"))
    for area, pattern in (
        ("organisation", r"to chuc va|xay dung to chuc|to chuc bo may|sap xep|kien toan(?! to chuc lam|.*thi dua)"),
        ("finance", r"von\b|nguon von|nguon luc tai chinh|kinh phi|tai chinh|ngan sach|thuc hanh tiet kiem"),
        ("civil_service", r"con nguoi|luc luong|doi ngu|ky luat|dao tao, boi duong (?:can bo|cong chuc)"),
        ("digital", r"chuyen doi so|ung dung cong nghe(?! cao| sinh)|ha tang so|du lieu so"),
        ("steering", r"kiem tra, ?giam sat$|chi dao"),
    )
)

# In a sentence the weights decide; words of the six contents outweigh what all sentences share.
_WEIGHTS = tuple(
    (area, weight, Keyed(pattern))
    for area, weight, pattern in (
        (
            "digital",
            14,
            r"(?:thuc hien|xu ly|trien khai) (?:tren|thong qua) (?:nen tang|moi truong) (?:so|dien tu|mang)\b",
        ),
        ("procedures", 4, r"ho so (?:nop |giai quyet |tiep nhan )?truc tuyen"),
        (
            "digital",
            8,
            r"^(?:\w+ ){0,4}so hoa\b|thanh toan truc tuyen|\bduoc (?:so hoa|quet(?! don| rac))\b|khong dung tien mat",
        ),
        (
            "institution",
            4,
            r"quy pham phap luat|qppl|(?<!thay )the che|phap luat|du thao van ban|tac dong chinh sach"
            r"|xay dung,? ban hanh van ban|thi hanh (?:van ban|phap luat)",
        ),
        (
            "procedures",
            3,
            r"thu tuc hanh chinh|\btthc\b|mot cua|ho so(?! cong viec)|thoi gian giai quyet|\bthu tuc\b(?! hanh chinh)"
            r"|giai quyet thu tuc|phan anh,? kien nghi",
        ),
        (
            "organisation",
            4,
            r"to chuc bo may|bo may|(?<!che )bien che|phan cap|phan quyen|co cau to chuc"
            r"|(?<!doi voi cac )don vi su nghiep"
            r"|sap xep|tinh gon",
        ),
        (
            "civil_service",
            3,
            r"(?:can bo|cong chuc|vien chuc)(?:, (?:cong chuc|vien chuc))*|vi tri viec lam|cong vu"
            r"|dao tao(?! nghe)|boi duong"
            r"|ky luat|ky cuong|van hoa cong so|bo nhiem|tuyen dung",
        ),
        (
            "finance",
            4,
            r"tai chinh|ngan sach|tai san cong|\ble phi\b|thu phi\b|tu chu"
            r"|giai ngan|du toan|chi thuong xuyen|chi truc tiep|kinh phi"
            r"|dau thau",
        ),
        (
            "digital",
            4,
            r"dich vu cong truc tuyen|truc tuyen toan trinh|(?<!thuong mai )dien tu|\bso hoa\b|chuyen doi so|ky so"
            r"|chu ky so"
            r"|moi truong so"
            r"|cong nghe thong tin|\bcntt\b|ky nang so|moi truong mang|nen tang so|an toan thong tin|tri tue nhan tao"
            r"|chinh quyen so|(?:kinh te|xa hoi) so\b"
            r"|co so du lieu|du lieu so|he thong thong tin|thanh toan truc tuyen",
        ),
        (
            "steering",
            4,
            r"chi dao|dieu hanh|kiem tra cai cach|cong tac kiem tra|don vi duoc kiem tra|qua kiem tra|ton tai, han che"
            r"|so (?:luong |cuoc )?(?:hoi nghi|hop)|van ban hanh chinh"
            r"|(?:kiem tra|sang kien)[^.;]{0,30}(?:cai cach hanh chinh|cchc)"
            r"|bao cao (?:\w+ ){0,2}?(?:cai cach hanh chinh|cchc)\b"
            r"|nhiem vu (?:duoc )?(?:ubnd|uy ban|cap)"
            r"|nguoi dung dau|ke hoach cai cach|tuyen truyen",
        ),
    )
)

# In a plan that is about something else (trade, safety, emulation) only words of the administration's own working.
_OUTSIDE = tuple(
    (area, weight, Keyed(pattern))
    for area, weight, pattern in (
        ("institution", 4, r"quy pham phap luat|\bqppl\b|(?<!thay )\bthe che\b|theo doi thi hanh phap luat"),
        (
            "procedures",
            4,
            r"thu tuc hanh chinh|\btthc\b|mot cua\b|dich vu cong\b"
            r"|thoi gian (?:dang ky|cap giay|thong quan|xu ly ho so|tiep nhan|thuc hien thu tuc|nop thue|cap phep"
            r"|tham dinh ho so|giai quyet(?! (?:mot vu|vu|don|khieu nai|to cao)))"
            r"|ho so (?:\w+ ){0,5}?(?:dung|truoc|tre|qua) (?:han|hen)"
            r"|(?:giai quyet|tiep nhan|tra ket qua|tra lai) (?:\w+ )?(?:ho so|thu tuc)|\bnguoi nop ho so"
            r"|\bgiay (?!khen|to|bao)\w+(?: \w+)?[^,;.]{0,30}(?:trong ngay|(?:dung|truoc) (?:han|hen))"
            r"|(?:nhan|nop) (?:du |duoc )?ho so\b.{0,40}\b(?:quyet dinh|ket qua|ngay)"
            r"|(?:cat giam|don gian hoa|bai bo)[^;.]{0,40}dieu kien (?:dau tu )?kinh doanh"
            r"|\bthu tuc\b(?! (?:dau|phap ly|thanh toan|to tung|xuat|nhap|hai quan))",
        ),
        (
            "organisation",
            4,
            r"to chuc bo may|(?<!che )\bbien che\b|phan cap|phan quyen|tinh gon|don vi su nghiep cong lap"
            r"|kien toan to chuc|sap xep (?:lai )?(?:to chuc|cac phong|don vi|bo may)",
        ),
        ("civil_service", 4, r"cong chuc|vien chuc|\bcong vu\b|vi tri viec lam|van hoa cong so"),
        (
            "finance",
            4,
            r"\btru so\b(?! chinh)"
            r"|giai ngan|tai san cong|dau tu cong|chi thuong xuyen|tu chu (?:tai chinh|ve tai chinh)"
            r"|(?<!don vi )(?<!so voi )\bdu toan\b"
            r"|(?<!nop )(?<!thu )(?<!vao )(?<!nguon )(?<!von )ngan sach|quyet toan|dau thau|\ble phi\b|thu phi\b"
            r"|chi tieu noi bo|tong muc dau tu(?! toan)"
            r"|\b(?:chi|kinh phi)(?: \w+)? (?:hoi nghi|hoi hop|tiep khach|cong tac)|cong tac phi"
            r"|\ble (?:dong tho|khoi cong|khanh thanh)\b",
        ),
        (
            "digital",
            4,
            r"chuyen doi so|chinh quyen (?:so|dien tu)|(?:kinh te|xa hoi|ha tang) so\b"
            r"|\bso hoa\b|ky so\b|chu ky so|phan mem|co so du lieu|nen tang so"
            r"|cong nghe thong tin|\bcntt\b|moi truong (?:so|mang|dien tu)|an toan thong tin|an ninh mang"
            r"|tri tue nhan tao|du lieu so|du lieu mo|he thong thong tin|bao cao dien tu|van ban dien tu",
        ),
        (
            "digital",
            4,
            r"(?:cong nghe|cong nghiep|doanh nghiep|ky nang|cong dan|danh tinh|canh tranh) so\b(?! \d)"
            r"|bang rong|\b4g\b|\b5g\b|cap quang|(?:trung tam|san|kho) du lieu|suc khoe dien tu|do thi thong minh"
            r"|make in vietnam|(?<!dia )ban dan\b(?! toc| cu| so| van| chu)|dinh danh dien tu",
        ),
        (
            "steering",
            4,
            r"chi dao,? dieu hanh|hau kiem(?!.{0,60}\b(?:co so|thuc pham|san pham|kinh doanh)\b)"
            r"|kiem tra cheo|kiem tra (?:\w+ ){0,4}don vi du toan",
        ),
    )
)
_REFORM = re.compile(r"cai cach hanh chinh|\bcchc\b|par index|\bsipas\b|chi so hai long")
_ITEM = 150  # characters of an item that may name its content
_ITEM_ON_FINANCE = re.compile(r"tai chinh cong|tai san cong|ngan sach nha nuoc")
# "Cải cách hành chính, chuyển đổi số": a heading that names reform beside something else leaves it to the sentences.
_MIXED = Keyed(r"(?:cai cach hanh chinh|\bcchc)\b(?: nha nuoc)?(?:,| va\b| gan voi\b)(?! (?:nang cao|cai thien))")
# "Tổ chức bộ máy và chế độ công vụ": each item is of the one or of the other.
_TWO = Keyed(r"bo may\b[^.;:]{0,20}(?:,| va) (?:\w+ ){0,4}?cong vu\b|cong vu(?:,| va) (?:\w+ ){0,3}?bo may\b")
# All of reform, and how content people are with the offices as a whole.
_INDEX = Keyed(
    r"\b(?:chi so|diem) (?:danh gia )?(?:cai cach hanh chinh|cchc)\b|par index"
    r"|\bchi so hai long\b(?!.{0,60}(?:thu tuc|dich vu cong))|\bsipas\b"
)
# Selling and buying by electronic means is the subject of a plan on trade, no work of the administration.
_SELLING = Keyed(
    r"thuong mai dien tu|\btmdt\b|mua (?:sam|hang)|kinh doanh tren (?:cac )?(?:nen tang|moi truong)|hoa don dien tu"
)
# "Khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số": digital change beside another subject of its own.
_SUBJECT = (
    r"(?:khoa hoc|doi moi sang tao|cong nghiep|thuong mai|nong nghiep|dich vu|du lich|xuat khau|logistics|giao duc"
    r"|van hoa)\b"
)
_BESIDE = Keyed(
    rf"(?:^|,|\bva|\bphat trien|\bday manh) {_SUBJECT}[^.;:]{{0,60}}(?:,|\bva\b|\bgan voi) (?:\w+ ){{0,3}}?"
    r"(?:chuyen doi so|kinh te so)"
    rf"|(?:chuyen doi so(?: quoc gia)?|kinh te so)(?:,| va) (?:phat trien )?{_SUBJECT}"
)
_ON_LAW = re.compile(r"pho bien,? (?:va )?giao duc phap luat|theo doi,? (?:tinh hinh )?thi hanh phap luat")
_SHORT = 13  # words


@lru_cache(maxsize=512)
def of_heading(flat_title: str) -> str | None:
    """The content that a heading names; None when it names none, or reform as a whole beside another."""
    if _MIXED.search(flat_title) or _TWO.search(flat_title):
        return None
    for area, pattern in _HEADINGS:
        if pattern.search(flat_title):
            return area
    if flat_title.count(" ") < _SHORT:
        for area, pattern in _SHORT_HEADINGS:
            if pattern.search(flat_title):
                return area
    return None


def of_item(flat_words: str) -> str | None:
    """The content that an item names which is its own heading: by its first words; None when it names none."""
    area = of_heading(flat_words[:_ITEM])
    return None if area == "finance" and not _ITEM_ON_FINANCE.search(flat_words[:_ITEM]) else area


def is_reform(flat_title: str) -> bool:
    """Whether a title says that the plan is one of administrative reform."""
    return _REFORM.search(flat_title) is not None


def of_title(flat_title: str) -> str | None:
    """The content that a whole document is about; a plan of reform as such is about all of them."""
    if is_reform(flat_title) or "thuc hanh tiet kiem" in flat_title:
        return None
    if _ON_LAW.search(flat_title):
        return "institution"
    area = of_heading(flat_title)
    return None if area == "digital" and _BESIDE.search(flat_title) else area


def usual_of(flat_title: str) -> str:
    """The content of a target that names none: the title's; in a plan on thrift money and goods, whatever is saved."""
    saving = "tiet kiem" in flat_title and "lang phi" in flat_title
    return "finance" if saving else of_title(flat_title) or "general"


def is_index(flat_text: str) -> bool:
    """Whether a sentence is about the index of reform as a whole."""
    return _INDEX.search(flat_text) is not None


def of_sentence(flat_text: str, *, reform: bool = True) -> str:
    """The content that a sentence is about; "general" when nothing tells.

    `reform`: whether the plan is one of administrative reform; in any other, words that its own subject may use
    ("đào tạo", "trực tuyến", "hồ sơ") tell nothing.
    """
    if is_index(flat_text):
        return "general"
    if not reform and _SELLING.search(flat_text):
        return "general"
    best, most = "general", 0
    for area, weight, pattern in _WEIGHTS if reform else _OUTSIDE:
        score = 0
        for match in pattern.finditer(flat_text):
            score += weight + (2 if match.start() < 60 else 0)
        if score > most:
            best, most = area, score
    return best
