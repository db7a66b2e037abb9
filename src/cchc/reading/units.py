"""Units and posts as documents name them: Văn phòng Sở, trưởng các phòng, đơn vị thuộc Sở, UBND các xã, phường."""

import re
from functools import lru_cache

from cchc.reading.flat import flat

# The head word of a name, on the flat copy.
_HEAD = (
    r"(?:(?:lanh dao|truong|thu truong|giam doc|pho giam doc|chanh|chu tich|nguoi dung dau|ban giam doc|tap the)\s+"
    r"(?:cac |tung |moi )?)?(?:cac |tung |moi |nhung )?"
    r"(?:van phong|vu(?= (?:phap che|ke hoach|to chuc|hop tac|thi dua|khoa hoc|tai chinh|thi truong|cai cach"
    r"|chinh quyen|cong chuc|thuong mai|dau tu|moi truong|tong hop|quan ly|chinh sach|van hoa|dan toc)\b)"
    r"|vien(?! chuc| ba| tro| phi| thong| canh)"
    r"|thanh tra(?!,| viec| cac| toan)|phong(?! phu|,? chong| ngua| chay)"
    r"|chi cuc|cuc|trung tam|so(?! hoa| luong| voi| lieu| ket| huu)"
    r"|ban(?! hanh| sac| be| giao)|ubnd|uy ban nhan dan|uy ban|don vi|co quan|bo phan"
    r"|to(?! chuc (?!chinh tri|cong doan|doan|dang))"
    r"|hoi dong|cong doan|doan thanh nien|doan the|chi doan|chi bo|dang uy|bao(?= va| dien tu| tinh"
    r"|,? dai)|dai(?= phat)|cong an"
    r"|benh vien|truong(?! hop| xuyen)|kho bac|thue|doanh nghiep|hiep hoi|hoi(?! nghi| nhap| thao| dap| cho| thi)"
    r"|lien doan|giam doc|(?:tong )?cong ty|tap doan|ngan hang|chu dau tu|hop tac xa|to hop tac|ho kinh doanh"
    r"|nguoi (?:dan|lao dong)|toan the (?:can bo|cong chuc)|luc luong|doi(?! voi| moi| chieu| thoai| tuong)"
    r"|doan (?:cong tac|kiem tra|giam sat|lien nganh)|vien nghien"
    r"|pho giam doc|chanh van phong|chanh thanh tra|ca nhan|can bo|cong chuc|vien chuc|ke toan|nha truong"
    r"|khoa(?! hoc)|tap the|co so(?! du lieu| vat chat| ha tang| phap ly| de )"
    r"|dia phuong|bo(?! may| ho so| tri| sung| chi so| nhiem| thu tuc| tieu chi)|hdnd|mat tran|lanh dao)\b"
)
_LEAD = re.compile(
    r"^(?:(?:hang|moi|cuoi) (?:nam|quy|thang|tuan),? )?"
    r"(?:(?:giao|de nghi|yeu cau|phan cong|doi voi|trach nhiem cua|trach nhiem|ve phia|dong chi"
    r"|cac dong chi)\s+(?:cho )?)?",
    re.IGNORECASE,
)
_START = re.compile(_HEAD)
# Where a name ends and what it has to do begins.
_VERB = re.compile(
    r"\s*,?\s+(?:co trach nhiem|chiu trach nhiem|chu tri|lam dau moi|la dau moi|la don vi|la co quan"
    r"|phoi hop|can cu|tham muu|tap trung|thuc hien|to chuc|trien khai|xay dung"
    r"|theo doi|chu dong|tiep tuc|tang cuong|bao cao|gui\b|dinh ky|thuong xuyen|chi dao|phai\b|duoc giao"
    r"|kip thoi|nghiem tuc|quan triet|phan cong|tong hop|ra soat|cap nhat"
    r"|lap\b|bo tri|can doi|huong dan|don doc|kiem tra|giam sat|phan anh|kien nghi|trao doi|giup(?! viec)"
    r"|truc tiep|day manh"
    r"|cu the hoa|hang (?:thang|quy|nam|tuan|ngay)|cung cap"
    r"|dang ky|cong khai|trinh\b|de xuat|quan tam|xem xet"
    r"|co (?:nhiem vu|van ban|ke hoach)|tuyen truyen|pho bien|van dong|dam bao|bao dam|phat huy"
    r"|khan truong|tich cuc|ban hanh|nghien cuu|su dung|quan ly|nang cao|tham dinh|tham gia"
    r"|duy tri|niem yet|kiem soat|lanh dao (?:toan dien|truc tiep)|hop (?:moi|hang|dinh)|hoan thien|tuyen sinh"
    r"|ho tro|tao dieu kien|tiep nhan"
    r"|xu ly|giai quyet|phat hien|cong bo|van hanh|chuan bi|bao quan|luu tru|thong bao|tien hanh|thanh toan|quyet toan"
    r"|cham diem|danh gia|phan tich|khao sat|thong ke|thu thap|lay y kien|dang tai|dua tin|guong mau|tu giac|chia se"
    r"|ket noi|dong hanh|huong ung|lien he|bam sat|long ghep|tiet kiem|cam ket|gioi thieu|lua chon|canh bao|xac nhan"
    r"|tham tra|phe duyet|tu (?:kiem tra|cham|danh gia)|nop\b|giu\b|soan"
    r"|lo (?:kinh phi|tien|von)|xet(?: chon| duyet| tang| khen|,? de nghi)"
    r"|khong\b|nghiem chinh|chap hanh|hoan thanh|cu\b|phat dong|(?<!thi )dua(?: vao)?\b|tren co so|de (?:trien khai"
    r"|thuc hien))\b|[:;.]|\s\(|,\s*(?=(?:tren co so|can cu|theo|dinh ky|trong qua trinh)\b)"
)
# A verb right behind one of these words is a part of the name: "Ban quản lý chợ", "Tổ giúp việc", "Đoàn kiểm tra".
_BARE = frozenset(
    ("ban", "to", "doan", "doi", "hoi dong", "trung tam", "bo phan", "chi cuc", "cuc", "vien", "phong", "truong", "kho")
)
_DUTY = re.compile(r"\s*,?\s+(?:co trach nhiem|chiu trach nhiem|chu tri\b|can cu\b)")  # never a part of a name
_OF_NAMES = ("thuc hien nhiem vu", "quan ly nganh", "quan ly linh vuc", "theo doi linh vuc", "phu trach")
_RESPONSIBLE = re.compile(r"(?:co|chiu) trach nhiem(?: (?:sau|nhu sau|thuc hien|to chuc|trien khai|sau day))*")
# A class of people or bodies that no head word tells: "Các khối trưởng", "Các làng nghề".
_CLASS = re.compile(
    r"^(?:cac|nhung) (?!noi dung|nhiem vu|giai phap|bien phap|hoat dong|muc tieu|chi tieu|yeu cau|cong viec)"
    r"\w+(?: \w+){0,6}$"
)
_NAME_WORDS = 14
_LINKS = frozenset(("và", "của", "các", "thuộc", "trực", "tỉnh", "thành", "phố", "xã", "phường"))
_ANYWHERE = re.compile(rf"(?:^|[,;] )(?P<unit>{_HEAD})")


@lru_cache(maxsize=1024)
def of_heading(words: str) -> str | None:
    """The unit that a heading names as a whole ("1. Văn phòng Sở:"); None for any other heading."""
    bare = words.rstrip()
    bare = bare[:-1].rstrip() if bare.endswith((":", ".")) else bare
    folded = flat(bare)
    start = _start(folded)
    if start is None and _CLASS.match(folded) and _stop(bare, folded, 0, whole=True) is None:
        return bare.strip(" ,:") or None
    if start is None or len(bare) > 320:
        return None
    stop = _stop(bare, folded, start, whole=True)
    rest = folded[stop:].lstrip(" ,:.") if stop is not None else ""
    if rest and not (rest.startswith((*_OF_NAMES, "(")) or _RESPONSIBLE.fullmatch(rest)):
        return None
    until = len(bare) if stop is None or rest.startswith(_OF_NAMES) else stop
    return bare[start:until].strip(" ,:") or None


def of_subject(words: str, folded: str) -> str | None:
    """The unit that stands at the head of a sentence and has to do what follows."""
    start = _start(folded)
    stop = _stop(words, folded, start) if start is not None else None
    if start is None or stop is None or stop - start > 190 or not folded[stop:].strip(" .;"):
        return None
    return words[start:stop].strip(" ,") or None


def inside(words: str, folded: str) -> str | None:
    """The unit that a later clause of a sentence puts to work ("Căn cứ …, trưởng các phòng tập trung chỉ đạo …")."""
    for match in _ANYWHERE.finditer(folded):
        at = match.start("unit")
        stop = _stop(words, folded, at) if at > 0 else None
        if stop is None or stop - at > 120 or folded[stop] in ":;.":
            continue
        name = words[at:stop].strip(" ,")
        if not re.search(r"[.;]|\b(?:trong việc|được|liên quan|của)\b", name):
            return name
    return None


def at_start(words: str, folded: str) -> str | None:
    """The unit that a sentence begins with though what it has to do is told by no known verb; its proper name only."""
    lead = _LEAD.match(folded)
    begin = lead.end() if lead else 0
    head = _START.match(folded, begin)
    if head is None:
        return None
    until = _proper_end(words, head.end())
    return words[begin:until].strip(" ,") if until < len(words.rstrip(" .;")) else None


def _proper_end(words: str, start: int) -> int:
    """Where the capitals of a name end, with the small words and syllables between them."""
    until, at = start, start
    for word in words[start:].split(" ")[1:_NAME_WORDS]:
        at += 1 + len(word)
        if word[:1].isupper() or word.isdigit():
            until = at
        elif word not in _LINKS and until + 1 + len(word) != at:
            break  # two small words in a row
        if word.endswith((",", ";", ":")):
            break
    return until


def _start(folded: str) -> int | None:
    lead = _LEAD.match(folded)
    start = lead.end() if lead else 0
    return start if _START.match(folded, start) else None


def _stop(words: str, folded: str, start: int, *, whole: bool = False) -> int | None:
    """Where a name ends: at the first verb that is no capitalised part of the name itself."""
    for match in _VERB.finditer(folded, start + 1):
        first = words[match.start() : match.end()].lstrip(" ,")[:1]
        if first == ";" and (whole or _START.match(folded, match.end() + 1)):
            continue  # a second unit of the same list of names
        sure = _DUTY.match(folded, match.start()) is not None
        if not first.isupper() and (
            first in ":;.(" or sure or folded[start : match.start()].rsplit(", ", 1)[-1] not in _BARE
        ):
            return match.start()
    return None


@lru_cache(maxsize=1024)  # as with deadlines
def split(text: str) -> tuple[str, ...]:
    """The units of a table cell, one for each line or semicolon; commas belong to the names of classes of units."""
    parts = re.split(r"\s*[;\n]\s*(?:[-+–•]\s*)?", text.strip())
    joined: list[str] = []
    for part in parts:
        bare = part.strip(" -+–•")
        if not bare:
            continue
        if joined and _runs_on(joined[-1], bare) and f"{joined[-1]}\n" in text.replace(" \n", "\n"):
            joined[-1] = f"{joined[-1]} {bare}"
        else:
            joined.append(bare)
    return tuple(joined)


def _runs_on(before: str, after: str) -> bool:
    """Whether a line of a cell goes on with the name on the line before."""
    return after[0].islower() or before.endswith((",", "-", " và")) or flat(before) in _POSTS


_POSTS = frozenset(
    ("lanh dao", "giam doc", "truong phong", "chanh van phong", "thu truong", "ubnd", "phong", "so", "cac")
)
