"""Units and posts as documents name them: Văn phòng Sở, trưởng các phòng, đơn vị thuộc Sở, UBND các xã, phường."""

import re

from cchc.reading.flat import flat

# The head word of a name, on the flat copy.
_HEAD = (
    r"(?:(?:lanh dao|truong|thu truong|giam doc|pho giam doc|chanh|chu tich|nguoi dung dau|ban giam doc|tap the)\s+"
    r"(?:cac |tung |moi )?)?(?:cac |tung |moi |nhung )?"
    r"(?:van phong|thanh tra(?!,)|phong(?! phu| chong| ngua|,)|chi cuc|cuc|trung tam|so(?! hoa| luong| voi| lieu| ket)"
    r"|ban(?! hanh| sac| be| giao)|ubnd|uy ban nhan dan|uy ban|don vi|co quan|bo phan"
    r"|to(?! chuc (?!chinh tri|cong doan|doan|dang))"
    r"|hoi dong|cong doan|doan thanh nien|doan the|chi doan|chi bo|dang uy|bao(?= va| dien tu| tinh"
    r"|,? dai)|dai(?= phat)|cong an"
    r"|benh vien|truong(?! hop| xuyen)|kho bac|thue|doanh nghiep|hiep hoi|hoi(?! nghi| nhap| thao| dap)"
    r"|lien doan|giam doc"
    r"|pho giam doc|chanh van phong|chanh thanh tra|ca nhan|can bo|cong chuc|vien chuc|ke toan|nha truong"
    r"|khoa(?! hoc)|tap the"
    r"|dia phuong|bo(?! tri| sung| chi so| nhiem| thu tuc| tieu chi)|hdnd|mat tran|lanh dao)\b"
)
_LEAD = re.compile(
    r"^(?:giao|de nghi|yeu cau|phan cong|doi voi|trach nhiem cua|trach nhiem|ve phia|dong chi"
    r"|cac dong chi)\s+(?:cho )?",
    re.IGNORECASE,
)
_START = re.compile(_HEAD)
# Where a name ends and what it has to do begins.
_VERB = re.compile(
    r"\s*,?\s+(?:co trach nhiem|chiu trach nhiem|chu tri|lam dau moi|la dau moi|la don vi|la co quan"
    r"|phoi hop|can cu|tham muu|tap trung|thuc hien|to chuc|trien khai|xay dung"
    r"|theo doi|chu dong|tiep tuc|tang cuong|bao cao|gui\b|dinh ky|thuong xuyen|chi dao|phai\b|duoc giao"
    r"|kip thoi|nghiem tuc|quan triet|phan cong|tong hop|ra soat|cap nhat"
    r"|lap\b|bo tri|can doi|huong dan|don doc|kiem tra|giup|truc tiep|day manh|cu the hoa|hang\b|cung cap"
    r"|dang ky|cong khai|trinh\b|de xuat|quan tam|xem xet"
    r"|co (?:nhiem vu|van ban|ke hoach)|tuyen truyen|pho bien|van dong|dam bao|bao dam|phat huy"
    r"|khan truong|tich cuc|ban hanh|nghien cuu|su dung|quan ly|nang cao|tham dinh|tham gia"
    r"|khong\b|nghiem chinh|chap hanh|hoan thanh|cu\b|phat dong|dua vao|dua\b|tren co so|de (?:trien khai"
    r"|thuc hien))\b|[:;.]|\s\(|,\s*(?=(?:tren co so|can cu|theo|dinh ky|trong qua trinh)\b)"
)
_HEADING_END = re.compile(r"\s*[:.]?\s*$")
_ANYWHERE = re.compile(rf"(?:^|[,;] )(?P<unit>{_HEAD})")


def of_heading(words: str) -> str | None:
    """The unit that a heading names as a whole ("1. Văn phòng Sở:"); None for any other heading."""
    bare = _HEADING_END.sub("", words)
    folded = flat(bare)
    lead = _LEAD.match(folded)
    start = lead.end() if lead else 0
    if not _START.match(folded, start) or len(folded.split()) > 45:
        return None
    stop = _VERB.search(folded, start)
    if (
        stop
        and stop.start() < len(folded)
        and not folded[stop.start() :]
        .lstrip(" ,")
        .startswith(("co trach nhiem", "chiu trach nhiem", "thuc hien nhiem vu", "("))
    ):
        return None
    until = (
        stop.start() if stop and not folded[stop.start() :].lstrip(" ,").startswith("thuc hien nhiem vu") else len(bare)
    )
    return bare[start:until].strip(" ,") or None


def of_subject(words: str, folded: str) -> str | None:
    """The unit that stands at the head of a sentence and has to do what follows."""
    lead = _LEAD.match(folded)
    start = lead.end() if lead else 0
    if not _START.match(folded, start):
        return None
    stop = _VERB.search(folded, start)
    if stop is None or stop.start() - start > 190:
        return None
    return words[start : stop.start()].strip(" ,") or None


def inside(words: str, folded: str) -> str | None:
    """The unit that a later clause of a sentence puts to work ("Căn cứ …, trưởng các phòng tập trung chỉ đạo …")."""
    for match in _ANYWHERE.finditer(folded):
        at = match.start("unit")
        if at == 0:
            continue
        stop = _VERB.search(folded, at)
        if stop and stop.start() - at < 120 and folded[stop.start() : stop.start() + 1] not in (":", ";", "."):
            name = words[at : stop.start()].strip(" ,")
            if not re.search(r"[.;]", name):
                return name
    return None


def split(text: str) -> tuple[str, ...]:
    """The units of a table cell, one for each line or semicolon; commas belong to the names of classes of units."""
    parts = re.split(r"\s*[;\n]\s*(?:[-+–•]\s*)?", text.strip())
    joined: list[str] = []
    for part in parts:
        bare = part.strip(" -+–•")
        if not bare:
            continue
        runs_on = joined and (bare[0].islower() or joined[-1].endswith((",", "-", " và"))) and "\n" in text
        if runs_on and f"{joined[-1]}\n" in text.replace(" \n", "\n"):
            joined[-1] = f"{joined[-1]} {bare}"
        else:
            joined.append(bare)
    return tuple(joined)
